"""The knob, neuron or input that words mean: "x1 -> neuron 3, layer 1", "bias of price".

A knob can always be called what the screen calls it. Besides, a lecturer's keyboard has neither
an arrow nor low digits: "->" and "x1" do as well as "→" and "x₁".
"""

import re
from dataclasses import dataclass

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.lessons.language.scope import Scope
from eq_sim.network.layout import Layout

LONGEST_NAME = 200
"""The most characters of the name of a knob, a neuron, an input or a number."""

_LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


class UnknownNameError(ValueError):
    """Words that mean no knob here; the message says why, and what there is."""


_ARROW = re.compile("→|[-\u2010-\u2015\u2212]+>|\uf0e0")
"""How arrows are written: with a dash that Word made of the hyphen, too, and Word's own sign."""


@dataclass(frozen=True)
class NeuronPlace:
    """A neuron: its layer and its place in it, from 0."""

    layer: int
    neuron: int


def plain(words: str) -> str:
    """Returns words as they are compared: small letters, plain digits, "->".

    Raises:
        UnknownNameError: they are too long for a name.
    """
    if len(words) > LONGEST_NAME:
        raise UnknownNameError(tr("a name has more than {most} characters", most=LONGEST_NAME))
    text = _ARROW.sub("->", words.translate(_LOW)).casefold()
    return " ".join(text.replace("->", " -> ").split())


def find_knob(words: str, scope: Scope) -> int:
    """Returns the one knob that words mean, -1 where the scope is not known.

    Raises:
        UnknownNameError: there is no such knob.
    """
    layout, dataset = scope.layout, scope.dataset
    if layout is None or dataset is None:
        return -1
    text = plain(words)
    if text.startswith("bias of "):
        place = _neuron(text[len("bias of ") :], layout, dataset, None)
        if not layout.blocks[place.layer].bias:
            raise UnknownNameError(tr("'{name}': this network has no biases there", name=words))
        return layout.index(place.layer, place.neuron, None)
    origin, arrow, target = (part.strip() for part in text.partition("->"))
    if not arrow:
        raise UnknownNameError(
            tr(
                "'{name}' is no knob: write 'x1 -> neuron 3', 'bias of neuron 2, layer 2' "
                "or what the screen calls it",
                name=words,
            )
        )
    column = _column(origin, dataset)
    place = _neuron(target, layout, dataset, 0 if column is not None else None)
    source = find_source(origin, place.layer, layout, dataset)
    return layout.index(place.layer, place.neuron, source)


def find_source(words: str, layer: int, layout: Layout, dataset: Dataset) -> int:
    """Returns the input or neuron that a layer (from 0) listens to, by plain words, from 0.

    Raises:
        UnknownNameError: that layer does not listen to it.
    """
    if layer == 0:
        column = _column(words, dataset)
        if column is None:
            raise _no_input(words, dataset)
        return column
    number = re.fullmatch(r"(?:neuron |n)(\d+)", words)
    count = layout.blocks[layer].inputs
    if not number or not 1 <= int(number[1]) <= count:
        raise UnknownNameError(
            tr(
                "'{name}': layer {layer} listens to neuron 1 to {count}",
                name=words,
                layer=layer + 1,
                count=count,
            )
        )
    return int(number[1]) - 1


def find_layer(number: int, layout: Layout) -> int:
    """Returns a layer from 0 by its number from 1.

    Raises:
        UnknownNameError: there is no such layer.
    """
    if not 1 <= number <= len(layout.blocks):
        raise UnknownNameError(
            tr(
                "there is no layer {layer}: this network has {count}",
                layer=number,
                count=len(layout.blocks),
            )
        )
    return number - 1


def find_neuron(words: str, scope: Scope) -> NeuronPlace | None:
    """Returns the neuron that words mean; None where the scope is not known.

    Raises:
        UnknownNameError: there is no such neuron.
    """
    if scope.layout is None or scope.dataset is None:
        return None
    return _neuron(plain(words), scope.layout, scope.dataset, None)


def find_column(words: str, scope: Scope) -> int:
    """Returns the input that words mean, -1 where the scope is not known.

    Raises:
        UnknownNameError: there is no such input.
    """
    if scope.dataset is None:
        return -1
    column = _column(plain(words), scope.dataset)
    if column is None:
        raise _no_input(words, scope.dataset)
    return column


def _no_input(words: str, dataset: Dataset) -> UnknownNameError:
    return UnknownNameError(
        tr(
            "there is no input '{name}': the inputs are {names}",
            name=words,
            names=_columns(dataset),
        )
    )


def _column(text: str, dataset: Dataset) -> int | None:
    for place, column in enumerate(dataset.columns):
        if text in (plain(column.name), plain(column.symbol)):
            return place
    return None


def _columns(dataset: Dataset) -> str:
    names = [column.name for column in dataset.columns]
    shown = ", ".join(names[:4])
    if len(names) <= 4:
        return shown
    return tr("{names}, … ({count} of them)", names=shown, count=len(names))


def _neuron(text: str, layout: Layout, dataset: Dataset, layer: int | None) -> NeuronPlace:
    """Returns a neuron. ``layer``: where it is when its own words do not say so."""
    last = len(layout.blocks) - 1
    outputs = [plain(name) for name in dataset.outputs]
    if text in outputs:
        return NeuronPlace(last, outputs.index(text))
    if text in ("output", "the output") and len(outputs) == 1:
        return NeuronPlace(last, 0)
    found = re.fullmatch(r"(?:neuron |n)(\d+)(?:,? layer (\d+))?", text)
    if not found:
        some = [*outputs[:3], "…"] if len(outputs) > 3 else outputs
        raise UnknownNameError(
            tr(
                "there is no neuron '{name}': write 'neuron 2', 'neuron 2, layer 1' or {outputs}",
                name=text,
                outputs=", ".join(some),
            )
        )
    if found[2]:
        layer = find_layer(int(found[2]), layout)
    elif last <= 1:
        layer = 0
    elif layer is None:
        raise UnknownNameError(
            tr("'{name}' is in several layers: add the layer, as in '{name}, layer 1'", name=text)
        )
    count, number = layout.blocks[layer].outputs, int(found[1])
    if not 1 <= number <= count:
        raise UnknownNameError(
            tr(
                "there is no neuron {neuron}: layer {layer} has {count}",
                neuron=number,
                layer=layer + 1,
                count=count,
            )
        )
    return NeuronPlace(layer, number - 1)
