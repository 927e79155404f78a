"""``eq-sim film``: a lesson or a recording as a film, and how far it is."""

import argparse
import json
import sys
import threading
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eq_sim import interruption
from eq_sim.cli.checks import check_language, check_memory_of_pictures, check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_choice, add_decimal, add_size, add_theme
from eq_sim.film.pictures import RATES, check_size

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.session.files.recording import Done


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON|FILE.toml|RECORDING.jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    add_size(parser, (1920, 1080), film=True)
    add_choice(parser, "--fps", RATES, 30)
    add_theme(parser)
    parser.add_argument("--language", default="en", metavar="LL", help="of the captions: en, de, …")
    add_decimal(parser)
    parser.add_argument(
        "--subtitles", action="store_true", help="captions as a track, not in the picture"
    )
    parser.add_argument(
        "--keys", action="store_true", help="of a recording: show what was done, and its key"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace captions that somebody wrote beside it"
    )
    parser.add_argument("--narration", type=Path, metavar="FILE.wav")
    # For the window, which starts this command: counts of frames as lines of JSON, until it stops.
    parser.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)


def _run(options: Namespace) -> int:
    with interruption.only_noted():
        return _film(options)


def _film(options: Namespace) -> int:
    check_qt(window=False)
    check_size(options.size)
    check_memory_of_pictures(options.size, encoded=options.output.suffix.lower() != ".png")
    from eq_sim.film.film import check_film, make_film
    from eq_sim.film.film_error import FilmError
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt

    silence_qt()
    what, title, torn = _subject(options)
    if not options.output.absolute().parent.is_dir():
        parent = options.output.absolute().parent
        raise FilmError(
            "{path} cannot be written: there is no folder {parent}",
            path=options.output,
            parent=parent,
        )
    check_film(options.output, options.fps, options.size, options.narration)
    burned = options.keys if isinstance(what, list) else not options.subtitles
    interruption.check()
    pictures = OffscreenFilm(
        what,
        options.size,
        options.theme,
        options.language,
        burned=burned,
        torn=torn,
        decimal=options.decimal,
    )
    total = round(pictures.seconds * options.fps)
    stop = _StopRequest() if options.progress else None

    def cancelled() -> bool:
        return interruption.asked() or (stop is not None and stop.requested())

    shown = options.progress or sys.stderr.isatty()

    def progress(count: int) -> None:
        if not shown or (count % 15 and count != total):
            return
        with suppress(OSError):  # that nobody listens is no reason to make no film
            if options.progress:
                print(json.dumps({"frame": count, "of": total}), flush=True)
            else:
                print(f"\rframe {count:,} of {total:,}", end="", file=sys.stderr, flush=True)

    try:
        film = make_film(
            pictures.frames(options.fps),
            options.output,
            fps=options.fps,
            size=options.size,
            captions=pictures.captions,
            chapters=pictures.chapters,
            burned=burned,
            narration=options.narration,
            language=options.language,
            title=title,
            progress=progress,
            cancelled=cancelled,
            force=options.force,
        )
        warning = pictures.player.on_stage.warning
    finally:
        pictures.close()
        if shown and not options.progress:
            print(file=sys.stderr)
    if warning:
        print(f"eq-sim: {options.lesson}: {warning}", file=sys.stderr)
    names = ", ".join(path.name for path in film.beside)
    beside = f"; beside it {names}" if names else ""
    print(f"{film.path}: {film.seconds:.1f} s, {film.frames:,} frames{beside}")
    return 0


def _subject(options: Namespace) -> "tuple[Lesson | list[Done], str, bool]":
    """Returns what is filmed, a lesson or a recording; its title; whether it lost its end."""
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.session.files.recording import is_torn, read_recording

    if options.lesson.endswith(".jsonl"):
        check_language(options.language, ("en",))
        path = Path(options.lesson)
        return read_recording(path), path.stem, is_torn(path)
    lesson = load_lesson(options.lesson)
    check_language(options.language, lesson.languages)
    return lesson, lesson.title.get(options.language, lesson.title["en"]), False


class _StopRequest:
    """Whether the program that started this one wants it to stop: it writes a line, or is gone."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def requested(self) -> bool:
        """Whether it came."""
        return self._stop.is_set()

    def _listen(self) -> None:
        sys.stdin.readline()
        self._stop.set()


COMMAND = Command("film", 7, "make a film of a lesson or a recording", _arguments, _run)
