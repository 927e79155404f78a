"""Raised hands, counted by the presenter while a question stands."""

from collections.abc import Callable
from functools import partial

from eq_sim.language.tr import ntr
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import Question

MOST = 9999
"""Hands that a hall has, at most."""


class HandCount:
    """Whether there are fields for the hands, in the bar and in the presenter's window.

    Args:
        lesson: what asks; None where nothing does, as in a recording.
        do: does what was typed, and shows what came of it.
    """

    def __init__(self, lesson: Player | None, do: Callable[[Callable[[], object]], None]) -> None:
        self._lesson, self._do = lesson, do
        self._wanted: int | None = None

    @property
    def question(self) -> Question | None:
        """The question whose hands can be counted now; None without one."""
        lesson = self._lesson
        if lesson is None or lesson.auto:
            return None
        question = lesson.on_stage.question
        return None if question is None or question.revealed else question

    @property
    def on(self) -> bool:
        """Whether there are fields; each question begins without."""
        question = self.question
        return question is not None and question.place == self._wanted

    def toggle(self) -> None:
        """Shows the fields, or takes them away; what was typed stays."""
        question = self.question
        self._wanted = None if question is None or self.on else question.place

    def type(self, answer: int, hands: int) -> None:
        """Takes the hands that were raised for an answer, from 0."""
        if self._lesson is not None:
            self._do(partial(self._lesson.count_hands, answer, hands))


def hands_in_words(hands: int) -> str:
    """Returns "12 hands"."""
    return ntr("{count:,} hand", "{count:,} hands", hands)
