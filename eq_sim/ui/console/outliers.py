"""Knobs beyond their scale: drawn at its edge, each with a mark, and how far out it is."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import by_layer, knobs_of
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.style.numbers import tick
from eq_sim.ui.style.theme import Theme, font

_WIDE, _HIGH = 7.0, 5.0  # of a mark
_LOWEST = 30.0  # columns lower than this have no room for a number in them
_MOST = 200  # marks in a frame; more are a line of marks, and the heading counts them


def draw_outliers(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
) -> None:
    """Marks knobs beyond their scale with a triangle at its end, and beside a bar its value.

    A fader has its value below it already. Where the next mark is too near, the number is left out:
    half of one could be another's.
    """
    left = _MOST
    painter.setFont(font(9, mono=True))
    metrics = QFontMetricsF(painter.font())
    for layer, some in by_layer(strips):
        if not scales.layers[layer].beyond or left <= 0:
            continue
        knobs = knobs_of(bank.layout, some)
        values, limits = bank.whole()[knobs], scales.of(layer)
        ends = limits[[strip.neuron for strip in some], np.newaxis] if limits.size > 1 else limits
        out = np.argwhere(np.abs(values) > ends)[:left]
        left -= len(out)
        of = canvas.geometry.of[layer]
        pitch, travel = of.pitch, of.travel
        numbers = of.level is Level.BAR and travel >= _LOWEST
        taken: dict[tuple[int, bool], float] = {}
        for place, column in out[::-1].tolist():  # from the right, where each one's room ends
            strip, value = some[place], float(values[place, column])
            x, above = strip.left + (column + 0.5) * pitch, value > 0
            _mark(painter, theme, x, strip.top if above else strip.top + travel, above=above)
            room = taken.get((place, above), strip.x + strip.width - 2)
            taken[place, above] = x - _WIDE / 2 - 1
            text = tick(float(f"{value:.2g}"), 10_000)
            wide = metrics.horizontalAdvance(text)
            if numbers and x + _WIDE / 2 + 2 + wide <= room:
                y = strip.top - 2 if above else strip.top + travel - 11
                box = QRectF(x + _WIDE / 2 + 2, y, wide + 1, 13)
                painter.setPen(theme.color("text"))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def _mark(painter: QPainter, theme: Theme, x: float, y: float, *, above: bool) -> None:
    """Draws a triangle whose tip points out of the scale at a height."""
    tip, foot = (y - 1, y - 1 + _HIGH) if above else (y + 1, y + 1 - _HIGH)
    corners = [(x, tip), (x - _WIDE / 2, foot), (x + _WIDE / 2, foot)]
    painter.setPen(QPen(theme.color("strip"), 1.0))
    painter.setBrush(theme.color("text"))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
