"""How much a sweep has to compute, held against one run of the experiment that it varies."""

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.scenario import Scenario
from eq_sim.session.sources import source_of
from eq_sim.session.training.costs import step_cost
from eq_sim.sweeps.plan import Sweep


def work(sweep: Sweep) -> float:
    """Returns how often one run of the scenario as it is, of as many steps, the sweep computes.

    It is counted, not timed; processes side by side share it.
    """
    one = _step(sweep.scenario)
    return sum(_step(scenario) / one for scenario in sweep.scenarios) * len(sweep.seeds)


def _step(scenario: Scenario) -> float:
    """Returns what a training step of a scenario costs."""
    source, data, training = source_of(scenario.data), scenario.data, scenario.training
    points = data.points or source.rows
    train = round(points * (1 - data.test_fraction) * (1 - data.validation_fraction))
    batch = train if training.batch_size == "full" else min(int(training.batch_size), train)
    slots = OPTIMIZERS[training.optimizer].slots
    return step_cost(scenario.architecture(source.features, source.outputs), max(1, batch), slots)
