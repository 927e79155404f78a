"""One direction of a layer's picture: which of its knobs lie under each pixel of the screen.

Along an axis knobs have places from 0, called slots. Seen from near a slot is many pixels wide,
seen from far a pixel covers many slots, and between racks there are pixels that cover none.
"""

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import IndexArray
from eq_sim.ui.console.workspace import Workspace

_FEW = 3  # slots of a pixel that are looked at one after the other


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
        self.gaps: NDArray[np.bool_] = (axis.count <= 0) | (count <= 0)
        """(pixels,) those that cover no slot."""
        shown = np.flatnonzero(~self.gaps)
        first, count = first[shown], count[shown]
        new = np.ones(len(shown), dtype=bool)
        new[1:] = (first[1:] != first[:-1]) | (count[1:] != count[:-1])
        self.first: IndexArray = first[new]
        self.count: IndexArray = count[new]
        self.begins: IndexArray = shown[new]
        """(cells,) the first pixel of each cell."""
        self.ends: IndexArray = shown[np.append(new[1:], True)[: len(new)]] + 1
        """(cells,) the pixel after its last."""
        begun = np.zeros(len(self.gaps), dtype=np.intp)
        begun[self.begins] = 1
        self.of_pixel: IndexArray = np.maximum(np.cumsum(begun) - 1, 0)
        """(pixels,) which cell each pixel shows; of a gap, that before it."""
        self._plain = bool((self.count == 1).all() and (np.diff(self.first) == 1).all())

    def pixels(self, cells: slice) -> slice:
        """Returns the pixels of some neighbouring cells, and of the gaps after each of them."""
        begin = int(self.begins[cells.start]) if cells.start else 0
        last = cells.stop == len(self.first)
        return slice(begin, len(self.gaps) if last else int(self.begins[cells.stop]))

    def span(self, cells: slice) -> tuple[int, int]:
        """Returns from which slot to which (exclusive) some cells reach."""
        first = self.first[cells]
        return int(first.min()), int((first + self.count[cells]).max())

    def parts(self, most: int) -> list[slice]:
        """Returns slices of neighbouring cells that show about so many slots, one cell at least."""
        total = np.cumsum(self.count)
        parts, at = [], 0
        while at < len(total):
            before = total[at - 1] if at else 0
            end = max(at + 1, int(np.searchsorted(total, before + most, side="right")))
            parts.append(slice(at, end))
            at = end
        return parts

    def largest(
        self, table: NDArray[Any], cells: slice, start: int, axis: int, work: Workspace
    ) -> NDArray[Any]:
        """Returns the largest of the entries of each cell.

        The maxima over 2, 4, 8 … neighbours are computed for all places at once, and each cell is
        covered by two of them: the cost does not grow with how many entries a cell has.

        Args:
            table: (lines, slots) sortable entries.
            cells: which cells.
            start: the slot of the table's first entry.
            axis: along which direction of the table.
            work: memory for the result, until the next call for the same axis.
        """
        if self._plain:  # each entry is a cell
            return table
        first, count = self.first[cells] - start, self.count[cells]
        if int(count.max()) <= _FEW:
            found = work.take(f"usual {axis}", table, first, axis)
            for step in range(1, int(count.max())):
                places = first + np.minimum(step, count - 1)
                np.maximum(found, work.take(f"other {axis}", table, places, axis), out=found)
            return found
        powers = np.frexp(count)[1] - 1
        usual = int(np.bincount(powers).argmax())
        rare: list[tuple[IndexArray, NDArray[Any]]] = []
        most = table
        for power in range(int(powers.max()) + 1):
            wide = 1 << power
            if power:
                half, reach = wide // 2, most.shape[axis]
                before, after = _cut(most, 0, reach - half, axis), _cut(most, half, reach, axis)
                doubled = work.array(f"doubled {axis} {power % 2}", before.shape, table.dtype)
                most = np.maximum(before, after, out=doubled)
            own = powers == power
            if not own.any():
                continue
            chosen = slice(None) if power == usual else np.flatnonzero(own)
            kind = "usual" if power == usual else f"rare {power}"
            found = work.take(f"{kind} {axis}", most, first[chosen], axis)
            if (count[own] != wide).any():
                other = work.take(f"other {axis}", most, (first + count)[chosen] - wide, axis)
                np.maximum(found, other, out=found)
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
