"""The bowl: the loss along a knob, what was visited of it, and the ball."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QRadialGradient

from eq_sim.language.tr import tr
from eq_sim.ui.models.knob_way import KnobWay
from eq_sim.ui.stage.bowl_places import ANYWHERE, BowlPlaces
from eq_sim.ui.stage.fader_drawing import ink_of
from eq_sim.ui.stage.measures import Unit, figure, width_of
from eq_sim.ui.style.numbers import loss as loss_text
from eq_sim.ui.style.numbers import tick
from eq_sim.ui.style.theme import Theme, font

_CENTER, _RIGHT = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight
_BALL, _RING, _DOT = 0.034, 0.015, 0.0085  # radii
_ALL_ROUND = ((1.0, 1.0), (1.0, 0.0), (-1.0, 1.0), (-1.0, 0.0), (1.0, -1.0), (-1.0, -1.0),
              (0.0, 1.0), (0.0, -1.0))  # fmt: skip


@dataclass(frozen=True)
class Written:
    """Lines of words, their font, and where they stand."""

    lines: tuple[str, ...]
    face: QFont
    box: QRectF


def ball_radius(unit: Unit, area: QRectF) -> float:
    """Returns how large the ball is."""
    return min(_BALL * unit.whole, 0.07 * area.height(), 0.07 * area.width())


class BowlDrawing:
    """Draws the loss along one knob.

    Args:
        painter: where.
        theme: the colours.
        unit: what sizes are shares of.
        places: where everything is.

    Attributes:
        painter: where.
    """

    def __init__(self, painter: QPainter, theme: Theme, unit: Unit, places: BowlPlaces) -> None:
        self.painter, self._theme, self._unit, self._places = painter, theme, unit, places

    def frame(self, left: float, below: str) -> None:
        """Draws the ground, lines at round losses, and the numbers of both axes.

        Args:
            left: the room for numbers left of the area.
            below: what stands under the numbers at the bottom.
        """
        painter, theme, unit = self.painter, self._theme, self._unit
        places, area = self._places, self._places.area
        face = font(unit.word, mono=True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("track"))
        painter.drawRect(area)
        painter.setFont(face)
        gap = unit.word * 0.5
        most = max(1, int(area.height() / (2.4 * unit.word)))
        for loss in places.loss_ticks(min(most, 5)):
            y = places.point(0.0, loss).y()
            painter.setPen(QPen(theme.color("faint" if loss else "muted"), unit.line / 2))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            painter.setPen(theme.color("muted"))
            box = QRectF(area.left() - left, y - unit.word, left - gap, 2 * unit.word)
            painter.drawText(box, _RIGHT | Qt.AlignmentFlag.AlignVCenter, tick(loss))
        widest = max(width_of(tick(one), face) for one in (*places.value_ticks(6), 0.0))
        for value in places.value_ticks(max(1, min(6, int(area.width() / (2 * widest))))):
            x = places.point(value, 0.0).x()
            painter.drawLine(QLineF(x, area.bottom(), x, area.bottom() + gap / 2))
            box = QRectF(x - widest, area.bottom() + gap * 0.7, 2 * widest, 1.3 * unit.word)
            painter.drawText(box, _CENTER, tick(value))
        painter.setFont(font(unit.word))
        foot = QRectF(area.left(), area.bottom() + gap * 0.7 + 1.35 * unit.word, area.width(),
                      1.3 * unit.word)  # fmt: skip
        painter.drawText(foot, _CENTER, below)

    def visited(self, way: KnobWay, here: tuple[float, float], *, entire: bool) -> None:
        """Draws what was passed over, and, thinly, the whole curve where it is known.

        Args:
            way: where the knob has been.
            here: (value, loss) where it stands.
            entire: whether the whole curve is drawn.
        """
        painter, theme, unit, places = self.painter, self._theme, self._unit, self._places
        painter.save()
        painter.setClipRect(places.area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if entire:
            painter.setPen(QPen(theme.color("muted"), unit.line * 0.8))
            painter.drawPolyline(places.curve((places.span.left, places.span.right), here))
        pen = QPen(theme.color("text"), unit.line * 2.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for low, high in way.stretches:
            if high > low:
                shown = max(low, places.span.left), min(high, places.span.right)
                if shown[1] > shown[0]:
                    painter.drawPolyline(places.curve(shown, here))
        painter.restore()

    def jumps(self, way: KnobWay) -> None:
        """Draws where steps led, and straight lines from each place to the next."""
        painter, theme, unit = self.painter, self._theme, self._unit
        points = self._jumped(way)
        painter.save()
        painter.setClipRect(self._places.area)
        painter.setPen(QPen(theme.color("text"), unit.line * 0.9))
        for before, after in self._chords(way, points):
            painter.drawLine(before, after)
        radius = _DOT * unit.whole
        painter.setPen(QPen(theme.color("track"), unit.line / 2))
        painter.setBrush(theme.color("text"))
        for point in points:
            if point is not None:
                painter.drawEllipse(point, radius, radius)
        painter.restore()

    def keep_jumps_free(self, way: KnobWay) -> None:
        """Lets no words stand on the lines between places that steps led to."""
        self._places.take_lines(self._chords(way, self._jumped(way)))

    def _jumped(self, way: KnobWay) -> list[QPointF | None]:
        """Returns where steps led: on the curve, where that is the same as it was then."""
        places = self._places
        return [
            places.on_curve(jump.value)
            if way.alone and places.span.left <= jump.value <= places.span.right
            else None
            if jump.loss is None
            else places.point(jump.value, jump.loss)
            for jump in way.jumps
        ]

    def _chords(self, way: KnobWay, points: list[QPointF | None]) -> list[tuple[QPointF, QPointF]]:
        """Returns the ways of single steps."""
        return [
            (before, after)
            for before, after, jump in zip(points, points[1:], list(way.jumps)[1:], strict=False)
            if jump.single and before is not None and after is not None
        ]

    def rings(self, values: Sequence[float]) -> None:
        """Draws circles at places of the curve."""
        radius = _RING * self._unit.whole
        self.painter.setPen(QPen(self._theme.color("text"), self._unit.line))
        self.painter.setBrush(self._theme.color("track"))
        for value in values:
            at = self._places.on_curve(value)
            if self._places.area.contains(at):
                self.painter.drawEllipse(at, radius, radius)

    def room_beside(self, value: float, texts: Sequence[Sequence[str]]) -> Written | None:
        """Finds room for the first of some texts that has any beside a place of the curve.

        Args:
            value: the place.
            texts: lines; from much to little.
        """
        at = self._places.on_curve(value)
        if not self._places.area.contains(at):
            return None
        face = font(self._unit.word)
        for lines in texts:
            box = self._places.beside(at, _size(lines, face), _ALL_ROUND)
            if box is not None:
                return Written(tuple(lines), face, box)
        return None

    def write(self, written: Written) -> None:
        """Writes lines on a piece of plain ground, so that nothing strikes them through."""
        painter = self.painter
        painter.fillRect(written.box, self._theme.color("track"))
        painter.setFont(written.face)
        painter.setPen(self._theme.color("text"))
        painter.drawText(written.box, _CENTER, "\n".join(written.lines))

    def best(self, value: float, texts: Sequence[str]) -> str:
        """Draws a dashed line down to the best place, with words over it. Returns the words."""
        at = self._places.on_curve(value)
        if not self._places.area.contains(at):
            return ""
        face, pen = font(self._unit.word, bold=True), QPen(self._theme.color("text"))
        pen.setWidthF(self._unit.line * 0.8)
        pen.setStyle(Qt.PenStyle.DashLine)
        for text in texts:
            box = self._places.above(at, _size((text,), face))
            if box is not None:
                self.painter.setPen(pen)
                self.painter.drawLine(QPointF(at.x(), box.bottom()), at)
                self.write(Written((text,), face, box))
                return text
        self.painter.setPen(pen)
        self.painter.drawLine(QPointF(at.x(), self._places.area.bottom()), at)
        return ""

    def plumb(self, value: float, loss: float) -> None:
        """Draws a line in the knob's colour from the ball down to its value."""
        at, ink = self._places.point(value, loss), ink_of(value, self._theme)
        self.painter.setPen(QPen(ink, self._unit.line * 0.8, Qt.PenStyle.DashLine))
        self.painter.drawLine(at, QPointF(at.x(), self._places.area.bottom()))

    def ball(self, value: float, loss: float) -> None:
        """Draws the ball on the curve."""
        painter, theme, places = self.painter, self._theme, self._places
        at, radius = places.point(value, loss), ball_radius(self._unit, places.area)
        light = QRadialGradient(at - QPointF(radius / 3, radius / 3), radius * 1.5)
        light.setColorAt(0, theme.color("text" if theme.name == "dark" else "cap_light"))
        light.setColorAt(1, theme.color("cap_light" if theme.name == "dark" else "muted"))
        painter.setBrush(light)
        painter.setPen(QPen(theme.color("cap_edge"), max(1.0, self._unit.line / 2)))
        painter.drawEllipse(at, radius, radius)

    def outside(self, value: float, loss: float, limit: float) -> str:
        """Draws an arrow at the edge behind which the ball is, and says where that is."""
        area, at, side = self._places.area, self._places.point(value, loss), self._unit.word
        up = at.y() < area.top() or not isfinite(loss)
        down = at.y() > area.bottom()
        aside = 0.0 if up or down else 1.0 if at.x() > area.right() else -1.0
        x = min(max(at.x(), area.left() + side), area.right() - side)
        y = min(max(at.y(), area.top() + side), area.bottom() - side)
        along = QPointF(aside, -1.0 if up else 1.0 if down else 0.0)
        across = QPointF(along.y(), along.x()) * (0.7 * side)
        tip = QPointF(x, y) + along * (0.7 * side)
        neck = tip - along * (1.1 * side)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self._theme.color("text"))
        self.painter.drawPolygon(QPolygonF([tip, neck + across, neck - across]))
        self._places.take(QRectF(neck, tip).normalized().adjusted(-side, -side, side, side))
        lines = (
            tr("the knob: {value}", value=figure(value, limit)),
            tr("train loss {loss}", loss=loss_text(loss)),
        )
        face = font(self._unit.word, bold=True)
        heights = (0.0, -0.3, 0.3, -1.0, 1.0)
        ways = [(way, height) for height in heights for way in (-1.0, 1.0)]
        box = self._places.beside(neck, _size(lines, face), ways, ANYWHERE)
        if box is None:  # it has to be said
            self._places.give_up_lines()
            box = self._places.beside(neck, _size(lines, face), ways, ANYWHERE)
        if box is None:
            return ""
        self.write(Written(lines, face, box))
        return ", ".join(lines)


def _size(lines: Sequence[str], face: QFont) -> QSizeF:
    metrics = QFontMetricsF(face)
    wide = max(metrics.horizontalAdvance(line) for line in lines)
    return QSizeF(wide + 0.5 * face.pixelSize(), metrics.lineSpacing() * len(lines))
