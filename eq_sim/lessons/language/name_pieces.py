"""The pieces of a knob's name in what a person types: a layer, a neuron, an input, "bias"."""

import re
from dataclasses import dataclass, replace

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.lessons.language.knob_names import UnknownNameError, plain
from eq_sim.network.layout import Layout


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
_PARTS = word_set(
    "neuron layer hidden output input bias biases weight weights row column first last"
)
_BIGGEST = 10**12
"""Numbers in a query from here on are no number of anything."""


@dataclass(frozen=True)
class Pieces:
    """What was recognised. Places count from 0.

    Attributes:
        layer: which.
        neuron: the one that the knob belongs to, in its layer.
        output: the same, by an output's name.
        column: the input that it weighs.
        source: the neuron that it weighs, in the layer before.
        only: "bias" or "weights"; empty for both.
        numbers: numbers that nothing was said of, as they were typed.
        words: what was not recognised.
    """

    layer: int | None = None
    neuron: int | None = None
    output: int | None = None
    column: int | None = None
    source: int | None = None
    only: str = ""
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


class Recogniser:
    """Knows the names of one network's parts.

    Args:
        layout: where each knob sits.
        dataset: names of inputs and outputs.

    Attributes:
        words: every word that a name here can have.
    """

    def __init__(self, layout: Layout, dataset: Dataset) -> None:
        self._layers = len(layout.blocks)
        self._dataset = dataset
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

    def pieces(self, text: str) -> Pieces:
        """Returns what is recognised in a text, and what is left over.

        Args:
            text: as ``plain`` leaves it.

        Raises:
            UnknownNameError: a part is named that is not there.
        """
        origin, arrow, target = text.partition("->")
        pieces = self._recognise(Pieces(), target if arrow else text, as_source=False)
        return self._recognise(pieces, origin, as_source=True) if arrow else pieces

    def _recognise(self, pieces: Pieces, text: str, *, as_source: bool) -> Pieces:
        rest, names = self._names(text)
        for kind, place in names:
            if kind == "column":
                pieces = replace(pieces, column=place)
            else:
                pieces = replace(pieces, output=place)
        for pattern in _PLACES:
            if found := pattern.search(rest):
                column = self._pixel(number_of(found["row"]), number_of(found["column"]))
                pieces, rest = replace(pieces, column=column), _without(rest, found)
        if found := _INPUT.search(rest):
            pieces = replace(pieces, column=self._input(number_of(found[1])))
            rest = _without(rest, found)
        if found := _LAYER.search(rest):
            pieces = replace(pieces, layer=self._layer(found)) if not as_source else pieces
            rest = _without(rest, found)
        neurons = [number_of(number) - 1 for number in _NEURON.findall(rest)]
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
            pieces = replace(pieces, numbers=(number_of(found[1]), number_of(found[2])))
        elif found := _NUMBER.search(rest):
            rest = _without(rest, found)
            pieces = replace(pieces, numbers=(number_of(found[1]),))
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
            raise UnknownNameError(
                tr("what this network looks at is no picture with rows and columns")
            )
        if not (1 <= row <= image[0] and 1 <= column <= image[1]):
            raise UnknownNameError(
                tr(
                    "a picture here has {rows} rows and {columns} columns",
                    rows=image[0],
                    columns=image[1],
                )
            )
        return (row - 1) * image[1] + column - 1

    def _input(self, number: int) -> int:
        count = len(self._dataset.columns)
        if not 1 <= number <= count:
            raise UnknownNameError(tr("the inputs are 1 to {count}", count=count))
        return number - 1

    def _layer(self, found: re.Match[str]) -> int:
        last = self._layers
        number = {"first": 1}.get(found[2], last) if found[2] else number_of(found[1])
        if not 1 <= number <= last:
            raise UnknownNameError(
                tr("there is no layer {layer}: this network has {count}", layer=number, count=last)
            )
        return number - 1


def number_of(digits: str) -> int:
    """Returns the number that digits are.

    Raises:
        UnknownNameError: it is too large for a number of anything.
    """
    number = int(digits[:20])
    if number >= _BIGGEST:
        raise UnknownNameError(tr("that number is larger than any here"))
    return number


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
