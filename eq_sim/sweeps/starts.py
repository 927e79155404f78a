"""One experiment trained from several random starts: same data, same settings, other beginnings.

What comes of a start here is what comes of it in the window, to the bit where the outcome says so:
its number chosen, then so many steps.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from eq_sim.session.actions import AnyAction, NewStart, StopEarly, Train
from eq_sim.session.early_stopping import is_due
from eq_sim.session.errors import ScenarioError
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.limits import memory
from eq_sim.session.state import Shelf, State, random_start
from eq_sim.session.until_stopped import train_until_stopped
from eq_sim.sweeps.alone import AT_A_TIME, Ended, Going, always, measured
from eq_sim.sweeps.costs import cost_of, stacked_cost_of
from eq_sim.sweeps.plan import MOST_STEPS, SweepError, Trial
from eq_sim.sweeps.portions import MOST_COPIES, pays, shape_of
from eq_sim.sweeps.stacked import run_states

MOST = MOST_COPIES
"""Starts that are trained and compared at once."""

_MOST_BYTES = 512 << 20  # that all of them take together


@dataclass(frozen=True, eq=False)
class Starts:
    """Which starts of an experiment are trained, and how far.

    Args:
        state: the experiment: its settings, data and switches, wherever its knobs are.
        count: how many starts, from number 0 on.
        steps: training steps of each; those of its scenario where they are left out.

    Raises:
        SweepError: there are too few or too many of them, or of their steps.
        ScenarioError: so many of these networks take too much memory.
    """

    state: State
    count: int = 12
    steps: int = 0

    def __post_init__(self) -> None:
        # What is kept to come back to, and a hand on the knobs, are no part of a start.
        rest = self.state.at_rest(self.state.scenario.training.speed)
        object.__setattr__(self, "state", replace(rest, shelf=Shelf(), locked=None))
        if not self.steps:
            object.__setattr__(self, "steps", self.state.scenario.training.steps)
        if not 2 <= self.count <= MOST:
            raise SweepError(
                "2 to {most} starts are compared, not {count:,}", most=MOST, count=self.count
            )
        if not 1 <= self.steps <= MOST_STEPS:
            raise SweepError(
                "a start is trained for 1 to {most:,} steps, not {steps:,}",
                most=MOST_STEPS,
                steps=self.steps,
            )
        if self.count * memory(self.state.scenario).kept > _MOST_BYTES:
            raise ScenarioError(
                "{count} networks with {knobs:,} knobs each take more memory than there is for "
                "them: train fewer starts",
                count=self.count,
                knobs=self.state.layout.size,
            )

    @property
    def trials(self) -> tuple[Trial, ...]:
        """A training run for each start; its number and its value are the start's."""
        scenario, seed = _budgeted(self.state.scenario, self.steps), self.state.seed
        return tuple(
            Trial(number, number, seed, self.steps, scenario) for number in range(self.count)
        )


def run_starts(starts: Starts, goes_on: Going = always) -> list[Ended] | None:
    """Trains every start: in a stack where that is faster, or one after another.

    Args:
        starts: which.
        goes_on: is asked many times a second whether to go on.

    Returns:
        What came of each, in the order of their numbers; None where it was not to go on.

    Raises:
        MemoryError: there is not enough memory.
    """
    trials, state = starts.trials, starts.state
    if is_stacked(starts):
        begun = [state.begun(random_start(state, one.number), one.number) for one in trials]

        def alone(copy: int, goes_on: Going) -> Ended | None:
            return _run_one(trials[copy], state, goes_on)

        return run_states(trials, begun, alone, goes_on)
    return _run_each(trials, state, goes_on)


def is_stacked(starts: Starts) -> bool:
    """Whether all starts are trained together; knobs that stand still are for one alone."""
    trials, state = starts.trials, starts.state
    plain = state.switches.fixed is None and state.making.is_plain(state.layout)
    return plain and shape_of(trials[0]) is not None and pays(trials)


def cost(starts: Starts) -> float:
    """Returns what it costs to train all of them, in multiplications."""
    trial, copies = starts.trials[0], starts.count
    if is_stacked(starts):
        return (copies * stacked_cost_of(trial) + cost_of(trial)) * starts.steps
    return copies * cost_of(trial) * starts.steps


def _run_each(trials: Sequence[Trial], state: State, goes_on: Going) -> list[Ended] | None:
    found: list[Ended] = []
    for trial in trials:

        def goes_on_one(share: float, done: int = len(found)) -> bool:
            return goes_on((done + share) / len(trials))

        ended = _run_one(trial, state, goes_on_one)
        if ended is None:
            return None
        found.append(ended)
    return found


def _run_one(trial: Trial, state: State, goes_on: Going) -> Ended | None:
    """Runs a start as a window does: its number, then the steps."""
    session, done = Session(state), 0
    session.apply(NewStart(trial.number))
    while done < trial.steps and not session.refusal and not session.stopped:
        if not goes_on(done / trial.steps):
            return None
        some = max(1, int(AT_A_TIME / session.trainer.cost))
        done += train_until_stopped(session, min(some, trial.steps - done))
    now = session.state()
    return Ended(measured(trial, now, session.evaluation, done, session.refusal), now.whole)


def go_to(session: Session, ended: Ended, do: Callable[[AnyAction], bool]) -> None:
    """Leads a session of the same experiment to where a start has ended, by its own steps.

    Args:
        session: the experiment.
        ended: what came of the start.
        do: takes an action; returns whether it was done.
    """
    outcome = ended.outcome
    steps = outcome.trial.steps if outcome.refusal else outcome.steps
    there = do(NewStart(outcome.trial.number)) and do(Train(steps))
    if there and is_due(session.present(), session.step):
        do(StopEarly())


def _budgeted(scenario: Scenario, steps: int) -> Scenario:
    training = structs.replace(scenario.training, steps=steps)
    return structs.replace(scenario, training=training)
