"""The loss along one knob where the weights are made of the knobs.

A knob of a layer moves its own weight alone, along a way that may have steps. A knob of an adapter
moves a whole row or column of weights, and then everything is computed again for each value.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.losses import Loss
from eq_sim.network.mlp import Network
from eq_sim.network.slices import Slices
from eq_sim.network.types import Array


class MadeSlices(Slices):
    """Slices through the loss of one network whose weights are made of its knobs.

    Args:
        layout: the network's layout.
        theta: the (size,) knobs, read when ``stand`` is called.
        w: the (wired,) weights that they make, read then, too.
        make: returns the (wired,) weights of (size,) knobs.
        loss: how wrong an answer is.
        samples: (inputs + 1, samples) with a last row of ones.
        targets: (outputs, samples).
    """

    def __init__(
        self,
        layout: Layout,
        theta: Array,
        w: Array,
        make: Callable[[Array], Array],
        loss: Loss,
        samples: Array,
        targets: Array,
    ) -> None:
        super().__init__(layout, w, loss, samples, targets)
        self._knobs, self._make = theta, make
        self._stands: Array = np.array(theta)
        self._network, self._inputs = Network(layout, loss), samples[:-1]

    def stand(self) -> None:
        """Takes the knobs as they stand now for the point that slices go through."""
        self._stands = np.array(self._knobs)
        super().stand()

    def answers(self, knob: int, values: NDArray[np.float64]) -> Array:
        """Returns (outputs, points · samples) answers, point after point."""
        if knob < self._layout.wired:
            weights = [float(self._made(knob, value)[knob]) for value in values.tolist()]
            return super().answers(knob, np.array(weights))
        made = (self._made(knob, value) for value in values.tolist())
        return np.hstack([self._network.answers(w, self._inputs) for w in made])

    def _made(self, knob: int, value: float) -> Array:
        theta = self._stands.copy()
        theta[knob] = value
        return self._make(theta)
