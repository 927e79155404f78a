"""What a lesson did a moment ago, and the keys that do it: in a film one learns by watching."""

from collections.abc import Callable
from typing import Final

from eq_sim.lessons.done_in_words import in_words
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import AnyAction
from eq_sim.session.session import Session

STAYS: Final = 2 * TICKS
"""How long the words for what was done stay, in ticks."""

_BETWEEN = " · "


class LatelyDone:
    """Listens to an experiment, and keeps the words for what was done to it a moment ago.

    What is done at one time is said in one line. What a lesson opens on was done by nobody.

    Args:
        session: the experiment.
        tick: returns the present tick of what plays on it.
    """

    def __init__(self, session: Session, tick: Callable[[], int]) -> None:
        self._session, self._tick = session, tick
        self._said: list[str] = []
        self._since = 0
        session.listen(self._heard)

    @property
    def words(self) -> str:
        """What was done, with its keys; empty where it is longer ago."""
        return "" if self._tick() - self._since > STAYS else _BETWEEN.join(self._said)

    def _heard(self, action: AnyAction) -> None:
        tick = self._tick()
        words = in_words(self._session, action) if tick else ""
        if not words:
            return
        if tick != self._since:
            self._said, self._since = [], tick
        if words not in self._said:  # twice in a moment is once
            self._said.append(words)
