"""Where the next training step would put each knob."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session


class NextStep:
    """The next step, worked out once after each change that touches it.

    Args:
        session: whose.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, ~(Change.HISTORY | Change.SIDES))
        self._structure = -1
        self._moves: Array | None = None

    @property
    def moves(self) -> Array | None:
        """By how much the step would turn each knob; None before ``refresh`` has seen them.

        None, too, while all knobs are locked: there is no next step.

        A step that is smaller than the last digit of its knob turns nothing.
        """
        return self._moves if self._structure == self._session.structure else None

    def refresh(self) -> None:
        """Works the step out anew, a forward and a backward pass, if anything has changed."""
        if self._watch.news():
            self._structure = self._session.structure
            if self._session.locked:
                self._moves = None
                return
            theta = self._session.parameters.theta
            self._moves = np.asarray((theta - self._session.trainer.next_update()) - theta)
