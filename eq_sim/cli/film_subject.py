"""What a film is of, by the words that were typed: a lesson, several, all of them, a recording."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from eq_sim.cli.checks import check_language
from eq_sim.cli.usage_error import UsageError
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.language.decimal_sign import DecimalSign
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.offscreen_course import OffscreenCourse
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.recording import Done, is_torn, read_recording

_RECORDING = ".jsonl"
_COURSE = "eq_sim"  # the title of several lessons, in every language


@dataclass(frozen=True)
class LessonSubject:
    """One lesson, or several with a card before each.

    Attributes:
        name: what it is called in a warning.
        title: of the film.
        lessons: in their order.
    """

    name: str
    title: str
    lessons: tuple[Lesson, ...]
    recording = False

    def pictures(
        self,
        size: tuple[int, int],
        theme: str,
        language: str,
        *,
        burned: bool,
        decimal: DecimalSign | None,
    ) -> OffscreenFilm | OffscreenCourse:
        """Returns what draws it; arguments as of ``OffscreenFilm``."""
        if len(self.lessons) == 1:
            lesson = self.lessons[0]
            return OffscreenFilm(lesson, size, theme, language, burned=burned, decimal=decimal)
        return OffscreenCourse(self.lessons, size, theme, language, burned=burned, decimal=decimal)


@dataclass(frozen=True)
class RecordingSubject:
    """A recording.

    Attributes:
        name: what it is called in a warning.
        title: of the film.
        done: what was done.
        torn: whether its end was lost.
    """

    name: str
    title: str
    done: list[Done]
    torn: bool
    recording = True

    def pictures(
        self,
        size: tuple[int, int],
        theme: str,
        language: str,
        *,
        burned: bool,
        decimal: DecimalSign | None,
    ) -> OffscreenFilm:
        """Returns what draws it; arguments as of ``OffscreenFilm``."""
        return OffscreenFilm(
            self.done, size, theme, language, burned=burned, torn=self.torn, decimal=decimal
        )


Subject: TypeAlias = LessonSubject | RecordingSubject


def subject_of(
    words: Sequence[str], *, course: bool, language: str, narration: Path | None
) -> Subject:
    """Returns what is filmed.

    Args:
        words: names and files of lessons, or the file of a recording.
        course: whether all lessons that are shipped are meant.
        language: of the captions.
        narration: a file of sound, or None.

    Raises:
        UsageError: there is no such film, or there are no words in that language.
        LessonError: lessons do not exist, or are wrong; names each of them.
        LogError: the recording cannot be read.
    """
    if course and words:
        raise UsageError("--course is a film of all lessons: name none beside it")
    names = bundled_lessons() if course else list(words)
    if not names:
        raise UsageError("name a lesson to make a film of, or choose all of them with --course")
    if len(names) == 1 and names[0].endswith(_RECORDING):
        check_language(language, ("en",))
        path = Path(names[0])
        return RecordingSubject(names[0], path.stem, read_recording(path), is_torn(path))
    if len(names) == 1:
        lesson = load_lesson(names[0])
        check_language(language, lesson.languages)
        return LessonSubject(names[0], lesson.title.get(language, lesson.title["en"]), (lesson,))
    if narration is not None:
        raise UsageError(
            "a narration is spoken over one lesson: a film of {count} has none", count=len(names)
        )
    lessons = tuple(_lessons(names))
    _check_language_of(lessons, language)
    return LessonSubject("the film", _COURSE, lessons)


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


def _check_language_of(lessons: Sequence[Lesson], language: str) -> None:
    """Checks that the words of all lessons are there in a language."""
    without = [lesson.name for lesson in lessons if language not in lesson.languages]
    if without:
        common = [
            each
            for each in lessons[0].languages
            if all(each in lesson.languages for lesson in lessons)
        ]
        raise UsageError(
            "there are no words in the language '{language}' in {names}: choose {choices}",
            language=language,
            names=", ".join(without),
            choices=", ".join(common),
        )
