"""Where a steep fall becomes a slow one, on two logarithmic axes: two lines that meet at a bend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.sweeps.curve import Spread

FEWEST = 7
"""So many points it takes: three on each side, and the bend."""

_EACH_SIDE = 3
_BETTER = 0.5  # at most this share of one line's squares is left by two
_SLOWER = 1 / 3  # at most this share of the first slope has the second


@dataclass(frozen=True)
class Bend:
    """A steep fall, and what comes after it. All numbers are medians that were found.

    Attributes:
        at: the x nearest to where the lines meet.
        first: at the lowest x.
        there: at the bend.
        last: at the highest x.
        beyond: the median of the medians beyond the bend.
        flat: whether what still falls beyond is less than the seeds differ among themselves there.
        steep: the power of x by which it goes up to the bend; below 0.
        slow: the power beyond.
    """

    at: float
    first: float
    there: float
    last: float
    beyond: float
    flat: bool
    steep: float
    slow: float


def bend(x: Sequence[float], of: Sequence[Spread]) -> Bend | None:
    """Returns where a fall bends, or None where it does not, or too few points would tell.

    The bend is the point at which two lines, fitted together by least squares of the logarithms,
    leave the least. It counts where they leave at most half of what a single line leaves, the first
    falls, and the second is at most a third as steep.

    Args:
        x: above 0, rising.
        of: what was found at each.
    """
    places = np.asarray(x, np.float64)
    medians = np.array([one.median for one in of])
    there = np.isfinite(medians) & (medians > 0) & (places > 0)
    if there.sum() < FEWEST:
        return None
    across, up = np.log(places[there]), np.log(medians[there])
    one_line = _left(np.stack([np.ones_like(across), across], axis=1), up)[0]
    lines = [
        (*_left(_bent(across, across[place]), up), place)
        for place in range(_EACH_SIDE, across.size - _EACH_SIDE)
    ]
    left, (_, steep, turn), place = min(lines, key=lambda line: line[0])
    slow = steep + turn
    if steep >= 0 or left > _BETTER * one_line or abs(slow) > _SLOWER * abs(steep):
        return None
    kept = np.flatnonzero(there)
    found, here = medians[kept], [of[index] for index in kept.tolist()]
    width = float(np.median([one.band[1] - one.band[0] for one in here[place:]]))
    falls = float(np.exp(up[place]) - np.exp(up[place] + slow * (across[-1] - across[place])))
    return Bend(
        at=float(places[kept[place]]),
        first=float(found[0]),
        there=float(found[place]),
        last=float(found[-1]),
        beyond=float(np.median(found[place + 1 :])),
        flat=abs(falls) <= width,
        steep=steep,
        slow=slow,
    )


def _bent(across: NDArray[np.float64], at: float) -> NDArray[np.float64]:
    """Returns the columns of two lines that meet at a place."""
    return np.stack([np.ones_like(across), across, np.maximum(across - at, 0.0)], axis=1)


def _left(columns: NDArray[np.float64], up: NDArray[np.float64]) -> tuple[float, tuple[float, ...]]:
    """Returns the sum of squares that a fit leaves, and its coefficients."""
    fitted = np.linalg.lstsq(columns, up, rcond=None)[0]
    rest = up - columns @ fitted
    return float(rest @ rest), tuple(float(one) for one in fitted)
