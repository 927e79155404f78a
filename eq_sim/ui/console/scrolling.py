"""What the scroll bars of a desk are told, and where one looked."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtWidgets import QScrollBar

from eq_sim.ui.console.geometry import Anchor


class Looking(Struct, frozen=True):
    """Where one looks, and from how near.

    Attributes:
        closeness: from 0 to 1; None for that at which the desk opens.
        anchor: what is in the middle of the view.
    """

    closeness: float | None
    anchor: Anchor


def largest(fits: Callable[[float], bool]) -> float:
    """Returns the largest closeness that fits; 0 if none does."""
    low, high = 0.0, 1.0
    if fits(high):
        return high
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def let_scroll(bar: QScrollBar, whole: float, seen: int) -> None:
    """Gives a scroll bar the range of a canvas and of the part of it that is seen."""
    bar.setPageStep(seen)
    bar.setSingleStep(40)
    bar.setRange(0, max(0, round(whole - seen)))


def scroll_to(bar: QScrollBar, low: int, length: int, seen: float) -> None:
    """Scrolls until a stretch of the view can be seen."""
    if low < 0:
        bar.setValue(bar.value() + low)
    elif low + length > seen:
        bar.setValue(bar.value() + round(low + length - seen))
