"""Inference in the window: locking all knobs, and what is said of it."""

from collections.abc import Callable

from eq_sim.session.actions import AnyAction, LockKnobs, Pause, Release
from eq_sim.session.session import Session
from eq_sim.ui.panels.standing import Standing
from eq_sim.ui.style.numbers import count


class Inference:
    """The mode in which a network is only used.

    Args:
        session: whose knobs are locked.
        do: takes what is done; returns whether it was.
        say: shows a sentence.
    """

    def __init__(
        self, session: Session, do: Callable[[AnyAction], bool], say: Callable[[str], None]
    ) -> None:
        self._session, self._do, self._say = session, do, say

    def toggle(self) -> None:
        """Locks every knob, or unlocks them; what turns them by then ends before."""
        session = self._session
        if session.locked:
            if self._do(LockKnobs(False)):
                self._say("The knobs are unlocked: turn them, or train.")
            return
        if session.running:
            self._do(Pause())
        if session.held:
            self._do(Release())
        if self._do(LockKnobs(True)):
            self._say(
                f"Inference: inputs flow through, and nothing learns. {moved(session)} knobs moved "
                "since they were locked."
            )


def moved(session: Standing) -> str:
    """Returns how many knobs have moved since all were locked, of how many."""
    return f"{count(session.moved_since_locked())} of {count(session.layout.size)}"
