"""The picture of what comes next, in the presenter's window."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from eq_sim.language.tr import tr


class NextPicture(QWidget):
    """The picture of what comes next, as large as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._shape = 16 / 9
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(tr("Picture of what comes next"))

    @property
    def image(self) -> QImage | None:
        """What is shown; None while there is no picture."""
        return self._image

    def show_image(self, image: QImage | None) -> None:
        """Shows another picture, or none."""
        self._image = image
        if image is not None and image.height():
            self._shape = image.width() / image.height()
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """As high as the picture is at that width."""
        return round(width / self._shape)

    def sizeHint(self) -> QSize:
        """No size of its own."""
        return QSize(320, self.heightForWidth(320))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the picture whole, and a line around its place."""
        wide = min(self.width(), round(self.height() * self._shape))
        there = QRect((self.width() - wide) // 2, 0, wide, round(wide / self._shape))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image is not None:
                painter.drawImage(there, self._image)
            painter.setPen(self.palette().color(self.palette().ColorRole.Highlight))
            painter.drawRect(there.adjusted(0, 0, -1, -1))
