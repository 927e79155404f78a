"""The picture of a landscape: bands of equal loss, the path of the knobs, and where they are."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.models.live_landscape import LiveLandscape
from eq_sim.ui.panels.landscape_words import at_knobs, at_place, heading
from eq_sim.ui.style.color_mix import Pixels, image_over, mixed
from eq_sim.ui.style.numbers import COMPUTING, tick
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme, text_font

BANDS = 14
"""Steps of brightness: from one to the next the loss grows by the same factor."""

_GAP, _BAR = 5, 9  # pixels
_LEAST = 1e-6  # of the highest loss: what is below looks the same
_MOST_SIDE = 640  # pixels that are worked out along a side
_BEYOND = 9.0  # times the reach, that a path is drawn to
_FAR = 8  # places that a press of Page Up or Page Down goes
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LandscapeView(QWidget):
    """A square: to the right one direction of all knobs, upwards the other.

    Args:
        live: what is shown.
        theme: the colours.

    Attributes:
        place: (row, column) of the grid that is pointed at; None for none.
    """

    asked = Signal(float, float)
    """A person wants the knobs to go to a place: across and up, in lengths of the directions."""

    def __init__(self, live: LiveLandscape, theme: Theme) -> None:
        super().__init__()
        self._live, self._theme = live, theme
        self.place: tuple[int, int] | None = None
        self._pixels: Pixels | None = None
        self._by_keys = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_news(self) -> None:
        """Draws it anew: something of it has changed."""
        if self._live.shown is None:
            self.place = None
        self._pixels = None
        self._speak()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme, self._pixels = theme, None
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """A square is as high as it is wide."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Returns the height of the square, two lines above it and the colours below."""
        return round(min(width, scaled(_MOST_SIDE)) + self._above() + self._below())

    def sizeHint(self) -> QSize:
        """Any width; the height follows it."""
        return QSize(scaled(200), self.heightForWidth(scaled(200)))

    def minimumSizeHint(self) -> QSize:
        """A small square."""
        return QSize(0, self.heightForWidth(scaled(120)))

    def words(self) -> tuple[str, str]:
        """Returns the two lines above the picture."""
        live, shown = self._live, self._live.shown
        if shown is None:
            return tr("Train loss around the knobs"), tr(COMPUTING)
        if self.place is not None:
            return heading(live), at_place(shown, *self.place)
        return heading(live), at_knobs(shown)

    # What is pointed at

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from place to place, Enter turns the knobs there, Escape leaves."""
        shown, keys = self._live.shown, Qt.Key
        ways = {
            keys.Key_Left: (0, -1), keys.Key_Right: (0, 1),
            keys.Key_Up: (1, 0), keys.Key_Down: (-1, 0),
            keys.Key_PageUp: (_FAR, 0), keys.Key_PageDown: (-_FAR, 0),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if shown is None:
            super().keyPressEvent(event)
        elif key in ways:
            middle = shown.side // 2
            row, column = self.place or (middle, middle)
            up, across = ways[key]
            last = shown.side - 1
            self._by_keys = True
            self._point((min(max(row + up, 0), last), min(max(column + across, 0), last)))
        elif key in (keys.Key_Return, keys.Key_Enter) and self.place is not None:
            self._ask()
        elif key == keys.Key_Escape and self.place is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at what is below the pointer."""
        self._by_keys = False
        self._point(self._under(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Turns the knobs to the place below the pointer."""
        self._point(self._under(event.position()))
        if self.place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._ask()

    def leaveEvent(self, event: QEvent) -> None:
        """Points at nothing, unless keys do."""
        if not self._by_keys:
            self._point(None)
        super().leaveEvent(event)

    def _ask(self) -> None:
        shown = self._live.shown
        if shown is not None and self.place is not None:
            row, column = self.place
            self.asked.emit(float(shown.marks[column]), float(shown.marks[row]))

    def _under(self, point: QPointF) -> tuple[int, int] | None:
        shown, room = self._live.shown, self._room()
        if shown is None or not room.contains(point):
            return None
        last = shown.side - 1
        column = round((point.x() - room.left()) / room.width() * last)
        row = round((room.bottom() - point.y()) / room.height() * last)
        return min(max(row, 0), last), min(max(column, 0), last)

    def _point(self, place: tuple[int, int] | None) -> None:
        if place != self.place:
            self.place = place
            self._speak()
            self.update()

    def _speak(self) -> None:
        live = self._live
        name, said = self.words()
        self.setAccessibleName(name or tr("Landscape of the train loss"))
        self.setAccessibleDescription(said or tr(live.missing))

    # How it looks

    def _above(self) -> float:
        return 2 * QFontMetricsF(text_font("small")).lineSpacing() + _GAP

    def _below(self) -> float:
        return scaled(_BAR) + QFontMetricsF(text_font("tick", mono=True)).lineSpacing() + 2 * _GAP

    def _room(self) -> QRectF:
        """Returns where the square is."""
        side = max(10.0, min(self.width(), self.height() - self._above() - self._below()))
        return QRectF((self.width() - side) / 2, self._above(), side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all of it."""
        shown = self._live.shown
        with QPainter(self) as painter:
            room = self._room()
            painter.fillRect(room, self._theme.color("track"))
            self._draw_words(painter)
            if shown is None or shown.spacing is None:
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            low, high = extent(shown.known())
            if self._pixels is None:
                side = min(_MOST_SIDE, round(room.width() * self.devicePixelRatioF()))
                self._pixels = self._colours()[bands(shown.known(), side)]
            painter.drawImage(room, image_over(self._pixels))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(room)
            self._draw_path(painter, room, shown.plane.reach)
            self._draw_place(painter, room, shown.side)
            painter.setClipping(False)
            self._draw_scale(painter, room, low, high)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("text"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _colours(self) -> Pixels:
        """Returns the colours of the bands: the higher the loss, the farther from the ground."""
        theme = self._theme
        return mixed(theme.color("track"), theme.color("muted"), np.linspace(0.0, 1.0, BANDS))

    def _points(self, room: QRectF, places: NDArray[np.float64], reach: float) -> list[QPointF]:
        near = np.clip(np.nan_to_num(places), -_BEYOND * reach, _BEYOND * reach)
        xs = room.center().x() + near[:, 0] / reach * room.width() / 2
        ys = room.center().y() - near[:, 1] / reach * room.height() / 2
        return [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]

    def _draw_path(self, painter: QPainter, room: QRectF, reach: float) -> None:
        live, theme = self._live, self._theme
        points = self._points(room, live.path, reach)
        (here,) = self._points(room, live.here[np.newaxis], reach)
        for wide, ink in ((4.0, "panel"), (1.8, "text")):
            painter.setPen(QPen(theme.color(ink), wide))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            if points:
                painter.drawEllipse(points[0], 4, 4)
        painter.setPen(QPen(theme.color("panel"), 1.5))
        painter.setBrush(theme.color("text"))
        painter.drawEllipse(here, 5, 5)

    def _draw_place(self, painter: QPainter, room: QRectF, side: int) -> None:
        if self.place is None:
            return
        row, column = self.place
        x = room.left() + column / (side - 1) * room.width()
        y = room.bottom() - row / (side - 1) * room.height()
        for wide, ink in ((3.4, "panel"), (1.4, "text")):
            painter.setPen(QPen(self._theme.color(ink), wide))
            painter.drawLine(QPointF(x - 7, y), QPointF(x + 7, y))
            painter.drawLine(QPointF(x, y - 7), QPointF(x, y + 7))

    def _draw_words(self, painter: QPainter) -> None:
        painter.setFont(text_font("small"))
        metrics = QFontMetricsF(painter.font())
        for line, (words, ink) in enumerate(zip(self.words(), ("text", "muted"), strict=True)):
            room = QRectF(_GAP, line * metrics.lineSpacing(), self.width() - 2 * _GAP,
                          metrics.lineSpacing())  # fmt: skip
            painter.setPen(self._theme.color(ink))
            fits = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, fits)

    def _draw_scale(self, painter: QPainter, room: QRectF, low: float, high: float) -> None:
        """Draws the colours in order below the picture, with the losses at their ends."""
        bar = QRectF(room.left(), room.bottom() + _GAP, room.width(), scaled(_BAR))
        row = np.ascontiguousarray(self._colours()[np.newaxis])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
        painter.drawImage(bar, image_over(row))
        painter.setFont(text_font("tick", mono=True))
        painter.setPen(self._theme.color("muted"))
        high_room = QFontMetricsF(painter.font()).lineSpacing()
        below = QRectF(bar.left(), bar.bottom(), bar.width(), high_room)
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        for align, value in ((_LEFT, low), (centre, (low * high) ** 0.5), (_RIGHT, high)):
            painter.drawText(below, align, tick(float(f"{value:.2g}")))


def extent(losses: NDArray[np.float64]) -> tuple[float, float]:
    """Returns the losses at the ends of the scale: the lowest and the highest that are numbers."""
    finite = losses[np.isfinite(losses)]
    high = float(finite.max()) if finite.size else 1.0
    high = high if high > 0 else 1.0
    low = max(float(finite.min()) if finite.size else high, high * _LEAST)
    return (low, high) if low < high else (low, low * 1.01)


def bands(losses: NDArray[np.float64], side: int) -> NDArray[np.intp]:
    """Returns (side, side) bands, the top row first, of (places, places) losses, the lowest first.

    Between the places the logarithm of the loss is taken to go straight.
    """
    low, high = extent(losses)
    filled = np.nan_to_num(losses, nan=high, posinf=high, neginf=low).clip(low, high)
    shares = np.log(filled / low) / np.log(high / low)
    last = len(shares) - 1
    at = np.linspace(0, last, side)
    left = np.minimum(at.astype(int), last - 1)
    between = np.zeros((side, last + 1))
    between[np.arange(side), left] = 1 - (at - left)
    between[np.arange(side), left + 1] += at - left
    fine: NDArray[np.float64] = (between @ shares @ between.T)[::-1]
    return np.asarray(np.minimum(fine * BANDS, BANDS - 1), np.intp)
