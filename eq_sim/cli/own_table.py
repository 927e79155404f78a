"""``eq-sim train my.csv``: a table of one's own from the command line: read, guessed at, told."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim.cli.options import add_choice
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.errors import DocumentError
from eq_sim.session.scenario import Scenario

TABLES = (".csv", ".tsv", ".txt")
"""What the names of files of tables end with."""

_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_OF_TABLES = ("target", "inputs", "task", "missing", "delimiter", "decimal", "header")


def is_table(what: str) -> bool:
    """Whether what was named is a file of a table."""
    return what.lower().endswith(TABLES)


def add_table_options(parser: ArgumentParser) -> None:
    """Adds what a person may say of a table; without a word it is guessed."""
    own = parser.add_argument_group("a table of your own (.csv)")
    own.add_argument("--target", metavar="COLUMN", help="what is to be predicted")
    own.add_argument("--inputs", metavar="A,B,…", help="what it is predicted from")
    add_choice(own, "--task", ("number", "two-classes", "classes"), None)
    add_choice(own, "--missing", ("leave-out", "average"), None)
    add_choice(own, "--delimiter", tuple(_DELIMITERS), None)
    add_choice(own, "--decimal", ("point", "comma"), None)
    add_choice(own, "--header", ("yes", "no"), None)
