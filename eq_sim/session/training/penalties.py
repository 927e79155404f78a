"""L1 and L2: slopes that pull every weight towards 0 and leave biases alone."""

import numpy as np

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array
from eq_sim.session.scenario import TrainingSpec


class Penalties:
    """The penalties' part of a gradient.

    Args:
        training: the hyperparameters; AdamW's decay is its own and is not added here.
        weights: (size,), 1 for weights and 0 for biases.
        fold: what the gradient was multiplied by: 1, or the learning rate of plain SGD.

    Attributes:
        decay: whether weights only decay where the data leave them alone.
    """

    def __init__(self, training: TrainingSpec, weights: Array, fold: float) -> None:
        self.decay = bool(training.l1 or training.l2)
        decoupled = "decay" in OPTIMIZERS[training.optimizer].uses
        coupled = 0.0 if decoupled else training.l2
        with np.errstate(all="ignore"):  # what float32 cannot hold becomes inf, and is refused
            self._l2 = fold * coupled * weights if coupled else None
            self._l1 = fold * training.l1 * weights if training.l1 else None
        self.exist = self._l1 is not None or self._l2 is not None

    def add(self, gradient: Array, theta: Array, scratch: Array) -> None:
        """Adds them to a (size,) gradient."""
        if self._l2 is not None:
            np.multiply(theta, self._l2, scratch)
            np.add(gradient, scratch, gradient)
        if self._l1 is not None:
            np.sign(theta, scratch)
            np.multiply(scratch, self._l1, scratch)
            np.add(gradient, scratch, gradient)
