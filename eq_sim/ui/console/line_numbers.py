"""The numbers of the neurons with which lines of cells begin, beside them.

Where the view has scrolled aside, the numbers of those at its edge, on plates over the cells; and
over bars that are too low for a name.
"""

from collections.abc import Iterator
from math import floor

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from eq_sim.language.numerals import local
from eq_sim.ui.console.bay import Bay
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.measures import Level
from eq_sim.ui.style.theme import Theme, font

_APART = 14.0  # from the number of a line to the next, at least
_OVER = 25.0  # where they are over knobs
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LineNumber(Struct, frozen=True):
    """A number.

    Attributes:
        neuron: whose, counted from 0.
        text: what is written.
        box: where on the canvas.
        over: whether that is over cells.
    """

    neuron: int
    text: str
    box: QRectF
    over: bool


def line_numbers(canvas: CanvasMap) -> Iterator[LineNumber]:
    """Yields the numbers that can be seen, as many as there is room for."""
    metrics, shown = QFontMetricsF(_font()), canvas.shown
    for bay in canvas.geometry.bays:
        if shown.left() < bay.right and bay.x < shown.right():
            for number in _of_bay(bay, metrics, shown):
                if number.box.bottom() <= canvas.geometry.height:  # further nobody can scroll
                    yield number


def _of_bay(bay: Bay, metrics: QFontMetricsF, shown: QRectF) -> Iterator[LineNumber]:
    cells = bay.of.level is Level.CELL
    if not cells and bay.of.head >= metrics.height():
        return  # each has its name
    aside = max(0, floor((shown.left() - bay.x) / bay.step_x))
    over = shown.left() > 0 and bay.x - 5 - _widest(bay, metrics) < shown.left() + 2
    room, step = bay.x - 6, 1 if over else bay.group or 1
    while step * bay.step_y < (_OVER if over else _APART):
        step *= 2
    ends = np.array([shown.top() - 20, shown.bottom()])
    first, last = (int(line) for line in bay.lines_above(ends).tolist())
    for line in range(first // step * step, min(bay.lines, last + 1), step):
        place = line * bay.across + (aside if over else 0)
        if place >= bay.count or not (over or cells):
            continue
        text = local(f"{bay.first + place + 1:,}")
        wide = metrics.horizontalAdvance(text)
        x = shown.left() + 2 if over else bay.x - 5 - wide
        if (not over and wide > room) or x + wide > bay.right:
            continue
        y = bay.top_of(line) + min(0.0, (bay.of.height - metrics.height()) / 2)
        if over and not shown.top() <= y <= shown.bottom() - metrics.height():
            continue
        if y >= shown.bottom() or y + metrics.height() <= shown.top():
            continue  # the whole bay may be below the view
        yield LineNumber(bay.first + place, text, QRectF(x, y, wide + 2, metrics.height()), over)


def _widest(bay: Bay, metrics: QFontMetricsF) -> float:
    return metrics.horizontalAdvance(local(f"{bay.first + bay.count:,}"))


def draw_line_numbers(painter: QPainter, canvas: CanvasMap, theme: Theme) -> None:
    """Draws them, after the knobs."""
    painter.setFont(_font())
    for number in line_numbers(canvas):
        if number.over:
            painter.fillRect(number.box.adjusted(-2, 0, 2, 0), theme.color("panel"))
        painter.setPen(theme.color("text" if number.over else "muted"))
        painter.drawText(number.box, _LEFT, number.text)


def _font() -> QFont:
    return font(9, mono=True)
