"""Steps that turn and switch knobs: turn, remember and recall, freeze, mute, solo."""

# What check, begin, at, end, suspend and resume are for is said once, in Step and RunningStep.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.expressions import amount, mistakes_in_amount
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import (
    KeyReason,
    Knobs,
    RunningStep,
    Seconds,
    Step,
    check_knobs,
    ease,
    is_share,
    knobs_on,
    ticks,
    which,
)
from eq_sim.network.types import IndexArray
from eq_sim.session import actions as act
from eq_sim.session.knob_sets import compact

_Values = NDArray[np.float64]


class MovingKnobs(RunningStep):
    """Knobs on their way to other values, for some ticks.

    They are held meanwhile, so that the whole movement is one entry in the history. Where they
    are at a tick is computed from where they began and from the tick, never from the frame
    before.

    Args:
        context: where they move.
        knobs: which; none of them silent.
        ticks: how long they are on their way.
        and_back: whether they come back in the second half of the time.

    Attributes:
        began: where each was, shape (knobs,).
        targets: where each goes, shape (knobs,).
    """

    def __init__(
        self, context: StepContext, knobs: IndexArray, ticks: int, *, and_back: bool = False
    ) -> None:
        self._context, self._ticks, self._and_back = context, ticks, and_back
        self._knobs = compact(knobs, context.session.layout.size)
        self.began: _Values = context.session.parameters.theta[knobs].astype(np.float64)
        self.targets = self.began
        self.resume()

    def at(self, tick: int) -> None:
        share = tick / self._ticks if self._ticks else 1.0
        if not self._and_back:
            self._put(self.targets, share)
        elif tick < self._ticks:
            self._put(self.targets, 1 - abs(2 * share - 1))
        else:
            self._put(self.began, 1)

    def end(self) -> None:
        self.suspend()

    def suspend(self) -> None:
        self._context.session.apply(act.Release())

    def resume(self) -> None:
        self._context.session.apply(act.Grab(self._knobs))

    def _put(self, targets: _Values, share: float) -> None:
        """Puts the knobs at a share of the way to their targets; 1 is exactly there."""
        values = targets
        if share < 1:
            values = self.began + ease(share) * (targets - self.began)
        self._context.session.apply(act.Turn.of(self._knobs, values))


class TurnStep(Step, frozen=True, kw_only=True):
    """Turns a knob, or several alike, ``to`` a value or ``by`` an amount, over some seconds.

    ``and_back`` goes there in the first half of the time and comes back in the second. ``to``
    may be computed: ``"{best: x -> y}"``; a list has a value for each knob.
    """

    key: ClassVar[str] = "turn"
    turn: Knobs
    to: float | str | list[float] | None = None
    by: float | str | None = None
    seconds: Seconds = 2.0
    and_back: bool = False

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        mistakes = list(check_knobs(self.turn, "turn", scope))
        yield from mistakes
        if (self.to is None) == (self.by is None):
            yield "to", tr("a turn needs either 'to' a value or 'by' an amount")
        for key, value in (("to", self.to), ("by", self.by)):
            if isinstance(value, str):
                for reason in mistakes_in_amount(value, scope):
                    yield key, reason
            elif value is not None and not np.isfinite(value).all():
                yield key, tr("{value} is not a finite number", value=value)
        if isinstance(self.to, list) and not mistakes and scope.layout is not None:
            count = len(which(self.turn, scope))
            if count != len(self.to) or is_share(self.turn):
                reason = tr(
                    "has {values} values for {knobs} knobs", values=len(self.to), knobs=count
                )
                yield "to", reason

    def begin(self, context: StepContext) -> RunningStep:
        knobs = knobs_on(context, self.turn)
        plays = ~context.session.switches.silent[knobs]
        if isinstance(self.to, list):
            value: float | _Values = np.array(self.to, dtype=np.float64)[plays]
        else:
            given = self.to if self.by is None else self.by
            assert given is not None  # check has refused it
            value = amount(given, context)
        moving = MovingKnobs(context, knobs[plays], self.ticks, and_back=self.and_back)
        far = moving.began + value if self.by is not None else value
        moving.targets = np.full(moving.began.shape, far, dtype=np.float64)
        return moving


class RememberStep(Step, frozen=True, kw_only=True):
    """Remembers where all knobs stand, under a name."""

    key: ClassVar[str] = "remember"
    remember: Annotated[str, Meta(min_length=1)]

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        scope.settings.add(self.remember)
        yield from ()

    def begin(self, context: StepContext) -> RunningStep:
        session = context.session
        context.scene.settings[self.remember] = session.switches.whole(session.parameters.theta)
        return RunningStep()


class RecallStep(Step, frozen=True, kw_only=True):
    """Turns all knobs back to a remembered setting, over some seconds."""

    key: ClassVar[str] = "recall"
    recall: str
    seconds: Seconds = 1.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        if self.recall not in scope.settings:
            reason = tr(
                "no setting was remembered as '{name}' before: {names}",
                name=self.recall,
                names=", ".join(sorted(scope.settings)) or tr("none so far"),
            )
            yield "recall", reason

    def begin(self, context: StepContext) -> RunningStep:
        knobs = np.flatnonzero(~context.session.switches.silent)
        moving = MovingKnobs(context, knobs, self.ticks)
        moving.targets = context.scene.settings[self.recall][knobs].astype(np.float64)
        return moving


class FreezeStep(Step, frozen=True, kw_only=True):
    """Training leaves knobs as they are; ``off`` ends that."""

    key: ClassVar[str] = "freeze"
    freeze: Knobs
    off: bool = False

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_knobs(self.freeze, "freeze", scope)

    def begin(self, context: StepContext) -> RunningStep:
        session, knobs = context.session, knobs_on(context, self.freeze)
        session.apply(act.Freeze.of(knobs, on=not self.off, size=session.layout.size))
        return RunningStep()


class MuteStep(Step, frozen=True, kw_only=True):
    """Knobs are 0 from here; ``off`` brings them back to what they were."""

    key: ClassVar[str] = "mute"
    mute: Knobs
    off: bool = False

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        yield from check_knobs(self.mute, "mute", scope)

    def begin(self, context: StepContext) -> RunningStep:
        session, knobs = context.session, knobs_on(context, self.mute)
        if self.off and is_share(self.mute):
            # "smallest 50 %" would now mean others: the muted ones are 0.
            knobs = np.flatnonzero(session.switches.mutes)
        session.apply(act.Mute.of(knobs, on=not self.off, size=session.layout.size))
        return RunningStep()


class SoloStep(Step, frozen=True, kw_only=True):
    """A knob plays alone in its layer: all others of it are 0 meanwhile; ``off`` ends that."""

    key: ClassVar[str] = "solo"
    solo: Knobs
    off: bool = False

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        mistakes = list(check_knobs(self.solo, "solo", scope))
        yield from mistakes
        if mistakes or scope.layout is None:
            return
        if len(which(self.solo, scope)) != 1:
            yield "solo", tr("only one knob plays solo at a time, as in 'x1 -> neuron 2'")

    def begin(self, context: StepContext) -> RunningStep:
        for knob in knobs_on(context, self.solo).tolist():
            context.session.apply(act.Solo.of(knob, on=not self.off))
        return RunningStep()
