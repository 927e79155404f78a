"""What the painted cards have in common: their ground, and letters as large as a hall needs."""

from abc import abstractmethod

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.ui.style.theme import Theme, font

SMALL, HEADING, SECOND, BIG = 1 / 34, 1 / 30, 0.06, 0.11
"""Sizes of words, as shares of the picture's height: the smallest, a heading, and two numbers."""

_LEAST = 7.0  # pixels: smaller letters are none
_CORNER = 8.0


class PaintedCard(QWidget):
    """A card that is drawn as a whole, in shares of the picture that it is a part of.

    Args:
        theme: the colours.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.theme = theme
        self.update()

    @property
    def picture(self) -> float:
        """The height of the whole picture, in pixels."""
        return float(max(1, self.window().height()))

    @property
    def room(self) -> QRectF:
        """The card without its margin."""
        margin = min(0.028 * self.picture, 0.06 * min(self.width(), self.height()))
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the ground, and what is on it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("panel"))
            painter.drawRoundedRect(QRectF(self.rect()), _CORNER, _CORNER)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.width() > 1 and self.height() > 1:
                self.draw(painter, self.room)

    @abstractmethod
    def draw(self, painter: QPainter, room: QRectF) -> None:
        """Draws what is on the card."""

    def say(self, words: str) -> None:
        """Lets a screen reader say what is shown."""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def write(
        self, painter: QPainter, words: str, color: str, face: QFont, left: float, top: float
    ) -> float:
        """Writes a line below a height. Returns how high it is."""
        metrics = QFontMetricsF(face)
        painter.setFont(face)
        painter.setPen(self.theme.color(color))
        painter.drawText(QPointF(left, top + metrics.ascent()), words)
        return metrics.height()


def wide(words: str, face: QFont) -> float:
    """Returns how wide a line of words is."""
    return QFontMetricsF(face).horizontalAdvance(words)


def high(face: QFont) -> float:
    """Returns how high a line of words is."""
    return QFontMetricsF(face).height()


def fitting(
    words: str, pixels: float, width: float, *, bold: bool = False, mono: bool = False
) -> QFont:
    """Returns letters of a size, or smaller ones in which words are no wider than they may be.

    Args:
        words: what is written.
        pixels: the size that is wanted.
        width: how wide the words may be.
        bold: whether they are semi-bold.
        mono: whether all figures have the same width.
    """
    face = font(pixels, bold=bold, mono=mono)
    needed = wide(words, face)
    while needed > width and face.pixelSize() > _LEAST:
        smaller = min(face.pixelSize() - 1, int(face.pixelSize() * width / needed))
        face.setPixelSize(max(int(_LEAST), smaller))
        needed = wide(words, face)
    return face
