"""Where the knobs stood on the way, kept at the recorded points: to look at, never to go back to.

Of few knobs every value is kept. Of more, each is counted in a cell: 16 cells to each doubling of
its size, on both sides of 0. It is not kept in files: after them it begins anew.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Architecture, Block, Layout
from eq_sim.network.types import Array

FEW = 8192
"""Knobs up to which every value is kept."""

MOST_MOMENTS = 512
"""Moments that are kept at most; when there are more, half of them stay, evenly over the steps."""

_MEMORY = 8 << 20  # bytes of one record, at most, unless it has very few moments then
_FIRST = 16  # moments that there is room for at first; twice as many each time it is full
_FEWEST = 32
_LOWEST, _DOUBLINGS, _EACH = -14, 24, 16  # the cells: from 2⁻¹⁴ to 2¹⁰, in so many steps each
_SIDE = _DOUBLINGS * _EACH
CELLS = 2 * _SIDE + 1
_SHIFT = 19  # bits of a float32 that a cell does not tell apart
_KEYS = 1 << (32 - _SHIFT)
_AT_ONCE = 1 << 16  # knobs that are counted together: what that takes stays in the cache


@dataclass(frozen=True, eq=False)
class Part:
    """The weights or the biases of a layer, at some moments.

    Attributes:
        knobs: how many they are.
        steps: (moments,) training steps taken by then, growing.
        values: (moments, knobs) where each stood; None where they were counted.
        counts: (moments, CELLS) how many stood in each cell; None where all values are known.
    """

    knobs: int
    steps: NDArray[np.int64]
    values: NDArray[np.float32] | None
    counts: NDArray[np.uint32] | None


def first_bytes(shape: Architecture) -> int:
    """Returns how many bytes a record takes when it begins."""
    return 4 * _FIRST * _wide(shape)


def _wide(shape: Architecture) -> int:
    """Returns how many numbers are kept of a moment."""
    return shape.count if shape.count <= FEW else 2 * (len(shape.sizes) - 1) * CELLS


class _Buffer:
    """Rows that are written once, and by whoever is first: several records share them."""

    def __init__(self, layout: Layout, room: int = _FIRST) -> None:
        wide = _wide(layout.architecture)
        self.most = max(_FEWEST, min(MOST_MOMENTS, _MEMORY // (4 * wide)))
        kind = np.float32 if layout.size <= FEW else np.uint32
        self.layout = layout
        self.rows: NDArray[np.float32 | np.uint32] = np.empty((room, wide), dtype=kind)
        self.steps = np.empty(self.most, dtype=np.int64)
        self.filled = 0


@dataclass(frozen=True, eq=False)
class Spreads:
    """A record of where the knobs stood: a value that shares all it can with those before it."""

    _buffer: _Buffer | None = None
    _count: int = 0

    @property
    def layout(self) -> Layout | None:
        """Whose knobs; None of an empty record."""
        return None if self._buffer is None else self._buffer.layout

    @property
    def steps(self) -> NDArray[np.int64]:
        """(moments,) training steps taken by then, growing."""
        return np.empty(0, np.int64) if self._buffer is None else self._buffer.steps[: self._count]

    @property
    def memory(self) -> NDArray[np.float32 | np.uint32] | None:
        """The memory that it lies in, to be counted, not read."""
        return None if self._buffer is None else self._buffer.rows

    def part(self, layer: int, *, biases: bool) -> Part:
        """Returns what is known of the weights or the biases of a layer.

        Args:
            layer: which.
            biases: whether its biases are meant.
        """
        buffer = self._buffer
        if buffer is None:
            return Part(0, self.steps, None, None)
        rows, block = buffer.rows[: self._count], buffer.layout.blocks[layer]
        where = _slice(block, biases=biases)
        knobs = where.stop - where.start
        if buffer.layout.size <= FEW:
            return Part(knobs, self.steps, rows[:, where].view(np.float32), None)
        first = (2 * layer + biases) * CELLS
        return Part(knobs, self.steps, None, rows[:, first : first + CELLS].view(np.uint32))

    def moments(self) -> NDArray[np.float32] | None:
        """Returns (moments, size) where each knob stood; None where they were counted."""
        buffer = self._buffer
        if buffer is None or buffer.layout.size > FEW:
            return None
        return buffer.rows[: self._count].view(np.float32)

    def added(self, step: int, layout: Layout, theta: Array) -> "Spreads":
        """Returns a record with one more moment.

        It is the same where it knows of this step, and begins anew with another network.

        Args:
            step: training steps taken.
            layout: whose knobs.
            theta: (size,) where they stand.
        """
        buffer, count = self._buffer, self._count
        if buffer is None or buffer.layout.architecture != layout.architecture:
            return Spreads(_Buffer(layout)).added(step, layout, theta)
        if count and buffer.steps[count - 1] >= step:
            return self
        if count == buffer.most:
            return self._copied(_evenly(buffer.steps, buffer.most // 2)).added(step, layout, theta)
        # Where it is full, or somebody else went on from here.
        if count == len(buffer.rows) or buffer.filled != count:
            return self._copied(np.arange(count)).added(step, layout, theta)
        buffer.rows[count] = theta if layout.size <= FEW else _counted(layout, theta)
        buffer.steps[count] = step
        buffer.filled = count + 1
        return Spreads(buffer, count + 1)

    def begins_like(self, other: "Spreads") -> bool:
        """Whether another record is of the same run: it has the same first moment."""
        mine, its = self.memory, other.memory
        if mine is None or its is None or self.layout is not other.layout:
            return False
        return mine is its or bool(
            self.steps[0] == other.steps[0] and np.array_equal(mine[0], its[0])
        )

    def _copied(self, kept: NDArray[np.intp]) -> "Spreads":
        assert self._buffer is not None
        room = max(_FIRST, min(2 * len(kept), self._buffer.most))
        buffer = _Buffer(self._buffer.layout, room)
        buffer.rows[: len(kept)] = self._buffer.rows[kept]
        buffer.steps[: len(kept)] = self._buffer.steps[kept]
        buffer.filled = len(kept)
        return Spreads(buffer, len(kept))


def _evenly(steps: NDArray[np.int64], most: int) -> NDArray[np.intp]:
    """Returns the places of at most so many steps, as even as they come, with both ends."""
    wanted = np.linspace(float(steps[0]), float(steps[-1]), most)
    return np.unique(np.searchsorted(steps, wanted))


def _slice(block: Block, *, biases: bool) -> slice:
    """Returns the places in θ of the weights or the biases of a layer."""
    between = block.offset + block.inputs * block.outputs
    end = block.offset + block.size
    return slice(between, end) if biases else slice(block.offset, between)


def edges() -> NDArray[np.float64]:
    """Returns the (CELLS + 1,) edges of the cells; what is beyond the last counts in them."""
    powers = np.arange(_DOUBLINGS) + float(_LOWEST)
    inner = (2.0 ** powers[:, np.newaxis] * (1 + np.arange(_EACH) / _EACH)).ravel()
    side = np.append(inner, 2.0 ** (_LOWEST + _DOUBLINGS))
    return np.concatenate([-side[::-1], side])


def _counted(layout: Layout, theta: Array) -> NDArray[np.uint32]:
    """Returns how many knobs of each part stand in each cell."""
    counts = np.empty(2 * len(layout.blocks) * CELLS, dtype=np.uint32)
    for place, block in enumerate(layout.blocks):
        for biases in (False, True):
            part = theta[_slice(block, biases=biases)]
            first = (2 * place + biases) * CELLS
            found = np.zeros(_KEYS)
            for start in range(0, part.size, _AT_ONCE):
                exact = np.ascontiguousarray(part[start : start + _AT_ONCE], dtype=np.float32)
                found += np.bincount(exact.view(np.uint32) >> np.uint32(_SHIFT), minlength=_KEYS)
            cells = np.bincount(_cells(), weights=found, minlength=CELLS)
            counts[first : first + CELLS] = cells
    return counts


@cache
def _cells() -> NDArray[np.intp]:
    """Returns for each sign, exponent and first bits of a float32 the cell that it belongs to."""
    keys = np.arange(_KEYS)
    size = keys & (_KEYS // 2 - 1)
    size = np.clip(size - ((127 + _LOWEST) * _EACH) + 1, 0, _SIDE)
    return np.asarray(np.where(keys < _KEYS // 2, _SIDE + size, _SIDE - size), dtype=np.intp)
