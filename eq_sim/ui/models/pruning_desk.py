"""How much of a network is pruned, what that costs and saves, and what other shares would cost.

What other shares would cost is worked out at rest, a portion at a time.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from eq_sim.network.pruning import By
from eq_sim.session.actions import AnyAction, Pause, Prune, Run
from eq_sim.session.change import Change, Watch
from eq_sim.session.files.multiplied import bytes_of_parameters
from eq_sim.session.questions.at_shares import AtEachShare, AtShare, metric_of
from eq_sim.session.session import Session
from eq_sim.session.training.metrics import Measure

_WHAT = ~Change.SHELF
_OF_KNOBS = Change.KNOBS | Change.SWITCHES | Change.DATA | Change.STRUCTURE | Change.OBJECTIVE
_OF_FILE = Change.SWITCHES | Change.DATA | Change.STRUCTURE | Change.SETTINGS
_AT_ONCE = 4  # portions within a frame; a small network needs no more


class PruningDesk:
    """What the panel of pruning shows and does.

    Args:
        session: whose knobs.
        do: takes what a person does; returns whether it was done.

    Attributes:
        by: where the smallest are looked for, or would be.
        each: what each share would cost, as far as it is known; the last that was complete while
            another one is worked out.
        each_at: after how many steps that was; None where it is of the knobs as they stand.
        bytes: how long a file of parameters is, now and with no knob pruned; None where there is
            none, for the network has an adapter.
        do: takes what a person does; returns whether it was done.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self._session, self.do = session, do
        self._watch = Watch(session.changes, _WHAT)
        self._knobs, self._file = (
            Watch(session.changes, _OF_KNOBS),
            Watch(session.changes, _OF_FILE),
        )
        self._work: AtEachShare | None = None
        self._each_step = 0
        self._stale = True
        self._dragged = False
        self.by: By = "network"
        self.each: tuple[AtShare, ...] = ()
        self.each_at: int | None = None
        self.bytes: tuple[int, int] | None = (0, 0)

    @property
    def pruned(self) -> int:
        """How many knobs are pruned."""
        pruned = self._session.switches.pruned
        return 0 if pruned is None else int(np.count_nonzero(pruned.knobs))

    @property
    def prunable(self) -> int:
        """How many knobs can be: the weights and biases that no hand has muted."""
        session = self._session
        muted = session.switches.by_hand[: session.layout.wired]
        return session.layout.wired - int(np.count_nonzero(muted))

    @property
    def share(self) -> float:
        """The share that is pruned, from 0 to 1."""
        return self.pruned / max(1, self.prunable)

    @property
    def play(self) -> int:
        """How many knobs play; those of an adapter among them."""
        return int(np.count_nonzero(~self._session.switches.silent))

    @property
    def size(self) -> int:
        """How many knobs there are."""
        return self._session.layout.size

    @property
    def metric(self) -> str:
        """What is measured, by its name in scenario files."""
        return metric_of(self._session)

    @property
    def now(self) -> Measure | None:
        """What the network is worth as it stands; None while that is worked out."""
        session = self._session
        return None if session.computing else session.evaluation.measure(self.metric)

    @property
    def shown_at(self) -> int | None:
        """After how many steps ``now`` was; None where it is of the knobs as they stand."""
        return self._session.evaluation.step

    @property
    def runs(self) -> bool:
        """Whether training runs."""
        return self._session.running

    def drag(self, *, on: bool) -> None:
        """Begins or ends a drag of the share: what takes long waits for its end."""
        self._dragged = on
        self.forget()

    def prune(self, share: float) -> None:
        """Prunes a share of the knobs."""
        self.do(Prune(share, self.by))

    def look_in(self, by: By) -> None:
        """Chooses where the smallest are looked for; what is pruned is chosen anew."""
        share, self.by = self.share, by
        self.forget()
        self._stale = True
        if share:
            self.do(Prune(share, by))

    def bring_back(self) -> None:
        """Brings back all that was pruned."""
        self.do(Prune(0.0, self.by))

    def train(self) -> None:
        """Lets training go on, or pauses it."""
        self.do(Pause() if self.runs else Run())

    def forget(self) -> None:
        """Shows everything anew at the next look."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Looks again, if something has changed. Returns whether it has."""
        if not self._watch.news():
            return False
        session = self._session
        if session.switches.pruned is not None:
            self.by = session.switches.pruned.by
        news = self._knobs.news()
        self._stale |= bool(news)
        if news & (Change.STRUCTURE | Change.DATA):  # a curve of another network or other data
            self.each = ()
        at_rest = not (session.running or self._dragged or session.held or session.looking_back)
        if self._stale and at_rest:
            self._stale = False
            self._work = AtEachShare(session, self.by)
            for _ in range(_AT_ONCE):
                if not self._goes_on():
                    break
        if self._stale and self.each:
            self._work = None
            self.each_at = self._each_step if self._each_step != session.step else None
        if not self._dragged and self._file.news():
            self._weigh()
        return True

    @property
    def is_busy(self) -> bool:
        """Whether there is more to work out."""
        return self._work is not None

    def go_on(self) -> bool:
        """Works out a portion. Returns whether there is more to do."""
        more = self._goes_on()
        if not more:
            self.forget()
        return more

    def _goes_on(self) -> bool:
        work = self._work
        if work is None or work.go_on():
            return work is not None
        self.each, self._each_step, self.each_at = tuple(work.found), work.step, None
        self._work = None
        return False

    def _weigh(self) -> None:
        state = self._session.present()
        if state.layout.adapters:
            self.bytes = None
            return
        none = state.switches.pruning(np.zeros(state.layout.size, bool), "network")
        whole = replace(state, switches=none)
        self.bytes = bytes_of_parameters(state), bytes_of_parameters(whole)
