"""The digits in three parts that share none, and how those of two parts come to look otherwise.

A base learns from the first part. Examples of another task come from the second, and both tasks
are judged by the third. Which digit is in which part follows from its row alone: no seed and no
version of any library moves one, so whatever learned from the first part has seen no other.
"""

from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.data.notes import DRAWN, NEW_INK
from eq_sim.data.tables import digits
from eq_sim.resources import resource

FIRST = 900
"""Digits that a base learns from."""

POOL = 300
"""Digits that examples of another task are taken from."""

JUDGES = 597
"""Digits that judge, on the old task as they are and on another one in its ink."""

MOST_EXAMPLES = 20
"""Examples of each digit, at most: the pool has 25 of the rarest."""

_KINDS = 10
_NO_PICTURES: NDArray[np.float64] = np.empty((64, 0))
_MIDDLE = 3.5  # of eight pixels, counted from 0
_GREY = 0.5


@dataclass(frozen=True)
class Ink:
    """How the pictures of another task look; by default as they are.

    Attributes:
        contrast: what each pixel's distance from mid-grey is multiplied by; −1 swaps ink and paper.
        rotation: by how many degrees a picture is turned, clockwise, around its middle.
        shift_x: by how many pixels it is then moved to the right.
        shift_y: by how many pixels it is then moved down.
    """

    contrast: float = 1.0
    rotation: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0

    def pictures(self, pixels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Returns (64, samples) pictures in this ink: turned, moved, and then paled.

        Args:
            pixels: (64, samples) as they were, from 0 for paper to 1 for ink.
        """
        if self.rotation or self.shift_x or self.shift_y:
            pixels = self._moving() @ pixels
        if self.contrast != 1:
            pixels = _GREY + self.contrast * (pixels - _GREY)
        return pixels

    def _moving(self) -> NDArray[np.float64]:
        """Returns the (64, 64) shares of old pixels in new ones; beyond the edge there is paper."""
        rows, columns = (axis.ravel() for axis in np.indices((8, 8)))
        x, y = columns - _MIDDLE - self.shift_x, rows - _MIDDLE - self.shift_y
        angle = np.deg2rad(self.rotation)
        # A whole pixel is to be met exactly: cos 90° is not quite 0.
        from_x = np.round(x * np.cos(angle) + y * np.sin(angle) + _MIDDLE, 9)
        from_y = np.round(y * np.cos(angle) - x * np.sin(angle) + _MIDDLE, 9)
        across = np.maximum(0, 1 - np.abs(from_x[:, np.newaxis] - columns))
        down = np.maximum(0, 1 - np.abs(from_y[:, np.newaxis] - rows))
        return np.asarray(across * down)


@cache
def parts() -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Returns the rows of the digits in each part, in order: base, pool, judges."""
    size = FIRST + POOL + JUDGES
    order = sorted(range(size), key=lambda row: sha256(f"digit {row}".encode()).digest())
    cuts = (order[:FIRST], order[FIRST : FIRST + POOL], order[FIRST + POOL :])
    first, pool, judges = (np.sort(np.array(rows, dtype=np.intp)) for rows in cuts)
    return first, pool, judges


def base_digits() -> Dataset:
    """Returns the digits that a base learns from, then those that judge."""
    first, _, judges = parts()
    return _all().rows(np.concatenate([first, judges]))


def new_ink(
    ink: Ink,
    examples: int,
    noise: float,
    stream: np.random.Generator,
    own: tuple[tuple[int, ...], NDArray[np.float64]] = ((), _NO_PICTURES),
) -> Dataset:
    """Returns a few examples of each digit in another ink, then those that judge, in the same ink.

    No base has seen any of them. More examples are the same ones and further ones, and the judges
    stay as they are. A person's own digits come after the examples.

    Args:
        ink: how they look.
        examples: how many of each digit.
        noise: the standard deviation of what is added to each pixel; pixels stay from 0 to 1.
        stream: the randomness of examples and noise.
        own: which digits a person has drawn, and (64, drawings) how; they are put into this ink.
    """
    whole = _all()
    _, pool, judges = parts()
    kinds = whole.targets[:, pool].argmax(axis=0)
    shuffled = [stream.permutation(pool[kinds == kind]) for kind in range(_KINDS)]
    chosen = np.sort(np.concatenate([rows[:examples] for rows in shuffled]))
    pixels = ink.pictures(whole.inputs)
    if noise:
        pixels = (pixels + noise * stream.standard_normal(pixels.shape)).clip(0, 1)
    note = NEW_INK.format(examples=_KINDS * examples, each=examples, judges=JUDGES)
    made = replace(whole, inputs=pixels, note=note).rows(np.concatenate([chosen, judges]))
    return _with_drawn(made, ink, chosen.size, own, noise, stream) if own[0] else made


def _with_drawn(
    made: Dataset,
    ink: Ink,
    place: int,
    own: tuple[tuple[int, ...], NDArray[np.float64]],
    noise: float,
    stream: np.random.Generator,
) -> Dataset:
    """Returns the data with drawn digits before a place."""
    digits_drawn, pictures = own
    pixels = ink.pictures(pictures)
    if noise:
        pixels = (pixels + noise * stream.standard_normal(pixels.shape)).clip(0, 1)
    targets = np.eye(_KINDS)[list(digits_drawn)].T
    inputs = np.insert(made.inputs, [place], pixels, axis=1)
    note = f"{made.note}; {DRAWN.format(count=len(digits_drawn))}"
    return replace(
        made, inputs=inputs, targets=np.insert(made.targets, [place], targets, axis=1), note=note
    )


def _all() -> Dataset:
    return digits(resource("data", "digits.csv"))
