"""The owner of θ: the only file that writes to it. Everyone else gets a view to read.

So the weights w, where they are made of θ, are made anew here, and nowhere else.
"""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.making import PLAIN, Made, Making, made
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.errors import KnobError

LARGEST = 1e9
"""No hand may set a knob beyond this, and no step may turn the knobs by more, all together.

It is far beyond any use, and far below the squares that overflow float32.
"""


class Parameters:
    """θ, one contiguous vector, and the start it came from; and w, which is made of it.

    Args:
        layout: where each knob sits.
        start: (size,) values that it started from, and comes back to.
        theta: (size,) values now.
        making: how the weights are made from the knobs.
        silent: (size,) knobs that are muted; None for none.

    Attributes:
        theta: a read-only view of θ that follows every change: what hands and training turn.
        w: a read-only view of the (wired,) weights that are multiplied. It is θ itself, or is made
            anew from θ with every change.
        making: how; of the same kind for as long as this lives.
        start: (size,) where the knobs started; read-only, too.
        revision: grows with each change of θ.

    What the last step left is kept without a copy, until something else than a step changes θ.
    """

    def __init__(
        self,
        layout: Layout,
        start: Array,
        theta: Array,
        making: Making = PLAIN,
        silent: NDArray[np.bool_] | None = None,
    ) -> None:
        self.layout = layout
        self._theta: Array = np.array(theta)
        self.theta = self._theta.view()
        self.theta.flags.writeable = False
        self._made = Made(layout, self.theta, making.fitting(layout))
        self.w = self._made.w
        self.start = start
        self.revision = -1
        self.take(making, silent)
        self._left: Array | None = None

    @property
    def plain(self) -> bool:
        """Whether knobs and weights are one memory."""
        return self._made.plain

    def serves(self, making: Making) -> bool:
        """Whether weights of another making can be made here: numbers are all that differ."""
        making = making.fitting(self.layout)
        rounds = making.rounding is not None
        return (making.is_plain(self.layout), rounds) == (self._made.plain, self._made.rounds)

    def take(self, making: Making, silent: NDArray[np.bool_] | None = None) -> None:
        """Makes the weights as another making says that it ``serves``.

        Args:
            making: how.
            silent: (size,) knobs that are muted.
        """
        self.making, self._silent = making.fitting(self.layout), silent
        self._made.take(self.making, silent)
        self._changed()

    def beside(self, start: Array, theta: Array) -> "Parameters":
        """Returns other values of the same knobs, whose weights are made in the same way."""
        return Parameters(self.layout, start, theta, self.making, self._silent)

    def made(self, theta: Array) -> Array:
        """Returns the (wired,) weights that other values of the knobs would make."""
        return theta if self.plain else made(self.layout, theta, self.making, self._silent)

    def lead_back(self, slopes: Array, gradient: Array) -> None:
        """Fills the slopes along the knobs from those along the weights: see ``Made``."""
        if self.plain:
            np.copyto(gradient, slopes)
        else:
            self._made.lead_back(slopes, gradient)

    def turn(self, knobs: slice | IndexArray, values: Array) -> None:
        """Sets some knobs. The caller has checked that they exist and can take the values."""
        self._leave()
        self._theta[knobs] = values
        self._changed()

    def put(self, values: Array) -> None:
        """Writes all knobs. The caller vouches for the values: they were knobs before."""
        self._leave()
        np.copyto(self._theta, values)
        self._changed()

    def take_over(self, other: "Parameters") -> None:
        """Takes the values of another θ, and what the last step left there."""
        np.copyto(self._theta, other.theta)
        self.leave(other.left)
        self._changed()

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
        if not self.plain:
            self._made.make()

    def step(self, update: Array) -> None:
        """θ ← θ − update. The caller has checked the update's size."""
        np.subtract(self._theta, update, self._theta)
        self._changed()

    def _changed(self) -> None:
        if not self._made.plain:
            self._made.make()
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
