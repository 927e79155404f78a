"""Marks in cells that have room: which way a knob goes, where it began, how it is switched.

A corner says which way: the upper right one up, the lower right one down; filled for a move of the
last step, an angle for where the next one would go. A small square, lower left, has the colour of
the start. What is muted is struck through, and what plays solo has a dot, upper left.
"""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.switches import Switches
from eq_sim.ui.console.cells import Shade
from eq_sim.ui.console.grid import Grid, Mask, Numbers
from eq_sim.ui.console.measures import Level, Measures
from eq_sim.ui.style.color_mix import Pixels

_LEAST = 7.0  # lengths of a side from which on a cell has room for marks
_SIDE = 3.0  # of a mark


def marked(of: Measures) -> bool:
    """Whether cells have room for marks."""
    return of.level is Level.CELL and min(of.pitch, of.height) >= _LEAST


class CellMarks(Struct, frozen=True):
    """What is marked; (θ,) each.

    Attributes:
        ways: 1 for up, −1 for down, 0 for no arrow.
        filled: whether the corners that say so are filled.
        starts: where each knob began; None where the cells show no values.
        switches: what is muted and what plays solo.
    """

    ways: Array
    filled: bool
    starts: Array | None
    switches: Switches


def paint_marks(
    pixels: Pixels,
    grid: Grid,
    marks: CellMarks,
    limit: Numbers,
    colors: Shade,
    ink: int,
    ratio: float,
) -> None:
    """Paints the marks of a layer's cells, each of which is some pixels wide and high.

    Args:
        pixels: (rows, columns) of the grid's shape, with the cells.
        grid: which knobs lie under which pixels.
        marks: what is marked.
        limit: the end of the scale: one number, or one for each neuron.
        colors: of the cells.
        ink: the colour of marks.
        ratio: screen pixels per logical pixel.
    """
    if not len(grid.lines.first) or not len(grid.columns.first):
        return
    part = _Part(pixels, grid, max(2, round(_SIDE * ratio)), max(1, int(ratio)))
    knobs = part.knobs
    if marks.starts is not None:
        ends = limit
        if isinstance(limit, np.ndarray):
            ends = limit[(knobs - grid.block.offset) % grid.block.outputs]
        part.lower_left(_shades(marks.starts[knobs] / np.maximum(ends, 1e-30), colors))
    ways = marks.ways[knobs]
    for way in (1, -1):
        part.corner(np.sign(ways) == way, ink, up=way > 0, filled=marks.filled)
    switches = marks.switches
    if switches.mutes.any():
        part.struck(switches.mutes[knobs], ink)
    if switches.solos.any():
        part.dot(switches.solos[knobs], ink)


def _shades(shares: Array, colors: Shade) -> Pixels:
    """Returns the colours of shares of a scale."""
    known = np.nan_to_num(np.clip(shares, -1.0, 1.0))
    levels = np.sign(known) * np.floor(np.abs(known) * colors.levels + 0.5)
    return np.asarray(colors.colors[0, colors.levels + levels.astype(np.intp)])


class _Part:
    """The cells of a picture: their knobs, and where each begins and ends."""

    def __init__(self, pixels: Pixels, grid: Grid, side: int, thin: int) -> None:
        self._pixels, self._side, self._thin = pixels, side, thin
        lines, columns, block = grid.lines, grid.columns, grid.block
        strips, of = np.divmod(columns.first, block.rows)
        neurons = lines.first[:, np.newaxis] * grid.across + strips
        self.knobs: IndexArray = (
            block.offset + of * block.outputs + np.minimum(neurons, block.outputs - 1)
        )
        high, wide = lines.ends - lines.begins, columns.ends - columns.begins
        # Of a cell at the edge of the view only a part is there, and a mark is whole or not there.
        roomy = (high >= 2 * side)[:, np.newaxis] & (wide >= 2 * side)
        self._there: Mask = (neurons < block.outputs) & roomy
        self._top, self._bottom = lines.begins, lines.ends
        self._left, self._right = columns.begins, columns.ends

    def lower_left(self, colors: Pixels) -> None:
        """Paints a square in the colour of each cell's start."""
        rows, places = np.nonzero(self._there)
        found = colors[rows, places]
        for down, across in _square(self._side):
            at = self._bottom[rows] - self._thin - 1 - down
            self._pixels[at, self._left[places] + self._thin + across] = found

    def corner(self, mask: NDArray[np.bool_], ink: int, *, up: bool, filled: bool) -> None:
        """Paints the right corner of some cells, the upper or the lower one."""
        rows, places = np.nonzero(mask & self._there)
        for down, across in _square(self._side + 1):
            inside = down + across <= self._side
            if not inside or (not filled and min(down, across) >= self._thin):
                continue
            begin = self._top[rows] + down if up else self._bottom[rows] - 1 - down
            self._pixels[begin, self._right[places] - 1 - across] = ink

    def struck(self, mask: NDArray[np.bool_], ink: int) -> None:
        """Strikes some cells through, from the upper left to the lower right."""
        for row, place in np.argwhere(mask & self._there).tolist():
            top, bottom = int(self._top[row]), int(self._bottom[row])
            left, right = int(self._left[place]), int(self._right[place])
            steps = max(bottom - top, right - left)
            down = np.linspace(top, bottom - 1, steps).round().astype(np.intp)
            across = np.linspace(left, right - 1, steps).round().astype(np.intp)
            self._pixels[down, across] = ink

    def dot(self, mask: NDArray[np.bool_], ink: int) -> None:
        """Paints a square into the upper left corner of some cells."""
        rows, places = np.nonzero(mask & self._there)
        for down, across in _square(self._side):
            at = self._top[rows] + self._thin + down
            self._pixels[at, self._left[places] + self._thin + across] = ink


def _square(side: int) -> Iterator[tuple[int, int]]:
    return ((down, across) for down in range(side) for across in range(side))
