"""How many knobs have moved far: by more than 1 % of the largest start weight of their layer.

A layer whose weights all start at zero is measured by the largest start weight of the network, and
a network that starts at zero by 1. Biases mostly start at zero; they are measured as the weights of
their layer are.
"""

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array

FAR = 0.01
"""The share of the largest start weight beyond which a knob counts as moved."""

DEFINITION = later(
    "How many knobs stand further from their start than 1 % of the largest start weight of their "
    "layer. A layer that starts at zero is measured by the largest start weight of the network, "
    "and a network that starts at zero by 1."
)
"""What that means, for a person: ``tr`` says it."""

_CHUNK = 1 << 15  # knobs at once: they stay in the processor's cache


def start_scales(layout: Layout, start: Array) -> NDArray[np.float64]:
    """Returns (layers,) by what the changes of each layer's knobs are measured.

    Args:
        layout: where each knob sits.
        start: (size,) where the knobs started.
    """
    largest = []
    for block in layout.blocks:
        weights = start[block.offset : block.offset + block.inputs * block.outputs]
        largest.append(max(float(weights.max()), -float(weights.min())))
    scales = np.array(largest)
    scales[scales == 0] = scales.max() or 1.0
    return scales


def count_moved(layout: Layout, values: Array, start: Array, scales: NDArray[np.float64]) -> int:
    """Returns how many knobs have moved far.

    Args:
        layout: where each knob sits.
        values: (size,) where the knobs are.
        start: (size,) where they started.
        scales: (layers,) from ``start_scales``.
    """
    moved, room = 0, np.empty(min(_CHUNK, values.size), dtype=values.dtype)
    far = np.empty(room.size, dtype=np.bool_)
    for block, limit in zip(layout.blocks, (FAR * scales).tolist(), strict=True):
        end = block.offset + block.size
        for first in range(block.offset, end, _CHUNK):
            some = slice(first, min(first + _CHUNK, end))
            sizes = np.subtract(values[some], start[some], out=room[: some.stop - first])
            np.abs(sizes, out=sizes)
            moved += int(np.count_nonzero(np.greater(sizes, limit, out=far[: sizes.size])))
    return moved
