"""The data sets by the names that scenario files use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.data.generators import (
    canvas,
    equalizer,
    equalizer_in_db,
    line,
    moons,
    ring,
    sine,
    spiral,
    xor,
)
from eq_sim.data.new_ink import FIRST, JUDGES, base_digits
from eq_sim.data.tables import digits, house_prices, penguins
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
        rows: how many samples a table has; 0 where their number can be chosen, or all are painted.
        learned: how many of them are learned from, the first ones, where the source itself says
            what each is for: the others judge. 0 where a share says it.
        noisy: whether noise can be chosen, though the number of points cannot.
        kin: the source whose samples these are, where they are another's.
    """

    make: Maker
    features: int
    outputs: int
    losses: tuple[str, ...]
    generated: bool
    rows: int = 0
    learned: int = 0
    noisy: bool = False
    kin: str = ""


def _house_prices(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return house_prices(resource("data", "house_prices.csv"))


def _digits(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return digits(resource("data", "digits.csv"))


def _base_digits(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return base_digits()


def _penguins(points: int, noise: float, stream: np.random.Generator) -> Dataset:
    return penguins(resource("data", "penguins.csv"))


_TWO_CLASSES = ("binary_cross_entropy", "half_mse")
_CLASSES = ("softmax_cross_entropy", "half_mse")
_NUMBER = ("half_mse",)

SOURCES: dict[str, Source] = {
    "ring": Source(ring, 2, 1, _TWO_CLASSES, generated=True),
    "xor": Source(xor, 2, 1, _TWO_CLASSES, generated=True),
    "moons": Source(moons, 2, 1, _TWO_CLASSES, generated=True),
    "spiral": Source(spiral, 2, 1, _TWO_CLASSES, generated=True),
    "painted": Source(canvas, 2, 1, _TWO_CLASSES, generated=False),
    "line": Source(line, 1, 1, _NUMBER, generated=True),
    "sine": Source(sine, 1, 1, _NUMBER, generated=True),
    "equalizer": Source(equalizer, 10, 1, _NUMBER, generated=True),
    "equalizer-db": Source(equalizer_in_db, 10, 1, _NUMBER, generated=True),
    "house-prices": Source(_house_prices, 2, 1, _NUMBER, generated=False, rows=546),
    "penguins": Source(_penguins, 4, 3, _CLASSES, generated=False, rows=342),
    "digits": Source(_digits, 64, 10, _CLASSES, generated=False, rows=1797),
    "base-digits": Source(
        _base_digits, 64, 10, _CLASSES, generated=False, rows=FIRST + JUDGES, learned=FIRST,
        kin="digits",
    ),
}  # fmt: skip

LOSSES_OF = {"number": _NUMBER, "two-classes": _TWO_CLASSES, "classes": _CLASSES}
"""The losses that fit by what is learned from a table of one's own, the usual one first."""
