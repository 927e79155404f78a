"""The command line: open (the default), list, train, picture, and what lecturers need.

A mistake of the user is one sentence on stderr and exit code 2. Qt is imported only where it is
needed, after a look at what the system lacks.
"""

import argparse
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from eq_sim import __version__, preflight
from eq_sim.cli_lessons import add_commands
from eq_sim.data.sources import SOURCES
from eq_sim.session.actions import Train
from eq_sim.session.errors import EqSimError, SettingError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import check_suffix, save_parameters
from eq_sim.session.scenario import Scenario, bundled, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, parse

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson

_SETTABLE = tuple(name for name in SETTINGS if name != "speed")
_MOST_PIXELS = 16_384


class UsageError(EqSimError):
    """Something on the command line that cannot be done."""


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


def _run(words: list[str]) -> int:
    parser = _parser()
    if not words or (words[0].startswith("-") and words[0] not in _TOP_LEVEL):
        words = ["open", *words]
    options = parser.parse_args(words)
    return int(options.command(options))


_TOP_LEVEL = ("-h", "--help", "--version")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="eq-sim",
        description="A mixing console whose sliders are the weights and biases of a live network.",
        epilog="Without a command the window opens on the scenario 'ring'.",
    )
    parser.add_argument("--version", action="version", version=f"eq-sim {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="", required=True)

    opening = commands.add_parser("open", help="open the window")
    opening.add_argument("what", nargs="?", default="ring", metavar="SCENARIO|FILE")
    opening.add_argument("--seed", type=_count, metavar="S")
    opening.add_argument("--theme", choices=("dark", "light", "system"))
    opening.set_defaults(command=_open)

    listing = commands.add_parser("list", help="list the scenarios")
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    listing.set_defaults(command=_list)

    training = commands.add_parser("train", help="train without a window")
    training.add_argument("what", metavar="SCENARIO")
    length = training.add_mutually_exclusive_group()
    length.add_argument("--steps", type=_count, metavar="N")
    length.add_argument("--epochs", type=_count, metavar="N")
    training.add_argument("--seed", type=_count, metavar="S")
    training.add_argument("--start", type=Path, metavar="FILE", help="begin with these parameters")
    training.add_argument("--save", type=Path, metavar="FILE", help="write the parameters")
    training.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=f"change a setting: {', '.join(_SETTABLE)}",
    )
    training.add_argument("--json", action="store_true", help="print one JSON object")
    training.set_defaults(command=_train)

    shooting = commands.add_parser("picture", help="write a picture of the window")
    shooting.add_argument("what", metavar="SCENARIO|FILE")
    shooting.add_argument("--steps", type=_count, default=0, metavar="N")
    shooting.add_argument("--seed", type=_count, metavar="S")
    shooting.add_argument("--size", type=_size, default=(1600, 900), metavar="WxH")
    shooting.add_argument("--scale", type=_scale, default=1.0, metavar="X")
    shooting.add_argument("--theme", choices=("dark", "light"), default="dark")
    shooting.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png")
    shooting.set_defaults(command=_picture)
    add_commands(commands, _size)
    return parser


# Commands


def _open(options: argparse.Namespace) -> int:
    session = open_session(options.what, options.seed)
    _check_qt(window=True)
    from eq_sim.app import open_window

    return open_window(session, options.theme)


def _list(options: argparse.Namespace) -> int:
    entries = [_entry(load_scenario(name)) for name in bundled()]
    # Reading lessons takes a moment, and starting the window should not.
    from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson

    lessons = [_lesson_entry(load_lesson(name)) for name in bundled_lessons()]
    if options.json:
        told = {"scenarios": entries, "lessons": lessons}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for entry in entries:
        count = f"{entry['parameters']:,} knobs"
        print(f"{entry['name']:<14}{count:>12}   {entry['title']}: {entry['goal']['text']}")
    print("\nlessons")
    for lesson in lessons:
        print(f"{lesson['name']:<24}{lesson['seconds']:>4.0f} s   {lesson['title']}")
    return 0


def _lesson_entry(lesson: "Lesson") -> dict[str, Any]:
    return {
        "name": lesson.name,
        "title": lesson.title["en"],
        "idea": lesson.idea["en"],
        "seconds": lesson.seconds,
        "languages": list(lesson.languages),
        "chapters": [chapter["en"] for chapter in lesson.chapters],
    }


def _entry(scenario: Scenario) -> dict[str, Any]:
    source = SOURCES[scenario.data.source]
    goal = scenario.goal
    return {
        "name": scenario.name,
        "title": scenario.title,
        "about": scenario.about,
        "parameters": scenario.architecture(source.features, source.outputs).count,
        "goal": {"metric": goal.metric, "op": goal.op, "value": goal.value, "text": goal.text},
    }


def _train(options: argparse.Namespace) -> int:
    if options.save:
        _check_writable(options.save)
        check_suffix(options.save)
    session = _prepared(options)
    steps = options.steps
    if options.epochs is not None:
        batches = session.trainer.batches
        steps = options.epochs * -(-batches.count // batches.batch)
    elif steps is None:
        steps = session.scenario.training.steps
    _train_with_bar(session, steps, shown=sys.stderr.isatty() and not options.json)
    if session.refusal:
        raise UsageError(session.refusal.advice)
    if options.save:
        save_parameters(
            options.save,
            session.switches,
            session.parameters.theta,
            session.scenario,
            session.seed,
            session.dataset,
        )
    result = summary(session)
    print(json.dumps(result, ensure_ascii=False) if options.json else _sentences(result, session))
    return 0


def _prepared(options: argparse.Namespace) -> Session:
    changes = []
    for pair in options.set:
        key, equals, text = pair.partition("=")
        key = key.strip().replace("-", "_")
        if not equals:
            raise SettingError(f"--set takes KEY=VALUE, not '{pair}'")
        if key not in _SETTABLE:
            raise SettingError(f"there is no setting '{key}': choose {', '.join(_SETTABLE)}")
        changes.append((key, parse(key, text.strip())))
    return open_session(options.what, options.seed, changes, options.start)


def summary(session: Session) -> dict[str, Any]:
    """Returns what a training run came to, as plain numbers; null where there is no such number."""
    losses, measure = session.losses, session.measure
    return {
        "scenario": session.scenario.name,
        "seed": session.seed,
        "steps": session.step,
        "epochs": session.epochs,
        "parameters": session.layout.size,
        "train_loss": _finite(losses.train),
        "test_loss": _finite(losses.test),
        "metric": {
            "name": session.scenario.goal.metric,
            "train": measure.train,
            "test": measure.test,
        },
        "goal_reached": session.scenario.goal.reached(session.goal_value),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no infinity: what is not finite is null."""
    return value if value is not None and math.isfinite(value) else None


def _sentences(result: dict[str, Any], session: Session) -> str:
    goal = session.scenario.goal.text
    value = session.goal_value
    losses = session.losses
    test = "" if losses.test is None else f", test loss {losses.test:.4g}"
    state = "reached" if result["goal_reached"] else "not reached"
    measured = "none" if value is None else f"{value:.4g}"
    return (
        f"{session.scenario.title}: {result['parameters']:,} knobs, {result['steps']:,} steps, "
        f"seed {result['seed']}\n"
        f"train loss {losses.train:.4g}{test}\n"
        f"goal {state}: {goal} ({result['metric']['name']} {measured})"
    )


def _train_with_bar(session: Session, steps: int, *, shown: bool) -> None:
    """Trains in about a hundred portions, each a step of the bar; the bits are the same."""
    width, done = 30, 0
    while done < steps and not session.refusal:
        portion = min(max(1, steps // 100), steps - done)
        session.apply(Train(portion))
        done += portion
        if shown:
            filled = width * done // steps
            bar = "█" * filled + "░" * (width - filled)
            text = f"\r{bar} step {done:,} of {steps:,}, loss {session.losses.train:.4g}   "
            print(text, end="", file=sys.stderr, flush=True)
    if shown and steps:
        print(file=sys.stderr)


def _picture(options: argparse.Namespace) -> int:
    if options.output.suffix.lower() != ".png":
        raise UsageError(f"{options.output}: a picture is a .png file")
    _check_writable(options.output)
    width, height = options.size
    if min(width, height) / options.scale < 500:
        raise UsageError("a picture needs at least 500 pixels a side, times its scale")
    if max(width, height) > _MOST_PIXELS:
        raise UsageError(f"a picture has at most {_MOST_PIXELS:,} pixels a side")
    session = open_session(options.what, options.seed)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _check_qt(window=False)
    from eq_sim.picture import picture

    try:
        picture(session, options.output, options.size, options.scale, options.theme, options.steps)
    except OSError as error:
        raise UsageError(f"{options.output} cannot be written: {error.strerror}") from error
    return 0


# Words into values


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number") from None
    if not 0 <= number < 2**63:
        raise argparse.ArgumentTypeError(f"{text} is not from 0 to 2⁶³ − 1")
    return number


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is not a size such as 1600x900")
    return int(width), int(height)


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from None
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(f"a scale is from 0.5 to 4, not {text}")
    return scale


def _check_writable(path: Path) -> None:
    folder = path.parent
    if not folder.is_dir():
        raise UsageError(f"{path} cannot be written: there is no folder {folder}")
    if path.is_dir():
        raise UsageError(f"{path} cannot be written: it is a folder")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{path} cannot be written: no permission to write in {folder}")


def _check_qt(*, window: bool) -> None:
    trouble = preflight.trouble(window=window)
    if trouble:
        raise UsageError(trouble)
