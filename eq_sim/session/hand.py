"""The knobs in a hand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray


@dataclass(frozen=True)
class Hand:
    """The knobs in a hand, and where each was when it was taken.

    Attributes:
        knobs: places in θ; None for an empty hand.
        values: what they were.
        step: training steps taken then.
        epochs: passes through the training samples then.
    """

    knobs: IndexArray | None = None
    values: NDArray[np.floating] | None = None
    step: int = 0
    epochs: float = 0.0

    def turned(self, theta: Array) -> IndexArray:
        """Returns the knobs that are elsewhere than where they were taken."""
        if self.knobs is None or self.values is None:
            return np.empty(0, dtype=np.intp)
        return np.asarray(self.knobs[theta[self.knobs] != self.values])
