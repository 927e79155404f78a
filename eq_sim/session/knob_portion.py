"""A part of a network's knobs that is a network by itself: its layers, or one adapter's matrices.

An adapter's A and B lie in θ as the layers of a network of two layers without biases would, inputs
to rank to neurons. So whatever shows a network's knobs can show an adapter's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.network.layout import Adapter, Architecture, Layout
from eq_sim.network.types import IndexArray
from eq_sim.session.names import neuron_name, subscript
from eq_sim.session.switches import Switches

_Item = TypeVar("_Item", bound=np.generic)


@dataclass(frozen=True)
class Portion:
    """Knobs that lie side by side.

    Attributes:
        layout: where each sits in the network that they are by themselves.
        first: the place of the first of them in θ.
        whole: whether they are all the knobs there are.
        adapter: whose they are; None for those of the layers.
    """

    layout: Layout
    first: int
    whole: bool
    adapter: Adapter | None = None

    @property
    def span(self) -> slice:
        """Where they lie in θ."""
        return slice(self.first, self.first + self.layout.size)

    def of(self, flat: NDArray[_Item]) -> NDArray[_Item]:
        """Returns their part of a (size,) vector of the whole network: no copy."""
        return flat if self.whole else flat[self.span]

    def has(self, knob: int) -> bool:
        """Whether a place in θ is one of theirs."""
        return self.first <= knob < self.first + self.layout.size

    def places(self, knobs: IndexArray) -> IndexArray:
        """Returns which of some places in θ are theirs, counted from their first."""
        here = knobs[(knobs >= self.first) & (knobs < self.first + self.layout.size)]
        return here - self.first

    def switches(self, of: Switches) -> Switches:
        """Returns what is frozen, muted and playing solo among them."""
        if self.whole:
            return of
        frozen, mutes, solos = (self.of(each) for each in (of.frozen, of.mutes, of.solos))
        return Switches(self.layout, frozen, mutes, solos, self.of(of.parked), of.solo_reach)


Chosen: TypeAlias = Callable[[Layout], Portion | None]
"""Says which part of a network's knobs is meant; None where it does not have it."""


NOTHING = Portion(Layout(Architecture((1, 1), ("identity",), (False,))), 0, whole=False)
"""Stands for knobs that a network does not have."""


def all_knobs(layout: Layout) -> Portion:
    """Returns all knobs that there are."""
    return Portion(layout, 0, whole=True)


def layers_of_network(layout: Layout) -> Portion:
    """Returns the knobs of all layers, without those of adapters."""
    if not layout.adapters:
        return Portion(layout, 0, whole=True)
    return _without_adapters(layout.architecture)


def of_adapter(layer: int) -> Chosen:
    """Returns what chooses the knobs of a layer's adapter."""

    def chosen(layout: Layout) -> Portion | None:
        found = next((one for one in layout.adapters if one.layer == layer), None)
        return None if found is None else _of_adapter(found)

    return chosen


@lru_cache(maxsize=64)
def _without_adapters(shape: Architecture) -> Portion:
    return Portion(Layout(replace(shape, ranks=())), 0, whole=False)


@lru_cache(maxsize=64)
def _of_adapter(adapter: Adapter) -> Portion:
    sizes = (adapter.inputs, adapter.rank, adapter.outputs)
    shape = Architecture(sizes, ("identity", "identity"), (False, False))
    return Portion(Layout(shape, is_adapter=True), adapter.offset, whole=False, adapter=adapter)


def names_of_adapter(layout: Layout, dataset: Dataset, adapter: Adapter) -> Dataset:
    """Returns what goes into an adapter and comes out of it, by name.

    Beside the first layer the samples' inputs are those of the data; else there are no samples, and
    nothing is known of targets.
    """
    if adapter.layer:
        columns = tuple(
            Column(f"n{subscript(n)}", f"n{subscript(n)}") for n in range(1, adapter.inputs + 1)
        )
    else:
        columns = dataset.columns
    outputs = tuple(
        neuron_name(layout, dataset, adapter.layer, neuron) for neuron in range(adapter.outputs)
    )
    image = None if adapter.layer else dataset.image
    inputs = np.empty((adapter.inputs, 0)) if adapter.layer else dataset.inputs
    none = np.broadcast_to(0.0, (adapter.outputs, inputs.shape[1]))
    return Dataset(columns, inputs, none, outputs, View.TABLE, image=image)
