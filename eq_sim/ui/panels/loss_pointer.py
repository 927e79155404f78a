"""The line under the pointer in the loss plot, and the values beside it."""

from collections.abc import Sequence

import pyqtgraph as pg

from eq_sim.ui.style.theme import Theme, text_font


class LossPointer:
    """A line from top to bottom with some lines of words; hidden at first.

    Args:
        item: the plot.
    """

    def __init__(self, item: pg.PlotItem) -> None:
        self._box = item.getViewBox()
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._value = pg.TextItem(anchor=(0, 0))
        self._value.setZValue(6)  # over every name in the plot
        for made in (self._line, self._value):
            made.hide()
            item.addItem(made, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._line.setPen(pg.mkPen(theme.muted, width=1))
        self._value.setColor(theme.text)
        self._value.fill = pg.mkBrush(theme.panel)
        self._value.setFont(text_font("small", mono=True))

    def hide(self) -> None:
        """Takes line and words away."""
        self._line.hide()
        self._value.hide()

    def show_at(self, x: float, lines: Sequence[str]) -> None:
        """Shows the line and words at a place along the bottom."""
        self._value.setPlainText("\n".join(lines))
        (left, right), (_, top) = self._box.viewRange()
        self._value.setAnchor((0, 0) if x < (left + right) / 2 else (1, 0))
        self._value.setPos(x, top)
        self._line.setPos(x)
        self._line.show()
        self._value.show()
