"""The moments that led to one, in order: what one goes along when one looks back."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from eq_sim.session import actions as act
from eq_sim.session.log import LogState
from eq_sim.session.moment import Moment

TRAVELS = (act.Undo, act.Redo, act.GoTo)
"""What goes elsewhere in the log."""

_UNSEEN = (
    *TRAVELS, act.Run, act.Pause, act.Grab, act.Release, act.StoreScene, act.ClearScene,
    act.KeepCheckpoint, act.DescribeCheckpoint, act.LetGoCheckpoint,
    act.NameRun, act.PinRuns, act.DeleteRuns,
)  # fmt: skip
"""After these everything looks as it did before: one need not stop there."""


class Stretch(NamedTuple):
    """A record on the way.

    Attributes:
        record: its place in the log.
        trains: whether it has a moment for each of its steps.
        first: steps taken before it.
        last: steps taken after it.
        end: how many moments lie on the way up to its end.
    """

    record: int
    trains: bool
    first: int
    last: int
    end: int


class Lineage:
    """The moments from the beginning of a log, or from where they are known, to one of them.

    Places along it count from 0, its beginning.

    Args:
        log: what was done.
        tip: the last moment.
        step: the steps taken at the log's end.
        back: undo and redo, by their place in the log: where each led to.

    Attributes:
        tip: the last moment.
        begins: the first one.
        known: whether that is the log's beginning; else it has to be done again to be known.
    """

    def __init__(self, log: LogState, tip: Moment, step: int, back: Mapping[int, Moment]) -> None:
        self._log, self._step = log, step
        route: list[tuple[int, Moment]] = []
        end, known = tip, True
        record = tip.record
        while record > 0:
            action = log[record].action
            to = back.get(record) if isinstance(action, act.Undo | act.Redo) else None
            if isinstance(action, act.GoTo):
                to = Moment(action.record, action.steps)
            if isinstance(action, TRAVELS):
                route.append((record, end))
                if to is None:
                    known = False
                    break
                end, record = to, to.record
            else:
                record -= 1
        self.tip, self.known = tip, known
        self.begins = Moment(0) if known else Moment(record)
        self._stretches: list[Stretch] = []
        if known:
            route.append((0, end))
        for begin, until in reversed(route):
            for place in range(begin + 1, until.record + 1):
                self._add(place, until.steps if place == until.record else None)

    def __len__(self) -> int:
        return 1 + (self._stretches[-1].end if self._stretches else 0)

    @property
    def last(self) -> int:
        """The place of the last moment."""
        return len(self) - 1

    @property
    def reaches(self) -> int:
        """Steps that had been taken where it begins."""
        return self._after(self.begins.record)

    def moment(self, place: int) -> Moment:
        """Returns the moment at a place."""
        if place <= 0 or not self._stretches:
            return self.begins
        at = self._at(place)
        stretch = self._stretches[at]
        return Moment(stretch.record, self._within(at, place) if stretch.trains else 0)

    def step(self, place: int) -> int:
        """Returns how many steps had been taken at a place."""
        if place <= 0 or not self._stretches:
            return self.reaches
        at = self._at(place)
        stretch = self._stretches[at]
        return stretch.first + self._within(at, place) if stretch.trains else stretch.last

    def trains(self, place: int) -> bool:
        """Whether a whole step leads to a place."""
        return place > 0 and bool(self._stretches) and self._stretches[self._at(place)].trains

    def takes_phase(self, place: int) -> bool:
        """Whether one phase of a step leads to a place."""
        if place <= 0 or not self._stretches:
            return False
        record = self._stretches[self._at(place)].record
        return isinstance(self._log[record].action, act.TakePhase)

    def begun(self, place: int) -> int:
        """Returns where the step began that is under way at a place; itself where none is."""
        while self.takes_phase(place) and self.step(place) == self.step(place - 1):
            place -= 1
        return place

    def passes(self, other: "Lineage") -> bool:
        """Whether another one's end lies on this one's way, since training last began anew.

        Of a way that is not known to its beginning that cannot be said: then it does not.
        """
        if not (self.known and other.known):
            return False
        there = other.moment(other.last)
        for place in range(len(self._stretches) - 1, -1, -1):
            stretch = self._stretches[place]
            if stretch.record == there.record:
                return not stretch.trains or there.steps <= stretch.last - stretch.first
            if stretch.record < there.record or _restarts(stretch):
                return False
        return False

    def place_at_step(self, step: int, near: int) -> int:
        """Returns where a number of steps had been taken, as late as can be.

        Where training began anew, the same number comes again: then it is that since the start
        that a place belongs to.

        Args:
            step: how many.
            near: that place.
        """
        stretches = self._stretches
        if not stretches:
            return 0
        begin = end = self._at(near) if near > 0 else 0
        while begin > 0 and not _restarts(stretches[begin]):
            begin -= 1
        while end + 1 < len(stretches) and not _restarts(stretches[end + 1]):
            end += 1
        first = stretches[begin - 1].end if begin else 0
        if _restarts(stretches[begin]):
            first = stretches[begin].end
            begin += 1
        found = first
        for stretch in stretches[begin : end + 1]:
            if stretch.first > step:
                break
            size = stretch.end - found if stretch.trains else 1
            found = stretch.end
            if stretch.trains and stretch.last > step:
                return found - size + step - stretch.first
        return found

    def grown(self, log: LogState, tip: Moment, step: int) -> bool:
        """Goes on to a later end of the same log.

        Returns:
            Whether it leads there: not so where somebody went elsewhere in between.
        """
        at = self.tip.record
        if log.number != self._log.number or tip < self.tip or not self.known:
            return False
        news = range(at + 1, tip.record + 1)
        if any(isinstance(log[place].action, TRAVELS) for place in news):
            return False
        if isinstance(log[at].action, TRAVELS):
            at += 1
        self._log, self._step, self.tip = log, step, tip
        while self._stretches and self._stretches[-1].record >= at:
            self._stretches.pop()
        for place in range(max(1, at), tip.record + 1):
            self._add(place, tip.steps if place == tip.record else None)
        return True

    def _add(self, place: int, steps: int | None) -> None:
        """Adds a record, or the first steps of one."""
        record = self._log[place]
        action, before = record.action, len(self) - 1
        if isinstance(action, act.Train):
            count = action.steps if steps is None else steps
            if count:
                last = record.step + count
                self._stretches.append(Stretch(place, True, record.step, last, before + count))
        elif not isinstance(action, _UNSEEN) and not _is_speed(action):
            last = self._after(place)
            self._stretches.append(Stretch(place, False, record.step, last, before + 1))

    def _after(self, place: int) -> int:
        """Returns how many steps had been taken after a record."""
        return self._log[place + 1].step if place + 1 < len(self._log) else self._step

    def _at(self, place: int) -> int:
        at = bisect_left(self._stretches, place, key=lambda stretch: stretch.end)
        return min(at, len(self._stretches) - 1)

    def _within(self, at: int, place: int) -> int:
        return place - (self._stretches[at - 1].end if at else 0)


def _restarts(stretch: Stretch) -> bool:
    return stretch.last < stretch.first


def _is_speed(action: act.AnyAction) -> bool:
    return isinstance(action, act.Set) and action.setting == "speed"
