"""The points of the classes: each has a colour and a shape of its own."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eq_sim.ui.style.theme import Theme

CLASS_COLORS = ("class_zero", "class_one", "class_two")


def draw_class(
    painter: QPainter, theme: Theme, center: QPointF, size: float, kind: int, *, hollow: bool
) -> None:
    """Draws a point: a square, a circle or a triangle, filled or hollow."""
    kind %= len(CLASS_COLORS)
    color = theme.color(CLASS_COLORS[kind])
    painter.setPen(QPen(color if hollow else theme.color("window"), 1.4 if hollow else 1.0))
    fill = QColor(theme.color("window"))
    fill.setAlpha(110)
    painter.setBrush(fill if hollow else color)
    half = size / 2
    box = QRectF(center.x() - half, center.y() - half, size, size)
    if kind == 0:
        painter.drawRect(box.adjusted(0.4, 0.4, -0.4, -0.4))
    elif kind == 1:
        painter.drawEllipse(box)
    else:
        top = QPointF(center.x(), box.top() - 1)
        painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
