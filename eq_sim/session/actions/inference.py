"""Inference: the knobs are locked, and inputs flow through them."""

from dataclasses import replace
from typing import ClassVar

from eq_sim.language.tr import later
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError
from eq_sim.session.messages import Message
from eq_sim.session.state import State
from eq_sim.session.undo.policy import Policy

LOCKED = later("the knobs are locked, for the network is only used: unlock them to change one")


class LockKnobs(Rare, frozen=True, tag="lock-knobs"):
    """From here every knob keeps its bits, whatever flows through the network; or no longer."""

    undo: ClassVar[Policy] = Policy.ENTRY

    on: bool

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return Message("lock-knobs" if self.on else "unlock-knobs")

    def outcome(self, state: State) -> Outcome:
        """Returns the state with every knob locked, or none."""
        if self.on == (state.locked is not None):
            return Outcome(state, Change.NONE)
        if not self.on:
            return Outcome(replace(state, locked=None), Change.TRAINING | Change.SWITCHES)
        if state.running or state.hand.knobs is not None:
            raise KnobError("the knobs are being turned: pause and let go, and then lock them")
        return Outcome(replace(state, locked=state.theta), Change.TRAINING | Change.SWITCHES)


def check_unlocked(state: State) -> None:
    """Checks that knobs may be turned and trained.

    Raises:
        KnobError: they are locked.
    """
    if state.locked is not None:
        raise KnobError(LOCKED)


def check_kept(before: State, after: State) -> None:
    """Checks that no locked knob has moved by a bit.

    Raises:
        KnobError: one would.
    """
    if before.locked is None or before.theta is after.theta:
        return
    same = before.theta.dtype == after.theta.dtype
    if not same or before.theta.tobytes() != after.theta.tobytes():
        raise KnobError(LOCKED)
