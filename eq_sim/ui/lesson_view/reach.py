"""A hand that reaches through an enlarged picture to what it shows."""

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

_CLEAR = Qt.WidgetAttribute.WA_TransparentForMouseEvents


class Reach:
    """Passes on what a mouse does, to the very widget that is seen there.

    Args:
        shown: returns what can be reached, the lowest first: children of one window.
        through: returns the place in that window that is meant by a place of an event.
    """

    def __init__(
        self, shown: Callable[[], Sequence[QWidget]], through: Callable[[QPointF], QPointF]
    ) -> None:
        self._shown, self._through = shown, through
        self._under: QWidget | None = None
        self._pressed = False

    def pass_on(self, event: QMouseEvent | QWheelEvent) -> None:
        """Gives an event to what is meant; a drag belongs to what it began on."""
        there = self._through(event.position())
        if not self._pressed:
            self._come_to(self._at(there.toPoint()), there, event)
        under = self._target
        if under is None:
            return
        window = under.window()
        place = QPointF(under.mapFrom(window, QPoint(0, 0))) + there
        on_screen = QPointF(window.mapToGlobal(QPoint(0, 0))) + there
        if isinstance(event, QWheelEvent):
            QApplication.sendEvent(
                under,
                QWheelEvent(
                    place,
                    on_screen,
                    event.pixelDelta(),
                    event.angleDelta(),
                    event.buttons(),
                    event.modifiers(),
                    event.phase(),
                    event.inverted(),
                ),
            )
            return
        self._pressed = event.buttons() != Qt.MouseButton.NoButton
        QApplication.sendEvent(
            under,
            QMouseEvent(
                event.type(),
                place,
                there,
                on_screen,
                event.button(),
                event.buttons(),
                event.modifiers(),
            ),
        )

    def leave(self) -> None:
        """Nothing is under the hand."""
        under = self._target
        self._under, self._pressed = None, False
        if under is not None:
            QApplication.sendEvent(under, QEvent(QEvent.Type.Leave))

    @property
    def _target(self) -> QWidget | None:
        """What is under the hand, if it is still there."""
        under = self._under
        return under if under is not None and shiboken6.isValid(under) else None

    def _come_to(
        self, widget: QWidget | None, there: QPointF, event: QMouseEvent | QWheelEvent
    ) -> None:
        if widget is self._target:
            return
        self.leave()
        self._under = widget
        if widget is not None:
            place = QPointF(widget.mapFrom(widget.window(), there.toPoint()))
            QApplication.sendEvent(widget, QEnterEvent(place, there, event.globalPosition()))

    def _at(self, there: QPoint) -> QWidget | None:
        """Returns what is seen at a place in the window."""
        for part in reversed(self._shown()):
            if part.geometry().contains(there) and not part.testAttribute(_CLEAR):
                return part.childAt(part.mapFrom(part.window(), there)) or part
        return None
