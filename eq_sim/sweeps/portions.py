"""A sweep divided into portions: trials that are run together, or one alone.

Small networks of one shape are stacked where that is faster, by what it costs to check one of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eq_sim.language.tr import later
from eq_sim.session.errors import EqSimError
from eq_sim.session.settings.limits import memory
from eq_sim.session.sources import source_of
from eq_sim.sweeps.alone import Going, is_stopped_early, run_alone
from eq_sim.sweeps.costs import cost_of, learned_from, stacked_cost_of
from eq_sim.sweeps.plan import Outcome, Sweep, Trial
from eq_sim.sweeps.stacked import run_stacked

MOST_COPIES = 40
"""Trials in one stack: more gain hardly anything, and all of them end at once."""

_MOST_BYTES = 256 << 20  # of a stack
_WORTH = 0.9  # what a stack has to cost at most, as a part of what its trials cost alone


@dataclass(frozen=True)
class Portion:
    """Trials that are run in one go.

    Attributes:
        trials: one, or several that can be stacked.
        cost: of all their steps, in multiplications.
        tables: tables of one's own that they learn from and that may not be known where they run.
    """

    trials: tuple[Trial, ...]
    cost: float
    tables: tuple[bytes, ...] = ()


def portions(sweep: Sweep, *, stacked: bool, among: int = 1) -> list[Portion]:
    """Returns the portions of a sweep, in the order of their first trials.

    Args:
        sweep: what to divide.
        stacked: whether trials may be stacked.
        among: how many processes share them.
    """
    alike: dict[object, list[Trial]] = {}
    for trial in sweep.trials:
        shape = shape_of(trial) if stacked else None
        alike.setdefault(trial.number if shape is None else shape, []).append(trial)
    pieces = -(-among // len(alike))  # of each, so that there is something for every process
    found = [portion for trials in alike.values() for portion in _divided(trials, pieces)]
    return sorted(found, key=lambda portion: portion.trials[0].number)


def _divided(trials: list[Trial], pieces: int) -> Iterator[Portion]:
    alone, stacked, steps = cost_of(trials[0]), stacked_cost_of(trials[0]), trials[0].steps
    room = max(1, _MOST_BYTES // memory(trials[0].scenario).kept)
    stacks = max(min(pieces, len(trials)), -(-len(trials) // min(MOST_COPIES, room)))
    for start in range(stacks):
        some = tuple(trials[start::stacks])
        if pays(some):
            yield Portion(some, (len(some) * stacked + alone) * steps)
        else:
            yield from (Portion((trial,), alone * steps) for trial in some)


def pays(trials: Sequence[Trial]) -> bool:
    """Whether trials of one shape cost less in a stack, one of them run alone beside it."""
    alone, copies = cost_of(trials[0]), len(trials)
    stacked = copies * stacked_cost_of(trials[0]) + alone
    return copies > 1 and stacked <= _WORTH * copies * alone


def shape_of(trial: Trial) -> tuple[object, ...] | None:
    """Returns what trials have to share to be stacked; None for one that runs alone.

    Dropout draws numbers for each copy at each step, which is most of such a step; early stopping
    ends each copy at a moment of its own; adapters make each copy's weights anew.
    """
    scenario = trial.scenario
    training, data = scenario.training, scenario.data
    if training.dropout or is_stopped_early(trial) or any(scenario.network.ranks):
        return None
    source = source_of(data)
    return (
        scenario.architecture(source.features, source.outputs),
        scenario.network.dtype,
        training.loss,
        (training.temperature, training.label_share),
        training.optimizer,
        training.batch_size,
        (training.momentum, training.beta1, training.beta2, training.epsilon, training.alpha),
        training.rate_schedule,
        (training.l1 > 0, training.l2 > 0),
        learned_from(trial),
        trial.steps,
    )


def run_portion(portion: Portion, goes_on: Going) -> list[Outcome] | None:
    """Runs the trials of a portion. What fails is an outcome.

    Args:
        portion: which ones.
        goes_on: is asked many times a second whether to go on.

    Returns:
        What came of each; None where it was not to go on.
    """
    trials = portion.trials
    if len(trials) == 1:
        return _run_one(trials[0], goes_on)
    try:
        ended = run_stacked(trials, goes_on)
    except MemoryError:
        return _run_each(trials, goes_on)
    return None if ended is None else [each.outcome for each in ended]


def _run_each(trials: Sequence[Trial], goes_on: Going) -> list[Outcome] | None:
    outcomes: list[Outcome] = []
    for trial in trials:

        def goes_on_one(share: float, done: int = len(outcomes)) -> bool:
            return goes_on((done + share) / len(trials))

        found = _run_one(trial, goes_on_one)
        if found is None:
            return None
        outcomes += found
    return outcomes


def _run_one(trial: Trial, goes_on: Going) -> list[Outcome] | None:
    try:
        ended = run_alone(trial, goes_on)
    except MemoryError:
        why = later("There is not enough memory for a network of this size")
        return [Outcome(trial, refusal=why)]
    except EqSimError as error:
        return [Outcome(trial, refusal=error)]
    return None if ended is None else [ended.outcome]
