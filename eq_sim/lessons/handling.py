"""Steps that do what a hand does: turn, freeze, mute, remember, switch between A and B."""

# What check, begin, at, end, suspend and resume are for is said once, in Step.
# ruff: noqa: D102

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from msgspec import Meta

from eq_sim.lessons.expressions import amount, mistakes_in_amount
from eq_sim.lessons.ground import Ground
from eq_sim.lessons.stage import Hand, Stage
from eq_sim.lessons.step import (
    KeyReason,
    Knobs,
    Seconds,
    Step,
    check_knobs,
    knobs_on,
    ticks,
)
from eq_sim.session import actions as act


class Glide(Step, frozen=True, kw_only=True):
    """A step in which a hand moves knobs for some seconds.

    The knobs are held meanwhile, so that the whole movement is one entry in the history. Where
    they are at a tick is computed from where they began and from the tick, never from the frame
    before.
    """

    @abstractmethod
    def knobs(self, stage: Stage) -> tuple[int, ...]:
        """Returns the knobs that move."""

    def begin(self, stage: Stage) -> None:
        knobs = self.knobs(stage)
        stage.hand = Hand(knobs, tuple(float(stage.session.parameters.theta[k]) for k in knobs))
        stage.session.apply(act.Grab(knobs))

    def end(self, stage: Stage) -> None:
        stage.session.apply(act.Release())
        stage.hand = None

    def suspend(self, stage: Stage) -> None:
        stage.session.apply(act.Release())

    def resume(self, stage: Stage) -> None:
        if stage.hand is not None:
            stage.session.apply(act.Grab(stage.hand.knobs))

    def put(self, stage: Stage, targets: tuple[float, ...], share: float) -> None:
        """Puts the knobs at a share of the way to their targets; 1 is exactly there."""
        hand = stage.hand
        assert hand is not None
        values = targets
        if share < 1:
            eased = ease(share)
            pairs = zip(hand.began, targets, strict=True)
            values = tuple(began + eased * (target - began) for began, target in pairs)
        stage.session.apply(act.Turn(hand.knobs, values))


class TurnStep(Glide, frozen=True, kw_only=True):
    """Turns a knob, or several alike, ``to`` a value or ``by`` an amount, over some seconds.

    ``and_back`` goes there in the first half of the time and comes back in the second. ``to``
    may be computed: ``"{best: x -> y}"``.
    """

    turn: Knobs
    to: float | str | None = None
    by: float | str | None = None
    seconds: Seconds = 2.0
    and_back: bool = False

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_knobs(self.turn, "turn", ground)
        if (self.to is None) == (self.by is None):
            yield "to", "a turn needs either 'to' a value or 'by' an amount"
        for key, value in (("to", self.to), ("by", self.by)):
            if isinstance(value, str):
                for reason in mistakes_in_amount(value, ground):
                    yield key, reason
            elif value is not None and not np.isfinite(value):
                yield key, f"{value} is not a finite number"

    def knobs(self, stage: Stage) -> tuple[int, ...]:
        silent = stage.session.switches.silent
        return tuple(knob for knob in knobs_on(stage, self.turn) if not silent[knob])

    def begin(self, stage: Stage) -> None:
        value = amount(self.to if self.by is None else self.by, stage)  # type: ignore[arg-type]
        super().begin(stage)
        assert stage.hand is not None
        began = stage.hand.began
        far = tuple(value if self.by is None else start + value for start in began)
        stage.hand.targets = far

    def at(self, stage: Stage, tick: int) -> None:
        assert stage.hand is not None
        share = tick / self.ticks if self.ticks else 1.0
        targets = stage.hand.targets
        if not self.and_back:
            self.put(stage, targets, share)
        elif tick < self.ticks:
            self.put(stage, targets, 1 - abs(2 * share - 1))
        else:
            self.put(stage, stage.hand.began, 1)


class Remember(Step, frozen=True, kw_only=True):
    """Remembers where all knobs stand, under a name."""

    remember: Annotated[str, Meta(min_length=1)]

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        ground.settings.add(self.remember)
        yield from ()

    def begin(self, stage: Stage) -> None:
        session = stage.session
        stage.scene.settings[self.remember] = session.switches.whole(session.parameters.theta)


class Recall(Glide, frozen=True, kw_only=True):
    """Turns all knobs back to a remembered setting, over some seconds."""

    recall: str
    seconds: Seconds = 1.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        if self.recall not in ground.settings:
            names = ", ".join(sorted(ground.settings)) or "none so far"
            yield "recall", f"no setting was remembered as '{self.recall}' before: {names}"

    def knobs(self, stage: Stage) -> tuple[int, ...]:
        return tuple(np.flatnonzero(~stage.session.switches.silent).tolist())

    def begin(self, stage: Stage) -> None:
        super().begin(stage)
        assert stage.hand is not None
        setting = stage.scene.settings[self.recall]
        stage.hand.targets = tuple(float(setting[knob]) for knob in stage.hand.knobs)

    def at(self, stage: Stage, tick: int) -> None:
        assert stage.hand is not None
        self.put(stage, stage.hand.targets, tick / self.ticks if self.ticks else 1.0)


class FreezeStep(Step, frozen=True, kw_only=True):
    """Training leaves knobs as they are; ``off`` ends that."""

    freeze: Knobs
    off: bool = False

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_knobs(self.freeze, "freeze", ground)

    def begin(self, stage: Stage) -> None:
        stage.session.apply(act.Freeze(knobs_on(stage, self.freeze), not self.off))


class MuteStep(Step, frozen=True, kw_only=True):
    """Knobs are 0 from here; ``off`` brings them back to what they were."""

    mute: Knobs
    off: bool = False

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        yield from check_knobs(self.mute, "mute", ground)

    def begin(self, stage: Stage) -> None:
        knobs = knobs_on(stage, self.mute)
        if self.off:  # "smallest 50 %" would now mean others: the muted ones are 0
            mutes = stage.session.switches.mutes
            chosen = isinstance(self.mute, str) and "%" in self.mute
            knobs = tuple(np.flatnonzero(mutes).tolist()) if chosen else knobs
        stage.session.apply(act.Mute(knobs, not self.off))


class SoloStep(Step, frozen=True, kw_only=True):
    """A weight plays alone in its neuron; ``off`` ends that."""

    solo: Knobs
    off: bool = False

    def check(self, ground: Ground) -> Iterator[KeyReason]:
        mistakes = list(check_knobs(self.solo, "solo", ground))
        yield from mistakes
        if not mistakes and isinstance(self.solo, str) and "->" not in self.solo.replace("→", "->"):
            yield "solo", "only one weight plays solo, as in 'x1 -> neuron 2'"

    def begin(self, stage: Stage) -> None:
        for knob in knobs_on(stage, self.solo):
            stage.session.apply(act.Solo(knob, not self.off))


class Switch(Step, frozen=True, kw_only=True):
    """Goes to A or to B, the two settings of all knobs. B begins as a copy of A."""

    switch: Literal["A", "B"]

    def begin(self, stage: Stage) -> None:
        session = stage.session
        if session.sides.active is None:
            session.apply(act.Blend(float(self.switch == "B")))
        elif session.sides.active != (self.switch == "B"):
            session.apply(act.SwitchSide())


class LineUpStep(Step, frozen=True, kw_only=True):
    """Reorders and flips the neurons of B to be like those of A; B computes the same as before."""

    line_up: Literal["B"]

    def begin(self, stage: Stage) -> None:
        stage.session.apply(act.LineUp())


class BlendStep(Step, frozen=True, kw_only=True):
    """Moves all knobs between A (0) and B (1), over some seconds."""

    blend: Annotated[float, Meta(ge=0, le=1)]
    seconds: Seconds = 2.0

    @property
    def ticks(self) -> int:
        return ticks(self.seconds)

    def begin(self, stage: Stage) -> None:
        stage.session.apply(act.Grab((), "blend of A and B"))
        stage.amount = stage.session.sides.share

    def at(self, stage: Stage, tick: int) -> None:
        share = tick / self.ticks if self.ticks else 1.0
        place = self.blend
        if share < 1:
            place = stage.amount + ease(share) * (self.blend - stage.amount)
        stage.session.apply(act.Blend(place))

    def end(self, stage: Stage) -> None:
        stage.session.apply(act.Release())

    def suspend(self, stage: Stage) -> None:
        stage.session.apply(act.Release())

    def resume(self, stage: Stage) -> None:
        stage.session.apply(act.Grab((), "blend of A and B"))


def ease(share: float) -> float:
    """Returns how far a hand is after a share of its time: it starts and stops softly."""
    return share * share * (3 - 2 * share)
