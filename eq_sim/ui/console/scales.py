"""What the top of a fader means: each layer has its own scale, and it widens by itself."""

from dataclasses import dataclass
from math import floor, log10

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array


@dataclass(frozen=True)
class Scale:
    """From −limit to +limit; ``was`` is what it began with."""

    limit: float
    was: float

    @property
    def widened(self) -> bool:
        """Whether a value left the scale since the start."""
        return self.limit > self.was


def rung(value: float) -> float:
    """Returns the smallest of … 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15 … that is not below a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    for step in (1, 1.5, 2, 3, 5, 7, 10):
        if value <= step * power:
            return float(f"{step * power:.3g}")
    return float(10 * power)


class Scales:
    """The scale of each layer. Values never leave it: it widens first, and never shrinks alone."""

    def __init__(self, layout: Layout, start: Array) -> None:
        self._layout = layout
        # A few knobs have far to go; of many, none goes far, and small bars would show nothing.
        views = layout.views(np.asarray(start))
        limits = [rung((1.6 if view.size < 200 else 1.2) * _reach(view)) for view in views]
        self.layers = [Scale(limit, limit) for limit in limits]
        self.revision = 0

    def fit(self, theta: Array) -> bool:
        """Widens what has become too narrow. Returns whether anything changed."""
        changed = False
        for layer, view in enumerate(self._layout.views(theta)):
            scale, reach = self.layers[layer], _reach(view)
            if reach > scale.limit:
                self.layers[layer] = Scale(rung(reach), scale.was)
                changed = True
        self.revision += changed
        return changed


def _reach(view: Array) -> float:
    return max(abs(float(view.max())), abs(float(view.min())))
