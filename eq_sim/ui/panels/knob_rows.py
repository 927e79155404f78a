"""The knobs of several networks side by side: a row for each network, a column for each knob."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.ui.style.color_mix import diverging, image_over
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme, text_font

_GAP = 4  # pixels between layers, and between a row's name and its knobs
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Row:
    """One network.

    Attributes:
        number: its start's.
        name: what stands before it.
        theta: (size,) its knobs.
    """

    number: int
    name: str
    theta: Array


class KnobRows(QWidget):
    """Orange above 0, blue below; the stronger, the nearer to the layer's largest knob.

    Args:
        theme: the colours.

    Attributes:
        rows: what is shown.
        chosen: the numbers of those that are outlined.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._layout: Layout | None = None
        self.rows: tuple[Row, ...] = ()
        self.chosen: tuple[int, ...] = ()
        self._shares: NDArray[np.float64] = np.empty((0, 0))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.rescale()

    def show_rows(self, layout: Layout, rows: Sequence[Row], words: str) -> None:
        """Shows other networks.

        Args:
            layout: where each knob sits.
            rows: the networks.
            words: what it shows, in a sentence.
        """
        self._layout, self.rows = layout, tuple(rows)
        thetas = np.array([row.theta for row in rows], np.float64)
        self._shares = np.nan_to_num(thetas, posinf=0.0, neginf=0.0)
        for block in layout.blocks:
            part = self._shares[:, block.offset : block.offset + block.size]
            part /= np.abs(part).max(initial=0.0) or 1.0
        self.setAccessibleName(tr("The knobs of all starts side by side"))
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()

    def choose(self, numbers: tuple[int, ...]) -> None:
        """Outlines some networks."""
        self.chosen = numbers
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def rescale(self) -> None:
        """Takes up words of another size."""
        self.setMinimumSize(scaled(120), scaled(60))
        self.update()

    def sizeHint(self) -> QSize:
        """Some room."""
        return QSize(scaled(260), scaled(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws all rows."""
        layout, theme = self._layout, self._theme
        if layout is None or not self.rows:
            return
        with QPainter(self) as painter:
            painter.setFont(text_font("tick", mono=True))
            metrics = QFontMetricsF(painter.font())
            names = max(metrics.horizontalAdvance(row.name) for row in self.rows) + _GAP
            high = self.height() / len(self.rows)
            room = self.width() - names - _GAP * (len(layout.blocks) - 1)
            every = max(1, -(-int(metrics.height()) // max(1, int(high))))
            for place, row in enumerate(self.rows):
                top = place * high
                painter.setPen(theme.color("muted"))
                if place % every == 0:
                    box = QRectF(0, top, names, max(high, metrics.height()))
                    painter.drawText(box, _LEFT, row.name)
                left = names
                for block in layout.blocks:
                    wide = max(1.0, room * block.size / layout.wired)
                    part = self._shares[place, block.offset : block.offset + block.size]
                    pixels = diverging(
                        theme.color("negative"),
                        theme.color("track"),
                        theme.color("positive"),
                        largest(part, max(1, round(wide)))[np.newaxis],
                    )
                    bar = QRectF(left, top + 0.5, wide, max(1.0, high - 1))
                    painter.drawImage(bar, image_over(pixels))
                    left += wide + _GAP
                if row.number in self.chosen:
                    painter.setPen(QPen(theme.color("text"), 1))
                    painter.drawRect(QRectF(names - 1.5, top, self.width() - names + 1, high - 0.5))


def largest(values: NDArray[np.float64], places: int) -> NDArray[np.float64]:
    """Returns at most so many values: where several share a place, the largest with its sign."""
    if len(values) <= places:
        return values
    starts = np.arange(places) * len(values) // places
    high, low = np.maximum.reduceat(values, starts), np.minimum.reduceat(values, starts)
    return np.asarray(np.where(high >= -low, high, low))
