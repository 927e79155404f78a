"""The panels of the window that a lesson can highlight or hide."""

from typing import Literal, TypeAlias, get_args

PanelName: TypeAlias = Literal[
    "console",
    "output",
    "loss",
    "slice",
    "inspector",
    "hyperparameters",
    "data",
    "compare",
    "transport",
]

PANEL_NAMES: tuple[str, ...] = get_args(PanelName)
"""Every name, in the order in which a message lists them."""
