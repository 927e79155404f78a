"""How a sweep's curve is drawn: each seed a faint dot, the medians a line, a band around them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.language.tr import tr
from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Graph
from eq_sim.sweeps.power_law import PowerLaw
from eq_sim.ui.panels.frame import LEFT, Frame
from eq_sim.ui.style.theme import Theme, font
from eq_sim.ui.sweeps.axes import across_axis, in_units, up_axis
from eq_sim.ui.sweeps.words import TEST, TRAIN, across_name, up_name

_HEAD, _FOOT, _RIGHT = 44.0, 36.0, 16.0  # around the frame: its names and the legend
_DOT, _MEDIAN, _CHOSEN = 2.6, 3.0, 5.5  # radii
_BESIDE = 6.0  # half a median's line, where nothing lies between two choices
_ASIDE = 8.0  # of choices, the parts stand side by side
_CROSS = 4.0  # half of a mark's width
_LINE, _GAP = 18.0, 14.0  # of the legend


@dataclass(frozen=True)
class Powers:
    """Which of the axes count in powers of ten."""

    across: bool = False
    up: bool = False


@dataclass(frozen=True)
class _Part:
    """One part of the data, and how it is drawn."""

    name: str
    spreads: tuple[Spread, ...]
    ink: QColor
    test: bool

    @property
    def line(self) -> QPen:
        """A test part is dashed, as everywhere."""
        style = Qt.PenStyle.DashLine if self.test else Qt.PenStyle.SolidLine
        return QPen(self.ink, 2.0, style)

    def prepare_dots(self, painter: QPainter) -> None:
        """Each seed of a test part is a ring, of a training part a dot."""
        painter.setPen(QPen(_faint(self.ink, 0.75), 1.0) if self.test else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if self.test else _faint(self.ink, 0.5))


class CurveDrawing:
    """One graph in a room of its own.

    Args:
        graph: what is drawn; it has found something.
        powers: which axes count in powers of ten.
        size: (width, height) of the room in pixels.

    Attributes:
        xs: where the values stand, in pixels.
    """

    def __init__(self, graph: Graph, powers: Powers, size: tuple[float, float]) -> None:
        self._graph = graph
        wide, high = size
        room = QRectF(LEFT, _HEAD, wide - LEFT - _RIGHT, high - _HEAD - _FOOT)
        across = across_axis(graph, powers=powers.across, size=room.width())
        self._frame = Frame(room, across, up_axis(graph, powers=powers.up, size=room.height()))
        places = np.array(graph.places)
        tops = np.full(places.size, self._frame.y.high)
        self.xs = [point.x() for point in self._frame.points(places, tops)]

    def draw(self, painter: QPainter, theme: Theme, chosen: int | None) -> None:
        """Draws axes, legend and curves.

        Args:
            painter: draws in pixels.
            theme: the colours.
            chosen: which of the values is pointed at; None for none.
        """
        frame, parts = self._frame, self._parts(theme)
        frame.draw(painter, theme)
        self._head(painter, theme, parts)
        painter.save()
        painter.setClipRect(frame.area.adjusted(-6, -6, 6, 6))
        if chosen is not None:
            painter.setPen(QPen(theme.color("muted"), 1.0, Qt.PenStyle.DotLine))
            x = self.xs[chosen]
            painter.drawLine(QPointF(x, frame.area.top()), QPointF(x, frame.area.bottom()))
        self._law(painter, theme)
        for part in parts:
            self._part(painter, part, chosen)
        for x, spread in zip(self.xs, self._graph.train, strict=True):
            if spread.missing:
                _cross(painter, theme, QPointF(x, frame.area.top() + 2 * _CROSS))
        painter.restore()

    def _parts(self, theme: Theme) -> list[_Part]:
        """Returns the parts of the data; the one that counts is drawn last, on top."""
        graph = self._graph
        if not graph.test:
            return [_Part(TRAIN, graph.train, theme.color("text"), test=False)]
        return [
            _Part(TRAIN, graph.train, theme.color("muted"), test=False),
            _Part(TEST, graph.test, theme.color("text"), test=True),
        ]

    def _head(self, painter: QPainter, theme: Theme, parts: list[_Part]) -> None:
        """Names the axes and the parts, above the frame and below its numbers."""
        area = self._frame.area
        painter.setFont(font("small"))
        painter.setPen(theme.color("muted"))
        left = QRectF(4, 2, area.right(), 16)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, f"{up_name(self._graph)} ↑")
        foot = QRectF(area.left(), area.bottom() + 17, area.width(), 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"{across_name(self._graph)} →")
        metrics = QFontMetricsF(painter.font())
        x, y = 4.0, 31.0
        for part in reversed(parts):
            painter.setPen(part.line)
            painter.drawLine(QPointF(x, y), QPointF(x + _LINE, y))
            part.prepare_dots(painter)
            painter.drawEllipse(QPointF(x + _LINE + 8, y), _DOT, _DOT)
            painter.setPen(theme.color("muted"))
            words = tr("{part}: median, seeds", part=tr(part.name))
            wide = metrics.horizontalAdvance(words)
            at = QRectF(x + _LINE + 15, y - 8, wide + 2, 16)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, words)
            x = at.right() + _GAP
        spread = self._spread_words()
        if spread:
            painter.fillRect(QRectF(x, y - 6, _LINE, 12), _faint(theme.color("text"), 0.2))
            at = QRectF(x + _LINE + 5, y - 8, metrics.horizontalAdvance(spread) + 2, 16)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, spread)
            x = at.right() + _GAP
        if self._law_fits:
            painter.setPen(_law_pen(theme))
            painter.drawLine(QPointF(x, y), QPointF(x + _LINE, y))
            painter.setPen(theme.color("muted"))
            law = tr("power law")
            at = QRectF(x + _LINE + 5, y - 8, metrics.horizontalAdvance(law) + 2, 16)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, law)
            x = at.right() + _GAP
        if any(spread.missing for spread in self._graph.train):
            _cross(painter, theme, QPointF(x + _CROSS, y))
            painter.setPen(theme.color("muted"))
            at = QRectF(x + 2 * _CROSS + 5, y - 8, area.width(), 16)
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, tr("no result"))

    def _spread_words(self) -> str:
        """Returns what the bands are; nothing where there are none."""
        spreads = self._graph.train
        if all(spread.count < 2 for spread in spreads):
            return ""
        if any(spread.has_quartiles for spread in spreads):
            return tr("middle half")
        return tr("all seeds")

    def _law(self, painter: QPainter, theme: Theme) -> None:
        """Draws the power law, where there is one and both axes make it straight."""
        law, frame = self._graph.law, self._frame
        if isinstance(law, PowerLaw) and self._law_fits:
            ends = np.array([frame.x.low, frame.x.high])
            frame.curve(painter, _law_pen(theme), ends, law.at(ends) * in_units(self._graph))

    @property
    def _law_fits(self) -> bool:
        """Whether there is a power law, and both axes make it a straight line."""
        frame = self._frame
        return isinstance(self._graph.law, PowerLaw) and frame.x.log and frame.y.log

    def _part(self, painter: QPainter, part: _Part, chosen: int | None) -> None:
        """Draws one part: band, seeds, medians."""
        places, unit = self._graph.places, in_units(self._graph)
        order = sorted(range(len(part.spreads)), key=lambda place: places[place])
        there = [place for place in order if part.spreads[place].count]
        xs = np.array([places[place] for place in there])
        found = [part.spreads[place] for place in there]
        heights = np.array([(one.band[0], one.median, one.band[1]) for one in found]).reshape(-1, 3)
        aside = self._aside(part)
        low, middle, high = (self._points(xs, unit * column, aside) for column in heights.T)
        if self._graph.is_list:
            self._bars(painter, part, list(zip(low, middle, high, strict=True)))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_faint(part.ink, 0.18))
            painter.drawPolygon(QPolygonF([*low, *reversed(high)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(part.line)
            painter.drawPolyline(QPolygonF(middle))
        part.prepare_dots(painter)
        for x, spread in zip(xs.tolist(), found, strict=True):
            numbers = unit * np.array(spread.numbers)
            for dot in self._points(np.full(numbers.size, x), numbers, aside):
                painter.drawEllipse(dot, _DOT, _DOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(part.ink)
        for place, point in zip(there, middle, strict=True):
            radius = _CHOSEN if place == chosen else _MEDIAN
            painter.drawEllipse(point, radius, radius)

    def _bars(
        self, painter: QPainter, part: _Part, bars: list[tuple[QPointF, QPointF, QPointF]]
    ) -> None:
        """Draws each choice by itself: nothing lies between two of them."""
        for low, middle, high in bars:
            painter.setPen(QPen(_faint(part.ink, 0.3), 6.0))
            painter.drawLine(low, high)
            painter.setPen(QPen(part.ink, 2.0))
            beside = QPointF(_BESIDE, 0)
            painter.drawLine(middle - beside, middle + beside)

    def _aside(self, part: _Part) -> float:
        """Returns how far to the right a part stands of its values."""
        if not (self._graph.is_list and self._graph.test):
            return 0.0
        return -_ASIDE if part.test else _ASIDE

    def _points(
        self, x: NDArray[np.float64], y: NDArray[np.float64], aside: float
    ) -> list[QPointF]:
        """Returns points on the screen; on an axis by powers, 0 stands at its lower end."""
        axis, beside = self._frame.y, QPointF(aside, 0)
        points = self._frame.points(x, np.maximum(y, axis.low) if axis.log else y)
        return [point + beside for point in points]


def _cross(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Marks a value of which a seed came to no result."""
    painter.setPen(QPen(theme.color("alarm"), 1.8))
    for rising in (-1, 1):
        arm = QPointF(_CROSS, rising * _CROSS)
        painter.drawLine(at - arm, at + arm)


def _law_pen(theme: Theme) -> QPen:
    return QPen(theme.color("text"), 1.4, Qt.PenStyle.DotLine)


def _faint(ink: QColor, share: float) -> QColor:
    """Returns a colour that lets so much of the ground through."""
    made = QColor(ink)
    made.setAlphaF(share)
    return made
