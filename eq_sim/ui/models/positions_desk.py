"""The positions that knobs click into: what is chosen, what it costs, and what others would.

What other numbers of bits would cost is worked out at rest, a piece at a time.
"""

from collections.abc import Callable

from eq_sim.network.making import MOST_BITS, Per
from eq_sim.session.actions import AnyAction, Quantise
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.at_positions import AtEachSetting, AtPositions, present
from eq_sim.session.session import Session
from eq_sim.ui.panels.reference_words import metric_of

_WHAT = ~(Change.SHELF | Change.HISTORY)
_AT_ONCE = 4  # pieces within a frame; a small network needs no more
_LARGE = 50_000  # knobs from which on what they are worth is looked at again at rest alone


class PositionsDesk:
    """What the panel of positions shows and does.

    Args:
        session: whose knobs.
        do: takes what a person does; returns whether it was done.

    Attributes:
        session: the same.
        per: what shares a distance between positions, or would.
        now: what the network is worth as it stands; None while that is worked out.
        now_at: after how many steps that was.
        metric: what is measured.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self.session, self._do = session, do
        self._watch = Watch(session.changes, _WHAT)
        self._each: AtEachSetting | None = None
        self._waits = False
        self.per: Per = "neuron"
        self.now: AtPositions | None = None
        self.now_at = 0
        self.metric = metric_of(session)

    @property
    def bits(self) -> int:
        """Of how many bits the positions are; 32 where knobs turn freely."""
        rounding = self.session.parameters.making.rounding
        return MOST_BITS if rounding is None else rounding.bits

    @property
    def scales(self) -> int:
        """How many distances between positions there are."""
        rounding = self.session.parameters.making.rounding
        return 0 if rounding is None else int(rounding.scales.size)

    @property
    def each(self) -> tuple[AtPositions, ...]:
        """What the same knobs are worth at each number of bits, as far as it is known."""
        return () if self._each is None else tuple(self._each.found)

    @property
    def each_at(self) -> int | None:
        """After how many steps that was; None where it is of the knobs as they stand."""
        return None if self._each is None or not self._waits else self._each.step

    def choose(self, bits: int) -> bool:
        """Lets knobs click into the positions of so many bits. Returns whether that was done."""
        return bits == self.bits or self._do(Quantise(bits, self.per))

    def share(self, per: Per) -> bool:
        """Chooses what shares a distance between positions. Returns whether that was done."""
        self.per = per
        self.forget()
        return self.bits == MOST_BITS or self._do(Quantise(self.bits, per))

    def fit_again(self) -> bool:
        """Fits the positions to the largest knobs as they stand now."""
        return self.bits == MOST_BITS or self._do(Quantise(self.bits, self.per))

    def forget(self) -> None:
        """Shows everything anew at the next look."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Looks again, if something has changed. Returns whether it has."""
        if not self._watch.news():
            return False
        session = self.session
        rounding = session.parameters.making.rounding
        if rounding is not None:
            self.per = rounding.per
        self.metric = metric_of(session)
        held = session.trainer.held
        moves = session.running or (held is not None and held.size > 0)
        if session.computing:
            self.now = None
        elif not (moves and session.layout.size >= _LARGE and self._still_holds()):
            self.now, self.now_at = present(session, self.metric), session.step
        if self._each is None or not self._each.is_of(session, self.per, self.metric):
            self._waits = moves and self._each is not None
            if not moves:
                self._each = AtEachSetting(session, self.per, self.metric)
        else:
            self._waits = False
        for _ in range(_AT_ONCE):
            if not self._goes_on():
                break
        return True

    def _still_holds(self) -> bool:
        """Whether what is shown is of the same network at the same number of bits."""
        return self.now is not None and self.now.bits == self.bits

    @property
    def is_busy(self) -> bool:
        """Whether there is more to work out."""
        return self._each is not None and not self._each.done and not self._waits

    def go_on(self) -> bool:
        """Works out a piece. Returns whether there is more to do, before the next look."""
        found = len(self.each)
        more = self._goes_on()
        if len(self.each) != found:
            self.forget()
        return more

    def _goes_on(self) -> bool:
        return self.is_busy and self._each is not None and self._each.go_on()
