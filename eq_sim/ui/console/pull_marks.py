"""A second arrow beside each fader: the part of the next step that the penalties add."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.network.types import Array
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.style.theme import Theme

_APART = 3.0  # from one head of the arrow to the other
_BESIDE = 6.0  # from the step's arrow to this one
_LONGEST = 14.0  # what the step's arrow takes at most
_POWERS = 4.0  # of ten below the largest step that lengths tell apart, as the next step's do


def draw_pulls(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
    moves: Array,
    pulls: Array,
) -> None:
    """Draws an arrow with two heads beside that of the step, as long as its part of the step.

    Where columns are too narrow for two arrows side by side, it begins where the other ends.

    Args:
        painter: on the canvas.
        bank: whose knobs.
        canvas: where they are.
        strips: those in view.
        scales: what the tops of the faders mean.
        theme: the colours.
        moves: (size,) where the next step would go; the largest decides on all lengths.
        pulls: (size,) what the penalties add to it.
    """
    largest = float(np.abs(moves).max()) if moves.size else 0.0
    if not largest:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("text"), 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shown = canvas.shown
    values = bank.turned()
    for strip in strips:
        if strip.of.level is not Level.FADER:
            continue
        pitch, limit = strip.of.pitch, scales.of_neuron(strip.layer, strip.neuron)
        seen = strip.columns_in(shown.left(), shown.right())
        columns = np.arange(seen.start, seen.stop)
        knobs = bank.layout.neuron(strip.layer, strip.neuron)[columns]
        parts = pulls[knobs].astype(np.float64)
        some = parts != 0
        cap = FaderSize(pitch, 1.0, 1.0).cap_width
        beside = pitch / 2 - cap / 2 - 5  # where the step's own arrow stands, if it has room
        roomy = beside >= _BESIDE + 1
        lefts = strip.left + columns * pitch
        lefts += beside - _BESIDE if roomy else max(2.5, beside)
        shares = np.clip(values[knobs].astype(np.float64) / limit, -1.0, 1.0)
        heights = strip.top + strip.of.travel / 2 - shares * canvas.rise(strip.layer, 1.0)
        powers = np.log10(np.abs(parts[some]) / largest)
        lengths = 4 + 8 * (1 + np.clip(powers, -_POWERS, 0.0) / _POWERS)
        ways = np.where(parts[some] > 0, -1.0, 1.0)
        behind = np.where(moves[knobs][some] * parts[some] > 0, ways * _LONGEST, 0.0)
        begins = heights[some] + (0.0 if roomy else behind)
        rows = (lefts[some], begins, lengths, ways)
        for x, y, length, way in zip(*(row.tolist() for row in rows), strict=True):
            draw_pull(painter, x, y, y + way * length)
    painter.restore()


def draw_pull(painter: QPainter, x: float, start: float, tip: float) -> None:
    """Draws one such arrow from a height to another; its pen is the painter's."""
    way = 1.0 if tip > start else -1.0
    painter.drawLine(QPointF(x, start), QPointF(x, tip))
    for head in (tip, tip - way * _APART):
        ends = [QPointF(x - 2.5, head - 3.0 * way), QPointF(x, head)]
        painter.drawPolyline(QPolygonF([*ends, QPointF(x + 2.5, head - 3.0 * way)]))
