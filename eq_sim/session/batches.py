"""Which samples a training step sees: epochs in shuffled order, batch by batch."""

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.streams import Streams

_BLOCK_BYTES = 4_000_000


class Batches:
    """The training samples in the order of the epochs.

    The order is a function of the seed and the epoch, and the place in it is a number. So the
    batch size can change at any moment, and a run can be taken up at any place. A full batch
    needs no order.

    Batches are gathered some megabytes at a time into contiguous blocks: a step then costs one
    look-up in a list.

    Args:
        samples: (rows, samples): inputs, ones, targets.
        streams: the experiment's randomness.

    Attributes:
        epoch: complete passes through the samples so far.
        cursor: samples seen in the present epoch.
    """

    def __init__(self, samples: Array, streams: Streams) -> None:
        self._samples = samples
        self._rows = np.ascontiguousarray(samples.T)  # a sample in one piece: quick to gather
        self._streams = streams
        self.count = int(samples.shape[1])
        self.batch = self.count
        self.epoch = 0
        self.cursor = 0
        self._order: NDArray[np.intp] | None = None
        self._ready: list[Array] = []

    @property
    def passes(self) -> float:
        """Passes through the samples so far, with the part of the present one."""
        return self.epoch + self.cursor / self.count

    def set_batch(self, batch: int) -> None:
        """Changes the batch size; what was seen of the epoch stays seen."""
        self.batch = min(batch, self.count)
        self._ready = []

    def seek(self, epoch: int, cursor: int) -> None:
        """Goes to a place in the order of all epochs."""
        self.epoch, self.cursor = epoch, cursor
        self._order = None
        self._ready = []

    def current(self) -> Array:
        """Returns the present batch, (rows, samples); an epoch's last one may be smaller."""
        if not self._ready:
            self._gather()
        return self._ready[-1]

    def advance(self) -> None:
        """Goes to the next batch."""
        self.cursor += self._ready.pop().shape[1]
        if self.cursor >= self.count:
            self.seek(self.epoch + 1, 0)

    def _gather(self) -> None:
        left = self.count - self.cursor
        if left == self.batch == self.count:
            self._ready = [self._samples]
            return
        if self._order is None:
            self._order = self._streams.order(self.epoch).permutation(self.count)
        rows = self._samples.shape[0]
        most = max(1, _BLOCK_BYTES // (rows * self.batch * self._samples.itemsize))
        whole = min(left // self.batch, most)
        if whole == 0:
            chosen = self._order[self.cursor :]
            self._ready = [np.ascontiguousarray(self._rows[chosen].T)]
            return
        chosen = self._order[self.cursor : self.cursor + whole * self.batch]
        gathered = np.take(self._rows, chosen, axis=0).reshape(whole, self.batch, rows)
        # Last first, so that taking the next one is a pop.
        self._ready = list(np.ascontiguousarray(gathered.transpose(0, 2, 1))[::-1])
