"""``eq-sim film``: a lesson, several, all of them, or a recording as a film, and how far it is."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from eq_sim import interruption
from eq_sim.cli.checks import check_memory_of_pictures, check_qt
from eq_sim.cli.command import Command
from eq_sim.cli.drawing import Drawing, add_progress, warnings_said
from eq_sim.cli.options import add_choice, add_decimal, add_language, add_part, add_size, add_theme
from eq_sim.cli.usage_error import UsageError
from eq_sim.film.pictures import RATES, check_size

if TYPE_CHECKING:
    from eq_sim.cli.film_subject import Subject


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", metavar="LESSON|FILE.toml|RECORDING.jsonl")
    parser.add_argument(
        "--course", action="store_true", help="all lessons that are shipped, one after the other"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    add_size(parser, (1920, 1080), film=True)
    add_choice(parser, "--fps", RATES, 30)
    add_theme(parser)
    add_language(parser, "of the captions and of the window's words: en, de, …")
    add_decimal(parser)
    parser.add_argument(
        "--subtitles", action="store_true", help="captions as a track, not in the picture"
    )
    parser.add_argument(
        "--keys", action="store_true", help="show what was done, and the key that does it"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace captions that somebody wrote beside it"
    )
    add_part(parser)
    parser.add_argument("--narration", type=Path, metavar="FILE.wav")
    parser.add_argument(
        "--sound", action="store_true", help="what it sounds like, below a narration"
    )
    parser.add_argument(
        "--loss", action="store_true", help="with --sound: the loss as a pitch beside music, too"
    )
    add_progress(parser)


def _run(options: Namespace) -> int:
    with interruption.only_noted():
        return _film(options)


def _film(options: Namespace) -> int:
    check_qt(window=False)
    check_size(options.size)
    check_memory_of_pictures(options.size, encoded=options.output.suffix.lower() != ".png")
    from eq_sim.cli.film_sound import sounding
    from eq_sim.cli.film_subject import LessonSubject, subject_of
    from eq_sim.film.encoders import check_narration
    from eq_sim.film.film import check_film
    from eq_sim.film.film_error import FilmError
    from eq_sim.offscreen_film import silence_qt

    silence_qt()
    subject = subject_of(
        options.what,
        course=options.course,
        language=options.language,
        narration=options.narration,
        chapter=options.chapter,
        decimal=options.decimal,
    )
    if options.keys and options.subtitles:
        if not isinstance(subject, LessonSubject):
            raise UsageError(
                "--keys writes what was done into the picture, and --subtitles beside it: choose "
                "one of them"
            )
        raise UsageError(
            "--keys shows what was done below the captions, which --subtitles takes out of the "
            "picture: choose one of them"
        )
    if not options.output.absolute().parent.is_dir():
        parent = options.output.absolute().parent
        raise FilmError(
            "{path} cannot be written: there is no folder {parent}",
            path=options.output,
            parent=parent,
        )
    kind = check_film(
        options.output,
        options.fps,
        options.size,
        options.narration,
        transparent=options.transparent,
    )
    spoken = 0.0 if options.narration is None else check_narration(kind, options.narration)
    with sounding(subject, options) as heard:
        return _drawn(options, subject, heard, spoken)


def _drawn(options: Namespace, subject: "Subject", heard: Path | None, spoken: float) -> int:
    """Draws and encodes the film; ``heard`` is a WAV file, ``spoken`` its narration's seconds."""
    from eq_sim.cli.film_subject import Wishes
    from eq_sim.film.film import make_film
    from eq_sim.film.film_error import FilmCancelled

    interruption.check()
    wishes = Wishes(
        options.size,
        options.theme,
        subject.language,
        options.subtitles,
        options.keys,
        options.decimal,
        options.panel,
        options.transparent,
    )
    pictures = subject.pictures(wishes)
    total = round(max(pictures.seconds, spoken) * options.fps)
    drawing = Drawing(total, to_window=options.progress)

    def check() -> None:
        if drawing.cancelled():
            raise FilmCancelled("The film was cancelled.")

    try:
        film = make_film(
            pictures.frames(options.fps, check),
            options.output,
            fps=options.fps,
            size=options.size,
            captions=pictures.subtitles,
            chapters=pictures.chapters,
            burned=subject.shows_captions(wishes),
            narration=heard,
            language=subject.language,
            title=subject.title,
            progress=drawing.show,
            cancelled=drawing.cancelled,
            force=options.force,
            transparent=options.transparent,
        )
        alone = max(0.0, film.seconds - spoken) if options.narration is not None else 0.0
        warnings = warnings_said(
            pictures,
            film.flashing,
            options.say,
            held=film.held,
            alone=alone,
            sound=options.sound,
        )
    finally:
        pictures.close()
        drawing.end()
    for warning in warnings:
        print(f"eq-sim: {subject.name}: {warning}", file=sys.stderr)
    names = ", ".join(path.name for path in film.beside)
    beside = f"; beside it {names}" if names else ""
    print(f"{film.path}: {film.seconds:.1f} s, {film.frames:,} frames{beside}")
    return 0


COMMAND = Command("film", 7, "make a film of lessons or a recording", _arguments, _run)
