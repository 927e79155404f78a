"""Which samples a step of several trainings sees: each copy in the order of its own epochs."""

from collections.abc import Sequence

import numpy as np

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.streams import Streams

_AT_A_TIME = 1 << 15
"""Numbers gathered at a time, so that they are still in the cache when they are turned."""


class StackedBatches:
    """The training samples of several experiments, batch by batch, as ``Batches`` takes them.

    Args:
        samples: of each copy (rows, samples): inputs, ones, targets. Those that are one array are
            kept once: seeds that differ share a table, and it stays near the processor.
        learned: of each copy the places of the samples that it learns from; equally many of each.
        streams: of each copy, its randomness; equal ones share their orders.
        batch: samples in a step.

    Attributes:
        size: how many the present step takes.
    """

    def __init__(
        self,
        samples: Sequence[Array],
        learned: Sequence[IndexArray],
        streams: Sequence[Streams],
        batch: int,
    ) -> None:
        different = list({id(each): each for each in samples}.values())
        sizes = [each.shape[1] for each in different]
        before = np.cumsum([0, *sizes[:-1]]).tolist()
        first = {id(each): start for each, start in zip(different, before, strict=True)}
        self._streams, self._count = streams, len(learned[0])
        self._batch = min(batch, self._count)
        self._whole = self._batch == self._count
        self._epoch, self._cursor = 0, 0
        self.size = self._batch
        # A sample is a row here: a row is gathered in one go.
        self._rows = np.ascontiguousarray(np.concatenate(different, axis=1).T)
        pairs = zip(samples, learned, strict=True)
        self._learned = [places + first[id(each)] for each, places in pairs]
        self._chosen: IndexArray = np.stack(self._learned)
        self._loaded: Array | None = None
        self._taken: Array = np.empty((0, 0, 0), self._rows.dtype)
        if not self._whole:
            self._put_in_order()

    def _put_in_order(self) -> None:
        """Chooses the order of the present epoch."""
        orders: dict[Streams, IndexArray] = {}
        for chosen, streams, learned in zip(
            self._chosen, self._streams, self._learned, strict=True
        ):
            order = orders.get(streams)
            if order is None:
                order = orders[streams] = streams.order(self._epoch).permutation(self._count)
            learned.take(order, 0, chosen, "clip")

    def load(self, into: Array) -> None:
        """Writes the present batch into (copies, rows, size)."""
        if self._whole and self._loaded is into:  # all data are the same at each step
            return
        self._loaded = into
        size, rows = self.size, self._rows.shape[1]
        some = max(1, _AT_A_TIME // (size * rows))
        if self._taken.shape[1] != size:
            self._taken = np.empty((min(some, len(into)), size, rows), self._rows.dtype)
        for start in range(0, len(into), some):
            chosen = self._chosen[start : start + some, self._cursor : self._cursor + size]
            taken = self._taken[: len(chosen)]
            self._rows.take(chosen, 0, taken, "clip")
            np.copyto(into[start : start + some], taken.transpose(0, 2, 1))

    def advance(self) -> None:
        """Goes to the next batch."""
        self._cursor += self.size
        if self._cursor >= self._count:
            self._epoch, self._cursor = self._epoch + 1, 0
            if not self._whole:
                self._put_in_order()
        self.size = min(self._batch, self._count - self._cursor)
