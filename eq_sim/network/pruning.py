"""Which knobs are the smallest: those that a network can do without first (magnitude pruning).

LeCun, Denker and Solla 1989 took weights out of a trained network; Han et al. 2015
(arXiv:1506.02626) took the smallest, and trained the rest.
"""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array

By: TypeAlias = Literal["network", "layer"]
"""Where the smallest are looked for: among all knobs at once, or in each layer by itself."""

_Mask: TypeAlias = NDArray[np.bool_]


def smallest(
    layout: Layout, values: Array, share: float, by: By, among: _Mask, gone: _Mask
) -> _Mask:
    """Returns a (size,) mask of a share of the weights and biases, the smallest of them.

    Which they are does not depend on the machine: of equal ones the first in θ go first.

    Args:
        layout: the network's layout; an adapter's knobs are never among them.
        values: (wired,) or longer: what each is worth.
        share: from 0 to 1, of those that are ``among``, to the nearest whole number.
        by: where the smallest are looked for.
        among: (size,) those that can go.
        gone: (size,) those that went before: they stay away before any other goes.
    """
    mask: _Mask = np.zeros(layout.size, dtype=bool)
    spans = [(block.offset, block.offset + block.size) for block in layout.blocks]
    for start, end in spans if by == "layer" else [(0, layout.wired)]:
        free, sizes = among[start:end], np.abs(values[start:end])
        count = int(share * int(np.count_nonzero(free)) + 0.5)
        before = free & gone[start:end]
        away = int(np.count_nonzero(before))
        if count <= away:
            _choose(mask[start:end], sizes, before, count)
            continue
        mask[start:end] = before
        _choose(mask[start:end], sizes, free & ~before, count - away)
    return mask


def _choose(mask: _Mask, sizes: Array, among: _Mask, count: int) -> None:
    """Sets so many of the smallest in a mask; there are as many."""
    if not count:
        return
    edge = np.partition(sizes[among], count - 1)[count - 1]
    below = among & (sizes < edge)
    np.logical_or(mask, below, mask)
    equal = np.flatnonzero(among & (sizes == edge))
    mask[equal[: count - int(np.count_nonzero(below))]] = True
