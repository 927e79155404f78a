"""``eq-sim stills``: a lesson as a picture per chapter, or per thing that is said."""

import argparse
import json
import signal
from argparse import ArgumentParser, Namespace
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eq_sim import interruption
from eq_sim.cli.checks import check_memory_of_pictures, check_qt, checked_language
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_decimal, add_language, add_part, add_size, add_theme
from eq_sim.cli.stop_request import StopRequest
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import writing

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.offscreen_film import OffscreenFilm


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON|FILE.toml")
    parser.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    parser.add_argument(
        "--said", action="store_true", help="a picture of each thing that is said, too"
    )
    add_size(parser, (1920, 1080), film=True)
    add_theme(parser)
    add_language(parser, "of the captions and of the window's words: en, de, …")
    add_decimal(parser)
    add_part(parser)
    # For the window, which starts this command: each picture as a line of JSON, until it stops.
    parser.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)


def _run(options: Namespace) -> int:
    with interruption.only_noted():
        return _stills(options)


def _stills(options: Namespace) -> int:
    check_qt(window=False)
    check_memory_of_pictures(options.size)
    from eq_sim.lessons.chapters import find_chapter
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt
    from eq_sim.offscreen_transparent import open_film

    if options.said and (options.chapter is not None or options.transparent):
        raise UsageError("--said is of a whole lesson, with its ground: choose one of them")
    silence_qt()
    lesson = load_lesson(options.lesson)
    language = checked_language(options.language, lesson.languages)
    chapter = None if options.chapter is None else find_chapter(lesson, options.chapter)
    interruption.check()
    pictures = open_film(
        lesson,
        options.size,
        options.theme,
        language,
        transparent=options.transparent,
        decimal=options.decimal,
        chapter=chapter,
        panel=options.panel,
    )
    with closing(pictures), writing(options.output):
        if options.said:
            assert isinstance(pictures, OffscreenFilm)  # for it has its ground
            _each_thing_said(pictures, lesson, options)
            return 0
        made = pictures.stills(options.output, lesson.name, interruption.check)
    for path in made:
        print(path)
    return 0


def _each_thing_said(film: "OffscreenFilm", lesson: "Lesson", options: Namespace) -> None:
    """Writes a picture of each thing that is said, as soon as it is made."""
    from eq_sim.child_process import let_others_first
    from eq_sim.lessons.schedule import looks, schedule
    from eq_sim.session.files.atomic import write_atomically

    if options.progress:
        let_others_first()  # somebody presents this lesson meanwhile
    stop = StopRequest() if options.progress else None

    def check() -> None:
        interruption.check()
        if stop is not None and stop.requested():
            raise interruption.Interrupted(signal.SIGTERM)

    seen = looks(schedule(lesson))
    options.output.mkdir(parents=True, exist_ok=True)
    pictures = film.pictures_at(seen.values(), check)
    for number, (beat, content) in enumerate(zip(seen, pictures, strict=True), start=1):
        path = options.output / f"{lesson.name}-said-{number}.png"
        write_atomically(path, content)
        with suppress(OSError):  # that nobody listens is no reason to end in the middle
            said = json.dumps({"tick": beat, "file": str(path)}) if options.progress else path
            print(said, flush=True)


COMMAND = Command("stills", 8, "write a picture of each chapter of a lesson", _arguments, _run)
