"""Esc comes back to now, where nothing in the window wants it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from eq_sim.session.looking import Looking


class BackKey(QObject):
    """Follows one key of a window.

    Args:
        window: takes the keys that nothing in it wants.
        looking: where one is in the past.
    """

    def __init__(self, window: QWidget, looking: Looking) -> None:
        super().__init__(window)
        self._looking = looking
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the key while a moment of the past is shown."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Escape or event.modifiers() or not self._looking.active:
            return False
        self._looking.back_to_now()
        return True
