"""Steps that load, set and train."""

# What check, begin, at, end, suspend and resume are for is said once, in Step.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from eq_sim.lessons.expressions import amount, mistakes_in_amount
from eq_sim.lessons.ground import Ground
from eq_sim.lessons.stage import Stage
from eq_sim.lessons.step import KeyReason, Seconds, Step, ticks
from eq_sim.session import actions as act
from eq_sim.session.rival import Rival
from eq_sim.session.scenario import Scenario, load_scenario
from eq_sim.session.settings import SETTINGS, changed

Seed = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class LoadStep(Step, frozen=True, kw_only=True):
    """Loads a scenario afresh with a seed, and with some settings changed."""

    load: str
    seed: Seed = 1
    change: dict[str, Any] = msgspec.field(default_factory=dict)

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from ground.load(self.load, self.change)

    def scenario(self) -> Scenario:
        """Returns the scenario with its changes."""
        scenario = load_scenario(self.load)
        for setting, value in self.change.items():
            scenario = changed(scenario, setting, value)
        return scenario

    def begin(self, stage: Stage) -> None:
        stage.session.apply(act.Load(self.scenario(), self.seed))


class SetStep(Step, frozen=True, kw_only=True):
    """Sets a hyperparameter. ``to`` may be computed: ``"limit * 1.01"``."""

    set: str
    to: float | str | list[int]

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        if self.set not in SETTINGS:
            yield "set", f"there is no setting '{self.set}': choose {', '.join(SETTINGS)}"
        elif self._computed:
            for reason in mistakes_in_amount(str(self.to), ground):
                yield "to", reason
        else:
            refused = ground.change(self.set, self._value(self.to))
            if refused:
                yield "to", refused

    @property
    def _computed(self) -> bool:
        return isinstance(self.to, str) and SETTINGS[self.set].kind.is_continuous

    def _value(self, value: float | str | list[int]) -> float | int | str | tuple[int, ...]:
        if isinstance(value, list):
            return tuple(value)
        whole = SETTINGS[self.set].kind.is_whole and isinstance(value, float)
        return int(cast(float, value)) if whole and float(value).is_integer() else value

    def begin(self, stage: Stage) -> None:
        value = amount(str(self.to), stage) if self._computed else self._value(self.to)
        stage.session.apply(act.Set(self.set, value))


class TrainStep(Step, frozen=True, kw_only=True):
    """So many training steps over so many seconds; one entry in the history."""

    train: Annotated[int, Meta(ge=1, le=1_000_000)]
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, stage: Stage) -> None:
        stage.done = 0
        stage.session.apply(act.Run())

    def at(self, stage: Stage, tick: int) -> None:
        due = self.train * tick // self.ticks if self.ticks else self.train
        if due > stage.done and not stage.session.refusal:
            stage.session.apply(act.Train(due - stage.done))
        stage.done = due

    def end(self, stage: Stage) -> None:
        stage.session.apply(act.Pause())

    def suspend(self, stage: Stage) -> None:
        stage.session.apply(act.Pause())

    def resume(self, stage: Stage) -> None:
        stage.session.apply(act.Run())


class StartStep(Step, frozen=True, kw_only=True):
    """Every knob goes back to the "same" start, or to a "new" random one; steps count from 0."""

    start: Literal["same", "new"]

    def begin(self, stage: Stage) -> None:
        stage.session.apply(act.BackToStart() if self.start == "same" else act.NewStart())


class RivalStep(Step, frozen=True, kw_only=True):
    """One knob at a time, each until it stops improving: so many passes over so many seconds."""

    rival: Annotated[int, Meta(ge=1, le=100_000)]
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, stage: Stage) -> None:
        stage.rival = Rival(stage.session)
        stage.rival.begin()

    def at(self, stage: Stage, tick: int) -> None:
        rival = stage.rival
        assert rival is not None
        due = self.rival * tick // self.ticks if self.ticks else self.rival
        rival.spend(due - rival.passes)
        stage.scene.visited = rival.touched

    def end(self, stage: Stage) -> None:
        self.suspend(stage)
        stage.rival = None

    def suspend(self, stage: Stage) -> None:
        assert stage.rival is not None
        stage.rival.end()

    def resume(self, stage: Stage) -> None:
        assert stage.rival is not None
        stage.rival.begin()
