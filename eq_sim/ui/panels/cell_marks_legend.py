"""What the marks in cells mean, drawn as they are drawn there."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.language.tr import later, ptr
from eq_sim.session.switches import Switches
from eq_sim.ui.style.theme import Theme, font

SAID = {
    "moved": later("A filled corner: the last training step moved it, up or down."),
    "next": later("An angle in a corner: the next training step would move it, up or down."),
    "start": later("A small square: the colour of where it began."),
    "frozen": later("Dotted: frozen."),
    "muted": later("Gray: muted, or silent beside a solo."),
    "solo": later("A dot in the upper left corner: plays solo."),
}
"""What each mark means, in the order of the legend; ``tr`` says it."""

_BOX = 11.0  # the cell of an entry
_GAP, _APART = 5.0, 14.0


def marks_of(switches: Switches, *, roomy: bool, moves: bool, values: bool) -> tuple[str, ...]:
    """Returns the names of the marks that cells have.

    Args:
        switches: what is frozen, muted or plays solo.
        roomy: whether cells have room for marks; without it colours alone tell.
        moves: whether they say where the next step would go rather than where the last one went.
        values: whether they show values, among which the start is one.
    """
    solos = bool(switches.solos.any())
    there = {
        "moved": roomy and not moves,
        "next": roomy and moves,
        "start": roomy and values,
        "frozen": bool(switches.frozen.any()),
        "muted": not switches.all_play,
        "solo": roomy and solos,
    }
    return tuple(name for name in SAID if there[name])


def draw_marks(
    painter: QPainter, theme: Theme, marks: tuple[str, ...], place: tuple[float, float, float]
) -> float:
    """Draws as many entries as have room, to the right.

    Args:
        painter: on the legend.
        theme: the colours.
        marks: their names.
        place: where the room begins and ends, and its upper edge.

    Returns:
        How wide they are; 0 where none has room.
    """
    left, right, top = place
    painter.setFont(font(11))
    metrics = QFontMetricsF(painter.font())
    words = [_called(mark) for mark in marks]
    wide = [_BOX + _GAP + metrics.horizontalAdvance(word) + _APART for word in words]
    while wide and sum(wide) - _APART > right - left:
        wide.pop()
    x = right - sum(wide) + _APART
    for mark, word, step in zip(marks, words, wide, strict=False):
        _draw(painter, theme, mark, QRectF(x, top + 3, _BOX, _BOX))
        painter.setPen(theme.color("muted"))
        area = QRectF(x + _BOX + _GAP, top, step, _BOX + 7)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, word)
        x += step
    return sum(wide)


def _called(mark: str) -> str:
    return {
        "moved": ptr("a mark of cells", "moved"),
        "next": ptr("a mark of cells", "next"),
        "start": ptr("a mark of cells", "start"),
        "frozen": ptr("a mark of cells", "frozen"),
        "muted": ptr("a mark of cells", "muted"),
        "solo": ptr("a mark of cells", "solo"),
    }[mark]


def _draw(painter: QPainter, theme: Theme, mark: str, box: QRectF) -> None:
    ink = theme.color("text")
    painter.fillRect(box, theme.color("muted" if mark == "muted" else "faint"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    corner, side = box.topRight(), 5.0
    across, down = corner - QPointF(side, 0), corner + QPointF(0, side)
    if mark == "moved":
        painter.drawPolygon(QPolygonF([across, corner, down]))
    elif mark == "next":
        painter.setPen(QPen(ink, 1.2))
        painter.drawPolyline(QPolygonF([across, corner, down]))
    elif mark == "start":
        painter.fillRect(QRectF(box.left() + 1, box.bottom() - 5, 4, 4), theme.color("positive"))
    elif mark == "solo":
        painter.fillRect(QRectF(box.left() + 1, box.top() + 1, 4, 4), ink)
    elif mark == "muted":
        painter.setPen(QPen(ink, 1.0))
        painter.drawLine(box.topLeft(), box.bottomRight())
    else:
        for place in range(9):
            at = box.topLeft() + QPointF(1 + 4 * (place % 3), 1 + 4 * (place // 3))
            painter.fillRect(QRectF(at.x(), at.y(), 1.4, 1.4), ink)
