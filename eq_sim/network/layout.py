"""Where each weight and bias sits in the flat vector θ, and what it is called there.

Layer k is one block of θ, a C-ordered matrix of shape (inputs + 1, outputs): row i holds the
weights of input i to every neuron, the last row holds the biases. A layer without biases has no
last row. One matrix product then serves weights and biases alike.

A layer can have an adapter (LoRA: Hu et al. 2021, arXiv:2106.09685): two small matrices, A of
shape (inputs, rank) and B of shape (rank, outputs), whose product is added to its weights. Their
knobs lie behind those of all layers.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.types import Array, IndexArray

_Item = TypeVar("_Item", bound=np.generic)


@dataclass(frozen=True)
class Architecture:
    """The shape of a fully connected network.

    Attributes:
        sizes: neurons per layer, the inputs first and the outputs last: (2, 4, 2, 1).
        activations: one name per layer after the inputs.
        biases: per layer after the inputs, whether its neurons have a bias.
        ranks: per layer after the inputs, the rank of its adapter, 0 for none; empty for none.

    Raises:
        ValueError: the three do not fit together, or an activation is unknown.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    biases: tuple[bool, ...]
    ranks: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        layers = len(self.sizes) - 1
        if layers < 1 or min(self.sizes) < 1:
            raise ValueError(f"a network needs inputs and outputs, not {self.sizes}")
        if len(self.activations) != layers or len(self.biases) != layers:
            raise ValueError(f"{layers} layers need {layers} activations and bias settings")
        for name in self.activations:
            if name not in ACTIVATIONS:
                raise ValueError(f"unknown activation '{name}'")
        if self.ranks and len(self.ranks) != layers:
            raise ValueError(f"{layers} layers need {layers} ranks")
        for rank, inputs, outputs in zip(self.ranks, self.sizes, self.sizes[1:], strict=False):
            if not 0 <= rank <= min(inputs, outputs):
                raise ValueError(f"a layer of {inputs} × {outputs} has no adapter of rank {rank}")

    @property
    def count(self) -> int:
        """How many parameters: those of the layers, and those of adapters."""
        beside = zip(self.ranks, self.sizes, self.sizes[1:], strict=False)
        return self.wired + sum(rank * (inputs + outputs) for rank, inputs, outputs in beside)

    @property
    def wired(self) -> int:
        """How many weights and biases: inputs × outputs + biases, summed over the layers."""
        pairs = zip(self.sizes, self.sizes[1:], self.biases, strict=False)
        return sum(inputs * outputs + outputs * bias for inputs, outputs, bias in pairs)

    @property
    def formula(self) -> str:
        """The count as a sum that a reader can follow: ``(2·4+4) + (4·2+2) + (2·1+1)``."""
        pairs = zip(self.sizes, self.sizes[1:], self.biases, strict=False)
        terms = [f"({i}·{o}{f'+{o}' if bias else ''})" for i, o, bias in pairs]
        beside = zip(self.ranks, self.sizes, self.sizes[1:], strict=False)
        terms += [f"{rank}·({i}+{o})" for rank, i, o in beside if rank]
        return " + ".join(terms)


@dataclass(frozen=True)
class Block:
    """One layer's part of θ."""

    layer: int
    offset: int
    inputs: int
    outputs: int
    bias: bool

    @property
    def rows(self) -> int:
        """Rows of the layer's matrix: its inputs, and one more where it has biases."""
        return self.inputs + self.bias

    @property
    def size(self) -> int:
        """Parameters of the layer."""
        return self.rows * self.outputs

    def view(self, flat: NDArray[_Item]) -> NDArray[_Item]:
        """Returns the layer's (rows, outputs) view of a flat vector: no copy."""
        return flat[self.offset : self.offset + self.size].reshape(self.rows, self.outputs)


@dataclass(frozen=True)
class Adapter:
    """The part of θ that lies beside one layer's weights: A, and then B."""

    layer: int
    offset: int
    inputs: int
    outputs: int
    rank: int

    @property
    def size(self) -> int:
        """Parameters of both matrices."""
        return self.rank * (self.inputs + self.outputs)

    def a(self, flat: NDArray[_Item]) -> NDArray[_Item]:
        """Returns the (inputs, rank) view of A in a flat vector: no copy."""
        end = self.offset + self.inputs * self.rank
        return flat[self.offset : end].reshape(self.inputs, self.rank)

    def b(self, flat: NDArray[_Item]) -> NDArray[_Item]:
        """Returns the (rank, outputs) view of B in a flat vector: no copy."""
        start = self.offset + self.inputs * self.rank
        return flat[start : self.offset + self.size].reshape(self.rank, self.outputs)


@dataclass(frozen=True)
class Knob:
    """One parameter by its place in the network.

    Attributes:
        index: where it sits in θ.
        layer: 0 for the first layer after the inputs.
        neuron: the neuron it belongs to, from 0; of an adapter's A, the column.
        source: which input or neuron of the layer before it weighs; of an adapter's B, the row;
            None for a bias.
        adapter: "A" or "B" for a knob of the layer's adapter; empty for all others.
    """

    index: int
    layer: int
    neuron: int
    source: int | None
    adapter: Literal["", "A", "B"] = ""

    @property
    def is_bias(self) -> bool:
        """Whether it shifts its neuron instead of weighing an input."""
        return self.source is None


class Layout:
    """The map between θ and the network's layers, neurons and knobs.

    Attributes:
        architecture: the network's shape.
        blocks: the layers' parts of θ, one after the other.
        adapters: the parts of θ beside them, behind all layers; layers without one are left out.
        wired: parameters of all layers: so long is w, the vector that is multiplied.
        size: all parameters, those of adapters among them: so long is θ.
    """

    def __init__(self, architecture: Architecture) -> None:
        self.architecture = architecture
        blocks, offset = [], 0
        pairs = zip(architecture.sizes, architecture.sizes[1:], architecture.biases, strict=False)
        for layer, (inputs, outputs, bias) in enumerate(pairs):
            blocks.append(Block(layer, offset, inputs, outputs, bias))
            offset += blocks[-1].size
        self.blocks = tuple(blocks)
        self.wired, adapters = offset, []
        for block, rank in zip(blocks, architecture.ranks, strict=False):
            if rank:
                adapters.append(Adapter(block.layer, offset, block.inputs, block.outputs, rank))
                offset += adapters[-1].size
        self.adapters = tuple(adapters)
        self.size = offset

    def views(self, flat: Array) -> list[Array]:
        """Returns each layer's (rows, outputs) view of a (wired,) vector, or a longer one."""
        return [block.view(flat) for block in self.blocks]

    def knob(self, index: int) -> Knob:
        """Returns the knob at a place in θ.

        Raises:
            IndexError: there is no such place.
        """
        for block in self.blocks:
            place = index - block.offset
            if 0 <= place < block.size:
                row, neuron = divmod(place, block.outputs)
                source = row if row < block.inputs else None
                return Knob(index, block.layer, neuron, source)
        for adapter in self.adapters:
            place, split = index - adapter.offset, adapter.inputs * adapter.rank
            if 0 <= place < split:
                row, column = divmod(place, adapter.rank)
                return Knob(index, adapter.layer, column, row, "A")
            if split <= place < adapter.size:
                row, column = divmod(place - split, adapter.outputs)
                return Knob(index, adapter.layer, column, row, "B")
        raise IndexError(f"there is no knob {index}: the network has {self.size}")

    def index(self, layer: int, neuron: int, source: int | None) -> int:
        """Returns where a knob sits in θ.

        Raises:
            IndexError: there is no such layer, neuron or source.
        """
        if not 0 <= layer < len(self.blocks):
            raise IndexError(f"there is no layer {layer}")
        block = self.blocks[layer]
        row = block.inputs if source is None else source
        within = 0 <= row < (block.rows if source is None else block.inputs)
        if not within or not 0 <= neuron < block.outputs:
            raise IndexError(f"layer {layer} has no knob from {source} to neuron {neuron}")
        return block.offset + row * block.outputs + neuron

    def neuron(self, layer: int, neuron: int) -> IndexArray:
        """Returns the places of one neuron's knobs in θ, weights first, then its bias."""
        block = self.blocks[layer]
        return block.offset + neuron + block.outputs * np.arange(block.rows)

    def outgoing(self, layer: int, neuron: int) -> IndexArray:
        """Returns the places of the weights that read this neuron; none after the last layer."""
        if layer + 1 >= len(self.blocks):
            return np.empty(0, dtype=np.intp)
        block = self.blocks[layer + 1]
        return block.offset + neuron * block.outputs + np.arange(block.outputs)

    @cached_property
    def weights(self) -> NDArray[np.bool_]:
        """A (size,) mask: True for weights, False for biases. Penalties leave biases alone."""
        mask: NDArray[np.bool_] = np.ones(self.size, dtype=bool)
        for block in self.blocks:
            if block.bias:
                end = block.offset + block.size
                mask[end - block.outputs : end] = False
        mask.flags.writeable = False
        return mask

    def as_torch(self, flat: Array) -> dict[str, NDArray[Any]]:
        """Returns θ under PyTorch's names and shapes: (out, in) weights and (out,) biases."""
        tensors: dict[str, NDArray[Any]] = {}
        for block, view in zip(self.blocks, self.views(flat), strict=True):
            tensors[f"layers.{block.layer}.weight"] = view[: block.inputs].T.copy()
            if block.bias:
                tensors[f"layers.{block.layer}.bias"] = view[block.inputs].copy()
        return tensors
