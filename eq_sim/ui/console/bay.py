"""A bay: neurons of a layer whose strips stand in regular lines, found by arithmetic.

Columns and lines may be narrower than a pixel of the screen; then a pixel shows many.
"""

from collections.abc import Callable, Iterator
from math import ceil, floor

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray
from eq_sim.ui.console.measures import Measures

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

    def columns_in(self, left: float, right: float) -> range:
        """Returns the columns of which something lies between two places across the canvas."""
        first = max(0, floor((left - self.left) / self.of.pitch))
        last = min(self.columns, ceil((right - self.left) / self.of.pitch))
        return range(first, max(first, last))

    @property
    def picture(self) -> tuple[float, float, float]:
        """Left, top and side of the picture of its weights; the side is 0 where there is none."""
        return self.x + 4, self.y + 4, self.of.picture


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
