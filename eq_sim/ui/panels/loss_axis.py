"""The numbers along the loss plot, as people write them: at least three, none over another."""

from functools import partial
from math import log10

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontMetricsF

from eq_sim.ui.panels.ticks import chosen, decades, steps
from eq_sim.ui.style import numbers
from eq_sim.ui.style.numbers import MINUS

_LINES = 60  # fine lines; more would be a grey area
_BESIDE = (16.0, 6.0)  # pixels between numbers along the bottom: with room, and just apart
_ABOVE = (1.8, 1.1)  # from number to number up the side, in their heights
_HIGH = 0.8  # of a line, as pyqtgraph counts
_GAP = 8.0  # pixels from a number to the plot, and to the edge


class LossAxis(pg.AxisItem):  # type: ignore[misc]
    """An axis that writes plain numbers, on a logarithmic scale too.

    Args:
        orientation: "left" or "bottom".
        plain: numbers from here on are written with a power of ten.
    """

    def __init__(self, orientation: str, plain: float) -> None:
        super().__init__(orientation)
        self.setStyle(maxTextLevel=0, hideOverlappingLabels=False)
        self._plain = plain
        self._metrics = QFontMetricsF(QFont())

    def set_font(self, font: QFont) -> None:
        """Changes the font of the numbers."""
        self._metrics = QFontMetricsF(font)
        self.setTickFont(font)

    def make_room(self, low: float, high: float) -> None:
        """Makes an axis at the side as wide as the widest number of a range may be."""
        powers = (low, high) if self.logMode else (0.0, log10(high))
        digits = len(f"{max(map(abs, powers)):.0f}")
        widest = f"1.25e{MINUS}{'8' * digits}"
        self.setWidth(round(self._metrics.horizontalAdvance(widest) + _GAP))

    def tickValues(
        self, minVal: float, maxVal: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        """Returns the places with a number, and those with a fine line only."""
        low, high = sorted((minVal, maxVal))
        if low == high:
            return []
        families = decades(low, high) if self.logMode else steps(low, high)

        def extent(place: float, gap: int) -> tuple[float, float]:
            center = (place - low) / (high - low) * size
            if self.orientation == "left":
                half = 0.5 * self._metrics.height() * _HIGH * _ABOVE[gap]
                return center - half, center + half
            half = 0.5 * (self._metrics.horizontalAdvance(self._written(place)) + _BESIDE[gap])
            # The first number stands at the corner, and may reach beyond it a little.
            return (max(center - half, 0.0) if place >= 0 else -1.0), center + half

        numbered, fine = chosen(families, partial(extent, gap=0), partial(extent, gap=1), size)
        return [(None, numbered), (None, fine if len(fine) <= _LINES else [])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Returns the numbers with the decimal sign that the person chose."""
        return [self._written(value) for value in values]

    def _written(self, place: float) -> str:
        value = 10.0**place if self.logMode else place
        return numbers.tick(value, self._plain)
