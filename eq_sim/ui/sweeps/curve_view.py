"""A sweep's curve: each seed a faint dot, the medians a line, and a band of how far they spread."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from eq_sim.sweeps.curve import Spread
from eq_sim.sweeps.graph import Graph
from eq_sim.sweeps.power_law import PowerLaw
from eq_sim.ui.panels.frame import LEFT, Frame
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.style.theme import Theme, font, theme_for
from eq_sim.ui.sweeps.axes import across_axis, in_units, up_axis
from eq_sim.ui.sweeps.words import TEST, TRAIN, across_name, at_value, up_name

_LEAST = (300, 220)
_HEAD, _FOOT = 38.0, 36.0  # above the frame its name and the legend, below it the numbers
_DOT = 2.6
_STEPS = 80  # of the line of a power law
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CurveView(QWidget):
    """The graph of what has come so far.

    Attributes:
        place: which of the values is told about; None for none.
    """

    chosen = Signal()
    """Another value is told about."""

    def __init__(self) -> None:
        super().__init__()
        self._graph: Graph | None = None
        self._powers = (False, False)
        self._xs: list[float] = []
        self.place: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Curve of the sweep; left and right go from value to value")
        self.rescale()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setMinimumSize(scaled(_LEAST[0]), scaled(_LEAST[1]))

    def show_graph(self, graph: Graph | None, *, across: bool, up: bool) -> None:
        """Shows what has come so far.

        Args:
            graph: what is shown; None for nothing yet.
            across: whether the axis along the bottom counts in powers of ten.
            up: whether the axis up the side does.
        """
        told = None if self.place is None or self._graph is None else self._value(self.place)
        self._graph, self._powers = graph, (across, up)
        values = [spread.value for spread in graph.train] if graph else []
        self.place = values.index(told) if told in values else None
        self._tell()

    def choose(self, place: int | None) -> None:
        """Tells about a value, by its place in the graph."""
        if place != self.place:
            self.place = place
            self._tell()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told of the chosen value."""
        if self._graph is None or self.place is None:
            return ()
        return at_value(self._graph, self.place)

    def _value(self, place: int) -> object:
        assert self._graph is not None
        return self._graph.train[place].value

    def _tell(self) -> None:
        self.setAccessibleDescription(". ".join(self.lines))
        self.chosen.emit()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes from value to value, as they stand."""
        count = len(self._graph.train) if self._graph else 0
        if not count or self._graph is None:
            super().keyPressEvent(event)
            return
        order = sorted(range(count), key=lambda place: self._graph.places[place])
        at = -1 if self.place is None else order.index(self.place)
        if event.key() in _KEYS:
            way = _KEYS[Qt.Key(event.key())]
            at = (0 if way > 0 else count - 1) if at < 0 else min(max(at + way, 0), count - 1)
        elif event.key() == Qt.Key.Key_Home:
            at = 0
        elif event.key() == Qt.Key.Key_End:
            at = count - 1
        else:
            super().keyPressEvent(event)
            return
        self.choose(order[at])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tells about the value that is nearest to the pointer."""
        if self._xs:
            x = event.position().x() / current().scale
            self.choose(min(range(len(self._xs)), key=lambda place: abs(self._xs[place] - x)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the graph."""
        theme = theme_for(current().theme)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("panel"))
            if self._graph is None or not self._graph.train:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(current().scale, current().scale)
            self._draw(painter, self._graph, theme)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("text"), 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                zoom = current().scale
                painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5).toRect())
                del zoom

    def _draw(self, painter: QPainter, graph: Graph, theme: Theme) -> None:
        zoom = current().scale
        wide, high = self.width() / zoom, self.height() / zoom
        room = QRectF(LEFT + 6, _HEAD, wide - LEFT - 20, high - _HEAD - _FOOT)
        across, up = self._powers
        x = across_axis(graph, powers=across, size=room.width())
        y = up_axis(graph, powers=up, size=room.height())
        frame = Frame(room, x, y)
        frame.draw(painter, theme)
        self._name(painter, graph, theme, frame.area)
        places = np.array(graph.places)
        self._xs = [point.x() for point in frame.points(places, np.full(places.size, y.high))]
        self._point(painter, theme, frame)
        painter.save()
        painter.setClipRect(frame.area.adjusted(-1, -1, 1, 1))
        if isinstance(graph.law, PowerLaw) and x.log and y.log:
            self._law(painter, graph, graph.law, frame, theme)
        for spreads, ink, test in self._parts(theme):
            self._part(painter, spreads, ink, frame, test=test)
        painter.restore()

    def _parts(self, theme: Theme) -> list[tuple[tuple[Spread, ...], QColor, bool]]:
        """Returns the parts with what they are drawn in, the one that counts last and on top."""
        assert self._graph is not None
        train, test = self._graph.train, self._graph.test
        if not test:
            return [(train, theme.color("text"), False)]
        return [(train, theme.color("muted"), False), (test, theme.color("text"), True)]

    def _part(
        self, painter: QPainter, spreads: tuple[Spread, ...], ink: QColor, frame: Frame, *, test: bool
    ) -> None:
        """Draws one part: band, dots, line of medians."""
        assert self._graph is not None
        graph, unit = self._graph, in_units(self._graph)
        order = sorted(range(len(spreads)), key=lambda place: graph.places[place])
        there = [place for place in order if spreads[place].count]
        xs = np.array([graph.places[place] for place in there])
        heights = np.array([(spreads[p].median, *spreads[p].band) for p in there]).reshape(-1, 3)
        medians, low, high = (self._kept(frame, unit * column) for column in heights.T)
        band = QPolygonF([*frame.points(xs, low), *reversed(frame.points(xs, high))])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faint(ink, 0.16))
        if not graph.is_list:
            painter.drawPolygon(band)
        for place in there:
            numbers = np.array(spreads[place].numbers) * unit
            dots = frame.points(np.full(numbers.size, graph.places[place]), self._kept(frame, numbers))
            painter.setPen(QPen(_faint(ink, 0.6), 1.0) if test else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(Qt.BrushStyle.NoBrush if test else _faint(ink, 0.45))
            for dot in dots:
                painter.drawEllipse(dot, _DOT, _DOT)
        style = Qt.PenStyle.DashLine if test else Qt.PenStyle.SolidLine
        painter.setPen(QPen(ink, 2.0, style))
        middles = frame.points(xs, medians)
        if graph.is_list:  # nothing lies between two choices
            painter.setPen(QPen(ink, 2.4))
            for middle, below, above in zip(middles, frame.points(xs, low), frame.points(xs, high), strict=True):
                painter.drawLine(QPointF(middle.x() - 9, middle.y()), QPointF(middle.x() + 9, middle.y()))
                painter.setPen(QPen(_faint(ink, 0.5), 1.2))
                painter.drawLine(below, above)
                painter.setPen(QPen(ink, 2.4))
        else:
            painter.drawPolyline(QPolygonF(middles))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for place, middle in zip(there, middles, strict=True):
            radius = 5.0 if place == self.place else 3.0
            painter.drawEllipse(middle, radius, radius)

    def _kept(self, frame: Frame, heights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns heights that the axis can show: on one by powers, 0 stands at its lower end."""
        return np.maximum(heights, frame.y.low) if frame.y.log else heights
