"""Where every knob is in the view: what draws a knob and what finds it ask the same map.

The canvas is what was arranged, in logical pixels. Words of another size magnify it, and where it
is larger than the view, the view scrolls over it.
"""

from collections.abc import Callable
from math import ceil, floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.ui.console.bay import Pixel, Strip
from eq_sim.ui.console.geometry import Geometry
from eq_sim.ui.console.measures import Level
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
        sizes: how much of each of some knobs is shown: of those that share a pixel, the largest
            is the one that is seen.
        image: (rows, columns) of the picture that a first neuron's weights make; None for none.
    """

    layout: Layout
    geometry: Geometry
    zoom: float
    ratio: float
    view: QSizeF
    scroll: QPointF
    sizes: Callable[[IndexArray], Array]
    image: tuple[int, int] | None = None

    @property
    def shown(self) -> QRectF:
        """The part of the canvas that is in the view."""
        return QRectF(self.scroll / self.zoom, self.view / self.zoom)

    @property
    def size(self) -> QSizeF:
        """The whole canvas in the view's pixels."""
        return QSizeF(self.geometry.width, self.geometry.height) * self.zoom

    @property
    def all_shown(self) -> bool:
        """Whether nothing of the canvas is out of sight."""
        size, view = self.size, self.view
        return round(size.width() - view.width()) <= 0 and round(size.height() - view.height()) <= 0

    def on_canvas(self, position: QPointF) -> QPointF:
        """Returns where on the canvas a point of the view is."""
        return (position + self.scroll) / self.zoom

    def in_view(self, box: QRectF) -> QRect:
        """Returns where in the view a part of the canvas is; it may be out of sight."""
        zoom = self.zoom
        corner = QPointF(box.x() * zoom, box.y() * zoom) - self.scroll
        return QRectF(corner, QSizeF(box.width() * zoom, box.height() * zoom)).toAlignedRect()

    # The pixels of the screen

    def pixels_across(self, first: int, last: int) -> NDArray[np.float64]:
        """Returns where on the canvas some pixels of the screen begin, and the end of the last."""
        return np.arange(first, last + 1) / self.ratio + self.scroll.x() / self.zoom

    def pixels_down(self, first: int, last: int) -> NDArray[np.float64]:
        """Returns where on the canvas some rows of pixels begin, and the end of the last."""
        return np.arange(first, last + 1) / self.ratio + self.scroll.y() / self.zoom

    def _pixel(self, position: QPointF) -> Pixel:
        """Returns the pixel of the screen at a point of the view."""
        fine = self.ratio / self.zoom
        across, down = floor(position.x() * fine), floor(position.y() * fine)
        x, y = self.pixels_across(across, across)[0], self.pixels_down(down, down)[0]
        return Pixel(float(x), float(y), 1 / self.ratio)

    # What is at a point of the view

    def knobs_at(self, position: QPointF) -> IndexArray:
        """Returns the knobs at a point of the view: one, all that share its pixel, or none."""
        point = self.on_canvas(position)
        pixel = self._pixel(position)
        return self.geometry.knobs_at(self.layout, point.x(), point.y(), pixel)

    def knob_at(self, position: QPointF) -> int | None:
        """Returns the knob at a point of the view: in its column, or in its neuron's picture."""
        knobs = self.knobs_at(position)
        if knobs.size > 1:
            return int(knobs[np.argmax(np.abs(self.sizes(knobs)))])
        if knobs.size:
            return int(knobs[0])
        return self.pictured_at(position)

    def pictured_at(self, position: QPointF) -> int | None:
        """Returns the knob whose cell in its neuron's picture is at a point of the view."""
        strip = self.strip_at(position)
        if self.image is None or strip is None or not strip.of.picture:
            return None
        point, (x, y, side) = self.on_canvas(position), strip.picture
        rows, columns = self.image
        row = floor((point.y() - y) / side * rows)
        column = floor((point.x() - x) / side * columns)
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        return self.layout.index(strip.layer, strip.neuron, row * columns + column)

    def strip_at(self, position: QPointF) -> Strip | None:
        """Returns the neuron's strip at a point of the view."""
        point = self.on_canvas(position)
        return self.geometry.strip_at(point.x(), point.y())

    def heading_at(self, position: QPointF) -> int | None:
        """Returns the layer whose heading is at a point of the view."""
        point = self.on_canvas(position)
        for section in self.geometry.sections:
            inside = section.x <= point.x() <= section.x + section.width
            if inside and section.y <= point.y() <= section.y + section.height:
                return section.layer
        return None

    # Where things are in the view

    def box_of(self, knob: int, *, whole: bool = False) -> QRect:
        """Returns a knob's column; ``whole``: with its name and value below."""
        strip, x = self.geometry.column(self.layout, knob)
        of = strip.of
        if of.level is Level.CELL:
            center, side = self.center_of(knob, 0.0), max(1.0, self.zoom / self.ratio)
            wide, high = max(of.pitch * self.zoom, side), max(of.travel * self.zoom, side)
            corner = center - QPointF(wide / 2, high / 2)
            return QRectF(corner, QSizeF(wide, high)).toAlignedRect()
        high = of.travel + (of.foot if whole else 0.0)
        return self.in_view(QRectF(x, strip.top, of.pitch, high))

    def box_of_neuron(self, layer: int, neuron: int) -> QRect:
        """Returns a neuron's strip."""
        return self.in_view(frame_of(self.geometry.strip(layer, neuron)))

    def box_of_layer(self, layer: int) -> QRect:
        """Returns what all strips of a layer cover."""
        box = QRectF()
        for bay in self.geometry.bays_of(layer):
            box |= QRectF(bay.x, bay.y, bay.right - bay.x, bay.bottom - bay.y)
        return self.in_view(box)

    def center_of(self, knob: int, share: float) -> QPointF:
        """Returns where a knob can be grabbed: its cap, or its bar's column, or its cell.

        Args:
            knob: which.
            share: its value as a share of its scale, from −1 to 1.
        """
        strip, x = self.geometry.column(self.layout, knob)
        of = strip.of
        if of.level is Level.CELL:
            begin = QPointF(x, strip.y) * self.zoom - self.scroll
            fine = self.ratio / self.zoom
            wide, high = of.pitch * self.zoom, of.travel * self.zoom
            return QPointF(_middle(begin.x(), wide, fine), _middle(begin.y(), high, fine))
        y = self.height_of(knob, share if of.level is Level.FADER else 0.0)
        middle = x + of.pitch / 2
        return QPointF(middle * self.zoom, y * self.zoom) - self.scroll

    # Where things are on the canvas

    def column_of(self, knob: int) -> QRectF:
        """Returns what is outlined around a knob: its column with what stands below it."""
        strip, x = self.geometry.column(self.layout, knob)
        return self.columns(strip, x, 1)

    def cell_of(self, knob: int) -> QRectF | None:
        """Returns a knob's cell in its neuron's picture; None where there is none."""
        place = self.layout.knob(knob)
        if self.image is None or place.source is None or place.layer:
            return None
        strip = self.geometry.strip(place.layer, place.neuron)
        if not strip.of.picture:
            return None
        x, y, side = strip.picture
        rows, columns = self.image
        row, column = divmod(place.source, columns)
        wide, high = side / columns, side / rows
        return QRectF(x + column * wide, y + row * high, wide, high)

    def columns(self, strip: Strip, x: float, count: int) -> QRectF:
        """Returns what is outlined around some neighbours, the first of which begins at x."""
        of = strip.of
        if of.level is Level.FADER:
            return QRectF(x + 1, strip.top - 2, count * of.pitch - 2, of.travel + of.foot - 4)
        spare = max(0.0, (4 - of.pitch) / 2)
        more = max(1.0, (4 - of.travel) / 2)
        return QRectF(
            x - spare, strip.top - more, count * of.pitch + 2 * spare, of.travel + 2 * more
        )

    def height_of(self, knob: int, share: float) -> float:
        """Returns the height at which a knob stands with a share of its scale."""
        strip, _ = self.geometry.column(self.layout, knob)
        return strip.top + strip.of.travel / 2 - self.rise(strip.layer, share)

    def rise(self, layer: int, share: float) -> float:
        """Returns how far above the middle of its travel a share of a layer's scale is."""
        of = self.geometry.of[layer]
        fader = of.level is Level.FADER
        margin = FaderSize(of.pitch, of.travel, 1.0).margin if fader else 0.0
        return share * (of.travel / 2 - margin)


def frame_of(strip: Strip) -> QRectF:
    """Returns a strip's place on the canvas."""
    return QRectF(strip.x, strip.y, strip.width, strip.height)


def _middle(begin: float, length: float, fine: float) -> float:
    """Returns the middle of the pixel of the screen that shows the middle of a stretch.

    Args:
        begin: of the stretch, in the view's pixels.
        length: of it.
        fine: pixels of the screen per pixel of the view.
    """
    low, high = begin * fine, (begin + length) * fine
    pixel = floor(round((low + high) / 2, 4))
    if high - low >= 1:  # the pixel whose middle it holds
        first, last = ceil(low - 0.5), ceil(high - 0.5) - 1
        pixel = min(max(pixel, first), last)
    return (pixel + 0.5) / fine
