"""Inference in the window: locking all knobs, and what is said of it."""

from collections.abc import Callable

from eq_sim.session.actions import AnyAction, LockKnobs, Pause, Release
from eq_sim.session.session import Session
from eq_sim.ui.panels.standing import moved_since_locked


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
            moved = moved_since_locked(session)
            self._say(
                f"Inference: inputs flow through, and nothing learns. {moved} knobs moved since "
                "they were locked."
            )
