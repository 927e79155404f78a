"""In which language a lesson is listed and begins: that of the program, where the lesson has it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from eq_sim.language.spoken import ENGLISH, spoken

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson


def in_language(texts: Mapping[str, str]) -> str:
    """Returns a text of a lesson in the language that is spoken, or else in English."""
    return texts.get(spoken()) or texts.get(ENGLISH, "")


def said_in(lesson: "Lesson") -> str:
    """Returns the language in which a lesson begins to speak."""
    return spoken() if spoken() in lesson.languages else ENGLISH
