"""What was on stage fades away over what is there now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget


class Passing(QWidget):
    """A picture of the stage before, ever fainter; it lets every click through.

    Args:
        stage: what it lies over.
    """

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._before = QPixmap()
        self._left = 0.0
        self.hide()

    def begin(self, before: QPixmap) -> None:
        """Takes a picture to fade from."""
        self._before, self._left = before, 1.0

    def show_share(self, share: float) -> None:
        """Shows how far the passage is, from 0 to 1, where it is over."""
        left = 0.0 if self._before.isNull() else 1.0 - share
        if left <= 0:
            self._before = QPixmap()
            self.hide()
        elif left != self._left or self.isHidden():
            self._left = left
            stage = self.parentWidget()
            assert stage is not None
            self.setGeometry(stage.rect())
            self.raise_()
            self.show()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws what is left of the picture."""
        with QPainter(self) as painter:
            painter.setOpacity(self._left)
            painter.drawPixmap(self.rect(), self._before)
