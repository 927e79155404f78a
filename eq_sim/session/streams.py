"""One seed, independent streams of randomness: changing one thing leaves the others alone."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Streams:
    """The randomness of an experiment.

    Each stream is a function of the seed and of what it is for, never of what was drawn before:
    the order of epoch 7 is the same whoever asks for it, and whenever. So a run can be taken up
    anywhere without the state of a generator.
    """

    seed: int

    def data(self) -> np.random.Generator:
        """For making the points."""
        return self._stream(0)

    def split(self) -> np.random.Generator:
        """For choosing the test part."""
        return self._stream(1)

    def start(self, number: int) -> np.random.Generator:
        """For the knobs' random start of that number."""
        return self._stream(2, number)

    def order(self, epoch: int) -> np.random.Generator:
        """For the order of the samples in an epoch."""
        return self._stream(3, epoch)

    def dropout(self, step: int) -> np.random.Generator:
        """For the answers dropped in a step."""
        return self._stream(4, step)

    def rows(self) -> np.random.Generator:
        """For choosing which rows of a table are used, where not all are."""
        return self._stream(5)

    def added(self, start: int, step: int, layer: int, neurons: int) -> np.random.Generator:
        """For what neurons listen to that are added to a hidden layer.

        Args:
            start: which random start the network began at.
            step: the training steps taken by then.
            layer: the layer's place.
            neurons: how many it has without them.
        """
        return self._stream(7, start, step, layer, neurons)

    def painted(self, block: int) -> np.random.Generator:
        """For which part painted points belong to.

        Args:
            block: which thousands of their numbers.
        """
        return self._stream(8, block)

    def train_points(self) -> np.random.Generator:
        """For choosing which samples of the training part are learned from, where not all are."""
        return self._stream(12)

    def adapters(self, start: int) -> np.random.Generator:
        """For the start of the knobs that are put beside a network.

        Args:
            start: which random start the network began at.
        """
        return self._stream(9, start)

    def _stream(self, *key: int) -> np.random.Generator:
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
