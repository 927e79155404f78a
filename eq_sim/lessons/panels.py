"""The parts of the window that a lesson can name.

Lessons are read and checked without a window, so the names of the shipped parts stand here. A
window that has more panels makes their names known.
"""

from collections.abc import Iterable

SHIPPED: tuple[str, ...] = (
    "console",
    "output",
    "loss",
    "slice",
    "inspector",
    "settings",
    "hyperparameters",
    "data",
    "compare",
    "by_hand",
    "transport",
)
"""The parts of the shipped window, as its registry of panels has them."""

_known: dict[str, None] = dict.fromkeys(SHIPPED)


def panel_names() -> tuple[str, ...]:
    """Returns every name that a lesson can use."""
    return tuple(_known)


def make_known(names: Iterable[str]) -> None:
    """Lets lessons name more parts, as a window with further panels has them."""
    _known.update(dict.fromkeys(names))
