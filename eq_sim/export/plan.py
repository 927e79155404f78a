"""A run as a script tells it: where it begins, and what was done to the knobs in order.

A log keeps detours: what was undone, moments that were gone back to, a drag's hundred movements. A
plan has only what leads to the knobs as they are now.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.settings.setting import Value
from eq_sim.session.state import State


@dataclass(frozen=True)
class Steps:
    """Training steps with the settings as they are by then."""

    count: int


@dataclass(frozen=True, eq=False)
class TurnKnobs:
    """Some knobs are set to values by hand."""

    places: IndexArray
    values: NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class PutAll:
    """Every knob is set to a value: a scene, the best so far, another side of A and B."""

    values: Array


@dataclass(frozen=True, eq=False)
class Switch:
    """From here exactly these knobs are frozen, and these are 0: muted, or beside a solo."""

    frozen: IndexArray
    silent: IndexArray


@dataclass(frozen=True, eq=False)
class Hold:
    """From here a hand holds these knobs, and no others: steps leave them, their moments go on."""

    places: IndexArray


@dataclass(frozen=True)
class Change:
    """A hyperparameter has another value from here."""

    setting: str
    value: Value


Deed: TypeAlias = Steps | TurnKnobs | PutAll | Switch | Hold | Change


@dataclass(frozen=True, eq=False)
class Plan:
    """A run from a beginning to the knobs as they are now.

    Attributes:
        start: the state that it begins at.
        deeds: what is done from there.
        end: the state that it leads to.
    """

    start: State
    deeds: tuple[Deed, ...]
    end: State

    @property
    def steps(self) -> int:
        """Training steps of the whole run."""
        return sum(deed.count for deed in self.deeds if isinstance(deed, Steps))


def shortened(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Returns the same run in fewer lines: steps add up, a drag is where it has led to."""
    short: list[Deed] = []
    for deed in _needed(deeds):
        last = short[-1] if short else None
        if isinstance(last, Steps) and isinstance(deed, Steps):
            short[-1] = Steps(last.count + deed.count)
        elif isinstance(last, TurnKnobs) and isinstance(deed, TurnKnobs):
            short[-1] = _together(last, deed)
        elif isinstance(last, Change) and isinstance(deed, Change) and last.setting == deed.setting:
            short[-1] = deed
        else:
            short.append(deed)
    return tuple(short)


def _needed(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """Leaves out what changes nothing: no steps, and hands during which no step was taken."""
    held = waiting = _NONE
    for deed in deeds:
        if isinstance(deed, Hold):
            waiting = deed.places
            continue
        if isinstance(deed, Steps):
            if not deed.count:
                continue
            if not np.array_equal(waiting, held):
                held = waiting
                yield Hold(held)
        yield deed


def _together(first: TurnKnobs, then: TurnKnobs) -> TurnKnobs:
    """Returns two turns as one: of a knob that both turn, the later value."""
    earlier = ~np.isin(first.places, then.places)
    places = np.concatenate([first.places[earlier], then.places])
    values = np.concatenate([first.values[earlier], then.values])
    order = np.argsort(places, kind="stable")
    return TurnKnobs(places[order], values[order])


_NONE: IndexArray = np.empty(0, dtype=np.intp)
