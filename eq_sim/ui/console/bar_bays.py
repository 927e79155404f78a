"""Bays of bars: lines of neurons as spectra, with start marks and small arrows where they fit."""

from collections.abc import Iterator
from math import ceil, floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from eq_sim.network.layout import Block
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.bar_arrows import NARROWEST, paint_arrows, paint_pulls
from eq_sim.ui.console.bars import BarMarks, BarRows, bar_look
from eq_sim.ui.console.bay import Bay
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.grid import Grid
from eq_sim.ui.console.measures import Level, Measures, lettered
from eq_sim.ui.console.pixels import as_image
from eq_sim.ui.console.scales import Scales, as_limit
from eq_sim.ui.console.visible import visible
from eq_sim.ui.style.theme import Theme

_LOWEST = 28  # the travel below which arrows would hide the bars
_STARTED = 6.0  # screen pixels of a bar from which on the mark of its start does not hide it


def pointed_at(of: Measures, ratio: float) -> bool:
    """Whether bars have room for an arrow at their tips, and to move beside it."""
    return of.level is Level.BAR and of.pitch * ratio >= NARROWEST and of.travel >= _LOWEST


class BarBays:
    """Draws them.

    What lies where is found when the canvas is another one, and kept while knobs move on it.

    Args:
        bank: whose knobs.
        scales: what the tops of the bars mean.
        theme: the colours.
    """

    def __init__(self, bank: KnobBank, scales: Scales, theme: Theme) -> None:
        self._bank, self._scales, self._theme = bank, scales, theme
        self._canvas: CanvasMap | None = None
        self._laid: dict[Bay, _Laid | None] = {}

    def draw(
        self,
        painter: QPainter,
        canvas: CanvasMap,
        bay: Bay,
        ways: Array,
        moves: Array | None,
        pulls: Array | None,
    ) -> None:
        """Draws the part of a bay that is in view.

        Args:
            painter: on the canvas.
            canvas: with the view.
            bay: which.
            ways: (size,) which way each knob has just moved.
            moves: (size,) where the next step would go; None to show where the last went.
            pulls: (size,) what the penalties add to that; None for nothing.
        """
        if self._canvas is not canvas:
            self._canvas = canvas
            self._laid.clear()
        if bay not in self._laid:
            self._laid[bay] = _lay(canvas, bay, self._bank.layout.blocks[bay.layer], self._theme)
        laid = self._laid[bay]
        if laid is None:
            return
        limit = as_limit(self._scales.of(bay.layer))
        whole = self._bank.whole()
        laid.rows.paint(whole, limit, laid.pixels, self._marks(bay.of, canvas.ratio))
        if laid.arrows:
            self._point(laid, whole, limit, canvas.ratio, ways, moves, pulls)
        image = as_image(laid.pixels, canvas.ratio)
        for target, source in laid.pieces:
            painter.drawImage(target, image, source)

    def _point(
        self,
        laid: "_Laid",
        whole: Array,
        limit: float | NDArray[np.float64],
        ratio: float,
        ways: Array,
        moves: Array | None,
        pulls: Array | None,
    ) -> None:
        """Paints arrows at the tips of the bars."""
        pointed, ink = ways if moves is None else moves, laid.ink
        for part, neurons, knobs in laid.arrows:
            ends = limit if isinstance(limit, float) else limit[neurons]
            shares, aside = whole[knobs] / ends, laid.offsets[: knobs.size]
            paint_arrows(part, shares, pointed[knobs], aside, ink, ratio, filled=moves is None)
            if pulls is not None:
                paint_pulls(part, shares, pulls[knobs], aside, ink, ratio)

    def _marks(self, of: Measures, ratio: float) -> BarMarks:
        """Returns what is marked: narrow columns underline what is frozen or plays solo."""
        switches = self._bank.switches
        silent = None if switches.all_play else switches.silent
        above = below = None
        solos = switches.solos.any()
        if not lettered(of) and (switches.fixed is not None or solos):
            above, below = switches.silent, switches.frozen & ~switches.silent
            if solos:
                below = below | (switches.solos & ~switches.silent)
        roomy = of.pitch * ratio >= _STARTED and of.travel >= _LOWEST
        starts = self._bank.start() if roomy else None
        return BarMarks(silent, above, below, starts)


class _Laid(Struct, frozen=True):
    """The part of a bay that is in view, as pixels without those between strips.

    Attributes:
        rows: paints its bars.
        pixels: (rows, columns) on which they are painted, line below line.
        pieces: where each strip's bars are drawn, and where they are in the pixels.
        arrows: for each line with arrows its pixels, and (columns,) each their neurons and knobs.
        offsets: (columns,) how far each column of pixels lies from the middle of its knob's.
        ink: the colour of arrows.
    """

    rows: BarRows
    pixels: NDArray[np.uint32]
    pieces: list[tuple[QRectF, QRectF]]
    arrows: list[tuple[NDArray[np.uint32], IndexArray, IndexArray]]
    offsets: NDArray[np.float64]
    ink: int


def _lay(canvas: CanvasMap, bay: Bay, block: Block, theme: Theme) -> _Laid | None:
    """Finds what of a bay is where in the view; None where nothing is in it."""
    of, ratio, shown = bay.of, canvas.ratio, canvas.shown
    across = visible(canvas, bay.x, bay.right, canvas.scroll.x(), canvas.view.width())
    above = bay.lines_above(np.array([shown.top(), shown.bottom()])).tolist()
    lines = np.arange(floor(above[0]), min(bay.lines, ceil(above[1])))
    if len(across) < 1 or not lines.size:
        return None
    edges = canvas.pixels_across(across.start, across.stop)
    slots, there = bay.columns_under(edges)
    kept = np.flatnonzero(there)
    if not kept.size:
        return None
    in_line = bay.across
    if bay.lines == 1:  # a row of a layer that goes on in other rows
        in_line = block.outputs
        slots = slots + bay.first * block.rows
    slots = slots[kept]
    grid = Grid(block, in_line, Axis(slots, there[kept]), Axis(lines, np.ones_like(lines)))
    look = bar_look(theme, round(of.travel * ratio), ratio)
    high = look.height
    tops = np.arange(lines.size) * high
    pixels = np.empty((lines.size * high, kept.size), dtype=np.uint32)
    arrows, offsets = [], np.zeros(0)
    if pointed_at(of, ratio):
        middles = ((edges[:-1] + edges[1:]) / 2)[kept]
        offsets = ((bay.slots(middles) % 1.0) - 0.5) * of.pitch * ratio
        strips, columns = np.divmod(slots, block.rows)
        for top, line in zip(tops.tolist(), lines.tolist(), strict=True):
            neurons = line * in_line + strips
            some = int(np.searchsorted(neurons, block.outputs))  # the last line may have fewer
            knobs = block.offset + columns[:some] * block.outputs + neurons[:some]
            arrows.append((pixels[top : top + high, :some], neurons[:some], knobs))
    pieces = [
        piece
        for top, line in zip(tops.tolist(), lines.tolist(), strict=True)
        for piece in _pieces(bay, line, edges, kept, QRectF(0, top, 0, high))
    ]
    return _Laid(BarRows(grid, look, tops), pixels, pieces, arrows, offsets, look.ink)


def _pieces(
    bay: Bay, line: int, edges: NDArray[np.float64], kept: IndexArray, rows: QRectF
) -> Iterator[tuple[QRectF, QRectF]]:
    """Yields where the bars of each strip of a line go, and where they are in the picture."""
    y = bay.top_of(line) + bay.of.head
    first = max(0, floor((edges[0] - bay.x) / bay.step_x))
    last = min(bay.across, bay.count - line * bay.across)
    wide = bay.columns * bay.of.pitch
    for place in range(first, last):
        left = bay.x + place * bay.step_x + bay.left
        if left > edges[-1]:
            break
        begin, end = np.searchsorted(edges, (left - 1e-6, left + wide - 1e-6)).tolist()
        here = kept[slice(*np.searchsorted(kept, (begin, min(end, len(edges) - 1))).tolist())]
        if here.size:
            x, until = float(edges[here[0]]), float(edges[here[-1] + 1])
            at = float(np.searchsorted(kept, here[0]))
            source = QRectF(at, rows.y(), here.size, rows.height())
            yield QRectF(x, y, until - x, bay.of.travel), source
