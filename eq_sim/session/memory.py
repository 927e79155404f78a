"""What a state keeps in memory: several states share most of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.state import State


def memory_of(state: State) -> Iterator[NDArray[Any]]:
    """Yields every array that a state keeps, by the memory that it lies in."""
    switches, training, best = state.switches, state.training, state.progress.best
    data, hand, before = state.data, state.hand, state.sides.before
    arrays: list[NDArray[Any] | None] = [
        state.start, state.theta,
        switches.frozen, switches.mutes, switches.solos, switches.parked,
        switches.silent, switches.fixed, switches.pruned.knobs if switches.pruned else None,
        *state.sides.values,
        *((before.first, before.second) if before else ()),
        best.theta if best else None,
        training.moments, training.before, training.after, training.held_then,
        state.progress.history.memory, state.progress.batches.memory,
        state.progress.spreads.memory,
        data.dataset.inputs, data.dataset.targets, data.train, data.test, data.validation,
        hand.knobs, hand.values, state.locked,
        state.making.rounding.scales if state.making.rounding else None,
    ]  # fmt: skip
    if data.base is not None:
        own = data.base
        arrays += [own.dataset.inputs, own.dataset.targets, own.train, own.test, own.validation]
    if data.dataset.measured is not None:
        arrays.append(data.dataset.measured.inputs)
    arrays.extend(state.shelf.scenes)
    for array in arrays:
        if array is not None:
            yield array if array.base is None else np.asarray(array.base)
    for run in state.shelf.runs:
        yield from run.memory
    for kept in state.shelf.checkpoints:
        yield from memory_of(kept.state)


def bytes_of(memory: Iterable[NDArray[Any]]) -> int:
    """Returns how many bytes some arrays take, each counted once."""
    return sum(array.nbytes for array in {id(array): array for array in memory}.values())


class Tally:
    """Counts the bytes of several states, each array once, as states come and go.

    Attributes:
        bytes: of all states together.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._holders: Counter[int] = Counter()

    def add(self, state: State) -> None:
        """Counts one more state, which keeps its arrays until it is removed."""
        for array in memory_of(state):
            self._holders[id(array)] += 1
            if self._holders[id(array)] == 1:
                self.bytes += array.nbytes

    def remove(self, state: State) -> None:
        """Counts a state no more."""
        for array in memory_of(state):
            self._holders[id(array)] -= 1
            if not self._holders[id(array)]:
                del self._holders[id(array)]
                self.bytes -= array.nbytes
