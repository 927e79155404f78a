"""What is kept in files: experiments, parameters, recordings; written whole or not at all."""

from pathlib import Path

PARAMETERS = ".safetensors"
"""What the names of files of parameters end with."""

EXPERIMENT = ".eqsim"
"""What the names of files of whole experiments end with."""

SETUP = "eq-sim:"
"""What a line of text that says how an experiment starts begins with."""

SCENARIO = ".toml"
"""What the names of files of scenarios end with."""

TABLES = (".csv", ".tsv", ".txt")
"""What the names of files of tables end with; in small letters."""


def is_experiment(path: Path) -> bool:
    """Whether a file's name says that a whole experiment is in it, in small letters or large."""
    return path.suffix.lower() == EXPERIMENT
