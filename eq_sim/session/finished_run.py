"""Runs that are over: what each was, its curve, and where it ended.

A run is what was trained from one start, from step 0 until another run began. It is no branch: a
branch is a curve that one has left by going back on the way that one had come.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isnan
from typing import Annotated, Any

import numpy as np
from msgspec import Meta, Struct, structs
from numpy.typing import NDArray

from eq_sim.session.history import Losses, Mark
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.metrics import Measure

MOST_RUNS = 100
"""Finished runs of one experiment; of more the oldest are forgotten, pinned and named ones last."""

BUDGET = 64 << 20
"""Bytes that the ends of finished runs may take together; the oldest go first, curves stay."""

MOST_EARLIER = 50
"""Settings of a run that are kept; of more the first and the latest."""


class Earlier(Struct, frozen=True, forbid_unknown_fields=True):
    """Settings that held in a run until they were changed.

    Attributes:
        step: steps taken by then.
        scenario: every setting.
    """

    step: Annotated[int, Meta(ge=0, le=2**53)]
    scenario: Scenario


@dataclass(frozen=True, eq=False)
class FinishedRun:
    """One run that is over.

    Attributes:
        number: from 1, in the order in which runs were left; it stays.
        name: what a person called it; empty for none.
        pinned: whether its curve is always drawn.
        scenario: the settings at its end.
        earlier: the settings that held before, where they were changed on the way.
        seed: of everything random.
        start_number: which random start of this seed.
        start_print: the same for two starts whose knobs all have the same bits.
        drawn: whether the start is the random one of that number, which can be drawn again.
        switched: whether a knob was frozen, muted or played solo at the end.
        knobs: how many the network had.
        steps: training steps taken.
        epochs: passes through the training samples.
        points: (5, points) of its losses, as a history has them; the last one is where it ended.
        recorded: how many of them the history had: all, or all but the last.
        marks: what happened beside training, in the order of their steps.
        best: (loss, step) where the loss that chooses was lowest.
        metric: which one ``measure`` is: "accuracy", or "explained" where answers are numbers.
        measure: how good it was at its end.
        end: everything that was true there, packed; None where there was no room to keep it.
    """

    number: int
    name: str
    pinned: bool
    scenario: Scenario
    earlier: tuple[Earlier, ...]
    seed: int
    start_number: int
    start_print: str
    drawn: bool
    switched: bool
    knobs: int
    steps: int
    epochs: float
    points: NDArray[np.float64]
    recorded: int
    marks: tuple[Mark, ...]
    best: tuple[float, int] | None
    metric: str
    measure: Measure
    end: NDArray[np.uint8] | None

    def __post_init__(self) -> None:
        self.points.flags.writeable = False

    @property
    def losses(self) -> Losses:
        """The losses at its end."""
        train, test, validation = self.points[2:, -1].tolist()
        return Losses(train, *(None if isnan(one) else one for one in (test, validation)))

    @property
    def has_end(self) -> bool:
        """Whether one can go to its end."""
        return self.end is not None

    @property
    def has_start(self) -> bool:
        """Whether one can go to its start."""
        return self.end is not None or (self.drawn and not self.switched)

    @property
    def first(self) -> Scenario:
        """The settings at its beginning."""
        return self.earlier[0].scenario if self.earlier else self.scenario

    @property
    def memory(self) -> tuple[NDArray[Any], ...]:
        """What it keeps, to be counted."""
        return (self.points,) if self.end is None else (self.points, self.end)

    def settings_at(self, step: int) -> Scenario:
        """Returns the settings that held until a step, or longer."""
        return next((one.scenario for one in self.earlier if one.step >= step), self.scenario)

    def goes_on_from(self, other: "FinishedRun") -> bool:
        """Whether this is the same run as another one, which has not come as far.

        The same steps from the same start with the same settings are the same run, however often
        they are taken: their knobs have the same bits.
        """
        count = other.recorded
        return (
            self.seed == other.seed
            and self.start_print == other.start_print
            and self.steps >= other.steps
            and self.points.shape[1] >= count
            and same_settings(self.settings_at(other.steps), other.scenario)
            and np.array_equal(self.points[:3, :count], other.points[:3, :count], equal_nan=True)
            and _until(self.marks, other.steps) == len(other.marks)
        )


def same_settings(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios lead to the same bits: the speed on screen is no matter."""
    return bool(unhurried(one) == unhurried(other))


def unhurried(scenario: Scenario) -> Scenario:
    """Returns a scenario without its speed, which says nothing of what is learned."""
    training = structs.replace(scenario.training, speed=1.0)
    return structs.replace(scenario, training=training)


def later(
    earlier: tuple[Earlier, ...], step: int, before: Scenario, now: Scenario
) -> tuple[Earlier, ...]:
    """Returns the earlier settings of a run after some were changed.

    Args:
        earlier: so far.
        step: steps taken.
        before: the settings that held until now.
        now: the new ones.
    """
    if step == 0 or same_settings(before, now):
        return earlier
    if earlier and earlier[-1].step == step:
        return earlier  # nothing was trained with what held in between
    added = (*earlier, Earlier(step, before))
    return added if len(added) <= MOST_EARLIER else (added[0], *added[2:])


def with_run(runs: tuple[FinishedRun, ...], run: FinishedRun) -> tuple[FinishedRun, ...]:
    """Returns finished runs with one more, or with one of them gone on: it keeps its number.

    Args:
        runs: so far.
        run: which was left; its number does not count.
    """
    for place, known in enumerate(runs):
        if run.goes_on_from(known):
            same = replace(run, number=known.number, name=known.name, pinned=known.pinned)
            return within_budget((*runs[:place], same, *runs[place + 1 :]))
    number = 1 + max((known.number for known in runs), default=0)
    return within_budget((*runs, replace(run, number=number)))


def within_budget(runs: tuple[FinishedRun, ...]) -> tuple[FinishedRun, ...]:
    """Returns as many finished runs, with as many of their ends, as may be kept."""
    while len(runs) > MOST_RUNS:
        place = _oldest(runs, lambda run: not run.pinned and not run.name)
        runs = (*runs[:place], *runs[place + 1 :])
    while sum(run.end.nbytes for run in runs if run.end is not None) > BUDGET:
        place = _oldest(runs, lambda run: run.has_end and not run.pinned, lambda run: run.has_end)
        runs = (*runs[:place], replace(runs[place], end=None), *runs[place + 1 :])
    return runs


def _oldest(runs: tuple[FinishedRun, ...], *wanted: Callable[[FinishedRun], bool]) -> int:
    """Returns the place of the first run that is wanted, rather by the first rule."""
    for rule in wanted:
        for place, run in enumerate(runs):
            if rule(run):
                return place
    return 0


def _until(marks: tuple[Mark, ...], step: int) -> int:
    """Returns how many marks stand at a step or before it."""
    return sum(mark.step <= step for mark in marks)
