"""Where a presenter can go: the chapters of what plays, with their times, and all lessons."""

from dataclasses import dataclass

from eq_sim.language.numerals import clock
from eq_sim.language.tr import tr
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.lessons.show import OnStage
from eq_sim.lessons.what_is_said import in_language


@dataclass(frozen=True)
class Entry:
    """One place to go to.

    Attributes:
        name: what it is called.
        time: a chapter's beginning, or a lesson's length.
        about: a line on it.
        chapter: of what plays, from 0; None for a lesson.
        lesson: None for a chapter.
    """

    name: str
    time: str
    about: str
    chapter: int | None = None
    lesson: Lesson | None = None

    def has(self, words: list[str]) -> bool:
        """Whether all words are in it, small letters or not."""
        text = f"{self.name} {self.about}".lower()
        return all(word in text for word in words)


def contents(stage: OnStage, language: str) -> list[Entry]:
    """Returns all places, the chapters first; texts in a language where they are in it."""
    entries = []
    for place, (title, start) in enumerate(stage.chapters):
        about = tr("Chapter {number}", number=place + 1)
        if place == stage.chapter:
            about = tr("{chapter}, now", chapter=about)
        entries.append(Entry(title, clock(start / TICKS), about, chapter=place))
    for number, name in enumerate(bundled_lessons(), start=1):
        lesson = load_lesson(name)
        title, idea = (in_language(texts, language) for texts in (lesson.title, lesson.idea))
        entries.append(Entry(f"{number}  {title}", clock(lesson.seconds), idea, lesson=lesson))
    return entries
