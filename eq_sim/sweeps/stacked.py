"""Trials of one shape, run as one stack; and whether that came to the bits of a trial run alone."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from eq_sim.network.mlp import with_ones
from eq_sim.network.types import Array
from eq_sim.session.questions.loss_at import evaluated
from eq_sim.session.scenario import DataSpec
from eq_sim.session.state import Data, State, loaded
from eq_sim.session.training.loss_of import loss_of
from eq_sim.sweeps.alone import (
    AT_A_TIME,
    Ended,
    Going,
    always,
    measured,
    run_alone,
)
from eq_sim.sweeps.costs import cost_of
from eq_sim.sweeps.plan import Bits, Trial
from eq_sim.sweeps.stack import Stack

Alone: TypeAlias = Callable[[int, Going], Ended | None]
"""(which of the trials, whether to go on) -> what came of it; None where it was not to go on."""


def run_stacked(trials: Sequence[Trial], goes_on: Going = always) -> list[Ended] | None:
    """Runs trials of one ``shape_of`` from their start to their last step, all at once.

    The first one that takes all its steps is run alone as well: what that says of the bits, each
    outcome tells.

    Args:
        trials: which ones.
        goes_on: is asked many times a second whether to go on.

    Returns:
        What came of each, in their order; None where it was not to go on.

    Raises:
        MemoryError: there is not enough memory.
    """
    data: dict[tuple[DataSpec, int], Data] = {}
    states = []
    for trial in trials:
        key = trial.scenario.data, trial.seed
        state = loaded(trial.scenario, trial.seed, data.get(key))
        data[key] = state.data
        states.append(state)

    def alone(copy: int, goes_on: Going) -> Ended | None:
        return run_alone(trials[copy], goes_on, states[copy].data)

    return run_states(trials, states, alone, goes_on)


def run_states(
    trials: Sequence[Trial], states: Sequence[State], alone: Alone, goes_on: Going
) -> list[Ended] | None:
    """Runs trials of one shape from any states to their last step, all at once.

    Args:
        trials: which ones.
        states: where each begins.
        alone: runs one of them by itself.
        goes_on: is asked many times a second whether to go on.

    Returns:
        What came of each, in their order; None where it was not to go on.

    Raises:
        MemoryError: there is not enough memory.
    """
    samples: dict[int, Array] = {}
    for state in states:
        if id(state.dataset) not in samples:
            samples[id(state.dataset)] = _encoded(state)
    stack = Stack(states, [samples[id(state.dataset)] for state in states])
    some = max(1, int(AT_A_TIME / cost_of(trials[0]) / len(trials)))
    steps, stacked_share = trials[0].steps, len(trials) / (len(trials) + 1)
    while stack.step < steps and not stack.all_over:
        if not goes_on(stacked_share * stack.step / steps):
            return None
        stack.run(min(some, steps - stack.step))

    def goes_on_alone(share: float) -> bool:
        return goes_on(stacked_share + (1 - stacked_share) * share)

    # One that diverges soon would say little of the others.
    checked = next((copy for copy, why in enumerate(stack.refusals) if why is None), 0)
    by_itself = alone(checked, goes_on_alone)
    if by_itself is None:
        return None
    same = by_itself.theta.tobytes() == stack.theta(checked).tobytes()
    bits: Bits = "checked" if same else "rounding"
    ended = []
    for copy, (trial, state) in enumerate(zip(trials, states, strict=True)):
        theta = stack.theta(copy)
        evaluation = evaluated(state, theta)[1]
        outcome = measured(
            trial, state, evaluation, stack.steps_of(copy), stack.refusals[copy]
        ).with_bits(bits)
        ended.append(Ended(outcome, theta))
    return ended


def _encoded(state: State) -> Array:
    """Returns all samples as a trainer wants them: inputs, ones, encoded targets."""
    dataset, dtype = state.dataset, state.theta.dtype
    loss = loss_of(state.scenario.training)
    wanted = state.data.wanted(state.scenario.training)
    targets = loss.encode(np.asarray(wanted, dtype))
    return np.vstack([with_ones(dataset.inputs, dtype), targets])
