"""What goes into a film: a picture per frame, or the word that nothing changed."""

from enum import Enum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.film.film_error import FilmError

Picture: TypeAlias = NDArray[np.uint8]
"""Height × width × 4 (the bytes of a ``QImage.Format_RGB32``) or × 3 (red, green, blue).

In a film that one sees through the fourth byte says how opaque a pixel is; the others are not
multiplied by it.
"""


class Same(Enum):
    """The type of ``SAME``."""

    SAME = "same"


SAME: Final = Same.SAME
"""Stands for a frame equal to the one before: it is neither copied nor converted."""

RATES: Final = (24, 25, 30, 50, 60)
"""Frames a second: they divide a lesson's 600 ticks, and 48,000 samples of sound."""

LARGEST: Final = 7680
"""Of a side, in pixels; what players can be expected to show ends earlier."""


def check_size(size: tuple[int, int]) -> None:
    """Refuses a size that video cannot have: it keeps one colour for two by two pixels.

    Raises:
        FilmError: a side is odd, too small or too large.
    """
    width, height = size
    if not (16 <= width <= LARGEST and 16 <= height <= LARGEST):
        raise FilmError(
            "A film's sides are 16 to {largest} pixels long; {width}x{height} is not possible.",
            largest=LARGEST,
            width=width,
            height=height,
        )
    if width % 2 or height % 2:
        raise FilmError(
            "A film's width and height are even numbers: {width}x{height} is not possible, "
            "{even_width}x{even_height} is.",
            width=width,
            height=height,
            even_width=width // 2 * 2,
            even_height=height // 2 * 2,
        )


def equal(one: Picture, other: Picture) -> bool:
    """Whether two pictures of 4 bytes a pixel are equal: two at a time, for width is even."""
    return np.array_equal(_in_pairs(one), _in_pairs(other))


def _in_pairs(picture: Picture) -> NDArray[np.uint64]:
    return picture.reshape(len(picture), -1).view(np.uint64)


def copied(picture: Picture, size: tuple[int, int]) -> Picture:
    """Returns a copy as blue, green, red, unused; the drawing may reuse its own memory.

    A picture that nobody may write to is itself enough.

    Raises:
        ValueError: the picture has another shape or type than the film's.
    """
    width, height = size
    if picture.dtype != np.uint8 or picture.shape not in ((height, width, 4), (height, width, 3)):
        raise ValueError(
            f"a picture of {height}x{width}x4 or x3 bytes is needed, "
            f"not {picture.dtype} {picture.shape}"
        )
    if picture.shape[2] == 4:
        if picture.flags.c_contiguous and not picture.flags.writeable:
            return picture
        return np.array(picture, order="C")
    copy = np.full((height, width, 4), 255, dtype=np.uint8)
    copy[..., :3] = picture[..., ::-1]
    return copy
