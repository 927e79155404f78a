"""A large soft dot that follows the mouse: what is pointed at, for the last row of a hall."""

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRadialGradient
from PySide6.QtWidgets import QWidget

_SHARE = 1 / 22  # of the window's height
_LEAST = 28  # pixels
_REST = 2000  # milliseconds without a move after which it is put away
_RED = QColor("#ff2d2d")  # a laser's: no sign and no class has it
_SOLID, _SOFT = 0.9, 0.55  # how opaque its middle is, and where it begins to fade


class PointerDot(QWidget):
    """Lies over a window and lets every click through.

    Args:
        window: what it lies over.

    Attributes:
        on: whether it follows the mouse; it is put away while that rests.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.on = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def toggle(self) -> None:
        """Takes the pointer up, where the mouse is, or puts it away."""
        self.on = not self.on
        window = self.parentWidget()
        assert window is not None
        here = window.mapFromGlobal(self.cursor().pos())
        if self.on and window.rect().contains(here):
            self.follow(QPointF(here))
        else:
            self._rest.stop()
            self.hide()

    def follow(self, place: QPointF) -> None:
        """Comes to where the mouse is, a place in the window."""
        if not self.on:
            return
        window = self.parentWidget()
        assert window is not None
        size = max(_LEAST, round(_SHARE * window.height()))
        self.setGeometry(
            QRect(place.toPoint() - QPoint(size // 2, size // 2), QRect(0, 0, size, size).size())
        )
        self.show()
        self.raise_()
        self._rest.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the dot, which fades towards its edge."""
        radius = self.width() / 2
        light = QRadialGradient(radius, radius, radius)
        for place, opaque in ((0.0, _SOLID), (_SOFT, _SOLID), (1.0, 0.0)):
            color = QColor(_RED)
            color.setAlphaF(opaque)
            light.setColorAt(place, color)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(light)
            painter.drawEllipse(self.rect())
