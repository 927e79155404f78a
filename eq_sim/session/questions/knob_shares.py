"""How the weights or biases of a layer are spread: shares of them along a scale, and quantiles."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.spreads import Part, edges

OUTER = 0.05
"""The share of the knobs that is left out at each end where "most" are meant."""

_LEVELS = (OUTER, 0.5, 1 - OUTER)


def shares(part: Part, limit: float, rows: int) -> NDArray[np.float64]:
    """Returns (moments, rows) which share of the knobs stands in each row of a scale.

    Of knobs that were counted in cells, those of a cell that two rows cut are divided evenly.

    Args:
        part: the knobs.
        limit: the scale's end: the rows go from −limit to +limit. What is beyond counts in the
            first and the last of them.
        rows: how many.
    """
    moments = len(part.steps)
    if part.values is not None:
        with np.errstate(invalid="ignore"):
            places = np.floor((part.values / limit + 1) * (rows / 2))
        places = np.clip(np.nan_to_num(places), 0, rows - 1).astype(np.intp)
        places += rows * np.arange(moments)[:, np.newaxis]
        found = np.bincount(places.ravel(), minlength=moments * rows).reshape(moments, rows)
        return found / max(1, part.knobs)
    assert part.counts is not None
    cuts, ends = np.linspace(-limit, limit, rows + 1)[1:-1], edges()
    made = np.empty((moments, rows))
    for place, counts in enumerate(part.counts):
        below = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
        at = np.interp(cuts, ends, below)
        made[place] = np.diff(np.concatenate([[0.0], at, below[-1:]]))
    return made / max(1, part.knobs)


def middle(part: Part) -> NDArray[np.float64]:
    """Returns (moments, 3) what 5 %, half and 95 % of the knobs are below at each moment."""
    if part.values is not None:
        return np.quantile(part.values.astype(np.float64), _LEVELS, axis=1).T
    assert part.counts is not None
    ends = edges()
    made = np.empty((len(part.steps), len(_LEVELS)))
    for place, counts in enumerate(part.counts):
        below = np.concatenate([[0.0], np.cumsum(counts, dtype=np.float64)])
        made[place] = np.interp(np.multiply(_LEVELS, below[-1]), below, ends)
    return made


def beyond(part: Part, limit: float) -> NDArray[np.int64]:
    """Returns (moments, 2) how many knobs are below −limit and above limit.

    Of counted knobs it is those in cells that are outside as a whole.
    """
    if part.values is not None:
        low, high = part.values < -limit, part.values > limit
        return np.stack([low.sum(axis=1), high.sum(axis=1)], axis=1)
    assert part.counts is not None
    ends = edges()
    low_cells, high_cells = ends[1:] <= -limit, ends[:-1] >= limit
    outside = [part.counts[:, cells].sum(axis=1) for cells in (low_cells, high_cells)]
    return np.stack(outside, axis=1).astype(np.int64)
