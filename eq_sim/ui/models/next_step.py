"""Where the next training step would put each knob."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.knob_portion import Chosen, all_knobs
from eq_sim.session.session import Session


class NextStep:
    """The next step, worked out once after each change that touches it.

    Args:
        session: whose.
        part: for which of its knobs, counted by themselves; all of them by itself.
    """

    def __init__(self, session: Session, part: Chosen = all_knobs) -> None:
        self._session, self._part = session, part
        self._watch = Watch(session.changes, ~(Change.HISTORY | Change.SIDES))
        self._structure = -1
        self._moves: Array | None = None
        self._pulls: Array | None = None

    @property
    def moves(self) -> Array | None:
        """By how much the step would turn each knob; None before ``refresh`` has seen them.

        None, too, while all knobs are locked: there is no next step.

        A step that is smaller than the last digit of its knob turns nothing.
        """
        return self._moves if self._structure == self._session.structure else None

    @property
    def pulls(self) -> Array | None:
        """What the penalties add to each of ``moves``; None where there are no penalties.

        It is the step less the same step without the penalties' slopes: their share of this one.
        Optimizers that divide by the size of the slopes make of it another number than L2 · w.
        """
        return self._pulls if self._structure == self._session.structure else None

    def refresh(self) -> None:
        """Works the step out anew, a forward and a backward pass, if anything has changed."""
        if self._watch.news():
            self._structure, self._pulls = self._session.structure, None
            portion = self._part(self._session.layout)
            if self._session.locked or portion is None:
                self._moves = None
                return
            theta, trainer = self._session.parameters.theta, self._session.trainer
            update = trainer.next_update()
            self._moves = np.asarray(portion.of((theta - update) - theta))
            if trainer.training.l1 or trainer.training.l2:
                pulls = trainer.next_update(penalties=False) - update
                self._pulls = np.asarray(portion.of(pulls))
