"""What a person asks about one knob: the loss along it, its neuron's sum, what going up changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.losses import LOSSES
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Changes
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.questions.one_knob import PUSH, TRIED, Arithmetic, arithmetic, sentence
from eq_sim.session.session import Session

TOUCHING = ~Change.SIDES
"""Changes after which the answers may be others."""

_POINTS, _FEW = 33, 25


@dataclass(frozen=True)
class Along:
    """The loss along one knob, all others standing still.

    Attributes:
        values: (points,) of the knob.
        losses: (points,) the train loss at each.
        here: where the knob stands.
        tried: the losses there and after each small push; see ``best_push``.
        busy: whether training runs or a hand is at work.
    """

    values: NDArray[np.float64]
    losses: NDArray[np.float64]
    here: float
    tried: NDArray[np.float64]
    busy: bool


class KnobQuestions:
    """Answers about the knobs of a session, as they stand at each call.

    Args:
        session: which.

    Attributes:
        changes: how often each kind of change has happened; for a ``Watch``.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._slices = KnobSlices(session)
        self.changes: Changes = session.changes

    @property
    def samples(self) -> tuple[int, int]:
        """How many training samples the loss along a knob is computed on, and of how many."""
        sample = self._slices.sample
        return sample.used, sample.total

    def what(self, knob: int) -> str:
        """Returns in one sentence what such a knob is."""
        return sentence(self._session, knob)

    def along(self, knob: int, limit: float) -> Along:
        """Returns the loss along a knob over its scale."""
        session = self._session
        points = _POINTS if self._slices.sample.whole else _FEW
        values = np.linspace(-limit, limit, points)
        here = float(session.parameters.theta[knob])
        both = self._slices.losses(knob, np.concatenate([values, here + TRIED]))
        busy = session.running or session.trainer.held is not None
        return Along(values, both[:points], here, both[points:], busy)

    def arithmetic(self, layer: int, neuron: int, sample: int) -> Arithmetic:
        """Returns a neuron's arithmetic for one sample."""
        return arithmetic(self._session, layer, neuron, sample)

    def pushed(self, knob: int) -> tuple[Array, Array]:
        """Returns (outputs, samples) answers as a person reads them, now and with a knob pushed."""
        here = float(self._session.parameters.theta[knob])
        link = LOSSES[self._session.scenario.training.loss].link
        with np.errstate(all="ignore"):
            both = link(self._slices.answers(knob, np.array([here, here + PUSH])))
        count = both.shape[1] // 2
        return both[:, :count], both[:, count:]
