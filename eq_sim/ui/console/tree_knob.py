"""What a screen reader can do with one knob: read its value and its range, and turn it."""

from math import isfinite
from typing import Protocol

from PySide6.QtGui import QAccessibleActionInterface, QAccessibleValueInterface


class Turnable(Protocol):
    """A knob as a reader knows it; one of another network has no value and no range."""

    @property
    def value(self) -> float:
        """What it is now."""

    @property
    def limit(self) -> float:
        """The end of its scale."""

    @property
    def press(self) -> float:
        """What a press of an arrow key turns it by."""

    def put(self, value: float) -> None:
        """Sets it."""

    def nudge(self, presses: int) -> None:
        """Turns it by so many presses of an arrow key."""

    def go_to(self) -> None:
        """Gives it the focus."""


class KnobValue(QAccessibleValueInterface):
    """A knob's value, between the ends of its layer's scale.

    Args:
        knob: which.
    """

    def __init__(self, knob: Turnable) -> None:
        super().__init__()
        self._knob = knob

    def currentValue(self) -> float:
        """Where the knob stands."""
        return self._knob.value

    def minimumValue(self) -> float:
        """The lower end of the scale."""
        return -self.maximumValue()

    def maximumValue(self) -> float:
        """The upper end of the scale."""
        # The scale widens with the next paint, and a value is within its range even before.
        return max(self._knob.limit, abs(self._knob.value))

    def minimumStepSize(self) -> float:
        """What a press of an arrow key turns it by."""
        return self._knob.press

    def setCurrentValue(self, value: float) -> None:
        """Sets the knob, if that is a number: it comes from another program."""
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            return
        if isfinite(number):
            self._knob.put(number)


class KnobAction(QAccessibleActionInterface):
    """What can be done with a knob without saying how much.

    Args:
        knob: which.
    """

    def __init__(self, knob: Turnable) -> None:
        super().__init__()
        self._knob = knob

    def actionNames(self) -> list[str]:
        """What can be done."""
        return [self.setFocusAction(), self.increaseAction(), self.decreaseAction()]

    def keyBindingsForAction(self, actionName: str) -> list[str]:
        """No keys of their own."""
        return []

    def doAction(self, actionName: str) -> None:
        """Does it."""
        if actionName == self.setFocusAction():
            self._knob.go_to()
        elif actionName in (self.increaseAction(), self.decreaseAction()):
            self._knob.nudge(1 if actionName == self.increaseAction() else -1)
