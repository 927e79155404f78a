"""The points of the classes: each has a colour and a shape of its own."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from eq_sim.ui.style.theme import Theme

CLASS_COLORS = ("class_zero", "class_one", "class_two")

_SHAPES = 5
"""Three colours and five shapes are fifteen marks that differ; the sixteenth is the first again."""


def draw_class(
    painter: QPainter, theme: Theme, center: QPointF, size: float, kind: int, *, hollow: bool
) -> None:
    """Draws a point in a class's shape and colour, filled or hollow."""
    painter.setPen(class_pen(theme, kind, hollow=hollow))
    painter.setBrush(class_fill(theme, kind, hollow=hollow))
    draw_shape(painter, center, size, kind)


def class_pen(theme: Theme, kind: int, *, hollow: bool) -> QPen:
    """Returns what a class's points are outlined with."""
    if hollow:
        return QPen(theme.color(CLASS_COLORS[kind % len(CLASS_COLORS)]), 1.4)
    return QPen(theme.color("window"), 1.0)


def class_fill(theme: Theme, kind: int, *, hollow: bool) -> QBrush:
    """Returns what a class's points are filled with."""
    if not hollow:
        return QBrush(theme.color(CLASS_COLORS[kind % len(CLASS_COLORS)]))
    fill = QColor(theme.color("window"))
    fill.setAlpha(110)
    return QBrush(fill)


def draw_shape(painter: QPainter, center: QPointF, size: float, kind: int) -> None:
    """Draws a class's shape with the pen and the brush that the painter has."""
    kind %= _SHAPES
    half = size / 2
    box = QRectF(center.x() - half, center.y() - half, size, size)
    if kind == 0:
        painter.drawRect(box.adjusted(0.4, 0.4, -0.4, -0.4))
    elif kind == 1:
        painter.drawEllipse(box)
    elif kind == 2:
        top = QPointF(center.x(), box.top() - 1)
        painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))
    elif kind == 3:
        x, y, half = center.x(), center.y(), half * 1.3
        corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    else:
        bottom = QPointF(center.x(), box.bottom() + 1)
        painter.drawPolygon(QPolygonF([bottom, box.topRight(), box.topLeft()]))
