"""The learning rate as each step has it: folded into the slopes, or told to the optimizer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.mlp import Workspace
from eq_sim.network.optimizers import OPTIMIZERS, Optimizer, Rates
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.training.penalties import Penalties


def optimizer_of(
    training: TrainingSpec, dtype: np.dtype[np.floating], weights: NDArray[Any]
) -> Optimizer:
    """Returns the optimizer of some hyperparameters, without moments.

    Args:
        training: the hyperparameters.
        dtype: of the knobs.
        weights: (size,), true for weights and false for biases.
    """
    rates = Rates(
        learning_rate=training.learning_rate,
        momentum=training.momentum,
        decay=training.l2,
        beta1=training.beta1,
        beta2=training.beta2,
        epsilon=training.epsilon,
        alpha=training.alpha,
    )
    return OPTIMIZERS[training.optimizer](weights.size, dtype, rates, weights)


class Rate:
    """Follows a schedule; a constant rate is set once and costs a step nothing.

    Args:
        training: the hyperparameters.
        optimizer: it is told the rate, unless the rate is folded into the slopes.

    Attributes:
        fold: what slopes are multiplied by: 1, or the learning rate of plain SGD.
        changes: whether there is anything to follow.
    """

    def __init__(self, training: TrainingSpec, optimizer: Optimizer) -> None:
        self._base, self._schedule = training.learning_rate, training.rate_schedule
        self._optimizer = optimizer
        self.changes = self._schedule.changes
        self.fold = self._base if optimizer.folds_rate else 1.0

    def at(self, step: int) -> float:
        """Returns the learning rate of the step that comes after so many."""
        return self._base * self._schedule.share(step)

    def follow(self, step: int, work: Workspace, penalties: Penalties) -> None:
        """Takes the rate of a step.

        Args:
            step: steps taken before it.
            work: the buffers that it will use.
            penalties: their slopes carry the rate too, where it is folded in.
        """
        rate = self.at(step)
        if not self._optimizer.folds_rate:
            self._optimizer.set_rates(learning_rate=rate)
            return
        if rate != self.fold:
            self.fold = rate
            penalties.fold(rate)
        work.set_scale(rate)
