"""The data sets by the names that scenario files use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.data.generators import ring
from eq_sim.data.tables import digits, house_prices
from eq_sim.resources import resource

Maker: TypeAlias = Callable[[int, float, np.random.Generator], Dataset]
"""(points, noise, stream) -> data."""


@dataclass(frozen=True)
class Source:
    """Where a data set comes from.

    Attributes:
        make: makes the data; a table takes neither points nor noise.
        features: how many inputs.
        outputs: how many outputs.
        losses: the losses that fit, the usual one first.
        generated: whether the number of points and the noise can be chosen.
    """

    make: Maker
    features: int
    outputs: int
    losses: tuple[str, ...]
    generated: bool


def _house_prices(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return house_prices(resource("data", "house_prices.csv"))


def _digits(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return digits(resource("data", "digits.csv"))


SOURCES: dict[str, Source] = {
    "ring": Source(ring, 2, 1, ("binary_cross_entropy", "half_mse"), generated=True),
    "house-prices": Source(_house_prices, 2, 1, ("half_mse",), generated=False),
    "digits": Source(_digits, 64, 10, ("softmax_cross_entropy", "half_mse"), generated=False),
}
