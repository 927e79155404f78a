"""A frame with two axes: from a person's numbers to points on the screen, with ticks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.ui.style.numbers import MINUS, local, tick
from eq_sim.ui.style.theme import Theme, font

LEFT, BOTTOM = 44.0, 34.0
"""Room for the numbers and the axis' name."""

_HIGH, _APART = 12.0, 6.0  # from number to number: up the side, and along the bottom
_BEYOND = 6.0  # pixels that the last number may reach beyond the frame


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high``, with numbers at ``ticks``; ``log`` counts in powers of ten.

    ``words`` may stand in place of the numbers, one for each of the ticks.
    """

    low: float
    high: float
    ticks: Sequence[float]
    name: str
    unit: str = ""
    log: bool = False
    words: tuple[str, ...] = ()

    def share(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how far along the axis values are, from 0 to 1."""
        if self.log:
            span = np.log10(self.high / self.low)
            return np.asarray(np.log10(np.asarray(values) / self.low) / span)
        return np.asarray((np.asarray(values) - self.low) / (self.high - self.low))


def axis(values: NDArray[np.float64], name: str, unit: str = "", pad: float = 0.06) -> Axis:
    """Returns an axis that holds all values, with about four round ticks."""
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        low, high = low - 1, high + 1
    margin = pad * (high - low)
    low, high = low - margin, high + margin
    step = round_step((high - low) / 4)
    ticks = np.arange(np.ceil(low / step) * step, high, step)
    return Axis(low, high, ticks.tolist(), name, unit)


class Frame:
    """The area between two axes.

    Args:
        area: in logical pixels, without ``LEFT`` and ``BOTTOM``; wide numbers take more of it.
        x: the axis along the bottom.
        y: the axis along the left.

    Attributes:
        area: what is left for what is drawn.
    """

    def __init__(self, area: QRectF, x: Axis, y: Axis) -> None:
        metrics = QFontMetricsF(font("tick", mono=True))
        widths = [metrics.horizontalAdvance(text) for text in _texts(y)]
        self._left = max([LEFT, *(width + 8 for width in widths)])
        self.area, self.x, self.y = area.adjusted(self._left - LEFT, 0, 0, 0), x, y

    def points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> list[QPointF]:
        """Returns the points on the screen; what is not finite lies far outside."""
        across = self.area.left() + self.x.share(x) * self.area.width()
        up = self.area.bottom() - self.y.share(y) * self.area.height()
        up = np.nan_to_num(up, nan=-1e5, posinf=-1e5, neginf=1e5).clip(-1e5, 1e5)
        return [QPointF(a, b) for a, b in zip(across.tolist(), up.tolist(), strict=True)]

    def outside(self, y: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Returns which values the frame does not hold."""
        share = self.y.share(y)
        return np.asarray(~((share >= 0) & (share <= 1)))

    def curve(
        self, painter: QPainter, pen: QPen, x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> None:
        """Draws a curve, cut at the frame."""
        painter.save()
        painter.setClipRect(self.area)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(self.points(x, y)))
        painter.restore()

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Draws the ground, the lines and the numbers."""
        area = self.area
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("window"))
        painter.drawRoundedRect(area, 4, 4)
        painter.setFont(font("tick", mono=True))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetricsF(painter.font())
        free = np.inf  # no number over the one before
        for text, share in zip(_texts(self.y), self.y.share(np.array(self.y.ticks)), strict=True):
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(theme.color("faint"), 0.6))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            if y > free:
                continue
            free = y - _HIGH
            painter.setPen(theme.color("muted"))
            painter.drawText(
                QRectF(area.left() - self._left, y - 8, self._left - 5, 16), right, text
            )
        free, end = -np.inf, area.right() + _BEYOND
        painter.setPen(theme.color("muted"))
        for text, share in zip(_texts(self.x), self.x.share(np.array(self.x.ticks)), strict=True):
            half = metrics.horizontalAdvance(text) / 2
            x = min(area.left() + share * area.width(), end - half)
            if x - half >= free:
                box = QRectF(x - half - 1, area.bottom() + 2, 2 * half + 2, 14)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
                free = x + half + _APART
        painter.setFont(font("small"))
        foot = QRectF(area.left(), area.bottom() + 16, area.width(), 16)
        if self.x.name:
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"{self.x.name} →")
        if self.y.name:
            painter.drawText(area.adjusted(6, 6, 0, 0), f"{self.y.name} ↑")


def round_step(span: float) -> float:
    """Returns the smallest of 1, 2, 5, 10 … that is not below a span."""
    power = 10.0 ** np.floor(np.log10(max(span, 1e-9)))
    return float(next(m * power for m in (1, 2, 5, 10) if m * power >= span * 0.999))


def _texts(of: Axis) -> Sequence[str]:
    """Returns what stands at each of an axis' ticks."""
    return of.words or [_written(place, of.unit) for place in of.ticks]


def _written(value: float, unit: str) -> str:
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if unit == "$":
        return local(f"{sign}${size / 1000:,.0f}k" if size >= 1000 else f"{sign}${size:,.0f}")
    if unit == "Hz":
        return f"{size / 1000:.0f}k" if size >= 1000 else f"{size:.0f}"
    return tick(value)
