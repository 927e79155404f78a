"""When a step is too large to be taken, and what to say of it."""

from dataclasses import dataclass

import numpy as np

from eq_sim.network.types import Array
from eq_sim.session.messages import Message, message
from eq_sim.session.scenario import TrainingSpec
from eq_sim.session.training.parameters import LARGEST
from eq_sim.session.words import words

_LARGEST_SQUARE = LARGEST**2
_LARGEST_SLOPE_SQUARE = 1e30


@dataclass(frozen=True)
class Refusal:
    """A step that was not taken, because it would have blown the network up.

    Attributes:
        step: steps taken before it; θ still holds what the last of them left.
        message: what happened and which setting to lower.
    """

    step: int
    message: Message

    @property
    def advice(self) -> str:
        """The message in words."""
        return words(self.message)


def overflows_moments(gradient: Array) -> bool:
    """Whether a gradient is so steep that moments, which square it, would never recover."""
    return not np.dot(gradient, gradient) <= _LARGEST_SLOPE_SQUARE


def is_too_large(update: Array) -> bool:
    """Whether a step is absurd; nan and inf are: none of them is <= the limit."""
    return not np.dot(update, update) <= _LARGEST_SQUARE


def refused(step: int, update: Array, training: TrainingSpec) -> Refusal:
    """Returns why a step was not taken.

    Args:
        step: steps taken before it.
        update: (size,) what was too large.
        training: the hyperparameters; the message names the one to lower.
    """
    size = float(np.linalg.norm(update.astype(np.float64)))
    rate, lower = training.learning_rate, "learning_rate"
    if rate * training.l2 > 1 and rate <= 1:
        lower = "l2"
    elif rate * training.l1 > 1 and rate <= 1:
        lower = "l1"
    facts: dict[str, int | float | str] = {"step": step, "lower": lower}
    facts["now"] = getattr(training, lower)
    if np.isfinite(size):
        facts["size"] = size
    return Refusal(step, message("stopped", **facts))
