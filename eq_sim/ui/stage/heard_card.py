"""What is heard against the original, as a curve that is flat where it sounds as it was."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.language.tr import tr
from eq_sim.network.types import Array
from eq_sim.ui.models.heard_now import Heard, HeardNow
from eq_sim.ui.stage.painted_card import HEADING, SECOND, SMALL, PaintedCard, fitting, high, wide
from eq_sim.ui.window.panel_spec import PanelModels

_ALPHA = 46  # of what lies between the curve and the original, of 255
_CLOSE = 1.0  # decibels that a band may be off
_TICKS = ((100.0, "100 Hz"), (1_000.0, "1 kHz"), (10_000.0, "10 kHz"))


class HeardCard(PaintedCard):
    """How much louder or softer each tone is than in the original.

    Args:
        models: whose response.
    """

    def __init__(self, models: PanelModels) -> None:
        super().__init__(models.theme)
        self._model = Heard(models.session)
        self._plot = QRectF()
        self.setAccessibleName(tr("What is heard"))
        self.say(self.now.words)

    @property
    def now(self) -> HeardNow:
        """What is shown."""
        return self._model.now

    def refresh(self) -> None:
        """Shows what the knobs as they stand sound like, if one has changed."""
        if self._model.refresh():
            self.say(self.now.words)
            self.update()

    def rescale(self) -> None:
        """Takes up another decimal sign."""
        self.say(self.now.words)
        self.update()

    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws the numbers, and the curve below them."""
        now, picture, most = self.now, self.picture, room.height()
        y = room.top()
        heading = tr("What is heard, against the original")
        face = fitting(heading, min(HEADING * picture, 0.1 * most), room.width())
        y += self.write(painter, heading, "muted", face, room.left(), y)
        face = fitting(now.most, min(SECOND * picture, 0.16 * most), room.width(), mono=True)
        y += self.write(painter, now.most, "text", face, room.left(), y)
        counted = now.counted if now.is_there else ""
        face = fitting(counted, min(SMALL * picture, 0.1 * most), room.width())
        y += self.write(painter, counted, "text", face, room.left(), y)
        letters = min(SMALL * picture, 0.08 * most)
        self._plot = room.adjusted(0, y - room.top() + 0.3 * letters, 0, -1.5 * letters)
        if now.is_there and self._plot.height() > 8:
            self._draw_ground(painter, letters)
            self._draw_curve(painter)

    def _draw_ground(self, painter: QPainter, letters: float) -> None:
        """Draws where the original is, how near is near, and the frequencies."""
        plot, theme = self._plot, self.theme
        painter.fillRect(plot, theme.color("window"))
        near = QRectF(plot)
        near.setTop(self._y(_CLOSE))
        near.setBottom(self._y(-_CLOSE))
        painter.fillRect(near, theme.color("faint"))
        painter.setPen(QPen(theme.color("muted"), max(1.0, 0.002 * self.picture)))
        painter.drawLine(QLineF(plot.left(), self._y(0), plot.right(), self._y(0)))
        face = fitting(tr("louder"), letters, 0.3 * plot.width())
        row, x = high(face), plot.left() + 0.4 * letters
        self.write(painter, tr("louder"), "muted", face, x, plot.top())
        self.write(painter, tr("softer"), "muted", face, x, plot.bottom() - row)
        free = -np.inf
        for hertz, words in _TICKS:
            half = wide(words, face) / 2
            middle = float(self._x(np.array([hertz]))[0])
            if middle - half > free:
                self.write(painter, words, "muted", face, middle - half, plot.bottom())
                free = middle + half + letters

    def _draw_curve(self, painter: QPainter) -> None:
        """Draws how much louder each tone is, and a mark for each band."""
        now, theme, plot = self.now, self.theme, self._plot
        spots = self._spots(now.hertz, now.levels)
        between = theme.color("muted")
        between.setAlpha(_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(between)
        ends = [QPointF(spots[end].x(), self._y(0)) for end in (-1, 0)]
        painter.drawPolygon(QPolygonF([*spots, *ends]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("text"), max(2.0, 0.0065 * self.picture)))
        painter.drawPolyline(QPolygonF(spots))
        painter.setPen(QPen(theme.color("text"), max(1.4, 0.003 * self.picture)))
        radius = min(0.011 * self.picture, 0.02 * plot.width())
        marks = self._spots(now.bands, np.interp(now.bands, now.hertz, now.levels))
        for mark, close in zip(marks, now.close.tolist(), strict=True):
            painter.setBrush(theme.color("text" if close else "window"))
            painter.drawEllipse(mark, radius, radius)

    def _spots(self, hertz: Array, levels: Array) -> list[QPointF]:
        pairs = zip(self._x(hertz).tolist(), levels.tolist(), strict=True)
        return [QPointF(x, self._y(level)) for x, level in pairs]

    def _x(self, hertz: Array) -> Array:
        first, last = self.now.hertz[[0, -1]]
        share = np.log(hertz / first) / np.log(last / first)
        return np.asarray(self._plot.left() + share.clip(0, 1) * self._plot.width())

    def _y(self, decibels: float) -> float:
        return self._plot.center().y() - decibels / self._model.reach * self._plot.height() / 2
