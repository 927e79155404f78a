"""Where each strip and knob is on the canvas.

Plain numbers, no Qt. Lengths are logical pixels; what has to be crisp is snapped to the pixels of
the screen. Content may be larger than the view: then it scrolls. A layer stands in bays, in each
of which strips of one size stand in regular lines: finding a knob is arithmetic, however many
there are, and a strip is made when it is asked for.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from math import floor

import numpy as np
from msgspec import Struct

from eq_sim.network.layout import Knob, Layout
from eq_sim.network.types import IndexArray
from eq_sim.ui.console.bay import Bay, Pixel, Strip
from eq_sim.ui.console.measures import STRIP_HEAD, Level, Measures


class Anchor(Struct, frozen=True):
    """A point of the canvas by what is there, so that it is found again at another zoom.

    Attributes:
        layer: of the strip that it is on, or nearest to.
        neuron: of that strip.
        column: how many columns right of the strip's first.
        share: how far down the strip, as a share of its height.
    """

    layer: int
    neuron: int
    column: float
    share: float

    @classmethod
    def on(cls, knob: Knob) -> "Anchor":
        """Returns the middle of a weight's strip; of a bias, of its neuron's."""
        return cls(knob.layer, knob.neuron, float(knob.source or 0), 0.5)


class Section(Struct, frozen=True):
    """A layer's heading; a layer that goes on in the next row has its heading where it begins."""

    layer: int
    x: float
    y: float
    width: float
    height: float


class Geometry(Struct, frozen=True, dict=True):
    """The whole canvas.

    Attributes:
        of: what each layer's strips are made of.
        bays: where they stand, layer by layer.
        sections: the headings.
        beside: whether the inputs stand beside the strips; above them otherwise.
        inputs: (x, y, width, height) of the inputs' strip.
        width: of the content.
        height: of the content.
    """

    of: tuple[Measures, ...]
    bays: tuple[Bay, ...]
    sections: tuple[Section, ...]
    beside: bool
    inputs: tuple[float, float, float, float]
    width: float
    height: float

    @property
    def faders(self) -> bool:
        """Whether knobs are faders, in every layer."""
        return all(of.level is Level.FADER for of in self.of)

    @property
    def has_cells(self) -> bool:
        """Whether the knobs of a layer are cells."""
        return any(of.level is Level.CELL for of in self.of)

    @property
    def level(self) -> Level:
        """The nearest look that a layer's knobs have."""
        return max(of.level for of in self.of)

    @cached_property
    def pitch(self) -> tuple[float, ...]:
        """The width of a column per layer."""
        return tuple(of.pitch for of in self.of)

    @cached_property
    def travel(self) -> tuple[float, ...]:
        """The height in which knobs move, per layer."""
        return tuple(of.travel for of in self.of)

    @cached_property
    def _of_layer(self) -> tuple[tuple[Bay, ...], ...]:
        layers = range(len(self.of))
        return tuple(tuple(bay for bay in self.bays if bay.layer == layer) for layer in layers)

    def bays_of(self, layer: int) -> tuple[Bay, ...]:
        """Returns where a layer's strips stand."""
        return self._of_layer[layer]

    def bay(self, layer: int, neuron: int) -> Bay:
        """Returns where a neuron's strip stands."""
        return next(b for b in reversed(self._of_layer[layer]) if neuron >= b.first)

    def strip(self, layer: int, neuron: int) -> Strip:
        """Returns a neuron's strip."""
        return self.bay(layer, neuron).strip(neuron)

    def strip_at(self, x: float, y: float) -> Strip | None:
        """Returns the strip at a point of the content."""
        for bay in self.bays:
            neuron = bay.neuron_at(x, y)
            if neuron is not None:
                return bay.strip(neuron)
        return None

    def strips_in(
        self, left: float, top: float, right: float, bottom: float, least: Level = Level.CELL
    ) -> list[Strip]:
        """Returns the strips of which something lies in a part of the content, in order.

        Args:
            left: of the part.
            top: of it.
            right: of it.
            bottom: of it.
            least: strips whose knobs are drawn as less are left out: they may be very many.
        """
        found: list[Strip] = []
        for bay in self.bays:
            if bay.of.level >= least:
                found.extend(bay.strips_in(left, top, right, bottom))
        return found

    def knobs_at(self, layout: Layout, x: float, y: float, pixel: "Pixel") -> IndexArray:
        """Returns the knobs at a point of the content: one, all that share its pixel, or none.

        Args:
            layout: where each knob sits in θ.
            x: of the point.
            y: of the point.
            pixel: the pixel of the screen that it is in.
        """
        for bay in self.bays:
            if bay.of.level is Level.CELL and bay.away(x, y) <= pixel.side:
                found = bay.knobs_under(layout, pixel)
                if found.size:
                    return found
        strip = self.strip_at(x, y)
        if strip is None or strip.of.level is Level.CELL:
            return _NONE
        if y >= strip.top - STRIP_HEAD / 2:
            column = floor((x - strip.left) / strip.of.pitch)
            if 0 <= column < strip.columns:
                return layout.neuron(strip.layer, strip.neuron)[column : column + 1]
        return _NONE

    def column(self, layout: Layout, knob: int) -> tuple[Strip, float]:
        """Returns a knob's strip, and where its column begins."""
        place = layout.knob(knob)
        strip = self.strip(place.layer, place.neuron)
        row = strip.columns - 1 if place.source is None else place.source
        return strip, strip.left + row * strip.of.pitch

    # Finding a place again at another zoom

    def anchor(self, x: float, y: float) -> Anchor:
        """Returns what is at a point of the content, or nearest to it."""
        bay = min(self.bays, key=lambda bay: bay.away(x, y))
        strip = bay.strip(bay.nearest(x, y))
        column = (x - strip.left) / strip.of.pitch
        # Beside the strips what is near stays as near, and does not fly away as columns grow.
        column = min(max(-1.0, column), strip.columns + 1.0)
        share = min(max(-0.5, (y - strip.y) / strip.height), 1.5)
        return Anchor(strip.layer, strip.neuron, column, share)

    def place(self, anchor: Anchor) -> tuple[float, float]:
        """Returns where what was at a point is."""
        strip = self.strip(anchor.layer, anchor.neuron)
        return strip.left + anchor.column * strip.of.pitch, strip.y + anchor.share * strip.height


_NONE: IndexArray = np.empty(0, dtype=np.intp)


def by_layer(strips: Sequence[Strip]) -> Iterator[tuple[int, list[Strip]]]:
    """Yields (layer, strips) from strips that stand in order."""
    for layer, some in groupby(strips, key=lambda strip: strip.layer):
        yield layer, list(some)


def knobs_of(layout: Layout, strips: Sequence[Strip]) -> IndexArray:
    """Returns the (strips, columns) knobs of some strips of one layer."""
    block = layout.blocks[strips[0].layer]
    neurons = np.array([strip.neuron for strip in strips], dtype=np.intp)
    rows = np.arange(block.rows) * block.outputs
    return block.offset + neurons[:, np.newaxis] + rows
