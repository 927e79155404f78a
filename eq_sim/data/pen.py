"""A pen on a small picture: lines become ink on fine points, and those the pixels of the data.

The digits were made so, from bitmaps of 32×32 (Alpaydin and Kaynak 1998): each of the network's
pixels is 4×4 fine points, and counts the inked ones.
"""

from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Point: TypeAlias = tuple[float, float]
"""x to the right and y down, from 0 to 1 across the picture."""

Stroke: TypeAlias = tuple[Point, ...]
"""What the pen draws without being lifted; a single point is a dot."""

Strokes: TypeAlias = tuple[Stroke, ...]
Ink: TypeAlias = NDArray[np.bool_]

FINE = 4
"""Fine points along a side of one of the network's pixels."""

_RADIUS = 2.1  # of the pen, in fine points
_DOT = 0.06  # of the picture's side: what a stroke costs in time besides its length


def blank(image: tuple[int, int]) -> Ink:
    """Returns paper without ink: (rows, columns) of fine points.

    Args:
        image: rows and columns of the network's pixels.
    """
    return np.zeros((image[0] * FINE, image[1] * FINE), dtype=bool)


def draw_line(ink: Ink, start: Point, end: Point) -> None:
    """Inks everything near a line; ``ink`` is written to."""
    rows, columns = ink.shape
    first = np.array(start) * (columns, rows)
    along = np.array(end) * (columns, rows) - first
    y, x = np.mgrid[:rows, :columns] + 0.5
    length = float(along @ along)
    share = ((x - first[0]) * along[0] + (y - first[1]) * along[1]) / (length or 1.0)
    share = share.clip(0, 1)
    far = (x - first[0] - share * along[0]) ** 2 + (y - first[1] - share * along[1]) ** 2
    ink |= far <= _RADIUS**2


def inked(strokes: Strokes, image: tuple[int, int]) -> Ink:
    """Returns the ink of strokes on blank paper.

    Args:
        strokes: what was drawn.
        image: rows and columns of the network's pixels.
    """
    ink = blank(image)
    for stroke in strokes:
        for start, end in pairwise(stroke if len(stroke) > 1 else 2 * stroke):
            draw_line(ink, start, end)
    return ink


def pixels_of_ink(ink: Ink) -> NDArray[np.float64]:
    """Returns (pixels,) shares of ink from 0 to 1, as the network takes them."""
    rows, columns = ink.shape[0] // FINE, ink.shape[1] // FINE
    blocks = ink.reshape(rows, FINE, columns, FINE)
    return np.asarray(blocks.mean(axis=(1, 3)).ravel())


def drawn_so_far(strokes: Strokes, share: float) -> Strokes:
    """Returns what a pen of even speed has drawn after a share of its time, from 0 to 1."""
    lengths = [_DOT + sum(_lengths(stroke)) for stroke in strokes]
    left = share * sum(lengths)
    drawn: list[Stroke] = []
    for stroke, length in zip(strokes, lengths, strict=True):
        if left >= length or share >= 1:
            drawn.append(stroke)
        elif left > 0:
            drawn.append(_begun(stroke, left))
        left -= length
    return tuple(drawn)


def turned(strokes: Strokes, degrees: float) -> Strokes:
    """Returns strokes turned clockwise around the middle of the picture."""
    angle = np.deg2rad(degrees)
    cos, sin = float(np.cos(angle)), float(np.sin(angle))
    return tuple(
        tuple(
            (0.5 + cos * (x - 0.5) - sin * (y - 0.5), 0.5 + sin * (x - 0.5) + cos * (y - 0.5))
            for x, y in stroke
        )
        for stroke in strokes
    )


def _lengths(stroke: Stroke) -> list[float]:
    return [float(np.hypot(x2 - x1, y2 - y1)) for (x1, y1), (x2, y2) in pairwise(stroke)]


def _begun(stroke: Stroke, left: float) -> Stroke:
    """Returns the beginning of a stroke, so long."""
    begun = [stroke[0]]
    for end, length in zip(stroke[1:], _lengths(stroke), strict=True):
        if left < length:
            x, y = begun[-1]
            share = left / length
            begun.append((x + share * (end[0] - x), y + share * (end[1] - y)))
            break
        begun.append(end)
        left -= length
    return tuple(begun)
