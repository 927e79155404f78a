"""A field of seconds that may be left to what is done by itself."""

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
