"""The arrows of a step that is taken apart: as long as the step, drawn so many times as long."""

from math import floor, log10

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.network.types import Array
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.bar_arrows import NARROWEST
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import knobs_of
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.style.theme import Theme

_LONGEST = 0.4  # of a fader's way from 0 to an end
_HEAD = 7.0  # of an arrow; of a shorter step only the head is drawn
_MOST_TIMES = 8  # powers of ten


def times_of(moves: Array, scales: Scales, knobs: int) -> int:
    """Returns how many times as long the arrows are drawn: a power of ten, at least 1.

    Args:
        moves: (size,) by how much the step turns each knob.
        scales: how far the knobs go.
        knobs: how many there are.
    """
    shares = np.abs(moves) / scales.limits(np.arange(knobs))
    largest = float(shares.max()) if shares.size else 0.0
    if not 0 < largest < np.inf:
        return 1
    return int(10 ** min(max(0, floor(log10(_LONGEST / largest))), _MOST_TIMES))


def draw_phase_arrows(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
    moves: Array,
    times: int,
) -> None:
    """Draws a full arrow beside each fader that the step moves, from its cap; and its true end.

    Args:
        painter: on the canvas.
        bank: where the knobs are turned to.
        canvas: where the knobs are.
        strips: those that can be seen.
        scales: how far the knobs go.
        theme: the colours.
        moves: (size,) by how much the step turns each knob; 0 for no arrow.
        times: how many times as long as the step an arrow is.
    """
    ink = theme.color("text")
    values = bank.turned()
    for strip in strips:
        if strip.of.level is Level.CELL or strip.of.pitch < NARROWEST:
            continue
        thick = min(1.0, strip.of.pitch / 27)  # of a fader's arrow
        knobs = knobs_of(bank.layout, [strip])[0]
        pitch, limit = strip.of.pitch, scales.of_neuron(strip.layer, strip.neuron)
        rise = canvas.rise(strip.layer, 1.0) / limit
        middle, top, low = strip.top + strip.of.travel / 2, strip.top, strip.top + strip.of.travel
        aside = pitch / 2
        if strip.of.level is Level.FADER:
            aside += min(FaderSize(pitch, 1.0, 1.0).cap_width / 2 + 6, pitch / 2 - 4)
        for column, knob in enumerate(knobs.tolist()):
            step = float(moves[knob])
            if not step:
                continue
            x = strip.left + column * pitch + aside
            here = middle - min(max(float(values[knob]), -limit), limit) * rise
            tip = min(max(here - step * rise * times, top - 2), low + 2)
            way = -1.0 if step > 0 else 1.0
            long = _HEAD * thick
            tip = tip if abs(tip - here) >= long else here + way * long
            painter.setPen(QPen(ink, 2.0 * thick))
            painter.drawLine(QPointF(x, here), QPointF(x, tip - way * long))
            painter.setPen(Qt.PenStyle.NoPen)
            if strip.of.level is Level.BAR:  # on a bar of its own colour it shows by its edge
                painter.setPen(QPen(theme.color("strip"), 1.0))
            painter.setBrush(ink)
            base, half = tip - way * long, 4 * thick
            head = [QPointF(x - half, base), QPointF(x, tip), QPointF(x + half, base)]
            painter.drawPolygon(QPolygonF(head))
            end = here - step * rise
            if abs(end - here) >= 2:
                painter.setPen(QPen(ink, 1.0, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x - 12, end), QPointF(x + 5, end))
    painter.setBrush(Qt.BrushStyle.NoBrush)
