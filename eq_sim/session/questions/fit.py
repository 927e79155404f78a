"""How well a network fits: the gap between test and train loss, and what textbooks call it.

A pure function of recorded losses. Its thresholds are stated here, and it names nothing that the
losses do not show: no overfitting without a test part, no underfitting before the steps that the
scenario asks for.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.history import Losses
from eq_sim.session.session import Session

APART = 2.0
"""A wide gap: the test loss is at least so many times the train loss."""

RISEN = 1.25
"""Overfitting: it is also so many times its own lowest, and the train loss below that there."""

TELLING = 0.05
"""A gap or a rise below this share of the loss of one answer to all is none to speak of."""

HIGH = 0.5
"""Underfitting: the train loss is at least this share of that of one answer to all,"""

FLAT = 0.2
"""and fell by less than this share in the second half of the steps."""

_LATELY = 0.9  # what holds at every point since this share of the steps is no single peak
_ENOUGH = 3  # points that are no chance


@dataclass(frozen=True)
class Overfitting:
    """The network goes on to fit the training part, and the test part worse and worse.

    Attributes:
        lowest: the lowest test loss so far.
        step: where that was.
    """

    lowest: float
    step: int


@dataclass(frozen=True)
class Underfitting:
    """The network does not even fit what it learns from, and hardly learns any more.

    Attributes:
        one_answer: the train loss of giving every sample the same answer.
        fell: the share by which the train loss fell in the second half of the steps.
    """

    one_answer: float
    fell: float


@dataclass(frozen=True)
class Yardstick:
    """What the losses of a run are held against.

    Attributes:
        one_answer: the train loss of giving every sample the same answer, the best there is.
        floor: the loss that the targets' noise leaves to any network, where it is known, or 0.
        steps: how many steps the scenario asks for.
        reached: whether its goal is reached: what is good enough is no underfitting.
    """

    one_answer: float
    floor: float
    steps: int
    reached: bool = False


@dataclass(frozen=True)
class Fit:
    """How well a network fits.

    Attributes:
        losses: at the knobs as they stand.
        found: what textbooks call it; None for neither.
        wide: whether the gap is wide, and not for a moment only.
    """

    losses: Losses
    found: Overfitting | Underfitting | None = None
    wide: bool = False

    @property
    def gap(self) -> float | None:
        """Test loss minus train loss; None without a test part."""
        return None if self.losses.test is None else self.losses.test - self.losses.train

    @property
    def ratio(self) -> float | None:
        """Test loss over train loss; None without a test part, or where no train loss is left."""
        if self.losses.test is None or not self.losses.train > 0:
            return None
        return self.losses.test / self.losses.train


def fit_of(session: Session) -> Fit:
    """Returns how well a session's network fits at the knobs as they stand."""
    return fit(points_of(session), session.losses, yardstick(session))


def points_of(session: Session) -> NDArray[np.float64]:
    """Returns (4, points) of a session's curve up to the knobs as they stand."""
    losses, recorded = session.losses, session.history.points
    here = (session.step, session.epochs, losses.train, nan if losses.test is None else losses.test)
    return np.concatenate([recorded, np.array(here)[:, np.newaxis]], axis=1)


def yardstick(session: Session) -> Yardstick:
    """Returns what a session's losses are held against."""
    training, noise = session.scenario.training, session.dataset.noise
    squares = training.loss == "half_mse"  # the mean square of noise is its variance
    return Yardstick(
        session.evaluation.same_answer_loss,
        noise**2 / 2 if noise and squares else session.evaluation.least_losses.train,
        training.steps,
        session.goal_reached,
    )


def fit(points: NDArray[np.float64], losses: Losses, yardstick: Yardstick) -> Fit:
    """Returns how well a network fits.

    Args:
        points: (4, points) step, epoch, train loss, test loss (nan for none), the last one at the
            knobs as they stand.
        losses: at the knobs as they stand.
        yardstick: what they are held against.
    """
    step, _, train, test = points
    lately = step >= _LATELY * step[-1]
    if np.count_nonzero(lately) < _ENOUGH or not np.isfinite(train).all():
        return Fit(losses)
    if not np.isfinite(test).all():
        return Fit(losses, _underfitting(step, train, test, yardstick))
    apart = (test >= APART * train) & (test - train >= TELLING * yardstick.one_answer)
    found: Overfitting | Underfitting | None = _overfitting(step, train, test, yardstick)
    found = found or _underfitting(step, train, test, yardstick)
    return Fit(losses, found, wide=bool(apart[lately].all()))


def _overfitting(
    step: NDArray[np.float64],
    train: NDArray[np.float64],
    test: NDArray[np.float64],
    yardstick: Yardstick,
) -> Overfitting | None:
    lately, lowest = step >= _LATELY * step[-1], int(test.argmin())
    least = float(test[lowest])
    risen = test >= max(RISEN * least, least + TELLING * yardstick.one_answer)
    holds = risen & (test >= APART * train) & (train < train[lowest])
    return Overfitting(least, int(step[lowest])) if holds[lately].all() else None


def _underfitting(
    step: NDArray[np.float64],
    train: NDArray[np.float64],
    test: NDArray[np.float64],
    yardstick: Yardstick,
) -> Underfitting | None:
    reach = yardstick.one_answer - yardstick.floor
    if yardstick.reached or step[-1] < yardstick.steps or not reach > 0:
        return None
    lately = step >= _LATELY * step[-1]
    middle = (step >= 0.5 * step[-1]) & (step <= 0.6 * step[-1])
    high = yardstick.floor + HIGH * reach
    if not middle.any() or train[lately].min() < high or test[lately].min() < high:  # nan is none
        return None
    then, now = float(np.median(train[middle])), float(np.median(train[lately]))
    if now > RISEN * float(train.min()):  # it explodes, or was better once
        return None
    fell = (then - now) / then
    return Underfitting(yardstick.one_answer, fell) if fell < FLAT else None
