"""A calm line below a lesson's caption: what was guessed, what was asked, or what was done."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.ui.style.theme import Theme, font

_SHARE = 0.65  # of the caption's letters: in a hall still more than the smallest that is read
_LEADING = 1.35


class SmallLine(QWidget):
    """One line, muted, smaller only where the window is too narrow for it.

    Args:
        theme: the colours.
        pixels: the height of the caption's words.
        name: what a screen reader calls it.
    """

    def __init__(self, theme: Theme, pixels: float, name: str) -> None:
        super().__init__()
        self._theme, self._pixels = theme, pixels * _SHARE
        self._text = ""
        self._stays = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty where it is not there."""
        return self._text

    def set_look(self, theme: Theme, pixels: float) -> None:
        """Changes colours and size."""
        self._theme, self._pixels = theme, pixels * _SHARE
        self.updateGeometry()
        self.update()

    def say(self, text: str) -> None:
        """Changes the words; without any there is no line."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.setVisible(bool(text) or self._stays)
            self.update()

    def keep_room(self) -> None:
        """Keeps its place without words too: nothing moves when some come and go."""
        self._stays = True
        self.show()

    def sizeHint(self) -> QSize:
        """Room for one line."""
        return QSize(200, round(_LEADING * self._pixels))

    def minimumSizeHint(self) -> QSize:
        """As ``sizeHint``; words shrink where a window is too narrow for them."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words."""
        with QPainter(self) as painter:
            words = font(self._pixels)
            wide = QFontMetricsF(words).horizontalAdvance(self._text)
            if wide > self.width() > 0:
                words = font(self._pixels * self.width() / wide * 0.98)
            painter.setFont(words)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
