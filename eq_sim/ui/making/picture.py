"""A picture of the program's window beside the list: what the audience would see there."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.style.preferences import scaled


class WindowPicture(QWidget):
    """Shows a window as it is, small; a click brings it to the front."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self.setAccessibleName(tr("Picture of the lesson"))
        self.setToolTip(tr("Click to bring the window itself to the front"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def take(self, window: QMainWindow, caption: str) -> None:
        """Takes a picture of a window, without its menus.

        Args:
            window: which.
            caption: what is said there, for whoever does not see it.
        """
        bar = window.menuWidget()
        top = bar.height() if bar is not None else 0
        self._pixmap = window.grab(QRect(0, top, window.width(), window.height() - top))
        self.setAccessibleDescription(caption)
        self.update()

    def sizeHint(self) -> QSize:
        """Room for a small one."""
        return QSize(scaled(480), scaled(270))

    def minimumSizeHint(self) -> QSize:
        """As small as it can still be told apart."""
        return QSize(scaled(240), scaled(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it as large as there is room for."""
        if self._pixmap.isNull():
            return
        size = self._pixmap.deviceIndependentSize()
        share = min(self.width() / size.width(), self.height() / size.height())
        wide, high = size.width() * share, size.height() * share
        box = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click brings the window to the front."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
