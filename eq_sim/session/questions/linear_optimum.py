"""The best knobs of a network without hidden layers and half squared error, in closed form.

The loss is ½ · mean of |Xw − y|², and ½ · L2 · Σw² where weights have a price. With A = [X y] of
all training samples and A = QR, R alone says all of it: |Xw − y| = |R [w; −1]|. So the samples are
gone through once, a piece at a time, and freezing a knob or another L2 asks R alone, which is as
small as the layer. The lowest point is that of least squares; frozen and silent knobs stay as they
are.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.questions.linear_fit import Matrix, Pieces

MOST_INPUTS = 256
"""Inputs up to which it is worked out: the work grows with their square."""

MOST_WORK = 4e9
"""Multiplications up to which it is worked out: a second or two, in pieces."""

_PIECE = 1 << 21  # multiplications of a piece: a frame has room for some of them
_TALL = 2  # a piece has so many times as many samples as columns, at least

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Squares:
    """Squared errors of all training samples, as small as the layer.

    Attributes:
        triangle: (inputs + 1 + outputs, the same) the R of [X y]; the ones are the last of X.
        inputs: columns of X that are inputs.
        samples: how many there were.
    """

    triangle: Matrix
    inputs: int
    samples: int


def work(inputs: int, outputs: int, samples: int) -> float:
    """Returns how many multiplications it takes to make ``Squares``, about."""
    return 2.0 * samples * (inputs + 1 + outputs) ** 2


def begin_squares(inputs: Array, targets: Array) -> Pieces[Squares]:
    """Works in pieces, none of which is felt in a frame.

    Args:
        inputs: (inputs + 1, samples), a row of ones last.
        targets: (outputs, samples).
    """
    columns, samples = len(inputs) + len(targets), inputs.shape[1]
    triangle: Matrix = np.zeros((0, columns))
    each = max(_TALL * columns, _PIECE // (2 * columns**2))
    for first in range(0, samples, each):
        part = slice(first, first + each)
        rows = np.vstack([inputs[:, part], targets[:, part]]).T.astype(np.float64)
        triangle = np.asarray(np.linalg.qr(np.vstack([triangle, rows]), mode="r"))
        yield
    whole = np.zeros((columns, columns))
    whole[: len(triangle)] = triangle
    return Squares(whole, len(inputs) - 1, samples)


@dataclass(frozen=True, eq=False)
class Span:
    """Neurons whose lowest points are many: along some ways the loss does not change at all.

    Attributes:
        knobs: (neurons, free) their places in θ.
        ways: (free, ways) of length 1 and at right angles: those along which it does change.
    """

    knobs: NDArray[np.intp]
    ways: Matrix


@dataclass(frozen=True, eq=False)
class Lowest:
    """Where the loss, with its penalty, is lowest.

    Attributes:
        theta: (size,) one such point; of several the nearest to 0. Fixed knobs are where they are.
        free: (size,) the knobs that can get there; the others stay.
        spans: the neurons that have several such points.
        loss: the mean loss there, without penalty.
        penalty: what the penalty adds to it.
    """

    theta: NDArray[np.float64]
    free: Mask
    spans: tuple[Span, ...]
    loss: float
    penalty: float

    @property
    def ways(self) -> int:
        """How many ways there are along which the loss stays as low."""
        return sum(len(span.knobs) * (len(span.ways) - span.ways.shape[1]) for span in self.spans)

    def nearest(self, theta: Array) -> NDArray[np.float64]:
        """Returns the (size,) lowest point that is nearest to some knobs."""
        near = self.theta.copy()
        for span in self.spans:
            off = theta[span.knobs] - self.theta[span.knobs]
            near[span.knobs] += off - (off @ span.ways) @ span.ways.T
        return near

    def distances(self, moments: Array) -> NDArray[np.float64]:
        """Returns how far free knobs are from the nearest lowest point, of (moments, size) knobs.

        It is the length of the difference, ‖θ − θ*‖, of one value a moment.
        """
        off = np.where(self.free, moments - self.theta, 0.0)
        for span in self.spans:
            part = off[:, span.knobs]
            off[:, span.knobs] = (part @ span.ways) @ span.ways.T
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", off, off)))


def lowest(squares: Squares, layout: Layout, values: Array, fixed: Mask, l2: float) -> Lowest:
    """Returns where the loss is lowest.

    What the numbers of the network cannot tell from no slope at all counts as none: there the loss
    has several lowest points.

    Args:
        squares: the training samples.
        layout: of one layer.
        values: (size,) what every knob counts as now; of interest of fixed ones only.
        fixed: (size,) knobs that stay.
        l2: the price on squared weights.
    """
    block = layout.blocks[0]
    rows, triangle = block.rows, squares.triangle[:, : block.rows]
    goals = squares.triangle[:, squares.inputs + 1 :]
    theta = np.where(fixed, values, 0.0).astype(np.float64)
    scale, noise = sqrt(squares.samples), float(np.finfo(values.dtype).eps)
    kept = block.view(np.asarray(fixed))
    spans: list[Span] = []
    view = block.view(theta)
    patterns, which = np.unique(kept, axis=1, return_inverse=True)
    for place in range(patterns.shape[1]):
        free = np.flatnonzero(~patterns[:, place])
        neurons = np.flatnonzero(which.ravel() == place)
        if not free.size:
            continue
        slopes = triangle[:, free] / scale
        wanted = (goals[:, neurons] - triangle @ view[:, neurons]) / scale
        if l2:
            prices = np.diag(np.where(free < block.inputs, sqrt(l2), 0.0))
            slopes = np.vstack([slopes, prices])
            wanted = np.vstack([wanted, np.zeros((len(free), len(neurons)))])
        left, lengths, right = np.linalg.svd(slopes, full_matrices=False)
        there = lengths > lengths[0] * noise * rows if lengths[0] > 0 else lengths > 0
        ways = right[there].T
        view[np.ix_(free, neurons)] = ways @ (
            (left[:, there].T @ wanted) / lengths[there, np.newaxis]
        )
        if len(free) > ways.shape[1]:
            knobs = block.offset + free * block.outputs + neurons[:, np.newaxis]
            spans.append(Span(knobs, ways))
    off = triangle @ view - goals
    loss = float((off**2).sum()) / (2 * squares.samples)
    penalty = 0.5 * l2 * float((view[: block.inputs] ** 2).sum())
    return Lowest(theta, ~fixed, tuple(spans), loss, penalty)
