"""The whole desk, small, with the part that is in view framed; there while not all is in view."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from eq_sim.language.tr import tr
from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_WIDE, _NARROW = 96, 26
_LEAST = 24  # the height below which nothing could be told apart
_INSIDE = 3
_FRAME = 5.0  # the least side of the frame


class Overview(QWidget):
    """The small picture.

    Args:
        parent: what it lies on.
        theme: the colours.
        center_on: takes a point of the canvas that shall be in the middle of the view.
    """

    def __init__(self, parent: QWidget, theme: Theme, center_on: Callable[[QPointF], None]) -> None:
        super().__init__(parent)
        self._theme, self._center_on = theme, center_on
        self._canvas: CanvasMap | None = None
        self.setObjectName("overview")
        self.setAccessibleName(tr("Overview: the part of all knobs that is in view"))
        self.setToolTip(tr("All knobs; the frame is what is in view. Click or drag to go there."))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self._theme = theme
        self.update()

    def follow(self, canvas: CanvasMap, high: int) -> QSize:
        """Shows where in the canvas the view is.

        Args:
            canvas: with the view.
            high: the height that there is room for.

        Returns:
            The size that it needs; nothing while all is in view.
        """
        if canvas != self._canvas:
            self._canvas = canvas
            self.update()
        if canvas.all_shown or high < scaled(_LEAST):
            return QSize(0, 0)
        size = canvas.size
        wide = round(size.width() * high / size.height())
        return QSize(min(max(scaled(_NARROW), wide), scaled(_WIDE)), high)

    def _scales(self, canvas: CanvasMap) -> tuple[float, float]:
        whole = self.rect().adjusted(_INSIDE, _INSIDE, -_INSIDE, -_INSIDE)
        geometry = canvas.geometry
        return whole.width() / geometry.width, whole.height() / geometry.height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the layers, and the frame."""
        canvas, theme = self._canvas, self._theme
        if canvas is None:
            return
        across, down = self._scales(canvas)

        def small(x: float, y: float, width: float, height: float) -> QRectF:
            return QRectF(
                _INSIDE + x * across, _INSIDE + y * down,
                max(1.0, width * across), max(1.0, height * down),
            )  # fmt: skip

        with QPainter(self) as painter:
            ground = QColor(theme.color("panel"))
            ground.setAlpha(235)
            painter.setPen(QPen(theme.color("edge"), 1.0))
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("faint"))
            for bay in canvas.geometry.bays:
                painter.drawRect(small(bay.x, bay.y, bay.right - bay.x, bay.bottom - bay.y))
            shown = canvas.shown
            frame = small(shown.x(), shown.y(), shown.width(), shown.height())
            frame = frame.intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
            spare = QPointF(max(0.0, _FRAME - frame.width()), max(0.0, _FRAME - frame.height()))
            frame.adjust(-spare.x() / 2, -spare.y() / 2, spare.x() / 2, spare.y() / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.drawRect(frame)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes to what is under the pointer."""
        self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick clicks is a click."""
        self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        canvas = self._canvas
        if canvas is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        across, down = self._scales(canvas)
        at = event.position() - QPointF(_INSIDE, _INSIDE)
        self._center_on(QPointF(at.x() / across, at.y() / down))
