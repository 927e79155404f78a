"""What knobs and neurons are called on screen, and knobs in files."""

from eq_sim.data.dataset import Dataset
from eq_sim.language.tr import tr
from eq_sim.network.layout import Layout
from eq_sim.session.messages import knob_named
from eq_sim.session.words import knob_words, written_knob

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int) -> str:
    """Returns a number in small low digits: 12 -> "₁₂"."""
    return str(number).translate(_SUBSCRIPTS)


def layer_name(layout: Layout, layer: int) -> str:
    """Returns a layer's heading."""
    if layout.is_adapter:
        return tr("B: ranks to neurons") if layer else tr("A: inputs to ranks")
    last = len(layout.blocks) - 1
    if layer == last:
        return tr("Output")
    return tr("Hidden layer") if last == 1 else tr("Hidden layer {layer}", layer=layer + 1)


def neuron_name(layout: Layout, dataset: Dataset, layer: int, neuron: int) -> str:
    """Returns a strip's heading: "Neuron 3", or what an output neuron answers."""
    if layout.is_adapter and not layer:
        return tr("Rank {rank}", rank=neuron + 1)
    if layer == len(layout.blocks) - 1:
        name = dataset.outputs_said[neuron]
        return name if len(name) == 1 else name[0].upper() + name[1:]
    return tr("Neuron {neuron}", neuron=neuron + 1)


def knob_unit(layout: Layout, dataset: Dataset) -> str:
    """Returns the unit of every knob with a space before it, " dB"; mostly empty."""
    plain = len(layout.blocks) > 1 or not dataset.knob_unit
    return "" if plain else f" {dataset.knob_unit}"


def neuron_called(layout: Layout, dataset: Dataset, layer: int, neuron: int) -> str:
    """Returns what a neuron is called within a sentence: "neuron 3", "price", "the output"."""
    if layer < len(layout.blocks) - 1:
        return tr("neuron {neuron}", neuron=neuron + 1)
    return tr("the output") if dataset.two_classes else dataset.outputs_said[neuron]


def source_name(
    dataset: Dataset,
    layer: int,
    source: int | None,
    *,
    whole: bool = False,
    ranked: bool = False,
) -> str:
    """Returns what a knob listens to: "x₂", "n₃", "bias".

    Args:
        dataset: whose inputs.
        layer: the knob's.
        source: the input or neuron; None for a bias.
        whole: an input's full name.
        ranked: whether the layer before is the ranks of an adapter: "r₁".
    """
    if source is None:
        return tr("bias")
    if layer == 0:
        column = dataset.columns[source]
        return column.name_said if whole else column.symbol_said
    return f"{'r' if ranked else 'n'}{subscript(source + 1)}"


def knob_name(layout: Layout, dataset: Dataset, index: int) -> str:
    """Returns a knob's name in words: "x₂ → neuron 3, layer 1"."""
    return knob_words(knob_named(layout, dataset, index))


def knob_in_files(layout: Layout, dataset: Dataset, index: int) -> str:
    """Returns the same as lessons, scripts and tables have it: in English, whatever is spoken."""
    return written_knob(knob_named(layout, dataset, index))
