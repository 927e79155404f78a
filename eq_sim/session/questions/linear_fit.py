"""A plain linear fit to some samples: least squares, or logistic and softmax regression.

What a field holds a network against. Inputs count from their mean in units of their spread, so the
ridge means the same for all of them: it is too small to matter, but where classes can be told apart
without a mistake, no finite weights would be the best. The samples are gone through a few at a
time, so that whoever draws meanwhile need not wait; how many is a matter of counted work alone.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import IndexArray

Matrix: TypeAlias = NDArray[np.float64]
_T = TypeVar("_T")
Pieces: TypeAlias = Generator[None, None, _T]
"""Work in pieces, with what it comes to at the end."""

RIDGE = 1e-4
"""Half of it, times the sum of the squared weights, is added to a mean loss over classes."""

_ALMOST_NONE = 1e-9  # columns that are sums of others share their weight, and rounding decides none
_FLAT = 1e-7  # a gradient of this length is none
_PIECE = 1 << 21  # multiplications of a piece: a frame has room for some of them
_FEWEST = 128  # samples in a piece
_MOST_WORK = 3e11  # multiplications of a fit over classes, unless it has very few steps then
_NEWTON, _INNER, _HALVINGS = 40, 60, 30


@dataclass(frozen=True, eq=False)
class Samples:
    """Samples to fit to, and the scale of their inputs.

    Attributes:
        inputs: (features, all samples).
        targets: (outputs, all samples).
        places: (samples,) those to fit to.
        centre: (features, 1) their mean.
        spread: (features, 1) their standard deviation, 1 where there is none.
    """

    inputs: Matrix
    targets: Matrix
    places: IndexArray
    centre: Matrix
    spread: Matrix

    @classmethod
    def of(cls, inputs: Matrix, targets: Matrix, places: IndexArray) -> "Pieces[Samples]":
        """Measures the inputs, and returns the samples.

        Args:
            inputs: (features, all samples).
            targets: (outputs, all samples).
            places: (samples,) those to fit to, one at least.
        """
        features = len(inputs)
        lowest, highest = np.full(features, np.inf), np.full(features, -np.inf)
        total = np.zeros(features)
        for part in _parts(places, _PIECE // features):
            values = inputs[:, part]
            total += values.sum(axis=1)
            lowest = np.minimum(lowest, values.min(axis=1))
            highest = np.maximum(highest, values.max(axis=1))
            yield
        # The mean of equal numbers can differ from them in the last bit, and so invent a spread.
        constant = lowest == highest
        centre = np.where(constant, lowest, total / len(places))[:, np.newaxis]
        squares = np.zeros(features)
        for part in _parts(places, _PIECE // features):
            squares += ((inputs[:, part] - centre) ** 2).sum(axis=1)
            yield
        deviation = np.sqrt(squares / len(places))
        spread = np.where(constant | (deviation == 0), 1.0, deviation)[:, np.newaxis]
        return cls(inputs, targets, places, centre, spread)

    def rows(self, places: IndexArray) -> Matrix:
        """Returns (features + 1, places) scaled inputs over a row of ones."""
        rows = np.empty((len(self.inputs) + 1, len(places)))
        np.subtract(self.inputs[:, places], self.centre, out=rows[:-1])
        rows[:-1] /= self.spread
        rows[-1] = 1
        return rows

    def parts(self) -> Iterator[tuple[Matrix, Matrix]]:
        """Yields scaled inputs and targets of the samples to fit to, a piece at a time."""
        each = _PIECE // ((len(self.inputs) + 1) * max(2, len(self.targets)))
        for part in _parts(self.places, each):
            yield self.rows(part), self.targets[:, part]

    def products(self) -> Pieces[Matrix]:
        """Returns (features + 1, features + 1) mean products of scaled inputs with each other."""
        features = len(self.inputs) + 1
        sum_ = np.zeros((features, features))
        for part in _parts(self.places, _PIECE // features**2):
            rows = self.rows(part)
            sum_ += rows @ rows.T
            yield
        return np.asarray(sum_ / len(self.places), dtype=np.float64)


def _parts(places: IndexArray, each: int) -> Iterator[IndexArray]:
    each = max(_FEWEST, each)
    for first in range(0, len(places), each):
        yield places[first : first + each]


def least_squares(samples: Samples) -> Pieces[Matrix]:
    """Returns (outputs, features + 1) the weights of least squares, by the normal equations."""
    products = yield from samples.products()
    moments = np.zeros((len(samples.targets), len(products)))
    for rows, targets in samples.parts():
        moments += targets @ rows.T
        yield
    products[np.diag_indices(len(products) - 1)] += _ALMOST_NONE
    weights = np.linalg.solve(products, moments.T / len(samples.places)).T
    return np.asarray(weights, dtype=np.float64)


def regression(samples: Samples) -> Pieces[Matrix]:
    """Returns (outputs, features + 1) the weights of logistic or softmax regression.

    Newton's method; each of its steps is found by conjugate gradients, which go by the curvature
    at even odds first. Its work is bounded.

    Args:
        samples: with one target of 0 or 1, or one-hot targets.
    """
    products = yield from samples.products()
    count, features = len(samples.places), len(products)
    ridge = np.full(features, RIDGE)
    ridge[-1] = _ALMOST_NONE  # nothing pulls at a bias
    guess = np.linalg.inv(products / 4 + np.diag(ridge))
    weights = np.zeros((len(samples.targets), features))
    passes = max(20.0, _MOST_WORK / (4 * count * weights.size))

    def over(of: Callable[[Matrix, Matrix], Matrix]) -> Pieces[Matrix]:
        """Returns the mean over the samples of what a piece of them comes to, and counts."""
        nonlocal passes
        passes -= 1
        sum_: Matrix = np.zeros(1)
        for rows, targets in samples.parts():
            sum_ = sum_ + of(rows, targets)
            yield
        return sum_ / count

    def value(at: Matrix) -> Pieces[float]:
        mean = yield from over(lambda rows, targets: np.array([_loss(at @ rows, targets)]))
        return float(mean[0]) + 0.5 * float((ridge * at**2).sum())

    loss = yield from value(weights)
    for _ in range(_NEWTON):
        slope = yield from over(_slope(weights))
        slope += ridge * weights
        if np.linalg.norm(slope) <= _FLAT or passes <= 0:
            break
        # Conjugate gradients, as near as the step is worth.
        step, rest = np.zeros_like(weights), slope.copy()
        way = eased = rest @ guess
        left, enough = float((rest * eased).sum()), min(0.1, float(np.linalg.norm(slope)) ** 0.5)
        for _ in range(_INNER):
            bent = yield from over(_curvature(weights, way))
            bent += ridge * way
            along = left / float((way * bent).sum())
            step += along * way
            rest -= along * bent
            if np.linalg.norm(rest) <= enough * np.linalg.norm(slope) or passes <= 0:
                break
            eased = rest @ guess
            before, left = left, float((rest * eased).sum())
            way = eased + left / before * way
        # As far as it goes down.
        share, expected = 1.0, float((slope * step).sum())
        for _ in range(_HALVINGS):
            tried = yield from value(weights - share * step)
            if tried <= loss - 1e-4 * share * expected:
                break
            share /= 2
        else:
            break  # rounding is all that is left
        weights, loss = weights - share * step, tried
    return weights


def chances(sums: Matrix) -> Matrix:
    """Returns the probabilities of (outputs, samples) logits."""
    if len(sums) == 1:
        return np.asarray((np.tanh(sums / 2) + 1) / 2)
    powers = np.exp(sums - sums.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0))


def _loss(sums: Matrix, targets: Matrix) -> float:
    if len(sums) == 1:
        return float(np.logaddexp(0, (1 - 2 * targets) * sums).sum())
    top = sums.max(axis=0)
    total = np.log(np.exp(sums - top).sum(axis=0)) + top
    return float((total - (targets * sums).sum(axis=0)).sum())


def _slope(weights: Matrix) -> Callable[[Matrix, Matrix], Matrix]:
    return lambda rows, targets: (chances(weights @ rows) - targets) @ rows.T


def _curvature(weights: Matrix, way: Matrix) -> Callable[[Matrix, Matrix], Matrix]:
    def of(rows: Matrix, targets: Matrix) -> Matrix:
        likely, moved = chances(weights @ rows), way @ rows
        if len(likely) == 1:
            bent = likely * (1 - likely) * moved
        else:
            bent = likely * (moved - (likely * moved).sum(axis=0))
        return np.asarray(bent @ rows.T)

    return of
