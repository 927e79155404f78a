"""What a fader and its cap look like, painted once per size, theme and screen.

A fader's column is made of rows of pixels: the empty slot, the slot with a bar, the mark of the
start, and the rows of the cap. Weights have a square cap, biases a round one. The arrow beside a
cap says which way the knob went.
"""

from functools import partial

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QLinearGradient, QPainter, QPen, QPolygonF

from eq_sim.ui.console.pixels import Runs, paint_runs
from eq_sim.ui.style.theme import Theme

SHAPES = ("weight", "bias")
SIGNS = ("zero", "positive", "negative")
WAYS = ("still", "up", "down")


class FaderSize(Struct, frozen=True):
    """A fader's measures in logical pixels.

    Attributes:
        width: of the column.
        height: of the whole travel, margins included.
        ratio: screen pixels per logical pixel.
        ticks: whether sixths of the travel are marked; not where positions are.
    """

    width: float
    height: float
    ratio: float
    ticks: bool = True

    @property
    def cap_width(self) -> float:
        """Of a weight's cap."""
        return min(max(15.0, 0.52 * self.width), 52.0)

    @property
    def cap_height(self) -> float:
        """Of a weight's cap; also a bias's diameter."""
        return min(max(14.0, 0.32 * self.width), 28.0)

    @property
    def slot(self) -> float:
        """The width of the slot."""
        return min(max(4.0, 0.09 * self.width), 9.0)

    @property
    def margin(self) -> float:
        """From the end of the column to the end of the travel."""
        return self.cap_height / 2 + 4

    @property
    def cap_rows(self) -> int:
        """Rows of screen pixels that a cap takes, its outline included."""
        return round((self.cap_height + 2) * self.ratio)

    @property
    def pixel_width(self) -> int:
        """Screen pixels in a column's row."""
        return round(self.width * self.ratio)

    @property
    def rows(self) -> int:
        """Rows of screen pixels in a column."""
        return round(self.height * self.ratio)


class FaderSprites(Struct, frozen=True):
    """All the rows, one after the other, and where each kind begins.

    Attributes:
        runs: (rows,) runs of pixels.
        marks: where the three rows of the start's mark begin (empty, positive, negative).
        caps: where the caps begin; see ``cap``.
        size: the measures they were painted for.
    """

    runs: Runs
    marks: int
    caps: int
    size: FaderSize


def cap_kind(
    shape: NDArray[np.intp], sign: NDArray[np.intp], way: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Returns the numbers of caps among all caps: places in SHAPES, SIGNS and WAYS."""
    return (shape * len(SIGNS) + sign) * len(WAYS) + way


def fader_sprites(theme: Theme, size: FaderSize) -> FaderSprites:
    """Paints every row that a fader can need."""
    ground = theme.color("strip")
    pieces = [
        paint_runs(
            size.pixel_width,
            size.rows,
            ground,
            partial(_column, theme, size, bar),
            size.ratio,
        )
        for bar in ("", "positive", "negative")
    ]
    middle = size.rows // 2 + round(size.margin * size.ratio)  # a row without a tick
    marks = 3 * size.rows
    for bar in ("", "positive", "negative"):
        column = paint_runs(
            size.pixel_width,
            size.rows,
            ground,
            partial(_start_mark, theme, size, bar, middle),
            size.ratio,
        )
        pieces.append(column[middle : middle + 1])
    caps = marks + 3
    for shape in SHAPES:
        for sign in SIGNS:
            for way in WAYS:
                pieces.append(
                    paint_runs(
                        size.pixel_width,
                        size.cap_rows,
                        ground,
                        partial(_cap, theme, size, shape, sign, way),
                        size.ratio,
                    )
                )
    return FaderSprites(np.concatenate(pieces), marks, caps, size)


def _column(theme: Theme, size: FaderSize, bar: str, painter: QPainter) -> None:
    middle, height = size.width / 2, size.height
    top, travel = size.margin, size.height - 2 * size.margin
    reach = min(size.cap_width / 2 + 2, size.width / 2 - 1)
    painter.setPen(QPen(theme.color("faint"), 1.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for step in range(7) if size.ticks else (3,):
        y = top + travel * step / 6
        length = reach if step == 3 else reach * 0.62
        if step == 3:
            painter.setPen(QPen(theme.color("muted"), 1.0))
        elif step == 4:
            painter.setPen(QPen(theme.color("faint"), 1.0))
        painter.drawLine(QPointF(middle - length, y), QPointF(middle + length, y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    slot = QRectF(middle - size.slot / 2, top - 3, size.slot, height - 2 * top + 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRoundedRect(slot, size.slot / 2, size.slot / 2)
    if bar:
        painter.setBrush(theme.color(bar))
        width = size.slot + 1
        painter.drawRect(QRectF(middle - width / 2, 0, width, height))


def _start_mark(
    theme: Theme, size: FaderSize, bar: str, middle_row: int, painter: QPainter
) -> None:
    _column(theme, size, bar, painter)
    reach = min(size.cap_width / 2 + 5, size.width / 2 - 1)
    center, y = size.width / 2, (middle_row + 0.5) / size.ratio
    painter.setPen(QPen(theme.color("text"), 2.0, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(center - reach, y), QPointF(center + reach, y))


def _cap(theme: Theme, size: FaderSize, shape: str, sign: str, way: str, painter: QPainter) -> None:
    middle, height = size.width / 2, size.cap_height
    rows = size.cap_rows / size.ratio
    center = rows / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("track"))
    painter.drawRect(QRectF(middle - size.slot / 2, 0, size.slot, rows))
    if sign != "zero":
        # The bar reaches the cap from the side of zero.
        painter.setBrush(theme.color(sign))
        width = size.slot + 1
        start = center if sign == "positive" else 1
        painter.drawRect(QRectF(middle - width / 2, start, width, rows / 2 - 1))
    gradient = QLinearGradient(0, center - height / 2, 0, center + height / 2)
    gradient.setColorAt(0, theme.color("cap_light"))
    gradient.setColorAt(1, theme.color("cap_dark"))
    painter.setBrush(QBrush(gradient))
    painter.setPen(QPen(theme.color("cap_edge"), 1.2))
    box = QRectF(middle - size.cap_width / 2, center - height / 2, size.cap_width, height)
    if shape == "bias":
        box = QRectF(middle - height / 2, center - height / 2, height, height)
        painter.drawEllipse(box)
    else:
        painter.drawRoundedRect(box, 3.5, 3.5)
    thickness = max(2.0, height * 0.15)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("muted" if sign == "zero" else sign))
    inset = 1.5 if shape == "weight" else 2.0
    painter.drawRect(
        QRectF(box.left() + inset, center - thickness / 2, box.width() - 2 * inset, thickness)
    )
    if way != "still":
        _arrow(painter, theme, size, box.right(), center, up=way == "up")


def _arrow(
    painter: QPainter, theme: Theme, size: FaderSize, left: float, center: float, *, up: bool
) -> None:
    side = min(7.0, size.width - left - 0.5)
    height = size.cap_height * 0.5
    x, tip = left + side / 2 + 0.5, -1 if up else 1
    start = center
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("text"))
    end = start + tip * height
    painter.drawPolygon(
        QPolygonF([QPointF(x - side / 2, start), QPointF(x + side / 2, start), QPointF(x, end)])
    )
