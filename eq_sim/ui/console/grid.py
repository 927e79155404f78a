"""Which knobs of a layer lie under which pixels, and the one that each pixel shows.

A layer stands in lines of strips, ``across`` strips in a line; a strip is a neuron, whose knobs
stand side by side. Along a line the slots are the columns of its strips, one strip after the
other. A pixel that covers several knobs shows the one of largest magnitude, with its sign: a mean
would make everything grey. Work is done in tiles that fit into the processor's cache, so no copy
of θ is made and the cost is in knobs seen and pixels drawn, never in calls per knob or per strip.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Block
from eq_sim.network.types import Array
from eq_sim.ui.console.axis import Axis, AxisCells

Mask = NDArray[np.bool_]
Numbers = float | Array

_TILE = 32_768  # knobs worked on at once
_WIDE = 4_096  # slots of a tile
_LEAST = 1e-30  # a scale is never narrower than this, so that nothing is divided by zero


def gains(reach: float, limit: Numbers) -> Numbers:
    """Returns what numbers are multiplied with so that the end of their scale is at ``reach``.

    Args:
        reach: how far the end of the scale is from zero, such as levels or pixels.
        limit: the end of the scale: one for all knobs of a layer, or one for each neuron.
    """
    if isinstance(limit, np.ndarray):
        made: Array = (reach / np.maximum(limit, _LEAST)).astype(np.float32)
        return made
    return reach / max(float(limit), _LEAST)


class Tile(Struct, frozen=True):
    """What a part of a picture shows.

    Attributes:
        lines: which cells of the lines' axis.
        columns: which cells of the columns' axis.
        numbers: (lines, columns) the number of largest magnitude of each cell; 0 in a gap.
        marks: (lines, columns) the marks of the knob that is shown, a bit for each of them.
    """

    lines: slice
    columns: slice
    numbers: Array
    marks: NDArray[np.unsignedinteger[Any]]


class Grid:
    """The pixels of a layer's picture, and what knobs they cover.

    Args:
        block: the layer's place in θ.
        across: strips in a line.
        columns: across: slot = strip × block.rows + column.
        lines: down: lines of strips; neuron = line × across + strip.

    Raises:
        ValueError: there is no strip in a line.
    """

    def __init__(self, block: Block, across: int, columns: Axis, lines: Axis) -> None:
        if across < 1:
            raise ValueError(f"a line needs a strip, not {across}")
        self.block, self.across = block, across
        self._full, self._rest = divmod(block.outputs, across)
        self.columns = AxisCells(columns, across * block.rows)
        self.lines = AxisCells(lines, self._full + (self._rest > 0))
        self.gaps = bool(self.columns.gaps.any() or self.lines.gaps.any())
        """Whether there are whole rows or columns of pixels that cover no knob."""
        self._pooled = bool((self.columns.count > 1).any() or (self.lines.count > 1).any())

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of pixels."""
        return len(self.lines.of_pixel), len(self.columns.of_pixel)

    def magnitudes(self, values: Array) -> Array:
        """Returns, for each pixel, the value of largest magnitude beneath it with its sign.

        Args:
            values: (θ,) a number for each knob; not copied.

        Returns:
            (rows, columns) of the same precision; 0 in gaps.
        """
        picture = np.zeros((len(self.lines.first), len(self.columns.first)), dtype=values.dtype)
        for tile in self.tiles(values, 1.0, values.dtype):
            picture[tile.lines, tile.columns] = tile.numbers
        missing = self.missing(slice(None), slice(None))
        if missing is not None:
            picture[missing] = 0
        wide = picture.take(self.columns.of_pixel, axis=1)
        return wide.take(self.lines.of_pixel, axis=0)

    def missing(self, lines: slice, columns: slice) -> NDArray[np.bool_] | None:
        """Returns which cells of a part cover no knob; None where all cover one."""
        gaps, empty = self.lines.gaps[lines, np.newaxis], self.columns.gaps[columns]
        first, strips = self.lines.first[lines], self.columns.first[columns] // self.block.rows
        past = first == self._full  # the last line, where not all of its strips are there
        if not (past.any() or gaps.any() or empty.any()):
            return None
        missing: NDArray[np.bool_] = gaps | empty | (past[:, np.newaxis] & (strips >= self._rest))
        return missing

    def tiles(
        self,
        values: Array,
        gains: Numbers,
        dtype: np.dtype[Any],
        marks: Sequence[Mask] = (),
    ) -> Iterator[Tile]:
        """Yields what the cells show, part by part; parts that are gaps alone are left out.

        Args:
            values: (θ,) a number for each knob.
            gains: what they are multiplied with before they are compared: one number, or one
                for each neuron.
            dtype: of the numbers.
            marks: (θ,) each, marks that the knob shown brings along, the first as bit 0. They
                take the last bits of its number.
        """
        source = self.block.view(values)
        marked = [self.block.view(mask) for mask in marks]
        for columns in self.columns.parts(_WIDE):
            begin, end = self.columns.span(columns)
            if begin == end:
                continue
            for lines in self.lines.parts(max(1, _TILE // (end - begin))):
                first, last = self.lines.span(lines)
                if first == last:
                    continue
                window = _Window(first, last, begin, end)
                numbers = np.empty((last - first, end - begin), dtype=dtype)
                self._fetch(source, gains, window, numbers)
                bits = numbers.view(np.dtype(f"u{dtype.itemsize}"))
                for place, mask in enumerate(marked):
                    self._mark(mask, place, window, bits)
                bits = self._shown(bits, columns, lines, window)
                last = bits.dtype.type((1 << len(marked)) - 1)
                marks_shown: NDArray[np.unsignedinteger[Any]] = bits & last
                if marked:
                    bits &= ~last  # or a marked zero would be a number
                yield Tile(lines, columns, bits.view(dtype), marks_shown)

    def _mark(self, mask: Mask, place: int, window: "_Window", bits: NDArray[Any]) -> None:
        """Writes a mark into one of the last bits of each number."""
        marked = np.empty(bits.shape, dtype=bits.dtype)
        self._fetch(mask, None, window, marked)
        bits &= ~bits.dtype.type(1 << place)
        marked <<= place
        bits |= marked

    def _shown(
        self, bits: NDArray[Any], columns: slice, lines: slice, window: "_Window"
    ) -> NDArray[Any]:
        """Returns the bits of the number that each cell shows."""
        if self._pooled:
            # With its sign as the last bit a float sorts by its magnitude.
            sign = bits >> (8 * bits.itemsize - 1)
            bits <<= 1
            bits |= sign
        bits = self.lines.largest(bits, lines, window.first, axis=0)
        bits = self.columns.largest(bits, columns, window.begin, axis=1)
        if self._pooled:
            sign = bits << (8 * bits.itemsize - 1)
            bits >>= 1
            bits |= sign
        return bits

    def _fetch(
        self, source: NDArray[Any], gains: Numbers | None, window: "_Window", out: NDArray[Any]
    ) -> None:
        """Copies the knobs of some lines and slots, slot beside slot; 0 where there is none."""
        at, across = 0, self.across
        full = min(window.last, self._full)  # lines that have all their strips
        rows = full - window.first
        for strips, columns in window.pieces(self.block.rows):
            wide = columns.stop - columns.start
            shape = (len(out), strips.stop - strips.start, wide)
            target = out[:, at : at + shape[1] * wide].reshape(shape)
            at += shape[1] * wide
            if rows > 0:
                neurons = slice(window.first * across, full * across)
                part = source[columns, neurons].reshape(wide, rows, across)[:, :, strips]
                gain = gains
                if isinstance(gains, np.ndarray):
                    gain = gains[neurons].reshape(rows, across)[:, strips, np.newaxis]
                _scaled(part.transpose(1, 2, 0), gain, target[:rows])
            if rows < len(out):  # the last line has fewer
                neurons = slice(
                    self._full * across + strips.start, self._full * across + self._rest
                )
                some = min(max(self._rest - strips.start, 0), shape[1])
                neurons = slice(neurons.start, neurons.start + some)
                gain = gains[neurons, np.newaxis] if isinstance(gains, np.ndarray) else gains
                _scaled(source[columns, neurons].T, gain, target[rows, :some])
                target[rows, some:] = 0


class _Window(Struct, frozen=True):
    """Lines ``first`` to ``last`` and slots ``begin`` to ``end``, the ends excluded."""

    first: int
    last: int
    begin: int
    end: int

    def pieces(self, rows: int) -> Iterator[tuple[slice, slice]]:
        """Yields (strips, columns): the end of a strip, whole strips, the beginning of one."""
        (strip, column), (last, end) = divmod(self.begin, rows), divmod(self.end, rows)
        if strip == last:
            yield slice(strip, strip + 1), slice(column, end)
            return
        if column:
            yield slice(strip, strip + 1), slice(column, rows)
            strip += 1
        if strip < last:
            yield slice(strip, last), slice(0, rows)
        if end:
            yield slice(last, last + 1), slice(0, end)


def _scaled(source: NDArray[Any], gain: Numbers | None, target: NDArray[Any]) -> None:
    if gain is None or (isinstance(gain, float) and gain == 1.0):
        np.copyto(target, source, casting="same_kind")
    else:
        np.multiply(source, gain, out=target, casting="same_kind")
