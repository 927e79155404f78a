"""Principal component analysis: the directions in which samples differ most, learned in one go.

Many inputs become a few: how far a sample lies from the mean along each direction. Gradient descent
has no say in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_GRID = 2.0**24
"""Means and components are whole multiples of 1 / this, as exact as a float32 between ½ and 1.

Libraries of linear algebra differ in their last bits from machine to machine; rounded, the same
numbers come out. Where the inputs have few bits too, as pixels do, sums of their products are exact
in whatever order they are taken.
"""

_ALIKE = 1e-6  # of the largest entry of a component: from here on another one is as large


@dataclass(frozen=True, eq=False)
class Pca:
    """A mean and some directions from it, as they were learned from samples.

    Attributes:
        mean: (features,) of the samples.
        components: (components, features) directions of length 1, each at right angles to all
            others, by falling variance. Of each the largest entry is above 0.
        variances: (features,) the variance of the samples along every direction, those that are
            left out too; by falling size.
        samples: how many samples they were learned from.
    """

    mean: NDArray[np.float64]
    components: NDArray[np.float64]
    variances: NDArray[np.float64]
    samples: int

    def __post_init__(self) -> None:
        for array in (self.mean, self.components, self.variances):
            array.flags.writeable = False

    @property
    def size(self) -> int:
        """How many numbers it is: those of the components, and the means."""
        return self.components.size + self.mean.size

    @property
    def explained(self) -> NDArray[np.float64]:
        """(components,) the share of all variance along each; 0 where nothing varies."""
        total = float(self.variances.sum())
        shares = self.variances[: len(self.components)] / (total or 1.0)
        return np.asarray(shares)

    def scores(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns (components, samples) how far (features, samples) lie from the mean along each.

        Args:
            inputs: any samples, seen before or not.
        """
        return np.asarray(self.components @ (inputs - self.mean[:, np.newaxis]))


def learned(samples: NDArray[np.float64], components: int) -> Pca:
    """Returns the mean of samples, and the directions in which they differ most.

    Directions in which the samples do not differ at all are those of single inputs as far as
    possible, so that they are the same whatever the library of linear algebra makes of them.

    Args:
        samples: (features, samples), all that are learned from.
        components: how many directions; from 1 to all features.
    """
    features, count = samples.shape
    mean = _on_grid(samples.mean(axis=1))
    centred = samples - mean[:, np.newaxis]
    variances, vectors = np.linalg.eigh(centred @ centred.T / max(1, count - 1))
    variances, directions = variances[::-1].clip(0), vectors.T[::-1]
    least = float(variances[0]) * features * np.finfo(np.float64).eps
    differs = int((variances > least).sum())
    variances[differs:] = 0
    kept = _signed(directions[: min(components, differs)])
    if components > differs:
        kept = _completed(directions[:differs], components)
        kept[:differs] = _signed(kept[:differs])
    return Pca(mean, _on_grid(kept), variances, count)


def _on_grid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.rint(values * _GRID) / _GRID + 0.0)  # + 0: no −0


def _signed(directions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns directions of which the largest entry is above 0; of equal ones the first."""
    if not directions.size:
        return directions.copy()
    sizes = np.abs(directions)
    first = (sizes >= sizes.max(axis=1, keepdims=True) * (1 - _ALIKE)).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), first])
    return np.asarray(directions * signs[:, np.newaxis])


def _completed(directions: NDArray[np.float64], components: int) -> NDArray[np.float64]:
    """Returns directions with more at right angles to them: what is left of single inputs.

    The input of which most is left comes first; of equal ones the first.
    """
    made = np.zeros((components, directions.shape[1]))
    made[: len(directions)] = directions
    left = 1 - (directions**2).sum(axis=0)  # the square of what of each input is left
    for place in range(len(directions), components):
        chosen = int((left >= left.max() - _ALIKE).argmax())
        rest = np.zeros(directions.shape[1])
        rest[chosen] = 1
        for _ in range(2):  # once leaves rounding behind
            rest -= made[:place].T @ (made[:place] @ rest)
        made[place] = rest / np.sqrt(rest @ rest)
        left -= made[place] ** 2
    return made
