"""The colours of finished runs: none of those that mean a sign or a class, apart in lightness."""

from eq_sim.ui.style.theme import Theme

_COLORS = {
    "dark": ("#c6d36b", "#cf868c", "#8fbf9d", "#eadfc4", "#b996b3"),
    "light": ("#5c6800", "#9a3c49", "#2c6a41", "#75643c", "#7b4a76"),
}

COUNT = len(_COLORS["dark"])
"""How many there are."""


def run_color(theme: Theme, place: int) -> str:
    """Returns one of the colours."""
    return _COLORS[theme.name][place % COUNT]
