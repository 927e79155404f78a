"""A plane through the present knobs, in which the loss and the way of training are looked at.

Two directions of all knobs make it. Either both are random and each neuron's part of them is as
long as the neuron's own weights and bias: filter-normalised, as Li, Xu, Taylor, Studer and
Goldstein have it, "Visualizing the Loss Landscape of Neural Nets" (2018), so that 1 along a
direction is as much as the weights themselves. Or they are the two in which the way of training
has gone farthest: its principal directions, seen from the present knobs.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array

Directions: TypeAlias = Literal["random", "path"]
"""Whose directions: two drawn at random, or the two leading ones of the path."""

_ROOM = 1.25  # times the farthest point of the path, that the plane goes to
_MOST_POINTS = 128  # of a path, that its directions are found from
_FLAT = 1e-10  # of the squares along the first direction: less is no second one


@dataclass(frozen=True, eq=False)
class Plane:
    """A square of settings of all knobs.

    Attributes:
        centre: (size,) the knobs in its middle.
        across: (size,) the direction to the right; knobs that stand still are 0 in it.
        up: (size,) the direction upwards.
        reach: how far it goes each way, in lengths of the directions.
        directions: whose they are.
    """

    centre: NDArray[np.float64]
    across: NDArray[np.float64]
    up: NDArray[np.float64]
    reach: float
    directions: Directions

    def at(self, across: float, up: float) -> NDArray[np.float64]:
        """Returns the (size,) knobs at a place of the plane."""
        return self.centre + across * self.across + up * self.up

    def places(self, thetas: Array) -> NDArray[np.float64]:
        """Returns the (points, 2) places nearest to (points, size) settings of all knobs."""
        both = np.stack([self.across, self.up])
        apart = np.asarray(thetas, np.float64) - self.centre
        return np.asarray(np.linalg.lstsq(both @ both.T, both @ apart.T, rcond=None)[0].T)

    def holds(self, thetas: Array) -> float:
        """Returns which part of a path's squared distances from the centre lies in the plane.

        Args:
            thetas: (points, size) settings of all knobs.

        Returns:
            From 0 to 1; 1 where all of them are at the centre.
        """
        apart = np.asarray(thetas, np.float64) - self.centre
        places = self.places(thetas)
        inside = places[:, :1] * self.across + places[:, 1:] * self.up
        whole = float((apart**2).sum())
        return float((inside**2).sum()) / whole if whole else 1.0


def random_plane(layout: Layout, theta: Array, seed: int, still: NDArray[np.bool_]) -> Plane:
    """Returns a plane along two random directions, filter-normalised.

    Args:
        layout: the network's layout.
        theta: (size,) the knobs in its middle.
        seed: decides the directions, and nothing else does.
        still: (size,) true for knobs that no training moves.
    """
    draw = np.random.default_rng(seed)
    across, up = (_normalised(layout, theta, draw.normal(size=layout.size)) for _ in range(2))
    across[still] = up[still] = 0
    return Plane(np.array(theta, np.float64), across, up, 1.0, "random")


def _normalised(
    layout: Layout, theta: Array, direction: NDArray[np.float64]
) -> NDArray[np.float64]:
    own = np.array(theta, np.float64)
    for part, weights in zip(layout.views(direction), layout.views(own), strict=True):
        part *= np.linalg.norm(weights, axis=0) / np.linalg.norm(part, axis=0)
    for adapter in layout.adapters:  # of whose knobs none is one neuron's alone: each matrix
        for matrix in (adapter.a, adapter.b):
            part = matrix(direction)
            part *= np.linalg.norm(matrix(own)) / np.linalg.norm(part)
    return direction


def path_plane(theta: Array, path: Array, still: NDArray[np.bool_]) -> Plane | None:
    """Returns a plane along the two leading directions of a path.

    The path begins in the left half of it, and its farthest bend from the middle line is above.

    Args:
        theta: (size,) the knobs in its middle.
        path: (points, size) where the knobs were on the way.
        still: (size,) true for knobs that no training moves.

    Returns:
        The plane; None of a path that has not gone anywhere, or along a straight line.
    """
    centre = np.array(theta, np.float64)
    chosen = np.linspace(0, len(path) - 1, min(len(path), _MOST_POINTS)).round().astype(int)
    apart = np.asarray(path, np.float64)[chosen] - centre
    apart[:, still] = 0
    if not len(apart) or not np.isfinite(apart).all():
        return None
    squares, points = np.linalg.eigh(apart @ apart.T)  # from the smallest on
    if len(squares) < 2 or not squares[-2] > _FLAT * squares[-1]:
        return None
    across, up = (points[:, at] @ apart / np.sqrt(squares[at]) for at in (-1, -2))
    x, y = apart @ across, apart @ up
    if x[0] > 0:
        across = -across
    if y[np.argmax(np.abs(y))] < 0:
        up = -up
    reach = _ROOM * float(max(np.abs(x).max(), np.abs(y).max()))
    return Plane(centre, across, up, reach, "path")
