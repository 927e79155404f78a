"""The way of all knobs since the start, as it was recorded."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.session.spreads import FEW, Spreads

MOST_KNOBS = FEW
"""Knobs up to which the way is known; of more, only their spread is."""


def knob_path(
    spreads: Spreads, layout: Layout, first: int = 0
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns the way of all knobs.

    Args:
        spreads: where the knobs stood at the recorded points.
        layout: the network's layout.
        first: the moment that it begins with; those before it are left out.

    Returns:
        (moments,) training steps and (moments, size) knobs; without a moment where they are not
        known, of more than ``MOST_KNOBS`` or of another network.
    """
    of, thetas = spreads.layout, spreads.moments()
    if of is None or of.architecture != layout.architecture or thetas is None:
        return np.empty(0, np.int64), np.empty((0, layout.size), np.float32)
    return spreads.steps[first:], thetas[first:]
