"""Lines of strips as bars, from the zero line up in orange and down in blue.

A bias has the colour of text, what is silent is gray. Of many knobs in one column of pixels the
largest is shown.
"""

from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray
from eq_sim.ui.console.grid import Grid, Mask, Numbers, Tile, gains
from eq_sim.ui.style.color_mix import Pixels
from eq_sim.ui.style.theme import Theme

_KINDS = (("positive", "negative"), ("text", "text"), ("muted", "muted"))
_BIAS, _SILENT = 1, 2
_PARTED = 2.5  # pixels of a column from which on its last is left free, to tell neighbours apart
_SLACK = 1 + 1e-6  # a value at the end of its scale is not beyond it for being rounded


class BarLook(Struct, frozen=True):
    """How the bars of a line are drawn.

    Attributes:
        height: of a line, in pixels of the screen.
        thick: pixels of a line above or below a bar.
        thin: pixels of a start mark.
        ink: the colour of marks.
        gap: the colour where there is no knob.
        table: (height, codes) the column of pixels of each code: each kind's levels from below to
            above, with one more at either end for what is beyond the scale; then what is not a
            number; then a gap.
    """

    height: int
    thick: int
    thin: int
    ink: int
    gap: int
    table: Pixels

    @property
    def half(self) -> int:
        """Pixels from the zero line to the end of the scale."""
        return self.height // 2

    @property
    def levels(self) -> int:
        """Codes of a kind."""
        return 2 * self.half + 3


@lru_cache(maxsize=32)
def bar_look(theme: Theme, height: int, ratio: float) -> BarLook:
    """Returns how bars are drawn in a theme's colours.

    Args:
        theme: the colours of a window.
        height: of a line of strips, in pixels of the screen.
        ratio: pixels of the screen per logical pixel.

    Raises:
        ValueError: there is no room for a bar.
    """
    if height < 2:
        raise ValueError(f"bars need 2 pixels at least, not {height}")
    half, thick = height // 2, max(1, round(2 * ratio))
    rows = np.arange(height)[:, np.newaxis]
    levels = np.arange(-half - 1, half + 2)
    colors = {
        name: np.uint32(theme.color(name).rgb())
        for name in ("positive", "negative", "text", "muted", "strip", "faint", "window", "alarm")
    }
    ground = np.where(rows == half, colors["faint"], colors["strip"])
    up = (rows < half) & (rows >= half - levels)
    down = (rows > half) & (rows <= half - levels)
    # What is beyond the scale has a bright end, set apart from its bar.
    tip = max(1, min(thick, half // 4))
    for way, end in ((up, rows), (down, height - 1 - rows)):
        edge = np.flatnonzero(levels == (half + 1 if way is up else -half - 1))
        way[:, edge] &= end >= 2 * tip
    ends = (levels > half) & (rows < tip) | (levels < -half) & (rows >= height - tip)
    kinds = [
        np.where(
            ends,
            colors["text"],
            np.where(up, colors[above], np.where(down, colors[below], ground)),
        )
        for above, below in _KINDS
    ]
    special = np.empty((height, 2), dtype=np.uint32)
    special[:, 0], special[:, 1] = colors["alarm"], colors["window"]
    table = np.ascontiguousarray(np.concatenate([*kinds, special], axis=1), dtype=np.uint32)
    thin = max(1, round(ratio))
    return BarLook(height, thick, thin, int(colors["text"]), int(colors["window"]), table)


class BarMarks(Struct, frozen=True):
    """What else is shown of some knobs; (θ,) each, None for none.

    Attributes:
        silent: those that are drawn without a sign's colour.
        above: those that have a line at the upper end of their column.
        below: those that have a line at its lower end.
        starts: where each one began: a thin line, where a column is wide enough.
    """

    silent: Mask | None = None
    above: Mask | None = None
    below: Mask | None = None
    starts: Array | None = None


NO_MARKS = BarMarks()


class BarRows:
    """Lines of strips as bars: what lies where is found once, and painted with each frame.

    Args:
        grid: which knobs lie under which columns of pixels; down, an entry for each line that is
            painted, not for each pixel.
        look: how high and in which colours.
        tops: (lines,) the row of pixels at which each line begins; a line may reach beyond them.
    """

    def __init__(self, grid: Grid, look: BarLook, tops: IndexArray) -> None:
        self._grid, self._look, self._tops = grid, look, tops
        self._parts: dict[tuple[int, int], _Part] = {}

    def paint(
        self, values: Array, limit: Numbers, out: NDArray[np.uint32], marks: BarMarks | None = None
    ) -> None:
        """Paints them.

        Args:
            values: (θ,) where each knob stands; not copied.
            limit: the end of the scale: one number, or one for each neuron of the layer.
            out: (rows, columns) pixels to paint on, as wide as the grid.
            marks: what else is shown of the knobs.
        """
        grid, marks = self._grid, marks or NO_MARKS
        scaled = gains(self._look.half, limit)
        masks = [mask for mask in (marks.silent, marks.above, marks.below) if mask is not None]
        if not grid.is_full:
            for top in self._tops.tolist():
                _rows(out, top, self._look.height)[...] = self._look.gap
        starts = None
        with np.errstate(over="ignore", under="ignore"):
            if marks.starts is not None:
                starts = grid.tiles(marks.starts, scaled, np.dtype(np.float32))
            for tile in grid.tiles(values, scaled, np.dtype(np.float32), masks):
                part = self._part(tile)
                bits = iter(range(len(masks)))
                flags = [
                    None if mask is None else (tile.marks >> next(bits) & 1) != 0
                    for mask in (marks.silent, marks.above, marks.below)
                ]
                part.lay(out, tile.numbers, flags[0])
                if starts is not None:
                    part.lay_starts(out, next(starts).numbers)
                part.lay_lines(out, flags[1], top=True)
                part.lay_lines(out, flags[2], top=False)

    def _part(self, tile: Tile) -> "_Part":
        key = (tile.lines.start, tile.columns.start)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = _Part(self._grid, tile, self._look, self._tops)
        return part


class _Part:
    """The pixels of one tile."""

    def __init__(self, grid: Grid, tile: Tile, look: BarLook, tops: IndexArray) -> None:
        self._look = look
        columns = tile.columns
        missing = grid.missing(tile.lines, columns)
        wide, high = grid.columns.pixels(columns), grid.lines.pixels(tile.lines)
        self._wide = wide
        self._cell = grid.columns.of_pixel[wide] - columns.start
        self._parted = _parted(grid)[columns]
        self._free: IndexArray = (grid.columns.ends[columns] - 1 - wide.start)[self._parted]
        self._gaps = np.flatnonzero(grid.columns.gaps[wide])
        self._missing = missing
        self._nowhere = None if missing is None else missing.take(self._cell, axis=1)
        self._kinds: IndexArray | None = None
        if grid.block.bias:
            rows = grid.block.rows
            bias = grid.columns.first[columns] % rows == rows - 1
            bias &= grid.columns.count[columns] == 1
            self._kinds = np.where(bias, _BIAS, 0)
        self._lines = [
            (cell, top)
            for cell, top, gap in zip(
                (grid.lines.of_pixel[high] - tile.lines.start).tolist(),
                tops[high].tolist(),
                grid.lines.gaps[high].tolist(),
                strict=True,
            )
            if not gap
        ]

    def lay(self, out: NDArray[np.uint32], shares: Array, silent: Mask | None) -> None:
        """Lays down the bars."""
        look, kinds = self._look, self._kinds
        codes = _levels(shares, look.half)
        beyond = np.abs(shares) > look.half * _SLACK
        if beyond.any():
            codes += beyond * np.sign(codes)
        codes += look.half + 1
        if kinds is not None:
            codes += look.levels * (kinds if silent is None else np.where(silent, _SILENT, kinds))
        elif silent is not None:
            codes += (look.levels * _SILENT) * silent
        unknown = np.isnan(shares)
        if unknown.any():
            codes[unknown] = look.table.shape[1] - 2
        pixels = codes.take(self._cell, axis=1)
        pixels[:, self._free] = look.half + 1
        if self._nowhere is not None:
            pixels[self._nowhere] = look.table.shape[1] - 1
        pixels[:, self._gaps] = look.table.shape[1] - 1
        for place, top in self._lines:
            rows = _rows(out, top, look.height)
            first = max(0, -top)
            table = look.table[first : first + len(rows)]
            rows[:, self._wide] = table.take(pixels[place], axis=1, mode="clip")

    def lay_starts(self, out: NDArray[np.uint32], shares: Array) -> None:
        """Lays down where each knob began, across its column."""
        look, out = self._look, out[:, self._wide]
        fits = self._parted if self._missing is None else self._parted & ~self._missing
        fits = np.broadcast_to(fits & ~np.isnan(shares), shares.shape).take(self._cell, axis=1)
        fits[:, self._free] = False
        fits[:, self._gaps] = False
        at = (look.half - _levels(shares, look.half)).take(self._cell, axis=1)
        at = np.clip(at - look.thin // 2, 0, look.height - look.thin)
        cells = np.array([cell for cell, _ in self._lines])
        tops = np.array([top for _, top in self._lines])
        lines, columns = np.nonzero(fits[cells])
        below = tops[lines] + at[cells][lines, columns]
        for row in range(look.thin):
            seen = (below + row >= 0) & (below + row < len(out))
            out[(below + row)[seen], columns[seen]] = look.ink

    def lay_lines(self, out: NDArray[np.uint32], marked: Mask | None, *, top: bool) -> None:
        """Lays a line across the columns of some knobs, at their upper or lower end."""
        if marked is None or not marked.any():
            return
        look, out = self._look, out[:, self._wide]
        if self._missing is not None:
            marked = marked & ~self._missing
        wide = marked.take(self._cell, axis=1)
        wide[:, self._gaps] = False
        for place, above in self._lines:
            begin = above if top else above + look.height - look.thick
            np.copyto(_rows(out, begin, look.thick), np.uint32(look.ink), where=wide[place])


def _parted(grid: Grid) -> Mask:
    """Returns which columns of a grid are told apart by a pixel: all of them or none.

    Where a knob is 2.7 pixels wide its column has 2 or 3, so it is their mean that decides.
    """
    wide, alone = grid.columns.ends - grid.columns.begins, grid.columns.count == 1
    if not alone.any() or wide[alone].mean() < _PARTED:
        return np.zeros(len(wide), dtype=bool)
    parted: Mask = alone & (wide >= 2)
    return parted


def _rows(out: NDArray[np.uint32], top: int, height: int) -> NDArray[np.uint32]:
    """Returns so many rows of a picture, as far as they are in it."""
    return out[max(0, top) : max(0, top + height)]


def _levels(shares: Array, half: int) -> IndexArray:
    """Returns how many pixels from zero each bar reaches; one at least that is not zero."""
    known = np.nan_to_num(shares, nan=0.0, posinf=half, neginf=-half)
    levels: IndexArray = np.rint(np.clip(known, -half, half)).astype(np.intp)
    levels += (levels == 0) * np.sign(known).astype(np.intp)
    return levels
