"""The whole of what has happened, to go back to any moment of it.

The log says what was done; states that were kept on the way make the way to a moment short. They
thin out as they grow old, and take no more memory than they may: without any of them a moment is
reached from the log's beginning. So they are worth time, and nothing else depends on them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import Protocol

from eq_sim.session import actions as act
from eq_sim.session.branches import Branches
from eq_sim.session.errors import UndoError
from eq_sim.session.lineage import TRAVELS
from eq_sim.session.log import LogState
from eq_sim.session.memory import bytes_of, memory_of
from eq_sim.session.moment import Moment
from eq_sim.session.now import Now
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import State

BUDGET = 128 << 20
"""Bytes that kept states may take."""

_MOST = 400  # states
_RECORDS = 256  # after which another state is kept
_STEPS = 256  # after which another one is kept, of a small network
_FEWEST = 16
_WORK = 1_500_000_000  # multiplications after which another one is kept, of a large network
__all__ = ["BUDGET", "Kept", "Moment", "Replaying", "Timeline", "Way"]


class Replaying(Protocol):
    """A session in which a part of the log is done again."""

    timeline: "Timeline"

    def apply(self, action: act.AnyAction) -> object:
        """Does one thing."""

    def train(self, steps: int) -> Iterator[int]:
        """Takes steps; yields now and then how many."""

    def state(self) -> State:
        """Returns everything that is true."""

    def set_undo_budget(self, budget: float) -> None:
        """Changes how many bytes undo may keep."""


@dataclass(frozen=True, eq=False)
class Kept:
    """A state that was kept on the way.

    Attributes:
        moment: when.
        state: what was true.
        age: how much had been done by then, in steps and records.
    """

    moment: Moment
    state: State
    age: int


class Way:
    """The way to one moment, in portions: each is short enough for a frame.

    Args:
        log: what was done.
        to: where it leads.
        session: where the way begins.
        begins: the moment that the session is at.

    Attributes:
        log: what was done.
        whole: whether the way begins where the log does.
    """

    def __init__(self, log: LogState, to: Moment, session: Replaying, begins: Moment) -> None:
        self.log, self.whole = log, begins == Moment(0)
        self._session = session
        self._portions = self._walk(log, to, begins)
        self._all = self._ahead = max(1, _length(log, begins, to))

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return 1 - self._ahead / self._all

    @property
    def learned(self) -> "Timeline":
        """What the session in which it is done has kept on the way."""
        return self._session.timeline

    def go_on(self) -> State | None:
        """Goes a portion further. Returns the state at its end, once it is there."""
        done = next(self._portions, None)
        if done is None:
            return self._session.state()
        self._ahead = max(0, self._ahead - done)
        return None

    def _walk(self, log: LogState, to: Moment, begins: Moment) -> Iterator[int]:
        """Yields after each portion how much was done in it."""
        done = begins.steps
        for place in range(begins.record, to.record + 1):
            action = log[place].action
            if isinstance(action, act.Train):
                last = to.steps if place == to.record else action.steps
                if last > done or (last == action.steps == 0 and place > begins.record):
                    yield from self._session.train(last - done)
            elif place > begins.record:
                self._session.apply(action)
                yield 1
            done = 0


def _length(log: LogState, begins: Moment, to: Moment) -> int:
    """Returns how many steps and records lie between two moments."""
    ahead = to.record - begins.record + to.steps - begins.steps
    for record in islice(log, begins.record, to.record):
        ahead += record.action.steps if isinstance(record.action, act.Train) else 0
    return ahead


class Timeline:
    """Keeps states on the way, and finds the way back to any moment.

    Args:
        make: returns a session that begins at a state or a scenario.
        budget: bytes that kept states may take.

    Attributes:
        budget: bytes that kept states may take.
        branches: what was left on the way.
    """

    def __init__(
        self, make: Callable[[State | Scenario, int], Replaying], budget: float = BUDGET
    ) -> None:
        self._make, self.budget = make, budget
        self.branches = Branches()
        self._kept: list[Kept] = []
        self._structure = 0
        self._number = -1
        self._age = self._since_records = 0
        self._seen = Moment(0)
        self._seen_at = 0

    @property
    def bytes(self) -> int:
        """Memory in use."""
        return bytes_of(array for kept in self._kept for array in memory_of(kept.state))

    @property
    def states(self) -> tuple[Kept, ...]:
        """The states that are kept, the oldest first."""
        return tuple(self._kept)

    @property
    def kept(self) -> list[Moment]:
        """The moments whose states are kept."""
        return [kept.moment for kept in self._kept]

    def begin(self, log: LogState, state: State) -> None:
        """Takes up a log where it begins.

        Args:
            log: what was done.
            state: what was true at its beginning.
        """
        self._kept, self._number, self._age = [Kept(Moment(0), state, 0)], log.number, 0
        self._seen, self._seen_at = Moment(0), 0
        self.branches = Branches()

    def keep(self, log: LogState, moment: Moment, state: State) -> None:
        """Keeps what was true at a moment that has been gone to; the way there is short then.

        Args:
            log: what was done.
            moment: where in it.
            state: what was true.
        """
        if log.number == self._number:
            self._insert(Kept(moment, state, self._age_at(moment)))
            self._thin()

    def learn(self, log: LogState, way: Way) -> None:
        """Takes over what was kept on a way from the very beginning of a log.

        Args:
            log: what was done.
            way: it has been gone to its end.
        """
        if not way.whole or log.number != way.log.number:
            return
        learned = way.learned
        states = learned.states
        if log.number != self._number:
            self.begin(log, states[0].state)
            self._seen = states[-1].moment
        self._age = max(self._age, states[-1].age)
        for kept in states:
            self._insert(kept)
        self._seen_at = self._kept[-1].age
        self.branches.learn(log, learned.branches)
        self._thin()

    def note(self, old: Now, new: Now, state: Callable[[], State]) -> None:
        """Looks at what was done last, and keeps the state now and then.

        Where network, data or start are others it is kept, too.

        Args:
            old: what was true before.
            new: what is true now.
            state: returns the present state.
        """
        self._note(new, state)
        self.branches.note(old, new)

    def will_keep(self, now: Now) -> bool:
        """Whether ``note`` will ask for the state after training has gone on to here.

        To copy a state may take long, so whoever knows can do it at leisure.
        """
        age = self._reached(now)[1]
        return age - self._seen_at >= _spacing(now)

    def _reached(self, now: Now) -> tuple[Moment, int]:
        """Returns the last moment of a log, and how much will have been done by then."""
        last, seen = now.log.last, self._seen
        steps = last.steps if isinstance(last, act.Train) else 0
        here = Moment(len(now.log) - 1, steps)
        if here.record == seen.record:
            return here, self._age + max(0, steps - seen.steps)
        return here, self._age + here.record - seen.record + steps

    def _note(self, now: Now, state: Callable[[], State]) -> None:
        log, structure = now.log, now.structure
        if log.number != self._number:
            self._kept, self._number, self._age = [], log.number, 0
            self._seen, self._seen_at = Moment(0), 0
            if log.origin is not None:
                self.begin(log, log.origin)
        here, self._age = self._reached(now)
        self._seen, last = here, log.last
        if isinstance(last, act.Turn | act.TakePhase):
            return  # the record may grow
        other, self._structure = structure != self._structure, structure
        if other or isinstance(last, TRAVELS) or self._age - self._seen_at >= _spacing(now):
            self._keep(here, state())

    def check(self, log: LogState, moment: Moment) -> None:
        """Checks that a moment exists.

        Raises:
            UndoError: it does not.
        """
        record, steps = moment
        if not 0 <= record < len(log):
            raise UndoError("the history has no record {record}", record=record)
        action = log[record].action
        most = action.steps if isinstance(action, act.Train) else 0
        if not 0 <= steps <= most:
            raise UndoError(
                "record {record} of the history has {most:,} steps, not {steps:,}",
                record=record,
                most=most,
                steps=steps,
            )

    def way(self, log: LogState, moment: Moment, *, whole: bool = False) -> Way:
        """Returns the way to a moment, from the nearest state that leads there.

        Args:
            log: what was done.
            moment: where it leads.
            whole: whether it begins where the log does, to learn what was left on the way.

        Raises:
            UndoError: there is no such moment.
        """
        self.check(log, moment)
        places = [kept.moment for kept in self._kept] if log.number == self._number else []
        place = bisect_right(places, moment) - 1
        first = log[0].action
        if not whole and place >= 0 and not self._travels(log, places[place].record, moment.record):
            kept = self._kept[place]
            return Way(log, moment, self._make(kept.state, 0), kept.moment)
        if log.origin is not None:
            session = self._make(log.origin, 0)
        else:
            assert isinstance(first, act.Load)
            session = self._make(first.scenario, first.seed)
        session.set_undo_budget(inf)
        return Way(log, moment, session, Moment(0))

    def state_at(self, log: LogState, moment: Moment) -> State:
        """Returns what was true at a moment.

        Raises:
            UndoError: there is no such moment.
        """
        way = self.way(log, moment)
        while (state := way.go_on()) is None:
            pass
        return state

    def _travels(self, log: LogState, after: int, to: int) -> bool:
        """Whether the way leads back anywhere: for that, one has to know what came before."""
        between = islice(log, after + 1, to + 1)
        return any(isinstance(record.action, TRAVELS) for record in between)

    def _keep(self, here: Moment, state: State) -> None:
        if self._kept and self._kept[-1].moment >= here:
            return
        self._kept.append(Kept(here, state, self._age))
        self._seen_at = self._age
        self._thin()

    def _insert(self, new: Kept) -> None:
        place = bisect_left(self._kept, new.moment, key=lambda kept: kept.moment)
        if place == len(self._kept) or self._kept[place].moment != new.moment:
            self._kept.insert(place, new)

    def _age_at(self, moment: Moment) -> int:
        """Returns about how much had been done by a moment: no less than what was kept before."""
        place = bisect_right(self._kept, moment, key=lambda kept: kept.moment)
        return self._kept[place - 1].age if place else 0

    def _thin(self) -> None:
        while len(self._kept) > _MOST or (len(self._kept) > 1 and self.bytes > self.budget):
            self._kept.pop(self._least_missed())

    def _least_missed(self) -> int:
        """Returns which state lies closest between its neighbours, for its distance from now.

        The first one stays as long as it can: from it the way leads everywhere.
        """
        now, kept = self._age + 1, self._kept
        first = 1 if len(kept) > 2 else 0
        gaps = [
            (kept[place + 1].age - (kept[place - 1].age if place else 0)) / (now - kept[place].age)
            for place in range(first, len(kept) - 1)
        ]
        return first + min(range(len(gaps)), key=gaps.__getitem__)


def _spacing(now: Now) -> int:
    """Returns after how many steps or records another state is kept."""
    return min(_STEPS, max(_FEWEST, _WORK // max(1, now.engine.work)))
