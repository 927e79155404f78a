"""Freeze, mute and solo: knobs that training leaves alone, and knobs that are out of play.

Values of this kind are never changed in place, so that a snapshot can keep them as they are.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Switches:
    """The switches of all knobs of one network.

    Attributes:
        layout: where each knob sits.
        frozen: (size,) knobs that training leaves as they are.
        mutes: (size,) knobs that were muted by themselves.
        solos: (size,) weights that play alone in their neuron.
        parked: (size,) what the silent knobs come back to; 0 for the others.
    """

    layout: Layout
    frozen: Mask
    mutes: Mask
    solos: Mask
    parked: Array

    @classmethod
    def none(cls, layout: Layout, dtype: np.dtype[np.floating]) -> "Switches":
        """Returns switches that are all off."""
        off: Mask = np.zeros(layout.size, dtype=bool)
        return cls(layout, off, off, off, np.zeros(layout.size, dtype=dtype))

    @cached_property
    def silent(self) -> Mask:
        """(size,) knobs that are 0: muted, or a weight beside one that plays alone."""
        silent = self.mutes.copy()
        if self.solos.any():
            for block in self.layout.blocks:
                solos = block.view(self.solos)[: block.inputs]
                view = block.view(silent)[: block.inputs]
                view |= solos.any(axis=0) & ~solos
        return silent

    @cached_property
    def fixed(self) -> IndexArray | None:
        """The knobs that training leaves alone; None where there are none."""
        places = np.flatnonzero(self.frozen | self.silent)
        return places if places.size else None

    def whole(self, theta: Array) -> Array:
        """Returns θ with every silent knob at the value it comes back to."""
        return np.asarray(np.where(self.silent, self.parked, theta))

    def switched(self, kind: str, knobs: slice | IndexArray, *, on: bool) -> "Switches":
        """Returns switches with some of one kind, "frozen", "mutes" or "solos", on or off."""
        mask: Mask = getattr(self, kind).copy()
        mask[knobs] = on
        return Switches(
            self.layout,
            **{name: getattr(self, name) for name in ("frozen", "mutes", "solos")} | {kind: mask},
            parked=self.parked,
        )

    def parking(self, parked: Array) -> "Switches":
        """Returns the same switches with other parked values."""
        return replace(self, parked=np.where(self.silent, parked, 0).astype(self.parked.dtype))

    def carried(self, layout: Layout, dtype: np.dtype[np.floating]) -> "Switches":
        """Returns the switches for another network: each follows its knob by its name."""
        if layout.architecture == self.layout.architecture and dtype == self.parked.dtype:
            return replace(self, layout=layout)
        new = Switches.none(layout, dtype)
        pairs = list(zip(self.layout.blocks, layout.blocks, strict=False))
        masks = {name: getattr(new, name).copy() for name in ("frozen", "mutes", "solos")}
        parked = new.parked.copy()
        for old, fresh in pairs:
            neurons = min(old.outputs, fresh.outputs)
            rows = [(row, row) for row in range(min(old.inputs, fresh.inputs))]
            if old.bias and fresh.bias:
                rows.append((old.inputs, fresh.inputs))
            for was, now in rows:
                for name, mask in masks.items():
                    fresh.view(mask)[now, :neurons] = old.view(getattr(self, name))[was, :neurons]
                fresh.view(parked)[now, :neurons] = old.view(self.parked)[was, :neurons]
        return Switches(layout, **masks, parked=parked)


def neuron_mutes(layout: Layout, layer: int, neuron: int) -> IndexArray:
    """Returns the knobs that mute a neuron: all weights that hear it; an output's own row."""
    if layer == len(layout.blocks) - 1:
        return layout.neuron(layer, neuron)
    return layout.outgoing(layer, neuron)


def layer_mutes(layout: Layout, layer: int) -> IndexArray:
    """Returns the knobs that mute all neurons of a layer."""
    count = layout.blocks[layer].outputs
    return np.concatenate([neuron_mutes(layout, layer, neuron) for neuron in range(count)])
