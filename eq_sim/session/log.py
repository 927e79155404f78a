"""What happened, in order: an experiment is a state and the list of actions since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import overload

from msgspec import Struct

from eq_sim.session.actions import AnyAction, Resume, Train
from eq_sim.session.saved_state import SavedState
from eq_sim.session.state import State

MOST_RECORDS = 100_000
"""A log that is longer begins anew at the present state."""


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """One action, and the count of steps when it came."""

    step: int
    action: AnyAction


@dataclass(frozen=True, eq=False)
class LogState(Sequence[Record]):
    """What happened, oldest first, as a value; the first action loads a scenario or a state.

    A value with one more record shares all others with it. What ran without a pause is one record.

    Attributes:
        origin: the state that the log begins at; None where its first action loads a scenario.
        number: which log of its session this is: it grows when a log begins anew.
    """

    origin: State | None = None
    number: int = 0
    _shared: list[Record] = field(default_factory=list)
    _count: int = 0
    _last: Record | None = None

    @classmethod
    def of(cls, origin: State | None, records: Sequence[Record]) -> "LogState":
        """Returns a log of what was done since a state, or since a scenario was loaded."""
        *shared, last = records if records else (None,)
        return cls(origin, 0, list(shared), len(shared), last)

    @property
    def done(self) -> Iterator[Record]:
        """What was done, without the state that the log begins at."""
        return (self[at] for at in range(self.origin is not None, len(self)))

    @cached_property
    def _first(self) -> tuple[Record, ...]:
        """What stands before all actions: the state to begin at, written out when it is read."""
        if self.origin is None:
            return ()
        return (Record(self.origin.training.step, Resume(SavedState.of(self.origin))),)

    @property
    def last(self) -> AnyAction | None:
        """What was done last."""
        return None if self._last is None else self._last.action

    def added(self, step: int, action: AnyAction, *, merges: bool = False) -> "LogState":
        """Returns a log with one more action.

        Args:
            step: steps taken when it came.
            action: what was done.
            merges: whether it only goes on with what the last record says.
        """
        shared, count, last = self._shared, self._count, self._last
        if last is not None and merges:
            step = last.step
            if isinstance(action, Train) and isinstance(last.action, Train):
                action = Train(last.action.steps + action.steps)
        elif last is not None:
            if len(shared) != count:  # somebody else went on from here
                shared = shared[:count]
            shared.append(last)
            count += 1
        return LogState(self.origin, self.number, shared, count, Record(step, action))

    def begun_anew(self, origin: State) -> "LogState":
        """Returns a log that begins at a state."""
        return LogState(origin, self.number + 1)

    def __len__(self) -> int:
        return (self.origin is not None) + self._count + (self._last is not None)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> list[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | list[Record]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(f"there is no record {place}")
        at -= self.origin is not None
        if at < 0:
            return self._first[0]
        if at == self._count:
            assert self._last is not None
            return self._last
        return self._shared[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return id(self)

    def __iter__(self) -> Iterator[Record]:
        return (self[at] for at in range(len(self)))


class Log:
    """What happened to a session, as it is now.

    Args:
        state: what there is.

    Attributes:
        state: the log as a value.
        records: the actions, oldest first; the first one loads a scenario or a saved state.
    """

    def __init__(self, state: LogState) -> None:
        self.state = state
        self.records: Sequence[Record] = state
        self.number = state.number
