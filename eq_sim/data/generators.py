"""Points made by a rule and a little noise: endless, two-dimensional, easy to look at."""

import numpy as np

from eq_sim.data.dataset import Column, Dataset, View

_PLANE = (Column("x₁", "x₁"), Column("x₂", "x₂"))


def ring(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    """Returns a disc of one class inside a ring of the other.

    The disc has radius 1, the ring reaches from 1.5 to 2.5; ``noise`` is the standard deviation
    of a normal shift of both coordinates, in the same unit.
    """
    inside = points // 2
    radius = np.concatenate(
        [np.sqrt(stream.uniform(0, 1, inside)), stream.uniform(1.5, 2.5, points - inside)]
    )
    angle = stream.uniform(0, 2 * np.pi, points)
    inputs = np.stack([radius * np.cos(angle), radius * np.sin(angle)])
    inputs += noise * stream.standard_normal(inputs.shape)
    targets = (np.arange(points) < inside).astype(np.float64)[np.newaxis]
    return Dataset(_PLANE, inputs, targets, ("inside",), View.PLANE, classes=("outside", "inside"))
