"""Digits that a person draws, as examples: 8×8 pixels of 0 to 16 inked points each."""

from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

MOST_DRAWN = 200
"""Drawn digits that an experiment can have."""

_LEVELS = "0123456789abcdefg"


class DrawnDigit(NamedTuple):
    """A digit that a person drew.

    Attributes:
        digit: which one it is, 0 to 9.
        pixels: a letter for each of the 64 pixels, row by row: 0 to 9 and a to g, for 0 to 16.
    """

    digit: Annotated[int, Meta(ge=0, le=9)]
    pixels: Annotated[str, Meta(pattern=r"^[0-9a-g]{64}\Z")]


def drawn(digit: int, shares: NDArray[np.float64]) -> DrawnDigit:
    """Returns a drawing.

    Args:
        digit: which one it is.
        shares: (64,) how much of each pixel is inked, from 0 to 1, in sixteenths.
    """
    return DrawnDigit(digit, "".join(_LEVELS[level] for level in np.rint(16 * shares).astype(int)))


def pixels_of(drawings: tuple[DrawnDigit, ...]) -> NDArray[np.float64]:
    """Returns (64, drawings) shares of ink, as the data have them."""
    levels = [[_LEVELS.index(letter) for letter in one.pixels] for one in drawings]
    return np.array(levels, dtype=np.float64).reshape(-1, 64).T / 16
