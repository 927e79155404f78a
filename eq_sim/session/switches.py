"""Freeze, mute and solo: knobs that training leaves alone, and knobs that are out of play.

Values of this kind are never changed in place, so that a snapshot can keep them as they are.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.layout import Layout
from eq_sim.network.pruning import By
from eq_sim.network.types import Array, IndexArray

Mask = NDArray[np.bool_]

SoloReach: TypeAlias = Literal["layer", "neuron"]
"""What a solo silences: all other knobs of its layer, or the other weights of its neuron alone.

The second is how it once was. Recordings of that time still lead to the same bits.
"""


@dataclass(frozen=True, eq=False)
class Pruned:
    """The knobs that were muted because they were the smallest.

    Attributes:
        knobs: (size,) which; each is among the mutes.
        by: where the smallest were looked for.
    """

    knobs: Mask
    by: By


@dataclass(frozen=True, eq=False)
class Switches:
    """The switches of all knobs of one network.

    Attributes:
        layout: where each knob sits.
        frozen: (size,) knobs that training leaves as they are.
        mutes: (size,) knobs that were muted by themselves, the pruned ones among them.
        solos: (size,) knobs that play alone, or with each other.
        parked: (size,) what the silent knobs come back to; 0 for the others.
        solo_reach: what they silence.
        pruned: those of the mutes that no hand has chosen; None where there are none.
    """

    layout: Layout
    frozen: Mask
    mutes: Mask
    solos: Mask
    parked: Array
    solo_reach: SoloReach = "layer"
    pruned: Pruned | None = None

    @classmethod
    def none(cls, layout: Layout, dtype: np.dtype[np.floating]) -> "Switches":
        """Returns switches that are all off."""
        off: Mask = np.zeros(layout.size, dtype=bool)
        return cls(layout, off, off, off, np.zeros(layout.size, dtype=dtype))

    @cached_property
    def silent(self) -> Mask:
        """(size,) knobs that are 0: muted, or beside one that plays alone."""
        silent = self.mutes.copy()
        if self.solos.any():
            for block in self.layout.blocks:
                solos, view = block.view(self.solos), block.view(silent)
                if self.solo_reach == "layer":
                    view |= solos.any() & ~solos
                else:
                    solos, view = solos[: block.inputs], view[: block.inputs]
                    view |= solos.any(axis=0) & ~solos
        return silent

    @cached_property
    def all_play(self) -> bool:
        """Whether no knob is silent."""
        return not self.silent.any()

    @cached_property
    def fixed(self) -> IndexArray | None:
        """The knobs that training leaves alone; None where there are none."""
        places = np.flatnonzero(self.frozen | self.silent)
        return places if places.size else None

    def silence(self, knob: int) -> str:
        """Returns what makes a knob silent, in a word or two; empty for one that plays."""
        if self.mutes[knob]:
            return tr("muted")
        return tr("silent beside a solo") if self.silent[knob] else ""

    def why_silent(self, knob: int) -> str:
        """Returns why a silent knob cannot be turned: a sentence for ``tr`` and the {name}."""
        if self.mutes[knob]:
            return later("Unmute {name} to turn it: it is muted")
        return later("End the solo to turn {name}: it is silent beside it")

    def whole(self, theta: Array) -> Array:
        """Returns θ with every silent knob at the value it comes back to."""
        return np.asarray(np.where(self.silent, self.parked, theta))

    def switched(self, kind: str, knobs: slice | IndexArray, *, on: bool) -> "Switches":
        """Returns switches with some of one kind, "frozen", "mutes" or "solos", on or off."""
        mask: Mask = getattr(self, kind).copy()
        mask[knobs] = on
        masks = {name: getattr(self, name) for name in ("frozen", "mutes", "solos")} | {kind: mask}
        switched = replace(self, **masks)
        if self.pruned is None or kind != "mutes":
            return switched
        left = self.pruned.knobs.copy()
        left[knobs] = False  # muted or not, they are as a hand says from here
        return replace(switched, pruned=Pruned(left, self.pruned.by) if left.any() else None)

    @property
    def by_hand(self) -> Mask:
        """(size,) knobs that are muted, the pruned ones aside."""
        return self.mutes if self.pruned is None else self.mutes & ~self.pruned.knobs

    def pruning(self, knobs: Mask, by: By) -> "Switches":
        """Returns switches with these knobs pruned, and all that were pruned before back.

        Args:
            knobs: (size,) which; none that a hand has muted.
            by: where the smallest were looked for.
        """
        pruned = Pruned(knobs, by) if knobs.any() else None
        return replace(self, mutes=self.by_hand | knobs, pruned=pruned)

    def of_other_inputs(self) -> "Switches":
        """Returns the switches where the inputs are others: what hears them is free."""
        block = self.layout.blocks[0]
        masks = {name: getattr(self, name).copy() for name in ("frozen", "mutes", "solos")}
        for mask in masks.values():
            block.view(mask)[: block.inputs] = False
        return Switches(self.layout, **masks, parked=self.parked, solo_reach=self.solo_reach)

    def parking(self, parked: Array) -> "Switches":
        """Returns the same switches with other parked values."""
        return replace(self, parked=np.where(self.silent, parked, 0).astype(self.parked.dtype))

    def carried(self, layout: Layout, dtype: np.dtype[np.floating]) -> "Switches":
        """Returns the switches for another network: each follows its knob by its name.

        Those of an adapter follow it where it stands beside layers of the same sizes.
        """
        here, there = self.layout.architecture, layout.architecture
        if there == here:
            if dtype == self.parked.dtype:
                return replace(self, layout=layout)
            with np.errstate(over="ignore"):
                return replace(self, layout=layout, parked=self.parked.astype(dtype))
        new = Switches.none(layout, dtype)
        pairs = list(zip(self.layout.blocks, layout.blocks, strict=False))
        masks = {name: getattr(new, name).copy() for name in ("frozen", "mutes", "solos")}
        parked, pruned = new.parked.copy(), np.zeros(layout.size, dtype=bool)
        for old, fresh in pairs:
            neurons = min(old.outputs, fresh.outputs)
            rows = [(row, row) for row in range(min(old.inputs, fresh.inputs))]
            if old.bias and fresh.bias:
                rows.append((old.inputs, fresh.inputs))
            for was, now in rows:
                for name, mask in masks.items():
                    fresh.view(mask)[now, :neurons] = old.view(getattr(self, name))[was, :neurons]
                fresh.view(parked)[now, :neurons] = old.view(self.parked)[was, :neurons]
                if self.pruned is not None:
                    smallest = old.view(self.pruned.knobs)[was, :neurons]
                    fresh.view(pruned)[now, :neurons] = smallest
        if (there.sizes, there.ranks) == (here.sizes, here.ranks):
            was_beside, beside = self.layout.wired, layout.wired
            for name, mask in masks.items():
                mask[beside:] = getattr(self, name)[was_beside:]
            parked[beside:] = self.parked[was_beside:]
            if self.pruned is not None:
                pruned[beside:] = self.pruned.knobs[was_beside:]
        left = Pruned(pruned, self.pruned.by) if self.pruned and pruned.any() else None
        return Switches(layout, **masks, parked=parked, solo_reach=self.solo_reach, pruned=left)


def neuron_mutes(layout: Layout, layer: int, neuron: int) -> IndexArray:
    """Returns the knobs that mute a neuron: all weights that hear it; an output's own row."""
    if layer == len(layout.blocks) - 1:
        return layout.neuron(layer, neuron)
    return layout.outgoing(layer, neuron)


def layer_mutes(layout: Layout, layer: int) -> IndexArray:
    """Returns the knobs that mute all neurons of a layer."""
    count = layout.blocks[layer].outputs
    return np.concatenate([neuron_mutes(layout, layer, neuron) for neuron in range(count)])
