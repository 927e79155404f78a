"""Where every knob is in the view: what draws a knob and what finds it ask the same map.

The canvas is what was arranged, in logical pixels. Words of another size magnify it, and where it
is larger than the view, the view scrolls over it.
"""

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF

from eq_sim.network.layout import Layout
from eq_sim.ui.console.geometry import HEADING, Geometry, Strip, bar_foot, foot
from eq_sim.ui.console.sprites import FaderSize


class CanvasMap(Struct, frozen=True):
    """One network's knobs in one view. Made anew when the view, the network or the zoom changes.

    Attributes:
        layout: where each knob sits in θ.
        geometry: where each strip is on the canvas.
        zoom: pixels of the view per pixel of the canvas.
        ratio: pixels of the screen per pixel of the canvas.
        view: the size of the view, in its own pixels.
        scroll: the point of the magnified canvas that is at the view's left top corner.
    """

    layout: Layout
    geometry: Geometry
    zoom: float
    ratio: float
    view: QSizeF
    scroll: QPointF

    @property
    def shown(self) -> QRectF:
        """The part of the canvas that is in the view."""
        return QRectF(self.scroll / self.zoom, self.view / self.zoom)

    @property
    def size(self) -> QSizeF:
        """The whole canvas in the view's pixels."""
        return QSizeF(self.geometry.width, self.geometry.height) * self.zoom

    def on_canvas(self, position: QPointF) -> QPointF:
        """Returns where on the canvas a point of the view is."""
        return (position + self.scroll) / self.zoom

    def in_view(self, box: QRectF) -> QRect:
        """Returns where in the view a part of the canvas is; it may be out of sight."""
        zoom = self.zoom
        corner = QPointF(box.x() * zoom, box.y() * zoom) - self.scroll
        return QRectF(corner, QSizeF(box.width() * zoom, box.height() * zoom)).toAlignedRect()

    # What is at a point of the view

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob whose column is at a point of the view."""
        point = self.on_canvas(position)
        return self.geometry.knob_at(self.layout, point.x(), point.y())

    def strip_at(self, position: QPointF) -> Strip | None:
        """Returns the neuron's strip at a point of the view."""
        point = self.on_canvas(position)
        return self.geometry.strip_at(point.x(), point.y())

    def heading_at(self, position: QPointF) -> int | None:
        """Returns the layer whose heading is at a point of the view."""
        point = self.on_canvas(position)
        for section in self.geometry.sections:
            inside = section.x <= point.x() <= section.x + section.width
            if inside and section.y <= point.y() <= section.y + HEADING:
                return section.layer
        return None

    # Where things are in the view

    def box_of(self, knob: int, *, whole: bool = False) -> QRect:
        """Returns a knob's column; ``whole``: with its name and value below."""
        strip, x = self.geometry.column(self.layout, knob)
        wide, high = self.geometry.pitch[strip.layer], self.geometry.travel[strip.layer]
        if whole:
            high += foot(wide) if self.geometry.faders else bar_foot(wide, strip.height)
        return self.in_view(QRectF(x, strip.top, wide, high))

    def box_of_neuron(self, layer: int, neuron: int) -> QRect:
        """Returns a neuron's strip."""
        return self.in_view(frame_of(self.geometry.strip(layer, neuron)))

    def box_of_layer(self, layer: int) -> QRect:
        """Returns what all strips of a layer cover."""
        first, box = self.geometry.first[layer], QRectF()
        for strip in self.geometry.strips[first : first + self.layout.blocks[layer].outputs]:
            box |= frame_of(strip)
        return self.in_view(box)

    def center_of(self, knob: int, share: float) -> QPointF:
        """Returns where a knob can be grabbed: its cap, or its bar's column.

        Args:
            knob: which.
            share: its value as a share of its scale, from −1 to 1.
        """
        strip, x = self.geometry.column(self.layout, knob)
        y = self.height_of(knob, share if self.geometry.faders else 0.0)
        middle = x + self.geometry.pitch[strip.layer] / 2
        return QPointF(middle * self.zoom, y * self.zoom) - self.scroll

    # Where things are on the canvas

    def column_of(self, knob: int) -> QRectF:
        """Returns what is outlined around a knob: its column with what stands below it."""
        strip, x = self.geometry.column(self.layout, knob)
        return self.columns(strip, x, 1)

    def columns(self, strip: Strip, x: float, count: int) -> QRectF:
        """Returns what is outlined around some neighbours, the first of which begins at x."""
        pitch, travel = self.geometry.pitch[strip.layer], self.geometry.travel[strip.layer]
        if self.geometry.faders:
            return QRectF(x + 1, strip.top - 2, count * pitch - 2, travel + foot(pitch) - 4)
        spare = max(0.0, (4 - pitch) / 2)
        return QRectF(x - spare, strip.top - 1, count * pitch + 2 * spare, travel + 2)

    def height_of(self, knob: int, share: float) -> float:
        """Returns the height at which a knob stands with a share of its scale."""
        strip, _ = self.geometry.column(self.layout, knob)
        return strip.top + self.geometry.travel[strip.layer] / 2 - self.rise(strip.layer, share)

    def rise(self, layer: int, share: float) -> float:
        """Returns how far above the middle of its travel a share of a layer's scale is."""
        pitch, travel = self.geometry.pitch[layer], self.geometry.travel[layer]
        margin = FaderSize(pitch, travel, 1.0).margin if self.geometry.faders else 0.0
        return share * (travel / 2 - margin)


def frame_of(strip: Strip) -> QRectF:
    """Returns a strip's place on the canvas."""
    return QRectF(strip.x, strip.y, strip.width, strip.height)
