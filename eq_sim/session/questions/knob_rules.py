"""Knobs by a rule: the largest, the steepest, those that moved most, the dead, the frozen.

Every rule is a few NumPy calls over all knobs, whether there is one or a million.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.questions.all_samples import Pulls
from eq_sim.session.switches import Switches

MOST = 20
"""How many knobs of an order are named."""

_ROW = 1024  # keys of which the lowest is looked for at once


class Rule(Enum):
    """What knobs can be asked for; ``value`` is how it is asked in the fewest words."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    HIGHEST = "highest"
    LOWEST = "lowest"
    STEEPEST = "largest gradient"
    FLATTEST = "smallest gradient"
    MOVED_MOST = "moved most"
    MOVED_LEAST = "moved least"
    MOVED_LAST = "moved in last step"
    MOVES_NEXT = "moves next"
    DEAD = "dead"
    DEAD_NEURONS = "dead neurons"
    FROZEN = "frozen"
    MUTED = "muted"
    SOLO = "solo"
    BEYOND = "beyond the scale"


PULLED = frozenset({Rule.STEEPEST, Rule.FLATTEST, Rule.DEAD, Rule.DEAD_NEURONS})
"""Rules that ask all training samples."""


class Known(Protocol):
    """What is known of some knobs; each part is worked out when a rule asks for it."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo."""

    def whole(self) -> Array:
        """Returns (size,) where the faders stand."""

    def start(self) -> Array:
        """Returns (size,) where each knob started."""

    def last_move(self) -> Array | None:
        """Returns (size,) by how much the last training step moved each; None for not at all."""

    def next_move(self) -> Array | None:
        """Returns (size,) by how much the next step would; None while steps follow each other."""

    def limits(self) -> NDArray[np.float64]:
        """Returns (size,) the end of each knob's scale."""

    def pulls(self) -> Pulls:
        """Returns what all training samples do to the knobs."""


@dataclass(frozen=True)
class Ranked:
    """The first knobs of an order.

    Attributes:
        knobs: (named,) the first ones, ``MOST`` at most.
        numbers: (named,) what they are ordered by, as it is said of each; a knob's value where
            the order is none.
        count: how many knobs the rule is true of.
        asked: among how many they were looked for; hidden neurons for ``DEAD_NEURONS``.
    """

    knobs: IndexArray
    numbers: NDArray[Any]
    count: int
    asked: int


def ranked(rule: Rule, known: Known, among: IndexArray | None = None) -> Ranked | None:
    """Returns the first knobs that a rule is true of, in its order.

    Args:
        rule: which.
        known: what is known of the knobs.
        among: where to look, ascending; None for everywhere.

    Returns:
        The knobs; None where it cannot be said now, for no step was taken or steps go on.
    """
    if rule is Rule.DEAD_NEURONS:
        return _silent_neurons(known, among)
    if rule in _ORDERS:
        order = _ORDERS[rule]
        numbers = order.numbers(known)
        if numbers is None:
            return None
        part = numbers if among is None else numbers[among]
        sizes = np.abs(part) if order.by_size else part
        places, count = _first(sizes, order.down, but_zero=order.but_zero)
        knobs = places if among is None else among[places]
        return Ranked(knobs, numbers[knobs], count, len(part))
    mask = _MASKS[rule](known)
    where = np.flatnonzero(mask) if among is None else among[mask[among]]
    asked = known.layout.size if among is None else len(among)
    return Ranked(where[:MOST], known.whole()[where[:MOST]], len(where), asked)


@dataclass(frozen=True)
class _Order:
    """How a rule orders knobs.

    Attributes:
        numbers: returns (size,) numbers; None where there are none now.
        down: whether the largest comes first.
        by_size: whether signs do not count.
        but_zero: whether those with 0 are none of it.
    """

    numbers: Callable[[Known], Array | None]
    down: bool = True
    by_size: bool = True
    but_zero: bool = False


def _since_start(known: Known) -> Array:
    with np.errstate(all="ignore"):
        return np.asarray(known.whole() - known.start())


def _gradient(known: Known) -> Array:
    return known.pulls().gradient


def _beyond(known: Known) -> Array:
    """Returns how many times its scale each knob is out, 0 for those that are within it."""
    with np.errstate(all="ignore"):
        times = np.abs(known.whole()) / known.limits()
    return np.asarray(np.where(times > 1, times, 0))


_ORDERS: dict[Rule, _Order] = {
    Rule.LARGEST: _Order(lambda known: known.whole()),
    Rule.SMALLEST: _Order(lambda known: known.whole(), down=False),
    Rule.HIGHEST: _Order(lambda known: known.whole(), by_size=False),
    Rule.LOWEST: _Order(lambda known: known.whole(), down=False, by_size=False),
    Rule.STEEPEST: _Order(_gradient),
    Rule.FLATTEST: _Order(_gradient, down=False),
    Rule.MOVED_MOST: _Order(_since_start, but_zero=True),
    Rule.MOVED_LEAST: _Order(_since_start, down=False),
    Rule.MOVED_LAST: _Order(lambda known: known.last_move(), but_zero=True),
    Rule.MOVES_NEXT: _Order(lambda known: known.next_move(), but_zero=True),
    Rule.BEYOND: _Order(_beyond, but_zero=True),
}

ORDERED = frozenset(_ORDERS)
"""Rules that put knobs in an order; the others say of each yes or no."""


_MASKS: dict[Rule, Callable[[Known], NDArray[np.bool_]]] = {
    Rule.DEAD: lambda known: np.asarray(known.pulls().gradient == 0),
    Rule.FROZEN: lambda known: known.switches.frozen,
    Rule.MUTED: lambda known: known.switches.silent,
    Rule.SOLO: lambda known: known.switches.solos,
}


def _first(numbers: Array, down: bool, *, but_zero: bool) -> tuple[IndexArray, int]:
    """Returns the places of the first numbers of an order, equal ones as they stand, and a count.

    What is not finite comes first where the largest does.
    """
    if not np.isfinite(np.sum(numbers)):
        numbers = np.nan_to_num(numbers, nan=np.inf)
    count = int(np.count_nonzero(numbers)) if but_zero else numbers.size
    named = min(MOST, count)
    if not named:
        return np.empty(0, dtype=np.intp), count
    keys = -numbers if down else numbers
    places = _candidates(keys, named)
    keys = keys[places]
    # All that come before the last of them, and of those that equal it as many as there is room.
    last = np.partition(keys, named - 1)[named - 1]
    before = np.flatnonzero(keys < last)
    equal = np.flatnonzero(keys == last)[: named - before.size]
    before = before[np.argsort(keys[before], kind="stable")]
    return places[np.concatenate([before, equal])], count


def _candidates(keys: Array, named: int) -> IndexArray:
    """Returns places among which the lowest keys are, ascending: few, if there are very many keys.

    Each of some rows has a lowest key. So many of those are that low, and so are the keys sought.
    """
    rows = len(keys) // _ROW
    if rows < 2 * named:
        return np.arange(len(keys))
    lowest = keys[: rows * _ROW].reshape(rows, _ROW).min(axis=1)
    return np.flatnonzero(keys <= np.partition(lowest, named - 1)[named - 1])


def _silent_neurons(known: Known, among: IndexArray | None) -> Ranked:
    """Returns of each hidden neuron that never answers its bias, or its first weight."""
    layout, answers = known.layout, known.pulls().answers
    here = None
    if among is not None:
        here = np.zeros(layout.size, dtype=bool)
        here[among] = True
    found, asked = [], 0
    for block in layout.blocks[:-1]:
        looked = np.ones(block.outputs, dtype=bool) if here is None else block.view(here).any(0)
        silent = np.flatnonzero(looked & ~answers[block.layer])
        row = block.inputs if block.bias else 0
        found.append(block.offset + row * block.outputs + silent)
        asked += int(looked.sum())
    knobs = np.concatenate(found) if found else np.empty(0, dtype=np.intp)
    return Ranked(knobs[:MOST], known.whole()[knobs[:MOST]], len(knobs), asked)


def why_dead(pulls: Pulls, layout: Layout, knob: int) -> str:
    """Returns why a knob's gradient is exactly 0 on all training samples, in a few words."""
    place = layout.knob(knob)
    if place.source is not None and not pulls.hears(place.layer, place.source):
        if place.layer == 0:
            return tr("its input is always 0")
        return tr("listens to a dead neuron")
    hidden = place.layer < len(layout.blocks) - 1
    if hidden and not pulls.answers[place.layer][place.neuron]:
        return tr("its neuron never answers")
    if not pulls.errors[place.layer][place.neuron]:
        return tr("nothing comes back to its neuron")
    return tr("pulls cancel out or are too small to count")
