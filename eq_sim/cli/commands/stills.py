"""``eq-sim stills``: a lesson as a picture per chapter."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_language, check_memory_of_pictures, check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_decimal, add_language, add_part, add_size, add_theme


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON|FILE.toml")
    parser.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    add_size(parser, (1920, 1080), film=True)
    add_theme(parser)
    add_language(parser, "of the captions and of the window's words: en, de, …")
    add_decimal(parser)
    add_part(parser)


def _run(options: Namespace) -> int:
    with interruption.only_noted():
        return _stills(options)


def _stills(options: Namespace) -> int:
    check_qt(window=False)
    check_memory_of_pictures(options.size)
    from eq_sim.film.film_error import FilmError
    from eq_sim.lessons.chapters import find_chapter
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.offscreen_film import silence_qt
    from eq_sim.offscreen_transparent import open_film

    silence_qt()
    lesson = load_lesson(options.lesson)
    check_language(options.language, lesson.languages)
    chapter = None if options.chapter is None else find_chapter(lesson, options.chapter)
    interruption.check()
    pictures = open_film(
        lesson,
        options.size,
        options.theme,
        options.language,
        transparent=options.transparent,
        decimal=options.decimal,
        chapter=chapter,
        panel=options.panel,
    )
    try:
        made = pictures.stills(options.output, lesson.name, interruption.check)
    except OSError as error:
        raise FilmError(
            "{path} cannot be written: {reason}", path=options.output, reason=error.strerror
        ) from error
    finally:
        pictures.close()
    for path in made:
        print(path)
    return 0


COMMAND = Command("stills", 8, "write a picture of each chapter of a lesson", _arguments, _run)
