"""How the map is drawn: lines by their weights, squares with what neurons answer, dots for biases.

Nothing here asks anything: all of it was worked out before.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from eq_sim.language.tr import tr
from eq_sim.network.types import IndexArray
from eq_sim.ui.models.network_map import NO_BIAS, NetworkMap, Strengths
from eq_sim.ui.models.sample_trace import Trace
from eq_sim.ui.panels.map_places import FOOT, Places
from eq_sim.ui.panels.map_thumbnails import Thumbnails
from eq_sim.ui.style.numbers import count
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

_THIN, _THICK = 0.5, 5.0  # a line: of a weight of 0, and of one at the end of its scale
_CROWD = 0.18  # of the side of a small square: where many meet, lines are thinner
_WIDE_LINES = 28  # so many, the strongest; a line of one pixel is drawn in a tenth of the time
_FAINT = 70  # of 255: how much of a weak line is seen
_SMALL_DOT, _LARGE_DOT = 2.5, 4.5
_NUMBERED = 13.0  # a square that has room for its number
_METERED = 18.0  # and for a meter
_BAR = 5.0  # half of what marks a frozen weight
_RISE = 2.0  # by which larger letters of a hall stand higher in the foot


class Seen(Struct, frozen=True):
    """What was looked at for a drawing, and what is lit.

    Attributes:
        names: of the inputs that are drawn.
        layers: the names of the columns.
        outputs: what stands beside each output.
        shares: of each output of classes, its answer to the chosen sample; None without one.
        picture: the chosen sample or the mean of all, where inputs make a picture.
        trace: what each neuron answers to the chosen sample; None without one.
        knob: the knob that is lit; None for none.
        chosen: the knobs that are selected.
        neuron: the layer and the neuron that is lit; None for none.
    """

    names: Sequence[str]
    layers: Sequence[str]
    outputs: Sequence[str]
    shares: NDArray[np.float64] | None
    picture: QImage | None
    trace: Trace | None
    knob: int | None
    chosen: IndexArray
    neuron: tuple[int, int] | None = None


class MapDrawing:
    """Draws one picture of the map.

    Args:
        painter: on the map.
        places: where everything is.
        network: what there is.
        insides: what is in the squares.
        seen: words, meters and lights.
        theme: the colours.
    """

    def __init__(
        self,
        painter: QPainter,
        places: Places,
        network: NetworkMap,
        insides: Thumbnails,
        seen: Seen,
        theme: Theme,
    ) -> None:
        self._painter, self._places, self._network = painter, places, network
        self._insides, self._seen, self._theme = insides, seen, theme

    def draw(self) -> None:
        """Draws lines, squares, dots and names."""
        self._lines()
        self._inputs()
        self._neurons()
        self._feet()

    # Weights

    def _lines(self) -> None:
        painter, lines, seen = self._painter, self._network.lines, self._seen
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._thick = min(_THICK, max(_THIN, _CROWD * min(self._places.sides[1:])))
        starts, ends = self._places.ends(lines)
        lit = np.isin(lines.knobs, seen.chosen)
        if seen.knob is not None:
            lit |= lines.knobs == seen.knob
        wide = np.zeros(len(lines.knobs), dtype=bool)
        wide[np.argsort(np.abs(lines.shares), kind="stable")[-_WIDE_LINES:]] = True
        rows = zip(
            starts.tolist(), ends.tolist(), lines.shares.tolist(), lines.silent.tolist(),
            lines.frozen.tolist(), wide.tolist(), lit.tolist(), strict=True,
        )  # fmt: skip
        over = []
        for row in rows:
            if row[-1]:
                over.append(row)
            else:
                self._line(*row)
        for row in over:
            self._line(*row)

    def _line(
        self,
        start: list[float],
        end: list[float],
        share: float,
        silent: bool,
        frozen: bool,
        wide: bool,
        lit: bool,
    ) -> None:
        painter, theme = self._painter, self._theme
        path = _path(start, end)
        strength = abs(share)
        width = _THIN + (self._thick - _THIN) * strength
        if lit:
            painter.setPen(QPen(theme.color("text"), width + 3.5))
            painter.drawPath(path)
            painter.setPen(QPen(theme.color("panel"), width + 1.2))
            painter.drawPath(path)
        color = self._color(share, silent)
        if not lit:
            color.setAlpha(round(_FAINT + (255 - _FAINT) * strength**0.5))
        if silent:
            pen = QPen(color, 1.2, Qt.PenStyle.DotLine)
        else:
            pen = QPen(color, width if wide or lit else min(width, 1.0))
            pen.setCosmetic(not wide and not lit)
        painter.setPen(pen)
        painter.drawPath(path)
        if frozen:
            painter.setPen(QPen(theme.color("text"), 1.6))
            middle = QPointF((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            painter.drawLine(middle - QPointF(0, _BAR), middle + QPointF(0, _BAR))

    def _color(self, share: float, silent: bool) -> QColor:
        if silent or not share:
            return self._theme.color("muted")
        return self._theme.color("positive" if share > 0 else "negative")

    # Squares

    def _inputs(self) -> None:
        painter, theme, seen, places = self._painter, self._theme, self._seen, self._places
        if seen.picture is not None:
            box = places.picture()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(box, seen.picture)
            self._outline(box, lit=False)
            source = self._pixel_of(seen.knob)
            if source is not None:
                painter.setPen(QPen(theme.color("text"), 2.0))
                painter.drawRect(places.box(0, source))
            return
        painter.setFont(font("small", bold=True))
        for place, name in enumerate(seen.names):
            box = places.box(0, place)
            painter.setPen(QPen(theme.color("muted"), 1.0))
            painter.setBrush(theme.color("strip"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.color("text"))
            metrics = QFontMetricsF(painter.font())
            written = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width() - 4)
            if box.height() >= metrics.height() - 4:
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, written)

    def _pixel_of(self, knob: int | None) -> int | None:
        """Returns the pixel of the inputs' picture that a knob weighs."""
        if knob is None:
            return None
        place = self._network.layout.knob(knob)
        return place.source if place.layer == 0 else None

    def _neurons(self) -> None:
        drawn = self._network.drawn
        for layer, neurons in enumerate(drawn.columns[1:]):
            dots = self._network.dots[layer]
            for place, neuron in enumerate(neurons.tolist()):
                box = self._places.box(layer + 1, place)
                self._square(layer, neuron, box)
                if dots.knobs[place] != NO_BIAS:
                    self._dot(self._places.dot(layer, place), dots, place)
        self._beside_outputs()

    def _square(self, layer: int, neuron: int, box: QRectF) -> None:
        painter, theme, seen = self._painter, self._theme, self._seen
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("strip"))
        painter.drawRoundedRect(box, 3, 3)
        inside = self._insides.draw(painter, (layer, neuron), box.adjusted(1, 1, -1, -1))
        if not inside and seen.trace is not None:
            self._activity(layer, neuron, box)
        elif not inside and box.height() >= _NUMBERED:
            painter.setFont(font("tick"))
            painter.setPen(theme.color("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, count(neuron + 1))
        if inside and seen.trace is not None:
            self._meter(layer, neuron, box)
        self._outline(box, lit=seen.neuron == (layer, neuron))

    def _outline(self, box: QRectF, *, lit: bool) -> None:
        painter, theme = self._painter, self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("text" if lit else "muted"), 2.2 if lit else 1.0))
        painter.drawRoundedRect(box, 3, 3)

    def _activity(self, layer: int, neuron: int, box: QRectF) -> None:
        """Fills a square as far as its neuron answers the chosen sample: a small square for 0."""
        trace = self._seen.trace
        assert trace is not None
        share = abs(self._share(trace, layer, neuron))
        side = max(2.0, share * (box.width() - 4))
        inner = QRectF(0, 0, side, side)
        inner.moveCenter(box.center())
        self._painter.fillRect(inner, self._theme.color("text"))

    def _share(self, trace: Trace, layer: int, neuron: int) -> float:
        """Returns an answer as a share of the largest of its layer to any sample.

        An output of classes answers with a share itself.
        """
        if self._seen.shares is not None and layer + 2 == len(trace.layers):
            return min(max(float(self._seen.shares[neuron]), 0.0), 1.0)
        value, reach = float(trace.layers[layer + 1][neuron]), max(trace.reaches[layer], 1e-9)
        return min(max(value / reach, -1.0), 1.0)

    def _meter(self, layer: int, neuron: int, box: QRectF) -> None:
        """A bar from the middle: what the neuron answers to the chosen sample."""
        trace = self._seen.trace
        if trace is None or box.width() < _METERED:
            return
        painter, theme = self._painter, self._theme
        strip = QRectF(box.left() + 1, box.bottom() - 5, box.width() - 2, 4)
        painter.fillRect(strip, theme.color("track"))
        share = self._share(trace, layer, neuron) * strip.width() / 2
        bar = QRectF(strip.center().x(), strip.top() + 0.5, share, 3).normalized()
        painter.fillRect(bar, theme.color("text"))

    def _dot(self, at: QPointF, dots: Strengths, place: int) -> None:
        painter, theme, knob = self._painter, self._theme, int(dots.knobs[place])
        share, silent = float(dots.shares[place]), bool(dots.silent[place])
        lit = knob == self._seen.knob or knob in self._seen.chosen
        radius = _SMALL_DOT + (_LARGE_DOT - _SMALL_DOT) * abs(share)
        if lit:
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.setBrush(theme.color("panel"))
            painter.drawEllipse(at, radius + 3, radius + 3)
        color = self._color(share, silent)
        painter.setPen(QPen(color if silent else theme.color("panel"), 1.2))
        painter.setBrush(theme.color("panel") if silent else color)
        painter.drawEllipse(at, radius, radius)
        if dots.frozen[place]:
            painter.setPen(QPen(theme.color("text"), 1.6))
            painter.drawLine(at - QPointF(0, _BAR), at + QPointF(0, _BAR))

    def _beside_outputs(self) -> None:
        painter, places = self._painter, self._places
        painter.setFont(font("small"))
        painter.setPen(self._theme.color("text"))
        metrics = QFontMetricsF(painter.font())
        column = len(places.xs) - 1
        for place, words in enumerate(self._seen.outputs):
            box = places.box(column, place)
            at = QPointF(box.right() + 5, box.center().y() + metrics.capHeight() / 2)
            painter.drawText(at, words)

    # Words

    def _feet(self) -> None:
        painter, places, drawn = self._painter, self._places, self._network.drawn
        center = Qt.AlignmentFlag.AlignCenter
        apart = (places.xs[-1] - places.xs[0]) / max(1, len(places.xs) - 1)
        for column, words in enumerate(self._seen.layers):
            painter.setFont(font("small"))
            painter.setPen(self._theme.color("muted"))
            box = QRectF(places.xs[column] - apart / 2, places.foot, apart, FOOT)
            box = self._within(box, words)
            if current().least:
                box.translate(0, -_RISE)
            painter.drawText(box, center, words)
            if drawn.left_out(column):
                some, whole = count(len(drawn.columns[column])), count(drawn.sizes[column])
                painter.setFont(font("tick"))
                words = tr("{shown} of {all}", shown=some, all=whole)
                below = self._within(box.translated(0, FOOT - 3), words)
                painter.drawText(below, center, words)

    def _within(self, box: QRectF, words: str) -> QRectF:
        """Returns a box wide enough for words, moved so that none of them is outside."""
        painter = self._painter
        wide = max(box.width(), QFontMetricsF(painter.font()).horizontalAdvance(words) + 4)
        room = painter.device().width() / painter.transform().m11()
        left = max(0.0, min(box.center().x() - wide / 2, room - wide))
        return QRectF(left, box.top(), wide, box.height())


def _path(start: list[float], end: list[float]) -> QPainterPath:
    path = QPainterPath(QPointF(*start))
    middle = (start[0] + end[0]) / 2
    path.cubicTo(QPointF(middle, start[1]), QPointF(middle, end[1]), QPointF(*end))
    return path
