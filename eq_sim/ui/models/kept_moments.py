"""What one can come back to: the best so far, and the checkpoints, the last one first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from eq_sim.network.identity import Identities, origins
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.ab import Best
from eq_sim.session.change import Changes
from eq_sim.session.state import Checkpoint, KeptBy, Shelf, State
from eq_sim.session.switches import Switches
from eq_sim.session.training.parameters import Parameters


class Keeps(Protocol):
    """An experiment with checkpoints; read, never written."""

    @property
    def shelf(self) -> Shelf:
        """Scenes and checkpoints."""

    @property
    def best(self) -> Best | None:
        """The knobs at the lowest recorded loss of this objective since the start."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def which(self) -> Identities:
        """Which knob is which, when neurons and layers come and go."""

    @property
    def parameters(self) -> Parameters:
        """θ, the knobs as they stand."""

    @property
    def switches(self) -> Switches:
        """What is frozen, muted or playing solo."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""

    def state(self) -> State:
        """Returns everything that is true now as one value."""

    def name(self, knob: int) -> str:
        """Returns a knob's name for a person."""


@dataclass(frozen=True, eq=False)
class KeptMoment:
    """One row of the list.

    Attributes:
        number: of its checkpoint; None where only the knobs of the best were kept.
        best: whether it is the best so far.
        name: what a person called it.
        note: what a person wrote of it.
        by: who kept it.
        step: training steps taken by then.
        whole: (size,) all knobs then, silent ones at the value that they come back to.
        state: returns everything that was true; None for knobs of a best that is no more.
        source: what it was made of: the same as long as it is the same moment.
    """

    number: int | None
    best: bool
    name: str
    note: str
    by: KeptBy
    step: int
    whole: Array
    state: Callable[[], State | None]
    source: object

    @property
    def shown(self) -> tuple[object, ...]:
        """What a row says of it: the same as long as the row can stay as it is."""
        return self.number, self.best, self.name, self.note, self.step


def kept_moments(of: Keeps) -> list[KeptMoment]:
    """Returns the best so far, if there is one, and the checkpoints, the last one first.

    Where a checkpoint was kept at the best, all of that moment comes back; else its knobs alone.
    What training kept of the best stands in the list once.
    """
    checkpoints, best = of.shelf.checkpoints, of.best
    found: list[KeptMoment] = []
    at_best: Checkpoint | None = None
    if best is not None:
        at_best = next((one for one in checkpoints if _is(one, best)), None)
        if at_best is not None:
            found.append(_row(at_best, best=True))
        else:
            state = _at(of, best)
            row = KeptMoment(None, True, "", "", "best", best.step, best.theta, state, best)
            found.append(row)
    found.extend(
        _row(one, best=False)
        for one in reversed(checkpoints)
        if one is not at_best or one.by == "hand"
    )
    return found


def in_both(of: Keeps, moment: KeptMoment) -> tuple[IndexArray, IndexArray] | None:
    """Returns the knobs of now that were there at a moment, and where they were then.

    None where the network was the same, and all knobs are where they were.
    """
    then = None if moment.number is None else moment.state()  # the best is of this network
    if then is None or then.layout.architecture.sizes == of.layout.architecture.sizes:
        return None
    places = origins(of.which, of.layout, then.which, then.layout)
    now = np.flatnonzero(places >= 0)
    return now, np.asarray(places[now])


def _row(kept: Checkpoint, *, best: bool) -> KeptMoment:
    state = kept.state
    return KeptMoment(
        kept.number, best, kept.name, kept.note, kept.by, kept.step, state.whole,
        lambda: state, state,
    )  # fmt: skip


def _is(kept: Checkpoint, best: Best) -> bool:
    """Whether a checkpoint was kept at the best: its knobs, its loss, its step."""
    then = kept.state.progress.best
    return (
        then is not None
        and (kept.step, then.step, then.loss) == (best.step, best.step, best.loss)
        and kept.state.whole.tobytes() == best.theta.tobytes()
    )


def _at(of: Keeps, best: Best) -> Callable[[], State | None]:
    # Another experiment may be there by the time that somebody asks.
    return lambda: of.state().placed(best.theta) if of.best is best else None
