"""The gap between train and test loss, as a band between the two curves."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from eq_sim.ui.style.theme import Theme

_MOST = 300  # places along the bottom that can be told apart
_ALPHA = 46


class GapBand:
    """Draws it behind all curves. It takes no part in the plot's range.

    Args:
        item: the plot.
    """

    def __init__(self, item: pg.PlotItem) -> None:
        self.band = pg.PlotCurveItem(pen=None, fillLevel="enclosed")
        self.band.setZValue(-3)
        item.addItem(self.band, ignoreBounds=True)

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        color = theme.color("muted")
        color.setAlpha(_ALPHA)
        self.band.setBrush(pg.mkBrush(color))

    def show_gap(
        self, x: NDArray[np.float64], train: NDArray[np.float64], test: NDArray[np.float64]
    ) -> None:
        """Draws the band where there are both losses.

        Args:
            x: (points,) along the bottom.
            train: (points,) the train loss as the axis has it.
            test: (points,) the test loss.
        """
        both = np.flatnonzero(np.isfinite(train) & np.isfinite(test))
        if len(both) > _MOST:
            both = both[np.linspace(0, len(both) - 1, _MOST).astype(np.intp)]
        there, back = both, both[::-1]
        self.band.setData(np.append(x[there], x[back]), np.append(test[there], train[back]))
