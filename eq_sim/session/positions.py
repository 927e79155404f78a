"""The positions that knobs click into, as a hand and a view need them: where each knob stops."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.making import Rounding
from eq_sim.network.types import Array, IndexArray

FEW = 63
"""So many positions at most are told apart one by one: marked on a track, stepped through."""


class Positions:
    """Where the knobs of a network stop, in the precision in which it computes.

    Args:
        rounding: how far positions are apart, and how many there are.
        layout: where each knob sits.
        dtype: of the knobs.

    Attributes:
        rounding: the same.
        wired: how many knobs, from the first on, click; those of an adapter turn freely.
        count: how many positions there are.
        few: whether they are few enough to be told apart.
    """

    def __init__(self, rounding: Rounding, layout: Layout, dtype: np.dtype[np.floating]) -> None:
        self.rounding, self.wired = rounding, layout.wired
        self.count, self.few = rounding.positions, rounding.positions <= FEW
        steps = rounding.steps(layout).astype(dtype)
        steps.flags.writeable = False
        self._steps: Array = steps

    def steps(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns how far the positions of some knobs are apart; 0 for those that do not click."""
        clicks = knobs < self.wired
        found = np.zeros(knobs.shape)
        found[clicks] = self._steps[knobs[clicks]]
        return found

    def clicked(self, values: Array, first: int = 0) -> Array:
        """Returns where neighbouring knobs stop.

        Args:
            values: of the knobs; they are copied.
            first: which knob the first value is of.
        """
        stops = np.array(values)
        some = max(0, min(stops.size, self.wired - first))
        steps = self._steps[first : first + some]
        stops[:some] = self._numbers(stops[:some], steps) * steps
        return stops

    def snapped(self, knobs: IndexArray, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns where some knobs stop that are turned to some values."""
        stops, clicks = np.array(values, dtype=np.float64), knobs < self.wired
        steps = self._steps[knobs[clicks]]
        stops[clicks] = self._numbers(stops[clicks].astype(steps.dtype), steps) * steps
        return stops

    def number(self, knob: int, value: float) -> int:
        """Returns which position a value belongs to, counted from 1 at the lowest."""
        steps = self._steps[knob : knob + 1]
        at = self._numbers(np.array([value], dtype=steps.dtype), steps)
        return int(at[0]) + self.rounding.limit + 1

    def _numbers(self, values: Array, steps: Array) -> Array:
        limit = self.rounding.limit
        with np.errstate(all="ignore"):
            return np.asarray(np.clip(np.rint(values / steps), -limit, limit), dtype=steps.dtype)
