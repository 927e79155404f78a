"""Undo and redo: what an experiment was before each thing that a hand or training did.

A snapshot holds everything that decides how the experiment goes on: θ and its start, moments,
the place in the epochs, switches, both sides, the history. Settings are not in it: undo takes
back turns and training, never what a person has set.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.history import Mark
from eq_sim.session.sides import Best, Sides
from eq_sim.session.switches import Switches

if TYPE_CHECKING:
    from eq_sim.session.session import Session

BUDGET = 256 << 20
"""Bytes that undo may keep, unless a person sets another limit."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An experiment at one moment; nothing in it is ever changed."""

    theta: Array
    start: Array
    start_number: int
    switches: Switches
    sides: Sides
    best: Best | None
    optimizer: str
    moments: Array
    updates: int
    step: int
    epoch: int
    cursor: int
    before: Array
    after: Array
    held_then: frozenset[int]
    points: NDArray[np.float64]
    marks: tuple[Mark, ...]
    goal_reached: bool

    @classmethod
    def of(cls, session: "Session") -> "Snapshot":
        """Returns a session as it stands."""
        trainer, history = session.trainer, session.history
        return cls(
            theta=session.parameters.theta.copy(),
            start=session.parameters.start,
            start_number=session.start_number,
            switches=session.switches,
            sides=session.sides,
            best=session.best,
            optimizer=trainer.optimizer.name,
            moments=trainer.optimizer.state.copy(),
            updates=trainer.optimizer.count,
            step=trainer.step,
            epoch=trainer.batches.epoch,
            cursor=trainer.batches.cursor,
            before=trainer.before.copy(),
            after=trainer.after.copy(),
            held_then=trainer.held_then,
            points=history.points.copy(),
            marks=tuple(history.marks),
            goal_reached=session.goal_reached,
        )

    @property
    def bytes(self) -> int:
        """Memory that this snapshot has for itself alone."""
        arrays: tuple[NDArray[Any], ...] = (
            self.theta,
            self.moments,
            self.before,
            self.after,
            self.points,
        )
        return sum(array.nbytes for array in arrays) + 64 * len(self.marks)


@dataclass(frozen=True, eq=False)
class Entry:
    """One thing that was done, and what was before it."""

    name: str
    before: Snapshot


class Past:
    """What can be undone and done again.

    Args:
        budget: bytes that it may keep; the oldest entries go first, the last one stays.

    Attributes:
        forgotten: whether entries had to go.
        bytes: memory in use.
    """

    def __init__(self, budget: float = BUDGET) -> None:
        self.budget = budget
        self.forgotten = False
        self.bytes = 0
        self._done: list[Entry] = []
        self._undone: list[Entry] = []

    @property
    def undo_name(self) -> str | None:
        """What would be undone, in words; None for nothing."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        """What would be done again, in words; None for nothing."""
        return self._undone[-1].name if self._undone else None

    @property
    def names(self) -> list[str]:
        """Everything that can be undone, the last thing first."""
        return [entry.name for entry in reversed(self._done)]

    def add(self, name: str, before: Snapshot) -> None:
        """Something was done: what was undone cannot be done again."""
        self.bytes -= sum(entry.before.bytes for entry in self._undone)
        self._undone.clear()
        self._done.append(Entry(name, before))
        self.bytes += before.bytes
        self._trim()

    def undo(self, now: Snapshot) -> Snapshot | None:
        """Returns what was before the last thing; None where there is nothing to undo."""
        return self._move(self._done, self._undone, now)

    def redo(self, now: Snapshot) -> Snapshot | None:
        """Returns what was after the thing undone last; None where there is nothing."""
        return self._move(self._undone, self._done, now)

    def clear(self) -> None:
        """Another network: nothing of the old one can come back."""
        self._done.clear()
        self._undone.clear()
        self.bytes = 0
        self.forgotten = False

    def set_budget(self, budget: float) -> None:
        """Changes how much memory may be kept."""
        self.budget = budget
        self._trim()

    def _move(self, source: list[Entry], target: list[Entry], now: Snapshot) -> Snapshot | None:
        if not source:
            return None
        entry = source.pop()
        target.append(Entry(entry.name, now))
        self.bytes += now.bytes - entry.before.bytes
        return entry.before

    def _trim(self) -> None:
        while self.bytes > self.budget and len(self._done) > 1:
            self.bytes -= self._done.pop(0).before.bytes
            self.forgotten = True
