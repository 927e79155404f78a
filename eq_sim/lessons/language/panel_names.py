"""The panels of the window that a lesson can highlight or hide.

Lessons are read and checked without a window, so the names of the shipped panels stand here. A
window that has more panels makes their names known.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias

from msgspec import Meta

from eq_sim.language.tr import tr

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
    "sound",
    "transport",
)
"""The panels of the shipped window and their parts, as its registry has them."""

PARTS: Mapping[str, str] = MappingProxyType(
    {"slice": "inspector", "hyperparameters": "settings", "data": "settings"}
)
"""Which panel each part of one is in."""

_ALWAYS = "console"  # it stands in the middle of the window, and nothing takes its place

HiddenPanel: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"enum": sorted({*SHIPPED} - {_ALWAYS, *PARTS})})
]

_known: dict[str, str] = {name: PARTS.get(name, name) for name in SHIPPED}
"""Each name, and the panel that is in sight or hidden with it."""


def panel_names() -> tuple[str, ...]:
    """Returns every name that a lesson can use, in the order in which a message lists them."""
    return tuple(_known)


def make_known(panel: str, parts: Iterable[str] = ()) -> None:
    """Lets lessons name a panel and its parts, as a window with further panels has them."""
    _known.update(dict.fromkeys((panel, *parts), panel))


def panel_of(name: str) -> str:
    """Returns the panel that a name is a part of; of a panel, the panel itself."""
    return _known.get(name, name)


def why_not_hidden(name: str) -> str:
    """Returns why a lesson cannot hide what is called so; empty where it can."""
    if name in can_be_hidden():
        return ""
    names = ", ".join(can_be_hidden())
    if name not in _known:
        return tr("there is no panel '{name}': choose {names}", name=name, names=names)
    if panel_of(name) != name:
        return tr(
            "'{name}' is a part of the panel '{panel}': hide that, or nothing",
            name=name,
            panel=panel_of(name),
        )
    return tr("the panel '{name}' cannot be hidden: choose {names}", name=name, names=names)


def can_be_hidden() -> tuple[str, ...]:
    """Returns the names of the panels that a lesson can hide."""
    return tuple(name for name, panel in _known.items() if name == panel != _ALWAYS)


def no_such_panel(name: str) -> str:
    """Returns what is said of a name that no panel has."""
    names = ", ".join(_known)
    return tr("there is no panel '{name}': choose {names}", name=name, names=names)
