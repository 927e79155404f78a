"""A slider with a mark at a place between its values."""

import math
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle

_WIDE = 2.0


class MarkedSlider(QSlider):
    """A horizontal slider in a column: the wheel scrolls that, and not the slider.

    Attributes:
        mark: where its mark is, in its values, perhaps between two of them; None for no mark.
    """

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.mark: float | None = None

    def show_mark(self, place: float | None) -> None:
        """Moves the mark, or takes it away."""
        if place != self.mark:
            self.mark = place
            self.update()

    def mark_at(self) -> float | None:
        """Returns how many pixels from the left the mark is; None where there is none to see."""
        if self.mark is None or not self.minimum() <= self.mark <= self.maximum():
            return None
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
        share = (self.mark - self.minimum()) / max(1, self.maximum() - self.minimum())
        return handle / 2 + share * (self.width() - handle)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Passes the wheel on to the column."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the mark, and the slider over it."""
        at = self.mark_at()
        if at is not None:
            with QPainter(self) as painter:
                color = self.palette().color(QPalette.ColorRole.WindowText)
                painter.fillRect(QRectF(at - _WIDE / 2, 0, _WIDE, self.height()), color)
        super().paintEvent(event)


def place_on(ladder: tuple[float | int | str, ...], value: float) -> float | None:
    """Returns where a value is on a slider over a ladder of growing numbers above 0.

    Returns:
        Its place, between two steps by the ratio; None where it is beyond the ends.
    """
    steps = [step for step in ladder if isinstance(step, int | float)]
    for place, (low, high) in enumerate(pairwise(steps)):
        if 0 < low <= value <= high:
            ratio = math.log(high / low)
            return place + math.log(value / low) / ratio
    return None
