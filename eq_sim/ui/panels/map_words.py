"""What is said of the map: what a knob or a neuron is, and how much of the network is drawn."""

from eq_sim.language.tr import ntr, tr
from eq_sim.network.layout import Layout
from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import neuron_called
from eq_sim.ui.models.network_map import NetworkMap
from eq_sim.ui.models.sample_trace import Trace
from eq_sim.ui.style.numbers import signed


def knob_words(bank: KnobBank, knob: int) -> str:
    """Returns a knob's name and value, and whether it is silent or frozen."""
    switches = bank.switches
    value = signed(float(bank.whole()[knob]))
    notes = [switches.silence(knob), tr("frozen") if switches.frozen[knob] else ""]
    return ", ".join([f"{bank.name(knob)}  {value}", *filter(None, notes)])


def neuron_words(bank: KnobBank, trace: Trace | None, layer: int, neuron: int) -> str:
    """Returns what a neuron is called, what it has, and what it answers to the chosen sample."""
    layout = bank.layout
    called = neuron_called(layout, bank.dataset, layer, neuron)
    name, where = f"{called[0].upper()}{called[1:]}", _where(layout, layer)
    weights = layout.blocks[layer].inputs
    if trace is None:
        return ntr(
            "{name}, {where}: {count:,} weight",
            "{name}, {where}: {count:,} weights",
            weights,
            name=name,
            where=where,
        )
    value = signed(float(trace.layers[layer + 1][neuron]))
    if layer == len(layout.blocks) - 1:
        return ntr(
            "{name}, {where}: {count:,} weight, its sum {value}",
            "{name}, {where}: {count:,} weights, its sum {value}",
            weights,
            name=name,
            where=where,
            value=value,
        )
    return ntr(
        "{name}, {where}: {count:,} weight, its answer {value}",
        "{name}, {where}: {count:,} weights, its answer {value}",
        weights,
        name=name,
        where=where,
        value=value,
    )


def drawn_words(network: NetworkMap) -> str:
    """Returns how much of a network its map draws: "12 of 1,934 neurons, …"."""
    drawn, sizes = network.drawn, network.drawn.sizes
    if all(not drawn.left_out(column) for column in range(len(sizes))):
        neurons = ntr("{count:,} neuron", "{count:,} neurons", sum(sizes[1:]))
    else:
        shown = sum(len(column) for column in drawn.columns[1:])
        neurons = tr("{shown:,} of {all:,} neurons", shown=shown, all=sum(sizes[1:]))
    return ", ".join((neurons, _weights(network)))


def _weights(network: NetworkMap) -> str:
    """Returns how many of the weights have a line."""
    weights, lines = int(network.layout.weights.sum()), len(network.lines.knobs)
    if lines == weights:
        return ntr("{count:,} weight", "{count:,} weights", weights)
    if lines == network.weights:
        return tr("{shown:,} of {all:,} weights", shown=lines, all=weights)
    return tr("the strongest {shown:,} of {all:,} weights", shown=lines, all=weights)


def _where(layout: Layout, layer: int) -> str:
    """Returns what a layer is called within a sentence."""
    if layout.is_adapter:
        return tr("b: ranks to neurons") if layer else tr("a: inputs to ranks")
    last = len(layout.blocks) - 1
    if layer == last:
        return tr("output")
    return tr("hidden layer") if last == 1 else tr("hidden layer {layer}", layer=layer + 1)
