"""The owner of θ: the only file that writes to it. Everyone else gets a view to read."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.errors import KnobError

LARGEST = 1e9
"""No hand may set a knob beyond this, and no step may turn the knobs by more, all together.

It is far beyond any use, and far below the squares that overflow float32.
"""


class Parameters:
    """θ, one contiguous vector, and the start it came from.

    Args:
        layout: where each knob sits.
        start: (size,) values that it started from, and comes back to.
        theta: (size,) values now.

    Attributes:
        theta: a read-only view of θ that follows every change.
        start: (size,) where the knobs started; read-only, too.
        revision: grows with each change of θ.

    What the last step left is kept without a copy, until something else than a step changes θ.
    """

    def __init__(self, layout: Layout, start: Array, theta: Array) -> None:
        self.layout = layout
        self._theta: Array = np.array(theta)
        self.theta = self._theta.view()
        self.theta.flags.writeable = False
        self.start = start
        self.revision = 0
        self._left: Array | None = None

    def turn(self, knobs: slice | IndexArray, values: Array) -> None:
        """Sets some knobs. The caller has checked that they exist and can take the values."""
        self._leave()
        self._theta[knobs] = values
        self.revision += 1

    def put(self, values: Array) -> None:
        """Writes all knobs. The caller vouches for the values: they were knobs before."""
        self._leave()
        np.copyto(self._theta, values)
        self.revision += 1

    def take_over(self, other: "Parameters") -> None:
        """Takes the values of another θ, and what the last step left there."""
        np.copyto(self._theta, other.theta)
        self.leave(other.left)
        self.revision += 1

    @property
    def left(self) -> Array | None:
        """(size,) what the last step left, if knobs were turned since; None if θ is still that."""
        return self._left

    def leave(self, values: Array | None = None) -> None:
        """Says what the last step left: values that nobody changes, or θ as it is now."""
        still = values is None or np.may_share_memory(values, self._theta)
        self._left = None if still else values

    def _leave(self) -> None:
        if self._left is None:
            self._left = self._theta.copy()

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


def check_values(values: NDArray[np.floating]) -> None:
    """Checks that knobs can take some values.

    Raises:
        KnobError: one is not finite, or beyond ``LARGEST``.
    """
    fine = np.abs(values) <= LARGEST  # also refuses nan
    if not fine.all():
        value = values[~fine][0]
        raise KnobError(
            "a knob cannot take {value:g}: the limit is ±{limit:,.0f}", value=value, limit=LARGEST
        )
