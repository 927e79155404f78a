"""Inference in the window: locking all knobs, and what is said of it."""

from collections.abc import Callable

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, LockKnobs, Pause, Release
from eq_sim.session.session import Session


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
                self._say(tr("The knobs are unlocked: turn them, or train."))
            return
        if session.running:
            self._do(Pause())
        if session.held:
            self._do(Release())
        if self._do(LockKnobs(True)):
            self._say(
                tr(
                    "Inference: inputs flow through, and nothing learns. {moved:,} of {size:,} "
                    "knobs moved since they were locked.",
                    moved=session.moved_since_locked(),
                    size=session.layout.size,
                )
            )
