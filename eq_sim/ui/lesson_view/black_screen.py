"""A black screen: an audience looks at whoever speaks. Any key or click brings the picture back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr


class BlackScreen(QWidget):
    """Covers a window.

    Args:
        window: what it covers.
        lift: called when it is clicked.
    """

    def __init__(self, window: QWidget, lift: Callable[[], object]) -> None:
        super().__init__(window)
        self._lift = lift
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName(tr("Black screen. Any key or click brings the picture back."))
        self.hide()

    def cover(self) -> None:
        """Makes the window black."""
        self.fit()
        self.show()
        self.raise_()

    def fit(self) -> None:
        """Follows the window's size."""
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws nothing but black."""
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), Qt.GlobalColor.black)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Brings the picture back; nothing below feels the click."""
        event.accept()
        self._lift()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Keeps it from what is below."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Keeps it from what is below."""
        event.accept()
