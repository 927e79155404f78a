"""Which knobs an action is about, and their values: compact at any number, in memory and in files.

A few knobs are a list of places in θ. Many are a span of neighbours or a mask of bits, and their
values are packed bytes, so that turning a million knobs is one NumPy call and one short record.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.errors import KnobError

_FEW = 64


class Span(Struct, frozen=True, tag_field="as", tag="span", forbid_unknown_fields=True):
    """Neighbours in θ: ``count`` knobs from ``first`` on."""

    first: int
    count: int


class Mask(Struct, frozen=True, tag_field="as", tag="mask", forbid_unknown_fields=True):
    """Any knobs of a network with ``size``: a bit each, eight to a byte, the first one highest."""

    size: int
    bits: bytes


class Packed(Struct, frozen=True, tag_field="as", tag="packed", forbid_unknown_fields=True):
    """Many values: little-endian floating point numbers, one after another."""

    dtype: Literal["float32", "float64"]
    data: bytes


Knobs: TypeAlias = tuple[int, ...] | Span | Mask
"""Knobs of one network, in the order in which values are given for them."""

Values: TypeAlias = tuple[float, ...] | Packed

KnobsLike: TypeAlias = Knobs | Sequence[int] | IndexArray
ValuesLike: TypeAlias = Values | Sequence[float] | Array


def compact(knobs: KnobsLike, size: int | None = None) -> Knobs:
    """Returns knobs in their shortest form.

    Args:
        knobs: places in θ, in any form. A mask wants them to ascend: others stay a list.
        size: of the network; without it there is no mask.
    """
    if isinstance(knobs, Span | Mask):
        return knobs
    if len(knobs) <= _FEW:
        return tuple(map(int, knobs))
    places = np.asarray(knobs)
    if places.dtype.kind not in "iu":
        return tuple(map(int, knobs))
    first, last = int(places[0]), int(places[-1])
    ascends = bool((places[1:] > places[:-1]).all())
    if ascends and last - first == len(places) - 1:
        return Span(first, len(places))
    if size is not None and ascends and first >= 0 and last < size:
        mask = np.zeros(size, dtype=bool)
        mask[places] = True
        return Mask(size, np.packbits(mask).tobytes())
    return tuple(places.tolist())


def packed(values: ValuesLike) -> Values:
    """Returns values in their shortest form; not a bit is lost."""
    if isinstance(values, Packed):
        return values
    if len(values) <= _FEW:
        return tuple(map(float, values))
    array = np.asarray(values)
    if array.dtype != np.float32:
        array = array.astype(np.float64)
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    kind: Literal["float32", "float64"] = "float32" if array.itemsize == 4 else "float64"
    return Packed(kind, little.tobytes())


def count_of(knobs: Knobs) -> int:
    """Returns how many knobs there are."""
    if isinstance(knobs, Span):
        return knobs.count
    if isinstance(knobs, Mask):
        return int(np.bitwise_count(np.frombuffer(knobs.bits, np.uint8)).sum())
    return len(knobs)


def places_of(knobs: Knobs, size: int) -> IndexArray:
    """Returns the places in θ.

    Args:
        knobs: in any form.
        size: of the network.

    Raises:
        KnobError: the network does not have such a knob.
    """
    if isinstance(knobs, Span):
        if knobs.count < 0 or not 0 <= knobs.first <= size - knobs.count:
            _refuse(knobs.first if knobs.first < 0 else knobs.first + knobs.count - 1, size)
        return np.arange(knobs.first, knobs.first + knobs.count, dtype=np.intp)
    if isinstance(knobs, Mask):
        bits = np.frombuffer(knobs.bits, np.uint8)
        if knobs.size != size or bits.size != (size + 7) // 8:
            raise KnobError(
                "a mask of {masked:,} knobs, and the network has {size:,}",
                masked=knobs.size,
                size=size,
            )
        return np.flatnonzero(np.unpackbits(bits, count=size))
    for knob in knobs:
        if not 0 <= knob < size:
            _refuse(knob, size)
    return np.array(knobs, dtype=np.intp)


def chooser(knobs: Knobs, places: IndexArray) -> slice | IndexArray:
    """Returns the fastest way to choose knobs from a (size,) vector.

    Args:
        knobs: in any form.
        places: their places, checked.
    """
    if isinstance(knobs, Span):
        return slice(knobs.first, knobs.first + knobs.count)
    return places


def numbers_of(values: Values) -> NDArray[np.floating]:
    """Returns the values as an array.

    Raises:
        KnobError: packed bytes are not whole numbers of values.
    """
    if isinstance(values, Packed):
        kind = np.dtype(values.dtype).newbyteorder("<")
        if len(values.data) % kind.itemsize:
            raise KnobError("{count} bytes are no whole number of values", count=len(values.data))
        return np.frombuffer(values.data, kind)
    return np.array(values, dtype=np.float64)


def _refuse(knob: int, size: int) -> None:
    raise KnobError("there is no knob {knob}: the network has {size}", knob=knob, size=size)
