"""L1 and L2: slopes that pull every weight towards 0 and leave biases alone."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.network.types import Array
from eq_sim.session.scenario import TrainingSpec


class Penalties:
    """The penalties' part of a gradient.

    Args:
        training: the hyperparameters; AdamW's decay is its own and is not added here.
        weights: (size,), true for weights and false for biases.
        dtype: of the knobs.
        fold: what the gradient was multiplied by: 1, or the learning rate of plain SGD.

    Attributes:
        decay: whether weights only decay where the data leave them alone.
    """

    def __init__(
        self,
        training: TrainingSpec,
        weights: NDArray[np.bool_],
        dtype: np.dtype[np.floating],
        fold: float,
    ) -> None:
        self.decay = bool(training.l1 or training.l2)
        decoupled = "decay" in OPTIMIZERS[training.optimizer].uses
        coupled = 0.0 if decoupled else training.l2
        self.exist = bool(coupled or training.l1)
        self._ones = weights.astype(dtype if self.exist else bool, copy=self.exist)
        self._strengths = training.l1, coupled
        self.fold(fold)
        self._scratch = np.empty(len(weights) if self.exist else 0, dtype=dtype)

    def fold(self, fold: float) -> None:
        """Changes what the gradient was multiplied by."""
        l1, l2 = self._strengths
        with np.errstate(all="ignore"):  # what float32 cannot hold becomes inf, and is refused
            self._l2 = fold * l2 * self._ones if l2 else None
            self._l1 = fold * l1 * self._ones if l1 else None

    def add(self, gradient: Array, theta: Array) -> None:
        """Adds them to a (size,) gradient."""
        scratch = self._scratch
        if self._l2 is not None:
            np.multiply(theta, self._l2, scratch)
            np.add(gradient, scratch, gradient)
        if self._l1 is not None:
            np.sign(theta, scratch)
            np.multiply(scratch, self._l1, scratch)
            np.add(gradient, scratch, gradient)
