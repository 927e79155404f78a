"""Knobs by what a person types in passing: "x1 neuron 3", "row 3 column 5", "n7 bias", "7.2".

A name that stands in a lesson is exact; one that is looked for need not be whole. Each piece, in
any order, leaves fewer knobs: a layer, a neuron, an input, a place in a picture, "bias".
"""

import re
from dataclasses import dataclass, replace

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import LONGEST_NAME, UnknownNameError
from eq_sim.lessons.language.name_pieces import Pieces, Recogniser, number_of
from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import IndexArray

_FILE = re.compile(r"layers\.(\d+)\.(weight|bias)(?: ?\[ ?(\d+)(?: ?, ?(\d+))? ?\])?")


@dataclass(frozen=True)
class Place:
    """Some knobs that words can mean.

    Attributes:
        knobs: places in θ, in the order in which they are read.
        says: how the words were read, where they can be read in several ways.
    """

    knobs: IndexArray
    says: str = ""


class LooseNames:
    """Reads names of one network's knobs.

    Args:
        layout: where each knob sits.
        dataset: names of inputs and outputs.

    Attributes:
        words: every word that a name here can have.
    """

    def __init__(self, layout: Layout, dataset: Dataset) -> None:
        self._layout = layout
        self._parts = Recogniser(layout, dataset)
        self.words = self._parts.words

    def read(self, text: str) -> tuple[Place, ...]:
        """Returns the knobs that words mean, the likeliest reading first.

        Args:
            text: the words, as ``plain`` leaves them.

        Raises:
            UnknownNameError: they mean none here; the message says why.
        """
        if len(text) > LONGEST_NAME:
            raise UnknownNameError(tr("a name has more than {most} characters", most=LONGEST_NAME))
        if named := _FILE.fullmatch(text):
            return (self._of_file(named),)
        pieces = self._parts.pieces(text)
        if pieces.words:
            raise UnknownNameError(
                tr("there is nothing called '{name}' here", name=" ".join(pieces.words))
            )
        return self._readings(pieces)

    def _of_file(self, named: re.Match[str]) -> Place:
        """Returns what a tensor in a file of parameters, and places in it from 0, mean."""
        layer = number_of(named[1])
        if layer >= len(self._layout.blocks):
            raise UnknownNameError(
                tr("the last layer in files is layers.{layer}", layer=len(self._layout.blocks) - 1)
            )
        block, bias = self._layout.blocks[layer], named[2] == "bias"
        neuron = None if named[3] is None else number_of(named[3])
        source = None if named[4] is None else number_of(named[4])
        if bias and not block.bias:
            raise UnknownNameError(tr("layer {layer} has no biases", layer=layer + 1))
        if bias and source is not None:
            raise UnknownNameError(tr("a bias has one place: layers.0.bias[2]"))
        if (neuron or 0) >= block.outputs or (source or 0) >= block.inputs:
            raise UnknownNameError(
                tr(
                    "layers.{layer}.weight has {rows} × {columns} places, from 0",
                    layer=layer,
                    rows=block.outputs,
                    columns=block.inputs,
                )
            )
        rows = _only(block, "bias" if bias else "weights" if source is None else "", source)
        return Place(_knobs(block, rows, _one_of(neuron, block.outputs)))

    # From pieces to knobs

    def _readings(self, pieces: Pieces) -> tuple[Place, ...]:
        if pieces.output is not None and pieces.source is None:
            # "neuron 3 inside": a knob has one neuron that it belongs to, and that is the output.
            pieces = replace(pieces, source=pieces.neuron, neuron=None)
        numbers, places = pieces.numbers, []
        bare = replace(pieces, numbers=())
        nothing_else = bare == Pieces()
        reasons: list[UnknownNameError] = []
        if nothing_else and not numbers:
            raise UnknownNameError(tr("there is nothing to look for in these words"))
        tries: list[tuple[Pieces, str]] = []
        if len(numbers) == 2:
            first, second = (number - 1 for number in numbers)
            reasons.append(
                UnknownNameError(
                    tr(
                        "there is neither a neuron {first} in layer {second} nor a neuron "
                        "{second} in layer {first}",
                        first=numbers[0],
                        second=numbers[1],
                    )
                )
            )
            for layer, neuron in dict.fromkeys(((second, first), (first, second))):
                says = tr("neuron {neuron}, layer {layer}", neuron=neuron + 1, layer=layer + 1)
                tries.append((replace(bare, layer=layer, neuron=neuron), says))
        elif numbers and nothing_else:
            if 1 <= numbers[0] <= self._layout.size:
                places.append(Place(np.array([numbers[0] - 1]), tr("by its number")))
            else:
                reasons.append(
                    UnknownNameError(tr("knobs are 1 to {count:,}", count=self._layout.size))
                )
            says = tr("neuron {neuron}", neuron=numbers[0])
            tries.append((replace(bare, neuron=numbers[0] - 1), says))
        elif numbers and pieces.neuron is None and pieces.output is None:
            tries.append((replace(bare, neuron=numbers[0] - 1), ""))
        elif numbers and pieces.source is None and pieces.column is None:
            tries.append((replace(bare, source=numbers[0] - 1), ""))
        else:
            tries.append((bare, ""))
            alone = replace(bare, neuron=None, source=pieces.neuron)
            if pieces == replace(Pieces(), neuron=pieces.neuron) and pieces.neuron is not None:
                tries.append((alone, tr("hears neuron {neuron}", neuron=pieces.neuron + 1)))
        for one, says in tries:
            try:
                places += [Place(knobs, says) for knobs in [self._knobs_of(one)] if knobs.size]
            except UnknownNameError as reason:
                reasons.append(reason)
        if not places:
            raise reasons[0]
        return tuple(places)

    def _knobs_of(self, pieces: Pieces) -> IndexArray:
        """Returns the knobs of all layers that fit, in the order in which they are read.

        Raises:
            UnknownNameError: none fits.
        """
        blocks = self._layout.blocks
        fitting = []
        for layer in self._layers(pieces):
            block = blocks[layer]
            target = pieces.neuron if pieces.output is None else pieces.output
            source = pieces.source if layer else pieces.column
            fits = (target is None or 0 <= target < block.outputs) and (
                source is None or 0 <= source < block.inputs
            )
            if fits and (block.bias or pieces.only != "bias"):
                rows = _only(block, pieces.only, source)
                fitting.append(_knobs(block, rows, _one_of(target, block.outputs)))
        if not fitting:
            raise UnknownNameError(self._why_none(pieces))
        return np.concatenate(fitting)

    def _layers(self, pieces: Pieces) -> list[int]:
        """Returns the layers in which a knob can be of which some pieces are known."""
        last = len(self._layout.blocks) - 1
        layers = set(range(last + 1))
        if pieces.layer is not None:
            layers &= {pieces.layer}
        if pieces.output is not None:
            layers &= {last}
        if pieces.column is not None:
            layers &= {0}
        if pieces.source is not None:
            layers -= {0}
        # Outputs go by their names: "neuron 3" is hidden, unless no hidden one can be meant.
        hidden = layers - {last}
        if pieces.neuron is not None and pieces.layer is None and hidden:
            layers = hidden
        return sorted(layers)

    def _why_none(self, pieces: Pieces) -> str:
        blocks = self._layout.blocks
        last = len(blocks) - 1
        if pieces.layer is not None and not 0 <= pieces.layer < len(blocks):
            return tr(
                "there is no layer {layer}: this network has {count}",
                layer=pieces.layer + 1,
                count=len(blocks),
            )
        layer = last if pieces.output is not None else pieces.layer
        if pieces.column is not None and layer:
            return tr("layer {layer} listens to neurons: inputs go to layer 1", layer=layer + 1)
        if pieces.source is not None and (pieces.layer == 0 or len(blocks) == 1):
            return tr("layer 1 listens to inputs, and not to neurons")
        if pieces.only == "bias" and not any(block.bias for block in blocks):
            return tr("this network has no biases")
        for number, before in ((pieces.neuron, 0), (pieces.source, 1)):
            looked = [blocks[one - before] for one in self._layers(pieces) if one >= before]
            if number is not None and not any(0 <= number < block.outputs for block in looked):
                sizes = [
                    tr("layer {layer} has {count}", layer=block.layer + 1, count=block.outputs)
                    for block in looked[:4]
                ]
                sizes += ["…"] if len(looked) > 4 else []
                return tr(
                    "there is no neuron {neuron} there: {sizes}",
                    neuron=number + 1,
                    sizes=", ".join(sizes),
                )
        return tr("no knob is all of that at once")


def _one_of(place: int | None, count: int) -> IndexArray:
    return np.arange(count) if place is None else np.array([place])


def _only(block: Block, only: str, source: int | None) -> IndexArray:
    """Returns rows of a layer's matrix: one source, the bias, the weights, or all."""
    if only == "bias":
        return np.array([block.inputs])
    if source is not None:
        return np.array([source])
    return np.arange(block.inputs if only == "weights" else block.rows)


def _knobs(block: Block, rows: IndexArray, neurons: IndexArray) -> IndexArray:
    """Returns the knobs in some rows and of some neurons of a layer, neuron after neuron."""
    return (block.offset + rows[np.newaxis] * block.outputs + neurons[:, np.newaxis]).ravel()
