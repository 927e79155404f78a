"""A drag of a control, or a key that is held on it, as one thing to undo."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox

from eq_sim.session.actions import AnyAction, Grab, Release

_KEYS = frozenset(
    (
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
)
_ENDS = (QEvent.Type.MouseButtonRelease, QEvent.Type.FocusOut, QEvent.Type.Hide)


class OneGesture(QObject):
    """Opens a gesture when a control is pressed, and ends it when it is released, however long.

    Args:
        control: what is dragged; it owns the gesture.
        name: the id of what the gesture is called when it can be undone; see ``Grab``.
        do: takes what the hand does; returns whether it was done.
    """

    def __init__(
        self,
        control: QAbstractSlider | QAbstractSpinBox,
        name: str,
        do: Callable[[AnyAction], bool],
    ) -> None:
        super().__init__(control)
        self._control, self._name, self._do = control, name, do
        self._begun = False
        if isinstance(control, QAbstractSlider):
            control.sliderPressed.connect(self._begin)
            control.sliderReleased.connect(self._end)
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begins before the control hears of a press: what that does belongs to the gesture."""
        if not isinstance(event, QKeyEvent | QMouseEvent | QFocusEvent | QHideEvent):
            return False
        kind = event.type()
        if isinstance(event, QKeyEvent):
            if event.key() in _KEYS and not event.isAutoRepeat():
                self._begin() if kind == QEvent.Type.KeyPress else self._end()
        elif kind == QEvent.Type.MouseButtonPress:
            self._begin()
        elif kind in _ENDS:
            self._end()
        return False

    def _begin(self) -> None:
        if not self._begun and self._control.isEnabled():
            self._begun = self._do(Grab((), self._name))

    def _end(self) -> None:
        if self._begun:
            self._begun = False
            self._do(Release())
