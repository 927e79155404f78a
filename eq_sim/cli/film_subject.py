"""What a film is of, by the words that were typed: a lesson, several, all of them, a recording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from eq_sim.cli.checks import checked_language
from eq_sim.cli.usage_error import UsageError
from eq_sim.language.spoken import ENGLISH
from eq_sim.lessons.chapters import find_chapter
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.language.decimal_sign import DecimalSign
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.signed import signed
from eq_sim.lessons.what_is_said import in_language
from eq_sim.offscreen_course import OffscreenCourse
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.offscreen_transparent import TransparentFilm, open_film
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.recording import Done, is_torn, read_recording

_RECORDING = ".jsonl"
_COURSE = "eq_sim"  # the title of several lessons, in every language


@dataclass(frozen=True)
class Wishes:
    """How a film is to look.

    Attributes:
        size: of a picture, in pixels.
        theme: "dark" or "light".
        language: of captions and window.
        subtitles: whether captions are a track, and not in the picture.
        keys: whether what was done is shown, with its keys.
        decimal: the decimal sign of all numbers; None for the language's own.
        panel: what fills the picture; empty for all that is shown.
        transparent: whether the pictures have no ground.
    """

    size: tuple[int, int]
    theme: str
    language: str
    subtitles: bool = False
    keys: bool = False
    decimal: DecimalSign | None = None
    panel: str = ""
    transparent: bool = False


@dataclass(frozen=True)
class LessonSubject:
    """One lesson, a chapter of it, or several with a card before each.

    Attributes:
        name: what it is called in a warning.
        title: of the film.
        language: of the captions.
        lessons: in their order.
        chapter: of the one lesson, from 0; None for all of it.
    """

    name: str
    title: str
    language: str
    lessons: tuple[Lesson, ...]
    chapter: int | None = None

    def shows_captions(self, wishes: Wishes) -> bool:
        """Whether captions are in the picture."""
        return not wishes.subtitles

    def pictures(self, wishes: Wishes) -> OffscreenFilm | TransparentFilm | OffscreenCourse:
        """Returns what draws it."""
        if len(self.lessons) == 1:
            return open_film(
                self.lessons[0],
                wishes.size,
                wishes.theme,
                wishes.language,
                transparent=wishes.transparent,
                burned=self.shows_captions(wishes),
                decimal=wishes.decimal,
                chapter=self.chapter,
                panel=wishes.panel,
                keys=wishes.keys,
            )
        return OffscreenCourse(
            self.lessons,
            wishes.size,
            wishes.theme,
            wishes.language,
            burned=self.shows_captions(wishes),
            decimal=wishes.decimal,
            panel=wishes.panel,
            keys=wishes.keys,
            transparent=wishes.transparent,
        )


@dataclass(frozen=True)
class RecordingSubject:
    """A recording.

    Attributes:
        name: what it is called in a warning.
        title: of the film.
        language: of the window's words.
        done: what was done.
        torn: whether its end was lost.
    """

    name: str
    title: str
    language: str
    done: list[Done]
    torn: bool

    def shows_captions(self, wishes: Wishes) -> bool:
        """Whether captions are in the picture: they are what was done."""
        return wishes.keys

    def pictures(self, wishes: Wishes) -> OffscreenFilm | TransparentFilm:
        """Returns what draws it."""
        return open_film(
            self.done,
            wishes.size,
            wishes.theme,
            wishes.language,
            transparent=wishes.transparent,
            burned=self.shows_captions(wishes),
            torn=self.torn,
            decimal=wishes.decimal,
            panel=wishes.panel,
        )


Subject: TypeAlias = LessonSubject | RecordingSubject


def subject_of(
    words: Sequence[str],
    *,
    course: bool,
    language: str | None,
    narration: Path | None,
    chapter: str | None = None,
    decimal: DecimalSign | None = None,
) -> Subject:
    """Returns what is filmed.

    Args:
        words: names and files of lessons, or the file of a recording.
        course: whether all lessons that are shipped are meant.
        language: of the captions; None for the own one of what is filmed.
        narration: a file of sound, or None.
        chapter: the number or the title of the one that is meant; None for all.
        decimal: the decimal sign in its title; None for that of its language.

    Raises:
        UsageError: there is no such film, or there are no words in that language.
        LessonError: lessons do not exist, or are wrong; names each of them. Or there is no such
            chapter.
        LogError: the recording cannot be read.
    """
    if course and words:
        raise UsageError("--course is a film of all lessons: name none beside it")
    names = bundled_lessons() if course else list(words)
    if not names:
        raise UsageError("name a lesson to make a film of, or choose all of them with --course")
    if len(names) == 1 and names[0].endswith(_RECORDING):
        language = checked_language(language, (ENGLISH,))
        if chapter is not None:
            raise UsageError("{name} is a recording, which has no chapters", name=names[0])
        path = Path(names[0])
        return RecordingSubject(names[0], path.stem, language, read_recording(path), is_torn(path))
    if len(names) == 1:
        lesson = load_lesson(names[0])
        language = checked_language(language, lesson.languages)
        title = in_language(signed(lesson.title, decimal), language)
        if chapter is None:
            return LessonSubject(names[0], title, language, (lesson,))
        place = find_chapter(lesson, chapter)
        chapter_title = in_language(signed(lesson.chapters[place], decimal), language)
        title = f"{title}: {chapter_title}"
        return LessonSubject(names[0], title, language, (lesson,), place)
    if chapter is not None:
        raise UsageError(
            "a chapter is of one lesson: a film of {count} shows them whole", count=len(names)
        )
    if narration is not None:
        raise UsageError(
            "a narration is spoken over one lesson: a film of {count} has none", count=len(names)
        )
    lessons = tuple(_lessons(names))
    return LessonSubject("the film", _COURSE, _language_of(lessons, language), lessons)


def _lessons(names: Sequence[str]) -> Iterator[Lesson]:
    """Yields lessons; says of all that cannot be shown why, and not of the first alone."""
    wrong = []
    for name in names:
        try:
            if name.endswith(_RECORDING):
                raise UsageError("{name} is a recording, which has a film of its own", name=name)
            lesson = load_lesson(name)
        except EqSimError as error:
            wrong.append(str(error))
        else:
            yield lesson
    if wrong:
        raise LessonError("{wrong}", wrong="\n".join(wrong))


def _language_of(lessons: Sequence[Lesson], language: str | None) -> str:
    """Returns the language that is asked for, or the first one that all lessons have."""
    common = [
        each for each in lessons[0].languages if all(each in lesson.languages for lesson in lessons)
    ]
    if not common:
        raise UsageError("these lessons have no language in common: make a film of each")
    if language is None:
        return common[0]
    without = [lesson.name for lesson in lessons if language not in lesson.languages]
    if without:
        raise UsageError(
            "there are no words in the language '{language}' in {names}: choose {choices}",
            language=language,
            names=", ".join(without),
            choices=", ".join(common),
        )
    return language
