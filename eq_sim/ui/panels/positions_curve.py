"""A curve over the number of bits, from the most to the fewest: what fewer positions cost."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.session.questions.at_positions import LADDER
from eq_sim.ui.panels.frame import LEFT, Axis, Frame, axis
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme

_TOP, _FOOT, _RIGHT = 8.0, 34.0, 12.0
_DOT, _RING = 2.6, 5.5
_NEAR = 14.0  # pixels from a place at which a click still means it


class PositionsCurve(QWidget):
    """The picture.

    Args:
        theme: the colours.
    """

    chosen = Signal(int)
    """A person has clicked at a number of bits."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._solid: tuple[float, ...] = ()
        self._dashed: tuple[float, ...] = ()
        self._bits = 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Click a number of bits to let the knobs click into its positions"))

    def sizeHint(self) -> QSize:
        """As high as four numbers along its side ask for."""
        return QSize(scaled(190), scaled(150))

    def minimumSizeHint(self) -> QSize:
        """As high, and as narrow as a panel may be."""
        return QSize(120, scaled(150))

    def show_curves(self, solid: tuple[float, ...], dashed: tuple[float, ...], bits: int) -> None:
        """Shows other heights, one for each setting that is known; nan for none.

        Args:
            solid: of the curve that is drawn through.
            dashed: of the other; empty for none.
            bits: the setting that holds, which is ringed.
        """
        now = (solid, dashed, bits)
        if now != (self._solid, self._dashed, self._bits):
            self._solid, self._dashed, self._bits = now
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the setting that is clicked at."""
        places = self._frame().points(np.arange(len(LADDER), dtype=float), np.zeros(len(LADDER)))
        x = event.position().x() / current().scale
        far = [abs(place.x() - x) for place in places]
        nearest = int(np.argmin(far))
        if far[nearest] <= _NEAR:
            self.chosen.emit(LADDER[nearest])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws axes, curves and the ring."""
        theme, frame = self._theme, self._frame()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(current().scale, current().scale)
            frame.draw(painter, theme)
            ink = theme.color("text")
            both = ((self._solid, Qt.PenStyle.SolidLine), (self._dashed, Qt.PenStyle.DashLine))
            for heights, style in both:
                shown = np.array(heights)
                places = np.flatnonzero(np.isfinite(shown))
                points = frame.points(places.astype(float), shown[places])
                painter.setPen(QPen(ink, 1.6, style))
                painter.drawPolyline(points)
                painter.setPen(QPen(ink, 1.4))
                painter.setBrush(ink if style is Qt.PenStyle.SolidLine else theme.color("window"))
                for place, point in zip(places.tolist(), points, strict=True):
                    painter.drawEllipse(point, _DOT, _DOT)
                    if LADDER[place] == self._bits:
                        self._ring(painter, point)

    def _ring(self, painter: QPainter, point: QPointF) -> None:
        painter.save()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(point, _RING, _RING)
        painter.restore()

    def _frame(self) -> Frame:
        wide, high = (side / current().scale for side in (self.width(), self.height()))
        room = QRectF(LEFT, _TOP, wide - LEFT - _RIGHT, high - _TOP - _FOOT)
        known = np.array([y for y in (*self._solid, *self._dashed) if np.isfinite(y)] or [0.0, 1.0])
        places = tuple(float(place) for place in range(len(LADDER)))
        across = Axis(-0.4, len(LADDER) - 0.6, places, tr("bits"), words=tuple(map(str, LADDER)))
        return Frame(room, across, axis(known, ""))
