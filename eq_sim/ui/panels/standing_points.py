"""Points that stand still while a network learns: painted once, and then as a picture."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from eq_sim.ui.style.painting import PicturePainter
from eq_sim.ui.style.preferences import current

_VECTORS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


class StandingPoints:
    """A picture of what does not move, made anew only where something of it is other."""

    def __init__(self) -> None:
        self._of: object = None
        self._picture = QPixmap()

    def forget(self) -> None:
        """Makes it anew the next time, as in other colours."""
        self._of = None

    def draw(
        self,
        painter: QPainter,
        view: QWidget,
        of: Hashable,
        paint: Callable[[QPainter], None],
    ) -> None:
        """Draws the picture over a view, from its upper left corner.

        Args:
            painter: what draws; onto a page the points themselves are painted.
            view: whose size and whose pixels the picture has.
            of: what it shows; where that is the same as before, so is the picture.
            paint: paints it.
        """
        if painter.paintEngine().type() in _VECTORS:
            paint(painter)
            return
        size = QSizeF(view.size()) * view.devicePixelRatioF()
        ratio = view.devicePixelRatioF() * current().scale
        wanted = (of, size.width(), size.height(), ratio)
        if wanted != self._of:
            self._picture = QPixmap(size.toSize())
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with PicturePainter(self._picture) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint(inner)
            self._of = wanted
        painter.drawPixmap(QPointF(0, 0), self._picture)
