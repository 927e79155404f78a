"""A lesson or a recording as a page, as ``eq-sim export`` writes it into a folder."""

import shlex
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.checks import check_memory_of_pictures, check_qt
from eq_sim.cli.drawing import Drawing, add_progress, warnings_said
from eq_sim.cli.options import add_choice, add_decimal, add_language, add_size, add_theme
from eq_sim.cli.usage_error import UsageError
from eq_sim.film.pictures import RATES, check_size
from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.files.lesson_file import bundled_lessons

_SIZE, _RATE = (1920, 1080), 30
_OF_RUNS = ("steps", "seed", "set")


def add_page(parser: ArgumentParser) -> None:
    """Adds what can be chosen of a page."""
    parser.add_argument(
        "--no-film", action="store_true", help="of a page: its pictures and its text alone"
    )
    parser.add_argument(
        "--notes", action="store_true", help="of a page: with the presenter's notes"
    )
    parser.add_argument(
        "--force", action="store_true", help="of a page: replace one that somebody has changed"
    )
    add_size(parser, _SIZE, film=True)
    add_choice(parser, "--fps", RATES, _RATE)
    add_theme(parser)
    add_language(parser, "of a page: en, de, …")
    add_decimal(parser)
    add_progress(parser)


def is_page(path: Path) -> bool:
    """Whether a page is asked for: it goes into a folder, and all else into files."""
    return not path.suffix or path.is_dir()


def check_no_page(options: Namespace) -> None:
    """Refuses what can be chosen of pages alone, where something else is written.

    Raises:
        UsageError: names the first.
    """
    untouched = ArgumentParser()
    add_page(untouched)
    for name, usual in vars(untouched.parse_args([])).items():
        if getattr(options, name) != usual:
            option = name.replace("_", "-")
            raise UsageError(
                "--{option} is for pages: {path} is none", option=option, path=options.output
            )


def export_page(options: Namespace) -> int:
    """Writes the page. Returns the exit code."""
    with interruption.only_noted():
        return _export(options)


def _export(options: Namespace) -> int:
    if options.no_film and options.fps != _RATE:
        raise UsageError("--fps is for the film of a page, and --no-film leaves it out")
    for name in _OF_RUNS:
        if getattr(options, name) not in (None, []):
            raise UsageError("--{option} is for runs: a page shows a lesson as it is", option=name)
    _check_lesson(options.what, options.output)
    check_qt(window=False)
    check_size(options.size)
    check_memory_of_pictures(options.size, encoded=not options.no_film)
    from eq_sim.cli.film_subject import LessonSubject, Wishes, subject_of
    from eq_sim.lessons.signed import signed
    from eq_sim.lessons.what_is_said import in_language
    from eq_sim.offscreen_film import OffscreenFilm, silence_qt
    from eq_sim.page.about import About
    from eq_sim.page.make import PAGE, check_page, frames_of, make_page
    from eq_sim.page.sources import experiments_of

    silence_qt()
    asked = options.language
    decimal = options.decimal
    subject = subject_of(
        [options.what], course=False, language=asked, narration=None, decimal=decimal
    )
    language = subject.language
    fps = None if options.no_film else options.fps
    check_page(options.output, fps, options.size, force=options.force)
    interruption.check()
    wishes = Wishes(options.size, options.theme, language, subtitles=True, decimal=decimal)
    pictures = subject.pictures(wishes)
    assert isinstance(pictures, OffscreenFilm)  # of one lesson or recording
    own = ENGLISH
    if isinstance(subject, LessonSubject):
        (lesson,) = subject.lessons
        own = lesson.language
        idea = in_language(signed(lesson.idea, decimal), language)
        experiments = experiments_of(lesson)
    else:
        idea, experiments = "", experiments_of(subject.done)
    about = About(subject.title, idea, language, experiments, _command(options, own))
    drawing = Drawing(frames_of(pictures, fps), to_window=options.progress)
    try:
        page = make_page(
            pictures,
            about,
            options.output,
            fps=fps,
            size=options.size,
            notes=options.notes,
            force=options.force,
            progress=drawing.show,
            cancelled=drawing.cancelled,
        )
        warnings = warnings_said(pictures, page.flashing, options.say)
    finally:
        pictures.close()
        drawing.end()
    for warning in warnings:
        print(f"eq-sim: {subject.name}: {warning}", file=sys.stderr)
    print(options.output / PAGE)
    return 0


def _check_lesson(what: str, path: Path) -> None:
    """Refuses what has no page, such as a scenario: an ending may have been forgotten."""
    if not what.endswith((".toml", ".jsonl")) and what not in bundled_lessons():
        raise UsageError(
            "{path} has no ending, so it is the folder of a lesson's page, and there is no lesson "
            "'{what}': choose {names}. For a run end it in .py, .csv, .safetensors or .toml",
            path=path,
            what=what,
            names=", ".join(bundled_lessons()),
        )


def _command(options: Namespace, own: str) -> str:
    """Returns what to type to make the page again: files by name, wherever they lie here.

    Args:
        options: how it was made.
        own: the language of what is shown, which need not be named.
    """
    words = ["eq-sim", "export", Path(options.what).name, "-o", f"{options.output.resolve().name}/"]
    if options.size != _SIZE:
        words += ["--size", "{}x{}".format(*options.size)]
    if options.fps != _RATE and not options.no_film:
        words += ["--fps", str(options.fps)]
    if options.theme != "dark":
        words += ["--theme", options.theme]
    if options.language not in (None, own):
        words += ["--language", options.language]
    if options.decimal is not None:
        words += ["--decimal", options.decimal]
    words += [f"--{name}" for name in ("no-film", "notes") if vars(options)[name.replace("-", "_")]]
    return shlex.join(words)
