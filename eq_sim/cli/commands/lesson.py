"""``eq-sim lesson``: a recording as a lesson, to add words to."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import writing
from eq_sim.session.files.atomic import write_atomically


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("recording", type=Path, metavar="RECORDING.jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.toml")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")
    parser.add_argument("--from", dest="first", type=_seconds, default=0.0, metavar="S")
    parser.add_argument("--to", dest="last", type=_seconds, metavar="S")
    parser.add_argument("--idle", type=_seconds, metavar="S", help="cut longer pauses to this")


def _seconds(text: str) -> float:
    try:
        seconds = float(text.replace(",", "."))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e6:
        raise ArgumentTypeError(f"a time is a number of seconds, not '{text}'")
    return seconds


def _check_target(target: Path, recording: Path, *, force: bool) -> None:
    """Checks that a lesson takes the place of nothing that somebody may miss.

    Raises:
        UsageError: it would; says of what.
    """
    if target.exists() and target.samefile(recording):
        raise UsageError("{path} is the recording itself: choose another name", path=target)
    if target.suffix != ".toml":
        raise UsageError("{path}: a lesson is a .toml file", path=target)
    if target.exists() and not force:
        raise UsageError("{path} is there already: choose another name, or --force", path=target)


def _run(options: Namespace) -> int:
    from eq_sim.lessons.files.recording_to_lesson import as_lesson
    from eq_sim.lessons.playback import TORN
    from eq_sim.session.files.recording import is_torn, read_recording, trimmed

    check_writable(options.output)
    recording = read_recording(options.recording)
    _check_target(options.output, options.recording, force=options.force)
    done = trimmed(recording, options.first, options.last, options.idle)
    text, left_out = as_lesson(done, options.recording.stem)
    with interruption.only_noted(), writing(options.output):
        write_atomically(options.output, text.encode())
    if is_torn(options.recording):
        print(f"eq-sim: {options.recording}: {TORN}", file=sys.stderr)
    print(f'{options.output}: a lesson of {done[-1].end:.0f} s; add captions with say = "…"')
    for line in left_out:
        print(f"  left out {line}", file=sys.stderr)
    return 0


COMMAND = Command("lesson", 9, "write a recording as a lesson, to add words to", _arguments, _run)
