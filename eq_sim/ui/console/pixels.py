"""The bridge between QImage and NumPy: pictures whose pixels are array elements.

A bank of knobs is composed from rows of ready-made pixels. A run of pixels as wide as one column
is one element of a void dtype, so that one ``np.take`` lays down a whole frame: its cost is in
pixels, not in knobs.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from eq_sim.ui.style.painting import PicturePainter

Runs = NDArray[np.void]
"""Elements that are runs of pixels."""


def paint_runs(
    width: int, height: int, ground: QColor, draw: Callable[[QPainter], None], ratio: float
) -> Runs:
    """Returns (height,) runs of ``width`` pixels, painted on a ground colour.

    Args:
        width: of a run, in screen pixels.
        height: how many runs.
        ground: the colour behind.
        draw: paints in logical pixels.
        ratio: screen pixels per logical pixel.
    """
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(ground)
    image.setDevicePixelRatio(ratio)
    with PicturePainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint8)
    rows = pixels.reshape(height, image.bytesPerLine())[:, : 4 * width]
    return np.ascontiguousarray(rows).view(np.dtype((np.void, 4 * width)))[:, 0].copy()


def as_image(pixels: NDArray[Any], ratio: float) -> QImage:
    """Returns an image over (rows, pixels) uint32 or over runs. The array must live on."""
    height = pixels.shape[0]
    bytes_per_line = pixels.strides[0]
    width = bytes_per_line // 4
    image = QImage(pixels.data, width, height, bytes_per_line, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    return image
