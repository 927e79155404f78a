"""The panels of the window that a lesson can highlight or hide.

Lessons are read and checked without a window, so the names of the shipped panels stand here. A
window that has more panels makes their names known.
"""

from collections.abc import Iterable
from typing import Annotated, TypeAlias

from msgspec import Meta

SHIPPED: tuple[str, ...] = (
    "console",
    "output",
    "map",
    "loss",
    "slice",
    "inspector",
    "settings",
    "hyperparameters",
    "data",
    "compare",
    "checkpoints",
    "runs",
    "starts",
    "by_hand",
    "spreads",
    "pruning",
    "positions",
    "landscape",
    "tuning",
    "adapter",
    "optimum",
    "pca",
    "distillation",
    "transport",
)
"""The panels of the shipped window and their parts, as its registry has them."""

PanelName: TypeAlias = Annotated[str, Meta(extra_json_schema={"enum": sorted(SHIPPED)})]

_known: dict[str, None] = dict.fromkeys(SHIPPED)


def panel_names() -> tuple[str, ...]:
    """Returns every name that a lesson can use, in the order in which a message lists them."""
    return tuple(_known)


def make_known(names: Iterable[str]) -> None:
    """Lets lessons name more panels, as a window with further panels has them."""
    _known.update(dict.fromkeys(names))


def no_such_panel(name: str) -> str:
    """Returns what is said of a name that no panel has."""
    return f"there is no panel '{name}': choose {', '.join(_known)}"
