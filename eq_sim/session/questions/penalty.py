"""What training lowers beside the loss of the data: the price on large weights."""

from typing import Protocol

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.scenario import Scenario
from eq_sim.session.training.parameters import Parameters


class Penalised(Protocol):
    """An experiment whose weights may have a price; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def parameters(self) -> Parameters:
        """The knobs."""


def penalty(experiment: Penalised) -> float:
    """Returns what the penalties add to the loss that training lowers: L1 · Σ|w| + ½ · L2 · Σw².

    0 without penalties. The weight decay of AdamW is the slope of no loss, and adds nothing.
    """
    training = experiment.scenario.training
    l2 = 0.0 if decays_apart(experiment.scenario) else training.l2
    if not (training.l1 or l2):
        return 0.0
    theta = experiment.parameters.theta
    with np.errstate(over="ignore"):
        weights = theta[experiment.layout.weights].astype(np.float64)
        squares = float(weights @ weights)
        return training.l1 * float(np.abs(weights).sum()) + 0.5 * l2 * squares


def decays_apart(scenario: Scenario) -> bool:
    """Whether the weight decay passes the loss by, as that of AdamW does."""
    training = scenario.training
    return bool(training.l2) and "decay" in OPTIMIZERS[training.optimizer].uses
