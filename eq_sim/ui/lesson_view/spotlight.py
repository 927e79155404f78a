"""The spotlight of a lesson: everything but one thing is dimmed."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.ui.style.theme import Theme

_DIM = 120


class Spotlight(QWidget):
    """Lies over the window and lets every click through.

    Args:
        window: what it lies over.
        theme: the colours.
    """

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._box: QRect | None = None
        self._spared = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    @property
    def box(self) -> QRect | None:
        """What is lit, in the window; None for everything."""
        return self._box

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def light(self, box: QRect | None, spared: QRect) -> None:
        """Lights a rectangle of the window, or everything.

        Args:
            box: what is lit.
            spared: what is never dimmed: the caption.
        """
        window = self.parentWidget()
        assert window is not None
        area = window.rect()
        if (box, spared, area) == (self._box, self._spared, self.geometry()):
            return
        self._box, self._spared = box, spared
        self.setGeometry(area)
        self.setVisible(box is not None)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the dimming and a line around the light."""
        if self._box is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            hole = QRectF(self._box).adjusted(-4, -4, 4, 4)
            path = QPainterPath()
            path.addRect(QRectF(self.rect()))
            path.addRoundedRect(hole, 8, 8)
            path.addRect(QRectF(self._spared))
            path.setFillRule(Qt.FillRule.OddEvenFill)
            dim = QColor(self._theme.color("window"))
            dim.setAlpha(_DIM)
            painter.fillPath(path, dim)
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(hole, 8, 8)
