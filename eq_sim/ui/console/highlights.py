"""What a hand or a pointer lights: the knob, its route through the network, its name and value."""

from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.console.backdrop import image_box, input_tile
from eq_sim.ui.console.canvas_map import CanvasMap, frame_of
from eq_sim.ui.console.geometry import STRIP_HEAD, Geometry, Strip, by_layer, knobs_of
from eq_sim.ui.console.gestures import Grip
from eq_sim.ui.console.painting import LETTERED
from eq_sim.ui.style.numbers import change, signed
from eq_sim.ui.style.theme import Theme, font

_MOST_LIT = 200
_BESIDE, _EDGE = 10.0, 13.0  # pixels from a knob to its bubble, and from the bubble to its words

_Row: TypeAlias = tuple[str, QFont, str, float]
"""A line of a bubble: words, font, colour, height."""


def light_focus(
    painter: QPainter,
    canvas: CanvasMap,
    strips: list[Strip],
    theme: Theme,
    knob: int,
    chosen: IndexArray,
) -> None:
    """Rings the knobs that keys turn; where the keyboard is elsewhere, a thin line says whose."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("go"), 2.0))
    for ring in rings(canvas, strips, chosen):
        painter.drawRoundedRect(ring, 5, 5)
    box = canvas.column_of(knob)
    pen = QPen(theme.color("text"), 2.0 if chosen.size else 1.0, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRoundedRect(box, 5, 5)


def rings(canvas: CanvasMap, strips: list[Strip], chosen: IndexArray) -> list[QRectF]:
    """Returns the outlines of chosen knobs in some strips; narrow neighbours share one."""
    if not chosen.size:
        return []
    mask = np.zeros(canvas.layout.size, dtype=bool)
    mask[chosen] = True
    boxes = []
    for layer, some in by_layer(strips):
        pitch = canvas.geometry.pitch[layer]
        here = mask[knobs_of(canvas.layout, some)]
        if pitch >= LETTERED:
            places, begins = np.nonzero(here)
            ends = begins + 1
        else:
            edges = np.diff(here, axis=1, prepend=False, append=False)  # where runs begin and end
            places, columns = np.nonzero(edges)
            places, begins, ends = places[::2], columns[::2], columns[1::2]
        for place, begin, end in zip(places.tolist(), begins.tolist(), ends.tolist(), strict=True):
            strip = some[place]
            boxes.append(canvas.columns(strip, strip.left + begin * pitch, end - begin))
    return boxes


def light_route(
    painter: QPainter, bank: KnobBank, canvas: CanvasMap, theme: Theme, knob: int
) -> None:
    """Outlines a knob, what it listens to, its neuron, and everything that listens to that."""
    layout, geometry = bank.layout, canvas.geometry
    place = layout.knob(knob)
    ink = theme.color("text")
    soft = QColor(ink)
    soft.setAlpha(26)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    for listener in layout.outgoing(place.layer, place.neuron)[:_MOST_LIT].tolist():
        painter.drawRoundedRect(canvas.column_of(listener), 5, 5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    line = QColor(ink)
    line.setAlpha(150)
    painter.setPen(QPen(line, 1.2))
    for later in range(place.layer + 1, len(layout.blocks)):
        for neuron in range(min(layout.blocks[later].outputs, _MOST_LIT)):
            painter.drawRoundedRect(_frame(geometry.strip(later, neuron)), 6, 6)
    painter.drawRoundedRect(_frame(geometry.strip(place.layer, place.neuron)), 6, 6)
    if place.source is not None and place.layer > 0:
        painter.drawRoundedRect(_frame(geometry.strip(place.layer - 1, place.source)), 6, 6)
    elif place.source is not None:
        _light_input(painter, bank, geometry, place.source)
    painter.setPen(QPen(ink, 2.0))
    painter.drawRoundedRect(canvas.column_of(knob), 5, 5)


def _light_input(painter: QPainter, bank: KnobBank, geometry: Geometry, source: int) -> None:
    image = bank.dataset.image
    if image:
        picture = image_box(geometry)
        side = picture.width() / image[1]
        row, column = divmod(source, image[1])
        box = QRectF(picture.x() + column * side, picture.y() + row * side, side, side)
    else:
        box = input_tile(geometry, bank.dataset, source).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, 4, 4)


def _frame(strip: Strip) -> QRectF:
    return frame_of(strip).adjusted(0.5, 0.5, -0.5, -0.5)


def draw_pointer(
    painter: QPainter, canvas: CanvasMap, theme: Theme, knob: int, share: float
) -> None:
    """Draws the pointer of a hand that is not here: a lesson's, or a recorded one's.

    Args:
        painter: on the canvas.
        canvas: where the knobs are.
        theme: the colours.
        knob: which is in the hand.
        share: its value as a share of its scale.
    """
    strip, x = canvas.geometry.column(canvas.layout, knob)
    y = canvas.height_of(knob, share)
    tip = QPointF(x + canvas.geometry.pitch[strip.layer] / 2 + 1, y + 2)
    shape = [(0, 0), (0, 17), (4, 13.4), (6.6, 19), (9.4, 17.8), (6.8, 12.2), (12, 12)]
    painter.setPen(QPen(theme.color("panel"), 1.4))
    painter.setBrush(theme.color("text"))
    painter.drawPolygon(QPolygonF([tip + QPointF(*corner) for corner in shape]))


def draw_bubble(
    painter: QPainter,
    bank: KnobBank,
    canvas: CanvasMap,
    theme: Theme,
    knob: int,
    grip: Grip | None,
    loss: float,
) -> None:
    """Draws a knob's name and value beside it; in a hand, what the loss has done since.

    Args:
        painter: on the canvas.
        bank: whose knob.
        canvas: where the knobs are.
        theme: the colours.
        knob: which.
        grip: the hand that holds it, if one does.
        loss: the train loss now; of interest in a hand only.
    """
    bounds, column = canvas.shown, canvas.column_of(knob)
    right, left = bounds.right() - column.right(), column.left() - bounds.left()
    room = max(right, left) - _BESIDE - 2
    rows = _bubble_rows(bank, knob, grip, loss, broken=False)
    if _widest(rows) + 2 * _EDGE > room:  # rather higher than over the knob
        rows = _bubble_rows(bank, knob, grip, loss, broken=True)
    width, height = _widest(rows) + 2 * _EDGE, sum(high for *_, high in rows) + 2 * _EDGE - 6
    x, y = column.right() + _BESIDE, column.top() + STRIP_HEAD
    if width + _BESIDE + 2 > right and left > right:
        x = column.left() - _BESIDE - width
    x = max(bounds.left() + 2, min(x, bounds.right() - width - 2))
    y = max(bounds.top() + 2, min(y, bounds.bottom() - height - 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted"), 1.0))
    painter.setBrush(theme.color("panel"))
    painter.drawRoundedRect(QRectF(x, y, width, height), 7, 7)
    y += _EDGE - 4
    for text, made, color, high in rows:
        painter.setFont(made)
        painter.setPen(theme.color(color))
        area = QRectF(x + _EDGE, y, width - _EDGE, high)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
        y += high


def _bubble_rows(
    bank: KnobBank, knob: int, grip: Grip | None, loss: float, *, broken: bool
) -> list[_Row]:
    """Returns the lines of a bubble; ``broken``: shorter ones, and more of them."""
    value, start = float(bank.values()[knob]), float(bank.start()[knob])
    below = f"started at {signed(start)}"
    if grip:
        before, after = change(grip.loss, loss)
        below = f"loss {before} → {after}"
    sign = "positive" if value > 0 else "negative" if value < 0 else "text"
    words = [(bank.name(knob), font(12, bold=True)), (below, font(12))]
    if broken:
        words = [(part, made) for text, made in words for part in _parts(text)]
    rows = [(text, made, "text", 18.0) for text, made in words]
    names = sum(made.bold() for _, made in words)
    rows.insert(names, (signed(value), font(18, bold=True, mono=True), sign, 24.0))
    return rows


def _parts(text: str) -> list[str]:
    """Returns a line in two, broken before what it leads to."""
    first, arrow, rest = text.partition(" → ")
    return [first, f"→ {rest}"] if arrow else [text]


def _widest(rows: list[_Row]) -> float:
    return max(QFontMetricsF(made).horizontalAdvance(text) for text, made, _, _ in rows)
