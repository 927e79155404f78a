"""A race of one knob at a time against gradient descent, over equal passes through the data.

Both minimise what both are judged on: the loss of the training part, without penalty or dropout.
Gradient descent pays three passes for a gradient, one forward and about two backward; it takes the
whole training part at each step, with the scenario's optimizer and learning rate. Who is ahead
depends on the start, on the order in which one at a time takes the knobs, and on how long they go
on: so there are several runs, and each is looked at three times.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.actions import NewStart, Set, Train
from eq_sim.session.questions.one_at_a_time import Rival
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session

PASSES_PER_GRADIENT = 3
"""What a gradient costs: forward once, backward about twice that."""

BUDGETS = (1, 3, 10)
"""How many times the passes that were asked for each runner has had when they are compared."""

_BARE: dict[str, float | str] = {"l1": 0.0, "l2": 0.0, "dropout": 0.0, "batch_size": "full"}


@dataclass(frozen=True)
class Curve:
    """One runner's race.

    Attributes:
        passes: (points,) passes through the data so far, from 0.
        losses: (points,) the train loss there.
        measures: (points,) the goal's metric on the training part; not a number where it has none.
    """

    passes: NDArray[np.int64]
    losses: NDArray[np.float64]
    measures: NDArray[np.float64]


@dataclass(frozen=True)
class Race:
    """One run from one start, in one order.

    Attributes:
        scenario: what was raced on, without penalties and with the whole data in each step.
        knobs: how many.
        samples: how many samples the loss is a mean of.
        rival: one knob at a time.
        descent: all at once.
        visits: how many knobs the rival had in hand, each as often as it was its turn.
    """

    scenario: Scenario
    knobs: int
    samples: int
    rival: Curve
    descent: Curve
    visits: int


@dataclass(frozen=True)
class Standing:
    """Several runs after the same passes.

    Attributes:
        passes: what each runner has had.
        rival: (runs,) train losses of one at a time.
        descent: (runs,) those of all at once.
        rival_measures: (runs,) the goal's metric on the training part.
        descent_measures: (runs,) likewise.
    """

    passes: int
    rival: NDArray[np.float64]
    descent: NDArray[np.float64]
    rival_measures: NDArray[np.float64]
    descent_measures: NDArray[np.float64]

    @property
    def rival_wins(self) -> int:
        """In how many runs one at a time has the lower loss."""
        return int(np.count_nonzero(self.rival < self.descent))

    @property
    def descent_wins(self) -> int:
        """In how many runs all at once has the lower loss."""
        return int(np.count_nonzero(self.descent < self.rival))

    @property
    def winner(self) -> str:
        """Who has won more runs: "one at a time", "all at once" or "neither"."""
        if self.rival_wins == self.descent_wins:
            return "neither"
        return "one at a time" if self.rival_wins > self.descent_wins else "all at once"


def race(
    of: Session | Scenario, passes: int, seed: int = 1, points: int = 60, run: int = 0
) -> Race:
    """Races one knob at a time against gradient descent, from the same start.

    Args:
        of: a scenario, or a session whose scenario and seed are taken; it is left alone.
        passes: through the data, for each runner.
        seed: the seed, where a scenario is given.
        points: at how many places the curves are measured, besides the start.
        run: which random start, and which order of the knobs.

    Raises:
        EqSimError: the scenario cannot be opened.
    """
    seed = of.seed if isinstance(of, Session) else seed
    session = Session(of.scenario if isinstance(of, Session) else of, seed)
    for setting, value in _BARE.items():
        session.apply(Set(setting, value))
    for _ in range(run):
        session.apply(NewStart())
    other, scenario = session.fork(), session.scenario
    marks = np.linspace(0, passes, points + 1).astype(np.int64)
    rival = Rival(session, run)
    rival.begin()
    seen = []
    for mark in marks.tolist():
        rival.spend(mark - rival.passes)
        seen.append(_look(session))
    rival.end()
    one = _curve(marks, seen)
    steps, seen = marks // PASSES_PER_GRADIENT, []
    for step in steps.tolist():
        if step > other.step and not other.refusal:
            other.apply(Train(step - other.step))
        seen.append(_look(other))
    every = _curve(steps * PASSES_PER_GRADIENT, seen)
    samples = len(session.evaluation.train)
    return Race(scenario, session.layout.size, samples, one, every, rival.visits)


def races(scenario: Scenario, passes: int, runs: int, seed: int = 1) -> Iterator[Race]:
    """Races so many times, each run from another start and in another order, on the same data.

    Args:
        scenario: what to race on.
        passes: through the data; each run goes on to the largest of ``BUDGETS`` times that.
        runs: how many.
        seed: of data, split and starts.

    Yields:
        The runs, each when it is over, for ``standings``.
    """
    for run in range(runs):
        yield race(scenario, BUDGETS[-1] * passes, seed, BUDGETS[-1], run)


def standings(runs: list[Race]) -> list[Standing]:
    """Returns how several races stood at each of ``BUDGETS``."""
    found = []
    for budget in BUDGETS:
        rivals, descents = [run.rival for run in runs], [run.descent for run in runs]
        parts = [
            np.array([getattr(curve, what)[budget] for curve in curves])
            for what in ("losses", "measures")
            for curves in (rivals, descents)
        ]
        found.append(Standing(int(rivals[0].passes[budget]), *parts))
    return found


def _look(session: Session) -> tuple[float, float]:
    measure = session.measure.train
    return session.losses.train, np.nan if measure is None else measure


def _curve(passes: NDArray[np.int64], seen: list[tuple[float, float]]) -> Curve:
    losses, measures = np.array(seen).T
    return Curve(passes, losses, measures)
