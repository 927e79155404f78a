"""Esc comes back to now, or leaves a step taken apart, where nothing in the window wants it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from eq_sim.session.looking import Looking


class BackKey(QObject):
    """Follows one key of a window.

    Args:
        window: takes the keys that nothing in it wants.
        looking: where one is in the past.
        leave_step: leaves a step that is taken apart; returns whether there was one to leave.
    """

    def __init__(self, window: QWidget, looking: Looking, leave_step: Callable[[], bool]) -> None:
        super().__init__(window)
        self._looking, self._leave_step = looking, leave_step
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the key while a moment of the past is shown, or a step is taken apart."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        if self._leave_step():
            return True
        if not self._looking.active:
            return False
        self._looking.back_to_now()
        return True
