"""The spread of one layer's knobs: over the steps as a picture, and now as bars beside it."""

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
from eq_sim.ui.models.knob_spreads import ROWS, LayerSpread
from eq_sim.ui.panels.spread_words import at_moment, heading, in_row, outside, spoken
from eq_sim.ui.style.color_mix import diverging, image_over, mixed
from eq_sim.ui.style.numbers import plain
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme, text_font

_HIGH, _BARS, _GAP = 84, 44, 5  # pixels
_MIDDLE = ROWS // 2  # the row around 0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SpreadView(QWidget):
    """Steps to the right, values upwards; the fuller a row is, the stronger its colour.

    Args:
        theme: the colours.

    Attributes:
        layer: what is shown; None before the first look.
        moment: the recorded moment that is pointed at; None for the one that is shown.
        row: the row of the scale that is pointed at, if any.
    """

    told = Signal()
    """Something else is pointed at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.layer: LayerSpread | None = None
        self.moment: int | None = None
        self.row: int | None = None
        self._pixels: NDArray[np.uint32] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_layer(self, layer: LayerSpread) -> None:
        """Shows another spread."""
        self.layer = layer
        if self.moment is not None and self.moment >= len(layer.steps):
            self.moment = None
        self._pixels = None
        self._speak()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme, self._pixels = theme, None
        self.updateGeometry()
        self.update()

    def words(self) -> tuple[str, str]:
        """Returns what stands above the picture: whose spread, and what is pointed at."""
        layer = self.layer
        if layer is None:
            return "", ""
        if self.row is not None:
            return heading(layer), in_row(layer, self.moment, self.row)
        return heading(layer), at_moment(layer, self.moment)

    def sizeHint(self) -> QSize:
        """Any width, and the height of two lines, the picture and its axis."""
        return QSize(0, round(2 * self._line() + scaled(_HIGH) + self._tick() + scaled(8)))

    # What is pointed at

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the moments, up and down along the scale, Escape leaves."""
        layer, keys = self.layer, Qt.Key
        moments = 0 if layer is None else len(layer.steps)
        here = moments if self.moment is None else self.moment
        page = max(1, moments // 10)
        ways = {
            keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_PageUp: -page,
            keys.Key_PageDown: page, keys.Key_Home: -moments, keys.Key_End: moments,
        }  # fmt: skip
        rows = {keys.Key_Up: 1, keys.Key_Down: -1}
        key = Qt.Key(event.key())
        if key in ways:
            place = min(max(here + ways[key], 0), moments)
            self._point(None if place == moments else place, self.row)
        elif key in rows:
            row = _MIDDLE + rows[key] if self.row is None else self.row + rows[key]
            self._point(self.moment, min(max(row, 0), ROWS - 1))
        elif key == keys.Key_Escape and (self.moment, self.row) != (None, None):
            self._point(None, None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at what is below the pointer."""
        place, (heat, bars) = event.position(), self._rooms()
        if self.layer is None or not heat.top() <= place.y() <= heat.bottom():
            self._point(None, None)
            return
        row = int((heat.bottom() - place.y()) / heat.height() * ROWS)
        moment = None
        if place.x() < bars.left() - _GAP / 2 and len(self.layer.steps):
            step = (place.x() - heat.left()) / heat.width() * self._last()
            moment = int(np.searchsorted(self.layer.steps, max(step, 0), side="right")) - 1
            moment = max(moment, 0)
        self._point(moment, min(max(row, 0), ROWS - 1))

    def leaveEvent(self, event: QEvent) -> None:
        """Points at nothing."""
        self._point(None, None)
        super().leaveEvent(event)

    def _point(self, moment: int | None, row: int | None) -> None:
        if (moment, row) != (self.moment, self.row):
            self.moment, self.row = moment, row
            self._speak()
            self.update()
            self.told.emit()

    def _speak(self) -> None:
        if self.layer is not None:
            self.setAccessibleName(heading(self.layer))
            self.setAccessibleDescription(spoken(self.layer, self.moment, self.row))

    # How it looks

    def _line(self) -> float:
        return QFontMetricsF(text_font("small")).lineSpacing()

    def _tick(self) -> float:
        return QFontMetricsF(text_font("tick", mono=True)).lineSpacing()

    def _rooms(self) -> tuple[QRectF, QRectF]:
        """Returns where the picture and the bars are."""
        metrics = QFontMetricsF(text_font("tick", mono=True))
        limit = 1.0 if self.layer is None else self.layer.limit
        left = metrics.horizontalAdvance(plain(-limit)) + _GAP
        top, wide = 2 * self._line() + _GAP, scaled(_BARS)
        heat = QRectF(left, top, max(10.0, self.width() - left - wide - _GAP), scaled(_HIGH))
        return heat, QRectF(heat.right() + _GAP, top, wide, heat.height())

    def _last(self) -> int:
        """Returns the step where the axis ends: at the start it has a length, too."""
        return 1 if self.layer is None else max(1, _latest(self.layer))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all of it."""
        layer = self.layer
        if layer is None:
            return
        heat, bars = self._rooms()
        with QPainter(self) as painter:
            self._draw_words(painter, layer)
            painter.fillRect(heat, self._theme.color("track"))
            painter.fillRect(bars, self._theme.color("track"))
            self._draw_heat(painter, layer, heat)
            self._draw_bars(painter, layer, bars)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for room in (heat, bars):
                painter.setPen(QPen(self._theme.color("faint"), 1))
                painter.drawLine(
                    QPointF(room.left(), room.center().y()),
                    QPointF(room.right(), room.center().y()),
                )
            painter.setClipRect(heat)
            self._draw_lines(painter, layer, heat)
            self._draw_places(painter, layer, heat)
            painter.setClipping(False)
            self._draw_axis(painter, layer, heat, bars)
            if self.hasFocus():
                painter.setPen(QPen(self._theme.color("text"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _draw_words(self, painter: QPainter, layer: LayerSpread) -> None:
        painter.setFont(text_font("small"))
        metrics, line = QFontMetricsF(painter.font()), self._line()
        beyond = outside(layer)
        whose, said = self.words()
        whose = f"{whose} ({beyond})" if beyond else whose
        for place, (words, ink) in enumerate(((whose, "text"), (said, "muted"))):
            room = QRectF(_GAP, place * line, self.width() - 2 * _GAP, line)
            painter.setPen(self._theme.color(ink))
            fits = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEFT, fits)

    def _colours(self, strength: NDArray[np.float64]) -> NDArray[np.uint32]:
        """Returns the pixels of (rows from the top, columns) shares from 0 to 1."""
        theme, signed = self._theme, strength.copy()
        ground = theme.color("track")
        signed[_MIDDLE:] *= -1
        pixels = diverging(theme.color("negative"), ground, theme.color("positive"), signed)
        pixels[_MIDDLE] = mixed(ground, theme.color("muted"), strength[_MIDDLE])
        return pixels

    def _peak(self, layer: LayerSpread) -> float:
        """Returns the largest share of a row, of all that is drawn."""
        most = float(layer.shares.max()) if layer.shares.size else 0.0
        return max(most, float(layer.here.max()), 1e-12)

    def _draw_heat(self, painter: QPainter, layer: LayerSpread, room: QRectF) -> None:
        if not len(layer.steps):
            return
        first = layer.steps[0] / self._last() * room.width()
        wide = max(1, round(room.width()))
        if self._pixels is None or self._pixels.shape[1] != wide:
            at = (np.arange(wide) + 0.5) / wide * self._last()
            places = np.searchsorted(layer.steps, at, side="right") - 1
            strength = np.sqrt(layer.shares / self._peak(layer))[np.maximum(places, 0)]
            strength[places < 0] = 0
            self._pixels = np.ascontiguousarray(self._colours(strength.T[::-1]))
        painter.setClipRect(room.adjusted(first, 0, 0, 0))
        painter.drawImage(room, image_over(self._pixels))
        painter.setClipping(False)

    def _draw_bars(self, painter: QPainter, layer: LayerSpread, room: QRectF) -> None:
        most, row = float(layer.here.max()) or 1.0, room.height() / ROWS
        painter.setPen(Qt.PenStyle.NoPen)
        for place in np.flatnonzero(layer.here).tolist():
            ink = "muted" if place == _MIDDLE else "positive" if place > _MIDDLE else "negative"
            painter.setBrush(self._theme.color(ink))
            wide = max(1.0, layer.here[place] / most * room.width())
            top = room.bottom() - (place + 1) * row
            painter.drawRect(QRectF(room.left(), top, wide, max(1.0, row - 0.3)))

    def _draw_lines(self, painter: QPainter, layer: LayerSpread, room: QRectF) -> None:
        """Draws the median, and dashed what 5 % are beyond at each end, up to here."""
        steps = np.append(layer.steps[layer.steps < layer.step], layer.step)
        moments = len(steps) - 1
        values = np.vstack([layer.middle[:moments], layer.here_middle])
        xs = room.left() + steps / self._last() * room.width()
        ys = room.center().y() - values / layer.limit * room.height() / 2
        for place, style in enumerate(
            (Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
        ):
            solid = style is Qt.PenStyle.SolidLine
            painter.setPen(QPen(self._theme.color("text" if solid else "muted"), 1, style))
            points = map(QPointF, xs.tolist(), np.clip(ys[:, place], -1e4, 1e4).tolist())
            painter.drawPolyline(QPolygonF(list(points)))

    def _draw_places(self, painter: QPainter, layer: LayerSpread, room: QRectF) -> None:
        """Marks the moment that is shown, and what is pointed at."""
        pen = QPen(self._theme.color("text"), 1)
        recorded = int(layer.steps[-1]) if len(layer.steps) else 0
        at = [layer.step] if layer.step < recorded else []
        if self.moment is not None:
            at.append(int(layer.steps[self.moment]))
        painter.setPen(pen)
        for step in at:
            x = room.left() + step / self._last() * room.width()
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
        if self.row is not None:
            pale = self._theme.color("text")
            pale.setAlphaF(0.5)
            painter.setPen(QPen(pale, 1))
            y = room.bottom() - (self.row + 0.5) * room.height() / ROWS
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))

    def _draw_axis(self, painter: QPainter, layer: LayerSpread, heat: QRectF, bars: QRectF) -> None:
        painter.setFont(text_font("tick", mono=True))
        painter.setPen(self._theme.color("muted"))
        high = self._tick()
        for y, value in (
            (heat.top() + high / 2, layer.limit),
            (heat.center().y(), 0.0),
            (heat.bottom() - high / 2, -layer.limit),
        ):
            left = QRectF(0, y - high / 2, heat.left() - 3, high)
            painter.drawText(left, _RIGHT, plain(value))
        below = QRectF(heat.left(), heat.bottom() + 1, heat.width(), high)
        latest = _latest(layer)
        painter.drawText(below, _LEFT, "0" if latest else tr("step {step:,}", step=0))
        if latest:
            painter.drawText(below, _RIGHT, tr("step {step:,}", step=latest))
        painter.drawText(below.adjusted(0, 0, bars.right() - heat.right(), 0), _RIGHT, tr("now"))


def _latest(layer: LayerSpread) -> int:
    """Returns the last step that is known of."""
    recorded = int(layer.steps[-1]) if len(layer.steps) else 0
    return max(recorded, layer.step)
