"""``eq-sim stills``: a lesson as a picture per chapter."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim.cli.checks import check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.options import add_size, add_theme


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("lesson", metavar="LESSON|FILE.toml")
    parser.add_argument("-o", "--output", type=Path, default=Path(), metavar="FOLDER")
    add_size(parser, (1920, 1080))
    add_theme(parser)
    parser.add_argument("--language", default="en", metavar="LL")


def _run(options: Namespace) -> int:
    check_qt(window=False)
    from eq_sim.film.film_error import FilmError
    from eq_sim.lessons.files.lesson_file import load_lesson
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt

    silence_qt()
    lesson = load_lesson(options.lesson)
    pictures = OffscreenFilm(lesson, options.size, options.theme, options.language)
    try:
        options.output.mkdir(parents=True, exist_ok=True)
        made = pictures.stills(options.output, lesson.name)
    except OSError as error:
        raise FilmError(f"{options.output} cannot be written: {error.strerror}") from error
    finally:
        pictures.close()
    for path in made:
        print(path)
    return 0


COMMAND = Command("stills", 8, "write a picture of each chapter of a lesson", _arguments, _run)
