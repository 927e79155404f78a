"""The numbers under the faders, set by NumPy from a strip of glyphs: no call per knob."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from eq_sim.network.types import Array
from eq_sim.ui.console.pixels import paint_runs

GLYPHS = "0123456789.−+e "
_POINT, _MINUS, _EXPONENT, _BLANK = 10, 11, 13, 14


def compose(values: Array, width: int, decimals: int) -> NDArray[np.intp]:
    """Returns (values, width) places in ``GLYPHS``: right-aligned numbers with a minus sign.

    Decimals give way to digits as a number grows; from 10,000 on, or where sign and digits have
    no room, it is a power of ten, "4e5". A number that rounds to zero has no sign.

    Args:
        values: the numbers.
        width: characters for each, at least decimals + 3.
        decimals: for numbers below 10.
    """
    size = np.abs(values.astype(np.float64))
    text = np.full((values.size, width), _BLANK, dtype=np.intp)
    # One decimal less for each digit more before the point.
    with np.errstate(divide="ignore"):
        magnitude = np.floor(np.log10(np.maximum(size, 1e-30)))
    places = np.clip(decimals - np.maximum(magnitude, 0), 0, decimals).astype(np.intp)
    scaled = np.rint(size * 10.0**places)
    # Rounding up to the next power of ten costs a decimal, too: 9.996 is 10.0, not 10.00.
    over = (scaled >= 10.0 ** (places + np.maximum(magnitude, 0) + 1)) & (places > 0)
    places -= over
    scaled = np.rint(size * 10.0**places)
    signed = (values < 0) & (scaled > 0)
    large = (size >= 9_999.5) | (signed & (size >= 10.0 ** (width - 1) - 0.5))
    digits = np.where(large, 0, scaled)
    rows = np.arange(values.size)
    # From the right: digits, with the point put in when its place comes, then the sign.
    position = np.full(values.size, width - 1)
    left = places.copy()
    active = ~large
    for _ in range(width):
        point = active & (left == 0) & (places > 0)
        number = active & ~point
        text[rows[point], position[point]] = _POINT
        text[rows[number], position[number]] = (digits[number] % 10).astype(np.intp)
        digits[number] = np.floor(digits[number] / 10)
        left[active] -= 1
        position[active] -= 1
        # One digit always stands before the point: 0.73, not .73.
        active = active & ((left >= -1) | (digits > 0)) & (position >= 0)
    ends = (signed & ~large) & (position >= 0)
    text[rows[ends], position[ends]] = _MINUS
    for row in np.flatnonzero(large).tolist():  # few, if any
        text[row] = _power_of_ten(float(values[row]), width)
    return text


def _power_of_ten(value: float, width: int) -> list[int]:
    """Returns the places of "4e5"; of a longer number, "−e12": sign and power tell most."""
    lead, _, power = f"{abs(value):.0e}".partition("e")
    sign = GLYPHS[_MINUS] if value < 0 else ""
    written = f"{sign}{lead}e{int(power)}"
    if len(written) > width:
        written = f"{sign}e{int(power)}"[-width:]
    return [GLYPHS.index(glyph) for glyph in written.rjust(width, GLYPHS[_BLANK])]


class Figures:
    """A font's glyphs as pixels, on one ground, for one ratio of pixels.

    Args:
        font: of the numbers.
        color: of the numbers.
        ground: behind them.
        ratio: screen pixels per logical pixel.
        point: what stands before decimals.
    """

    def __init__(
        self, font: QFont, color: QColor, ground: QColor, ratio: float, point: str = "."
    ) -> None:
        metrics = QFontMetricsF(font)
        advance = max(metrics.horizontalAdvance(glyph) for glyph in GLYPHS)
        self.width = round(advance * ratio)
        self.height = round(metrics.height() * ratio)
        glyphs = []
        for glyph in GLYPHS.replace(".", point):

            def draw(painter: QPainter, glyph: str = glyph) -> None:
                painter.setFont(font)
                painter.setPen(color)
                box = QRectF(0, 0, self.width / ratio, self.height / ratio)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, glyph)

            runs = paint_runs(self.width, self.height, ground, draw, ratio)
            glyphs.append(runs.view(np.uint32).reshape(self.height, self.width))
        self._glyphs = np.stack(glyphs)

    def fill(self, target: NDArray[np.uint32], values: Array, width: int, decimals: int) -> None:
        """Sets each value, centred, into its part of (height, values, part) pixels."""
        text = compose(values, width, decimals)
        # Centre what is written, not the field it is written in.
        blank = np.argmax(text != _BLANK, axis=1)
        pixels = self._glyphs[text]  # (values, width, height, glyph)
        lines = pixels.transpose(2, 0, 1, 3).reshape(self.height, values.size, -1)
        gap = target.shape[2] - lines.shape[2]
        # np.unique would import numpy.ma, which the first frame would wait for.
        for count in set(blank.tolist()):
            which = blank == count
            start = max(0, gap // 2 - count * self.width // 2)
            end = min(target.shape[2], start + lines.shape[2])
            target[:, which, start:end] = lines[:, which, : end - start]
