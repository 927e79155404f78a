"""Where a person types, and how that ends: keys are meant for a field only while it is typed in."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)


class SpaceGuard(QObject):
    """Leaves Space to the window until something has been typed into a field of numbers.

    Args:
        field: the guarded field, which owns the guard.
    """

    def __init__(self, field: QLineEdit | QAbstractSpinBox) -> None:
        super().__init__(field)
        self._line = field if isinstance(field, QLineEdit) else field.lineEdit()
        field.installEventFilter(self)
        if isinstance(field, QAbstractSpinBox):  # which goes on being edited after Enter
            field.editingFinished.connect(lambda: self._line.setModified(False))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Answers for the field whether Space is meant for it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return False
        if event.key() != Qt.Key.Key_Space or event.modifiers() or self._line.isModified():
            return False
        event.ignore()
        return True


def end_typing() -> None:
    """Takes the keyboard from the field that has it; what was typed there is taken."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit | QAbstractSpinBox):
        focus.clearFocus()


def press_focused(event: QKeyEvent, window: QWidget) -> bool:
    """Lets Enter press the button, or open the list, that has the keyboard: Space is Train.

    Args:
        event: a key that nothing else took.
        window: whose button it may be.

    Returns:
        Whether it was pressed.
    """
    focus = window.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.isAutoRepeat():
        return False
    if isinstance(focus, QAbstractButton):
        focus.click()
    elif isinstance(focus, QComboBox):
        focus.showPopup()
    else:
        return False
    return True
