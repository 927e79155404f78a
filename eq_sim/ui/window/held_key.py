"""A key that shows something while it is held, wherever the focus is in the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class HeldKey(QObject):
    """Follows one key of a window.

    Args:
        window: takes the keys that nothing in it wants.
        key: which one.
        look: told with True when the key goes down, and with False when it comes up, or when
            the window loses the keyboard: then nobody hears of the key any more.
    """

    def __init__(self, window: QWidget, key: Qt.Key, look: Callable[[bool], None]) -> None:
        super().__init__(window)
        self._key, self._look = key, look
        self._down = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the key, and leaves everything else alone."""
        if event.type() in (QEvent.Type.WindowDeactivate, QEvent.Type.Hide):
            self._show(on=False)
            return False
        if not isinstance(event, QKeyEvent) or event.key() != self._key:
            return False
        if event.type() == QEvent.Type.KeyPress and event.modifiers():
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not event.isAutoRepeat():
            self._show(on=event.type() == QEvent.Type.KeyPress)
        return True

    def _show(self, *, on: bool) -> None:
        if on != self._down:
            self._down = on
            self._look(on)
