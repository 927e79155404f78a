"""The loss over the steps: points that fall at step counts, never at frames; bounded for ever."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_EXACT = 64  # every step up to here gets a point, and then so many in each doubling
_DEAR = 25.0
_MOST = 4096
_MOST_MARKS = 500


class Losses(NamedTuple):
    """The mean loss over all data, without dropout or penalty; no test part, no test loss."""

    train: float
    test: float | None


@dataclass(frozen=True)
class Mark:
    """Something that a reader of the curve should know happened here."""

    step: int
    epoch: float
    text: str


def next_point(step: int, cost: float = 0.0) -> int:
    """Returns the next step count at which the loss is recorded.

    64 points fall in each doubling of the steps; where a point is dear they are fewer, 16, and
    never so near each other that they cost more than sixteen times the training between them.

    Args:
        step: steps taken.
        cost: what the loss of all data costs, in training steps.
    """
    few = 2 if cost > _DEAR else 0
    doublings = step.bit_length() - _EXACT.bit_length() + few
    least = int(cost / 16).bit_length() - 1
    stride = 1 << max(0, doublings, least)
    return (step // stride + 1) * stride


class History:
    """The recorded losses of a run.

    Attributes:
        revision: grows with each point or mark.
        marks: what happened beside training, oldest first.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.marks: list[Mark] = []
        self._points = np.empty((4, _MOST))
        self._count = 0

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step, epoch, train loss, test loss (nan for none)."""
        view = self._points[:, : self._count]
        view.flags.writeable = False
        return view

    def add(self, step: int, epoch: float, losses: Losses) -> None:
        """Records the losses at a step; a second record of the same losses there is dropped."""
        test = np.nan if losses.test is None else losses.test
        point = (step, epoch, losses.train, test)
        if self._count and tuple(self._points[:3, self._count - 1]) == point[:3]:
            return
        if self._count == _MOST:
            self._thin()
        self._points[:, self._count] = point
        self._count += 1
        self.revision += 1

    def mark(self, step: int, epoch: float, text: str) -> None:
        """Records that something happened at a step."""
        if self.marks and (self.marks[-1].step, self.marks[-1].text) == (step, text):
            return
        self.marks.append(Mark(step, epoch, text))
        del self.marks[:-_MOST_MARKS]
        self.revision += 1

    def restore(self, points: NDArray[np.float64], marks: tuple[Mark, ...]) -> None:
        """Goes back to points and marks that were read earlier."""
        self._count = points.shape[1]
        self._points[:, : self._count] = points
        self.marks = list(marks)
        self.revision += 1

    def _thin(self) -> None:
        """Merges pairs of points: of each the one with the higher loss stays, so spikes do.

        The first and the last point stay as they are.
        """
        first, second = self._points[:, 1:-1:2], self._points[:, 2:-1:2]
        kept = np.where(second[2] > first[2], second, first)
        ends = self._points[:, :1], self._points[:, -1:]
        thinned = np.concatenate([ends[0], kept, ends[1]], axis=1)
        self._count = thinned.shape[1]
        self._points[:, : self._count] = thinned
