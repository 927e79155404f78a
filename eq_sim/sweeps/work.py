"""How much a sweep has to compute, held against one run of the experiment that it varies."""

from dataclasses import replace

from eq_sim.sweeps.costs import cost_of
from eq_sim.sweeps.plan import Sweep


def work(sweep: Sweep) -> float:
    """Returns how often one run of the scenario as it is, of as many steps, the sweep computes.

    It is counted, not timed: processes side by side share it, and networks of one shape that are
    trained together take less.
    """
    one = cost_of(replace(sweep.trials[0], scenario=sweep.scenario))
    return sum(cost_of(trial) for trial in sweep.trials) / one
