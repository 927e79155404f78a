"""The owner of θ: the only file that writes to it. Everyone else gets a view to read."""

from collections.abc import Sequence

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, Dtype, IndexArray
from eq_sim.session.errors import KnobError

LARGEST = 1e9
"""No hand may set a knob beyond this, and no step may turn the knobs by more, all together.

It is far beyond any use, and far below the squares that overflow float32.
"""


class Parameters:
    """θ, one contiguous vector, and the start it came from.

    Args:
        layout: where each knob sits.
        start: (size,) values to start from, and to come back to.
        dtype: float32 or float64.
        theta: (size,) values now, where they are not those of the start.

    Attributes:
        theta: a read-only view of θ that follows every change.
        start: a read-only copy of the start.
        revision: grows with each change of θ.
    """

    def __init__(
        self, layout: Layout, start: Array, dtype: Dtype, theta: Array | None = None
    ) -> None:
        self.layout = layout
        self._theta: Array = np.array(start if theta is None else theta, dtype=dtype)
        self.theta = self._theta.view()
        self.theta.flags.writeable = False
        self.start: Array = np.array(start, dtype=dtype)
        self.start.flags.writeable = False
        self.revision = 0

    def turn(self, knobs: Sequence[int], values: Sequence[float]) -> None:
        """Sets some knobs, all of them or, if one is refused, none.

        Raises:
            KnobError: a knob does not exist, or a value is not finite or beyond ``LARGEST``.
        """
        for knob, value in zip(knobs, values, strict=True):
            self.check_knob(knob)
            if not abs(value) <= LARGEST:  # also refuses nan
                raise KnobError(f"a knob cannot take {value}: the limit is ±{LARGEST:,.0f}")
        for knob, value in zip(knobs, values, strict=True):
            self._theta[knob] = value
        self.revision += 1

    def check_knob(self, knob: int) -> None:
        """Checks that a knob exists.

        Raises:
            KnobError: it does not.
        """
        if not 0 <= knob < self.layout.size:
            raise KnobError(f"there is no knob {knob}: the network has {self.layout.size}")

    def reset(self) -> None:
        """Puts every knob back to the start."""
        np.copyto(self._theta, self.start)
        self.revision += 1

    def put(self, values: Array) -> None:
        """Writes all knobs. The caller vouches for the values: they were knobs before."""
        np.copyto(self._theta, values)
        self.revision += 1

    def settle(self, below: float, keep: IndexArray | None = None) -> None:
        """Sets knobs that have decayed to less than ``below`` to 0, where they were going.

        Args:
            below: what counts as vanishing.
            keep: knobs to leave as they are.
        """
        kept = None if keep is None else self._theta[keep]
        np.copyto(self._theta, 0, where=np.abs(self._theta) < below)
        if keep is not None:
            self._theta[keep] = kept

    def step(self, update: Array) -> None:
        """θ ← θ − update. The caller has checked the update's size."""
        np.subtract(self._theta, update, self._theta)
        self.revision += 1
