"""Sets of knobs: arrays for whoever works on them, and what an action takes of them.

This is the one place that knows how actions spell many knobs.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import IndexArray
from eq_sim.session.actions import AnyAction, Freeze, Grab, Mute, Turn
from eq_sim.session.knob_bank import Knobs

Values = Sequence[float] | NDArray[np.float64]
"""A value for each of some knobs."""

Put = Callable[[Knobs, Values, str], bool]
"""(knobs, values, the id of what the gesture is called) -> whether it was done."""


def refuse(_action: AnyAction) -> bool:
    """Does nothing with an action: for knobs that can only be looked at."""
    return False


def knob_set(knobs: Knobs) -> IndexArray:
    """Returns knobs as an array of places in θ."""
    return np.asarray(knobs, dtype=np.intp)


def in_order(knobs: Knobs) -> IndexArray:
    """Returns knobs as an array in the order of θ, in which many of them take little room."""
    return np.sort(knob_set(knobs), kind="stable")  # quick where they are in order already


def grab(knobs: Knobs, size: int, name: str = "") -> Grab:
    """Returns the action of a hand that takes hold of knobs of a network of some size."""
    return Grab.of(in_order(knobs), name, size=size)


def turn(knobs: Knobs, values: Values, size: int) -> Turn:
    """Returns the action that sets knobs to values, one each."""
    places, wanted = knob_set(knobs), np.asarray(values, dtype=np.float64)
    if (places[1:] < places[:-1]).any():
        order = np.argsort(places, kind="stable")
        places, wanted = places[order], wanted[order]
    return Turn.of(places, wanted, size=size)


def freeze(knobs: Knobs, size: int, *, on: bool) -> Freeze:
    """Returns the action that freezes knobs, or thaws them."""
    return Freeze.of(in_order(knobs), on=on, size=size)


def mute(knobs: Knobs, size: int, *, on: bool) -> Mute:
    """Returns the action that mutes knobs, or unmutes them."""
    return Mute.of(in_order(knobs), on=on, size=size)
