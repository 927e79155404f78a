"""Steps about the small bank of knobs beside locked ones: added, weighed, merged, taken away."""

# What check and begin are for is said once, in Step.
# ruff: noqa: D102

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, structs

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Seconds, Step, ease, ticks
from eq_sim.session import actions as act
from eq_sim.session.actions.adapting import check_ranks
from eq_sim.session.drafts import Draft
from eq_sim.session.errors import SettingError

_Rank = Annotated[int, Meta(ge=0, le=1_000)]
_Strength = Annotated[float, Meta(ge=-1_000, le=1_000)]
_GESTURE = "set-strength"


class AdapterStep(Step, frozen=True, kw_only=True):
    """Locks all knobs and adds an adapter, its rank for each layer; the answers stay."""

    key: ClassVar[str] = "adapter"
    adapter: Annotated[tuple[_Rank, ...], Meta(min_length=1, max_length=64)]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        refused = scope.alter(self._drafted)
        if refused:
            yield "adapter", refused

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.AddAdapter(self.adapter))
        return RunningStep()

    def _drafted(self, draft: Draft) -> Draft:
        if draft.scenario.network.ranks:
            raise SettingError("there is an adapter already: merge or remove it first")
        check_ranks(self.adapter, draft.shape.sizes)
        return _with_ranks(draft, self.adapter)


class StrengthStep(Step, frozen=True, kw_only=True):
    """Counts the adapter more or less: at 0 the base is as it was, at 1 the adapter is whole."""

    key: ClassVar[str] = "strength"
    strength: _Strength
    seconds: Seconds = 2.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from _check_there(scope, "strength")

    def begin(self, context: StepContext) -> RunningStep:
        return _MovingStrength(context, self.strength, self.ticks)


class _MovingStrength(RunningStep):
    def __init__(self, context: StepContext, target: float, length: int) -> None:
        self._session, self._target, self._length = context.session, target, length
        self._began = self._session.parameters.making.strength
        self.resume()
        if not length:
            self.at(0)

    def at(self, tick: int) -> None:
        share = tick / self._length if self._length else 1.0
        now = self._target
        if share < 1:
            now = self._began + ease(share) * (self._target - self._began)
        self._session.apply(act.SetStrength(now))

    def end(self) -> None:
        self.suspend()

    def suspend(self) -> None:
        self._session.apply(act.Release())

    def resume(self) -> None:
        self._session.apply(act.Grab((), _GESTURE))


class MergeStep(Step, frozen=True, kw_only=True):
    """Adds the adapter to the knobs beside it once and for all; the answers stay."""

    key: ClassVar[str] = "merge"
    merge: Literal["adapter"]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from _check_there(scope, "merge")
        scope.alter(lambda draft: _with_ranks(draft, ()))

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.MergeAdapter())
        return RunningStep()


class RemoveStep(Step, frozen=True, kw_only=True):
    """Takes the adapter away; the knobs beside it are as they were, and learn again."""

    key: ClassVar[str] = "remove"
    remove: Literal["adapter"]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from _check_there(scope, "remove")
        scope.alter(lambda draft: _with_ranks(draft, ()))

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(act.RemoveAdapter())
        return RunningStep()


def _with_ranks(draft: Draft, ranks: tuple[int, ...]) -> Draft:
    network = structs.replace(draft.scenario.network, ranks=ranks)
    return replace(draft, scenario=structs.replace(draft.scenario, network=network))


def _check_there(scope: Scope, key: str) -> Iterator[KeyReason]:
    if scope.scenario is not None and not scope.scenario.network.ranks:
        yield key, tr("there is no adapter here: add one first")
