"""Knobs as a reader meets them: layer by layer, neuron by neuron, weights before the bias."""

import numpy as np

from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray


def first(layout: Layout) -> int:
    """Returns the first knob."""
    return layout.blocks[0].offset


def last(layout: Layout) -> int:
    """Returns the last knob."""
    return layout.size - 1


def neighbour(layout: Layout, knob: int, way: int) -> int | None:
    """Returns the knob after (1) or before (−1) one; None at the end."""
    layer = layout.knob(knob).layer
    block = layout.blocks[layer]
    row, neuron = divmod(knob - block.offset, block.outputs)
    place = neuron * block.rows + row + way
    if place < 0 or place >= block.size:
        layer += way
        if not 0 <= layer < len(layout.blocks):
            return None
        block = layout.blocks[layer]
        place = 0 if way > 0 else block.size - 1
    neuron, row = divmod(place, block.rows)
    return block.offset + row * block.outputs + neuron


def in_next_neuron(layout: Layout, knob: int, way: int) -> int | None:
    """Returns the first knob of the neuron after (1) or before (−1) a knob's; None at the end."""
    place = layout.knob(knob)
    layer, neuron = place.layer, place.neuron + way
    if not 0 <= neuron < layout.blocks[layer].outputs:
        layer += way
        if not 0 <= layer < len(layout.blocks):
            return None
        neuron = 0 if way > 0 else layout.blocks[layer].outputs - 1
    return int(layout.neuron(layer, neuron)[0])


def in_next_layer(layout: Layout, knob: int, way: int) -> int | None:
    """Returns the first knob of the layer after (1) or before (−1) a knob's; None at the end."""
    layer = layout.knob(knob).layer + way
    return layout.blocks[layer].offset if 0 <= layer < len(layout.blocks) else None


def order(layout: Layout) -> IndexArray:
    """Returns the (knobs,) places in θ, all of them, in this order."""
    return np.concatenate(
        [np.arange(b.offset, b.offset + b.size).reshape(b.rows, b.outputs).T.ravel()
         for b in layout.blocks]
    )  # fmt: skip
