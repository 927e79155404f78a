"""What a network is worth over the share of its knobs that is pruned."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.session.questions.at_shares import AtShare
from eq_sim.session.training.metrics import Measure
from eq_sim.ui.panels.frame import LEFT, Axis, Frame, axis
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_TOP, _FOOT, _RIGHT = 8.0, 36.0, 12.0
_DOT, _HERE = 2.4, 5.0
_HIGH = 150  # pixels
_LOWEST = -0.2  # of an explained share: what is far worse than a constant is below the picture
_TICKS = (0.0, 25.0, 50.0, 75.0, 100.0)


class PruningCurve(QWidget):
    """The picture: pruned shares to the right, what is right upwards.

    Args:
        theme: the colours.

    Attributes:
        place: which of the known shares is pointed at; None for none.
    """

    told = Signal()
    """Another share is pointed at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._each: tuple[AtShare, ...] = ()
        self._share, self._now = 0.0, Measure(None, None)
        self.place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Any width, and the height of a few numbers along its side."""
        return QSize(0, scaled(_HIGH))

    def show_curve(self, each: tuple[AtShare, ...], share: float, now: Measure | None) -> None:
        """Shows other numbers.

        Args:
            each: what each share costs, as far as it is known.
            share: what is pruned.
            now: what the network is worth as it stands; None while that is not known.
        """
        shown = (each, share, now or Measure(None, None))
        if shown != (self._each, self._share, self._now):
            self._each, self._share, self._now = shown
            if self.place is not None and self.place >= len(each):
                self.place = None
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours, and takes up words of another size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    # What is pointed at

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go along the shares, Escape leaves them."""
        last, keys = len(self._each) - 1, Qt.Key
        here = self.place
        ways = {
            keys.Key_Left: last if here is None else here - 1,
            keys.Key_Right: 0 if here is None else here + 1,
            keys.Key_Home: 0,
            keys.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in ways and last >= 0:
            self._point(min(max(ways[key], 0), last))
        elif key == keys.Key_Escape and here is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Points at the nearest share."""
        if not self._each:
            return
        shares = np.array([100 * at.share for at in self._each])
        far = [abs(at.x() - event.position().x()) for at in self._at(shares, np.zeros_like(shares))]
        self._point(int(np.argmin(far)))

    def leaveEvent(self, event: QEvent) -> None:
        """Points at nothing."""
        self._point(None)
        super().leaveEvent(event)

    def _point(self, place: int | None) -> None:
        if place != self.place:
            self.place = place
            self.update()
            self.told.emit()

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws axes, both curves, what is pruned now and what is pointed at."""
        theme, frame = self._theme, self._frame()
        shares = np.array([100 * at.share for at in self._each])
        train, test = self._heights("train"), self._heights("test")
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame.draw(painter, theme)
            ink = theme.color("text")
            if self.place is not None:
                self._upright(painter, frame, float(shares[self.place]), "muted")
            self._upright(painter, frame, 100 * self._share, "text")
            painter.setClipRect(frame.area.adjusted(-_HERE, -_HERE, _HERE, _HERE))
            solid, dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
            for heights, style in ((train, solid), (test, dashed)):
                known = np.flatnonzero(np.isfinite(heights))
                points = frame.points(shares[known], heights[known])
                painter.setPen(QPen(ink, 1.6, style))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolyline(points)
                painter.setPen(QPen(ink, 1.2))
                painter.setBrush(ink if style is solid else theme.color("window"))
                for point in points:
                    painter.drawEllipse(point, _DOT, _DOT)
            for value, filled in ((self._now.train, True), (self._now.test, False)):
                if value is not None and np.isfinite(value):
                    here = frame.points(np.array([100 * self._share]), np.array([100 * value]))[0]
                    painter.setPen(QPen(ink, 1.6))
                    painter.setBrush(ink if filled else theme.color("window"))
                    painter.drawEllipse(here, _HERE, _HERE)
            painter.setClipping(False)
            if self.hasFocus():
                painter.setPen(QPen(ink, 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))

    def _upright(self, painter: QPainter, frame: Frame, share: float, ink: str) -> None:
        at = frame.points(np.array([share]), np.zeros(1))[0].x()
        painter.setPen(QPen(self._theme.color(ink), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at, frame.area.top()), QPointF(at, frame.area.bottom()))

    def _heights(self, part: str) -> np.ndarray:
        values = [getattr(at.measure, part) for at in self._each]
        return np.array([np.nan if value is None else 100 * value for value in values])

    def _at(self, shares: np.ndarray, heights: np.ndarray) -> list[QPointF]:
        return self._frame().points(shares, heights)

    def _frame(self) -> Frame:
        room = QRectF(LEFT, _TOP, self.width() - LEFT - _RIGHT, self.height() - _TOP - _FOOT)
        now = [100 * value for value in self._now[:2] if value is not None]
        known = np.array([*self._heights("train"), *self._heights("test"), *now])
        known = np.maximum(known[np.isfinite(known)], 100 * _LOWEST)
        known = known if known.size else np.array([0.0, 100.0])
        return Frame(room, Axis(0, 100, _TICKS, tr("% pruned")), axis(known, ""))
