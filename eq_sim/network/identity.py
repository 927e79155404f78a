"""Which knob is which, while neurons and layers are added to a network and taken away.

A knob's place in θ moves when a neuron comes or goes. What stays is its layer, its neuron and what
it weighs: each of these has a number that never changes. A layer's matrix numbers its own rows, for
the layer that they listen to may be another one from now on.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import IndexArray


@dataclass(frozen=True)
class LayerIdentity:
    """What one layer's matrix is made of.

    Attributes:
        number: the matrix's own.
        sources: a number for each of its inputs, in order.
        neurons: a number for each of its neurons, in order.
    """

    number: int
    sources: tuple[int, ...]
    neurons: tuple[int, ...]


@dataclass(frozen=True)
class Identities:
    """The numbers of everything in one network.

    Attributes:
        base: the sizes of the network that it began as; another one's knobs are no relatives.
        layers: as the layout has them.
        unused: no number from here on was given yet.
    """

    base: tuple[int, ...]
    layers: tuple[LayerIdentity, ...]
    unused: int

    @classmethod
    def of(cls, layout: Layout) -> "Identities":
        """Returns those of a network as it begins: everything has the number of its place."""
        layers = tuple(
            LayerIdentity(block.layer, tuple(range(block.inputs)), tuple(range(block.outputs)))
            for block in layout.blocks
        )
        sizes = layout.architecture.sizes
        return cls(sizes, layers, max(*sizes, len(layers)))

    def fits(self, layout: Layout) -> bool:
        """Whether they are of a network of these sizes."""
        here = [(len(layer.sources), len(layer.neurons)) for layer in self.layers]
        return here == [(block.inputs, block.outputs) for block in layout.blocks]

    def with_neurons(self, layer: int, count: int) -> "Identities":
        """Returns those of a network with more neurons at the end of a hidden layer."""
        new = self._new(count)
        own, onward = self.layers[layer], self.layers[layer + 1]
        own = replace(own, neurons=own.neurons + new)
        onward = replace(onward, sources=onward.sources + new)
        layers = (*self.layers[:layer], own, onward, *self.layers[layer + 2 :])
        return replace(self, layers=layers, unused=self.unused + count)

    def without_neurons(self, layer: int, neurons: Collection[int]) -> "Identities":
        """Returns those of a network without some neurons of a hidden layer."""
        own, onward = self.layers[layer], self.layers[layer + 1]
        own = replace(own, neurons=_without(own.neurons, neurons))
        onward = replace(onward, sources=_without(onward.sources, neurons))
        return replace(self, layers=(*self.layers[:layer], own, onward, *self.layers[layer + 2 :]))

    def with_layer(self, layer: int) -> "Identities":
        """Returns those of a network with one more hidden layer, as wide as what it listens to.

        Args:
            layer: which one it is; the matrix that was there follows it.
        """
        new = self._new(len(self.layers[layer].sources))
        made = LayerIdentity(self.unused, new, new)
        layers = (*self.layers[:layer], made, *self.layers[layer:])
        return replace(self, layers=layers, unused=self.unused + max(1, len(new)))

    def without_layer(self, layer: int, *, keeps: bool) -> "Identities":
        """Returns those of a network without a hidden layer.

        Args:
            layer: which one.
            keeps: whether the matrix after it is as it was; else another one takes its place.
        """
        own, onward = self.layers[layer], self.layers[layer + 1]
        if not keeps:
            onward = LayerIdentity(self.unused, self._new(len(own.sources)), onward.neurons)
        used = 0 if keeps else max(1, len(own.sources))
        layers = (*self.layers[:layer], onward, *self.layers[layer + 2 :])
        return replace(self, layers=layers, unused=self.unused + used)

    def _new(self, count: int) -> tuple[int, ...]:
        return tuple(range(self.unused, self.unused + count))


def origins(
    now: Identities, layout: Layout, before: Identities, layout_before: Layout
) -> IndexArray:
    """Returns where each knob of a network was in another one.

    Args:
        now: of the network.
        layout: where its knobs sit.
        before: of the other one.
        layout_before: where the knobs of that sit.

    Returns:
        (size,) places in the other network's θ; −1 for a knob that it has not.
    """
    places = np.full(layout.size, -1, dtype=np.intp)
    if now.base != before.base:
        return places
    known = {
        layer.number: (layer, block)
        for layer, block in zip(before.layers, layout_before.blocks, strict=True)
    }
    for layer, block in zip(now.layers, layout.blocks, strict=True):
        if layer.number not in known:
            continue
        was, old = known[layer.number]
        rows = _places(layer.sources, was.sources)
        if block.bias:
            rows = np.append(rows, old.inputs if old.bias else -1)
        columns = _places(layer.neurons, was.neurons)
        view = block.view(places)
        np.copyto(view, _grid(old, rows, columns))
    return places


def _grid(block: Block, rows: IndexArray, columns: IndexArray) -> IndexArray:
    places = block.offset + rows[:, None] * block.outputs + columns[None, :]
    return np.where((rows[:, None] < 0) | (columns[None, :] < 0), -1, places)


def _places(now: tuple[int, ...], before: tuple[int, ...]) -> IndexArray:
    places = {number: place for place, number in enumerate(before)}
    return np.array([places.get(number, -1) for number in now], dtype=np.intp)


def _without(numbers: tuple[int, ...], places: Collection[int]) -> tuple[int, ...]:
    return tuple(number for place, number in enumerate(numbers) if place not in places)
