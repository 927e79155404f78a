"""Where the next step would go, and what neurons answer to the chosen sample."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.network.types import Array
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.input_places import inputs_drawn, spread_box
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.models.sample_trace import Trace
from eq_sim.ui.style.theme import Theme

_METERED = 16.0  # of a strip's head: below it has no room for a meter


def draw_next_step(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
    moves: Array,
) -> None:
    """An open arrow beside each fader in view that the next step would turn, and which way.

    A step is mostly smaller than a pixel. So the arrow's length grows with the step's order of
    magnitude, and where the step can be seen at all a line marks its true end.
    """
    largest = float(np.abs(moves).max()) if moves.size else 0.0
    if not largest:
        return
    painter.setPen(QPen(theme.color("text"), 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    values, shown = bank.turned(), canvas.shown
    for strip in strips:
        if strip.of.level is not Level.FADER:
            continue
        pitch, limit = strip.of.pitch, scales.of_neuron(strip.layer, strip.neuron)
        seen = strip.columns_in(shown.left(), shown.right())
        knobs = bank.layout.neuron(strip.layer, strip.neuron)[seen.start : seen.stop]
        steps, here = moves[knobs].astype(np.float64), values[knobs].astype(np.float64)
        cap = FaderSize(pitch, 1.0, 1.0).cap_width
        left = (
            strip.left
            + np.arange(seen.start, seen.stop) * pitch
            + max(2.5, pitch / 2 - cap / 2 - 5)
        )
        starts, ends = (_heights(canvas, strip, limit, at) for at in (here, here + steps))
        some = steps != 0
        # Four powers of ten below the largest step are told apart.
        powers = np.log10(np.abs(steps[some]) / largest)
        lengths = 4 + 8 * (1 + np.maximum(-4.0, powers) / 4)
        ways = np.where(steps[some] > 0, -1.0, 1.0)
        rows = (left[some], starts[some], ends[some], lengths, ways)
        for x, y, end, length, way in zip(*(row.tolist() for row in rows), strict=True):
            tip = y + way * length
            painter.drawLine(QPointF(x, y), QPointF(x, tip))
            head = [QPointF(x - 2.5, tip - 3.5 * way), QPointF(x, tip)]
            painter.drawPolyline(QPolygonF([*head, QPointF(x + 2.5, tip - 3.5 * way)]))
            if abs(end - y) >= 2:
                painter.drawLine(QPointF(x - 3, end), QPointF(x + 9, end))


def _heights(
    canvas: CanvasMap, strip: Strip, limit: float, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns how high on the canvas each of a neuron's knobs would stand with some values."""
    shares = np.clip(values / limit, -1.0, 1.0)
    middle = strip.top + strip.of.travel / 2
    return np.asarray(middle - shares * canvas.rise(strip.layer, 1.0))


def draw_meters(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    theme: Theme,
    trace: Trace,
) -> None:
    """A meter in each strip: what its neuron answers to the chosen sample."""
    _mark_inputs(painter, bank, canvas, theme, trace.layers[0])
    for strip in strips:
        if trace.lit is not None and strip.layer >= trace.lit:
            continue
        value = float(trace.layers[strip.layer + 1][strip.neuron])
        reach = max(trace.reaches[strip.layer], 1e-9)
        of, faders = strip.of, strip.of.level is Level.FADER
        begin = strip.x + (9 if not of.picture else of.picture + 8)
        wide = strip.x + strip.width - 9 - (28 if faders else 0) - begin
        low = of.head < _METERED
        if wide < _METERED or (low and (trace.lit is None or of.level is Level.CELL)):
            continue
        middle = begin + wide / 2
        y = strip.y + of.head - (4.0 if faders else 1.0)
        if low:  # one is followed on purpose: its meters go along the lower edge then
            y = strip.y + strip.height - 5.0
        painter.fillRect(QRectF(begin, y, wide, 3), theme.color("track"))
        share = min(max(value / reach, -1.0), 1.0) * wide / 2
        bar = QRectF(middle, y, share, 3).normalized()
        painter.fillRect(bar, theme.color("text"))
        painter.fillRect(QRectF(middle - 0.5, y - 1, 1, 5), theme.color("muted"))


def _mark_inputs(
    painter: QPainter, bank: KnobBank, canvas: CanvasMap, theme: Theme, inputs: NDArray[np.float64]
) -> None:
    """A line across each input's values: where the chosen sample lies among them."""
    dataset = bank.dataset
    if dataset.image or dataset.places is not None:
        return
    painter.setPen(QPen(theme.color("text"), 1.6))
    lines = []
    for place in range(inputs_drawn(canvas.geometry, dataset)):
        box = spread_box(canvas.geometry, dataset, place)
        if box.isEmpty():
            continue
        low, high = float(dataset.inputs[place].min()), float(dataset.inputs[place].max())
        share = (float(inputs[place]) - low) / ((high - low) or 1.0)
        at = box.left() + share * box.width()
        lines.append(QLineF(at, box.top() - 2, at, box.bottom() + 2))
    painter.drawLines(lines)


def share_of(value: float, limit: float) -> float:
    """Returns a value as a share of its scale, from −1 to 1."""
    return min(max(value / limit, -1.0), 1.0)
