"""Bays of bars: lines of neurons as spectra, with start marks and small arrows where they fit."""

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from eq_sim.network.types import Array
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.axis import Axis
from eq_sim.ui.console.bar_arrows import NARROWEST, paint_arrows, paint_pulls
from eq_sim.ui.console.bars import BarMarks, bar_look, paint_bars
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

    Args:
        bank: whose knobs.
        scales: what the tops of the bars mean.
        theme: the colours.
    """

    def __init__(self, bank: KnobBank, scales: Scales, theme: Theme) -> None:
        self._bank, self._scales, self._theme = bank, scales, theme

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
        bank, ratio, theme, of = self._bank, canvas.ratio, self._theme, bay.of
        block = bank.layout.blocks[bay.layer]
        across = visible(canvas, bay.x, bay.right, canvas.scroll.x(), canvas.view.width())
        shown = canvas.shown
        above = bay.lines_above(np.array([shown.top(), shown.bottom()])).tolist()
        lines = np.arange(floor(above[0]), min(bay.lines, ceil(above[1])))
        if len(across) < 1 or not lines.size:
            return
        edges = canvas.pixels_across(across.start, across.stop)
        slots, there = bay.columns_under(edges)
        in_line = bay.across
        if bay.lines == 1:  # a row of a layer that goes on in other rows
            in_line = block.outputs
            slots = slots + bay.first * block.rows
        grid = Grid(block, in_line, Axis(slots, there), Axis(lines, np.ones_like(lines)))
        look = bar_look(theme, round(of.travel * ratio), ratio)
        tops = np.arange(lines.size) * look.height
        pixels = np.empty((lines.size * look.height, len(across)), dtype=np.uint32)
        limit = as_limit(self._scales.of(bay.layer))
        whole = bank.whole()
        paint_bars(grid, whole, limit, look, tops, pixels, self._marks(of, ratio))
        if pointed_at(of, ratio):
            middles = (edges[:-1] + edges[1:]) / 2
            offsets = ((bay.slots(middles) % 1.0) - 0.5) * of.pitch * ratio
            pointed = ways if moves is None else moves
            strips, columns = np.divmod(slots, block.rows)
            for place, line in enumerate(lines.tolist()):
                neurons = np.minimum(line * in_line + strips, block.outputs - 1)
                knobs = block.offset + np.minimum(columns, block.rows - 1) * block.outputs + neurons
                part = pixels[place * look.height : (place + 1) * look.height]
                ends = limit if isinstance(limit, float) else limit[neurons]
                shares = whole[knobs] / ends
                paint_arrows(
                    part, shares, pointed[knobs] * there, offsets, look.ink, ratio,
                    filled=moves is None,
                )  # fmt: skip
                if pulls is not None:
                    paint_pulls(part, shares, pulls[knobs] * there, offsets, look.ink, ratio)
        image = as_image(pixels, ratio)
        for place, line in enumerate(lines.tolist()):
            self._put_bars(painter, image, (place * look.height, look.height), bay, line, edges)

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

    def _put_bars(
        self,
        painter: QPainter,
        image: QImage,
        rows: tuple[int, int],
        bay: Bay,
        line: int,
        edges: NDArray[np.float64],
    ) -> None:
        """Draws what was painted, strip by strip, without the edges of their frames."""
        top, high = rows
        y = bay.top_of(line) + bay.of.head
        first = max(0, floor((edges[0] - bay.x) / bay.step_x))
        last = min(bay.across, bay.count - line * bay.across)
        wide = bay.columns * bay.of.pitch
        for place in range(first, last):
            left = bay.x + place * bay.step_x + bay.left
            if left > edges[-1]:
                break
            begin, end = np.searchsorted(edges, (left - 1e-6, left + wide - 1e-6)).tolist()
            end = min(end, len(edges) - 1)
            if end > begin:
                x, until = float(edges[begin]), float(edges[end])
                target = QRectF(x, y, until - x, bay.of.travel)
                painter.drawImage(target, image, QRectF(begin, top, end - begin, high))
