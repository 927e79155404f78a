"""A layer seen from far: each knob a cell, blue below zero, dark at zero, orange above.

Colours are looked up by the upper bits of a number that has been scaled so that the borders
between colours are exact in those bits: no rounding, no logarithm and no root is computed for a
cell, and an infinity or what is not a number at all finds its colour in the same table.
"""

from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from eq_sim.network.types import Array
from eq_sim.ui.console.grid import Grid, Mask, Numbers, Tile, gains
from eq_sim.ui.console.workspace import Workspace, workspace
from eq_sim.ui.style.color_mix import Pixels, diverging, mixed
from eq_sim.ui.style.theme import Theme

LEVELS = 9
"""Colours on each side of zero."""

_KEPT = 17  # bits of a float32: its sign, its exponent and 8 bits of its fraction
_SHIFT = np.uint32(32 - _KEPT)
_FROST = 0.4  # how far the colours of marked knobs are on their way to that of text
_RIME = 0.14  # and that of a marked zero, which must not look like something silent
_MOST = 11  # levels whose borders 8 bits of a fraction can tell apart


class Shade(Struct, frozen=True):
    """How a number becomes a colour.

    Attributes:
        root: whether 1 % stands half way to 4 %: level = sign × √(|number| ∕ limit).
        levels: colours on each side of zero; what lies beyond the limit has the last.
        colors: (4, 2 · levels + 1) from below over zero to above: of what sounds, what is silent,
            what is marked, and what is both.
        gap: the colour where there is no knob.
        alarm: the colour of what is not a number.
        table: the colour of each number by its upper bits, for each row of ``colors``.
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
    below, zero, above, gray, light = (
        theme.color(name) for name in ("negative", "track", "positive", "muted", "text")
    )
    plain = diverging(below, zero, above, shares)
    silent = diverging(gray, zero, gray, shares)
    frost = (_toward(below, light, _FROST), _toward(zero, light, _RIME))
    marked = diverging(*frost, _toward(above, light, _FROST), shares)
    colors = np.stack([plain, silent, marked, silent])
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
    marked: Mask | None = None,
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
        marked: (θ,) which are shown as if under frost, such as those that are frozen; None for
            none.
    """
    scaled = gains(shade.reach, limit)
    rows = [(row, mask) for row, mask in ((1, silent), (2, marked)) if mask is not None]
    marks = [mask for _, mask in rows]
    if grid.lines.gaps.all() or grid.columns.gaps.all():
        out[...] = shade.gap
    with np.errstate(over="ignore", under="ignore"), workspace() as work:
        for tile in grid.tiles(values, scaled, np.dtype(np.float32), marks):
            bits = tile.numbers.view(np.uint32)
            places = work.array("places", bits.shape, np.intp)
            np.right_shift(bits, _SHIFT, out=places)
            for bit, (row, _) in enumerate(rows):
                places |= (tile.marks >> bit & 1) * np.intp(row << _KEPT)
            colors = work.array("colors", bits.shape, np.uint32)
            np.take(shade.table, places, out=colors, mode="clip")
            missing = grid.missing(tile.lines, tile.columns)
            if missing is not None:
                colors[missing] = shade.gap
            _enlarge(grid, tile, colors, shade.gap, out, work)


def _toward(color: QColor, light: QColor, share: float) -> QColor:
    return QColor(int(mixed(color, light, np.array([share]))[0]))


def _enlarge(
    grid: Grid, tile: Tile, colors: Pixels, gap: int, out: NDArray[np.uint32], work: Workspace
) -> None:
    """Lays down the pixels of some cells, and of the gaps between them."""
    lines, columns = tile.lines, tile.columns
    rows, wide = grid.lines.pixels(lines), grid.columns.pixels(columns)
    if wide.stop - wide.start != colors.shape[1]:
        colors = work.take("wide", colors, grid.columns.of_pixel[wide] - columns.start, 1)
        colors[:, np.flatnonzero(grid.columns.gaps[wide])] = gap
    if rows.stop - rows.start != colors.shape[0]:
        colors = work.take("high", colors, grid.lines.of_pixel[rows] - lines.start, 0)
        colors[np.flatnonzero(grid.lines.gaps[rows])] = gap
    out[rows, wide] = colors
