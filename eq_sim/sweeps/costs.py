"""What a trial costs, and how much cheaper it is in a stack: by counting, as the session does.

No clock decides what is stacked: the same sweep is divided in the same way on every machine.
"""

from eq_sim.network.layout import Architecture
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.sources import own_parts, source_of
from eq_sim.session.training import costs
from eq_sim.sweeps.plan import Trial

_SAVED = 0.8  # of the calls of a step, where many networks share them; measured


def cost_of(trial: Trial) -> float:
    """Returns what a training step of a trial costs alone, in multiplications."""
    return costs.step_cost(*_step(trial))


def stacked_cost_of(trial: Trial) -> float:
    """Returns what it costs as one of many."""
    step = _step(trial)
    return costs.step_cost(*step) * (1 - _SAVED * costs.call_share(*step))


def _step(trial: Trial) -> tuple[Architecture, int, int]:
    """Returns architecture, batch and moments of a trial's step."""
    scenario, training = trial.scenario, trial.scenario.training
    source, learned = source_of(scenario.data), learned_from(trial)
    batch = learned if training.batch_size == "full" else min(training.batch_size, learned)
    architecture = scenario.architecture(source.features, source.outputs)
    return architecture, batch, OPTIMIZERS[training.optimizer].slots


def learned_from(trial: Trial) -> int:
    """Returns how many samples a trial learns from."""
    return own_parts(trial.scenario.data).train
