"""The caption of a lesson: two lines that the last row can read."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.lessons.language.caption_lines import LINES, WIDTH, lines
from eq_sim.ui.style.theme import Theme, font

_LEADING = 1.24


class CaptionLabel(QWidget):
    """Words in a fixed height, so that nothing moves when they change.

    Args:
        theme: the colours.
        pixels: the height of the words.
    """

    def __init__(self, theme: Theme, pixels: float) -> None:
        super().__init__()
        self._theme = theme
        self._pixels = pixels
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Caption"))

    @property
    def text(self) -> str:
        """What is said."""
        return self._text

    def set_look(self, theme: Theme, pixels: float) -> None:
        """Changes colours and size."""
        self._theme, self._pixels = theme, pixels
        self.updateGeometry()
        self.update()

    def say(self, text: str) -> None:
        """Changes the words."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for two lines."""
        return QSize(200, round(LINES * _LEADING * self._pixels + 0.3 * self._pixels))

    def minimumSizeHint(self) -> QSize:
        """As ``sizeHint``; words shrink where a window is too narrow for them."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words, smaller only where the window is too narrow."""
        with QPainter(self) as painter:
            written = lines(self._text) if self._text else []
            words = font(self._pixels, bold=True)
            widest = max(
                (QFontMetricsF(words).horizontalAdvance(line) for line in written), default=0
            )
            if widest > self.width() > 0:
                words = font(self._pixels * self.width() / widest * 0.98, bold=True)
            painter.setFont(words)
            painter.setPen(self._theme.color("text"))
            high = _LEADING * self._pixels
            top = (self.height() - high * max(1, len(written))) / 2
            for row, line in enumerate(written):
                box = QRectF(0, top + row * high, self.width(), high)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)


def widest_caption(pixels: float) -> float:
    """Returns how wide a full line of a caption is, about."""
    return QFontMetricsF(font(pixels, bold=True)).averageCharWidth() * WIDTH
