"""How near the goal is: the network, and what is simpler."""

from dataclasses import dataclass
from math import log

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.session.scenario import GoalSpec
from eq_sim.ui.style import numbers

_HIGH, _HALF = 15, 3.0  # pixels: of it, and half the width of a mark
_TINY = 0.01


@dataclass(frozen=True)
class Mark:
    """How near another is.

    Attributes:
        share: of the way, from 0 to 1.
        filled: whether its triangle is.
    """

    share: float
    filled: bool


class NearBar(QWidget):
    """How near the goal is. A QProgressBar would repaint the window at once at each change."""

    def __init__(self) -> None:
        super().__init__()
        self.share, self.pale = 0.0, False
        self.marks: tuple[Mark, ...] = ()
        self.setFixedHeight(_HIGH)
        self.setAccessibleName(tr("How near the goal is"))

    def show_share(self, share: float) -> None:
        """Shows a share of the way, from 0 to 1."""
        if share != self.share or self.pale:
            self.share, self.pale = share, False
            self.setAccessibleDescription(f"{int(100 * share)} %")
            self.update()

    def show_pale(self) -> None:
        """Shows what it shows as of before: how near it is now is not known yet."""
        if not self.pale:
            self.pale = True
            self.setAccessibleDescription(tr(numbers.COMPUTING))
            self.update()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Shows how near others are, above the way."""
        if marks != self.marks:
            self.marks = marks
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the way, and what is done of it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            way = QRectF(0, _HIGH - 9, self.width(), 8)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(way, 4, 4)
            way.setWidth(self.share * way.width())
            done = QPalette.ColorRole.Mid if self.pale else QPalette.ColorRole.WindowText
            painter.setBrush(self.palette().color(done))
            painter.drawRoundedRect(way, min(4.0, way.width() / 2), 4)
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            for mark in self.marks:
                x = min(max(mark.share * self.width(), _HALF + 1.0), self.width() - _HALF - 1.0)
                draw_mark(painter, x, _HIGH - 9.5, filled=mark.filled)


def draw_mark(painter: QPainter, x: float, y: float, *, filled: bool) -> None:
    """Draws a small triangle, in the colour of the pen, that points down at (x, y)."""
    painter.setBrush(painter.pen().color() if filled else Qt.BrushStyle.NoBrush)
    corners = [QPointF(x - _HALF, y - 2 * _HALF + 1), QPointF(x + _HALF, y - 2 * _HALF + 1)]
    painter.drawPolygon([*corners, QPointF(x, y)])


def nearness(goal: GoalSpec, value: float | None) -> float:
    """Returns how near a value is to the goal, from 0 to 1.

    A bound from below counts in proportion; one from above, which may be passed over several
    powers of ten, in powers of ten.
    """
    if value is None or value != value:
        return 0.0
    if goal.reached(value):
        return 1.0
    if goal.op == ">=":
        return min(max(value / goal.value, 0.0), 1.0)
    if goal.value < _TINY:
        return min(max(log(min(value, 1.0)) / log(goal.value), 0.0), 1.0)
    return goal.value / value
