"""What the inspector draws: a neuron's sum line by line, and where an answer changes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.questions.one_knob import Arithmetic
from eq_sim.ui.models.shown_sum import Line, sum_lines
from eq_sim.ui.style.color_mix import diverging, image_over
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_MOST_TERMS = 8
_ROW = 18.0
_LETTERS, _SMALLEST = 11.5, 8.5
_GAP = 5.0


class Sum(QWidget):
    """A neuron's arithmetic, a line for each input: value × weight = product."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[Line] = []
        self._sum_row = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.updateGeometry()
        self.update()

    def show_arithmetic(self, told: Arithmetic) -> None:
        """Shows a sum; of many inputs those that count most."""
        self.lines = sum_lines(told, _MOST_TERMS)
        shared = len(told.terms) > _MOST_TERMS  # those that count least have one line
        self._sum_row = min(len(told.terms), _MOST_TERMS) + shared + (told.bias is not None)
        words = "; ".join(" ".join(part for part in line if part) for line in self.lines)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As many rows as there are lines."""
        return QSize(scaled(200), scaled(len(self.lines) * _ROW + 6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the lines in columns."""
        with QPainter(self) as painter:
            painter.scale(current().scale, current().scale)
            self._draw(painter, self.width() / current().scale)

    def _draw(self, painter: QPainter, wide: float) -> None:
        size = _LETTERS
        while size > _SMALLEST and _width(self.lines, size) > wide:
            size -= 0.5
        columns = _columns(self.lines, size)
        ends = [wide - sum(columns[place + 1 :]) for place in range(len(columns))]
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for row, line in enumerate(self.lines):
            y = row * _ROW
            total = row >= self._sum_row
            if row == self._sum_row:
                painter.fillRect(QRectF(0, y, wide, 1), self._theme.color("faint"))
            for place, text in enumerate(line):
                painter.setFont(font(size, mono=place > 0, bold=total))
                painter.setPen(self._theme.color("text" if place in (0, 5) else "muted"))
                if place == 0:
                    box = QRectF(0, y, wide - columns[5], _ROW)
                else:
                    box = QRectF(0, y, ends[place], _ROW)
                side = left if place == 0 else right
                painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


def _columns(lines: Sequence[Line], size: float) -> list[float]:
    """Returns how wide each column of a sum is; names of lines without factors count for none."""
    plain, mono = QFontMetricsF(font(size)), QFontMetricsF(font(size, bold=True, mono=True))
    widths = [0.0] * 6
    for line in lines:
        for place, text in enumerate(line):
            if place == 0 and not line[1]:
                continue
            metrics = mono if place else plain
            widths[place] = max(widths[place], metrics.horizontalAdvance(text) + _GAP)
    return widths


def _width(lines: Sequence[Line], size: float) -> float:
    return sum(_columns(lines, size))


class DifferenceMap(QWidget):
    """Where in the plane the answer changes when the knob goes up: more light, less dark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._change: NDArray[np.float64] | None = None
        self._image: QImage | None = None
        self.setFixedHeight(scaled(120))
        self.setAccessibleName(tr("Where the answer changes when this knob is turned up"))

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        if self._change is not None:
            self.show_change(self._change)

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setFixedHeight(scaled(120))

    def show_change(self, change: NDArray[np.float64]) -> None:
        """Shows (side, side) changes of the answer."""
        self._change = change
        reach = max(float(np.abs(change).max()), 1e-9)
        theme = self._theme
        ends = theme.color("class_zero"), theme.color("panel"), theme.color("class_one")
        self._pixels = diverging(*ends, change / reach)
        self._image = image_over(self._pixels)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the map."""
        if self._image is not None:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                side = float(min(self.width(), self.height()))
                painter.drawImage(QRectF(0, 0, side, side), self._image)
