"""Small arrows at the tips of bars: which way a knob moved, or would move with the next step."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array

NARROWEST = 7.0
"""Screen pixels of a column from which on it has room for an arrow."""

_ROWS = 3  # of an arrow
_LINE = 1.4  # of an open one


def paint_arrows(
    out: NDArray[np.uint32],
    shares: Array,
    ways: Array,
    offsets: NDArray[np.float64],
    ink: int,
    ratio: float,
    *,
    filled: bool,
    away: int = 0,
) -> None:
    """Paints the arrows of a line of bars.

    Args:
        out: (rows, columns) pixels of the line to paint on.
        shares: (columns,) where the knob of each stands, as a share of its scale.
        ways: (columns,) 1 for up, −1 for down, 0 for no arrow.
        offsets: (columns,) how far each lies from the middle of its knob's column.
        ink: the colour.
        ratio: screen pixels per logical pixel.
        filled: whether they are filled.
        away: rows from the usual place on, the way that they point.
    """
    half = len(out) // 2
    known = np.nan_to_num(np.clip(shares, -1.0, 1.0))
    tips = half - np.rint(known * half).astype(np.intp)
    aside, size = np.abs(offsets), max(1.0, ratio)
    rows = round(_ROWS * size)
    for row in range(rows):
        lit = (aside < row + 0.8) & (ways != 0)
        if not filled:
            lit &= aside >= row + 0.8 - _LINE * size
        columns = np.flatnonzero(lit)
        way = np.sign(ways[columns]).astype(np.intp)
        at = np.clip(tips[columns] - way * (rows + 1 - row + away), 0, len(out) - 1)
        out[at, columns] = ink


def paint_pulls(
    out: NDArray[np.uint32],
    shares: Array,
    ways: Array,
    offsets: NDArray[np.float64],
    ink: int,
    ratio: float,
) -> None:
    """Paints two heads inside each bar that the penalties pull, behind any next-step arrow.

    A bar that is too short for them has none: they would be on the other side of zero.

    Args:
        out: (rows, columns) pixels of the line to paint on.
        shares: (columns,) where the knob of each stands, as a share of its scale.
        ways: (columns,) by how much each is pulled; only the signs count.
        offsets: (columns,) how far each lies from the middle of its knob's column.
        ink: the colour.
        ratio: screen pixels per logical pixel.
    """
    rows = round(_ROWS * max(1.0, ratio))
    long = np.abs(shares) * (len(out) // 2) > 3 * rows + 2
    pulled = np.where(long & (ways * shares < 0), ways, 0)
    for away in (rows + 1, 2 * rows):
        paint_arrows(out, shares, pulled, offsets, ink, ratio, filled=False, away=away)
