"""What a network is worth whose knobs click into few positions: accuracy, bytes, how far they went.

It is asked for each number of bits, a portion of the samples at a time: a million knobs take many.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.making import MOST_BITS, Per, Rounding
from eq_sim.network.mlp import Evaluator
from eq_sim.network.types import Array
from eq_sim.session.history import Losses
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.metrics import Measure
from eq_sim.session.training.parameters import Parameters

LADDER = (32, 16, 8, 6, 4, 3, 2)
"""The numbers of bits that are offered; with 32, knobs turn freely."""

_SCALE = 4  # bytes of a scale, and of a knob that turns freely
_PORTION = 8_000_000  # products of a portion
_LEAST = 8  # samples of one
_LARGE = 50_000  # knobs from which on what is done to all of them is a piece of its own


@dataclass(frozen=True)
class Moved:
    """How far knobs are from where they were turned to, once they have clicked.

    Attributes:
        mean: over all that click.
        median: half of them are nearer.
        largest: the furthest.
    """

    mean: float
    median: float
    largest: float


@dataclass(frozen=True)
class AtPositions:
    """A network with knobs of so many positions.

    Attributes:
        bits: that say at which position a knob is; 32 where it turns freely.
        positions: how many there are; None where it turns freely.
        measure: the metric that was asked for.
        losses: of each part.
        size: in bytes, scales counted.
        moved: how far the knobs clicked.
    """

    bits: int
    positions: int | None
    measure: Measure
    losses: Losses
    size: int
    moved: Moved


def size_of(layout: Layout, rounding: Rounding | None) -> int:
    """Returns how many bytes a network's knobs take, packed, and their scales in four bytes each.

    Args:
        layout: of the network; an adapter's knobs turn freely and take four bytes each.
        rounding: the positions; None where all turn freely.
    """
    if rounding is None:
        return _SCALE * layout.size
    free = layout.size - layout.wired
    return -(-layout.wired * rounding.bits // 8) + _SCALE * (rounding.scales.size + free)


def present(session: Session, metric: str = "") -> AtPositions:
    """Returns what the network is worth as it stands.

    Args:
        session: whose network.
        metric: what is measured; that of the goal by itself.
    """
    parameters = session.parameters
    rounding = parameters.making.rounding
    return AtPositions(
        MOST_BITS if rounding is None else rounding.bits,
        None if rounding is None else rounding.positions,
        session.evaluation.measure(metric or session.scenario.goal.metric),
        session.losses,
        size_of(session.layout, rounding),
        _moved(parameters, _free(session)),
    )


class AtEachSetting:
    """The same knobs at each number of bits, fitted to them as they stand now.

    Args:
        session: whose knobs; they are copied.
        per: what shares a scale.
        metric: what is measured; that of the goal by itself.

    Attributes:
        found: what is known so far, in the order of ``LADDER``.
        step: how many steps led to the knobs.
    """

    def __init__(self, session: Session, per: Per, metric: str = "") -> None:
        self._layout, self._evaluation = session.layout, session.evaluation
        self._metric = metric or session.scenario.goal.metric
        self._data, self.step = session.data, session.step
        self._start, self._making = session.parameters.start, session.parameters.making
        self._theta, self._silent = np.array(session.parameters.theta), session.switches.silent
        self._per: Per = per
        self._of = self._asked(session, per, metric)
        self.found: list[AtPositions] = []
        self._steps = self._all()

    @property
    def done(self) -> bool:
        """Whether every setting is known."""
        return len(self.found) == len(LADDER)

    def is_of(self, session: Session, per: Per, metric: str = "") -> bool:
        """Whether it is of the knobs of a session as they stand now, and of the same data."""
        theta, silent = session.parameters.theta, session.switches.silent
        return (
            self._of == self._asked(session, per, metric)
            and session.data is self._data
            and np.array_equal(theta, self._theta)
            and np.array_equal(silent, self._silent)
        )

    @staticmethod
    def _asked(session: Session, per: Per, metric: str) -> tuple[object, ...]:
        """Returns what the answers depend on beside knobs and data."""
        network, loss = session.scenario.network, loss_of(session.scenario.training)
        return (per, metric, network, loss, session.parameters.making.strength)

    def go_on(self) -> bool:
        """Works on for a portion. Returns whether there is more to do."""
        return next(self._steps, None) is not None

    def _all(self) -> Iterator[int]:
        free = self._parameters(None)
        yield 0
        done, large = 0, self._layout.size >= _LARGE
        for bits in LADDER:
            rounding = None
            if bits < MOST_BITS:
                rounding = Rounding.fitted(self._layout, free.w, bits, self._per)
                if large:
                    yield bits
            parameters = free if rounding is None else self._parameters(rounding)
            if large:
                yield bits
            inputs, answers = self._evaluation.samples, []
            most = max(_LEAST, _PORTION // self._layout.size)
            for begin in range(0, inputs.shape[1], most):
                part = inputs[:, begin : begin + most]
                answers.append(np.array(Evaluator(self._layout, parameters.w, part).run()))
                done += part.shape[1] * self._layout.size
                if done >= _PORTION:
                    done = 0
                    yield bits
            if large:
                yield bits
            self.found.append(self._judged(bits, parameters, np.concatenate(answers, axis=1), free))

    def _parameters(self, rounding: Rounding | None) -> Parameters:
        making = replace(self._making, rounding=rounding)
        return Parameters(self._layout, self._start, self._theta, making, self._silent)

    def _judged(
        self, bits: int, parameters: Parameters, answers: Array, free: Parameters
    ) -> AtPositions:
        evaluation, rounding = self._evaluation.beside(parameters), parameters.making.rounding
        evaluation.know_answers(answers)
        return AtPositions(
            bits,
            None if rounding is None else rounding.positions,
            evaluation.measure(self._metric),
            evaluation.losses,
            size_of(self._layout, rounding),
            _moved(parameters, free.w),
        )


def _free(session: Session) -> Array:
    """Returns the weights that the knobs would make if they did not click."""
    parameters = session.parameters
    making = replace(parameters.making, rounding=None)
    if making.is_plain(session.layout):
        return parameters.theta
    silent = session.switches.silent
    return Parameters(session.layout, parameters.start, parameters.theta, making, silent).w


def _moved(parameters: Parameters, free: Array) -> Moved:
    if parameters.making.rounding is None:
        return Moved(0.0, 0.0, 0.0)
    with np.errstate(all="ignore"):  # an exploded knob is infinitely far from any position
        far = np.abs(parameters.w - free[: parameters.w.size])
    return Moved(float(far.mean(dtype=np.float64)), float(np.median(far)), float(far.max()))
