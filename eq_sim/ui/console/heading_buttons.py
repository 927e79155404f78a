"""The − and + beside the name of a hidden layer: a neuron less, a neuron more.

They are drawn with what stands still; here is where they are, for whoever draws or clicks.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from eq_sim.network.layout import Layout
from eq_sim.session.names import layer_name
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.geometry import Section
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, font

SIDE, _GAP, _ASIDE, _HIGH = 16.0, 4.0, 8.0, 22.0


def heading_left(section: Section, shown: QRectF) -> float:
    """Returns where a heading begins: where the view has scrolled aside, names stay in sight."""
    return max(section.x, min(shown.left(), section.x + section.width))


def name_width(layout: Layout, layer: int) -> float:
    """Returns how wide the name of a layer is."""
    return QFontMetricsF(font(13, bold=True)).horizontalAdvance(layer_name(layout, layer))


def buttons_of(layout: Layout, section: Section, shown: QRectF) -> tuple[QRectF, QRectF] | None:
    """Returns where on the canvas − and + of a layer are; None where there is no room for them.

    An adapter has none: its sizes are those of its layer. In a hall and in films there are none:
    keys and menus do it, and words need the room.

    Args:
        layout: of the network.
        section: the layer's heading.
        shown: the part of the canvas in view.
    """
    if section.layer == len(layout.blocks) - 1 or layout.is_adapter or current().least:
        return None  # the outputs follow from the data
    x = heading_left(section, shown) + 2 + name_width(layout, section.layer) + _ASIDE
    y = section.y + (_HIGH - SIDE) / 2
    if x + 2 * SIDE + _GAP > min(section.x + section.width, shown.right()) - 2:
        return None
    return QRectF(x, y, SIDE, SIDE), QRectF(x + SIDE + _GAP, y, SIDE, SIDE)


def button_at(canvas: CanvasMap, position: QPointF) -> tuple[int, int] | None:
    """Returns the layer whose button is at a point of the view, and −1 or 1; None for none."""
    point = canvas.on_canvas(position)
    for section in canvas.geometry.sections:
        boxes = buttons_of(canvas.layout, section, canvas.shown)
        for box, way in zip(boxes or (), (-1, 1), strict=False):
            if box.adjusted(-2, -3, 2, 3).contains(point):
                return section.layer, way
    return None


def draw_buttons(
    painter: QPainter, theme: Theme, layout: Layout, section: Section, shown: QRectF
) -> float:
    """Draws − and + of a layer, if there is room. Returns how much of it they take.

    Args:
        painter: on the canvas; its font and pen stay as they are.
        theme: the colours.
        layout: of the network.
        section: the layer's heading.
        shown: the part of the canvas in view.
    """
    boxes = buttons_of(layout, section, shown)
    if boxes is None:
        return 0.0
    least = layout.blocks[section.layer].outputs == 1  # the last neuron stays
    painter.save()
    for box, plus in zip(boxes, (False, True), strict=True):
        painter.setPen(QPen(theme.color("edge"), 1.0))
        painter.setBrush(theme.color("strip"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QPen(theme.color("edge" if least and not plus else "text"), 1.4))
        middle, reach = box.center(), SIDE / 4
        painter.drawLine(middle - QPointF(reach, 0), middle + QPointF(reach, 0))
        if plus:
            painter.drawLine(middle - QPointF(0, reach), middle + QPointF(0, reach))
    painter.restore()
    return _ASIDE + 2 * SIDE + _GAP
