"""Round numbers along an axis: as many as there is room for, and at least three in sight."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil, floor, log10
from typing import TypeAlias

LEAST = 3
"""So many numbers tell where one is; two leave open whether the axis is logarithmic."""

_MOST = 9
_LARGEST = 308.0  # the power of ten that a number can still have
_DECADES = (100, 50, 20, 10, 5, 3, 2, 1)
_IN_A_DECADE = ((1, 3), (1, 2, 5), (1, 2, 3, 4, 5, 6, 7, 8, 9))
_FINEST = 12  # families of steps that are tried

Extent: TypeAlias = Callable[[float], tuple[float, float]]
"""Where on the screen the number at a place of the axis begins and ends, in pixels."""


def steps(low: float, high: float) -> Iterator[list[float]]:
    """Yields families of equally spaced round numbers from ``low`` to ``high``, coarse to fine."""
    power = 10.0 ** floor(log10(high - low))
    for number in range(_FINEST):
        tens, place = divmod(number, 3)
        step = (5.0, 2.0, 1.0)[place] * power * 10.0**-tens
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        yield [float(f"{count * step:.12g}") for count in range(first, last + 1)]


def decades(low: float, high: float) -> Iterator[list[float]]:
    """Yields families of powers of ten of round numbers, coarse to fine.

    Args:
        low: the power of ten where the axis begins.
        high: the one where it ends.
    """
    high = min(high, _LARGEST)
    for every in _DECADES:
        first, last = ceil(low / every - 1e-9), floor(high / every + 1e-9)
        yield [float(every * count) for count in range(first, last + 1)]
    for digits in _IN_A_DECADE:
        powers = range(floor(low), floor(high) + 1)
        yield [
            power + log10(digit)
            for power in powers
            for digit in digits
            if low <= power + log10(digit) <= high
        ]
    if high - low < 1:  # less than a decade may lie between two digits
        for numbers in steps(10.0**low, 10.0**high):
            yield [log10(number) for number in numbers if number > 0]


def chosen(
    families: Iterable[Sequence[float]], roomy: Extent, close: Extent, size: float
) -> tuple[list[float], list[float]]:
    """Returns the places that get a number, and those that get a fine line only.

    The numbers are the finest family that has room. Where that is fewer than three, those of a
    finer one move closer, or leave some out.

    Args:
        families: of places, coarse to fine.
        roomy: where the number at a place begins and ends, with room around it.
        close: the same, with just enough room to be read.
        size: of the axis in pixels; no number reaches beyond its ends.
    """
    best: list[float] = []
    for family in families:
        inside = [place for place in family if _within(close(place), size)]
        whole = len(_apart(inside, roomy)) == len(inside) <= _MOST
        if len(best) >= LEAST and not whole:
            return best, [place for place in family if place not in best]
        apart = inside if whole else _apart(inside, close)
        if whole or len(apart) > len(best):
            best = apart
    return best, []


def _within(ends: tuple[float, float], size: float) -> bool:
    return ends[0] >= 0 and ends[1] <= size


def _apart(places: Sequence[float], extent: Extent) -> list[float]:
    """Returns places from the first on, without those whose number would meet the one before."""
    kept: list[float] = []
    free = float("-inf")
    for place in sorted(places, key=extent):
        begin, end = extent(place)
        if begin >= free:
            kept.append(place)
            free = end
    return kept
