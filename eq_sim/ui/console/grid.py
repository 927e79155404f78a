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
from eq_sim.network.types import Array, IndexArray
from eq_sim.ui.console.axis import Axis, AxisCells
from eq_sim.ui.console.workspace import Workspace, workspace

Mask = NDArray[np.bool_]
Numbers = float | Array

_TILE = 131_072  # knobs worked on at once
_WIDE = 4_096  # slots of a tile
_NARROW = 512  # columns of knobs turned over at once: their pieces of θ stay in the nearest cache
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
        numbers: (lines, columns) the number of largest magnitude of each cell.
        marks: (lines, columns) the marks of the knob that is shown, a bit for each of them.
    """

    lines: slice
    columns: slice
    numbers: Array
    marks: NDArray[np.integer[Any]]


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
        self._pooled = bool((self.columns.count > 1).any() or (self.lines.count > 1).any())

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of pixels."""
        return len(self.lines.of_pixel), len(self.columns.of_pixel)

    @property
    def is_full(self) -> bool:
        """Whether each pixel belongs to a knob, or to a gap after one in the same line."""
        return len(self.columns.first) > 0 and not bool(self.lines.gaps.any())

    def magnitudes(self, values: Array) -> Array:
        """Returns, for each pixel, the value of largest magnitude beneath it with its sign.

        Args:
            values: (θ,) a number for each knob; not copied.

        Returns:
            (rows, columns) of the same precision; 0 in gaps.
        """
        shape = (len(self.lines.first), len(self.columns.first))
        if not all(shape):
            return np.zeros(self.shape, dtype=values.dtype)
        picture = np.empty(shape, dtype=values.dtype)
        for tile in self.tiles(values, 1.0, values.dtype):
            picture[tile.lines, tile.columns] = tile.numbers
        wide = picture.take(self.columns.of_pixel, axis=1, mode="clip")
        found: Array = wide.take(self.lines.of_pixel, axis=0, mode="clip")
        found[self.blank()] = 0
        return found

    def blank(self) -> Mask:
        """Returns which of (rows, columns) pixels cover no knob."""
        blank: Mask = self.lines.gaps[:, np.newaxis] | self.columns.gaps
        missing = self.missing(slice(None), slice(None))
        if missing is not None:
            blank |= missing[self.lines.of_pixel[:, np.newaxis], self.columns.of_pixel]
        return blank

    def knobs_at(self, row: int, column: int) -> IndexArray:
        """Returns the places in θ of the knobs under a pixel; none in a gap."""
        if self.lines.gaps[row] or self.columns.gaps[column]:
            return np.empty(0, dtype=np.intp)
        line, cell = self.lines.of_pixel[row], self.columns.of_pixel[column]
        lines = self.lines.first[line] + np.arange(self.lines.count[line])
        slots = self.columns.first[cell] + np.arange(self.columns.count[cell])
        strips, columns = np.divmod(slots, self.block.rows)
        neurons = lines[:, np.newaxis] * self.across + strips
        knobs = self.block.offset + columns * self.block.outputs + neurons
        under: IndexArray = knobs[neurons < self.block.outputs]
        return under

    def knob_at(self, values: Array, limit: Numbers, row: int, column: int) -> int | None:
        """Returns the place in θ of the knob that a pixel shows; None in a gap.

        Args:
            values: (θ,) as they are painted.
            limit: the end of the scale, as they are painted.
            row: of pixels.
            column: of pixels.
        """
        knobs = self.knobs_at(row, column)
        if not knobs.size:
            return None
        gain = gains(1.0, limit)
        if isinstance(gain, np.ndarray):
            gain = gain[(knobs - self.block.offset) % self.block.outputs]
        with np.errstate(over="ignore", under="ignore"):
            shares = values[knobs] * gain
        return int(knobs[np.abs(shares).argmax()])  # what is not a number is before all others

    def missing(self, lines: slice, columns: slice) -> Mask | None:
        """Returns which cells of a part cover no knob; None where all cover one."""
        past = self.lines.first[lines] == self._full  # the last line, where it has fewer strips
        if not past.any():
            return None
        strips = self.columns.first[columns] // self.block.rows
        missing: Mask = past[:, np.newaxis] & (strips >= self._rest)
        return missing

    def tiles(
        self,
        values: Array,
        gains: Numbers,
        dtype: np.dtype[Any],
        marks: Sequence[Mask] = (),
    ) -> Iterator[Tile]:
        """Yields what the cells show, part by part; nothing where there are gaps alone.

        The arrays of a part are good until the next one is asked for.

        Args:
            values: (θ,) a number for each knob.
            gains: what they are multiplied with before they are compared: one number, or one
                for each neuron.
            dtype: of the numbers.
            marks: (θ,) each, marks that the knob shown brings along, the first as bit 0. They
                take the last bits of its number.
        """
        source = self.block.view(values)
        masks = [self.block.view(mask) for mask in marks]
        # What all knobs have, or none, needs no look at each of them.
        mixed = [(place, m) for place, m in enumerate(masks) if m.any() and not m.all()]
        common = sum(1 << place for place, m in enumerate(masks) if m.all())
        own = sum(1 << place for place, _ in mixed)
        with workspace() as work:
            for columns in self.columns.parts(_WIDE):
                begin, end = self.columns.span(columns)
                for lines in self.lines.parts(max(1, _TILE // (end - begin))):
                    first, last = self.lines.span(lines)
                    window = _Window(first, last, begin, end)
                    numbers = work.array("numbers", (last - first, end - begin), dtype)
                    self._fetch(source, gains, window, numbers)
                    bits = numbers.view(np.dtype(f"u{dtype.itemsize}"))
                    for place, mask in mixed:
                        self._mark(mask, place, window, bits, work)
                    bits = self._shown(bits, columns, lines, window, work)
                    marked: NDArray[np.integer[Any]] = (bits & own) | common
                    if mixed:
                        bits &= ~bits.dtype.type(own)  # or a marked zero would be a number
                    yield Tile(lines, columns, bits.view(dtype), marked)

    def _mark(
        self, mask: Mask, place: int, window: "_Window", bits: NDArray[Any], work: Workspace
    ) -> None:
        """Writes a mark into one of the last bits of each number."""
        marked = work.array("marked", bits.shape, bits.dtype)
        self._fetch(mask, None, window, marked)
        bits &= ~bits.dtype.type(1 << place)
        marked <<= place
        bits |= marked

    def _shown(
        self,
        bits: NDArray[Any],
        columns: slice,
        lines: slice,
        window: "_Window",
        work: Workspace,
    ) -> NDArray[Any]:
        """Returns the bits of the number that each cell shows."""
        last = 8 * bits.itemsize - 1
        if self._pooled:
            # With its sign as the last bit a float sorts by its magnitude.
            sign = np.right_shift(bits, last, out=work.array("sign", bits.shape, bits.dtype))
            bits <<= 1
            bits |= sign
        bits = self.lines.largest(bits, lines, window.first, 0, work)
        bits = self.columns.largest(bits, columns, window.begin, 1, work)
        if self._pooled:
            sign = np.left_shift(bits, last, out=work.array("sign", bits.shape, bits.dtype))
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
                for begin in range(0, wide, _NARROW):
                    piece = slice(begin, begin + _NARROW)
                    _scaled(part[piece].transpose(1, 2, 0), gain, target[:rows, :, piece])
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
