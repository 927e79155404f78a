"""Where training stands, as a value: phase, place in the epochs, moments."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from eq_sim.network.types import Array, IndexArray


class Phase(IntEnum):
    """The four phases of a training step, in order."""

    FORWARD = 0
    COMPARE = 1
    BACKWARD = 2
    UPDATE = 3


@dataclass(frozen=True, eq=False)
class TrainingState:
    """Everything beside θ and the settings that decides the next step. Nothing in it changes.

    Attributes:
        step: steps taken since the start.
        phase: the phase that comes next.
        epoch: complete passes through the training samples.
        cursor: samples seen in the present epoch.
        optimizer: whose moments these are.
        moments: (slots, size) of the optimizer.
        updates: how many updates the moments have seen.
        before: (size,) θ before the last step of the last run.
        after: (size,) θ after it.
        held_then: the knobs that were in a hand in it.
    """

    step: int
    phase: Phase
    epoch: int
    cursor: int
    optimizer: str
    moments: Array
    updates: int
    before: Array
    after: Array
    held_then: IndexArray | None

    @classmethod
    def at_start(cls, theta: Array, optimizer: str) -> "TrainingState":
        """Returns the state before the first step: no moments, no place in the epochs."""
        none = np.zeros((0, theta.size), dtype=theta.dtype)
        return cls(0, Phase.FORWARD, 0, 0, optimizer, none, 0, theta, theta, None)
