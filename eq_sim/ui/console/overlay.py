"""What a hand or a pointer lights: the knob, its route through the network, its name and value."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.session.session import Session
from eq_sim.ui.console.backdrop import image_box, input_tile
from eq_sim.ui.console.geometry import STRIP_HEAD, Geometry, Strip, foot
from eq_sim.ui.console.hands import Grip
from eq_sim.ui.numbers import change, signed
from eq_sim.ui.theme import Theme, font

_MOST_LIT = 200


def light_focus(
    painter: QPainter,
    session: Session,
    geometry: Geometry,
    theme: Theme,
    knob: int,
    chosen: tuple[int, ...],
) -> None:
    """Rings the knobs that keys turn; where the keyboard is elsewhere, a thin line says whose."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for other in chosen:
        painter.setPen(QPen(theme.color("go"), 2.0))
        painter.drawRoundedRect(_column_box(geometry, session, other), 5, 5)
    box = _column_box(geometry, session, knob)
    painter.setPen(QPen(theme.color("text"), 2.0 if chosen else 1.0, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 5, 5)


def light_route(
    painter: QPainter, session: Session, geometry: Geometry, theme: Theme, knob: int
) -> None:
    """Outlines a knob, what it listens to, its neuron, and everything that listens to that."""
    layout = session.layout
    place = layout.knob(knob)
    ink = theme.color("text")
    soft = QColor(ink)
    soft.setAlpha(26)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    listeners = layout.outgoing(place.layer, place.neuron)[:_MOST_LIT]
    for listener in listeners:
        painter.drawRoundedRect(_column_box(geometry, session, int(listener)), 5, 5)
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
        _light_input(painter, session, geometry, place.source)
    painter.setPen(QPen(ink, 2.0))
    painter.drawRoundedRect(_column_box(geometry, session, knob), 5, 5)


def _light_input(painter: QPainter, session: Session, geometry: Geometry, source: int) -> None:
    image = session.dataset.image
    if image:
        picture = image_box(geometry)
        side = picture.width() / image[1]
        row, column = divmod(source, image[1])
        box = QRectF(picture.x() + column * side, picture.y() + row * side, side, side)
    else:
        box = input_tile(geometry, session.dataset, source).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, 4, 4)


def _column_box(geometry: Geometry, session: Session, knob: int) -> QRectF:
    strip, x = geometry.column(session.layout, knob)
    pitch, travel = geometry.pitch[strip.layer], geometry.travel[strip.layer]
    if geometry.faders:
        return QRectF(x + 1, strip.top - 2, pitch - 2, travel + foot(pitch) - 4)
    spare = max(0.0, (4 - pitch) / 2)
    return QRectF(x - spare, strip.top - 1, pitch + 2 * spare, travel + 2)


def _frame(strip: Strip) -> QRectF:
    return QRectF(strip.x, strip.y, strip.width, strip.height).adjusted(0.5, 0.5, -0.5, -0.5)


def draw_pointer(
    painter: QPainter, geometry: Geometry, theme: Theme, session: Session, knob: int, y: float
) -> None:
    """Draws the pointer of a hand that is not here: a lesson's, or a recorded one's.

    Args:
        painter: on the canvas.
        geometry: where the knobs are.
        theme: the colours.
        session: whose knob.
        knob: which is in the hand.
        y: where its cap is.
    """
    strip, x = geometry.column(session.layout, knob)
    tip = QPointF(x + geometry.pitch[strip.layer] / 2 + 1, y + 2)
    shape = [(0, 0), (0, 17), (4, 13.4), (6.6, 19), (9.4, 17.8), (6.8, 12.2), (12, 12)]
    painter.setPen(QPen(theme.color("panel"), 1.4))
    painter.setBrush(theme.color("text"))
    painter.drawPolygon(QPolygonF([tip + QPointF(*corner) for corner in shape]))


def draw_bubble(
    painter: QPainter,
    session: Session,
    geometry: Geometry,
    theme: Theme,
    knob: int,
    grip: Grip | None,
    bounds: QRectF,
) -> None:
    """Draws a knob's name and value beside it; in a hand, what the loss has done since."""
    value = float(session.parameters.theta[knob])
    start = float(session.parameters.start[knob])
    lines = [session.name(knob), signed(value)]
    if grip:
        before, after = change(grip.loss, session.losses.train)
        lines.append(f"loss {before} → {after}")
    else:
        lines.append(f"started at {signed(start)}")
    fonts = [font(12, bold=True), font(18, bold=True, mono=True), font(12)]
    widths = [
        QFontMetricsF(f).horizontalAdvance(text) for f, text in zip(fonts, lines, strict=True)
    ]
    width, height = max(widths) + 26, 78.0
    column = _column_box(geometry, session, knob)
    x, y = column.right() + 10, column.top() + STRIP_HEAD
    if x + width > bounds.right():
        x = column.left() - 10 - width
    x = min(max(bounds.left() + 2, x), bounds.right() - width - 2)
    y = min(max(bounds.top() + 2, y), bounds.bottom() - height - 2)
    box = QRectF(x, y, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted"), 1.0))
    painter.setBrush(theme.color("panel"))
    painter.drawRoundedRect(box, 7, 7)
    sign = "positive" if value > 0 else "negative" if value < 0 else "text"
    for text, made, color, top in zip(
        lines, fonts, ("text", sign, "text"), (8, 26, 52), strict=True
    ):
        painter.setFont(made)
        painter.setPen(theme.color(color))
        area = QRectF(x + 13, y + top, width - 20, 22 if top == 26 else 18)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
