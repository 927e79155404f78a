"""Steps between A and B, the two settings of all knobs: switch, line up, blend."""

# What begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.steps.step import RunningStep, Seconds, Step, ease, ticks
from eq_sim.session import actions as act


class SwitchStep(Step, frozen=True, kw_only=True):
    """Goes to A or to B, the two settings of all knobs. B begins as a copy of A."""

    key: ClassVar[str] = "switch"
    switch: Literal["A", "B"]

    def begin(self, context: StepContext) -> RunningStep:
        session = context.session
        if session.sides.active is None:
            session.apply(act.Blend(float(self.switch == "B")))
        elif session.sides.active != (self.switch == "B"):
            session.apply(act.SwitchSide())
        return RunningStep()


class LineUpStep(Step, frozen=True, kw_only=True):
    """Reorders and flips the neurons of B to be like those of A; B computes the same as before."""

    key: ClassVar[str] = "line_up"
    line_up: Literal["B"]

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.LineUp.of())
        return RunningStep()


class BlendStep(Step, frozen=True, kw_only=True):
    """Moves all knobs between A (0) and B (1), over some seconds."""

    key: ClassVar[str] = "blend"
    blend: Annotated[float, Meta(ge=0, le=1)]
    seconds: Seconds = 2.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, context: StepContext) -> RunningStep:
        return _RunningBlend(context, self.blend, self.ticks)


class _RunningBlend(RunningStep):
    """All knobs on their way between A and B: one entry in the history."""

    def __init__(self, context: StepContext, target: float, ticks: int) -> None:
        self._context, self._target, self._ticks = context, target, ticks
        self.resume()
        self._began = context.session.sides.share

    def at(self, tick: int) -> None:
        share = tick / self._ticks if self._ticks else 1.0
        place = self._target
        if share < 1:
            place = self._began + ease(share) * (self._target - self._began)
        self._context.session.apply(act.Blend(place))

    def end(self) -> None:
        self.suspend()

    def suspend(self) -> None:
        self._context.session.apply(act.Release())

    def resume(self) -> None:
        self._context.session.apply(act.Grab((), "blend"))
