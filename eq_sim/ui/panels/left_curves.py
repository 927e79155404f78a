"""The curves that the loss plot shows beside the one that it is about: what was left, what came."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.session.branches import Left
from eq_sim.session.curves import shared
from eq_sim.session.looking import Looking
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import Theme, text_font

NEAR = 7.0
"""Pixels from which a curve is meant by a press."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A grey curve.

    Attributes:
        left: what was left; None for what came after the moment that is shown.
        x: steps or epochs of its points.
        y: its train losses as the axis has them.
        points: as a history has them.
    """

    left: Left | None
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    points: NDArray[np.float64]


class LeftCurves:
    """Draws them thin and grey, numbers them, and says which one is meant.

    Args:
        item: the plot.
        looking: where one is in the past.
        scaled: a curve -> as the axis wants it.
        theme: the colours.
        elsewhere: whether a curve is drawn by somebody else already.

    Attributes:
        curves: what is drawn.
        shown: whether anything is; a lesson's plot shows its own curve alone.
    """

    def __init__(
        self,
        item: pg.PlotItem,
        looking: Looking,
        scaled: Callable[[NDArray[np.float64]], NDArray[np.float64]],
        theme: Theme,
        elsewhere: Callable[[NDArray[np.float64]], bool] = lambda points: False,
    ) -> None:
        self._item, self._looking, self._scaled = item, looking, scaled
        self._elsewhere = elsewhere
        self._theme = theme
        self._key: object = None
        self._made: list[pg.GraphicsObject] = []
        self.curves: list[Drawn] = []
        self.shown = True

    def refresh(self, *, by_epoch: bool, log_scale: bool, beside: int = 0) -> None:
        """Draws the curves anew, if they are others.

        Args:
            by_epoch: whether epochs stand along the bottom.
            log_scale: whether the axis of the loss is logarithmic.
            beside: grows with whatever is drawn elsewhere.
        """
        looking = self._looking
        branches = looking.session.timeline.branches
        history = looking.session.present().progress.history if looking.active else None
        kept = (branches, branches.revision, history, beside)
        key = (*kept, by_epoch, log_scale, self._theme, self.shown)
        if key == self._key:
            return
        self._key = key
        for made in self._made:
            self._item.removeItem(made)
        self._made, self.curves = [], []
        if not self.shown:
            return
        if history is not None:
            self._draw(None, history.points, history.points, by_epoch)
        trunk = looking.session.present().progress.history.points
        for left in looking.tree.branches:
            if self._elsewhere(left.points):
                continue
            since = max(0, shared(trunk, left.points) - 1)
            self._draw(
                left, left.points, left.points[:, since:], by_epoch, looking.tree.number(left)
            )

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self._key = None

    def near(self, box: pg.ViewBox, x: float, y: float) -> Left | None:
        """Returns the curve that was left and is meant by a press there.

        Args:
            box: where it is drawn.
            x: as the axis has it.
            y: as the axis has it.
        """
        wide, high = box.viewPixelSize()
        found = [
            (abs(float(np.interp(x, curve.x, curve.y)) - y) / high, curve.left)
            for curve in self.curves
            if curve.left is not None
            and curve.x.size
            and curve.x[0] - NEAR * wide <= x <= curve.x[-1] + NEAR * wide
        ]
        distance, left = min(found, key=lambda one: one[0], default=(np.inf, None))
        return left if distance <= NEAR else None

    def words(self, left: Left) -> str:
        """Returns what is said of a curve that was left."""
        number = self._looking.tree.number(left)
        return tr(
            "branch {branch}: up to step {step:,}, train loss {loss}",
            branch=number,
            step=left.step,
            loss=numbers.loss(float(left.points[2, -1])),
        )

    def _draw(
        self,
        left: Left | None,
        points: NDArray[np.float64],
        shown: NDArray[np.float64],
        by_epoch: bool,
        number: int = 0,
    ) -> None:
        x, y = np.array(shown[1 if by_epoch else 0]), self._scaled(shown[2])
        curve = pg.PlotCurveItem(x, y, connect="finite", pen=pg.mkPen(self._theme.muted, width=1))
        curve.setZValue(-1)
        self._put(curve)
        self.curves.append(Drawn(left, x, np.nan_to_num(y), points))
        if number and x.size and np.isfinite(y[-1]):
            name = pg.TextItem(str(number), color=self._theme.muted, anchor=(0.5, 1.0))
            name.setFont(text_font("tick", mono=True))
            name.setPos(float(x[-1]), float(y[-1]))
            self._put(name)

    def _put(self, made: pg.GraphicsObject) -> None:
        self._item.addItem(made, ignoreBounds=True)
        self._made.append(made)
