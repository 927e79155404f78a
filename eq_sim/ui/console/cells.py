"""A layer seen from far: each knob a cell, blue below zero, dark at zero, orange above.

Colours are looked up by the upper bits of a number that has been scaled so that the borders
between colours are exact in those bits: no rounding, no logarithm and no root is computed for a
cell, and an infinity or what is not a number at all finds its colour in the same table.
"""

from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.ui.console.grid import Grid, Mask, Numbers, gains
from eq_sim.ui.style.color_mix import Pixels, diverging
from eq_sim.ui.style.theme import Theme

LEVELS = 9
"""Colours on each side of zero."""

_KEPT = 17  # bits of a float32: its sign, its exponent and 8 bits of its fraction
_SHIFT = np.uint32(32 - _KEPT)
_MOST = 11  # levels whose borders 8 bits of a fraction can tell apart


class Shade(Struct, frozen=True):
    """How a number becomes a colour.

    Attributes:
        root: whether 1 % stands half way to 4 %: level = sign × √(|number| ∕ limit).
        levels: colours on each side of zero; what lies beyond the limit has the last.
        colors: (2 · levels + 1,) from below over zero to above; twice, the second time for what
            is silent.
        gap: the colour where there is no knob.
        alarm: the colour of what is not a number.
        table: the colour of each number by its upper bits, first of those that sound.
    """

    root: bool
    levels: int
    colors: Pixels
    gap: int
    alarm: int
    table: Pixels

    @property
    def reach(self) -> int:
        """What the end of a scale is scaled to so that the table has its numbers' colours."""
        return self.levels**2 if self.root else self.levels


@lru_cache(maxsize=8)
def shade(theme: Theme, *, root: bool, levels: int = LEVELS) -> Shade:
    """Returns a theme's colours for cells.

    Args:
        theme: the colours of a window.
        root: whether small numbers are shown larger than they are.
        levels: colours on each side of zero, 11 at most.

    Raises:
        ValueError: there are more levels than can be told apart exactly.
    """
    if not 1 <= levels <= _MOST:
        raise ValueError(f"cells have 1 to {_MOST} levels a side, not {levels}")
    shares = np.arange(-levels, levels + 1) / levels
    zero, gray = theme.color("track"), theme.color("muted")
    colors = np.stack(
        [
            diverging(theme.color("negative"), zero, theme.color("positive"), shares),
            diverging(gray, zero, gray, shares),
        ]
    )
    alarm = theme.color("alarm").rgb()
    bits = np.arange(1 << _KEPT, dtype=np.uint32) << _SHIFT
    numbers = bits.view(np.float32)
    unknown = np.isnan(numbers)
    sizes = np.where(unknown, np.float32(0), np.abs(numbers)).astype(np.float64)
    sizes = np.sqrt(sizes) if root else sizes
    level = np.floor(np.minimum(sizes, levels) + 0.5).astype(np.intp)
    place = levels + np.where(np.signbit(numbers), -level, level)
    table = np.where(unknown, np.uint32(alarm), colors[:, place]).ravel()
    return Shade(root, levels, colors, theme.color("window").rgb(), alarm, table)


def paint_cells(
    grid: Grid,
    values: Array,
    limit: Numbers,
    shade: Shade,
    out: NDArray[np.uint32],
    silent: Mask | None = None,
) -> None:
    """Paints a layer's knobs as cells.

    Args:
        grid: which knobs lie under which pixels.
        values: (θ,) a number for each knob; not copied.
        limit: the end of the scale: one number, or one for each neuron of the layer. Where
            neurons differ a pixel shows the knob that is largest on its own scale.
        shade: the colours.
        out: (rows, columns) of the grid's shape, RGB32 pixels to paint on, such as a part of a
            larger picture.
        silent: (θ,) which knobs are shown without a sign's colour; None for none.
    """
    scaled, marks = gains(shade.reach, limit), () if silent is None else (silent,)
    if grid.gaps:
        out[...] = shade.gap
    with np.errstate(over="ignore", under="ignore"):
        for tile in grid.tiles(values, scaled, np.dtype(np.float32), marks):
            places = tile.numbers.view(np.uint32) >> _SHIFT
            if marks:
                places |= tile.marks << _KEPT
            colors = shade.table.take(places, mode="clip")
            missing = grid.missing(tile.lines, tile.columns)
            if missing is not None:
                colors[missing] = shade.gap
            _enlarge(grid, tile.lines, tile.columns, colors, out)


def _enlarge(
    grid: Grid, lines: slice, columns: slice, colors: Pixels, out: NDArray[np.uint32]
) -> None:
    """Lays down the pixels of some cells."""
    rows, wide = grid.lines.pixels(lines), grid.columns.pixels(columns)
    if wide.stop - wide.start != colors.shape[1]:
        colors = colors.take(grid.columns.of_pixel[wide] - columns.start, axis=1, mode="clip")
    if rows.stop - rows.start != colors.shape[0]:
        colors = colors.take(grid.lines.of_pixel[rows] - lines.start, axis=0, mode="clip")
    out[rows, wide] = colors
