"""A large fader for those who do not see it: a slider with the knob's value."""

from functools import cache
from typing import cast

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from eq_sim.ui.console.tree_knob import KnobAction, KnobValue
from eq_sim.ui.stage.big_fader import BigFader

_install = cache(QAccessible.installFactory)


def make_faders_accessible() -> None:
    """Shows large faders to screen readers; to be called before the first is made."""
    _install(_interface_of)


def _interface_of(_name: str, thing: QObject) -> QAccessibleInterface | None:
    return FaderSlider(thing) if isinstance(thing, BigFader) else None


class FaderSlider(QAccessibleWidget):
    """A slider.

    Args:
        fader: which.
    """

    def __init__(self, fader: BigFader) -> None:
        super().__init__(fader, QAccessible.Role.Slider)
        self._fader = fader
        self._value = KnobValue(self)  # Qt is given bare pointers to these two
        self._action = KnobAction(self)
        fader.setProperty("slider", self)  # and to this one

    @property
    def value(self) -> float:
        """Where the knob stands."""
        return self._fader.value

    @property
    def limit(self) -> float:
        """The end of its scale."""
        return self._fader.limit

    @property
    def press(self) -> float:
        """What a press of an arrow key turns it by."""
        return self._fader.press

    def put(self, value: float) -> None:
        """Sets the knob."""
        self._fader.put(value)

    def nudge(self, presses: int) -> None:
        """Turns the knob by so many presses of an arrow key."""
        self._fader.nudge(presses)
        self._fader.let_go()

    def go_to(self) -> None:
        """Gives it the focus."""
        self._fader.setFocus()

    def text(self, t: QAccessible.Text) -> str:
        """Its name, its value and what is marked beside it."""
        return self._fader.value_text if t is QAccessible.Text.Value else super().text(t)

    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> int:
        """Returns where Qt finds the value and the actions."""
        if arg__1 is QAccessible.InterfaceType.ValueInterface:
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._value)[0]))
        if arg__1 is QAccessible.InterfaceType.ActionInterface:
            return cast("int", shiboken6.VoidPtr(shiboken6.getCppPointer(self._action)[0]))
        return cast("int", shiboken6.VoidPtr(0))  # from a bare 0, PySide would make a crash
