"""What was left on the way: where undo led back to, and the curves that the present has not.

The log is a list. Going back to a moment makes it a tree, and so does undo; here it is kept how.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from eq_sim.session import actions as act
from eq_sim.session.curves import goes_on
from eq_sim.session.history import HistoryState
from eq_sim.session.lineage import TRAVELS, Lineage
from eq_sim.session.log import LogState
from eq_sim.session.moment import Moment, last_moment
from eq_sim.session.now import Now
from eq_sim.session.state import Objective, State
from eq_sim.session.undo.stack import UndoState

MOST_LEFT = 64
"""Curves that were left and are kept; of more the oldest are forgotten, not the moments."""

_GROW = (act.Train, act.TakePhase, act.Turn)


@dataclass(frozen=True, eq=False)
class Left:
    """A curve that one has gone away from.

    Attributes:
        tip: the last moment of it.
        step: the steps taken by then.
        points: its (4, points), as a history has them; the last one is where it was left.
        recorded: how many of them the history had: all, or all but the last.
        objective: what was minimised.
    """

    tip: Moment
    step: int
    points: NDArray[np.float64]
    recorded: int
    objective: Objective


class Branches:
    """Knows what was left in one log; the session tells it of everything that is done."""

    def __init__(self) -> None:
        self.number = -1
        """Which log of its session they belong to."""
        self._places: WeakKeyDictionary[State, Moment] = WeakKeyDictionary()
        self.back: dict[int, Moment] = {}
        """Undo and redo, by their place in the log: the moment that each led to."""
        self.left: tuple[Left, ...] = ()
        """The oldest first."""
        self.revision = 0
        """Grows with whatever is no training and no turn."""

    def note(self, old: Now, new: Now) -> None:
        """Looks at what was done.

        Args:
            old: what was true before.
            new: what is true now.
        """
        log = new.log
        if new.undo is old.undo and log.number == self.number and isinstance(log.last, _GROW):
            return  # training goes on: nothing to see
        anew = old.log.number != log.number
        if log.number != self.number:
            self.number, self.back, self.left = log.number, {}, ()
            self._places.clear()
        before, here, last = last_moment(old.log), last_moment(log), log.last
        for state in _kept_by(new.undo):
            if state not in self._places and (state is new.state or not anew):
                self._places[state] = here if state is new.state else before
        if isinstance(last, act.Undo | act.Redo):
            for state in _kept_by(old.undo):
                if state in self._places and _same(state, new.state):
                    self.back[here.record] = self._places[state]
        if isinstance(last, _GROW):
            return
        self.revision += 1
        if not anew:
            self._leave(before, old, new)

    def learn(self, log: LogState, other: "Branches") -> None:
        """Takes over what was found when the same log was done again."""
        self.revision += 1
        if self.number != log.number:
            self.number, self.back, self.left = log.number, {}, ()
            self._places.clear()
        self.back = {**other.back, **self.back}
        known = {left.tip for left in self.left}
        new = [left for left in other.left if left.tip not in known]
        left = sorted((*self.left, *new), key=lambda one: one.tip)
        self.left = tuple(left)[-MOST_LEFT:]

    def _leave(self, before: Moment, old: Now, new: Now) -> None:
        step, was = new.log[len(new.log) - 1].step, old.state.progress.history.points
        recorded = was.shape[1]
        between = bool(recorded) and step > was[0, -1]
        if recorded + between < 2:
            return
        if goes_on(new.state.progress.history.points, was) and not (
            between and self._is_left(before, step, old, new)
        ):
            return
        points = np.column_stack([was, _tip(old, step)]) if between else np.array(was)
        left = Left(before, step, points, recorded, old.state.objective)
        self.left = (*self.left, left)[-MOST_LEFT:]

    def _is_left(self, before: Moment, step: int, old: Now, new: Now) -> bool:
        """Whether now is not on the way on from a place between two points.

        Args:
            before: that place.
            step: steps taken there.
            old: what was true there.
            new: what is true now; it has all the points from before that place.
        """
        there = new.state.training.step
        if there < step:
            return True
        if not isinstance(new.log.last, TRAVELS):
            return False
        if there == step and np.array_equal(old.state.theta, new.state.theta):
            return False
        here, gone = (
            Lineage(new.log, tip, there, self.back) for tip in (last_moment(new.log), before)
        )
        return not here.passes(gone)


def _tip(old: Now, step: int) -> tuple[float, float, float, float]:
    """Returns the point of a state between two points of its history; it costs a pass."""
    losses = old.engine.losses_of(old.state)
    test = np.nan if losses.test is None else losses.test
    return float(step), old.state.epochs, losses.train, test


def _kept_by(undo: UndoState) -> Iterator[State]:
    """Yields the states that undo may go to next."""
    for under_way in (undo.phase, undo.gesture, undo.run):
        if under_way is not None:
            yield under_way.before
    for entries in (undo.done, undo.undone):
        for entry in entries[-2:]:
            yield entry.state


def _same(kept: State, now: State) -> bool:
    """Whether a state is what was gone to: all but what rests is the very same."""
    return (
        kept.theta is now.theta
        and kept.switches is now.switches
        and _history(kept) is _history(now)
        and kept.sides is now.sides
        and kept.start is now.start
    )


def _history(state: State) -> HistoryState:
    return state.progress.history
