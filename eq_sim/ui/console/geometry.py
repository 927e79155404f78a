"""Where each strip and knob is on the canvas.

Plain numbers, no Qt. Lengths are logical pixels; what has to be crisp is snapped to the pixels of
the screen. Content may be larger than the view: then it scrolls. A layer stands in bays, in each
of which strips of one size stand in regular lines: finding a knob is arithmetic, however many
there are, and a strip is made when it is asked for.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from math import ceil, floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray
from eq_sim.ui.console.measures import STRIP_HEAD, Level, Measures

Numbers = NDArray[np.float64]

_DIGITS = 6  # of a place in columns or lines
_HAIR = 1e-3  # of a column: what stands still over it is a gap


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
    of: Measures
    """What it is made of."""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is on the strip."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    @property
    def picture(self) -> tuple[float, float, float]:
        """Left, top and side of the picture of its weights; the side is 0 where there is none."""
        return self.x + 4, self.y + 4, self.of.picture


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


class Bay(Struct, frozen=True, dict=True):
    """Neurons of a layer whose strips stand in regular lines.

    Attributes:
        layer: whose.
        first: the first neuron.
        count: how many neurons.
        across: strips in a line.
        columns: knobs of each.
        of: what a strip is made of.
        x: of the first strip.
        y: of the first strip.
        width: of a strip.
        left: from the edge of a strip to its first column.
        step_x: from a strip to the next.
        step_y: from a line to the next.
        group: lines of a rack; 0 for no racks.
        rack: the gap between racks.
        meter: the width of the meter right of each strip; 0 for none.
    """

    layer: int
    first: int
    count: int
    across: int
    columns: int
    of: Measures
    x: float
    y: float
    width: float
    left: float
    step_x: float
    step_y: float
    group: int = 0
    rack: float = 0.0
    meter: float = 0.0

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return ceil(self.count / self.across)

    @property
    def right(self) -> float:
        """Where the first line ends."""
        return self.x + (min(self.across, self.count) - 1) * self.step_x + self.width

    @property
    def bottom(self) -> float:
        """Where the last line ends."""
        return self.top_of(self.lines - 1) + self.of.height

    def top_of(self, line: int) -> float:
        """Returns where a line of strips begins."""
        racks = line // self.group if self.group else 0
        return self.y + line * self.step_y + racks * self.rack

    def strip(self, neuron: int) -> Strip:
        """Returns a neuron's strip."""
        line, place = divmod(neuron - self.first, self.across)
        x, y, of = self.x + place * self.step_x, self.top_of(line), self.of
        width, height = self.width, of.height
        left, top = x + self.left, y + of.head
        return Strip(self.layer, neuron, x, y, width, height, left, top, self.columns, of)

    # Slots: knobs along a line, and lines, counted with fractions

    def slots(self, x: Numbers) -> Numbers:
        """Returns how many knobs of a line lie left of some points; a gap stands still."""
        strip = np.floor((x - self.x) / self.step_x)
        inside = (x - self.x - strip * self.step_x - self.left) / self.of.pitch
        slot = strip * self.columns + np.clip(inside, 0.0, self.columns)
        return np.asarray(np.clip(slot, 0.0, float(self.across * self.columns)))

    def lines_above(self, y: Numbers) -> Numbers:
        """Returns how many lines lie above some points; a gap stands still."""
        base: Numbers | float = 0.0
        down = y - self.y
        if self.group:
            period = self.group * self.step_y + self.rack
            racks = np.floor(down / period)
            down = down - racks * period
            base = racks * self.group
        line = np.floor(down / self.step_y)
        if self.group:
            line = np.minimum(line, self.group - 1)
        inside = np.clip((down - line * self.step_y) / self.of.height, 0.0, 1.0)
        return np.clip(base + line + inside, 0.0, float(self.lines))

    def columns_under(self, edges: Numbers) -> tuple[IndexArray, IndexArray]:
        """Returns which knobs of a line the pixels of the screen show.

        Columns of a pixel or more are under each pixel whose middle they hold. Of narrower ones
        each is under the pixel in which its own middle is, and under no other.

        Args:
            edges: (pixels + 1,) where the pixels begin and end.

        Returns:
            (pixels,) the first slot of each, and (pixels,) how many.
        """
        return _covered(edges, self.slots, self.of.pitch)

    def lines_under(self, edges: Numbers) -> tuple[IndexArray, IndexArray]:
        """Returns which lines of strips the pixels of the screen show; see ``columns_under``."""
        return _covered(edges, self.lines_above, self.of.height)

    def knobs_under(self, layout: Layout, pixel: "Pixel") -> IndexArray:
        """Returns the knobs that a pixel of the screen shows where they are cells."""
        first, count = self.columns_under(np.array([pixel.x, pixel.x + pixel.side]))
        line, lines = self.lines_under(np.array([pixel.y, pixel.y + pixel.side]))
        slots = np.arange(first[0], first[0] + count[0])
        below = np.arange(line[0], line[0] + lines[0])[:, np.newaxis]
        neurons = below * self.across + slots // self.columns
        block = layout.blocks[self.layer]
        knobs = block.offset + slots % self.columns * block.outputs + self.first + neurons
        return np.asarray(knobs[neurons < self.count])

    def neuron_at(self, x: float, y: float) -> int | None:
        """Returns the neuron whose strip is at a point."""
        if not (self.x <= x < self.right and self.y <= y < self.bottom):
            return None
        place = floor((x - self.x) / self.step_x)
        if x - self.x - place * self.step_x >= self.width:
            return None
        line = floor(float(self.lines_above(np.array([y]))[0]))
        line = min(line, self.lines - 1)
        top = self.top_of(line)
        place += line * self.across
        if not top <= y < top + self.of.height or place >= self.count:
            return None
        return self.first + place

    def nearest(self, x: float, y: float) -> int:
        """Returns the neuron whose strip is nearest to a point, about."""
        line = min(max(0, floor(float(self.lines_above(np.array([y]))[0]))), self.lines - 1)
        place = min(max(0, floor((x - self.x) / self.step_x)), self.across - 1)
        return self.first + min(line * self.across + place, self.count - 1)

    def away(self, x: float, y: float) -> float:
        """Returns how far a point is from the bay."""
        aside = max(self.x - x, x - self.right, 0.0)
        return aside + max(self.y - y, y - self.bottom, 0.0)

    def strips_in(self, left: float, top: float, right: float, bottom: float) -> Iterator[Strip]:
        """Yields the strips of which something lies in a part of the canvas, in order."""
        if right < self.x or bottom < self.y or left > self.right or top > self.bottom:
            return
        places = range(
            max(0, floor((left - self.x) / self.step_x)),
            min(self.across, floor((right - self.x) / self.step_x) + 1),
        )
        above = self.lines_above(np.array([top, bottom])).tolist()
        for line in range(max(0, floor(above[0]) - 1), min(self.lines, floor(above[1]) + 1)):
            y = self.top_of(line)
            if y > bottom or y + self.of.height < top:
                continue
            for place in places:
                x = self.x + place * self.step_x
                neuron = line * self.across + place
                if neuron < self.count and x <= right and x + self.width >= left:
                    yield self.strip(self.first + neuron)


def _covered(
    edges: Numbers, before: Callable[[Numbers], Numbers], size: float
) -> tuple[IndexArray, IndexArray]:
    """Returns (first, count) of what pixels show; ``before`` counts what lies before a point."""
    if size >= edges[1] - edges[0]:
        middles = (edges[:-1] + edges[1:]) / 2
        near = np.round(before(middles + size * _HAIR), _DIGITS)
        at = np.round(before(middles), _DIGITS)
        return np.floor(at).astype(np.intp), (near > at).astype(np.intp)
    # Rounded, so that a middle on the edge of a pixel is on the same side of it for everybody.
    ends = np.ceil(np.round(before(edges), _DIGITS) - 0.5).astype(np.intp)
    return ends[:-1], np.diff(ends)


class Pixel(Struct, frozen=True):
    """A pixel of the screen, on the canvas."""

    x: float
    y: float
    side: float


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
