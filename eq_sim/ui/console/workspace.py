"""Memory that is used again by each part of each picture.

To be given fresh memory by the system takes longer than to compute what is written there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Workspace:
    """Named pieces of memory, each as large as it has ever been needed."""

    def __init__(self) -> None:
        self._pieces: dict[str, NDArray[np.uint8]] = {}

    def array(self, name: str, shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
        """Returns an array of anything; it is good until the same name is asked for again."""
        size = prod(shape) * np.dtype(dtype).itemsize
        piece = self._pieces.get(name)
        if piece is None or piece.size < size:
            piece = self._pieces[name] = np.empty(size, dtype=np.uint8)
        return piece[:size].view(dtype).reshape(shape)

    def take(
        self, name: str, source: NDArray[Any], places: NDArray[np.integer[Any]], axis: int
    ) -> NDArray[Any]:
        """Returns the entries of a matrix at some places along an axis, in memory of this name."""
        shape = (len(places), source.shape[1]) if axis == 0 else (len(source), len(places))
        out = self.array(name, shape, source.dtype)
        return np.take(source, places, axis=axis, out=out, mode="clip")


_UNUSED: list[Workspace] = []


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Lends a workspace that nobody else has at the same time."""
    lent = _UNUSED.pop() if _UNUSED else Workspace()
    try:
        yield lent
    finally:
        _UNUSED.append(lent)
