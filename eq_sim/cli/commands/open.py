"""``eq-sim open``: the window, and what the program does without a command."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_memory_of_window, check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_choice, add_seed
from eq_sim.cli.usage_error import UsageError
from eq_sim.session.files import is_experiment
from eq_sim.startup import nothing_collected

_FIRST = "ring"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", default=_FIRST, metavar="SCENARIO|FILE|LINE")
    add_seed(parser)
    add_choice(parser, "--theme", ("dark", "light", "system"), None)


def _run(options: Namespace) -> int:
    # Imported here, and not for the help, what the window needs is made while nothing is collected.
    with nothing_collected():
        from eq_sim.session.files.opening import is_lesson, open_session

        lesson = is_lesson(options.what)
        if lesson and options.seed is not None:
            raise UsageError("{path} is a lesson, which has its own seed", path=options.what)
        session = open_session(_FIRST if lesson else options.what, options.seed)
        check_qt(window=True)
        check_memory_of_window()
        with interruption.only_noted():
            from eq_sim.open_window import open_window

            interruption.check()
            path = Path(options.what) if lesson or is_experiment(Path(options.what)) else None
            return open_window(session, options.theme, path, asked=options.what != _FIRST)


COMMAND = Command("open", 1, "open the window", _arguments, _run)
