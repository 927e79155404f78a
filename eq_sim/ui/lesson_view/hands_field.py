"""The field that raised hands are typed into."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSpinBox

from eq_sim.language.tr import tr
from eq_sim.ui.lesson_view.hand_count import MOST
from eq_sim.ui.panels.fields import WheelGuard

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class HandsField(QSpinBox):
    """A whole number; Enter goes on to the next answer's, Esc and R are the end of counting.

    Args:
        typed: takes each number while it is typed.
        on: what Enter does.
        end: what Esc and R do.
    """

    def __init__(
        self, typed: Callable[[int], object], on: Callable[[], object], end: Callable[[], object]
    ) -> None:
        super().__init__()
        self._on, self._end = on, end
        self.setObjectName("hands")
        self.setRange(0, MOST)
        hands = tr("hands")
        self.setSuffix(f" {hands}")
        self.setToolTip(tr("How many hands were raised for this answer"))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.valueChanged.connect(typed)
        WheelGuard(self)

    def show_hands(self, hands: int, answer: str) -> None:
        """Shows what is counted for an answer."""
        self.setAccessibleName(tr("Hands for: {answer}", answer=answer))
        if hands != self.value():
            with QSignalBlocker(self):
                self.setValue(hands)

    def event(self, event: QEvent) -> bool:
        """Keeps the keys that mean something here from the lesson."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = event.key()
            if not event.modifiers() and (key in _STEPS or key in _ENTER or _ends(key)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes on, or ends; else a number is typed."""
        if event.key() in _ENTER:
            self._on()
        elif _ends(event.key()):
            self._end()
        else:
            super().keyPressEvent(event)


def _ends(key: int) -> bool:
    return key in (Qt.Key.Key_Escape, Qt.Key.Key_R)


def take_up(fields: list[HandsField], place: int = 0) -> None:
    """Puts the keyboard into a field, the first by itself; what is typed takes the place of all."""
    if fields:
        fields[place].setFocus(Qt.FocusReason.TabFocusReason)
        fields[place].selectAll()  # also where the window does not have the keyboard yet


def go_on_from(fields: list[HandsField], place: int, end: Callable[[], object]) -> None:
    """Goes to the field after one in which somebody types; behind the last one ends it."""
    if place + 1 < len(fields):
        take_up(fields, place + 1)
    else:
        end()
