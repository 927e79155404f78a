"""In which language a lesson is listed and begins: the program's where it has it, else its own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from eq_sim.language.spoken import spoken

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson


def in_language(texts: Mapping[str, str]) -> str:
    """Returns a text of a lesson in the language that is spoken, or else in the lesson's own."""
    return texts.get(spoken()) or next(iter(texts.values()), "")


def said_in(lesson: "Lesson") -> str:
    """Returns the language in which a lesson begins to speak."""
    return spoken() if spoken() in lesson.languages else lesson.language
