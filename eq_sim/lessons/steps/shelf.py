"""Steps that keep and bring back: scenes in numbered slots, and checkpoints."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Seconds, Step, ease, ticks
from eq_sim.session import actions as act
from eq_sim.session.actions.shelf import LONGEST_NAME, LONGEST_NOTE, MOST_EPOCHS
from eq_sim.session.errors import CheckpointError
from eq_sim.session.glide import Glide
from eq_sim.session.state import SCENES, Checkpoint

_Scene = Annotated[int, Meta(ge=1, le=SCENES)]
_Name = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]

BEST = "best"
"""What the best of the run is called in ``restore``."""


class StoreStep(Step, frozen=True, kw_only=True):
    """Keeps all knobs as they stand in a scene, 1 to 8."""

    key: ClassVar[str] = "store"
    store: _Scene

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        scope.scenes.add(self.store)
        yield from ()

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.StoreScene(self.store - 1))
        return RunningStep()


class GlideStep(Step, frozen=True, kw_only=True):
    """Moves all knobs to a scene, 1 to 8, over some seconds; 0 is there at once."""

    key: ClassVar[str] = "glide"
    glide: _Scene
    seconds: Seconds = 2.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if self.glide not in scope.scenes:
            yield "glide", tr("nothing was stored in scene {scene} before", scene=self.glide)

    def begin(self, context: StepContext) -> RunningStep:
        session, slot = context.session, self.glide - 1
        return _RunningGlide(Glide(session, slot, session.apply), self.ticks)


class _RunningGlide(RunningStep):
    """All knobs on their way to a scene."""

    def __init__(self, glide: Glide, ticks: int) -> None:
        self._glide, self._ticks = glide, ticks

    def at(self, tick: int) -> None:
        if tick < self._ticks:
            self._glide.at(ease(tick / self._ticks))

    def end(self) -> None:
        self._glide.arrive()

    def suspend(self) -> None:
        self._glide.let_go()

    def resume(self) -> None:
        self._glide.take()


class CheckpointStep(Step, frozen=True, kw_only=True):
    """Keeps everything as it is at this moment under a name: a flag on the curve."""

    key: ClassVar[str] = "checkpoint"
    checkpoint: _Name
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] = ""

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        scope.checkpoints.add(_plain(self.checkpoint))
        yield from ()

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.KeepCheckpoint(self.checkpoint, self.note))
        return RunningStep()


class KeepStep(Step, frozen=True, kw_only=True):
    """Lets training keep checkpoints by itself from here: "best", "nothing", or "epochs".

    ``every`` is how many epochs lie between two of them.
    """

    key: ClassVar[str] = "keep"
    keep: Literal["best", "epochs", "nothing"]
    every: Annotated[int, Meta(ge=1, le=MOST_EPOCHS)] | None = None

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if (self.keep == "epochs") != (self.every is not None):
            yield "every", tr("'epochs' needs 'every', and nothing else has it")
        if self.keep == "best":
            scope.checkpoints.add(BEST)

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.KeepAutomatically(self.keep == "best", self.every or 0))
        return RunningStep()


class RestoreStep(Step, frozen=True, kw_only=True):
    """Goes back to a checkpoint by its name, or to the "best" that training kept."""

    key: ClassVar[str] = "restore"
    restore: _Name

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if _plain(self.restore) not in scope.checkpoints:
            reason = tr(
                "no checkpoint '{name}' was kept before: {names}",
                name=self.restore,
                names=", ".join(sorted(scope.checkpoints)) or tr("none so far"),
            )
            yield "restore", reason

    def begin(self, context: StepContext) -> RunningStep:
        session, wanted = context.session, _plain(self.restore)
        named = [kept for kept in session.shelf.checkpoints if _called(kept, wanted)]
        if not named:
            raise CheckpointError("there is no checkpoint called '{name}'", name=wanted)
        session.apply(act.Restore(named[-1].number))
        return RunningStep()


def _plain(name: str) -> str:
    return " ".join(name.split())


def _called(kept: Checkpoint, name: str) -> bool:
    return kept.name == name or (name == BEST and kept.by == "best")
