"""What is otherwise in a lesson's experiment than in the one that it tells, where anything is."""

from dataclasses import replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.lessons.files.shipped_words import what_happens
from eq_sim.network.making import Rounding
from eq_sim.network.types import IndexArray
from eq_sim.session.state import State

Part: TypeAlias = Literal["network", "settings", "positions", "knobs", "switches", "training"]
"""What of an experiment shows, and what its next training steps follow from."""


def otherwise(here: State, there: State) -> frozenset[Part]:
    """Returns what is other in one state than in another, and shows at once."""
    if here.layout.architecture != there.layout.architecture:
        return frozenset({"network"})
    switches, others = here.switches, there.switches
    equal: dict[Part, bool] = {
        "settings": here.seed == there.seed
        and what_happens(here.scenario) == what_happens(there.scenario),
        "positions": here.making.strength == there.making.strength
        and same_positions(here.making.rounding, there.making.rounding),
        "knobs": _same(here.whole, there.whole),
        "switches": _same(switches.frozen, others.frozen)
        and _same(switches.mutes, others.mutes)
        and _same(switches.solos, others.solos)
        and (switches.solo_reach == others.solo_reach or not others.solos.any()),
    }
    return frozenset(part for part, is_equal in equal.items() if not is_equal)


def trains_on_alike(here: State, there: State) -> bool:
    """Whether the next steps of both are the same, if all that shows is."""
    spec, one, other = there.scenario.training, here.training, there.training
    if one.moments.size or other.moments.size:
        kept = (one.optimizer, one.updates) == (other.optimizer, other.updates)
        if not (kept and _same(one.moments, other.moments)):
            return False
    if spec.batch_size != "full" and (one.epoch, one.cursor) != (other.epoch, other.cursor):
        return False
    counts = spec.dropout or spec.schedule != "constant" or spec.warmup or spec.early_stopping
    if counts and one.step != other.step:
        return False
    return not spec.early_stopping or _patience(here) == _patience(there)


def is_all_one(here: State, there: State) -> bool:
    """Whether whatever can be done in both leads to the same."""
    one, other = here.training, there.training
    return (
        not otherwise(here, there)
        and (one.step, one.epoch, one.cursor) == (other.step, other.epoch, other.cursor)
        and trains_on_alike(here, there)
        and here.start_number == there.start_number
        and _same(here.start, there.start)
        and here.sides.share == there.sides.share
        and all(map(_same, here.sides.values, there.sides.values))
        and all(map(_same, here.shelf.scenes, there.shelf.scenes))
    )


def trained_as(here: State, begun: State, there: State) -> State:
    """Returns a state trained as another one was, if its network is alike.

    Args:
        here: what is trained.
        begun: the other one before it.
        there: the other one after it.
    """
    if here.layout.architecture != there.layout.architecture:
        return here
    step = here.training.step + there.training.step - begun.training.step
    epoch = here.training.epoch + there.training.epoch - begun.training.epoch
    training = replace(there.training, step=step, epoch=epoch)
    return replace(here, training=training, progress=there.progress).placed(there.whole)


def turned_to(here: State, knobs: IndexArray, values: NDArray[np.float64]) -> State:
    """Returns a state with knobs turned, of those that are not silent."""
    plays = ~here.switches.silent[knobs]
    whole = np.array(here.whole)
    whole[knobs[plays]] = values[plays]
    return here.placed(whole)


def same_positions(one: Rounding | None, other: Rounding | None) -> bool:
    """Whether knobs click into the same positions, or turn freely in both."""
    if one is None or other is None:
        return one is other
    return (one.bits, one.per) == (other.bits, other.per) and _same(one.scales, other.scales)


def _patience(state: State) -> tuple[object, ...]:
    best = state.progress.best
    return state.progress.patience_from, best and best.step, best and best.loss


def _same(one: NDArray[np.generic] | None, other: NDArray[np.generic] | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
