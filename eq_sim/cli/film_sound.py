"""The sound of a film, written before its pictures are drawn: one WAV file, a narration in it."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from eq_sim import interruption
from eq_sim.cli.film_subject import LessonSubject, Subject
from eq_sim.cli.usage_error import UsageError
from eq_sim.cli.writing import writing
from eq_sim.film.formats import format_of
from eq_sim.film.part_folder import part_folder
from eq_sim.lessons.chapters import chapter_span
from eq_sim.lessons.playback import Playback
from eq_sim.lessons.player import Player
from eq_sim.lessons.show import Show
from eq_sim.network.types import Array
from eq_sim.offscreen_film import REST
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


@contextmanager
def sounding(subject: Subject, options: Namespace) -> Iterator[Path | None]:
    """Yields what is heard with a film: a narration, and below it what it sounds like, or neither.

    Args:
        subject: what is filmed.
        options: of the command: sound, loss, narration, output.

    Raises:
        UsageError: such a film has no sound, or it cannot be written beside the film's place.
    """
    if options.loss and not options.sound:
        raise UsageError("--loss is heard with --sound: add it")
    if not options.sound:
        yield options.narration
        return
    _check(subject, options.output)
    from eq_sim.film.sound import narrated
    from eq_sim.lesson_sound import below, sound_of
    from eq_sim.sound.wav_file import write_wav

    show, session = _show_of(subject)
    sound = sound_of(show, session, REST, span=_span_of(subject), aloud=options.loss)
    if options.narration is not None:
        sound = below(narrated(options.narration), sound)
    with ExitStack() as stack:
        with writing(options.output):  # the disk that has no room for the sound has none for a film
            path = stack.enter_context(part_folder(options.output)) / "sound.wav"
            with path.open("wb") as file:
                write_wav(file, _checked(sound))
        yield path


def _check(subject: Subject, output: Path) -> None:
    if not format_of(output).has_tracks:
        raise UsageError(
            "there is no sound in {name}: a film with --sound ends in .mp4 or .webm",
            name=output.name,
        )
    if isinstance(subject, LessonSubject) and len(subject.lessons) > 1:
        raise UsageError("--sound is of one lesson or recording: film each of them alone")


def _span_of(subject: Subject) -> tuple[int, int] | None:
    """Returns the ticks of the chapter that is filmed; None for all of it."""
    if isinstance(subject, LessonSubject) and subject.chapter is not None:
        return chapter_span(subject.lessons[0], subject.chapter)
    return None


def _show_of(subject: Subject) -> tuple[Show, Session]:
    """Returns what is played, and its experiment, as its film begins."""
    if isinstance(subject, LessonSubject):
        lesson = subject.lessons[0]
        session = Session(lesson.opening.scenario(), lesson.opening.seed)
        return Player(session, lesson, auto=True), session
    session = Session(load_scenario("ring"))
    return Playback(session, subject.done, subject.title, torn=subject.torn), session


def _checked(blocks: Iterator[Array]) -> Iterator[Array]:
    for block in blocks:
        interruption.check()
        yield block
