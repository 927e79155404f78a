"""The knobs that words mean: "x1 -> neuron 3, layer 1", "bias of price", "smallest 50 %".

A knob can always be called what the screen calls it. Besides, a lecturer's keyboard has neither
an arrow nor low digits: "->" and "x1" do as well as "→" and "x₁".
"""

import re
from dataclasses import dataclass

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.lessons.ground import Ground
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray

_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PART = re.compile(r"(smallest|largest) (\d+(?:\.\d+)?) ?%(?: of the weights)?")


class UnknownNameError(ValueError):
    """Words that mean no knob here; the message says why, and what there is."""


@dataclass(frozen=True)
class Strip:
    """A neuron: its layer and its place in it, from 0."""

    layer: int
    neuron: int


def plain(words: str) -> str:
    """Returns words as they are compared: small letters, plain digits, "->"."""
    text = words.translate(_LOW).replace("→", "->").casefold()
    return " ".join(text.replace("->", " -> ").split())


def find_knobs(words: str, ground: Ground, theta: Array | None = None) -> IndexArray:
    """Returns the knobs that words mean, one or many.

    Args:
        words: a knob, "neuron 3, layer 1" for all knobs of a neuron, "layer 2", "all knobs",
            or "smallest 50 %" and "largest 50 %" of the weights by size.
        ground: where the words are said.
        theta: the knobs as they stand; without it, shares of the weights come back empty.

    Raises:
        UnknownNameError: there is no such knob.
    """
    text, layout = plain(words), ground.layout
    if layout is None:
        return np.empty(0, dtype=np.intp)
    if text in ("all knobs", "everything"):
        return np.arange(layout.size)
    share = _PART.fullmatch(text)
    if share:
        return _share(share[1], float(share[2]), layout, theta)
    if "->" in text or text.startswith("bias of "):
        return np.array([find_knob(words, ground)], dtype=np.intp)
    layer = re.fullmatch(r"layer (\d+)", text)
    if layer:
        block = layout.blocks[_layer(int(layer[1]), layout)]
        return np.arange(block.offset, block.offset + block.size)
    strip = find_strip(words, ground)
    assert strip is not None
    return layout.neuron(strip.layer, strip.neuron)


def find_knob(words: str, ground: Ground) -> int:
    """Returns the one knob that words mean, -1 where the ground is not known.

    Raises:
        UnknownNameError: there is no such knob.
    """
    layout, dataset = ground.layout, ground.dataset
    if layout is None or dataset is None:
        return -1
    text = plain(words)
    if text.startswith("bias of "):
        strip = _strip(text[len("bias of ") :], layout, dataset, None)
        if not layout.blocks[strip.layer].bias:
            raise UnknownNameError(f"'{words}': this network has no biases there")
        return layout.index(strip.layer, strip.neuron, None)
    source, arrow, target = (part.strip() for part in text.partition("->"))
    if not arrow:
        raise UnknownNameError(
            f"'{words}' is no knob: write 'x1 -> neuron 3', 'bias of neuron 2, layer 2' "
            f"or what the screen calls it"
        )
    column = _column(source, dataset)
    strip = _strip(target, layout, dataset, 0 if column is not None else None)
    if strip.layer == 0:
        if column is None:
            raise UnknownNameError(
                f"there is no input '{source}': the inputs are {_columns(dataset)}"
            )
        return layout.index(0, strip.neuron, column)
    number = re.fullmatch(r"(?:neuron |n)(\d+)", source)
    count = layout.blocks[strip.layer].inputs
    if not number or not 1 <= int(number[1]) <= count:
        raise UnknownNameError(
            f"'{source}': layer {strip.layer + 1} listens to neuron 1 to {count}"
        )
    return layout.index(strip.layer, strip.neuron, int(number[1]) - 1)


def find_strip(words: str, ground: Ground) -> Strip | None:
    """Returns the neuron that words mean; None where the ground is not known.

    Raises:
        UnknownNameError: there is no such neuron.
    """
    if ground.layout is None or ground.dataset is None:
        return None
    return _strip(plain(words), ground.layout, ground.dataset, None)


def find_column(words: str, ground: Ground) -> int:
    """Returns the input that words mean, -1 where the ground is not known.

    Raises:
        UnknownNameError: there is no such input.
    """
    if ground.dataset is None:
        return -1
    column = _column(plain(words), ground.dataset)
    if column is None:
        raise UnknownNameError(
            f"there is no input '{words}': the inputs are {_columns(ground.dataset)}"
        )
    return column


def _column(text: str, dataset: Dataset) -> int | None:
    for place, column in enumerate(dataset.columns):
        if text in (plain(column.name), plain(column.symbol)):
            return place
    return None


def _columns(dataset: Dataset) -> str:
    names = [column.name for column in dataset.columns]
    return ", ".join(names[:4]) + (f", … ({len(names)} of them)" if len(names) > 4 else "")


def _layer(number: int, layout: Layout) -> int:
    if not 1 <= number <= len(layout.blocks):
        raise UnknownNameError(f"there is no layer {number}: this network has {len(layout.blocks)}")
    return number - 1


def _strip(text: str, layout: Layout, dataset: Dataset, layer: int | None) -> Strip:
    """Returns a neuron. ``layer``: where it is when its own words do not say so."""
    last = len(layout.blocks) - 1
    outputs = [plain(name) for name in dataset.outputs]
    if text in outputs:
        return Strip(last, outputs.index(text))
    if text in ("output", "the output") and len(outputs) == 1:
        return Strip(last, 0)
    found = re.fullmatch(r"(?:neuron |n)(\d+)(?:,? layer (\d+))?", text)
    if not found:
        raise UnknownNameError(
            f"there is no neuron '{text}': write 'neuron 2', 'neuron 2, layer 1' or "
            f"{', '.join(outputs[:3])}{', …' if len(outputs) > 3 else ''}"
        )
    if found[2]:
        layer = _layer(int(found[2]), layout)
    elif last <= 1:
        layer = 0
    elif layer is None:
        raise UnknownNameError(
            f"'{text}' is in several layers: add the layer, as in '{text}, layer 1'"
        )
    count, number = layout.blocks[layer].outputs, int(found[1])
    if not 1 <= number <= count:
        raise UnknownNameError(f"there is no neuron {number}: layer {layer + 1} has {count}")
    return Strip(layer, number - 1)


def _share(which: str, percent: float, layout: Layout, theta: Array | None) -> IndexArray:
    if percent > 100:
        raise UnknownNameError(f"{percent:g} % is more than all")
    if theta is None:
        return np.empty(0, dtype=np.intp)
    weights = np.flatnonzero(layout.weights)
    order = weights[np.argsort(np.abs(theta[weights]), kind="stable")]
    count = round(len(order) * percent / 100)
    return np.sort(order[:count] if which == "smallest" else order[len(order) - count :])
