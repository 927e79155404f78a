"""Steps that load, set and train."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, cast

import msgspec
from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.expressions import amount, mistakes_in_amount
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import RivalRun
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Seconds, Step, ticks
from eq_sim.session import actions as act
from eq_sim.session.questions.one_at_a_time import Rival
from eq_sim.session.scenario import Scenario, load_scenario
from eq_sim.session.settings.table import SETTINGS, changed
from eq_sim.session.training.training_state import Phase
from eq_sim.session.until_stopped import train_until_stopped

Seed = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class LoadStep(Step, frozen=True, kw_only=True):
    """Loads a scenario afresh with a seed, and with some settings changed."""

    key: ClassVar[str] = "load"
    starts_afresh: ClassVar[bool] = True
    load: str
    seed: Seed = 1
    change: dict[str, Any] = msgspec.field(default_factory=dict)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from scope.load(self.load, self.change)

    def scenario(self) -> Scenario:
        """Returns the scenario with its changes."""
        scenario = load_scenario(self.load)
        for setting, value in self.change.items():
            scenario = changed(scenario, setting, value)
        return scenario

    def begin(self, context: StepContext) -> RunningStep:
        context.scene.rival = None
        context.session.apply(act.Load(self.scenario(), self.seed))
        context.scene.followed = None
        context.scene.drawing = None
        if context.scene.staged is not None:
            context.scene.staged = context.scene.staged.without_knobs()
        return RunningStep()


class SetStep(Step, frozen=True, kw_only=True):
    """Sets a hyperparameter. ``to`` may be computed: ``"limit * 1.01"``."""

    key: ClassVar[str] = "set"
    set: str
    to: float | str | list[int | str]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if self.set not in SETTINGS:
            names = ", ".join(SETTINGS)
            yield (
                "set",
                tr("there is no setting '{name}': choose {names}", name=self.set, names=names),
            )
        elif self._computed:
            for reason in mistakes_in_amount(str(self.to), scope):
                yield "to", reason
        else:
            refused = scope.change(self.set, self._value(self.to))
            if refused:
                yield "to", refused

    @property
    def _computed(self) -> bool:
        return isinstance(self.to, str) and SETTINGS[self.set].kind.is_continuous

    def _value(
        self, value: float | str | list[int | str]
    ) -> float | int | str | tuple[int | str, ...]:
        if isinstance(value, list):
            return tuple(value)
        whole = SETTINGS[self.set].kind.is_whole and isinstance(value, float)
        return int(cast(float, value)) if whole and float(value).is_integer() else value

    def begin(self, context: StepContext) -> RunningStep:
        value = amount(str(self.to), context) if self._computed else self._value(self.to)
        before = context.session.structure
        context.session.apply(act.Set(self.set, value))
        if context.session.structure != before:
            context.scene.rival = None
        return RunningStep()


class TrainStep(Step, frozen=True, kw_only=True):
    """So many training steps over so many seconds; one entry in the history."""

    key: ClassVar[str] = "train"
    train: Annotated[int, Meta(ge=1, le=1_000_000)]
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, context: StepContext) -> RunningStep:
        return _RunningTraining(context, self.train, self.ticks)


class _RunningTraining(RunningStep):
    """Training steps, as many as are due by the tick; a worker prepares what comes next."""

    def __init__(self, context: StepContext, steps: int, ticks: int) -> None:
        self._session, self._steps, self._ticks = context.session, steps, ticks
        self._done = 0
        self.resume()

    def at(self, tick: int) -> None:
        due = self._steps * tick // self._ticks if self._ticks else self._steps
        session, steps = self._session, due - self._done
        if session.scenario.training.early_stopping:  # it may end sooner: nothing is prepared
            if steps and not session.refusal and not session.stopped:
                train_until_stopped(session, steps)
        elif not session.refusal:
            session.train_ahead(steps, self._steps - due)
        self._done = due

    def end(self) -> None:
        self.suspend()

    def suspend(self) -> None:
        self._session.apply(act.Pause())

    def resume(self) -> None:
        self._session.apply(act.Run())


class PhaseStep(Step, frozen=True, kw_only=True):
    """Takes a step apart: its phases up to this one, over some seconds. "update" ends the step."""

    key: ClassVar[str] = "phase"
    phase: Literal["forward", "compare", "backward", "update"]
    seconds: Seconds = 3.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, context: StepContext) -> RunningStep:
        return _RunningPhases(context, Phase[self.phase.upper()], self.ticks)


class _RunningPhases(RunningStep):
    """Phases of a step, one after another; the first of them comes at once."""

    def __init__(self, context: StepContext, last: Phase, ticks: int) -> None:
        self._session, self._ticks = context.session, ticks
        self._count = 1 + (last - context.session.phase) % len(Phase)
        self._done = 0

    def at(self, tick: int) -> None:
        due = self._count
        if self._ticks:
            due = min(self._count, 1 + self._count * tick // self._ticks)
        while self._done < due and not self._session.refusal:
            self._session.apply(act.TakePhase())
            self._done += 1


class StartStep(Step, frozen=True, kw_only=True):
    """Every knob goes back to the "same" start, or to a "new" random one; steps count from 0."""

    key: ClassVar[str] = "start"
    start: Literal["same", "new"]

    def begin(self, context: StepContext) -> RunningStep:
        if self.start == "new":
            context.scene.rival = None
        context.session.apply(act.BackToStart() if self.start == "same" else act.NewStart())
        return RunningStep()


class RivalStep(Step, frozen=True, kw_only=True):
    """One knob at a time, each until it stops improving: so many passes over so many seconds."""

    key: ClassVar[str] = "rival"
    rival: Annotated[int, Meta(ge=1, le=100_000)]
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, context: StepContext) -> RunningStep:
        return _RunningRival(context, self.rival, self.ticks)


class _RunningRival(RunningStep):
    """One knob after another, as many passes through the data as are due by the tick."""

    def __init__(self, context: StepContext, passes: int, ticks: int) -> None:
        self._context, self._passes, self._ticks = context, passes, ticks
        self._rival = Rival(context.session)
        self.resume()

    def at(self, tick: int) -> None:
        due = self._passes * tick // self._ticks if self._ticks else self._passes
        self._rival.spend(due - self._rival.passes)
        rival, scene = self._rival, self._context.scene
        scene.visited = rival.touched
        turns = tuple(rival.turns)
        scene.rival = RivalRun(self._passes, rival.passes, turns, rival.hands)

    def end(self) -> None:
        self.suspend()

    def suspend(self) -> None:
        self._rival.end()

    def resume(self) -> None:
        self._rival.begin()
