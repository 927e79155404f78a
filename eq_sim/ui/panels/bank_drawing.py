"""Means or one component as a small picture: pixels where inputs are pixels, bars otherwise."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from eq_sim.ui.models.locked_bank import LockedBank
from eq_sim.ui.style.color_mix import Pixels, diverging, image_over
from eq_sim.ui.style.theme import Theme


@dataclass(eq=False)
class BankDrawing:
    """Draws what stands at each place of a bank.

    Attributes:
        bank: what is drawn.
        theme: the colours.
    """

    bank: LockedBank
    theme: Theme
    _pixels: dict[int, Pixels] = field(default_factory=dict)

    def draw(self, painter: QPainter, box: QRectF, place: int) -> None:
        """Draws the means or a component into a box."""
        shades = self.bank.shades(place)
        if self.bank.image is None:
            self._bars(painter, box, shades)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(box, image_over(self._inked(place, shades)))

    def feature_at(self, box: QRectF, point: QPointF) -> int | None:
        """Returns which input lies at a point of a drawing; None beside all of them."""
        if not box.contains(point):
            return None
        rows, columns = self._grid()
        row = min(int((point.y() - box.top()) / box.height() * rows), rows - 1)
        column = min(int((point.x() - box.left()) / box.width() * columns), columns - 1)
        return row * columns + column

    def box_of(self, box: QRectF, feature: int) -> QRectF:
        """Returns where an input lies in a drawing."""
        rows, columns = self._grid()
        row, column = divmod(feature, columns)
        wide, high = box.width() / columns, box.height() / rows
        return QRectF(box.left() + column * wide, box.top() + row * high, wide, high)

    def next_to(self, feature: int, across: int, down: int) -> int:
        """Returns the input beside another one; the same at the edge."""
        rows, columns = self._grid()
        row, column = divmod(feature, columns)
        row = min(max(row + down, 0), rows - 1)
        return row * columns + min(max(column + across, 0), columns - 1)

    def _grid(self) -> tuple[int, int]:
        return self.bank.image or (1, len(self.bank.names))

    def _inked(self, place: int, shades: NDArray[np.float64]) -> Pixels:
        if place not in self._pixels:
            theme = self.theme
            below, above = theme.color("negative"), theme.color("positive")
            pixels = diverging(below, theme.color("track"), above, shades.reshape(self._grid()))
            self._pixels[place] = np.ascontiguousarray(pixels)
        return self._pixels[place]

    def _bars(self, painter: QPainter, box: QRectF, shades: NDArray[np.float64]) -> None:
        painter.fillRect(box, self.theme.color("track"))
        wide, middle = box.width() / len(shades), box.center().y()
        painter.setPen(Qt.PenStyle.NoPen)
        for feature, shade in enumerate(shades.tolist()):
            painter.setBrush(self.theme.color("positive" if shade > 0 else "negative"))
            high = -shade * box.height() / 2
            x = box.left() + (feature + 0.15) * wide
            painter.drawRect(QRectF(x, middle, max(0.7 * wide, 0.5), high).normalized())
        painter.setPen(QPen(self.theme.color("faint"), 1))
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
