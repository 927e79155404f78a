"""What a state keeps in memory: several states share most of it."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.state import State


def memory_of(state: State) -> Iterator[NDArray[Any]]:
    """Yields every array that a state keeps, by the memory that it lies in."""
    switches, training, best = state.switches, state.training, state.progress.best
    data, hand = state.data, state.hand
    arrays: list[NDArray[Any] | None] = [
        state.start, state.theta,
        switches.frozen, switches.mutes, switches.solos, switches.parked,
        switches.silent, switches.fixed,
        *state.sides.values,
        best.theta if best else None,
        training.moments, training.before, training.after, training.held_then,
        state.progress.history.memory,
        data.dataset.inputs, data.dataset.targets, data.train, data.test,
        hand.knobs, hand.values, state.locked,
    ]  # fmt: skip
    arrays.extend(state.shelf.scenes)
    for array in arrays:
        if array is not None:
            yield array if array.base is None else np.asarray(array.base)
    for kept in state.shelf.checkpoints:
        yield from memory_of(kept.state)


def bytes_of(memory: Iterable[NDArray[Any]]) -> int:
    """Returns how many bytes some arrays take, each counted once."""
    return sum(array.nbytes for array in {id(array): array for array in memory}.values())
