"""θ*, the best knobs for the training part: where they are known, and what is said where not.

Without hidden layers half squared error has a closed form. Cross-entropy without a penalty has no
best knobs where every training sample lies on its right side: turned up all together, the knobs of
the last layer lower the loss again, without end. Everywhere else there is only the best seen.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import later
from eq_sim.network.layout import Layout
from eq_sim.session.ab import Best
from eq_sim.session.questions.linear_fit import Pieces
from eq_sim.session.questions.linear_optimum import (
    MOST_INPUTS,
    MOST_WORK,
    Lowest,
    Mask,
    Squares,
    begin_squares,
    lowest,
    work,
)
from eq_sim.session.questions.penalty import decays_apart
from eq_sim.session.samples import Data
from eq_sim.session.scenario import Scenario
from eq_sim.session.switches import Switches
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters

AT_ONCE = 20_000_000.0
"""Multiplications that nobody waits for."""


class Kind(Enum):
    """What is known of the best knobs; the value is how the command line writes it."""

    KNOWN = "known"
    SEVERAL = "several"
    INFINITY = "infinity"
    SEEN = "best seen"
    COMPUTING = "computing"


class Unknown(Enum):
    """Why the best knobs are not known; the value says it, by ``tr``."""

    ROUNDED = later("While knobs click into positions there is no formula for the best knobs.")
    ADAPTER = later("With a bank of knobs beside a layer there is no formula for the best knobs.")
    HIDDEN = later("With hidden layers there is no formula for the best knobs.")
    LOSS = later("Cross-entropy has no formula for the best knobs.")
    ACTIVATION = later("With an activation at the output there is no formula for the best knobs.")
    L1 = later("With an L1 penalty there is no formula for the best knobs.")
    DECAY = later("AdamW's weight decay is the slope of no loss, so training goes elsewhere.")
    LARGE = later(
        "The best knobs have a formula, but these data are too large to work it out here."
    )


class Experiment(Protocol):
    """An experiment whose best knobs are asked for; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def dataset(self) -> Dataset:
        """The data."""

    @property
    def data(self) -> Data:
        """The samples, and which of them are learned from."""

    @property
    def evaluation(self) -> Evaluation:
        """What the network answers, and to what."""

    @property
    def parameters(self) -> Parameters:
        """The knobs."""

    @property
    def switches(self) -> Switches:
        """Which knobs training leaves alone."""

    @property
    def best(self) -> Best | None:
        """The knobs at the lowest recorded loss."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """What is known of the best knobs.

    Attributes:
        kind: how much.
        theta: (size,) where they are: θ*, of several the nearest; or the best seen. None at
            infinity, or where nothing is known yet.
        free: (size,) the knobs that can get there; the others stay where they are.
        why: why θ* is not known.
        lowest: all lowest points, where they are known.
        best: the best seen, where that is all there is.
    """

    kind: Kind
    theta: NDArray[np.float64] | None
    free: Mask
    why: Unknown | None = None
    lowest: Lowest | None = None
    best: Best | None = None

    def distances(self, moments: NDArray[np.floating]) -> NDArray[np.float64] | None:
        """Returns ‖θ − θ*‖ of (moments, size) knobs, over the free ones; None without a θ*."""
        if self.lowest is not None:
            return self.lowest.distances(moments)
        if self.theta is None:
            return None
        off = np.where(self.free, moments - self.theta, 0.0)
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", off, off)))


def why_unknown(experiment: Experiment) -> Unknown | None:
    """Returns why a network's best knobs have no closed form, or none here; None where they do."""
    layout, training = experiment.layout, experiment.scenario.training
    inputs, *hidden, outputs = layout.architecture.sizes
    samples = len(experiment.data.train)
    if experiment.parameters.making.rounding is not None:
        return Unknown.ROUNDED
    if layout.adapters:
        return Unknown.ADAPTER
    if hidden:
        return Unknown.HIDDEN
    if training.loss != "half_mse":
        return Unknown.LOSS
    if layout.architecture.activations != ("identity",):
        return Unknown.ACTIVATION
    if training.l1:
        return Unknown.L1
    if decays_apart(experiment.scenario):
        return Unknown.DECAY
    if inputs > MOST_INPUTS or work(inputs, outputs, samples) > MOST_WORK:
        return Unknown.LARGE
    return None


class Optima:
    """Finds the best knobs of an experiment, and keeps what it found while that holds.

    Args:
        experiment: which.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        self._of: object = None
        self._squares: Squares | None = None
        self._work: Pieces[Squares] | None = None
        self._lowest: Lowest | None = None
        self._lowest_of: object = None

    def look(self, *, at_once: bool) -> Optimum:
        """Returns what is known of the best knobs now.

        Args:
            at_once: whether to wait for what takes long; else one piece of it is done, and it is
                to be asked again.
        """
        experiment = self._experiment
        layout, switches = experiment.layout, experiment.switches
        fixed = switches.frozen | switches.silent
        why = why_unknown(experiment)
        if why is None:
            squares = self._found(at_once=at_once)
            if squares is None:
                return Optimum(Kind.COMPUTING, None, ~fixed)
            here = experiment.parameters.theta
            values = np.where(switches.silent, 0, here).astype(here.dtype)
            l2 = experiment.scenario.training.l2
            of = (squares, layout, l2, fixed.tobytes(), values[fixed].tobytes())
            if of != self._lowest_of:
                self._lowest_of, self._lowest = of, lowest(squares, layout, values, fixed, l2)
            low = self._lowest
            assert low is not None
            kind = Kind.SEVERAL if low.spans else Kind.KNOWN
            return Optimum(kind, low.nearest(here), ~fixed, lowest=low)
        if rises_for_ever(experiment):
            return Optimum(Kind.INFINITY, None, ~fixed, why)
        best = experiment.best
        seen = None if best is None or best.theta.size != layout.size else best
        theta = None if seen is None else seen.theta.astype(np.float64)
        return Optimum(Kind.SEEN, theta, ~fixed, why, best=seen)

    def _found(self, *, at_once: bool) -> Squares | None:
        experiment = self._experiment
        data, evaluation = experiment.data, experiment.evaluation
        of = (data, experiment.layout.architecture.sizes, experiment.parameters.theta.dtype)
        if of != self._of:
            self._of, self._squares = of, None
            self._work = begin_squares(*evaluation.learned_from)
        if self._work is not None:
            inputs, *_, outputs = experiment.layout.architecture.sizes
            at_once |= work(inputs, outputs, len(data.train)) <= AT_ONCE
            self._go_on(self._work, at_once=at_once)
        return self._squares

    def _go_on(self, pieces: Pieces[Squares], *, at_once: bool) -> None:
        try:
            next(pieces)
            while at_once:
                next(pieces)
        except StopIteration as end:
            self._work, self._squares = None, end.value


def rises_for_ever(experiment: Experiment) -> bool:
    """Whether ever larger knobs of the last layer would lower the train loss, and without end.

    So it is with cross-entropy, no penalty, and every training sample on its right side: the true
    class's logit is the largest, so any factor above 1 on all logits brings the loss nearer to 0,
    which no finite knobs reach. The factor is one on the knobs of the last layer, so none of them
    may be frozen elsewhere than at 0. It looks at answers that may have to be worked out.
    """
    training, layout = experiment.scenario.training, experiment.layout
    evaluation, block = experiment.evaluation, layout.blocks[-1]
    loss = loss_of(training)
    if not loss.from_logits or training.l1 or training.l2:
        return False
    if loss.lowest is not None:  # a teacher's answers are soft: finite knobs can give them
        return False
    last = slice(block.offset, block.offset + block.size)
    if not experiment.parameters.plain:  # a factor on knobs is none on the weights made of them
        return False
    frozen = experiment.switches.frozen[last] & ~experiment.switches.silent[last]
    if experiment.parameters.theta[last][frozen].any():
        return False
    if layout.architecture.activations[-1] != "identity":
        return False
    answers, targets = evaluation.answers[0], evaluation.targets[0]
    if not answers.size or not np.isfinite(answers).all():
        return False
    if len(answers) == 1:
        return bool(np.where(targets > 0.5, answers > 0.5, answers < 0.5).all())
    true = targets > 0.5
    of_true = np.where(true, answers, 0).sum(axis=0)
    return bool((of_true > np.where(true, 0, answers).max(axis=0)).all())


def length(theta: NDArray[np.floating]) -> NDArray[np.float64]:
    """Returns ‖θ‖, the length of (…, size) knobs: the root of the sum of their squares."""
    wide = theta.astype(np.float64)
    return np.asarray(np.sqrt(np.einsum("...i,...i->...", wide, wide)))
