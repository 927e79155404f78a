"""A level fader that is as large as its room, for the mouse, the keys and a screen reader."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from eq_sim.ui.style.numbers import tick
from eq_sim.ui.style.theme import Theme, font

FINE = 100
"""Places from 0 to 1."""


class BigSlider(QSlider):
    """From 0 to a number, in hundredths.

    Args:
        parent: what it stands on.
        most: where it ends.
        theme: the colours.

    Attributes:
        theme: the colours.
        letters: how large the numbers below it are, in pixels.
    """

    def __init__(self, parent: QWidget, most: int, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("big")  # the style sheet keeps all others low
        self.theme, self.letters = theme, 12.0
        self.setRange(0, most * FINE)
        self.setPageStep(FINE // 4)
        self.setSingleStep(FINE // 20)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    @property
    def cap(self) -> QRectF:
        """Where the cap is."""
        wide, high = 0.75 * self._high, self._high
        x = self._x(self.value())
        return QRectF(x - wide / 2, 0, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the slot, numbers at whole strengths, and the cap."""
        theme, high = self.theme, self._high
        left, right = self._x(0), self._x(self.maximum())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(font(self.letters, mono=True))
            for place in range(0, self.maximum() + 1, FINE):
                x = self._x(place)
                painter.setPen(QPen(theme.color("faint"), max(1.0, high / 16)))
                painter.drawLine(QLineF(x, 0.12 * high, x, 0.88 * high))
                painter.setPen(theme.color("muted"))
                box = QRectF(x - 200, high, 400, self.height() - high)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick(place / FINE))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("track"))
            slot = 0.24 * high
            painter.drawRoundedRect(
                QRectF(left, (high - slot) / 2, right - left, slot), slot / 2, slot / 2
            )
            painter.setBrush(theme.color("text"))
            painter.drawRoundedRect(
                QRectF(left, (high - slot) / 2, self._x(self.value()) - left, slot),
                slot / 2,
                slot / 2,
            )
            self._draw_cap(painter)

    def _draw_cap(self, painter: QPainter) -> None:
        theme, box = self.theme, self.cap.adjusted(0, 1, 0, -1)
        light = QLinearGradient(box.topLeft(), box.bottomLeft())
        light.setColorAt(0, theme.color("cap_light"))
        light.setColorAt(1, theme.color("cap_dark"))
        painter.setBrush(light)
        painter.setPen(QPen(theme.color("text" if self.hasFocus() else "cap_edge"), 1.5))
        painter.drawRoundedRect(box, 0.12 * box.height(), 0.12 * box.height())
        painter.setPen(QPen(theme.color("window"), max(1.5, 0.1 * box.width())))
        x = box.center().x()
        painter.drawLine(QPointF(x, box.top() + 3), QPointF(x, box.bottom() - 3))

    # What a hand does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the cap to where the press is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Takes the cap along."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Lets go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        left, right = self._x(0), self._x(self.maximum())
        share = (event.position().x() - left) / max(1.0, right - left)
        self.setValue(round(min(1.0, max(0.0, share)) * self.maximum()))

    @property
    def _high(self) -> float:
        return max(4.0, self.height() - 1.4 * self.letters)

    def _x(self, place: int) -> float:
        edge = 0.4 * self._high
        return edge + place / max(1, self.maximum()) * max(1.0, self.width() - 2 * edge)
