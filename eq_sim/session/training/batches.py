"""Which samples a training step sees: epochs in shuffled order, batch by batch."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.streams import Streams

_SMALL = 4_000  # elements of a batch up to which gathering column by column is quicker


class Batches:
    """The training samples in the order of the epochs.

    The order is a function of the seed and the epoch, and the place in it is a number. So the
    batch size can change at any moment, and a run can be taken up at any place. A full batch
    needs no order.

    Args:
        samples: (rows, samples): inputs, ones, targets.
        streams: the experiment's randomness.

    Attributes:
        count: how many samples there are.
        batch: how many a step takes; the last one of an epoch takes what is left.
        size: how many the present step takes.
        epoch: complete passes through the samples so far.
        cursor: samples seen in the present epoch.
    """

    def __init__(self, samples: Array, streams: Streams) -> None:
        self._samples = samples
        self._rows = np.ascontiguousarray(samples.T)
        self._streams = streams
        self.count = int(samples.shape[1])
        self.batch = self.size = self.count
        self.epoch = 0
        self.cursor = 0
        self._order: NDArray[np.intp] | None = None

    @property
    def passes(self) -> float:
        """Passes through the samples so far, with the part of the present one."""
        return self.epoch + self.cursor / self.count

    def steps_until(self, epoch: int) -> int:
        """Returns how many steps lead to the end of the epochs before a later one."""
        of_this = -(-(self.count - self.cursor) // self.batch)
        return of_this + (epoch - self.epoch - 1) * -(-self.count // self.batch)

    def set_batch(self, batch: int) -> None:
        """Changes the batch size; what was seen of the epoch stays seen."""
        self.batch = min(batch, self.count)
        self.size = min(self.batch, self.count - self.cursor)

    def seek(self, epoch: int, cursor: int) -> None:
        """Goes to a place in the order of all epochs."""
        self.epoch, self.cursor = epoch, cursor
        self.size = min(self.batch, self.count - cursor)
        self._order = None

    @property
    def chosen(self) -> NDArray[np.intp]:
        """(size,) which samples the present batch has, by their places among all."""
        if self.size == self.count:
            return np.arange(self.count)
        order = self._order
        if order is None:
            order = self._order = self._streams.order(self.epoch).permutation(self.count)
        return order[self.cursor : self.cursor + self.size]

    def load(self, into: Array) -> None:
        """Writes the present batch into (rows, size)."""
        if self.size == self.count:
            np.copyto(into, self._samples)
            return
        chosen = self.chosen
        if into.size <= _SMALL:
            self._samples.take(chosen, 1, into, "clip")
        else:
            np.copyto(into, self._rows.take(chosen, 0).T)

    def advance(self) -> None:
        """Goes to the next batch."""
        self.cursor += self.size
        left = self.count - self.cursor
        if left <= 0:
            self.seek(self.epoch + 1, 0)
        elif left < self.batch:
            self.size = left
