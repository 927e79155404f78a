"""Reads what was typed and runs the command; without one, the window opens.

A mistake of the user is one sentence on stderr and exit code 2.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from eq_sim import __version__, interruption
from eq_sim.cli import commands, streams
from eq_sim.cli.command import Command
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.errors import EqSimError
from eq_sim.session.files import SETUP

_TOP_LEVEL = ("-h", "--help", "--version")


_SAID = (
    ("argument ", ""),
    ("expected one argument", "a value is missing"),
    ("the following arguments are required: ", "there is still missing: "),
    ("unrecognized arguments: ", "there is no such option or argument here: "),
)
"""What argparse says, and what we say."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for jargon, words in _SAID:
            message = message.replace(jargon, words, 1)
        if not message.startswith("-"):
            message = message[0].upper() + message[1:]
        raise UsageError("{what}. See '{program} --help'.", what=message, program=self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line. Returns the exit code."""
    if getattr(sys, "frozen", False):  # a process of a sweep begins with the program itself
        from multiprocessing import freeze_support

        freeze_support()
    words = list(sys.argv[1:] if arguments is None else arguments)
    streams.prepare()
    try:
        with interruption.listening():
            code = _run(words)
    except EqSimError as error:
        streams.tell(str(error))
        code = 2
    except MemoryError:
        streams.tell("There is not enough memory for a network of this size")
        code = 2
    except interruption.Interrupted as stop:
        streams.tell("Interrupted")
        code = stop.code
    except BrokenPipeError:
        code = 0  # the reader went away, as in 'eq-sim list | head -1'
    return streams.finish() or code


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
    if words[0] not in (*_names(), *_TOP_LEVEL):
        raise _no_command(words[0])
    # The files of the other commands are read only for the help: the window opens sooner so.
    known = [_command(words[0])] if words[0] in _names() else every_command()
    try:
        options = _parser(known).parse_args(words)
    except SystemExit:  # the help or the version was asked for
        return 0
    return int(options.run(options))


def _no_command(word: str) -> UsageError:
    """Returns what is said of a word that is no command; it may be something to open."""
    from eq_sim.session.scenario import bundled

    if word in bundled() or Path(word).exists():
        return UsageError(
            "there is no command '{word}': to open it in the window, write eq-sim open {word}",
            word=word,
        )
    return UsageError(
        "there is no command '{word}': choose {commands}",
        word=word,
        commands=", ".join(command.name for command in every_command()),
    )


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
