"""The steps of a lesson, as they are written while what was done is done again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, ntr, tr
from eq_sim.lessons.files.shipped_words import changes_between, in_shipped_words
from eq_sim.lessons.language.knob_sets import name_knob, name_knobs
from eq_sim.lessons.making.otherwise import (
    Part,
    is_all_one,
    otherwise,
    same_positions,
    trained_as,
    trains_on_alike,
    turned_to,
)
from eq_sim.network.making import MOST_BITS
from eq_sim.network.types import Array, IndexArray
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.hand import Hand
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.session.switches import Switches

_MOST_TURNED = 40  # knobs that are turned one after another; more go all at once
_MOST_VALUES = 30_000  # values that a lesson may list: some 600 kB of the million it may have

_IN_A_HAND = later("knobs in a hand while training ran")
_KEPT = later("the moments, the step and the batch that training went on from")


@dataclass(frozen=True)
class TimedStep:
    """A step of a lesson, and when it was done.

    Attributes:
        start: seconds since the recording began.
        end: when it was over.
        table: the step as it stands in a file, the key that names it first; empty for none.
        missing: what a lesson has no word for, instead.
    """

    start: float
    end: float
    table: Mapping[str, object] = field(default_factory=dict)
    missing: str = ""


@dataclass
class Writer:
    """The steps told so far, and the session as it was when the next thing was done.

    Attributes:
        session: what was done is done in it again.
        steps: of what is being told.
        at: seconds at which the last step is over.
        grabbed: the knobs of the gesture that goes on; None without one.
        before: all knobs when they were grabbed.
        since: seconds at which they were grabbed.
        gesture: what it is called.
        meanwhile: whether training ran while a hand held them.
        listed: values in steps that list them.
        lesson: where the lesson's own experiment stands; None while it is where the session is.
        said: what is other in it, of which the lesson says so already.
    """

    session: Session
    steps: list[TimedStep] = field(default_factory=list)
    at: float = 0.0
    grabbed: IndexArray | None = None
    before: Array = field(default_factory=lambda: np.empty(0))
    since: float = 0.0
    gesture: str = ""
    meanwhile: bool = False
    listed: int = 0
    lesson: State | None = None
    said: frozenset[Part] = frozenset()

    def step(self, key: str, value: object, start: float, end: float, **more: object) -> None:
        """Tells a step."""
        self.at = max(self.at, end)
        self.steps.append(TimedStep(start, end, {key: value, **more}))

    def leave_out(self, what: str, second: float) -> None:
        """Says that a lesson has no word for something."""
        self.steps.append(TimedStep(second, second, missing=what))

    def told(self) -> tuple[TimedStep, ...]:
        """Returns what was told since the last time."""
        told, self.steps = tuple(self.steps), []
        return told

    def name(self, knob: int) -> str:
        """Returns what a script calls a knob."""
        return name_knob(knob, self.session.layout, self.session.dataset)

    def names(self, knobs: IndexArray) -> str | list[str]:
        """Returns what a script calls some knobs: a name, or a few that together mean them."""
        names = name_knobs(knobs, self.session.layout, self.session.dataset)
        return names[0] if len(names) == 1 else names

    def turns(
        self, knobs: IndexArray, values: NDArray[np.float64], start: float, end: float
    ) -> None:
        """Writes where knobs went, within the time it took.

        Knobs that went to one value are one step. A few others follow one another; many go at
        once, in one step that lists where.
        """
        knobs, last = np.unique(knobs[::-1], return_index=True)  # its last value counts
        values = values[::-1][last]
        count, seconds = len(knobs), max(end - start, 0.0)
        if not count:
            return
        if count > 1 and (values == values[0]).all():
            self._turn(self.names(knobs), float(values[0]), start, seconds)
        elif count <= _MOST_TURNED:
            share = seconds / count
            for place, (knob, value) in enumerate(zip(knobs, values.tolist(), strict=True)):
                self._turn(self.name(int(knob)), value, start + place * share, share)
        elif self.listed + count <= _MOST_VALUES:
            self.listed += count
            self._turn(self.names(knobs), values.tolist(), start, seconds)
        elif "knobs" in self.said:
            return
        else:
            turned = ntr(
                "{count:,} knob turned to as many values",
                "{count:,} knobs turned to as many values",
                count,
            )
            self.leave_out(turned, start)
            if self.lesson is not None:
                self.said |= {"knobs"}
            return
        if self.lesson is not None:
            self.lesson = turned_to(self.lesson, knobs, values)

    def load(self, action: act.Load, second: float) -> None:
        """Writes the loading of a scenario."""
        name, change = in_shipped_words(action.scenario)
        more = {"change": change} if change else {}
        self.step("load", name, second, second, seed=action.seed, **more)

    def grab(self, knobs: IndexArray, gesture: str, second: float) -> None:
        """A hand takes hold of knobs, or of a setting and no knob."""
        self.grabbed, self.gesture, self.since = knobs, gesture, second
        self.before = self.session.parameters.theta.copy()

    def end_gesture(self, end: float) -> None:
        """Writes where the knobs of a gesture were left, of those that were moved."""
        theta, grabbed = self.session.parameters.theta, self.grabbed
        if grabbed is None:
            return
        self.grabbed = None
        if theta.shape == self.before.shape:
            moved = grabbed[theta[grabbed] != self.before[grabbed]]
            alike = len(moved) > 0 and bool((theta[grabbed] == theta[moved[0]]).all())
            knobs = grabbed if alike else moved  # "layer 1" says more than those that were not 0
            self.turns(knobs, theta[knobs].astype(np.float64), self.since, end)
        if self.meanwhile:
            self.leave_out(tr(_IN_A_HAND), self.since)
            self.meanwhile = False
        self.catch_up(self.gesture, end, end)

    # Where the lesson's own experiment stands

    def part(self, second: float) -> None:
        """Lets the session go where the lesson's experiment may not be able to follow."""
        self.end_gesture(second)
        if self.lesson is None:
            state = self.session.state()
            self.lesson = replace(state, locked=None, hand=Hand(), running=False)

    def follows(self, action: act.AnyAction) -> bool:
        """Does something in the lesson's experiment, too. Returns whether it can be done there."""
        if self.lesson is not None and isinstance(action, act.Rare):
            try:
                self.lesson = action.outcome(self.lesson).state
            except EqSimError:
                return False
        return True

    def catch_up(self, name: str, start: float, end: float) -> None:
        """Writes what leads the lesson's experiment to where the session is.

        Args:
            name: of what was done; it is left out where nothing leads there.
            start: seconds at which it was done.
            end: when it was over.
        """
        if self.lesson is None or self.grabbed is not None:
            return
        there = self.session.state()
        self._set(there, start, end)
        if self.lesson.layout.architecture == there.layout.architecture:
            self._turned_and_switched(there, start, end)
        others = otherwise(self.lesson, there)
        if others - self.said:
            self.leave_out(name, start)
        self.said = others
        self._join(there)

    def leave_apart(self, what: str, second: float) -> None:
        """Says that a lesson has no word for something, which was done."""
        self.leave_out(what, second)
        if self.lesson is not None:
            there = self.session.state()
            self.said |= otherwise(self.lesson, there)
            self._join(there)

    def goes_on(self, second: float) -> None:
        """Says so where training is to go on from what no lesson brings about."""
        here = self.session.state()
        if here.hand.knobs is not None:
            if self.grabbed is None:
                self.leave_out(tr(_IN_A_HAND), second)
            self.meanwhile = self.grabbed is not None
        if self.lesson is not None and not trains_on_alike(self.lesson, here):
            self.leave_out(tr(_KEPT), second)
            self.lesson = replace(self.lesson, training=here.training, progress=here.progress)

    def trained(self, begun: State) -> None:
        """Lets the lesson's experiment be trained as the session was since a state."""
        if self.lesson is not None:
            there = self.session.state()
            self.lesson = trained_as(self.lesson, begun, there)
            self._join(there)

    def _join(self, there: State) -> None:
        if self.lesson is not None and is_all_one(self.lesson, there):
            self.lesson, self.said = None, frozenset()

    def _set(self, there: State, start: float, end: float) -> None:
        """Writes what else is opened on, which settings are others, and what stands beside them."""
        assert self.lesson is not None
        if (self.lesson.seed, self.lesson.scenario.data.source) != (
            there.seed,
            there.scenario.data.source,
        ):
            load = act.Load(there.scenario, there.seed)
            try:
                self.load(load, start)
            except EqSimError:
                return
            self.follows(load)
        ranks, wanted = self.lesson.scenario.network.ranks, there.scenario.network.ranks
        if ranks not in ((), wanted) and self.follows(act.RemoveAdapter()):
            self.step("remove", "adapter", start, end)
        if self.lesson.training.step > 0 == there.training.step and self.follows(act.BackToStart()):
            self.step("start", "same", start, end)
        for setting, value in changes_between(self.lesson.scenario, there.scenario).items():
            if self.follows(act.Set(setting, value)):
                self.step("set", setting, start, end, to=value)
        if wanted not in ((), ranks) and self.follows(act.AddAdapter(wanted)):
            self.step("adapter", list(wanted), start, end)

    def _turned_and_switched(self, there: State, start: float, end: float) -> None:
        """Writes which knobs stand elsewhere, and which switches and positions are others."""
        assert self.lesson is not None
        free, strength = there.making.rounding is None, there.making.strength
        if free and self.lesson.making.rounding is not None:
            self._quantise(act.Quantise(MOST_BITS), start, end)
        if strength != self.lesson.making.strength and self.follows(act.SetStrength(strength)):
            self.step("strength", strength, start, end, seconds=0)
        # Knobs are turned while they can be: before they are muted, after they are no more.
        self._switched(there.switches, start, on=False)
        here, whole = self.lesson, there.whole
        silent = here.switches.silent & there.switches.silent
        moved = np.flatnonzero((here.whole != whole) & ~silent)
        self.turns(moved, whole[moved].astype(np.float64), start, end)
        self._switched(there.switches, start, on=True)
        rounding = there.making.rounding
        if rounding is not None and not same_positions(rounding, self.lesson.making.rounding):
            action = act.Quantise(rounding.bits, rounding.per)
            fitted = action.outcome(self.lesson).state.making.rounding
            if same_positions(rounding, fitted):
                self._quantise(action, start, end)

    def _quantise(self, action: act.Quantise, start: float, end: float) -> None:
        if self.follows(action):
            self.step("bits", action.bits, start, end, per=action.per)

    def _switched(self, now: Switches, second: float, *, on: bool) -> None:
        """Writes which freezes, mutes and solos are on now, or off, and were not before."""
        assert self.lesson is not None
        before, off = self.lesson.switches, {} if on else {"off": True}
        size = self.session.layout.size
        for key, kind, then, here in (
            ("freeze", act.Freeze, before.frozen, now.frozen),
            ("mute", act.Mute, before.mutes, now.mutes),
        ):
            knobs = np.flatnonzero((here & ~then) if on else (then & ~here))
            if len(knobs) and self.follows(kind.of(knobs, on=on, size=size)):
                self.step(key, self.names(knobs), second, second, **off)
        if now.solo_reach == "neuron" and now.solos.any():
            return
        solos = (now.solos & ~before.solos) if on else (before.solos & ~now.solos)
        for knob in np.flatnonzero(solos).tolist():
            if self.follows(act.Solo.of(knob, on=on)):
                self.step("solo", self.name(knob), second, second, **off)

    def _turn(self, name: str | list[str], to: object, start: float, seconds: float) -> None:
        self.step("turn", name, start, start + seconds, to=to, seconds=round(seconds, 2))
