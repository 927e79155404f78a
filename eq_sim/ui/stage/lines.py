"""A few lines of words and numbers of different sizes, one below the other, that always fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from eq_sim.ui.style.theme import Theme, font

_LEADING = 1.22
_NUMBER = "0.0000"  # a number never takes less: it keeps its place while it changes


@dataclass(frozen=True)
class Line:
    """A line.

    Attributes:
        text: what it says.
        size: the height of its letters, in pixels.
        color: by its name in the theme.
        bold: whether it is semi-bold.
        number: whether it is a number that changes.
    """

    text: str
    size: float
    color: str = "text"
    bold: bool = False
    number: bool = False

    def font(self, share: float = 1.0) -> QFont:
        """Returns its font, at a share of its size."""
        return font(max(1.0, self.size * share), bold=self.bold, mono=self.number)

    def width(self, share: float = 1.0) -> float:
        """Returns the room that it takes, at a share of its size."""
        metrics = QFontMetricsF(self.font(share))
        width = metrics.horizontalAdvance(self.text)
        return max(width, metrics.horizontalAdvance(_NUMBER)) if self.number else width

    def height(self, share: float = 1.0) -> float:
        """Returns the room that it takes, at a share of its size."""
        return self.font(share).pixelSize() * _LEADING


def size_of(lines: Sequence[Line], share: float = 1.0) -> tuple[float, float]:
    """Returns the width and the height of lines, at a share of their size."""
    widths = [line.width(share) for line in lines]
    return max(widths, default=0.0), sum(line.height(share) for line in lines)


def fitting(lines: Sequence[Line], width: float, height: float) -> float:
    """Returns the largest share of their size, 1 at most, at which lines fit into some room."""
    wide, high = size_of(lines)
    return max(0.05, min(1.0, 0.99 * width / max(wide, 1.0), height / max(high, 1.0)))


def draw_lines(
    painter: QPainter,
    theme: Theme,
    lines: Sequence[Line],
    at: QPointF,
    share: float = 1.0,
    *,
    align: float = 0.0,
) -> None:
    """Draws lines.

    Args:
        painter: draws.
        theme: the colours.
        lines: from the top.
        at: the top, and the left edge, or the right one where they are aligned there.
        share: of their size.
        align: 0 from the left edge on, 0.5 around it, 1 up to it.
    """
    y = at.y()
    for line in lines:
        painter.setFont(line.font(share))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme.color(line.color))
        high = line.height(share)
        base = y + (high + metrics.capHeight()) / 2
        left = at.x() - align * metrics.horizontalAdvance(line.text)
        painter.drawText(QPointF(left, base), line.text)
        y += high
