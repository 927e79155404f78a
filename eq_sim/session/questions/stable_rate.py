"""The largest learning rate at which a network without hidden layers still settles.

Its half squared error is a bowl, the same everywhere: a step of size η shrinks the distance to the
lowest point along each of its axes by 1 − ηλ, where λ is the curvature there. Along the steepest
one that is below −1 from η = 2 ∕ λ on, and the knobs swing ever further out (LeCun, Bottou, Orr
and Müller, Efficient BackProp, 1998). Momentum moves that limit.
"""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.session.scenario import Scenario
from eq_sim.session.switches import Switches
from eq_sim.session.training.evaluation import Evaluation


class Bowl(Protocol):
    """An experiment whose loss may be a bowl; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with its present settings."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def evaluation(self) -> Evaluation:
        """Which samples are learned from."""

    @property
    def switches(self) -> Switches:
        """Which knobs training leaves alone."""


def largest_stable_rate(experiment: Bowl) -> float | None:
    """Returns the learning rate below which training settles from anywhere, and above which not.

    It holds without hidden layers, for ½ mean squared error, full batches, a constant rate and the
    optimizers SGD, momentum and Nesterov, with weight decay or without; knobs that training leaves
    alone count as they are.

    Returns:
        The rate; None where there is no such limit, or it is not known.
    """
    scenario, layout = experiment.scenario, experiment.layout
    inputs, _ = experiment.evaluation.learned_from
    samples = inputs.shape[1]
    training = scenario.training
    times = _TIMES.get(training.optimizer)
    size = training.batch_size
    linear = layout.architecture.activations == ("identity",)
    unlike = training.l1 or training.rate_schedule.changes
    if times is None or not linear or training.loss != "half_mse" or unlike:
        return None
    if samples == 0 or (size != "full" and size < samples):
        return None
    steepest = _steepest(experiment, inputs.astype(np.float64))
    return times(training.momentum) / steepest if steepest > 0 else None


def _steepest(experiment: Bowl, inputs: NDArray[np.float64]) -> float:
    """Returns the largest curvature of the loss along any way that training can turn the knobs.

    Args:
        experiment: whose loss.
        inputs: (features + 1, samples), a row of ones last.
    """
    layout, l2 = experiment.layout, experiment.scenario.training.l2
    fixed = experiment.switches.frozen | experiment.switches.silent
    block = layout.blocks[0]
    rows = inputs if block.bias else inputs[:-1]
    curvature = rows @ rows.T / rows.shape[1]
    steepest = 0.0
    for neuron in range(block.outputs):
        knobs = layout.neuron(0, neuron)
        free = ~fixed[knobs]
        whole = curvature + np.diag(np.where(layout.weights[knobs], l2, 0.0))
        if free.any():
            steepest = max(steepest, float(np.linalg.eigvalsh(whole[np.ix_(free, free)])[-1]))
    return steepest


_TIMES: dict[str, Callable[[float], float]] = {
    "sgd": lambda momentum: 2.0,
    "momentum": lambda momentum: 2 * (1 + momentum),
    # θ counts the present slope once more: z² − (1 + μ)(1 − ηλ)z + μ(1 − ηλ) = 0 at z = −1.
    "nesterov": lambda momentum: 2 * (1 + momentum) / (1 + 2 * momentum),
}
"""What the limit is times the steepest curvature, by the optimizer."""
