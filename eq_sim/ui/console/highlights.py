"""What a hand or a pointer lights: the knob, its route through the network, its name and value."""

import numpy as np
from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from eq_sim.language.tr import tr
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import knob_unit
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.canvas_map import CanvasMap, frame_of
from eq_sim.ui.console.geometry import Geometry, by_layer, knobs_of
from eq_sim.ui.console.gestures import Grip
from eq_sim.ui.console.input_places import image_box, input_tile
from eq_sim.ui.console.measures import LETTERED, STRIP_HEAD, Level
from eq_sim.ui.console.scales import layers_of
from eq_sim.ui.models.activity import Activity
from eq_sim.ui.style.numbers import COMPUTING, change, signed
from eq_sim.ui.style.numbers import loss as number_of_loss
from eq_sim.ui.style.theme import Theme, font

_MOST_LIT = 200
_HEADING = 22.0
_CORE = 40.0  # from the middle of a fader to the ends of its marks and name
# How much dearer it is to cover these than the ground.
_COVERED, _VALUES, _WRITTEN = 1e4, 100.0, 1.0


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


def light_explained(painter: QPainter, canvas: CanvasMap, theme: Theme, knob: int) -> None:
    """Outlines the knob that a formula is about, if it is not too small to be seen."""
    if canvas.geometry.of[canvas.layout.knob(knob).layer].level is Level.CELL:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("text"), 2.0))
    painter.drawRoundedRect(canvas.column_of(knob), 5, 5)


def rings(canvas: CanvasMap, strips: list[Strip], chosen: IndexArray) -> list[QRectF]:
    """Returns the outlines of chosen knobs in some strips; narrow neighbours share one."""
    if not chosen.size:
        return []
    mask = np.zeros(canvas.layout.size, dtype=bool)
    mask[chosen] = True
    boxes = []
    for _layer, some in by_layer(strips):
        pitch = some[0].of.pitch
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
    cells = [of.level is Level.CELL for of in canvas.geometry.of]
    if any(cells):
        few = chosen[:_MOST_LIT]
        of_cells = np.array(cells)[layers_of(canvas.layout, few)]
        boxes.extend(canvas.column_of(knob) for knob in few[of_cells].tolist())
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
        if geometry.of[later].level is Level.CELL:  # every neuron hears of it: the layer is lit
            for bay in geometry.bays_of(later):
                whole = QRectF(bay.x, bay.y, bay.right - bay.x, bay.bottom - bay.y)
                painter.drawRoundedRect(whole.adjusted(-2, -2, 2, 2), 4, 4)
            continue
        for neuron in range(min(layout.blocks[later].outputs, _MOST_LIT)):
            painter.drawRoundedRect(_frame(geometry.strip(later, neuron)), 6, 6)
    painter.drawRoundedRect(_frame(geometry.strip(place.layer, place.neuron)), 6, 6)
    if place.source is not None and place.layer > 0:
        painter.drawRoundedRect(_frame(geometry.strip(place.layer - 1, place.source)), 6, 6)
    elif place.source is not None:
        _light_input(painter, bank, geometry, place.source)
    painter.setPen(QPen(ink, 2.0))
    painter.drawRoundedRect(canvas.column_of(knob), 5, 5)
    cell = canvas.cell_of(knob)
    if cell is not None:
        painter.drawRect(cell)


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
    tip = QPointF(x + strip.of.pitch / 2 + 1, y + 2)
    shape = [(0, 0), (0, 17), (4, 13.4), (6.6, 19), (9.4, 17.8), (6.8, 12.2), (12, 12)]
    painter.setPen(QPen(theme.color("panel"), 1.4))
    painter.setBrush(theme.color("text"))
    painter.drawPolygon(QPolygonF([tip + QPointF(*corner) for corner in shape]))


class Bubble(Struct, frozen=True):
    """A knob's name and value beside it; in a hand, what the loss has done since.

    Attributes:
        knob: which.
        lines: what is written.
        value: the knob's; 0 for a silent one, which is not written in a sign's colour.
        box: where on the canvas.
    """

    knob: int
    lines: tuple[str, str, str]
    value: float
    box: QRectF


def bubble(
    bank: KnobBank,
    canvas: CanvasMap,
    knob: int,
    grip: Grip | None,
    loss: float | None,
    covered: QRectF,
    activity: Activity,
    *,
    pictured: bool = False,
) -> Bubble:
    """Returns what stands beside a knob, and where.

    Args:
        bank: whose knob.
        canvas: where the knobs are.
        knob: which.
        grip: the hand that holds it, if one does.
        loss: the train loss now; of interest in a hand only. None while it is not known.
        covered: a part of the canvas under something else, which it keeps away from.
        activity: whether the knob waits for steps under way, and when the loss was that.
        pictured: whether the pointer is on the knob in its neuron's picture.
    """
    value, silence = float(bank.whole()[knob]), bank.switches.silence(knob)
    unit = knob_unit(bank.layout, bank.dataset)
    last = tr("started at {value}", value=signed(float(bank.start()[knob])) + unit)
    positions = bank.positions
    if positions is not None and knob < positions.wired:
        last = tr(
            "position {number:,} of {all:,}, turned to {value}",
            number=positions.number(knob, value),
            all=positions.count,
            value=signed(float(bank.turned()[knob])) + unit,
        )
    if silence:
        last = tr("{silent}: counts as 0", silent=silence)
    elif grip and activity.loss_step is not None and loss is not None:
        known = number_of_loss(loss)
        last = tr("loss at step {step:,}: {loss}", step=activity.loss_step, loss=known)
    elif grip:
        last = _loss_since(grip, loss)
    waits = " …" if activity.stands_at(knob) is not None else ""
    lines = (bank.name(knob), signed(value) + unit + waits, last)
    return Bubble(
        knob,
        lines,
        0.0 if silence else value,
        _place(canvas, knob, _size(lines), covered, pictured=pictured),
    )


def _loss_since(grip: Grip, loss: float | None) -> str:
    """Returns what the loss has done since a hand took hold, as far as it is known."""
    if loss is None:
        return tr("loss {loss}", loss=tr(COMPUTING))
    if grip.loss is None:
        return tr("loss {loss}", loss=number_of_loss(loss))
    before, after = change(grip.loss, loss)
    return tr("loss {before} → {after}", before=before, after=after)


def bubble_room(bank: KnobBank, canvas: CanvasMap, knob: int) -> QRectF:
    """Returns where on the canvas a knob's bubble is at its widest, while it is turned."""
    before, after = change(0.12345, 0.12346)
    unit = knob_unit(bank.layout, bank.dataset)
    widest = tr("loss {before} → {after}", before=before, after=after)
    lines = (bank.name(knob), signed(-1.0) + unit, widest)
    return _place(canvas, knob, _size(lines), QRectF())


def _fonts() -> tuple[QFont, QFont, QFont]:
    return font(12, bold=True), font(18, bold=True, mono=True), font(12)


def _size(lines: tuple[str, str, str]) -> QSizeF:
    widths = (
        QFontMetricsF(made).horizontalAdvance(text)
        for made, text in zip(_fonts(), lines, strict=True)
    )
    return QSizeF(max(widths) + 26, 78.0)


def _place(
    canvas: CanvasMap, knob: int, size: QSizeF, covered: QRectF, *, pictured: bool = False
) -> QRectF:
    """Returns where a bubble goes: beside its knob, in sight, over no value of another knob."""
    bounds, column = canvas.shown.adjusted(2, 2, -2, -2), canvas.column_of(knob)
    cell = canvas.cell_of(knob) if pictured else None
    own = _core(column, size) if cell is None else cell
    place = canvas.layout.knob(knob)
    strip = canvas.geometry.strip(place.layer, place.neuron)
    xs = (own.right() + 10, own.left() - 10 - size.width())
    ys = [own.top() + STRIP_HEAD if cell is None else own.bottom() + 6]
    ys += [strip.y + strip.height + 4, strip.y - size.height() - 4, own.top() + 4]
    ys.append(strip.top + strip.of.travel - size.height())  # above the names
    if covered.isValid():
        ys += [covered.bottom() + 4, covered.top() - size.height() - 4]
    values, travels, written = _others(canvas, column, _core(column, size), strip)
    best, least = QRectF(QPointF(xs[0], ys[0]), size), np.inf
    for place_y, y in enumerate(ys):
        for place_x, x in enumerate(xs):
            corner = QPointF(
                min(max(bounds.left(), x), bounds.right() - size.width()),
                min(max(bounds.top(), y), bounds.bottom() - size.height()),
            )
            box = QRectF(corner, size)
            cost = _COVERED * _shared(box, covered) + _shared(box, own)
            cost += _VALUES * sum(_shared(box, value) for value in values)
            cost += _WRITTEN * sum(_shared(box, at) for at in written)
            # All else being equal it is where it always is.
            cost += sum(_shared(box, at) for at in travels) / 60 + 400 * place_y + 4 * place_x
            cost += abs(corner.x() - x) + abs(corner.y() - y)
            if cost < least:
                best, least = box, cost
    return best


def _core(column: QRectF, size: QSizeF) -> QRectF:
    """Returns the part of a column with its cap and marks, where a bubble has room beside them."""
    spare = column.width() / 2 - _CORE
    wide = column.width() > 2 * _CORE + size.width()
    return column.adjusted(spare, 0, -spare, 0) if wide else column


def _others(
    canvas: CanvasMap, own: QRectF, core: QRectF, its: Strip
) -> tuple[list[QRectF], list[QRectF], list[QRectF]]:
    """Returns where numbers stand, where the knobs beside one move, where scales are."""
    shown = canvas.shown
    edges = (shown.left(), shown.top(), shown.right(), shown.bottom())
    values, travels, written = [], [], [QRectF(*canvas.geometry.inputs)]
    for section in canvas.geometry.sections:
        written.append(QRectF(section.x, section.y, section.width, _HEADING))
    for strip in canvas.geometry.strips_in(*edges, least=Level.BAR):
        if strip.of.foot < 1:
            continue  # no names below it
        left, right = strip.left, strip.left + strip.columns * strip.of.pitch
        parts = [(left, own.left()), (own.right(), right)] if strip == its else [(left, right)]
        bottom = strip.top + strip.of.travel
        if strip == its:
            values.append(QRectF(core.left(), bottom, core.width(), strip.of.foot))
        written.append(QRectF(left - strip.of.gutter, strip.top, strip.of.gutter, strip.of.travel))
        for begin, end in parts:
            values.append(QRectF(begin, bottom, max(0.0, end - begin), strip.of.foot))
            travels.append(QRectF(begin, strip.top, max(0.0, end - begin), strip.of.travel))
    return values, travels, written


def _shared(one: QRectF, other: QRectF) -> float:
    both = one.intersected(other)
    return max(0.0, both.width()) * max(0.0, both.height())


def draw_waiting(
    painter: QPainter, canvas: CanvasMap, theme: Theme, knob: int, share: float
) -> None:
    """Draws a broken line where a knob stands that follows the hand only after the steps under way.

    Args:
        painter: on the canvas.
        canvas: where the knobs are.
        theme: the colours.
        knob: which.
        share: where it stands, as a share of its scale.
    """
    column, y = canvas.column_of(knob), canvas.height_of(knob, share)
    painter.setPen(QPen(theme.color("text"), 1.4, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(column.left() - 3, y), QPointF(column.right() + 3, y))


def draw_bubble(painter: QPainter, theme: Theme, said: Bubble) -> None:
    """Draws a knob's name and value beside it."""
    box, value = said.box, said.value
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("muted"), 1.0))
    painter.setBrush(theme.color("panel"))
    painter.drawRoundedRect(box, 7, 7)
    sign = "positive" if value > 0 else "negative" if value < 0 else "text"
    for text, made, color, top in zip(
        said.lines, _fonts(), ("text", sign, "text"), (8, 26, 52), strict=True
    ):
        painter.setFont(made)
        painter.setPen(theme.color(color))
        area = QRectF(box.x() + 13, box.y() + top, box.width() - 20, 22 if top == 26 else 18)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
