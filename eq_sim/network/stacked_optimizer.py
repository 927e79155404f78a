"""One optimizer for several networks of one shape, each with a learning rate of its own.

An optimizer treats each knob by itself, so the knobs of all copies can be one long vector to it.
Only its learning rate is one number: so it works with the rate that makes its last factor exactly
1, and each copy's own rate is multiplied in afterwards. That is the same product, to the last bit.
"""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.optimizers import Optimizer
from eq_sim.network.types import Array


class StackedOptimizer:
    """Proposes the updates of several networks.

    Args:
        whole: an optimizer of all knobs, (copies · size,), without a decay of its own.
        rates: (copies,) the learning rates.
        decays: (copies,) the decays of AdamW; 0 for other optimizers.
        weights: (size,), true for weights and false for biases, which decay leaves alone.
    """

    def __init__(
        self,
        whole: Optimizer,
        rates: NDArray[np.float64],
        decays: NDArray[np.float64],
        weights: NDArray[np.bool_],
    ) -> None:
        self._whole, self._decays, self._weights = whole, decays, weights
        self._column = np.empty((len(rates), 1), dtype=whole.state.dtype)
        self._scratch = np.empty(
            (len(rates), len(weights)) if decays.any() else 0, whole.state.dtype
        )
        self.set_rates(rates)

    def set_rates(self, rates: NDArray[np.float64]) -> None:
        """Changes the learning rates, (copies,), in mid-run."""
        self._rates, self._shared = rates, bool((rates == rates[0]).all())

    def propose(self, gradient: Array, theta: Array) -> Array:
        """Returns the (copies, size) updates for θ ← θ − update.

        Args:
            gradient: (copies, size); where the optimizer folds its rate, it carries that already.
            theta: (copies, size).
        """
        whole = self._whole
        if whole.folds_rate:
            return whole.propose(gradient.reshape(-1), theta.reshape(-1)).reshape(gradient.shape)
        unit = 1 - whole.rates.beta1 ** (whole.count + 1) if "beta1" in whole.uses else 1.0
        rate = float(self._rates[0]) if self._shared else unit
        if rate != whole.rates.learning_rate:
            whole.set_rates(learning_rate=rate)
        update = whole.propose(gradient.reshape(-1), theta.reshape(-1)).reshape(gradient.shape)
        with np.errstate(all="ignore"):  # beyond float32 it is inf, and the step is refused
            if not self._shared:
                self._column[:, 0] = self._rates / unit
                np.multiply(update, self._column, update)
            if self._decays.any():
                self._column[:, 0] = self._rates * self._decays
                np.multiply(theta, self._weights, self._scratch)
                np.multiply(self._scratch, self._column, self._scratch)
                np.add(update, self._scratch, update)
        return update

    def commit(self) -> None:
        """Keeps the moments of the last proposal."""
        self._whole.commit()
