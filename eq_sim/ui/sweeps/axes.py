"""The two axes of a sweep's graph: values across, losses or errors up, even or by powers."""

from collections.abc import Sequence
from math import log10

from eq_sim.sweeps.graph import Graph, Up
from eq_sim.ui.panels.frame import Axis
from eq_sim.ui.panels.ticks import chosen, decades, steps
from eq_sim.ui.style.numbers import tick
from eq_sim.ui.sweeps.words import written

_WIDE, _HIGH = 46.0, 20.0  # pixels that a number along the bottom takes, and one up the side
_PAD = 0.06  # of the way, beyond the first and the last point
_NARROW = 0.15  # of a power of ten that an axis spans at least
_BELOW = 0.3  # of a power of ten below the lowest number above 0, for those that are 0


def in_units(graph: Graph) -> float:
    """Returns what a number of the graph is multiplied by to be written: a share as per cent."""
    return 100.0 if graph.up is Up.ERROR and graph.kind.is_share else 1.0


def across_axis(graph: Graph, *, powers: bool, size: float) -> Axis:
    """Returns the axis along the bottom.

    Args:
        graph: what is shown.
        powers: whether it counts in powers of ten; not where a value is 0 or below.
        size: its length in pixels.
    """
    places = graph.places
    if graph.is_list:
        words = tuple(written(graph.sweep, spread.value) for spread in graph.train)
        return Axis(-0.5, len(places) - 0.5, places, "", words=words)
    low, high = min(places), max(places)
    if powers and low > 0:
        return by_powers(low, high, size, _WIDE)
    room = _PAD * (high - low) or 1.0
    return _even(low - room, high + room, size, _WIDE)


def up_axis(graph: Graph, *, powers: bool, size: float) -> Axis:
    """Returns the axis up the side, which holds every seed's number, in its unit.

    Args:
        graph: what is shown.
        powers: whether it counts in powers of ten; what is 0 then stands at its lower end.
        size: its length in pixels.
    """
    spreads = (*graph.test, *graph.train)
    found = [one * in_units(graph) for spread in spreads for one in spread.numbers] or [1.0]
    above = [one for one in found if one > 0]
    if powers and above:
        made = by_powers(min(above), max(above), size, _HIGH)
        return made if len(above) == len(found) else _with_zero(made, size)
    low, high = min(0.0, *found), max(found)
    return _even(low, high + (_PAD * (high - low) or 1.0), size, _HIGH)


def by_powers(low: float, high: float, size: float, room: float) -> Axis:
    """Returns an axis that counts in powers of ten, with round numbers where there is room.

    Args:
        low: the least that it holds; above 0.
        high: the most.
        size: its length in pixels.
        room: pixels that a number takes of it.
    """
    first, last = log10(low), log10(high)
    beyond = max(_PAD * (last - first), (_NARROW - (last - first)) / 2)
    first, last = first - beyond, last + beyond
    places = _with_room(list(decades(first, last)), first, last, size, room)
    ticks = [float(f"{10**place:.12g}") for place in places]
    return Axis(10**first, 10**last, ticks, "", log=True)


def _with_zero(axis: Axis, size: float) -> Axis:
    """Returns an axis by powers with a place for 0 at its lower end, below all other numbers."""
    low = axis.low / 10**_BELOW
    beyond = [place for place in axis.ticks if log10(place / low) > _near(low, axis.high, size)]
    words = ("0", *(tick(place) for place in beyond))
    return Axis(low, axis.high, (low, *beyond), "", log=True, words=words)


def _near(low: float, high: float, size: float) -> float:
    """Returns the powers of ten that two numbers up the side need between them."""
    return _HIGH / size * log10(high / low)


def _even(low: float, high: float, size: float, room: float) -> Axis:
    families = list(steps(low, high))
    return Axis(low, high, _with_room(families, low, high, size, room), "")


def _with_room(
    families: Sequence[Sequence[float]], low: float, high: float, size: float, room: float
) -> list[float]:
    """Returns the places of round numbers, none of which meets another."""

    def extent(place: float) -> tuple[float, float]:
        at = (place - low) / (high - low) * size
        return at - room / 2, at + room / 2

    def loose(place: float) -> tuple[float, float]:
        begin, end = extent(place)
        return max(begin, 0.0), min(end, size)

    inside = [[place for place in family if low <= place <= high] for family in families]
    return chosen(inside, extent, loose, size)[0]
