"""The loss of each batch as its step sees it: what the forward pass has found out anyway.

It is the loss of the knobs before the step, on the samples of the step alone and with its dropout.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array

_MOST = 65_536  # answers that wait to be looked at together


class BatchLosses:
    """Collects answers of steps, and makes losses of them, many steps at once.

    Args:
        each: (answers, encoded targets) -> the loss of each sample.
        every: of how many steps one is looked at.

    Attributes:
        every: of how many steps one is looked at.
    """

    def __init__(self, each: Callable[[Array, Array], Array], every: int) -> None:
        self._each, self.every = each, every
        self._waiting: list[tuple[float, float, Array, Array]] = []
        self._size = 0
        self._done: list[NDArray[np.float64]] = []

    def add(self, step: int, epoch: float, answers: Array, targets: Array) -> None:
        """Takes a step.

        Args:
            step: steps taken before it.
            epoch: passes through the samples before it.
            answers: (outputs, samples).
            targets: (outputs, samples), as the loss encodes them.
        """
        self._waiting.append((step, epoch, answers.copy(), targets.copy()))
        self._size += answers.size
        if self._size > _MOST:
            self._look()

    def forget(self) -> None:
        """Drops everything: those steps have not been."""
        self._waiting, self._done, self._size = [], [], 0

    def take(self) -> NDArray[np.float64] | None:
        """Returns (3, steps): step, epoch and loss, of those since the last time; None for none."""
        if self._waiting:
            self._look()
        done, self._done = self._done, []
        if not done:
            return None
        return done[0] if len(done) == 1 else np.concatenate(done, axis=1)

    def _look(self) -> None:
        steps, epochs, answers, targets = zip(*self._waiting, strict=True)
        sizes = np.array([some.shape[1] for some in answers])
        first = np.cumsum(sizes) - sizes
        with np.errstate(all="ignore"):
            each = self._each(np.concatenate(answers, axis=1), np.concatenate(targets, axis=1))
            losses = np.add.reduceat(each, first, dtype=np.float64) / sizes
        self._done.append(np.array([steps, epochs, losses]))
        self._waiting, self._size = [], 0
