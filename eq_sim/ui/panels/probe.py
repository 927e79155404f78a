"""What is said of a point of the answer, and the box in which it is written."""

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from eq_sim.ui.style.theme import Theme, font

_LINE, _PAD, _AWAY = 15.0, 7.0, 12.0
_CROSS = 5.0


class Probe(Struct, frozen=True):
    """A point that is asked about.

    Attributes:
        at: where it is on the picture.
        lines: what is there; the first is the most important.
        near: where the sample is that the last line is about; None where it is the point itself.
    """

    at: QPointF
    lines: tuple[str, ...]
    near: QPointF | None = None


def draw_probe(painter: QPainter, probe: Probe, wide: float, high: float, theme: Theme) -> None:
    """Marks the point, and writes what is there beside it, in sight and not over the point.

    Args:
        painter: on the picture.
        probe: what to write.
        wide: of the picture.
        high: of the picture.
        theme: the colours.
    """
    painter.setClipping(False)
    ink = theme.color("text")
    for width, color in ((3.4, theme.color("panel")), (1.4, ink)):
        painter.setPen(QPen(color, width))
        painter.drawLine(probe.at - QPointF(_CROSS, 0), probe.at + QPointF(_CROSS, 0))
        painter.drawLine(probe.at - QPointF(0, _CROSS), probe.at + QPointF(0, _CROSS))
    if probe.near is not None:
        painter.setPen(QPen(ink, 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(probe.at, probe.near)
    painter.setFont(font("small"))
    metrics = QFontMetricsF(painter.font())
    room = wide - 2 * _PAD - 4
    lines = [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in probe.lines]
    width = max(metrics.horizontalAdvance(line) for line in lines) + 2 * _PAD
    box = _place(probe.at, width, len(lines) * _LINE + 2 * _PAD - 3, wide, high)
    painter.setPen(QPen(theme.color("muted"), 1.0))
    painter.setBrush(theme.color("panel"))
    painter.drawRoundedRect(box, 5, 5)
    for number, line in enumerate(lines):
        painter.setPen(theme.color("text"))
        painter.setFont(font("small", bold=number == 0))
        row = QRectF(box.left() + _PAD, box.top() + _PAD - 2 + number * _LINE, width, _LINE)
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)


def _place(at: QPointF, width: float, height: float, wide: float, high: float) -> QRectF:
    """Returns where a box goes: above or below its point, wholly in the picture where it fits."""
    x = min(max(2.0, at.x() - width / 2), max(2.0, wide - width - 2))
    above = at.y() - _AWAY - height
    y = above if above >= 2 else at.y() + _AWAY
    return QRectF(x, min(y, max(2.0, high - height - 2)), width, height)
