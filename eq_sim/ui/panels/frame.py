"""A frame with two axes: from a person's numbers to points on the screen, with ticks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.data.dataset import Column
from eq_sim.language.numerals import local
from eq_sim.language.tr import tr
from eq_sim.ui.style.numbers import MINUS, tick
from eq_sim.ui.style.theme import Theme, font

LEFT, BOTTOM = 44.0, 34.0
"""Room for the numbers and the axis' name."""

_BESIDE = ("$", "Hz")
_HIGH, _APART = 12.0, 6.0  # from number to number: up the side, and along the bottom
_FIVE_DIGITS = 10_000.0  # a year has four
_BEYOND = 6.0  # pixels that the last number may reach beyond the frame


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high``, with numbers at ``ticks``; ``log`` counts in powers of ten.

    ``words`` may stand in place of the numbers, one for each of the ticks. ``years`` have no
    separator of thousands.
    """

    low: float
    high: float
    ticks: Sequence[float]
    name: str
    unit: str = ""
    log: bool = False
    words: tuple[str, ...] = ()
    years: bool = False

    def share(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns how far along the axis values are, from 0 to 1."""
        if self.log:
            span = np.log10(self.high / self.low)
            return np.asarray(np.log10(np.asarray(values) / self.low) / span)
        return np.asarray((np.asarray(values) - self.low) / (self.high - self.low))


def axis(
    values: NDArray[np.float64],
    name: str,
    unit: str = "",
    pad: float = 0.06,
    *,
    years: bool = False,
) -> Axis:
    """Returns an axis that holds all values, with about four round ticks."""
    low, high = float(np.min(values)), float(np.max(values))
    if low == high:
        apart = max(1.0, abs(low) / 10)
        low, high = low - apart, high + apart
    margin = pad * (high - low)
    low, high = low - margin, high + margin
    step = round_step((high - low) / 4)
    ticks = np.arange(np.ceil(low / step) * step, high, step) + 0.0  # and no negative zero
    return Axis(low, high, ticks.tolist(), name, unit, years=years)


def axis_ticks(low: float, high: float, most: int) -> list[float]:
    """Returns up to so many steps of round places, both ends included where they are round."""
    step = round_step((high - low) / max(1, most))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    places: list[float] = (np.arange(first, last + 1) * step + 0.0).tolist()
    return places


def with_unit(column: Column) -> str:
    """Returns a column's name with its unit, where that does not stand beside the numbers."""
    name, unit = column.name_said, column.unit_said
    return f"{name} ({unit})" if column.unit not in ("", *_BESIDE) else name


def shown_of(shown: int, samples: int) -> str:
    """Returns how many of how many samples are drawn; nothing where all are."""
    if shown >= samples:
        return ""
    return tr("{shown:,} of {samples:,} shown", shown=shown, samples=samples)


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
        self._numbers = _all_written(x), _all_written(y)
        widths = [metrics.horizontalAdvance(text) for text in self._numbers[1]]
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

    def tag(self, painter: QPainter, theme: Theme, words: str) -> None:
        """Writes a few words into the corner at the top right."""
        if not words:
            return
        painter.setFont(font("tick"))
        wide, high = QFontMetricsF(painter.font()).horizontalAdvance(words) + 8, 16.0
        box = QRectF(self.area.right() - wide - 2, self.area.top() + 2, wide, high)
        painter.fillRect(box, theme.color("window"))  # dots behind words hide them
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

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
        across, up = self._numbers
        for text, share in zip(up, self.y.share(np.array(self.y.ticks)), strict=True):
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
        for text, share in zip(across, self.x.share(np.array(self.x.ticks)), strict=True):
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


def _all_written(axis: Axis) -> list[str]:
    """Returns what stands at an axis: its words, or numbers, in full where short ones are alike."""
    if axis.words:
        return list(axis.words)
    if axis.years and max(map(abs, axis.ticks), default=0) < _FIVE_DIGITS:
        return [local(f"{place:.12g}".replace("-", MINUS)) for place in axis.ticks]
    short = [_written(place, axis.unit) for place in axis.ticks]
    if len(set(short)) == len(short):
        return short
    return [local(f"{place:,.12g}".replace("-", MINUS)) for place in axis.ticks]


def _written(value: float, unit: str) -> str:
    sign, size = (MINUS if value < 0 else ""), abs(value)
    if unit == "$":
        thousands = size >= 1000 and size % 1000 == 0
        return local(f"{sign}${size / 1000:,.0f}k") if thousands else f"{sign}${tick(size)}"
    if unit == "Hz":
        return f"{size / 1000:.0f}k" if size >= 1000 else f"{size:.0f}"
    return tick(value)
