"""The train loss at any setting of an experiment's knobs, without moving one of them."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.state import State
from eq_sim.session.training.evaluation import Evaluation
from eq_sim.session.training.loss_of import loss_of
from eq_sim.session.training.parameters import Parameters


class LossAt:
    """The mean train loss of a network at other knobs: the very pass that the shown loss is from.

    Args:
        evaluation: the answers of the network, whose samples it shares.
        like: the network's knobs.
    """

    def __init__(self, evaluation: Evaluation, like: Parameters) -> None:
        self._parameters = like.beside(like.start, like.theta)
        self._evaluation = evaluation.beside(self._parameters)

    @classmethod
    def of(cls, state: State) -> "LossAt":
        """Returns that of an experiment that no engine serves."""
        parameters, evaluation = evaluated(state, state.theta)
        return cls(evaluation, parameters)

    @property
    def same_answer(self) -> float:
        """The train loss of giving every sample the same answer, the best there is."""
        return self._evaluation.same_answer_loss

    def __call__(self, theta: Array) -> float:
        """Returns the loss at (size,) knobs; not finite where they are out of all bounds."""
        with np.errstate(all="ignore"):
            self._parameters.put(theta)
            return self._evaluation.losses.train


def evaluated(state: State, theta: Array) -> tuple[Parameters, Evaluation]:
    """Returns some (size,) knobs of an experiment, and what the network answers with them."""
    silent = state.switches.silent
    parameters = Parameters(state.layout, state.start, theta, state.making, silent)
    data, training = state.data, state.scenario.training
    evaluation = Evaluation(
        data.dataset, data.train, data.test, state.layout, parameters, loss_of(training),
        data.validation, data.wanted(training),
    )  # fmt: skip
    return parameters, evaluation


def straight_path(loss_at: LossAt, first: Array, second: Array, points: int) -> NDArray[np.float64]:
    """Returns the (points,) losses on the straight line from some knobs to others, ends included.

    Args:
        loss_at: the loss.
        first: (size,) knobs where it begins.
        second: (size,) knobs where it ends.
        points: how many, evenly spaced.
    """
    begin, end = np.asarray(first, np.float64), np.asarray(second, np.float64)
    shares = np.linspace(0.0, 1.0, points)
    return np.array([loss_at((1 - share) * begin + share * end) for share in shares])


def barrier(losses: NDArray[np.float64]) -> float:
    """Returns how far the loss on a straight line rises above the line between its ends' losses.

    So Frankle et al., "Linear Mode Connectivity and the Lottery Ticket Hypothesis" (2020), have it.

    Args:
        losses: (points,) evenly spaced, ends included.

    Returns:
        The largest rise; 0 where the loss rises above that line nowhere.
    """
    between = np.linspace(losses[0], losses[-1], len(losses))
    with np.errstate(invalid="ignore"):
        return float(np.max(losses - between))
