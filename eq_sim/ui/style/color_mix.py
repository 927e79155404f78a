"""Colours between colours, as pixels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

Pixels = NDArray[np.uint32]


def mixed(ground: QColor, ink: QColor, share: NDArray[Any]) -> Pixels:
    """Returns RGB32 pixels of any shape: ``ground`` where share is 0, ``ink`` where it is 1."""
    ends = [np.array(color.getRgb(), dtype=np.float64)[:3] for color in (ground, ink)]
    mixed = ends[0] + (ends[1] - ends[0]) * np.clip(share, 0, 1)[..., np.newaxis]
    red, green, blue = np.moveaxis(np.rint(mixed).astype(np.uint32), -1, 0)
    packed = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return np.ascontiguousarray(packed, dtype=np.uint32)


def diverging(below: QColor, ground: QColor, above: QColor, share: NDArray[Any]) -> Pixels:
    """Returns RGB32 pixels for shares from −1 over 0 to 1."""
    size = np.abs(share)
    return np.where(share < 0, mixed(ground, below, size), mixed(ground, above, size))


def image_over(pixels: Pixels) -> QImage:
    """Returns an image over (rows, columns) pixels. The array must live as long."""
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
