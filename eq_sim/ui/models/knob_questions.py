"""What a person asks about one knob: the loss along it, its neuron's sum, what going up changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.network.layout import Knob
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Changes
from eq_sim.session.names import neuron_called
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.questions.one_knob import (
    PUSH,
    PUSHES,
    Arithmetic,
    SmallTurn,
    arithmetic,
    sentence,
    small_turn,
)
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of
from eq_sim.ui.models.next_step import NextStep

TOUCHING = ~Change.SIDES
"""Changes after which the answers may be others."""

_POINTS, _FEW = 33, 25
_MANY = 1000  # samples from which on fewer points have to do
_AT_REST, _BUSY = 8_000_000, 2_500_000  # neurons' answers that a question may take


@dataclass(frozen=True)
class Along:
    """The loss along one knob, all others standing still.

    Attributes:
        values: (points,) of the knob.
        losses: (points,) the train loss at each.
        here: where the knob stands.
        loss: the train loss there.
        used: on how many training samples these are computed.
        total: of how many.
        busy: whether training runs or a hand is at work.
    """

    values: NDArray[np.float64]
    losses: NDArray[np.float64]
    here: float
    loss: float
    used: int
    total: int
    busy: bool


@dataclass(frozen=True)
class NextMove:
    """What the next training step would do to one knob.

    Attributes:
        by: how far it would turn it; up is positive.
        batch: the samples that it looks at.
        total: of how many.
        also: what else it goes by: what the optimizer remembers, penalties, dropout.
        pull: what the penalties add to that; None where there are none.
    """

    by: float
    batch: int
    total: int
    also: tuple[str, ...]
    pull: float | None


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
        self._next_step = NextStep(session)
        self._asked: object = None
        self._losses: NDArray[np.float64] = np.empty(0)
        self.changes: Changes = session.changes

    @property
    def dataset(self) -> Dataset:
        """What the network learns from."""
        return self._session.dataset

    def place(self, knob: int) -> Knob:
        """Returns where a knob is in the network."""
        return self._session.layout.knob(knob)

    def neuron(self, place: Knob) -> str:
        """Returns what the neuron of a knob is called."""
        session = self._session
        return neuron_called(session.layout, session.dataset, place.layer, place.neuron)

    def what(self, knob: int) -> str:
        """Returns in one sentence what such a knob is."""
        return sentence(self._session, knob)

    @property
    def busy(self) -> bool:
        """Whether training runs or a hand is at work."""
        return self._session.running or self._session.trainer.held is not None

    def along(self, knob: int, limit: float) -> Along:
        """Returns the loss along a knob over its scale: on all samples, if that is quick enough."""
        points = _POINTS if self._slices.total <= _MANY else _FEW
        return self.between(knob, -limit, limit, points)

    def between(self, knob: int, low: float, high: float, points: int) -> Along:
        """Returns the loss along a knob between two values of it; see ``along``.

        Args:
            knob: which.
            low: the first value.
            high: the last one.
            points: at how many it is asked for; fewer where so many would be felt.
        """
        slices, theta = self._slices, self._session.parameters.theta
        if self._heavy(points):
            points = min(points, _POINTS if slices.total <= _MANY else _FEW)
        values = np.linspace(low, high, points)
        here, part = float(theta[knob]), self._heavy(len(values))
        losses = self._curve(knob, values, part=part)
        session = self._session
        if part or session.computing or session.evaluation.step is not None:
            loss = float(slices.losses(knob, np.array([here]), part=part)[0])
        else:
            loss = session.losses.train
        used = slices.used(part=part)
        return Along(values, losses, here, loss, used, slices.total, self.busy)

    def _curve(self, knob: int, values: NDArray[np.float64], *, part: bool) -> NDArray[np.float64]:
        """Returns the losses along a knob; where it alone was turned, they are what they were."""
        others = np.array(self._session.parameters.theta)
        others[knob] = 0
        making = self._session.parameters.making
        asked = (self._session.structure, knob, part, values.tobytes(), others.tobytes(), making)
        if asked != self._asked:
            self._asked = asked
            self._losses = self._slices.losses(knob, values, part=part)
        return self._losses

    def small_turn(self, knob: int) -> SmallTurn | None:
        """Returns what a small turn does; None where it takes too long to ask all samples."""
        if self._heavy(3 * len(PUSHES)):
            return None
        return small_turn(self._slices, knob)

    def next_move(self, knob: int) -> NextMove | None:
        """Returns what the next step would do to a knob; None while steps follow each other."""
        if self._session.running:
            return None
        self._next_step.refresh()
        moves = self._next_step.moves
        if moves is None:
            return None
        trainer = self._session.trainer
        training, batches = trainer.training, trainer.batches
        decays = bool(self._session.layout.weights[knob])  # biases have no penalty
        also = (
            (tr("the steps before it"), trainer.optimizer.slots > 0),
            (tr("weight decay"), training.l2 > 0 and decays),
            (tr("the L1 penalty"), training.l1 > 0 and decays),
            (tr("dropout"), training.dropout > 0),
        )
        named = tuple(words for words, counts in also if counts)
        pulls = self._next_step.pulls
        pull = None if pulls is None else float(pulls[knob])
        return NextMove(float(moves[knob]), batches.size, batches.count, named, pull)

    def _heavy(self, points: int) -> bool:
        """Whether asking all samples at so many points would be felt."""
        return points * self._slices.work > (_BUSY if self.busy else _AT_REST)

    def arithmetic(self, layer: int, neuron: int, sample: int) -> Arithmetic:
        """Returns a neuron's arithmetic for one sample."""
        return arithmetic(self._session, layer, neuron, sample)

    def pushed(self, knob: int) -> tuple[Array, Array]:
        """Returns (outputs, samples) answers as a person reads them, now and with a knob pushed.

        They are of the samples that are learned from, or of an even part of very many.
        """
        here = float(self._session.parameters.theta[knob])
        part = self._heavy(2)
        link = loss_of(self._session.scenario.training).link
        with np.errstate(all="ignore"):
            both = link(self._slices.answers(knob, np.array([here, here + PUSH]), part=part))
        count = both.shape[1] // 2
        return both[:, :count], both[:, count:]
