"""The loss over the steps: points that fall at step counts, never at frames; bounded for ever."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.messages import Message
from eq_sim.session.words import words

_EXACT = 64  # every step up to here gets a point, and then so many in each doubling
_DEAR = 25.0
MOST_POINTS = 4096
MOST_MARKS = 500


class Losses(NamedTuple):
    """The mean loss over all data, without dropout or penalty; no test part, no test loss."""

    train: float
    test: float | None


@dataclass(frozen=True)
class Mark:
    """Something that a reader of the curve should know happened here."""

    step: int
    epoch: float
    message: Message

    @property
    def text(self) -> str:
        """What happened, in words."""
        return words(self.message)


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


class _Buffer:
    """Columns that are written once, and by whoever is first: several histories share them."""

    def __init__(self) -> None:
        self.columns = np.empty((4, MOST_POINTS))
        self.filled = 0


@dataclass(frozen=True, eq=False)
class HistoryState:
    """The recorded losses at one moment: a value, however many points it has.

    A value with one more point shares all others with it.

    Attributes:
        marks: what happened beside training, in the order of their steps.
    """

    marks: tuple[Mark, ...] = ()
    _buffer: _Buffer = field(default_factory=_Buffer)
    _count: int = 0

    @classmethod
    def of(cls, points: NDArray[np.float64], marks: tuple[Mark, ...]) -> "HistoryState":
        """Returns a history with (4, points) that were read from another one."""
        buffer = _Buffer()
        buffer.filled = points.shape[1]
        buffer.columns[:, : buffer.filled] = points
        return cls(marks, buffer, buffer.filled)

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step, epoch, train loss, test loss (nan for none)."""
        view = self._buffer.columns[:, : self._count]
        view.flags.writeable = False
        return view

    @property
    def memory(self) -> NDArray[np.float64]:
        """The memory that the points lie in, to be counted, not read."""
        return self._buffer.columns

    def added(self, step: int, epoch: float, losses: Losses) -> "HistoryState":
        """Returns a history with one more point; the same where it has this one already."""
        test = np.nan if losses.test is None else losses.test
        point = (step, epoch, losses.train, test)
        count = self._count
        if count and tuple(self._buffer.columns[:3, count - 1]) == point[:3]:
            return self
        if count == MOST_POINTS:
            return HistoryState.of(_thinned(self.points), self.marks).added(step, epoch, losses)
        if self._buffer.filled != count:  # somebody else went on from here
            return HistoryState.of(self.points, self.marks).added(step, epoch, losses)
        self._buffer.columns[:, count] = point
        self._buffer.filled = count + 1
        return replace(self, _count=count + 1)

    def marked(self, step: int, epoch: float, message: Message) -> "HistoryState":
        """Returns a history that says that something happened at a step, the last or an earlier."""
        place = bisect_right(self.marks, step, key=lambda mark: mark.step)
        earlier, later = self.marks[:place], self.marks[place:]
        if earlier and (earlier[-1].step, earlier[-1].message) == (step, message):
            return self
        marks = (*earlier, Mark(step, epoch, message), *later)[-MOST_MARKS:]
        return replace(self, marks=marks)


class History:
    """The recorded losses of an experiment, as they are now: for views that keep it.

    Args:
        now: returns the present state.
    """

    def __init__(self, now: Callable[[], HistoryState]) -> None:
        self._now = now

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step, epoch, train loss, test loss (nan for none)."""
        return self._now().points

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What happened beside training, oldest first."""
        return self._now().marks


def _thinned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Merges pairs of points: of each the one with the higher loss stays, so spikes do.

    The first and the last point stay as they are.
    """
    first, second = points[:, 1:-1:2], points[:, 2:-1:2]
    kept = np.where(second[2] > first[2], second, first)
    return np.concatenate([points[:, :1], kept, points[:, -1:]], axis=1)
