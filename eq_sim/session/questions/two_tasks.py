"""How a tuned network does on its new task and on the old one, and how a fresh start would do.

The old task is that of the base. Both are judged by samples that nothing here has learned from.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from msgspec import structs

from eq_sim.network.types import Array
from eq_sim.session.bases import base_of
from eq_sim.session.engine import Engine
from eq_sim.session.samples import Data
from eq_sim.session.scenario import Scenario
from eq_sim.session.state import State, loaded
from eq_sim.session.training.metrics import Measure

METRIC = "accuracy"
"""What both tasks are measured by."""

RATES = (1.0, 3.0, 10.0, 30.0)
"""A fresh start learns with the rate that is set, and with these many times as much: what is gentle
enough for a base is slow for a random start."""

MOST_STEPS = 2_000
"""Steps that a fresh start is trained at most."""

_PIECE = 25  # steps that nobody waits for


@dataclass(frozen=True)
class TwoTasks:
    """What a network reaches.

    Attributes:
        new: on the task that it is tuned for.
        old: on the task of its base.
    """

    new: Measure
    old: Measure


class Judge:
    """Measures networks on both tasks, whatever their knobs are."""

    def __init__(self) -> None:
        self._new: Engine | None = None
        self._old: Engine | None = None

    def of(self, state: State) -> TwoTasks:
        """Returns what the network of a state with a base reaches, as its knobs stand.

        Raises:
            ScenarioError: it has no base.
        """
        fresh = state.at_step_0()
        self._new, new = _measured(self._new, fresh)
        self._old, old = _measured(self._old, _on_old_task(fresh))
        return TwoTasks(new, old)


def at_start(state: State) -> State:
    """Returns the state at step 0 of its start."""
    return state.placed(state.start).at_step_0()


def starts_at_base(state: State) -> bool:
    """Whether the knobs of a state with a base started there, to the bit, adapters apart."""
    values = base_of(state.scenario.base).values.astype(state.start.dtype)
    return bool(np.array_equal(values, state.start[: state.layout.wired]))


@cache
def old_data(base: str) -> Data:
    """Returns the samples of a base's own task."""
    found = base_of(base)
    return Data.make(found.scenario.data, found.seed)


def _on_old_task(state: State) -> State:
    base = state.scenario.base
    scenario = structs.replace(state.scenario, data=base_of(base).scenario.data)
    return replace(state, scenario=scenario, data=old_data(base))


def _measured(old: Engine | None, state: State) -> tuple[Engine, Measure]:
    engine = Engine.serving(state, old)
    engine.put(state)
    return engine, engine.evaluation.measure(METRIC)


@dataclass(frozen=True)
class Fresh:
    """What the same training comes to from a random start.

    Attributes:
        steps: how many were taken.
        same: on the test part, with the learning rate that is set.
        best: on the test part, with the rate of ``RATES`` that does best there.
        rate: that rate.
    """

    steps: int
    same: float
    best: float
    rate: float


class FreshStart:
    """The training of a state from a random start, with all knobs free: same samples, same steps.

    It has four rates to choose from, and the one counts that does best on the test part itself:
    whatever that favours, it is the fresh start.

    Args:
        state: with its settings as they are.
    """

    def __init__(self, state: State) -> None:
        self._of = _key(state)
        self._data = state.data
        network = structs.replace(state.scenario.network, ranks=())  # and no adapters beside it
        scenario = structs.replace(state.scenario, base="", network=network)
        seed = state.seed
        self._runs = [
            _Run(loaded(_with_rate(scenario, times), seed, state.data)) for times in RATES
        ]

    def is_of(self, state: State) -> bool:
        """Whether it is the same training."""
        return self._of == _key(state) and self._data is state.data

    def reached(self, step: int) -> Fresh | None:
        """Returns what it comes to after so many steps, or ``MOST_STEPS``.

        None where it is not there yet, or beyond.
        """
        steps = min(step, MOST_STEPS)
        if any(run.step != steps and not run.ended for run in self._runs):
            return None
        scores = [run.score for run in self._runs]
        best = int(np.argmax(scores))
        return Fresh(steps, scores[0], scores[best], self._runs[best].rate)

    def go_on(self, step: int) -> bool:
        """Trains a piece of the way there. Returns whether there is more to do.

        Args:
            step: where it is wanted; it cannot go back.
        """
        steps = min(step, MOST_STEPS)
        behind = [run for run in self._runs if run.step < steps and not run.ended]
        if behind:
            run = min(behind, key=lambda one: one.step)
            run.go_on(min(_PIECE, steps - run.step))
        return bool(behind)

    def is_beyond(self, step: int) -> bool:
        """Whether it has taken more steps than so many."""
        return any(run.step > step for run in self._runs)


def fresh_start(state: State, step: int) -> Fresh:
    """Returns what the training of a state comes to from a random start, after so many steps."""
    start = FreshStart(state)
    while start.go_on(step):
        pass
    found = start.reached(step)
    assert found is not None
    return found


def _with_rate(scenario: Scenario, times: float) -> Scenario:
    training = scenario.training
    rate = times * training.learning_rate
    return structs.replace(scenario, training=structs.replace(training, learning_rate=rate))


class _Run:
    """The training of a state in memory of its own; nothing of it is recorded.

    Attributes:
        rate: its learning rate.
        ended: whether a step was refused, so that it goes no further.
    """

    def __init__(self, state: State) -> None:
        self._engine = Engine.serving(state)
        self._engine.put(state)
        self.rate = state.scenario.training.learning_rate
        self.ended = False

    @property
    def step(self) -> int:
        """Steps taken."""
        return self._engine.trainer.step

    @property
    def score(self) -> float:
        """What it reaches on the test part."""
        found = self._engine.evaluation.measure(METRIC).test
        assert found is not None  # the digits that judge are always there
        return found

    def go_on(self, steps: int) -> None:
        """Takes steps."""
        self.ended = self._engine.trainer.run(steps) is not None


def _key(state: State) -> tuple[Scenario, int]:
    scenario = state.scenario
    training = structs.replace(scenario.training, speed=1.0, steps=1)
    return structs.replace(scenario, training=training), state.seed


@dataclass(frozen=True)
class Moved:
    """How far the knobs of one layer are from their start.

    Attributes:
        knobs: how many there are.
        moved: how many are elsewhere.
        median: of all distances.
        largest: of them.
    """

    knobs: int
    moved: int
    median: float
    largest: float


def distances(state: State) -> tuple[Moved, ...]:
    """Returns how far the knobs of each layer are from their start, and then of each adapter."""
    layout = state.layout
    apart: Array = np.abs(state.whole.astype(np.float64) - state.start)
    parts = [(block.offset, block.size) for block in layout.blocks]
    parts += [(adapter.offset, adapter.size) for adapter in layout.adapters]
    return tuple(
        Moved(size, int(np.count_nonzero(here)), float(np.median(here)), float(here.max()))
        for offset, size in parts
        for here in (apart[offset : offset + size],)
    )
