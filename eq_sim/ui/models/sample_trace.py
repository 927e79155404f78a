"""What the inputs and every neuron answer to the chosen sample."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session
from eq_sim.ui.models.chosen_sample import ChosenSample

_KINDS = Change.KNOBS | Change.DATA | Change.STRUCTURE | Change.SWITCHES


@dataclass(frozen=True)
class Trace:
    """One sample on its way through the network.

    Attributes:
        layers: the answers of each layer, the inputs first, each (neurons,).
        reaches: the largest answer of each layer after the inputs to any sample.
        lit: how many layers after the inputs have been reached; None for all.
    """

    layers: list[NDArray[np.float64]]
    reaches: list[float]
    lit: int | None = None


class SampleTrace:
    """The trace of the chosen sample, worked out once after each change that touches it.

    Args:
        session: whose network.
        chosen: which sample.
    """

    def __init__(self, session: Session, chosen: ChosenSample) -> None:
        self._session, self._chosen = session, chosen
        self._watch = Watch(session.changes, _KINDS)
        self._of: tuple[int, int | None] | None = None
        self._trace: Trace | None = None
        self._waits = False

    @property
    def revision(self) -> int:
        """Grows with each choice of a sample."""
        return self._chosen.revision

    @property
    def trace(self) -> Trace | None:
        """The trace; None without a choice, and before ``refresh`` has seen it."""
        now = (self._session.structure, self._chosen.sample)
        return self._trace if self._of == now else None

    def refresh(self) -> None:
        """Sends the sample through the network, if anything has changed."""
        sample = self._chosen.sample
        now = (self._session.structure, sample)
        if sample is None:
            self._trace, self._of = None, now
        elif self._watch.news() or now != self._of or self._waits:
            from eq_sim.session.questions.one_knob import activations_of  # for the first choice

            self._waits = self._session.computing
            known = self._trace if self._of is not None and self._of[0] == now[0] else None
            if self._waits and known is None:
                return
            self._of = now
            # A meter's scale waits for what all samples say; what it shows does not.
            reaches = known.reaches if self._waits and known else self._session.evaluation.reaches()
            self._trace = Trace(activations_of(self._session, sample), reaches)
