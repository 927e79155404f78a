"""``eq-sim listen``: what training sounds like, as a WAV file."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from eq_sim import interruption
from eq_sim.cli.checks import check_writable
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_seed, add_settings, settings, steps
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import check_apart, writing
from eq_sim.session.files.atomic import write_with
from eq_sim.session.files.opening import open_session
from eq_sim.session.responses import has_responses

if TYPE_CHECKING:
    from eq_sim.network.types import Array

_LEAST_SECONDS, _MOST_SECONDS = 0.02, 600.0


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.wav")
    parser.add_argument("--steps", type=steps, metavar="N", help="training steps while it plays")
    parser.add_argument("--seconds", type=_seconds, default=10.0, metavar="S")
    parser.add_argument(
        "--source", metavar="music|noise|FILE", help="what is played: WAV, MP3, FLAC, Ogg, too"
    )
    parser.add_argument("--loss", action="store_true", help="the loss as a pitch, and its strings")
    add_seed(parser)
    add_settings(parser)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not _LEAST_SECONDS <= seconds <= _MOST_SECONDS:
        raise ArgumentTypeError(
            f"seconds are {_LEAST_SECONDS:g} to {_MOST_SECONDS:g}, not '{text[:200]}'"
        )
    return seconds


def _run(options: Namespace) -> int:
    from eq_sim.sound.own_file import MOST_SECONDS
    from eq_sim.sound.rate import BLOCK, RATE
    from eq_sim.sound.rendering import Scribe, rendered, training_over
    from eq_sim.sound.sources import SHIPPED, loop_of
    from eq_sim.sound.wav_file import write_wav

    if options.output.suffix.lower() != ".wav":
        raise UsageError("{path}: a sound is written as a .wav file", path=options.output)
    check_writable(options.output)
    check_apart(options.output, (options.what, options.source))
    session = open_session(options.what, options.seed, settings(options.set))
    plays = has_responses(session)
    if options.source is not None and not plays:
        raise UsageError(
            "{what} has no response to play a source through: leave out --source, and its loss is "
            "heard",
            what=options.what,
        )
    loop = None
    if plays:
        loop, cut = loop_of(options.source or next(iter(SHIPPED)))
        if cut and options.seconds > MOST_SECONDS:
            said = f"{loop.name} is long: its first {MOST_SECONDS} s are played, and then again"
            print(f"eq-sim: {said}", file=sys.stderr)
    wanted = session.scenario.training.steps if options.steps is None else options.steps
    blocks = round(options.seconds * RATE / BLOCK)
    scribe = Scribe(loop, aloud=options.loss)

    def checked() -> Iterator["Array"]:
        for block in rendered(scribe, training_over(session, wanted, blocks)):
            interruption.check()
            yield block

    with writing(options.output):
        write_with(options.output, lambda file: write_wav(file, checked()))
    heard = "the loss" if loop is None else f"{loop.name} through the response"
    print(f"{options.output}: {blocks * BLOCK / RATE:.1f} s, {session.step:,} steps, {heard}")
    return 0


COMMAND = Command("listen", 27, "write what training sounds like", _arguments, _run)
