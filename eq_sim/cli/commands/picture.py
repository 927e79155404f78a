"""``eq-sim picture``: a picture of the window, without a display."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_memory_of_pictures, check_qt, check_writable, checked_language
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_language, add_panel, add_seed, add_size, add_theme, count, steps
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import writing
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import ENGLISH, languages
from eq_sim.session.files.opening import open_session
from eq_sim.session.until_stopped import train_until_stopped

_LEAST_PIXELS, _MOST_PIXELS = 500, 16_384  # of a side: of the window's own, of the picture's
_LEAST_OF_PANEL = 100


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", metavar="SCENARIO|FILE|LINE")
    parser.add_argument("--steps", type=steps, default=0, metavar="N")
    add_seed(parser)
    add_size(parser, (1600, 900))
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="X")
    add_theme(parser)
    parser.add_argument("--zoom", type=_zoom, default=None, metavar="PERCENT")
    add_panel(parser)
    parser.add_argument("--at", type=count, default=None, metavar="KNOB")
    add_language(parser, "of the window's words: en, de, …", default=ENGLISH)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        raise ArgumentTypeError(f"a number is needed, not '{text}'") from None
    if not 0.5 <= scale <= 4:
        raise ArgumentTypeError(f"a scale is from 0.5 to 4, not {text}")
    return scale


def _zoom(text: str) -> float:
    try:
        percent = float(text)
    except ValueError:
        raise ArgumentTypeError(f"a number is needed, not '{text}'") from None
    if not 0 <= percent <= 100:
        raise ArgumentTypeError(f"zoom is from 0 to 100 %, not {text}")
    return percent / 100


def _run(options: Namespace) -> int:
    if options.output.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise UsageError("{path}: a picture is a .png, .svg or .pdf file", path=options.output)
    check_writable(options.output)
    if options.language != PSEUDO:
        checked_language(options.language, languages())
    if options.panel or options.transparent:
        return _run_panel(options)
    width, height = options.size
    if min(width, height) / options.scale < _LEAST_PIXELS:
        raise UsageError(
            "a picture needs at least {least} pixels a side, times its scale", least=_LEAST_PIXELS
        )
    if max(width, height) > _MOST_PIXELS:
        raise UsageError("a picture has at most {most:,} pixels a side", most=_MOST_PIXELS)
    session = open_session(options.what, options.seed)
    knob = None if options.at is None else options.at - 1
    if knob is not None and not 0 <= knob < session.layout.size:
        most = session.layout.size
        raise UsageError(
            "--at is the number of a knob, from 1 to {most:,}, not {knob:,}",
            most=most,
            knob=options.at,
        )
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_qt(window=False)
    check_memory_of_pictures(options.size)
    if options.steps:
        train_until_stopped(session, options.steps)
    with interruption.only_noted():
        from eq_sim.picture import picture

        interruption.check()
        with writing(options.output):
            picture(
                session,
                options.output,
                options.size,
                options.scale,
                options.theme,
                interruption.check,
                options.zoom,
                knob,
                options.language,
            )
    return 0


def _run_panel(options: Namespace) -> int:
    """Writes a picture of one panel alone."""
    if not options.panel:
        raise UsageError("--transparent is of a panel: name one with --panel")
    for name, usual in (("zoom", None), ("at", None), ("scale", 1.0)):
        if getattr(options, name) != usual:
            raise UsageError("--{option} is of the whole window, not of a panel", option=name)
    if options.transparent and options.output.suffix.lower() != ".png":
        raise UsageError("{path}: what is transparent is a .png file", path=options.output)
    if not (min(options.size) >= _LEAST_OF_PANEL and max(options.size) <= _MOST_PIXELS):
        raise UsageError(
            "a picture of a panel has {least} to {most:,} pixels a side",
            least=_LEAST_OF_PANEL,
            most=_MOST_PIXELS,
        )
    session = open_session(options.what, options.seed)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check_qt(window=False)
    check_memory_of_pictures(options.size)
    if options.steps:
        train_until_stopped(session, options.steps)
    with interruption.only_noted():
        from eq_sim.offscreen_film import silence_qt
        from eq_sim.panel_picture import panel_picture

        silence_qt()
        interruption.check()
        with writing(options.output):
            panel_picture(
                session,
                options.output,
                options.size,
                options.theme,
                options.panel,
                transparent=options.transparent,
                check=interruption.check,
                language=options.language,
            )
    return 0


COMMAND = Command("picture", 6, "write a picture of the window", _arguments, _run)
