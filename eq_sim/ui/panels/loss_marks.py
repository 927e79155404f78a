"""Lines in the loss plot where something happened beside training; the last one is named."""

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from eq_sim.session.history import Mark
from eq_sim.ui.style.line_breaks import SPACE, broken
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme, text_font

_MOST = 12


class LossMarks:
    """Draws the last of the marks.

    Args:
        plot: where they stand.

    Attributes:
        lines: those that are drawn.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self._plot = plot
        self._shown: object = None
        self.lines: list[pg.InfiniteLine] = []

    def forget(self) -> None:
        """Draws them anew the next time."""
        self._shown = None

    def show_marks(
        self,
        all_marks: Sequence[Mark],
        place: Callable[[float, float], float],
        where: tuple[object, ...],
        theme: Theme,
    ) -> None:
        """Draws the marks of a curve, if they are others.

        Args:
            all_marks: the oldest first.
            place: (step, epoch) -> where along the bottom.
            where: what else decides where they stand.
            theme: the colours.
        """
        marks = all_marks[-_MOST:]
        shown = (tuple(marks), *where)
        if shown == self._shown:
            return
        self._shown = shown
        item = self._plot.getPlotItem()
        for line in self.lines:
            item.removeItem(line)
        self.lines = []
        pen = pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine)
        for mark in marks:
            line = pg.InfiniteLine(place(mark.step, mark.epoch), angle=90, pen=pen)
            line.setToolTip(mark.text)
            item.addItem(line, ignoreBounds=True)
            self.lines.append(line)
        if marks and not current().least:  # in a hall it is the caption that says it
            self._name(marks[-1], self.lines[-1], theme)

    def _name(self, mark: Mark, line: pg.InfiniteLine, theme: Theme) -> None:
        """Writes what happened beside the last mark, on the side that has more room."""
        item = self._plot.getPlotItem()
        left, right = item.getViewBox().viewRange()[0]
        share = (line.value() - left) / max(right - left, 1e-9)
        words = text_font("tick")
        wide = self._plot.width() - item.getAxis("left").minimumWidth()  # arranged later than asked
        room = max(share, 1 - share) * wide - 18
        text = "\n".join(broken(mark.text, SPACE, room, QFontMetricsF(words)))
        # Both anchors: pyqtgraph goes back to one of them whenever the axes change.
        anchors = [(0 if share < 0.5 else 1, 1)] * 2  # above the foot of the plot
        name = pg.InfLineLabel(line, text, position=0.01, color=theme.text, anchors=anchors)
        name.setFont(words)
