"""One setting as a stage shows it: what it is, what it was, and where on its ladder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eq_sim.language.tr import ptr, tr
from eq_sim.session.actions import Grab, Load, Release, Resume, Set
from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.stable_rate import largest_stable_rate
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Kind, Setting, Value
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.fields import shown
from eq_sim.ui.style import numbers

_SHOWN = Change.SETTINGS | Change.STRUCTURE | Change.DATA | Change.SWITCHES
_EVERY_STEP = _SHOWN | Change.TRAINING | Change.KNOBS | Change.HISTORY


@dataclass(frozen=True)
class Rung:
    """A value on a setting's scale.

    Attributes:
        share: where, from 0 at its low end to 1.
        words: the value.
        decade: whether it is a power of ten.
    """

    share: float
    words: str
    decade: bool = False


@dataclass(frozen=True)
class SettingNow:
    """What there is to show of a setting.

    Attributes:
        title: its name.
        value: what it is.
        before: what it was; empty where nobody has changed it.
        now: what a schedule makes of it at this step; empty where it is what it is.
        rungs: its scale, from low to high; empty where it has none.
        at: where on the scale it is; None where it has none.
        was_at: where it was; None where nobody has changed it.
        limit: the largest value at which training settles; None where none is known.
        over: whether the value is at that limit or above it.
        choices: what can be chosen, where it is a choice.
        chosen: which of them is.
    """

    title: str
    value: str
    before: str = ""
    now: str = ""
    rungs: tuple[Rung, ...] = ()
    at: float | None = None
    was_at: float | None = None
    limit: Rung | None = None
    over: bool = False
    choices: tuple[str, ...] = ()
    chosen: int | None = None

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        parts = [f"{self.title} {self.value}"]
        if self.before:
            parts.append(tr("before: {value}", value=self.before))
        if self.now:
            parts.append(tr("at this step {value}", value=self.now))
        if self.limit is not None:
            parts.append(limit_words(self.limit.words, over=self.over))
        return ". ".join(parts)


def limit_words(limit: str, *, over: bool) -> str:
    """Returns what a mark at the largest stable value says."""
    if over:
        return tr("Too high: stable below {limit}", limit=limit)
    return tr("Stable below {limit}", limit=limit)


def limit_lines(limit: str, *, over: bool) -> list[str]:
    """Returns the same in lines, for where there is little room."""
    if over:
        return tr("Too high\nstable\nbelow {limit}", limit=limit).split("\n")
    return tr("Stable\nbelow {limit}", limit=limit).split("\n")


class ShownSetting:
    """Looks at one setting of an experiment.

    Args:
        session: whose.
        name: the setting's, of ``SETTINGS``.
        marked: whether its limit is shown, where one is known.
    """

    def __init__(self, session: Session, name: str, marked: bool = True) -> None:
        self._session, self._marked = session, marked
        self.setting: Setting = SETTINGS[name]
        scheduled = name == "learning_rate"
        self._watch = Watch(session.changes, _EVERY_STEP if scheduled else _SHOWN)
        self._now: SettingNow | None = None

    @property
    def now(self) -> SettingNow:
        """What there is to show."""
        if self._now is None:
            self.refresh()
        assert self._now is not None
        return self._now

    def forget(self) -> None:
        """Takes up another decimal sign at the next look."""
        self._watch.forget()

    def refresh(self) -> bool:
        """Looks again, if anything may have changed. Returns whether something has."""
        if not self._watch.news() and self._now is not None:
            return False
        before, self._now = self._now, self._look()
        return before != self._now

    def by_rungs(self, count: int) -> Value | None:
        """Returns the value so many rungs or choices on; None where there is no other."""
        values = self._values()
        if not values:
            return None
        here = self._nearest(values)
        there = min(max(here + count, 0), len(values) - 1)
        return values[there] if there != here else None

    def nearest_to(self, share: float) -> Value | None:
        """Returns the value nearest to a place on the scale, from 0 to 1; None without one."""
        values = self._values()
        if not values:
            return None
        return values[round(min(max(share, 0.0), 1.0) * (len(values) - 1))]

    def _values(self) -> Sequence[Value]:
        """Returns what a hand can step through."""
        setting, scenario = self.setting, self._session.scenario
        if not setting.applies(scenario):
            return ()
        return setting.ladder[: setting.rungs(scenario)] or tuple(setting.choices(scenario))

    def _nearest(self, values: Sequence[Value]) -> int:
        value = self.setting.of(self._session.scenario)
        if value in values:
            return values.index(value)
        place = None if value is None else _place_on(values, value)
        return len(values) - 1 if place is None else round(place)

    def _look(self) -> SettingNow:
        session, setting = self._session, self.setting
        scenario = session.scenario
        value, choices = setting.of(scenario), dict(setting.choices(scenario))
        if value is None:
            return SettingNow(tr(setting.title), "—")
        was = self._before(value)
        marked = self._marked and setting.name == "learning_rate"
        limit = largest_stable_rate(session) if marked else None
        scheduled = setting.name == "learning_rate" and scenario.training.rate_schedule.changes
        ladder = setting.ladder[: setting.rungs(scenario)]
        last = len(ladder) - 1
        names = tuple(choices) if isinstance(value, str) and value in choices else ()
        return SettingNow(
            tr(setting.title),
            self._written(value, choices),
            "" if was is None else self._written(was, choices),
            numbers.plain(session.rate, 3) if scheduled else "",
            tuple(self._rung(rung, place / last) for place, rung in enumerate(ladder))
            if last > 0
            else (),
            _share_on(ladder, value),
            None if was is None else _share_on(ladder, was),
            self._limit(ladder, limit),
            limit is not None and isinstance(value, int | float) and value >= limit,
            tuple(tr(choices[name]) for name in names),
            names.index(str(value)) if names else None,
        )

    def _rung(self, value: Value, share: float) -> Rung:
        words = shown(self.setting, value)
        if not isinstance(value, int | float) or value <= 0:
            return Rung(share, words)
        if self.setting.kind is Kind.NUMBER:
            words = numbers.tick(value)
        return Rung(share, words, decade=math.log10(value).is_integer())

    def _limit(self, ladder: Sequence[Value], limit: float | None) -> Rung | None:
        place = None if limit is None else _place_on(ladder, limit)
        if limit is None or place is None or not 0 <= place <= len(ladder) - 1:
            return None
        return Rung(place / (len(ladder) - 1), numbers.rounded_down(limit))

    def _written(self, value: Value, choices: dict[str, str]) -> str:
        if isinstance(value, str) and value in choices:
            return tr(choices[value])
        if isinstance(value, tuple):
            parts = (tr(choices.get(str(part), str(part))) for part in value)
            return ", ".join(parts) or ptr("a setting's number", "none")
        return shown(self.setting, value)

    def _before(self, value: Value) -> Value | None:
        """Returns what it was before its present value; what a hand passed through is left out."""
        log, setting = self._session.log, self.setting
        values: list[Value | None] = []
        held = passing = False
        for record in log.records:
            action = record.action
            if isinstance(action, Load):
                values = [setting.of(action.scenario)]
            elif isinstance(action, Resume):
                values = [setting.of(action.saved.scenario)]
            elif isinstance(action, Grab):
                held, passing = True, False
            elif isinstance(action, Release):
                held = False
            elif isinstance(action, Set) and action.setting == setting.name:
                if held and passing:
                    values.pop()
                passing = held
                values.append(action.value)
        return next((old for old in reversed(values) if old is not None and old != value), None)


def _share_on(ladder: Sequence[Value], value: Value) -> float | None:
    """Returns where on a scale a value is, from 0 to 1; what is beyond its ends stands there."""
    place = _place_on(ladder, value) if len(ladder) > 1 else None
    return None if place is None else min(max(place / (len(ladder) - 1), 0.0), 1.0)


def _place_on(ladder: Sequence[Value], value: Value) -> float | None:
    """Returns where a value is among rungs: between two by the ratio, or from 0 on by the length.

    Returns:
        Its place; −1 below all, and one more than the last above all. None where it is no number.
    """
    if value in ladder:
        return float(ladder.index(value))
    steps = [step for step in ladder if isinstance(step, int | float)]
    if not isinstance(value, int | float) or not steps or math.isnan(value):
        return None
    for place, (low, high) in enumerate(pairwise(steps)):
        if low <= value <= high:
            if low > 0:
                return place + math.log(value / low) / math.log(high / low)
            return place + (value - low) / (high - low)
    return -1.0 if value < steps[0] else float(len(steps))
