"""One direction of a layer's picture: which of its knobs lie under each pixel of the screen.

Along an axis knobs have places from 0, called slots. Seen from near a slot is many pixels wide,
seen from far a pixel covers many slots, and between racks there are pixels that cover none.
"""

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import IndexArray


class Axis(Struct, frozen=True):
    """Which slots each pixel along one direction covers.

    Attributes:
        first: (pixels,) the first slot that a pixel shows.
        count: (pixels,) how many it covers; 0 where there is a gap.
    """

    first: IndexArray
    count: IndexArray

    @property
    def pixels(self) -> int:
        """How many pixels it has."""
        return len(self.first)


def even_axis(
    pixels: int, slots: int, pitch: float, start: float = 0.0, rack: int = 0, gap: float = 0.0
) -> Axis:
    """Returns an axis of slots of equal width, in racks with gaps between them.

    Each slot is under one pixel at least, that in which it begins, wherever the picture has
    scrolled to.

    Args:
        pixels: how many pixels of the screen can be seen.
        slots: how many slots there are.
        pitch: the width of a slot in pixels, a fraction of one or many.
        start: where the first pixel that can be seen lies, from the beginning of slot 0.
        rack: slots of a rack; 0 for no racks.
        gap: pixels between two racks.
    """
    rack = rack or max(slots, 1)
    period = rack * pitch + gap

    def begun(at: NDArray[np.float64]) -> IndexArray:
        """Returns how many slots begin before a point."""
        racks = np.floor(at / period)
        inside = np.clip(np.ceil((at - racks * period) / pitch), 0, rack)
        count: IndexArray = np.clip(racks * rack + inside, 0, slots).astype(np.intp)
        return count

    edges = begun(start + np.arange(pixels + 1.0))
    first, count = edges[:-1].copy(), np.diff(edges)
    middle = start + np.arange(pixels) + 0.5
    # Where no slot begins, the one that began before reaches to here or there is a gap.
    last = first - 1
    end = last // rack * period + (last % rack + 1) * pitch
    inside = (count == 0) & (last >= 0) & (middle < end)
    first[inside] -= 1
    count[inside] = 1
    return Axis(first, count)


class AxisCells:
    """The different things that an axis shows, each once, and the pixels that show it.

    Args:
        axis: the pixels.
        slots: how many slots there are; what an axis says beyond them is a gap.
    """

    def __init__(self, axis: Axis, slots: int) -> None:
        first = np.clip(axis.first, 0, slots)
        count = np.clip(axis.first + axis.count, 0, slots) - first
        count = np.where(axis.count > 0, count, 0)
        first[count == 0] = 0
        new = np.ones(len(first), dtype=bool)
        new[1:] = (first[1:] != first[:-1]) | (count[1:] != count[:-1])
        self.edges: IndexArray = np.append(np.flatnonzero(new), len(first))
        """(cells + 1,) the first pixel of each cell, and the end."""
        self.of_pixel: IndexArray = np.cumsum(new) - 1
        """(pixels,) which cell each pixel shows."""
        self.first: IndexArray = first[new]
        self.count: IndexArray = count[new]
        self.gaps: NDArray[np.bool_] = self.count == 0
        """(cells,) those that cover no slot."""

    def pixels(self, cells: slice) -> slice:
        """Returns the pixels of some neighbouring cells."""
        return slice(int(self.edges[cells.start]), int(self.edges[cells.stop]))

    def span(self, cells: slice) -> tuple[int, int]:
        """Returns from which slot to which (exclusive) some cells reach; (0, 0) for gaps alone."""
        some = self.count[cells] > 0
        if not some.any():
            return 0, 0
        first, count = self.first[cells][some], self.count[cells][some]
        return int(first.min()), int((first + count).max())

    def parts(self, most: int) -> list[slice]:
        """Returns slices of neighbouring cells that show about so many slots, one cell at least."""
        total = np.cumsum(np.maximum(self.count, 1))
        parts, at = [], 0
        while at < len(total):
            before = total[at - 1] if at else 0
            end = max(at + 1, int(np.searchsorted(total, before + most, side="right")))
            parts.append(slice(at, end))
            at = end
        return parts

    def largest(self, table: NDArray[Any], cells: slice, start: int, axis: int) -> NDArray[Any]:
        """Returns the largest of the entries of each cell; anything for a gap.

        The maxima over 2, 4, 8 … neighbours are computed for all places at once, and each cell is
        covered by two of them: the cost does not grow with how many entries a cell has.

        Args:
            table: (lines, slots) sortable entries.
            cells: which cells.
            start: the slot of the table's first entry.
            axis: along which direction of the table.
        """
        first, count = self.first[cells] - start, np.maximum(self.count[cells], 1)
        reach = table.shape[axis]
        if len(first) == reach and (count == 1).all() and (first == np.arange(reach)).all():
            return table  # each entry is a cell
        powers = np.frexp(count)[1] - 1
        usual = int(np.bincount(powers).argmax())
        rare: list[tuple[IndexArray, NDArray[Any]]] = []
        most = table
        for power in range(int(powers.max()) + 1):
            wide = 1 << power
            if power:
                half, reach = wide // 2, most.shape[axis]
                most = np.maximum(_cut(most, 0, reach - half, axis), _cut(most, half, reach, axis))
            own = powers == power
            if not own.any():
                continue
            chosen = slice(None) if power == usual else np.flatnonzero(own)
            found = most.take(first[chosen], axis=axis, mode="clip")
            if (count[own] != wide).any():
                ends = (first + count)[chosen] - wide
                np.maximum(found, most.take(ends, axis=axis, mode="clip"), out=found)
            if power == usual:
                result = found
            else:
                rare.append((np.flatnonzero(own), found))
        for places, found in rare:
            if axis:
                result[:, places] = found
            else:
                result[places] = found
        return result


def _cut(table: NDArray[Any], begin: int, end: int, axis: int) -> NDArray[Any]:
    return table[:, begin:end] if axis else table[begin:end]
