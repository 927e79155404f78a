"""The loss over the steps: points that fall at step counts, never at frames; bounded for ever."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.messages import Message
from eq_sim.session.words import words

_EXACT = 64  # steps after which points are spaced, and points in each doubling of them
MOST_POINTS = 4096
MOST_MARKS = 500


class Losses(NamedTuple):
    """The mean loss over each part of the data, without dropout or penalty; None for no part."""

    train: float
    test: float | None
    validation: float | None = None

    @property
    def choosing(self) -> float:
        """The loss that says which knobs are the best.

        That of the validation part, which is there to choose. Without one it is that of the test
        part, which then has helped to choose and looks a little too good; or of all data.
        """
        if self.validation is not None:
            return self.validation
        return self.train if self.test is None else self.test


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


class Spacing(NamedTuple):
    """How near each other the points of the record are.

    Attributes:
        steps: between two points, where they are nearest after the first steps.
        exact: whether each of the first steps has a point; else those that are powers of 2.
    """

    steps: int = 1
    exact: bool = True


def next_point(step: int, spacing: Spacing = Spacing()) -> int:  # noqa: B008 - it never changes
    """Returns the next step count at which the loss is recorded.

    After the first 64 steps there are at most 64 points in each doubling of the steps, and none
    nearer than they may be.

    Args:
        step: steps taken.
        spacing: how near each other points may be.
    """
    if step < _EXACT:
        return step + 1 if spacing.exact else 1 << step.bit_length()
    spaces = step // spacing.steps
    stride = 1 << max(0, spaces.bit_length() - _EXACT.bit_length())
    return (spaces // stride + 1) * stride * spacing.steps


class _Buffer:
    """Columns that are written once, and by whoever is first: several histories share them."""

    def __init__(self) -> None:
        self.columns = np.empty((5, MOST_POINTS))
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
        """Returns a history with (4 or 5, points) that were read from another one's ``every``."""
        return cls(marks, _copied(points), points.shape[1])

    @property
    def every(self) -> NDArray[np.float64]:
        """A read-only (5, points) view: ``points``, and ``validation`` below them."""
        view = self._buffer.columns[:, : self._count]
        view.flags.writeable = False
        return view

    @property
    def validation(self) -> NDArray[np.float64]:
        """A read-only (points,) view: the validation loss at each point (nan for none)."""
        return self.every[4, :]

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step, epoch, train loss, test loss (nan for none)."""
        return self.every[:4]

    @property
    def memory(self) -> NDArray[np.float64]:
        """The memory that the points lie in, to be counted, not read."""
        return self._buffer.columns

    def added(self, step: int, epoch: float, losses: Losses) -> "HistoryState":
        """Returns a history with one more point; the same where it has this one already."""
        test, validation = (np.nan if one is None else one for one in losses[1:])
        point = (step, epoch, losses.train, test, validation)
        count = self._count
        if count and tuple(self._buffer.columns[:3, count - 1]) == point[:3]:
            return self
        if count == MOST_POINTS:
            return HistoryState.of(_thinned(self.every), self.marks).added(step, epoch, losses)
        if self._buffer.filled != count:  # somebody else went on from here
            return HistoryState.of(self.every, self.marks).added(step, epoch, losses)
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


@dataclass(frozen=True, eq=False)
class BatchHistory:
    """The losses of the batches, each on its own samples: a value that shares what it can.

    Where they become too many, neighbours are put together: lowest and highest stay. It is not
    kept in files: after them it begins anew.
    """

    _buffer: _Buffer | None = None
    _count: int = 0

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step and epoch, lowest and highest loss from there on."""
        if self._buffer is None:
            return np.empty((4, 0))
        view = self._buffer.columns[:4, : self._count]
        view.flags.writeable = False
        return view

    @property
    def memory(self) -> NDArray[np.float64] | None:
        """The memory that the points lie in, to be counted, not read."""
        return self._buffer.columns if self._buffer else None

    def added(self, losses: NDArray[np.float64]) -> "BatchHistory":
        """Returns a history that goes on with (3, steps): step, epoch, loss."""
        more, room = losses.shape[1], MOST_POINTS - self._count
        if more > room and room < MOST_POINTS // 2:
            return self._paired().added(losses)
        if more > room:
            return self.added(losses[:, :room]).added(losses[:, room:])
        buffer, count = self._buffer, self._count
        if buffer is None or buffer.filled != count:  # somebody else went on from here
            buffer = _copied(self.points)
        end = count + more
        buffer.columns[:3, count:end], buffer.columns[3, count:end] = losses, losses[2]
        buffer.filled = end
        return BatchHistory(buffer, end)

    def _paired(self) -> "BatchHistory":
        points = self.points
        first, second = points[:, 0:-1:2], points[:, 1::2]
        low, high = np.minimum(first[2], second[2]), np.maximum(first[3], second[3])
        pairs = np.array([first[0], first[1], low, high])
        if points.shape[1] % 2:
            pairs = np.concatenate([pairs, points[:, -1:]], axis=1)
        return BatchHistory(_copied(pairs), pairs.shape[1])


class History:
    """The recorded losses of an experiment, as they are now: for views that keep it.

    Args:
        now: returns the present state.
        batches: returns the losses of the batches, if they are kept.
    """

    def __init__(
        self,
        now: Callable[[], HistoryState],
        batches: Callable[[], BatchHistory] = BatchHistory,
    ) -> None:
        self._now, self._batches = now, batches

    @property
    def points(self) -> NDArray[np.float64]:
        """A read-only (4, points) view: step, epoch, train loss, test loss (nan for none)."""
        return self._now().points

    @property
    def validation(self) -> NDArray[np.float64]:
        """A read-only (points,) view: the validation loss at each point (nan for none)."""
        return self._now().validation

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What happened beside training, oldest first."""
        return self._now().marks

    @property
    def batches(self) -> NDArray[np.float64]:
        """The batches' own losses as ``BatchHistory`` has them; none of those before a file."""
        return self._batches().points


def _copied(points: NDArray[np.float64]) -> _Buffer:
    buffer = _Buffer()
    rows, buffer.filled = points.shape
    buffer.columns[:rows, : buffer.filled] = points
    buffer.columns[rows:, : buffer.filled] = np.nan
    return buffer


def _thinned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Merges pairs of points: of each the one with the higher loss stays, so spikes do.

    The first and the last point stay as they are.
    """
    first, second = points[:, 1:-1:2], points[:, 2:-1:2]
    kept = np.where(second[2] > first[2], second, first)
    return np.concatenate([points[:, :1], kept, points[:, -1:]], axis=1)
