"""The loss of each batch as its step saw it: a thin curve between the points of the loss plot."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from eq_sim.ui.style.theme import Theme

_MOST = 1000  # places along the bottom, each with its lowest and its highest loss


class BatchCurve:
    """Draws it behind the other curves. It takes no part in the plot's range.

    Args:
        item: the plot.
    """

    def __init__(self, item: pg.PlotItem) -> None:
        self.curve = pg.PlotCurveItem()
        self.curve.setZValue(-2)
        item.addItem(self.curve, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        color = theme.color("muted")
        color.setAlpha(130)
        self.curve.setPen(pg.mkPen(color, width=1))

    def show_losses(self, points: NDArray[np.float64], *, by_epoch: bool, log_scale: bool) -> None:
        """Draws the curve.

        Args:
            points: step, epoch, lowest and highest loss.
            by_epoch: whether epochs are along the bottom.
            log_scale: whether the loss axis is logarithmic.
        """
        step, epoch, low, high = thinned(points)
        heights = np.ravel([low, high], order="F")
        if log_scale:
            with np.errstate(all="ignore"):
                heights = np.log10(heights)
        heights[~np.isfinite(heights)] = np.nan
        self.curve.setData(np.repeat(epoch if by_epoch else step, 2), heights, connect="finite")


def thinned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Returns no more points than can be told apart; of neighbours the lowest and the highest."""
    count = points.shape[1]
    if count <= _MOST:
        return points
    first = np.arange(0, count, -(-count // _MOST))
    low = np.minimum.reduceat(points[2], first)
    high = np.maximum.reduceat(points[3], first)
    return np.array([points[0, first], points[1, first], low, high])
