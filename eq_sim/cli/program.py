"""Reads what was typed and runs the command; without one, the window opens.

A mistake of the user is one sentence on stderr and exit code 2.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from eq_sim import __version__
from eq_sim.cli import commands
from eq_sim.cli.command import Command
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import SETUP

_TOP_LEVEL = ("-h", "--help", "--version")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:]}. See '{self.prog} --help'.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line. Returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(words)
    except EqSimError as error:
        print(f"eq-sim: {error}", file=sys.stderr)
        return 2
    except MemoryError:
        print("eq-sim: there is not enough memory for a network of this size", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader went away, as in 'eq-sim list | head -1'; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("eq-sim: interrupted", file=sys.stderr)
        return 130


def every_command() -> list[Command]:
    """Returns the command of each file in ``commands``, in the order of the help."""
    return sorted(map(_command, _names()), key=lambda command: command.place)


def _names() -> list[str]:
    """Returns what can be typed as a command: the names of the files."""
    return [file.stem for file in Path(*commands.__path__).glob("[!_]*.py")]


def _command(name: str) -> Command:
    found: Command = import_module(f"{commands.__name__}.{name}").COMMAND
    return found


def _run(words: list[str]) -> int:
    named = bool(words) and words[0].startswith(SETUP)
    if not words or named or (words[0].startswith("-") and words[0] not in _TOP_LEVEL):
        words = ["open", *words]
    # The files of the other commands are read only for the help: the window opens sooner so.
    known = [_command(words[0])] if words[0] in _names() else every_command()
    options = _parser(known).parse_args(words)
    return int(options.run(options))


def _parser(known: Sequence[Command]) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="eq-sim",
        description="A mixing console whose sliders are the weights and biases of a live network.",
        epilog="Without a command the window opens on the scenario 'ring'.",
    )
    parser.add_argument("--version", action="version", version=f"eq-sim {__version__}")
    chosen = parser.add_subparsers(title="commands", metavar="", required=True)
    for command in known:
        own = chosen.add_parser(command.name, help=command.help)
        command.arguments(own)
        own.set_defaults(run=command.run)
    return parser
