"""Other data, or another function, for the same knobs: what was recorded of others is let go."""

from dataclasses import replace

import numpy as np

from eq_sim.session.state import Progress, State
from eq_sim.session.training.training_state import Phase


def with_same_knobs(there: State, before: State) -> State:
    """Returns a state with the knobs as they were; training goes on from them.

    Args:
        there: with another scenario, and the data that it leads to.
        before: whose knobs.
    """
    dtype = np.dtype(there.scenario.network.dtype)
    with np.errstate(over="ignore"):
        theta, start = before.theta.astype(dtype), before.start.astype(dtype)
        taken = before.hand.values
        hand = replace(before.hand, values=None if taken is None else taken.astype(dtype))
    there = replace(
        there,
        theta=theta,
        start=start if dtype != before.start.dtype else before.start,
        hand=hand,
        switches=before.switches.carried(there.layout, dtype),
        training=replace(before.training, phase=Phase.FORWARD, cursor=0),
    )
    if there.objective.compares_with(before.objective):
        return there
    return replace(there, progress=Progress(refusal=before.progress.refusal))
