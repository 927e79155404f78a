"""How far a scale has to reach for some values: pure functions, the same wherever they are asked.

Of few values a scale holds every one. Of many it holds the bulk: one knob far outside would make
all others flat, so it is drawn at the edge, and a mark says how far out it is.
"""

from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray

MANY = 200
"""From so many values on, a scale follows their bulk."""

_WITHIN = 0.995  # of the values are the bulk
_AROUND = 1.6  # times the bulk: what a bell-shaped crowd of any size here stays within
_SAMPLED = 4096  # values by which the bulk of more is judged; MANY of each of many groups

_ROOM, _ROOM_OF_MANY = 1.6, 1.2
"""A few knobs have far to go; of many, none goes far, and small bars would show nothing."""

_SHRUNK = 8  # times smaller than its scale: then a smaller one shows more

_STEPS = (1, 1.5, 2, 3, 5, 7, 10)


def rung(value: float) -> float:
    """Returns the smallest of … 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15 … that is not below a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    for step in _STEPS:
        if value <= step * power:
            return float(f"{step * power:.3g}")
    return float(10 * power)


def needed(values: Array, furthest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns how far the scale of each column of values has to reach.

    Args:
        values: (values, groups); each group has a scale of its own.
        furthest: (groups,) as ``furthest_of`` says.
    """
    if len(values) < MANY:
        return furthest
    bulk = bulk_of(values, _WITHIN)
    return np.asarray(np.where(bulk > 0, np.minimum(furthest, _AROUND * bulk), furthest))


def bulk_of(values: Array, within: float) -> NDArray[np.float64]:
    """Returns the magnitude that a share of the values in each column does not go beyond.

    Args:
        values: (values, groups); of many, some that are spread evenly stand for all.
        within: the share.
    """
    count, groups = values.shape
    some = np.abs(values[_sample(count, max(MANY, _SAMPLED // groups))])
    place = min(int(within * len(some)), len(some) - 1)
    return np.asarray(np.partition(some, place, axis=0)[place], dtype=np.float64)


def furthest_of(values: Array) -> NDArray[np.float64]:
    """Returns the largest magnitude in each column of (values, groups)."""
    above, below = values.max(axis=0), values.min(axis=0)
    return np.asarray(np.maximum(above, -below), dtype=np.float64)


def at_first(need: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Returns the scales that groups begin with, with room to go.

    Args:
        need: how far each has to reach at its start.
        count: values in each.
    """
    return _rungs((_ROOM if count < MANY else _ROOM_OF_MANY) * need)


def by_itself(
    need: NDArray[np.float64], first: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Returns the scales that values ask for: those they began with, unless they do not fit.

    Args:
        need: (groups,) how far each has to reach now.
        first: (groups,) what each began with.
        count: values in each.
    """
    scales, wider = first.copy(), need > first
    scales[wider] = _rungs(need[wider])
    shrunk = (need > 0) & (need * _SHRUNK < first)
    scales[shrunk] = at_first(need[shrunk], count)
    return scales


def _rungs(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([rung(value) for value in values.tolist()])


def _sample(count: int, most: int) -> slice | IndexArray:
    """Returns which of so many values stand for all: spread evenly, in no step with any row."""
    if count <= most:
        return slice(None)
    golden = (5**0.5 - 1) / 2
    shares = np.arange(most) * golden % 1.0
    return np.sort((shares * count).astype(np.intp))
