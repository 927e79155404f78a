"""A command, as it says of itself what it is: the program knows no command by its name."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command of the program.

    Attributes:
        name: the word that is typed for it.
        place: where it stands among the commands in the help, from 1.
        help: what it does, in a line.
        arguments: adds its arguments to its parser.
        run: does it, and returns the exit code.
    """

    name: str
    place: int
    help: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
