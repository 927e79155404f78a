"""Steps of how near one looks: at one knob, at all of them, and at networks too large to run."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from math import log10
from typing import ClassVar

from eq_sim.language.tr import tr
from eq_sim.large_models.scale import YOURS
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.large_numbers import find_model
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.scene import TICKS, LessonScene, Near
from eq_sim.lessons.steps.step import (
    KeyReason,
    RunningStep,
    Seconds,
    Step,
    check_knobs,
    ease,
    ticks,
    which,
)

_ALL = "all"
_STARTING = 0.08  # of the time of a zoom: until it moves as fast as it does
_KNOBS = "nothing"


class ZoomStep(Step, frozen=True, kw_only=True):
    """Comes near to a knob until it is a large fader, or goes away until "all" are in view.

    It goes on from where the lesson's last zoom ended; the first begins where all are in view, and
    with 0 seconds it is there at once.
    """

    key: ClassVar[str] = "zoom"
    zoom: str
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    @property
    def _to_all(self) -> bool:
        return self.zoom.strip().casefold() == _ALL

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if not self._to_all:
            yield from check_knobs(self.zoom, "zoom", scope)

    def begin(self, context: StepContext) -> RunningStep:
        scene, session = context.scene, context.session
        before = scene.near or Near(0, 0.0)
        if self._to_all:
            return _RunningApproach(scene, before, Near(before.knob, 0.0), self.ticks)
        knob = int(which(self.zoom, Scope.of(session), session.parameters.theta)[0])
        return _RunningApproach(scene, Near(knob, before.closeness), Near(knob, 1.0), self.ticks)


class _RunningApproach(RunningStep):
    """Nearer and nearer, or farther and farther away."""

    def __init__(self, scene: LessonScene, before: Near, after: Near, ticks: int) -> None:
        self._scene, self._before, self._after, self._ticks = scene, before, after, ticks
        scene.near = before

    def at(self, tick: int) -> None:
        passed = tick / self._ticks if self._ticks else 1.0
        first, last = self._before.closeness, self._after.closeness
        closeness = first + (last - first) * ease(passed)
        moving = min(1.0, min(passed, 1 - passed) / _STARTING)
        self._scene.near = Near(self._after.knob, closeness, moving, tick / TICKS)

    def end(self) -> None:
        self._scene.near = self._after


class BeyondStep(Step, frozen=True, kw_only=True):
    """Zooms out to a large network, drawn as a square true to scale, or to "your network".

    It takes the place of the knobs until ``beyond = "nothing"`` shows them again.
    """

    key: ClassVar[str] = "beyond"
    beyond: str
    seconds: Seconds = 4.0

    @property
    def ticks(self) -> int:
        return 0 if self._name == _KNOBS else ticks(self.seconds)

    @property
    def _name(self) -> str:
        return " ".join(self.beyond.casefold().split())

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if self._name not in (_KNOBS, YOURS):
            try:
                find_model(self.beyond)
            except UnknownNameError as error:
                reason = tr(
                    "{mistake}, '{first}' or '{second}'",
                    mistake=error,
                    first=YOURS,
                    second=_KNOBS,
                )
                yield "beyond", reason

    def begin(self, context: StepContext) -> RunningStep:
        scene, size = context.scene, context.session.layout.size
        if self._name == _KNOBS:
            scene.beyond = None
            return RunningStep()
        before = log10(size) if scene.beyond is None else scene.beyond
        after = log10(size if self._name == YOURS else find_model(self.beyond).knobs)
        return _RunningZoom(scene, before, after, self.ticks)


class _RunningZoom(RunningStep):
    """The scale from ever further, or nearer."""

    def __init__(self, scene: LessonScene, before: float, after: float, ticks: int) -> None:
        self._scene, self._before, self._after, self._ticks = scene, before, after, ticks
        scene.beyond = before

    def at(self, tick: int) -> None:
        share = ease(tick / self._ticks) if self._ticks else 1.0
        self._scene.beyond = self._before + (self._after - self._before) * share

    def end(self) -> None:
        self._scene.beyond = self._after
