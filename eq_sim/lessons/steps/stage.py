"""The step that says what is on stage."""

# What check and begin are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.knob_names import UnknownNameError
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.language.stage_names import subject
from eq_sim.lessons.scene import LessonScene
from eq_sim.lessons.staging import MOST, Staged
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Seconds, Step, ticks


class ShowStep(Step, frozen=True, kw_only=True):
    """What is on stage from here: panels, and cards that are drawn for the stage alone.

    One thing fills it; several share it, side by side, or with one that is ``large``. An empty
    list leaves the stage: the window is as without a lesson. The passage takes ``seconds``.
    """

    key: ClassVar[str] = "show"
    leads_in: ClassVar[bool] = True
    show: Annotated[list[str], Meta(max_length=MOST)]
    large: str = ""
    seconds: Seconds = 0.6

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        things = []
        for name in self.show:
            try:
                thing = subject(name, scope).thing
            except UnknownNameError as error:
                yield "show", str(error)
                continue
            if thing in things:
                yield "show", tr("'{name}' is there twice", name=name)
            things.append(thing)
        if self.large and _plain(self.large) not in things:
            yield "large", tr("'{name}' is not among what is shown", name=self.large)
        scope.staged = tuple(things)

    def begin(self, context: StepContext) -> RunningStep:
        scene, scope = context.scene, Scope.of(context.session)
        subjects = tuple(subject(name, scope) for name in self.show)
        scene.staged = Staged(subjects, _plain(self.large)) if subjects else None
        return _RunningPassage(scene, self.ticks)


class _RunningPassage(RunningStep):
    """From what was on stage to what is now."""

    def __init__(self, scene: LessonScene, ticks: int) -> None:
        self._scene, self._ticks = scene, ticks
        scene.passage = 0.0 if ticks else 1.0

    def at(self, tick: int) -> None:
        self._scene.passage = tick / self._ticks if self._ticks else 1.0

    def end(self) -> None:
        self._scene.passage = 1.0


def _plain(thing: str) -> str:
    """Returns a thing's name as ``Subject.thing`` has it."""
    name, colon, words = thing.partition(":")
    name = " ".join(name.split())
    return f"{name}: {words.strip()}" if colon else name
