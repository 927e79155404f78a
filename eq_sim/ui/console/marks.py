"""What is frozen, muted or playing solo, marked on its knob; and where the next step would go."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from eq_sim.network.types import Array
from eq_sim.session.session import Session
from eq_sim.ui.console.backdrop import spread_box
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.console.scales import Scales
from eq_sim.ui.console.sprites import FaderSize
from eq_sim.ui.theme import Theme, font

_LETTERED = 12.0  # columns from here on have room for a letter


def draw_switches(
    painter: QPainter, session: Session, geometry: Geometry, scales: Scales, theme: Theme
) -> None:
    """Marks knobs: F frozen, M muted, S solo; a silent one is dimmed, its value a ghost."""
    switches = session.switches
    if switches.fixed is None and not switches.solos.any():
        return
    silent = switches.silent
    marked = np.flatnonzero(switches.frozen | silent | switches.solos)
    shade, lines = QColor(theme.color("strip")), []
    shade.setAlpha(170)
    painter.setFont(font(9, bold=True))
    for knob in marked.tolist():
        strip, x = geometry.column(session.layout, knob)
        pitch, travel = geometry.pitch[strip.layer], geometry.travel[strip.layer]
        if pitch < _LETTERED:
            y = strip.top + (1.5 if silent[knob] else travel - 1.5)
            lines.append(QLineF(x, y, x + max(pitch - 1, 1), y))
            continue
        if silent[knob]:
            painter.fillRect(QRectF(x + 1, strip.top, pitch - 2, travel), shade)
            _ghost(painter, session, geometry, scales, theme, knob)
        letters = [
            letter
            for letter, on in (
                ("S", switches.solos[knob]),
                ("M", switches.mutes[knob]),
                ("F", switches.frozen[knob]),
            )
            if on
        ]
        for place, letter in enumerate(letters):
            side = 13.0
            box = QRectF(x + pitch - side - 1, strip.top + place * (side + 2), side, side)
            full = letter != "F"
            painter.setPen(QPen(theme.color("text"), 1.0))
            painter.setBrush(theme.color("text" if full else "panel"))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(theme.color("panel" if full else "text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    if lines:
        painter.setPen(QPen(theme.color("text"), 2.0))
        painter.drawLines(lines)


def _ghost(
    painter: QPainter,
    session: Session,
    geometry: Geometry,
    scales: Scales,
    theme: Theme,
    knob: int,
) -> None:
    """A dashed line where a silent knob comes back to."""
    y = height_of(geometry, scales, session, knob, float(session.switches.parked[knob]))
    strip, x = geometry.column(session.layout, knob)
    pitch = geometry.pitch[strip.layer]
    painter.setPen(QPen(theme.color("muted"), 1.2, Qt.PenStyle.DotLine))
    painter.drawLine(QPointF(x + 3, y), QPointF(x + pitch - 3, y))


def draw_next_step(
    painter: QPainter,
    session: Session,
    geometry: Geometry,
    scales: Scales,
    theme: Theme,
    update: Array,
) -> None:
    """An open arrow beside each fader: to where the next step would put it.

    A step is mostly smaller than a pixel. So the arrow's length grows with the step's order of
    magnitude, and where the step can be seen at all a line marks its true end.
    """
    largest = float(np.abs(update).max()) if update.size else 0.0
    if not largest:
        return
    painter.setPen(QPen(theme.color("text"), 1.1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    theta = session.parameters.theta
    for strip in geometry.strips:
        pitch = geometry.pitch[strip.layer]
        knobs = session.layout.neuron(strip.layer, strip.neuron)
        for column, knob in enumerate(knobs.tolist()):
            step = -float(update[knob])
            if not step:
                continue
            cap = FaderSize(pitch, 1.0, 1.0).cap_width
            x = strip.left + column * pitch + max(2.5, pitch / 2 - cap / 2 - 5)
            y = height_of(geometry, scales, session, knob, float(theta[knob]))
            end = height_of(geometry, scales, session, knob, float(theta[knob]) + step)
            # Four powers of ten below the largest step are told apart.
            share = 1 + max(-4.0, float(np.log10(abs(step) / largest))) / 4
            way = -1.0 if step > 0 else 1.0
            tip = y + way * (4 + 8 * share)
            painter.drawLine(QPointF(x, y), QPointF(x, tip))
            head = [QPointF(x - 2.5, tip - 3.5 * way), QPointF(x, tip)]
            painter.drawPolyline(QPolygonF([*head, QPointF(x + 2.5, tip - 3.5 * way)]))
            if abs(end - y) >= 2:
                painter.drawLine(QPointF(x - 3, end), QPointF(x + 9, end))


def draw_meters(
    painter: QPainter,
    session: Session,
    geometry: Geometry,
    theme: Theme,
    layers: list[np.ndarray],
    reaches: list[float],
) -> None:
    """A meter in each strip: what its neuron answers to the chosen sample.

    Args:
        painter: on the canvas.
        session: whose network.
        geometry: where the strips are.
        theme: the colours.
        layers: the answers of each layer, the inputs first.
        reaches: the largest answer of each layer to any sample, for the length of its meters.
    """
    _mark_inputs(painter, session, geometry, theme, layers[0])
    for strip in geometry.strips:
        value = float(layers[strip.layer + 1][strip.neuron])
        reach = max(reaches[strip.layer], 1e-9)
        wide = strip.width - 18 - strip.thumb - (28 if geometry.faders else 0)
        middle = strip.x + 9 + wide / 2
        y = strip.y + (24.0 if geometry.faders else 19.0)
        painter.fillRect(QRectF(strip.x + 9, y, wide, 3), theme.color("track"))
        share = min(max(value / reach, -1.0), 1.0) * wide / 2
        bar = QRectF(middle, y, share, 3).normalized()
        painter.fillRect(bar, theme.color("text"))
        painter.fillRect(QRectF(middle - 0.5, y - 1, 1, 5), theme.color("muted"))


def _mark_inputs(
    painter: QPainter, session: Session, geometry: Geometry, theme: Theme, inputs: np.ndarray
) -> None:
    """A line across each input's values: where the chosen sample lies among them."""
    dataset = session.dataset
    if dataset.image:
        return
    x, _, width, _ = geometry.inputs
    painter.setPen(QPen(theme.color("text"), 1.6))
    for place in range(len(dataset.columns)):
        box = spread_box(geometry, dataset, place)
        if box.right() > x + width:
            break
        low, high = float(dataset.inputs[place].min()), float(dataset.inputs[place].max())
        share = (float(inputs[place]) - low) / ((high - low) or 1.0)
        if dataset.places is None:
            at = box.left() + share * box.width()
            painter.drawLine(QPointF(at, box.top() - 2), QPointF(at, box.bottom() + 2))


def height_of(
    geometry: Geometry, scales: Scales, session: Session, knob: int, value: float
) -> float:
    """Returns the height on the canvas at which a knob would stand with a value."""
    strip, _ = geometry.column(session.layout, knob)
    pitch, travel = geometry.pitch[strip.layer], geometry.travel[strip.layer]
    margin = FaderSize(pitch, travel, 1.0).margin if geometry.faders else 0.0
    share = min(max(value / scales.layers[strip.layer].limit, -1.0), 1.0)
    return strip.top + travel / 2 - share * (travel / 2 - margin)
