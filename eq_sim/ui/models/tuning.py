"""What is tuned, and what came of it: both tasks before and now, and a fresh start beside them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, FineTune
from eq_sim.session.change import Change, Watch
from eq_sim.session.fine_tuning import TUNED, Tuned, tuned, tuned_now
from eq_sim.session.names import layer_name
from eq_sim.session.questions.two_tasks import (
    Fresh,
    FreshStart,
    Judge,
    Moved,
    TwoTasks,
    at_start,
    distances,
    starts_at_base,
)
from eq_sim.session.session import Session
from eq_sim.session.state import State

_WHAT = (
    Change.KNOBS
    | Change.SETTINGS
    | Change.STRUCTURE
    | Change.DATA
    | Change.SWITCHES
    | Change.TRAINING
    | Change.OBJECTIVE
)


@dataclass(frozen=True)
class Compared:
    """What a network with a base reaches.

    Attributes:
        start: where its knobs started.
        now: as they stand.
        fresh: the same training from a random start; None while that is worked out.
        step: how many steps it has taken.
        from_base: whether it started at its base, and not at a random start.
    """

    start: TwoTasks
    now: TwoTasks
    fresh: Fresh | None
    step: int
    from_base: bool


class Tuning:
    """What the panel shows.

    Args:
        session: what is tuned.
        do: takes what a person does; returns whether it was done.

    Attributes:
        what: one of ``TUNED``, or "free".
        free: how many knobs are not frozen.
        choices: what can be chosen, and how many knobs each is.
        compared: both tasks; None without a base.
        layers: each layer's name, and how far its knobs are from their start; none without a base.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self.session, self._do = session, do
        self._watch = Watch(session.changes, _WHAT)
        self._judge = Judge()
        self._fresh: FreshStart | None = None
        self._start: tuple[State, TwoTasks] | None = None
        self.what, self.free = "all", 0
        self.choices: dict[str, int] = {}
        self.compared: Compared | None = None
        self.layers: tuple[tuple[str, Moved], ...] = ()

    def choose(self, what: Tuned) -> bool:
        """Frees these knobs and freezes all others. Returns whether that was done."""
        return self._do(FineTune(what))

    def forget(self) -> None:
        """Shows everything anew at the next look."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Works out what is shown, if something has changed. Returns whether it has."""
        if not self._watch.news():
            return False
        session = self.session
        layout, frozen = session.layout, session.switches.frozen
        self.what = tuned_now(layout, frozen)
        self.free = int(np.count_nonzero(~frozen))
        self.choices = {
            what: int(np.count_nonzero(tuned(layout, what)))
            for what in TUNED
            if what != "biases" or not layout.weights.all()
        }
        if not session.scenario.base:
            self.compared, self.layers, self._fresh, self._start = None, (), None, None
            return True
        state = session.state()
        names = [layer_name(layout, place) for place in range(len(layout.blocks))]
        names += [tr("Adapter, {layer}", layer=names[one.layer]) for one in layout.adapters]
        self.layers = tuple(zip(names, distances(state), strict=True))
        if self._fresh is None or not self._fresh.is_of(state) or self._fresh.is_beyond(self._step):
            self._fresh = FreshStart(state)
        self.compared = Compared(
            self._at_start(state),
            self._judge.of(state),
            self._fresh.reached(self._step),
            self._step,
            starts_at_base(state),
        )
        return True

    def go_on(self) -> bool:
        """Works out a piece of the fresh start. Returns whether there is more to do.

        Where there is none any more, the next look shows it.
        """
        if self._fresh is None or self.compared is None or self.compared.fresh is not None:
            return False
        more = self._fresh.go_on(self._step)
        if not more:
            self.forget()
        return more

    @property
    def _step(self) -> int:
        return self.session.step

    def _at_start(self, state: State) -> TwoTasks:
        """Returns what the start reaches; worked out again where start, data or mutes differ."""
        known = self._start
        if known is None or not _starts_alike(known[0], state):
            self._start = known = state, self._judge.of(at_start(state))
        return known[1]


def _starts_alike(one: State, other: State) -> bool:
    same = one.start is other.start and one.data is other.data and one.making is other.making
    function = (one.scenario.network, one.scenario.training.loss)
    mutes = np.array_equal(one.switches.silent, other.switches.silent)
    return same and mutes and function == (other.scenario.network, other.scenario.training.loss)
