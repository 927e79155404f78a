"""Starts: the values that the knobs have before anything is learned. Biases start at zero."""

import math
from collections.abc import Callable

import numpy as np

from eq_sim.language.tr import later
from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import Array

_Draw = Callable[[np.random.Generator, Block], Array]


def _zeros(stream: np.random.Generator, block: Block) -> Array:
    return np.zeros((block.inputs, block.outputs))


def _normal(stream: np.random.Generator, block: Block) -> Array:
    """Standard normal."""
    return stream.standard_normal((block.inputs, block.outputs))


def _uniform(stream: np.random.Generator, block: Block) -> Array:
    """Uniform on (−1, 1)."""
    return stream.uniform(-1, 1, (block.inputs, block.outputs))


def _xavier(stream: np.random.Generator, block: Block) -> Array:
    """Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio 2010)."""
    reach = math.sqrt(6 / (block.inputs + block.outputs))
    return stream.uniform(-reach, reach, (block.inputs, block.outputs))


def _he(stream: np.random.Generator, block: Block) -> Array:
    """Normal with variance 2 / inputs (He et al. 2015, arXiv:1502.01852)."""
    return stream.standard_normal((block.inputs, block.outputs)) * math.sqrt(2 / block.inputs)


_DRAWS: dict[str, tuple[str, _Draw]] = {
    "zeros": (later("zeros"), _zeros),
    "normal": (later("normal"), _normal),
    "uniform": (later("uniform"), _uniform),
    "xavier": ("Xavier", _xavier),
    "he": ("He", _he),
}

INITIALIZERS: dict[str, str] = {name: label for name, (label, _) in _DRAWS.items()}
"""Name in scenario files -> name on screen, in English: ``tr`` says it."""


def drawn(block: Block, initializer: str, stream: np.random.Generator) -> Array:
    """Returns the float64 (inputs, outputs) weights of one layer's start; biases begin at zero.

    Raises:
        KeyError: the initializer is unknown.
    """
    return _DRAWS[initializer][1](stream, block)


def start(layout: Layout, initializer: str, stream: np.random.Generator) -> Array:
    """Returns a float64 (size,) start; the knobs of adapters are 0: see ``adapters_drawn``.

    Raises:
        KeyError: the initializer is unknown.
    """
    theta = np.zeros(layout.size)
    for block, view in zip(layout.blocks, layout.views(theta), strict=True):
        view[: block.inputs] = drawn(block, initializer, stream)
    return theta


def adapters_drawn(layout: Layout, stream: np.random.Generator) -> Array:
    """Returns the float64 (size − wired,) start of all adapters: A normal, B zero.

    So their product is 0, and a network begins as it was (Hu et al. 2021, arXiv:2106.09685); A
    has the variance 1 / inputs.
    """
    theta = np.zeros(layout.size)
    for adapter in layout.adapters:
        a = adapter.a(theta)
        a[...] = stream.standard_normal(a.shape) / math.sqrt(adapter.inputs)
    return theta[layout.wired :]
