"""Knobs by what a person types in passing: "x1 neuron 3", "row 3 column 5", "n7 bias", "7.2".

A name that stands in a lesson is exact; one that is looked for need not be whole. Each piece, in
any order, leaves fewer knobs: a layer, a neuron, an input, a place in a picture, "bias".
"""

import re
from dataclasses import dataclass, field, replace

import numpy as np

from eq_sim.data.dataset import Dataset
from eq_sim.lessons.language.knob_names import LONGEST_NAME, UnknownNameError, plain
from eq_sim.network.layout import Block, Layout
from eq_sim.network.types import IndexArray


def word_set(words: str) -> frozenset[str]:
    """Returns words that stand in a line as a set."""
    return frozenset(words.split())


FILLERS = word_set(
    "a an all and at by every find from go in inside into is knob knobs number of on one ones "
    "only parameter parameters picture pixel pixels show that the to which with"
)
"""Words that leave as many knobs as there were."""

_NEURON = re.compile(r"\b(?:neuron|unit|strip|n)\s?#?(\d+)\b")
_LAYER = re.compile(r"\b(?:hidden\s)?layer\s?#?(\d+)\b|\b(output|last|first)\slayer\b")
_BIAS = re.compile(r"\bbias(?:es)?\b")
_WEIGHT = re.compile(r"\bweights?\b")
_INPUT = re.compile(r"\binput\s?#?(\d+)\b")
_DOTTED = re.compile(r"\b(\d+)\.(\d+)\b")
_NUMBER = re.compile(r"(?<![\w.])#?(\d+)(?![\w.])")
_PLACES = (
    re.compile(r"\brow\s?(?P<row>\d+)[\s,]*(?:and\s)?col(?:umn)?\s?(?P<column>\d+)\b"),
    re.compile(r"\bcol(?:umn)?\s?(?P<column>\d+)[\s,]*(?:and\s)?row\s?(?P<row>\d+)\b"),
    re.compile(r"\bpixel\s?\(?(?P<row>\d+)\s?[\s,;/x×]\s?(?P<column>\d+)\)?"),
    re.compile(r"\br(?P<row>\d+)\s?c(?P<column>\d+)\b"),
)
_FILE = re.compile(r"layers\.(\d+)\.(weight|bias)(?: ?\[ ?(\d+)(?: ?, ?(\d+))? ?\])?")
_PARTS = word_set(
    "neuron layer hidden output input bias biases weight weights row column first last"
)
_BIGGEST = 10**12
"""Numbers in a query from here on are no number of anything."""


@dataclass(frozen=True)
class Place:
    """Some knobs that words can mean.

    Attributes:
        knobs: places in θ, in the order in which they are read.
        says: how the words were read, where they can be read in several ways.
    """

    knobs: IndexArray
    says: str = ""


@dataclass(frozen=True)
class _Pieces:
    """What was recognised. Places count from 0."""

    layer: int | None = None
    neuron: int | None = None
    output: int | None = None
    column: int | None = None
    source: int | None = None
    only: str = ""
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = field(default=())


class LooseNames:
    """Reads names of one network's knobs.

    Args:
        layout: where each knob sits.
        dataset: names of inputs and outputs.

    Attributes:
        words: every word that a name here can have.
    """

    def __init__(self, layout: Layout, dataset: Dataset) -> None:
        self._layout, self._dataset = layout, dataset
        self._columns: dict[str, int] = {}
        for place, column in enumerate(dataset.columns):
            self._columns.setdefault(plain(column.name), place)
            self._columns.setdefault(plain(column.symbol), place)
        self._outputs = {plain(name): place for place, name in enumerate(dataset.outputs)}
        if len(dataset.outputs) == 1:
            self._outputs |= {"output": 0, "the output": 0}
        names = (*self._columns, *self._outputs)
        self._longest = max(len(name.split()) for name in names)
        given = {word for name in names for word in re.findall(r"[^\W\d_]+", name)}
        self.words = frozenset(given | FILLERS | _PARTS)

    def read(self, text: str) -> tuple[Place, ...]:
        """Returns the knobs that words mean, the likeliest reading first.

        Args:
            text: the words, as ``plain`` leaves them.

        Raises:
            UnknownNameError: they mean none here; the message says why.
        """
        if len(text) > LONGEST_NAME:
            raise UnknownNameError(f"a name has more than {LONGEST_NAME} characters")
        if named := _FILE.fullmatch(text):
            return (self._of_file(named),)
        origin, arrow, target = text.partition("->")
        pieces = self._pieces(_Pieces(), target if arrow else text, as_source=False)
        if arrow:
            pieces = self._pieces(pieces, origin, as_source=True)
        if pieces.words:
            raise UnknownNameError(f"there is nothing called '{' '.join(pieces.words)}' here")
        return self._readings(pieces)

    def _of_file(self, named: re.Match[str]) -> Place:
        """Returns what a tensor in a file of parameters, and places in it from 0, mean."""
        layer = _number(named[1])
        if layer >= len(self._layout.blocks):
            raise UnknownNameError(
                f"the last layer in files is layers.{len(self._layout.blocks) - 1}"
            )
        block, bias = self._layout.blocks[layer], named[2] == "bias"
        neuron = None if named[3] is None else _number(named[3])
        source = None if named[4] is None else _number(named[4])
        if bias and not block.bias:
            raise UnknownNameError(f"layer {layer + 1} has no biases")
        if bias and source is not None:
            raise UnknownNameError("a bias has one place: layers.0.bias[2]")
        if (neuron or 0) >= block.outputs or (source or 0) >= block.inputs:
            raise UnknownNameError(
                f"layers.{layer}.weight has {block.outputs} × {block.inputs} places, from 0"
            )
        rows = _only(block, "bias" if bias else "weights" if source is None else "", source)
        return Place(_knobs(block, rows, _one_of(neuron, block.outputs)))

    def _pieces(self, pieces: _Pieces, text: str, *, as_source: bool) -> _Pieces:
        """Takes out of a text what is recognised; what is left over is in ``words``."""
        rest, names = self._names(text)
        for kind, place in names:
            if kind == "column":
                pieces = replace(pieces, column=place)
            else:
                pieces = replace(pieces, output=place)
        for pattern in _PLACES:
            if found := pattern.search(rest):
                column = self._pixel(_number(found["row"]), _number(found["column"]))
                pieces, rest = replace(pieces, column=column), _without(rest, found)
        if found := _INPUT.search(rest):
            pieces = replace(pieces, column=self._input(_number(found[1])))
            rest = _without(rest, found)
        if found := _LAYER.search(rest):
            pieces = replace(pieces, layer=self._layer(found)) if not as_source else pieces
            rest = _without(rest, found)
        neurons = [_number(number) - 1 for number in _NEURON.findall(rest)]
        rest = _NEURON.sub(" ", rest)
        if as_source or len(neurons) > 1:
            pieces = replace(pieces, source=neurons[0]) if neurons else pieces
            neurons = neurons[1:]
        if neurons:
            pieces = replace(pieces, neuron=neurons[-1])
        for pattern, only in ((_BIAS, "bias"), (_WEIGHT, "weights")):
            if found := pattern.search(rest):
                pieces, rest = replace(pieces, only=only), pattern.sub(" ", rest)
        if found := _DOTTED.search(rest):
            rest = _without(rest, found)
            pieces = replace(pieces, numbers=(_number(found[1]), _number(found[2])))
        elif found := _NUMBER.search(rest):
            rest = _without(rest, found)
            pieces = replace(pieces, numbers=(_number(found[1]),))
        left = [word for word in re.split(r"[\s,;()=:]+", rest) if word and word not in FILLERS]
        return replace(pieces, words=(*pieces.words, *left))

    def _names(self, text: str) -> tuple[str, list[tuple[str, int]]]:
        """Takes names of inputs and outputs out of a text, the longest first."""
        words, found = text.split(), []
        for length in range(min(self._longest, len(words)), 0, -1):
            start = 0
            while start + length <= len(words):
                name = " ".join(words[start : start + length]).strip(",;:()")
                column, output = self._columns.get(name), self._outputs.get(name)
                if column is None and output is None:
                    start += 1
                    continue
                # What is both, as a number in hertz that is one of a knob too, is an input.
                found.append(("column", column) if column is not None else ("output", output or 0))
                words[start : start + length] = [";"]
                start += 1
        return " ".join(words), found

    def _pixel(self, row: int, column: int) -> int:
        image = self._dataset.image
        if image is None:
            raise UnknownNameError("what this network looks at is no picture with rows and columns")
        if not (1 <= row <= image[0] and 1 <= column <= image[1]):
            raise UnknownNameError(f"a picture here has {image[0]} rows and {image[1]} columns")
        return (row - 1) * image[1] + column - 1

    def _input(self, number: int) -> int:
        count = len(self._dataset.columns)
        if not 1 <= number <= count:
            raise UnknownNameError(f"the inputs are 1 to {count}")
        return number - 1

    def _layer(self, found: re.Match[str]) -> int:
        last = len(self._layout.blocks)
        number = {"first": 1}.get(found[2], last) if found[2] else _number(found[1])
        if not 1 <= number <= last:
            raise UnknownNameError(f"there is no layer {number}: this network has {last}")
        return number - 1

    # From pieces to knobs

    def _readings(self, pieces: _Pieces) -> tuple[Place, ...]:
        if pieces.output is not None and pieces.source is None:
            # "neuron 3 inside": a knob has one neuron that it belongs to, and that is the output.
            pieces = replace(pieces, source=pieces.neuron, neuron=None)
        numbers, places = pieces.numbers, []
        bare = replace(pieces, numbers=())
        nothing_else = bare == _Pieces()
        reasons: list[UnknownNameError] = []
        if nothing_else and not numbers:
            raise UnknownNameError("there is nothing to look for in these words")
        tries: list[tuple[_Pieces, str]] = []
        if len(numbers) == 2:
            first, second = (number - 1 for number in numbers)
            reasons.append(
                UnknownNameError(
                    f"there is neither a neuron {numbers[0]} in layer {numbers[1]} "
                    f"nor a neuron {numbers[1]} in layer {numbers[0]}"
                )
            )
            for layer, neuron in dict.fromkeys(((second, first), (first, second))):
                says = f"neuron {neuron + 1}, layer {layer + 1}"
                tries.append((replace(bare, layer=layer, neuron=neuron), says))
        elif numbers and nothing_else:
            if 1 <= numbers[0] <= self._layout.size:
                places.append(Place(np.array([numbers[0] - 1]), "by its number"))
            else:
                reasons.append(UnknownNameError(f"knobs are 1 to {self._layout.size:,}"))
            tries.append((replace(bare, neuron=numbers[0] - 1), f"neuron {numbers[0]}"))
        elif numbers and pieces.neuron is None and pieces.output is None:
            tries.append((replace(bare, neuron=numbers[0] - 1), ""))
        elif numbers and pieces.source is None and pieces.column is None:
            tries.append((replace(bare, source=numbers[0] - 1), ""))
        else:
            tries.append((bare, ""))
            alone = replace(bare, neuron=None, source=pieces.neuron)
            if pieces == replace(_Pieces(), neuron=pieces.neuron) and pieces.neuron is not None:
                tries.append((alone, f"hears neuron {pieces.neuron + 1}"))
        for one, says in tries:
            try:
                places += [Place(knobs, says) for knobs in [self._knobs_of(one)] if knobs.size]
            except UnknownNameError as reason:
                reasons.append(reason)
        if not places:
            raise reasons[0]
        return tuple(places)

    def _knobs_of(self, pieces: _Pieces) -> IndexArray:
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

    def _layers(self, pieces: _Pieces) -> list[int]:
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

    def _why_none(self, pieces: _Pieces) -> str:
        blocks = self._layout.blocks
        last = len(blocks) - 1
        if pieces.layer is not None and not 0 <= pieces.layer < len(blocks):
            return f"there is no layer {pieces.layer + 1}: this network has {len(blocks)}"
        layer = last if pieces.output is not None else pieces.layer
        if pieces.column is not None and layer:
            return f"layer {layer + 1} listens to neurons: inputs go to layer 1"
        if pieces.source is not None and (pieces.layer == 0 or len(blocks) == 1):
            return "layer 1 listens to inputs, and not to neurons"
        if pieces.only == "bias" and not any(block.bias for block in blocks):
            return "this network has no biases"
        for number, before in ((pieces.neuron, 0), (pieces.source, 1)):
            looked = [blocks[one - before] for one in self._layers(pieces) if one >= before]
            if number is not None and not any(0 <= number < block.outputs for block in looked):
                sizes = [f"layer {block.layer + 1} has {block.outputs}" for block in looked[:4]]
                more = ", …" if len(looked) > 4 else ""
                return f"there is no neuron {number + 1} there: {', '.join(sizes)}{more}"
        return "no knob is all of that at once"


def _number(digits: str) -> int:
    number = int(digits[:20])
    if number >= _BIGGEST:
        raise UnknownNameError("that number is larger than any here")
    return number


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


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
