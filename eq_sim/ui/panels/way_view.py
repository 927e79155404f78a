"""A curve over the steps, small: how far from the best knobs, how long θ, how large the loss."""

from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import ptr, tr
from eq_sim.ui.panels.frame import BOTTOM, LEFT, Axis, Frame, axis
from eq_sim.ui.style.numbers import plain
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font

_HIGH, _TITLE = 126.0, 18.0  # pixels
_FEW = 4.0  # so many numbers at the side, about


@dataclass(frozen=True, eq=False)
class Curve:
    """What is drawn.

    Attributes:
        title: what it is, "Distance to θ*".
        steps: (points,) steps taken, growing.
        values: (points,) at each; on a logarithmic axis those above 0 are drawn.
        log: whether the axis is logarithmic.
    """

    title: str
    steps: NDArray[np.float64]
    values: NDArray[np.float64]
    log: bool

    @classmethod
    def of(
        cls,
        title: str,
        steps: NDArray[np.int64] | NDArray[np.float64],
        values: NDArray[np.float64],
        *,
        log: bool,
    ) -> "Curve":
        """Returns a curve through those points that can be drawn."""
        fine = np.isfinite(values) & ((values > 0) | (not log))
        return cls(title, steps[fine].astype(np.float64), values[fine], log)


class WayView(QWidget):
    """Steps to the right, a number upwards; keys and the pointer go along it.

    Args:
        theme: the colours.

    Attributes:
        curve: what is drawn; None before the first look.
        point: the point that is pointed at; None for none.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.curve: Curve | None = None
        self.point: int | None = None
        self._frame: Frame | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_curve(self, curve: Curve) -> None:
        """Draws another curve."""
        self.curve = curve
        if self.point is not None and self.point >= len(curve.steps):
            self.point = None
        self._speak()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Any width, and the height of a line, the picture and its axis."""
        return QSize(0, scaled(_HIGH))

    @property
    def said(self) -> str:
        """What is pointed at, or the last point: "0.0409 at step 300"."""
        curve = self.curve
        if curve is None or not len(curve.steps):
            return ""
        at = -1 if self.point is None else self.point
        value, step = plain(float(curve.values[at])), int(curve.steps[at])
        return tr("{value} at step {step:,}", value=value, step=step)

    # What is pointed at

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go along the curve, Home and End to its ends; Escape leaves it."""
        points, keys = 0 if self.curve is None else len(self.curve.steps), Qt.Key
        page = max(1, points // 10)
        ways = {
            keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_PageUp: -page,
            keys.Key_PageDown: page, keys.Key_Home: -points, keys.Key_End: points,
        }  # fmt: skip
        way = ways.get(keys(event.key()))
        if way is not None and points:
            here = points - 1 if self.point is None else self.point
            self._go_to(min(max(here + way, 0), points - 1))
        elif event.key() == keys.Key_Escape and self.point is not None:
            self._go_to(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at the point below the pointer."""
        curve, frame = self.curve, self._frame
        if curve is None or frame is None or not len(curve.steps):
            return
        share = (event.position().x() / current().scale - frame.area.left()) / frame.area.width()
        if not 0 <= share <= 1:
            self._go_to(None)
            return
        step = frame.x.low + share * (frame.x.high - frame.x.low)
        self._go_to(int(np.argmin(np.abs(curve.steps - step))))

    def leaveEvent(self, event: QEvent) -> None:
        """Points at nothing."""
        self._go_to(None)
        super().leaveEvent(event)

    def _go_to(self, point: int | None) -> None:
        if point != self.point:
            self.point = point
            self._speak()
            self.update()

    def _speak(self) -> None:
        curve = self.curve
        if curve is None:
            return
        self.setAccessibleName(tr("{title} over the steps", title=curve.title))
        told = [self.said]
        if len(curve.steps) > 1:
            first, last = plain(float(curve.values[0])), plain(float(curve.values[-1]))
            told.append(
                tr(
                    "From {first} to {last}, step {begin:,} to {end:,}",
                    first=first,
                    last=last,
                    begin=int(curve.steps[0]),
                    end=int(curve.steps[-1]),
                )
            )
        self.setAccessibleDescription(". ".join(part for part in told if part))

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the title, the number and the curve."""
        curve, theme = self.curve, self._theme
        if curve is None:
            return
        scale = current().scale
        wide, high = self.width() / scale, self.height() / scale
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(scale, scale)
            painter.setFont(font("small"))
            title = QRectF(2, 0, wide - 4, _TITLE)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(theme.color("muted"))
            painter.drawText(title, Qt.AlignmentFlag.AlignLeft | middle, curve.title)
            painter.setPen(theme.color("text"))
            painter.drawText(title, Qt.AlignmentFlag.AlignRight | middle, self.said)
            room = QRectF(LEFT, _TITLE + 4, wide - LEFT - 8, high - _TITLE - 4 - BOTTOM)
            self._draw_curve(painter, curve, room)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("text"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, 0.5, wide - 1, high - 1))

    def _draw_curve(self, painter: QPainter, curve: Curve, room: QRectF) -> None:
        theme = self._theme
        last = float(curve.steps[-1]) if len(curve.steps) else 1.0
        along = axis(np.array([0.0, max(1.0, last)]), ptr("along an axis", "step"), pad=0.0)
        up = _up(curve)
        frame = self._frame = Frame(room, along, up)
        frame.draw(painter, theme)
        frame.curve(painter, QPen(theme.color("text"), 1.6), curve.steps, curve.values)
        if self.point is not None or len(curve.steps) == 1:
            at = slice(self.point or 0, (self.point or 0) + 1)
            (spot,) = frame.points(curve.steps[at], curve.values[at])
            painter.setPen(QPen(theme.color("text"), 1, Qt.PenStyle.DotLine))
            painter.drawLine(
                QPointF(spot.x(), frame.area.top()), QPointF(spot.x(), frame.area.bottom())
            )
            painter.setBrush(theme.color("text"))
            painter.drawEllipse(spot, 3, 3)


def _up(curve: Curve) -> Axis:
    """Returns the axis at the side."""
    if not len(curve.values):
        return Axis(0.0, 1.0, (), "")
    if not curve.log:
        return axis(np.append(curve.values, 0.0), "", pad=0.04)
    low, high = log10(float(curve.values.min())), log10(float(curve.values.max()))
    if high - low < 1:  # one power of ten at least, so that noise does not look like a fall
        low, high = (low + high - 1) / 2, (low + high + 1) / 2
    low, high = low - 0.05, high + 0.05
    every = max(1, ceil((high - low) / _FEW))
    digits = (1, 2, 5) if high - low < 2 else (1, 3) if high - low < _FEW else (1,)
    powers = [power for power in range(floor(low), floor(high) + 1) if power % every == 0]
    places = [digit * 10.0**power for power in powers for digit in digits]
    ticks = [place for place in places if 10**low <= place <= 10**high]
    return Axis(10**low, 10**high, ticks, "", log=True)
