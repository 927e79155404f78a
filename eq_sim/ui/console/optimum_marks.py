"""A mark on each fader where the best knobs are: filled for θ*, hollow for the best seen."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.questions.optimum import Kind, Optimum
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.measures import Level
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.style.theme import Theme

_HALF = (5.0, 8.0)  # from the middle of a mark to its corners: on narrow and on wide faders
_ARROW = 11.0  # beside a cap, of the mark that says which way it moved
_NARROWEST = 5.0  # bars in narrower columns have no mark
_MOST = 2000  # marks in a frame


def draw_optimum(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    strips: list[Strip],
    scales: Scales,
    theme: Theme,
    optimum: Optimum,
) -> None:
    """Draws a diamond at the right of each fader, and a line across each bar that has room.

    A mark beyond the scale is half a diamond at the end, which points out of it.

    Args:
        painter: on the canvas.
        bank: whose knobs.
        canvas: where they are.
        strips: those in view.
        scales: what the tops of the faders mean.
        theme: the colours.
        optimum: what is marked; knobs that cannot get there have no mark.
    """
    theta, shown, left = optimum.theta, canvas.shown, _MOST
    if theta is None or theta.size != bank.layout.size:
        return
    hollow = optimum.kind is Kind.SEEN
    lines: list[QLineF] = []
    painter.setPen(QPen(theme.color("text" if hollow else "strip"), 1.4))
    painter.setBrush(theme.color("strip" if hollow else "text"))
    for strip in strips:
        faders = strip.of.level is Level.FADER
        pitch, limit = strip.of.pitch, scales.of_neuron(strip.layer, strip.neuron)
        if left <= 0 or not (faders or (strip.of.level is Level.BAR and pitch >= _NARROWEST)):
            continue
        seen = strip.columns_in(shown.left(), shown.right())
        knobs = bank.layout.neuron(strip.layer, strip.neuron)[seen.start : seen.stop]
        free = np.flatnonzero(optimum.free[knobs])[:left]
        left -= free.size
        shares = theta[knobs[free]] / limit
        ys = strip.top + strip.of.travel / 2
        heights = ys - np.clip(shares, -1.0, 1.0) * canvas.rise(strip.layer, 1.0)
        xs = strip.left + (seen.start + free) * pitch
        rows = zip(xs.tolist(), heights.tolist(), shares.tolist(), strict=True)
        if not faders:
            lines += [QLineF(x + 0.5, y, x + pitch - 0.5, y) for x, y, _ in rows]
            continue
        beside, half = place_beside(pitch)
        for x, y, share in rows:
            draw_diamond(painter, x + beside, y, half, out=(share > 1) - (share < -1))
    painter.setPen(QPen(theme.color("text"), 1.4))
    painter.drawLines(lines)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def place_beside(pitch: float) -> tuple[float, float]:
    """Returns how far from the left of a fader's column its mark is, and how large that is."""
    size, (least, most) = FaderSize(pitch, 1.0, 1.0), _HALF
    half = min(max(least, 0.05 * pitch), most)
    return min(pitch / 2 + size.cap_width / 2 + _ARROW + half, pitch - half - 0.5), half


def draw_diamond(
    painter: QPainter, x: float, y: float, half: float = _HALF[0], out: int = 0
) -> None:
    """Draws a mark with the painter's pen and brush.

    Args:
        painter: on the canvas.
        x: of its middle.
        y: of its middle.
        half: from its middle to its corners.
        out: 1 where what is marked is above the scale, −1 below it, 0 in it.
    """
    corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)]
    if out > 0:
        corners = [(0.0, -half), (half, 0.0), (-half, 0.0)]
    elif out < 0:
        corners = [(half, 0.0), (0.0, half), (-half, 0.0)]
    painter.drawPolygon(QPolygonF([QPointF(x + across, y + down) for across, down in corners]))
