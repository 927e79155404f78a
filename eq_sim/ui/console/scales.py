"""What the top of a fader means: each layer has its own scale, and it widens by itself."""

from math import floor, log10

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_bank import KnobBank


class Scale(Struct, frozen=True):
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
    """The scale of each layer. Values never leave it: it widens first, and never shrinks alone.

    Args:
        bank: whose knobs; another network begins with scales of its own.
    """

    def __init__(self, bank: KnobBank) -> None:
        self._bank = bank
        self._structure: int | None = None
        self._layers: list[Scale] = []
        self._revision = 0

    @property
    def layers(self) -> list[Scale]:
        """Each layer's scale."""
        if self._structure != self._bank.structure:
            self._begin()
        return self._layers

    @property
    def revision(self) -> int:
        """Grows with each change of a scale."""
        return self._revision

    def fit(self) -> bool:
        """Widens what has become too narrow. Returns whether anything changed."""
        changed, layers = False, self.layers
        for layer, view in enumerate(self._views()):
            scale, reach = layers[layer], _reach(view)
            if reach > scale.limit:
                layers[layer] = Scale(rung(reach), scale.was)
                changed = True
        self._revision += changed
        return changed

    def limit(self, knob: int) -> float:
        """Returns the end of a knob's scale."""
        return self.layers[self._bank.layout.knob(knob).layer].limit

    def limits(self, knobs: IndexArray) -> NDArray[np.float64]:
        """Returns the end of the scale of each of some knobs."""
        of_layers = np.array([scale.limit for scale in self.layers])
        return of_layers[layers_of(self._bank.layout, knobs)]

    def _begin(self) -> None:
        bank = self._bank
        self._structure = bank.structure
        # A few knobs have far to go; of many, none goes far, and small bars would show nothing.
        views = [bank.start(part) for part in _parts(bank.layout)]
        limits = [rung((1.6 if view.size < 200 else 1.2) * _reach(view)) for view in views]
        if len(limits) == 1:  # a knob that is a quantity of its own has a scale of its own
            limits[0] = max(limits[0], bank.dataset.knob_reach)
        self._layers = [Scale(limit, limit) for limit in limits]
        self._revision += 1

    def _views(self) -> list[Array]:
        return [self._bank.whole(part) for part in _parts(self._bank.layout)]


def layers_of(layout: Layout, knobs: IndexArray) -> IndexArray:
    """Returns the layer of each of some knobs."""
    ends = [block.offset + block.size for block in layout.blocks]
    return np.searchsorted(ends, knobs, side="right")


def _parts(layout: Layout) -> list[slice]:
    """Returns each layer's slice of θ."""
    return [slice(block.offset, block.offset + block.size) for block in layout.blocks]


def _reach(view: Array) -> float:
    return max(abs(float(np.max(view))), abs(float(np.min(view))))
