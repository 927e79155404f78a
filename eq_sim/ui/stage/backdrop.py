"""What of a card stays as it is from frame to frame: painted once, and laid under the rest."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from eq_sim.ui.style.painting import PicturePainter


class Backdrop:
    """A picture of a widget's size that is painted anew when something of it is other.

    Args:
        widget: whose.
    """

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._picture = QPixmap()
        self._of: object = None

    def draw(self, painter: QPainter, of: object, paint: Callable[[QPainter], None]) -> None:
        """Draws it.

        Args:
            painter: where.
            of: what it shows; another one is painted for anything else.
            paint: paints it.
        """
        device = painter.device()
        ratio = 1.0 if device is None else device.devicePixelRatio()
        key = (of, ratio, self._widget.width(), self._widget.height())
        if key != self._of:
            size = self._widget.size() * ratio
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with PicturePainter(self._picture) as own:
                own.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(own)
            self._of = key
        painter.drawPixmap(0, 0, self._picture)
