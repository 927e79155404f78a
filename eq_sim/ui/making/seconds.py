"""A field of seconds that may be left to what is done by itself."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from eq_sim.lessons.making.draft import LONGEST
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.seconds_box import SecondsBox

UNSAID = -0.5
"""Seconds that stand for: nobody has said how many."""


def seconds_field(called: str, empty: str) -> SecondsBox:
    """Returns a field of seconds.

    Args:
        called: what the seconds are of.
        empty: what it says below 0, where nobody has chosen; empty where somebody has to.
    """
    box = SecondsBox()
    box.setObjectName("seconds")
    box.setRange(UNSAID if empty else 0.0, LONGEST)
    box.setSpecialValueText(empty)
    box.setAccessibleName(called)
    box.setToolTip(called)
    box.setKeyboardTracking(False)
    WheelGuard(box)
    return box


def show_seconds(box: SecondsBox, seconds: float | None) -> None:
    """Shows seconds, and leaves alone what is being typed if they are shown already.

    Args:
        box: the field.
        seconds: how many; None where nobody has said.
    """
    value = UNSAID if seconds is None else round(seconds, box.decimals())
    if value != box.value():
        with QSignalBlocker(box):
            box.setValue(value)


def take_typed(window: QWidget) -> None:
    """Takes the seconds that are being typed in a window, as leaving their field does."""
    field = window.focusWidget()
    if isinstance(field, SecondsBox):
        field.interpretText()
