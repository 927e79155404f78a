"""What the inspector draws: a neuron's sum line by line, and where an answer changes."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.session.questions.one_knob import Arithmetic
from eq_sim.ui.style.color_mix import diverging, image_over
from eq_sim.ui.style.numbers import signed
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_MOST_TERMS = 8
_ROW = 18.0


class Sum(QWidget):
    """A neuron's arithmetic, a line for each input: value × weight = product."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines: list[tuple[str, ...]] = []
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
        terms = sorted(told.terms, key=lambda term: -abs(term.product))[:_MOST_TERMS]
        shown = [term for term in told.terms if term in terms]
        # What is shown multiplies to what is shown: the product is that of the shown factors.
        self.lines = []
        for term in shown:
            value, weight = round(term.value, 3), round(term.weight, 3)
            product = signed(value * weight)
            self.lines.append((term.name, signed(value), "×", signed(weight), "=", product))
        rest = [term for term in told.terms if term not in shown]
        if rest:
            total = sum(term.product for term in rest)
            self.lines.append((f"{len(rest):,} more", "", "", "", "=", signed(total)))
        if told.bias is not None:
            self.lines.append(("bias", "", "", "", "+", signed(told.bias)))
        self.lines.append(("sum", "", "", "", "=", signed(told.total)))
        name = told.activation.lower() if told.activation != "ReLU" else "ReLU"
        if name != "identity":
            self.lines.append((f"{name} of it", "", "", "", "=", signed(told.answer)))
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
        ends = (0.0, 0.44, 0.51, 0.72, 0.78, 1.0)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        for row, line in enumerate(self.lines):
            y = row * _ROW
            total = line[0] == "sum" or line[0].endswith("of it")
            if line[0] == "sum":
                painter.fillRect(QRectF(0, y, wide, 1), self._theme.color("faint"))
            for place, text in enumerate(line):
                painter.setFont(font(11.5, mono=place > 0, bold=total))
                painter.setPen(self._theme.color("text" if place in (0, 5) else "muted"))
                begin = 0.0 if place == 0 else ends[place] * wide - 80
                width = 0.5 * wide if place == 0 else 80.0
                side = left if place == 0 else right
                box = QRectF(begin, y, width, _ROW)
                painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


class DifferenceMap(QWidget):
    """Where in the plane the answer changes when the knob goes up: more light, less dark."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._change: NDArray[np.float64] | None = None
        self._image: QImage | None = None
        self.setFixedHeight(scaled(120))
        self.setAccessibleName("Where the answer changes when this knob is turned up")

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
