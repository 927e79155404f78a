"""How loud it is, as a bar: everything that is heard is seen, too."""

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.sound.limiter import CEILING
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_LEAST = -60.0  # decibels at the left end; at the right is full scale
_FALLS = 0.75  # of its length that a bar keeps from look to look
_HIGH = 10


def place(size: float) -> float:
    """Returns where a sample of some size is on the bar, from 0 to 1."""
    return min(max(1 - 20 * math.log10(max(size, 1e-9)) / _LEAST, 0.0), 1.0)


class LevelMeter(QWidget):
    """A bar as long as what is heard is loud, and a mark that nothing goes beyond.

    Args:
        theme: the colours.

    Attributes:
        shown: how long the bar is, from 0 to 1.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.shown = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Level"))
        self.setToolTip(tr("How loud it is, from −60 to 0 dB; the mark is the limit of −1 dB"))

    def sizeHint(self) -> QSize:
        """A line of its own."""
        return QSize(scaled(60), scaled(_HIGH))

    def show_level(self, size: float) -> None:
        """Shows how large samples are: up at once, down step by step."""
        wanted = max(place(size), self.shown * _FALLS if self.shown > 0.01 else 0.0)
        if wanted != self.shown:
            self.shown = wanted
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the bar and the mark."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color("strip"))
            wide, high = self.width(), self.height()
            painter.fillRect(QRectF(0, 0, self.shown * wide, high), self._theme.color("muted"))
            mark = place(CEILING) * wide
            painter.fillRect(QRectF(mark - 1, 0, 2, high), self._theme.color("text"))
