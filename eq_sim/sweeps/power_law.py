"""A straight line on two logarithmic axes, y = c·x^a: drawn where one fits, denied elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, ntr, tr

LEAST_FIT = 0.98
"""So much of what log y does must the line explain (R²)."""

FEWEST = 5
"""So many different x it takes: a line through fewer points fits too easily."""


@dataclass(frozen=True)
class PowerLaw:
    """y = c·x^a.

    Attributes:
        factor: c.
        exponent: a; below 0 where y falls.
        fit: R², the share of the variance of log y that the line explains.
    """

    factor: float
    exponent: float
    fit: float

    def at(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns y at places x."""
        return np.asarray(self.factor * np.asarray(x, np.float64) ** self.exponent)


Why = Literal["few points", "value of 0", "result of 0", "same results", "bad fit"]

_REASONS: dict[Why, str] = {
    "value of 0": later("a value of 0 or below has no logarithm"),
    "result of 0": later("a result of 0 has no logarithm"),
    "same results": later("all results are the same"),
}


@dataclass(frozen=True)
class NoPowerLaw:
    """None fits.

    Attributes:
        why: what stands against one.
        points: how many different x there are.
        fit: R² of the best line; None where there is no line.
    """

    why: Why
    points: int
    fit: float | None = None

    @property
    def reason(self) -> str:
        """Why none fits, as the end of a sentence."""
        if self.why == "few points":
            return ntr(
                "{count} point of the {fewest} that it takes at least",
                "{count} points of the {fewest} that it takes at least",
                self.points,
                fewest=FEWEST,
            )
        if self.fit is not None:
            # Rounded down: 0.9799 is not written as the 0.98 that it misses.
            return tr("R² = {fit:.2f}", fit=np.floor(self.fit * 100) / 100)
        return tr(_REASONS[self.why])


def power_law(x: Sequence[float], y: Sequence[float]) -> PowerLaw | NoPowerLaw:
    """Returns the power law that fits, by least squares of the logarithms, or why there is none.

    Args:
        x: above 0.
        y: at each of them; what is not finite is left out.
    """
    places, heights = np.asarray(x, np.float64), np.asarray(y, np.float64)
    there = np.isfinite(places) & np.isfinite(heights)
    places, heights = places[there], heights[there]
    different = np.unique(places).size
    if different < FEWEST:
        return NoPowerLaw("few points", different)
    if (places <= 0).any():
        return NoPowerLaw("value of 0", different)
    if (heights <= 0).any():
        return NoPowerLaw("result of 0", different)
    if np.ptp(heights) == 0:
        return NoPowerLaw("same results", different)
    across, up = np.log(places), np.log(heights)
    exponent, offset = np.polyfit(across, up, 1)
    left = up - (exponent * across + offset)
    fit = 1 - float(left @ left) / float(((up - up.mean()) ** 2).sum())
    if fit < LEAST_FIT:
        return NoPowerLaw("bad fit", different, fit)
    return PowerLaw(float(np.exp(offset)), float(exponent), fit)
