"""What stands between two lessons of a film: the number of the next one, its title and its idea."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from eq_sim.ui.style.line_breaks import SPACE, broken
from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.theme import Theme, font

SHORTEST: Final = 4.0
"""Seconds that a card stands, however few its words are."""

_LETTERS, _LOOK = 15.0, 1.5  # that are read in a second; seconds until one begins

# Parts of the picture's shorter side, as on a lesson's stage.
_MARGIN, _CORNER, _INSET = 0.027, 0.012, 0.09
_TITLE, _IDEA, _NUMBER = 0.11, 0.05, 0.036
_TITLE_LINES, _IDEA_LINES = 2, 4
_SMALLER = 0.9  # of a line that finds no room
_NARROWER = 0.98  # of the widest of lines that may be more equal


@dataclass(frozen=True)
class TitleCard:
    """The words of a card.

    Attributes:
        number: which lesson of the film it is, from 1.
        of: how many there are.
        title: of the lesson.
        idea: of the lesson.
    """

    number: int
    of: int
    title: str
    idea: str

    @property
    def seconds(self) -> float:
        """How long it stands: until it is read."""
        return max(SHORTEST, _LOOK + len(self.title + self.idea) / _LETTERS)

    def image(self, size: tuple[int, int], theme: Theme) -> QImage:
        """Returns its picture.

        Args:
            size: in pixels.
            theme: the colours.
        """
        width, height = size
        unit = min(size)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(theme.color("window"))
        margin = _MARGIN * unit
        card = QRectF(0, 0, width, height).adjusted(margin, margin, -margin, -margin)
        with PicturePainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("panel"))
            painter.drawRoundedRect(card, _CORNER * unit, _CORNER * unit)
            self._write(painter, card.adjusted(_INSET * unit, 0, -_INSET * unit, 0), unit, theme)
        return image

    def _write(self, painter: QPainter, room: QRectF, unit: int, theme: Theme) -> None:
        number = _Lines.fitting(f"{self.number} / {self.of}", _NUMBER * unit, room.width(), 1)
        title = _Lines.fitting(self.title, _TITLE * unit, room.width(), _TITLE_LINES, bold=True)
        idea = _Lines.fitting(self.idea, _IDEA * unit, room.width(), _IDEA_LINES)
        gap = _IDEA * unit
        total = number.height + gap + title.height + gap + idea.height
        top = room.center().y() - total / 2
        for lines, color in ((number, "muted"), (title, "text"), (idea, "text")):
            painter.setPen(theme.color(color))
            lines.draw(painter, QPointF(room.left(), top))
            top += lines.height + gap


@dataclass(frozen=True)
class _Lines:
    """Words in lines, in the size in which they find room."""

    lines: tuple[str, ...]
    pixels: float
    bold: bool

    @classmethod
    def fitting(
        cls, words: str, pixels: float, room: float, most: int, *, bold: bool = False
    ) -> "_Lines":
        """Returns words in at most so many lines, smaller where they would be wider than that."""
        while True:
            metrics = QFontMetricsF(font(pixels, bold=bold))
            lines = broken(words, SPACE, room, metrics)
            widest = max(metrics.horizontalAdvance(line) for line in lines)
            if (len(lines) <= most and widest <= room) or pixels < 1:
                return cls(_even(words, lines, widest, metrics), pixels, bold)
            pixels *= _SMALLER

    @property
    def height(self) -> float:
        return len(self.lines) * self._metrics.lineSpacing()

    @property
    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(font(self.pixels, bold=self.bold))

    def draw(self, painter: QPainter, corner: QPointF) -> None:
        painter.setFont(font(self.pixels, bold=self.bold))
        baseline = corner.y() + self._metrics.ascent()
        for line in self.lines:
            painter.drawText(QPointF(corner.x(), baseline), line)
            baseline += self._metrics.lineSpacing()


def _even(words: str, lines: list[str], widest: float, metrics: QFontMetricsF) -> tuple[str, ...]:
    """Returns words in as many lines, as equal as they can be: no word stands alone below."""
    while True:
        even = broken(words, SPACE, _NARROWER * widest, metrics)
        width = max(metrics.horizontalAdvance(line) for line in even)
        if len(even) > len(lines) or width >= widest:
            return tuple(lines)
        lines, widest = even, width
