"""A part of the picture, as large as there is room: for what a hall cannot read.

It is the picture itself, drawn larger, and follows it. A hand reaches through it: what is pressed,
dragged or turned is what is seen there, so a knob can be turned on the enlarged picture too.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.lesson_view.reach import Reach
from eq_sim.ui.style.painting import PicturePainter

_NOTCH = 120  # what a notch of the wheel counts
_STEP = 1.25  # what a notch makes of the size
_MOST = 8.0
_CLICK = 12  # pixels: less is no part that was marked, but a place
_AT_A_CLICK = 2.0


class Lens(QWidget):
    """Lies over the picture of a window, above its caption; hidden while nothing is enlarged.

    Args:
        window: whose picture.
        shown: returns what it is made of, the lowest first: children of the window.
        ground: returns the colour behind them.

    Attributes:
        factor: how much larger it shows the picture; 1 for as it is.
        marking: whether the next drag marks a part.
    """

    def __init__(
        self,
        window: QWidget,
        shown: Callable[[], Sequence[QWidget]],
        ground: Callable[[], QColor],
    ) -> None:
        super().__init__(window)
        self._shown, self._ground = shown, ground
        self.factor = 1.0
        self.marking = False
        self._origin = QPointF()
        self._image: QImage | None = None
        self._band: tuple[QPointF, QPointF] | None = None
        self._panned: QPointF | None = None
        self._reach = Reach(shown, self._through)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setAccessibleName(tr("Enlarged part of the picture"))
        self.hide()

    @property
    def on(self) -> bool:
        """Whether a part is enlarged, or about to be marked."""
        return self.marking or self.factor > 1

    @property
    def part(self) -> QRectF:
        """What is seen of the picture, in the window."""
        size = QRectF(self.rect()).size() / self.factor
        return QRectF(self._origin + QPointF(self.pos()), size)

    def cover(self, area: QRect) -> None:
        """Takes its place in the window: all of the picture."""
        if area != self.geometry():
            self.setGeometry(area)
            self._look_at(self._origin, self.factor)

    def turn(self, place: QPointF, notches: float) -> None:
        """Enlarges around a place in the window, or makes smaller: so many notches of a wheel."""
        at = place - QPointF(self.pos())
        factor = min(max(self.factor * _STEP**notches, 1.0), _MOST)
        factor = 1.0 if factor < _STEP**0.5 else factor
        self._look_at(self._origin + at / self.factor - at / factor, factor)

    def begin_marking(self) -> None:
        """Lets the next drag mark the part to enlarge."""
        self.marking, self._band = True, None
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._look_at(self._origin, self.factor)

    def back(self) -> bool:
        """Goes back to the whole picture, or ends the marking. Returns whether there was any."""
        if not self.on:
            return False
        if self.marking:
            self._end_marking()
            self._look_at(self._origin, self.factor)
        else:
            self._look_at(QPointF(), 1.0)
        return True

    def refresh(self) -> None:
        """Shows the picture as it is now."""
        if not self.on or self.width() < 1 or self.height() < 1:
            return
        ratio = self.devicePixelRatioF()
        if self._image is None or self._image.size() != self.size() * ratio:
            self._image = QImage(QSize(self.size() * ratio), QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(ratio)
        self._image.fill(self._ground())
        seen = self.part.toAlignedRect()
        with PicturePainter(self._image) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.scale(self.factor, self.factor)
            painter.translate(-self.part.topLeft())
            for widget in self._shown():
                there = seen.intersected(widget.geometry())
                if not there.isEmpty():
                    widget.render(
                        painter, there.topLeft(), QRegion(there.translated(-widget.pos()))
                    )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the part, and what is being marked."""
        with QPainter(self) as painter:
            if self._image is not None:
                painter.drawImage(0, 0, self._image)
            if self._band is not None:
                for color, width in ((Qt.GlobalColor.black, 4), (Qt.GlobalColor.white, 2)):
                    painter.setPen(QPen(color, width))
                    painter.drawRect(QRectF(*self._band).normalized())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins to mark, to move the part, or to reach through."""
        if self.marking:
            if event.button() == Qt.MouseButton.LeftButton:
                self._band = event.position(), event.position()
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._panned = event.position()
        else:
            self._pass(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Marks on, moves the part, or reaches through."""
        if self._band is not None:
            self._band = self._band[0], event.position()
            self.update()
        elif self._panned is not None:
            moved = event.position() - self._panned
            self._panned = event.position()
            self._look_at(self._origin - moved / self.factor, self.factor)
        elif not self.marking:
            self._pass(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Enlarges what was marked, or lets go."""
        if self._band is not None:
            marked = QRectF(*self._band).normalized()
            self._end_marking()
            self._enlarge(marked)
        elif self._panned is not None:
            self._panned = None
        elif not self.marking:
            self._pass(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarges with Ctrl; else it is for what is seen there."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turn(event.position() + QPointF(self.pos()), event.angleDelta().y() / _NOTCH)
            event.accept()
        elif not self.marking:
            self._pass(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Keeps it from what lies at the same place in the window, and is not seen there."""
        event.accept()

    def leaveEvent(self, event: object) -> None:
        """Nothing is under the hand any more."""
        self._reach.leave()

    def _pass(self, event: QMouseEvent | QWheelEvent) -> None:
        self._reach.pass_on(event)
        self.refresh()

    def _through(self, place: QPointF) -> QPointF:
        """Returns the place in the window that is seen at a place of the lens."""
        return self.part.topLeft() + place / self.factor

    def _enlarge(self, marked: QRectF) -> None:
        if max(marked.width(), marked.height()) < _CLICK:
            at = marked.center()
            factor = min(self.factor * _AT_A_CLICK, _MOST)
            self._look_at(self._origin + at / self.factor - at / factor, factor)
            return
        larger = min(
            self.width() / max(1.0, marked.width()), self.height() / max(1.0, marked.height())
        )
        factor = min(max(self.factor * larger, 1.0), _MOST)
        middle = self._origin + marked.center() / self.factor
        half = QPointF(self.width(), self.height()) / (2 * factor)
        self._look_at(middle - half, factor)

    def _look_at(self, origin: QPointF, factor: float) -> None:
        """Shows the part that begins at a place, as far as the picture goes."""
        self.factor = factor
        right, bottom = (side * (1 - 1 / factor) for side in (self.width(), self.height()))
        self._origin = QPointF(min(max(origin.x(), 0.0), right), min(max(origin.y(), 0.0), bottom))
        if self.on:
            self.refresh()
            self.show()
        else:
            self._reach.leave()
            self._image = None
            self.hide()

    def _end_marking(self) -> None:
        self.marking, self._band = False, None
        self.unsetCursor()
