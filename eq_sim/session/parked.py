"""An experiment that waits while another one is on screen."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.actions import Load, Resume
from eq_sim.session.log import LogState
from eq_sim.session.saved_state import SavedState
from eq_sim.session.state import State
from eq_sim.session.timeline import Timeline
from eq_sim.session.undo.stack import UndoState

_UNDO = 64 << 20
"""Bytes of undo that an experiment keeps while it waits."""


@dataclass(frozen=True, eq=False)
class Parked:
    """One experiment, with its own log and its own undo, as a value.

    Attributes:
        state: what was true; nothing runs in it, and no hand holds a knob.
        undo: what can be undone.
        log: what was done.
        timeline: finds the way back along the log; None for one that has kept nothing yet.
    """

    state: State
    undo: UndoState
    log: LogState
    timeline: Timeline | None = None

    @property
    def beginning(self) -> Load | Resume:
        """The action that a log begins with which goes on with this experiment."""
        first = next(self.log.done, None)
        if len(self.log) == 1 and first is not None and isinstance(first.action, Load):
            return first.action
        return Resume(SavedState.of(self.state))

    def waiting(self) -> "Parked":
        """Returns it with as much undo as is kept while it waits."""
        budget = self.undo.budget
        kept = replace(self.undo, budget=min(budget, _UNDO)).within_budget()
        return replace(self, undo=replace(kept, budget=budget))


def same_work(one: State, other: State) -> bool:
    """Whether nothing would be lost if one state were kept and the other not."""
    if one is other:
        return True
    return (
        one.training.step == other.training.step
        and one.scenario == other.scenario
        and one.seed == other.seed
        and one.shelf is other.shelf
        and one.making is other.making
        and one.sides.share == other.sides.share
        and all(
            _same_values(mine, theirs)
            for mine, theirs in (
                (one.theta, other.theta),
                (one.start, other.start),
                (one.switches.frozen, other.switches.frozen),
                (one.switches.solos, other.switches.solos),
                (one.switches.parked, other.switches.parked),
                *zip(one.sides.values, other.sides.values, strict=True),
            )
        )
    )


def _same_values(one: NDArray[np.generic] | None, other: NDArray[np.generic] | None) -> bool:
    """Whether two arrays hold the same; or there are none."""
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)
