"""Several knobs by one name: "layer 1", "weights of layer 2", "x1 -> layer 1", "smallest 50 %".

``find_knobs`` goes from words to knobs, ``name_knobs`` back: a whole layer that was muted is one
name, however many knobs it has.
"""

import re

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import (
    UnknownNameError,
    find_knob,
    find_layer,
    find_neuron,
    find_source,
    plain,
)
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.names import knob_in_files

_SHARE = re.compile(r"(smallest|largest) (\d+(?:\.\d+)?) ?%(?: of the weights)?")
_LAYER = re.compile(r"(weights of |biases of )?layer (\d+)")
_RANGE = re.compile(r"knobs? (\d+)(?: to (\d+))?")
_MOST_NAMED = 20  # knobs that are called by their own names; more are ranges of numbers


def find_knobs(words: str, scope: Scope, theta: Array | None = None) -> IndexArray:
    """Returns the knobs that words mean, one or many, in the order of θ.

    Args:
        words: a knob; "neuron 3, layer 1" for all knobs of a neuron; "layer 2", "weights of
            layer 2", "biases of layer 2"; "x1 -> layer 1" for all weights that read an input or a
            neuron; "all knobs"; "knobs 5 to 17" by their numbers from 1; "smallest 50 %" and
            "largest 50 %" of the weights by size.
        scope: where the words are said.
        theta: the knobs as they stand, shape (size,); without it, shares of the weights come
            back empty.

    Raises:
        UnknownNameError: there is no such knob.
    """
    text, layout, dataset = plain(words), scope.layout, scope.dataset
    if layout is None or dataset is None:
        return np.empty(0, dtype=np.intp)
    if text in ("all knobs", "everything"):
        return np.arange(layout.size)
    if share := _SHARE.fullmatch(text):
        return _share(share[1], float(share[2]), layout, theta)
    if numbers := _RANGE.fullmatch(text):
        return _range(int(numbers[1]), int(numbers[2] or numbers[1]), layout)
    source, arrow, target = (part.strip() for part in text.partition("->"))
    if arrow and (layer := re.fullmatch(r"layer (\d+)", target)):
        return _row(source, find_layer(int(layer[1]), layout), layout, dataset)
    if arrow or text.startswith("bias of "):
        return np.array([find_knob(words, scope)], dtype=np.intp)
    if layer := _LAYER.fullmatch(text):
        return _part(layer[1] or "", layout.blocks[find_layer(int(layer[2]), layout)])
    neuron = find_neuron(words, scope)
    assert neuron is not None
    return layout.neuron(neuron.layer, neuron.neuron)


def name_knobs(knobs: IndexArray, layout: Layout, dataset: Dataset) -> list[str]:
    """Returns names that together mean these knobs and no others, as few as there are.

    Args:
        knobs: in any order.
        layout: of the network.
        dataset: for the names of inputs and outputs.
    """
    rest = np.zeros(layout.size, dtype=bool)
    rest[knobs] = True
    if rest.all() and layout.size > 1:
        return ["all knobs"]
    names: list[str] = []
    for block in layout.blocks:
        names += _take_layer(rest, block)
        names += _take_neurons_and_rows(rest, block, dataset)
    left = np.flatnonzero(rest)
    if len(left) <= _MOST_NAMED:
        return names + [name_knob(int(knob), layout, dataset) for knob in left]
    ends = np.flatnonzero(np.diff(left) > 1)
    starts = [0, *(ends + 1).tolist()]
    runs = zip(left[starts].tolist(), left[[*ends.tolist(), -1]].tolist(), strict=True)
    return names + [
        f"knobs {first + 1} to {last + 1}" if last > first else f"knob {first + 1}"
        for first, last in runs
    ]


def name_knob(knob: int, layout: Layout, dataset: Dataset) -> str:
    """Returns the name by which a lesson finds a knob; those of an adapter go by their numbers."""
    adapts = layout.knob(knob).adapter
    return f"knob {knob + 1}" if adapts else knob_in_files(layout, dataset, knob)


def _take_layer(rest: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], block: Block) -> list[str]:
    """Names a layer, its weights or its biases where all of them are left, and takes them out."""
    for part in ("", "weights of ", "biases of "):
        knobs = _part(part, block) if block.bias or not part.startswith("b") else None
        if knobs is not None and len(knobs) > 1 and rest[knobs].all():
            rest[knobs] = False
            return [f"{part}layer {block.layer + 1}"]
    return []


def _take_neurons_and_rows(
    rest: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], block: Block, dataset: Dataset
) -> list[str]:
    """Names whole neurons, and all weights of an input or neuron, and takes them out."""
    view, names = block.view(rest), []
    if block.rows > 1:
        for neuron in np.flatnonzero(view.all(axis=0)).tolist():
            view[:, neuron] = False
            names.append(f"neuron {neuron + 1}, layer {block.layer + 1}")
    if block.outputs > 1:
        weights = view[: block.inputs]
        for source in np.flatnonzero(weights.all(axis=1)).tolist():
            weights[source] = False
            origin = f"neuron {source + 1}" if block.layer else dataset.columns[source].name
            names.append(f"{origin} → layer {block.layer + 1}")
    return names


def _part(part: str, block: Block) -> IndexArray:
    """Returns the knobs of a layer: all, the "weights of " it, or the "biases of " it."""
    weights = block.inputs * block.outputs
    if part.startswith("biases"):
        if not block.bias:
            raise UnknownNameError(tr("layer {layer} has no biases", layer=block.layer + 1))
        return block.offset + np.arange(weights, block.size)
    return block.offset + np.arange(weights if part else block.size)


def _row(source: str, layer: int, layout: Layout, dataset: Dataset) -> IndexArray:
    """Returns all weights of a layer that read one input or neuron."""
    block = layout.blocks[layer]
    row = find_source(source, layer, layout, dataset)
    return block.offset + row * block.outputs + np.arange(block.outputs)


def _range(first: int, last: int, layout: Layout) -> IndexArray:
    if not 1 <= first <= last <= layout.size:
        raise UnknownNameError(
            tr(
                "knobs are 1 to {count}, not {first} to {last}",
                count=layout.size,
                first=first,
                last=last,
            )
        )
    return np.arange(first - 1, last)


def _share(which: str, percent: float, layout: Layout, theta: Array | None) -> IndexArray:
    if percent > 100:
        raise UnknownNameError(tr("{percent:g} % is more than all", percent=percent))
    if theta is None:
        return np.empty(0, dtype=np.intp)
    weights = np.flatnonzero(layout.weights)
    sizes = np.abs(theta[weights])
    count = round(len(weights) * percent / 100)
    below = count if which == "smallest" else len(weights) - count
    # Of equal weights at the border, the first ones are the smaller: no need to sort a million.
    smaller = np.zeros(len(weights), dtype=bool)
    if below:
        border = np.partition(sizes, below - 1)[below - 1]
        smaller = sizes < border
        equal = np.flatnonzero(sizes == border)
        smaller[equal[: below - int(smaller.sum())]] = True
    return weights[smaller if which == "smallest" else ~smaller]
