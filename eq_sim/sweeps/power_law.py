"""A straight line on two logarithmic axes, y = c·x^a: drawn where one fits, denied elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class NoPowerLaw:
    """None fits.

    Attributes:
        reason: why, as the end of a sentence.
        fit: R² of the best line; None where there is no line.
    """

    reason: str
    fit: float | None = None


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
        points = f"{different} point{'' if different == 1 else 's'}"
        return NoPowerLaw(f"{points} of the {FEWEST} that it takes at least")
    if (places <= 0).any():
        return NoPowerLaw("a value of 0 or below has no logarithm")
    if (heights <= 0).any():
        return NoPowerLaw("a result of 0 has no logarithm")
    if np.ptp(heights) == 0:
        return NoPowerLaw("all results are the same")
    across, up = np.log(places), np.log(heights)
    exponent, offset = np.polyfit(across, up, 1)
    left = up - (exponent * across + offset)
    fit = 1 - float(left @ left) / float(((up - up.mean()) ** 2).sum())
    if fit < LEAST_FIT:
        # Rounded down: 0.9799 is not written as the 0.98 that it misses.
        return NoPowerLaw(f"R² = {np.floor(fit * 100) / 100:.2f}", fit)
    return PowerLaw(float(np.exp(offset)), float(exponent), fit)
