"""Drags on a plot, in the plot's own numbers; everything else of the mouse stays pyqtgraph's."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from eq_sim.ui.panels.typing import end_typing


class PlotDrag(QObject):
    """Follows the left button on a plot.

    Args:
        plot: where.
        press: told where the button goes down.
        drag: told where the pointer goes while it is down.
    """

    def __init__(
        self,
        plot: pg.PlotWidget,
        press: Callable[[QPointF], None],
        drag: Callable[[QPointF], None],
    ) -> None:
        super().__init__(plot)
        self._plot, self._press, self._drag = plot, press, drag
        self._down = False
        plot.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the left button on the curves, and lets everything else pass."""
        if not isinstance(event, QMouseEvent):
            return False
        box = self._plot.getPlotItem().getViewBox()
        where = self._plot.mapToScene(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and left:
            end_typing()
            self._down = box.sceneBoundingRect().contains(where)
            if self._down:
                self._press(box.mapSceneToView(where))
            return self._down
        if event.type() == QEvent.Type.MouseMove and self._down:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self._drag(box.mapSceneToView(where))
            else:
                self._down = False  # it was released elsewhere
        if event.type() == QEvent.Type.MouseButtonRelease and left and self._down:
            self._down = False
            return True
        return False
