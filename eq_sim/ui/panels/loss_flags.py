"""Flags on the curve of the loss: a checkpoint was kept there."""

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPainterPath

from eq_sim.session.state import Shelf
from eq_sim.ui.models.flags import Flag
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_TALL = 20  # pixels of a flag, at the usual size of words


class LossFlags:
    """Flags whose poles stand on the curve; filled where a person kept it, or it was the best.

    Args:
        item: the plot that they stand in.
    """

    def __init__(self, item: pg.PlotItem) -> None:
        self.spots = pg.ScatterPlotItem(pxMode=True)
        self.spots.setZValue(5)
        item.addItem(self.spots, ignoreBounds=True)
        self.flags: Sequence[Flag] = ()
        self._shown: tuple[object, ...] = ()
        self._count = 0
        self._kept: tuple[object, ...] = ()

    def are_others(self, shelf: Shelf, points: np.ndarray, looks: tuple[object, ...]) -> bool:
        """Whether flags have to be drawn anew: not while the same curve only grows.

        Args:
            shelf: the checkpoints.
            points: (4, points) of the curve; a curve that goes on lies in the same memory.
            looks: what else decides how they are drawn.
        """
        shown = (id(shelf.checkpoints), id(points.base), *looks)
        grows = shown == self._shown and points.shape[1] >= self._count
        self._kept = (shelf.checkpoints, points.base)  # so that their places stay theirs
        self._shown, self._count = shown, points.shape[1]
        return not grows

    def show_flags(
        self,
        flags: Sequence[Flag],
        place: Callable[[Flag], float],
        curve: tuple[np.ndarray, np.ndarray],
        theme: Theme,
    ) -> None:
        """Draws the flags of a curve.

        Args:
            flags: the checkpoints that stand on it.
            place: returns where one stands along the bottom.
            curve: x, and the height of the curve as the axis has it.
            theme: the colours.
        """
        self.flags = flags
        x, heights = curve
        fine = np.isfinite(heights)
        if not flags or not fine.any():
            self.spots.setData([], [])
            return
        at = [place(flag) for flag in flags]
        self.spots.setData(
            at,
            np.interp(at, x[fine], heights[fine]),
            symbol=_flag(),
            size=2 * scaled(_TALL),
            pen=pg.mkPen(theme.text, width=1),
            brush=[
                pg.mkBrush(theme.panel if flag.by == "epochs" else theme.text) for flag in flags
            ],
        )

    def texts_near(self, x: float, place: Callable[[Flag], float], reach: float) -> list[str]:
        """Returns what the flags near a place on the bottom are called."""
        return [flag.text for flag in self.flags if abs(place(flag) - x) <= reach]


def _flag() -> QPainterPath:
    """Returns a pole from the point upwards, and a pennant at its top.

    A symbol is cut off at half a unit around its point: the pole is half a unit tall.
    """
    path = QPainterPath()
    path.lineTo(0, -0.48)
    path.lineTo(0.3, -0.37)
    path.lineTo(0, -0.26)
    path.closeSubpath()
    return path
