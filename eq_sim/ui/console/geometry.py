"""Where each strip and knob is on the canvas.

Plain numbers, no Qt. Lengths are logical pixels; what has to be crisp is snapped to the pixels of
the screen. Content may be larger than the view: then it scrolls.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray

GUTTER = 30  # the numbers of the scale, left of a strip's first fader
STRIP_PAD = 6
STRIP_GAP = 8
SECTION_GAP = 24
HEADING = 28  # a section's name
STRIP_HEAD = 28  # a neuron's name
INPUTS_WIDTH = 82
WIDE_FADER = 120  # from here on its words and numbers are large
NAMED_BAR = 18
BAR_GOOD = 90


def bar_foot(pitch: float, height: float) -> float:
    """Returns the height of the names under bars in a cell: large ones have room for them."""
    return 16.0 if pitch >= NAMED_BAR and height >= BAR_GOOD else 0.0


def foot(pitch: float) -> float:
    """Returns the height of what stands under a fader: what it listens to, and its value."""
    return 64.0 if pitch >= WIDE_FADER else 46.0


class Strip(Struct, frozen=True):
    """One neuron's place: its frame, and the run of knob columns in it."""

    layer: int
    neuron: int
    x: float
    y: float
    width: float
    height: float
    left: float
    """Where the first column begins."""
    top: float
    """Where the travel of the knobs begins."""
    columns: int
    thumb: float = 0.0
    """The side of the picture of its weights; 0 for none."""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is on the strip."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


class Section(Struct, frozen=True):
    """A layer's heading; a layer that goes on in the next row has its heading where it begins."""

    layer: int
    x: float
    y: float
    width: float


class Geometry(Struct, frozen=True, dict=True):
    """The whole canvas.

    Attributes:
        faders: whether knobs are faders; bars otherwise.
        pitch: the width of a column per layer.
        travel: the height in which knobs move, per layer.
        strips: every neuron, layer by layer.
        first: where each layer begins in ``strips``.
        sections: the headings.
        inputs: (x, y, width, height) of the inputs' strip.
        width: of the content.
        height: of the content.
    """

    faders: bool
    pitch: tuple[float, ...]
    travel: tuple[float, ...]
    strips: tuple[Strip, ...]
    first: tuple[int, ...]
    sections: tuple[Section, ...]
    inputs: tuple[float, float, float, float]
    width: float
    height: float

    def strip(self, layer: int, neuron: int) -> Strip:
        """Returns a neuron's strip."""
        return self.strips[self.first[layer] + neuron]

    @cached_property
    def _boxes(self) -> NDArray[np.float64]:
        """(4, strips): left, top, right and bottom."""
        boxes = [(s.x, s.y, s.x + s.width, s.y + s.height) for s in self.strips]
        return np.array(boxes, dtype=np.float64).reshape(-1, 4).T

    def strip_at(self, x: float, y: float) -> Strip | None:
        """Returns the strip at a point of the content."""
        left, top, right, bottom = self._boxes
        found = np.flatnonzero((left <= x) & (x < right) & (top <= y) & (y < bottom))
        return self.strips[int(found[0])] if found.size else None

    def strips_in(self, left: float, top: float, right: float, bottom: float) -> list[Strip]:
        """Returns the strips of which something lies in a part of the content, in order."""
        boxes = self._boxes
        seen = (boxes[0] <= right) & (boxes[2] >= left) & (boxes[1] <= bottom) & (boxes[3] >= top)
        return [self.strips[place] for place in np.flatnonzero(seen).tolist()]

    def knob_at(self, layout: Layout, x: float, y: float) -> int | None:
        """Returns the knob whose column is at a point of the content."""
        strip = self.strip_at(x, y)
        if strip is None or y < strip.top - STRIP_HEAD / 2:
            return None
        column = int((x - strip.left) // self.pitch[strip.layer])
        if not 0 <= column < strip.columns:
            return None
        return int(layout.neuron(strip.layer, strip.neuron)[column])

    def column(self, layout: Layout, knob: int) -> tuple[Strip, float]:
        """Returns a knob's strip, and where its column begins."""
        place = layout.knob(knob)
        strip = self.strip(place.layer, place.neuron)
        row = strip.columns - 1 if place.source is None else place.source
        return strip, strip.left + row * self.pitch[place.layer]


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
