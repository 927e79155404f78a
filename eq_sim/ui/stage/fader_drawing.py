"""A fader as large as a lecture hall needs it."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from eq_sim.ui.stage.fader_places import FaderPlaces
from eq_sim.ui.style.theme import Theme

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def ink_of(value: float, theme: Theme) -> QColor:
    """Returns the colour of a knob's sign; of 0 that of words."""
    return theme.color("positive" if value > 0 else "negative" if value < 0 else "text")


class FaderDrawing:
    """Draws one fader.

    Args:
        painter: where.
        theme: the colours.
        places: where everything is.
    """

    def __init__(self, painter: QPainter, theme: Theme, places: FaderPlaces) -> None:
        self._painter, self._theme, self._places = painter, theme, places

    def scale(self) -> None:
        """Draws the slot, and lines at the numbers of the scale, or at the knob's positions."""
        painter, theme, places = self._painter, self._theme, self._places
        travel, unit = places.travel, places.unit
        gap = unit.whole * 0.018
        painter.setFont(places.numbers)
        for value, text in places.ticks:
            y = places.y(value)
            if not places.stops:
                painter.setPen(QPen(theme.color("faint" if value else "muted"), unit.line / 2))
                painter.drawLine(QLineF(travel.left(), y, travel.right(), y))
            box = QRectF(travel.left() - gap - 500, y - unit.word, 500, 2 * unit.word)
            painter.setPen(theme.color("muted"))
            painter.drawText(box, _RIGHT, text)
        wide = self._slot
        painter.setPen(QPen(theme.color("muted"), unit.line))
        for value in places.stops:
            y = places.y(value)
            painter.drawLine(QLineF(travel.left(), y, travel.right(), y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        slot = QRectF(travel.center().x() - wide / 2, travel.top() - wide / 2, wide,
                      travel.height() + wide)  # fmt: skip
        painter.drawRoundedRect(slot, wide / 2, wide / 2)

    def bar(self, value: float) -> None:
        """Draws the bar from 0 to the value."""
        places, wide = self._places, self._slot
        zero, here = places.y(0.0), places.y(value)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ink_of(value, self._theme))
        left = places.travel.center().x() - wide / 2
        self._painter.drawRect(QRectF(left, min(zero, here), wide, abs(here - zero)))

    def start(self, place: float, text: str, words_y: float) -> None:
        """Draws the dashed line at the start."""
        places, unit = self._places, self._places.unit
        y = places.y(place)
        self._painter.setPen(QPen(self._theme.color("text"), unit.line, Qt.PenStyle.DashLine))
        self._painter.drawLine(QLineF(places.travel.left(), y, places.travel.right(), y))
        self._words(text, words_y)

    def turned(self, place: float, text: str, words_y: float) -> None:
        """Draws a line from where a knob was turned to, between its positions, to the words."""
        places, unit = self._places, self._places.unit
        y = places.y(place)
        right = places.travel.right() + unit.whole * 0.012
        self._painter.setPen(QPen(self._theme.color("text"), unit.line))
        self._painter.drawLine(QLineF(places.travel.left(), y, right, y))
        self._words(text, words_y)

    def best(self, place: float, text: str, words_y: float) -> None:
        """Draws an arrow head that points at the best place."""
        places, side = self._places, self._places.unit.word
        y, x = places.y(place), places.travel.right() + places.unit.whole * 0.006
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._theme.color("text"))
        half = side * 0.42
        self._painter.drawPolygon(
            QPolygonF([QPointF(x, y), QPointF(x + side * 0.8, y - half),
                       QPointF(x + side * 0.8, y + half)])
        )  # fmt: skip
        self._words(text, words_y)

    def coming_back(self, way: int, text: str, y: float) -> None:
        """Draws an arrow beside the cap in the direction in which it goes.

        Args:
            way: 1 for up, −1 for down.
            text: what is said beside it.
            y: the height of both.
        """
        places, unit = self._places, self._places.unit
        x = places.travel.right() + unit.word * 0.9
        long, half = unit.word * 1.5, unit.word * 0.42
        tip, tail = y - way * long / 2, y + way * long / 2
        neck = tip + way * unit.word * 0.7
        ink = self._theme.color("text")
        self._painter.setPen(QPen(ink, unit.line * 1.4))
        self._painter.drawLine(QLineF(x, tail, x, neck))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(ink)
        self._painter.drawPolygon(
            QPolygonF([QPointF(x, tip), QPointF(x - half, neck), QPointF(x + half, neck)])
        )
        self._words(text, y)

    def cap(self, value: float, *, bias: bool, focused: bool) -> None:
        """Draws the cap, round for a bias, with a ring where it has the keyboard."""
        painter, theme, places = self._painter, self._theme, self._places
        middle, (wide, high) = places.middle(value), places.cap
        if bias:
            wide = high = min(wide, high * 1.3)
        box = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
        round_by = high / 2 if bias else high * 0.14
        light = QLinearGradient(box.topLeft(), box.bottomLeft())
        light.setColorAt(0, theme.color("cap_light"))
        light.setColorAt(1, theme.color("cap_dark"))
        painter.setBrush(light)
        painter.setPen(QPen(theme.color("cap_edge"), max(1.2, places.unit.line / 2)))
        painter.drawRoundedRect(box, round_by, round_by)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink_of(value, theme) if value else theme.color("muted"))
        thick = high * 0.13
        inset = 2.0 if not bias else high * 0.06
        painter.drawRect(
            QRectF(box.left() + inset, middle.y() - thick / 2, wide - 2 * inset, thick)
        )
        if focused:
            apart = max(3.0, places.unit.line)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), max(2.0, places.unit.line * 0.7)))
            ring = box.adjusted(-apart, -apart, apart, apart)
            painter.drawRoundedRect(ring, round_by + apart, round_by + apart)

    def figure(self, text: str, value: float) -> None:
        """Writes the value."""
        box, face = self._places.figure
        self._painter.setFont(face)
        self._painter.setPen(ink_of(value, self._theme))
        self._painter.drawText(box, _LEFT, text)

    @property
    def _slot(self) -> float:
        return min(self._places.unit.whole * 0.02, self._places.cap[0] / 3)

    def _words(self, text: str, y: float) -> None:
        if not text:
            return
        places = self._places
        x = places.travel.right() + places.unit.whole * 0.018 + places.unit.word
        self._painter.setFont(places.words)
        self._painter.setPen(self._theme.color("text"))
        box = QRectF(x, y - places.unit.word, 2000, 2 * places.unit.word)
        self._painter.drawText(box, _LEFT, text)
