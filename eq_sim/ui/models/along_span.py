"""Which part of the loss along a knob is looked at: the bowl, neither its rim nor the sky."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ABOVE = 1.2  # of the rise from the lowest point to the highest place that has to be seen
_LEAST_RISE = 0.1  # of what the whole curve rises
_PAD = 0.04
_FLAT = 1e-9


@dataclass(frozen=True)
class Span:
    """A part of a curve: between two values of the knob, and between two losses."""

    left: float
    right: float
    bottom: float
    top: float

    def holds(self, value: float, loss: float) -> bool:
        """Whether a point lies within."""
        return self.left <= value <= self.right and self.bottom <= loss <= self.top


def span_of(
    values: NDArray[np.float64], losses: NDArray[np.float64], places: NDArray[np.float64]
) -> Span:
    """Returns the part of a curve that shows some places and the way between their like.

    It reaches a little above the highest of the places, and on both sides as far as the curve is
    below that. Of a bowl that is its inside.

    Args:
        values: (points,) of the knob, rising.
        losses: (points,) there.
        places: (places,) values that have to be seen, within those of the curve.
    """
    finite = np.isfinite(losses)
    if not finite.any():
        return Span(float(values[0]), float(values[-1]), 0.0, 1.0)
    known = losses[finite]
    here = np.interp(places, values[finite], known)
    low = float(min(known.min(), here.min()))
    rise = max(float(here.max()) - low, _LEAST_RISE * (float(known.max()) - low))
    if rise <= _FLAT * max(1.0, abs(low)):
        rise = max(abs(low), 1e-3)
    top = low + _ABOVE * rise
    bottom = 0.0 if 0 <= low <= rise else low - (_ABOVE - 1) * rise
    inside = np.flatnonzero(finite & (losses <= top))
    left = min(_crossing(values, losses, int(inside[0]), -1, top), float(places.min()))
    right = max(_crossing(values, losses, int(inside[-1]), 1, top), float(places.max()))
    pad = _PAD * (right - left)
    return Span(left - pad, right + pad, bottom - _PAD * (top - bottom), top)


def _crossing(
    values: NDArray[np.float64], losses: NDArray[np.float64], place: int, way: int, top: float
) -> float:
    """Returns where a curve passes a height, between a point below it and the next one."""
    beyond = place + way
    inner = float(values[place])
    if not 0 <= beyond < len(values):
        return inner
    outer, low, high = float(values[beyond]), float(losses[place]), float(losses[beyond])
    share = (top - low) / (high - low) if np.isfinite(high) and high > low else 1.0
    return inner + share * (outer - inner)
