"""What is said of the map: what a knob or a neuron is, and how much of the network is drawn."""

from eq_sim.session.knob_bank import KnobBank
from eq_sim.session.names import layer_name, neuron_called
from eq_sim.ui.models.network_map import NetworkMap
from eq_sim.ui.models.sample_trace import Trace
from eq_sim.ui.style.numbers import count, signed


def knob_words(bank: KnobBank, knob: int) -> str:
    """Returns a knob's name and value, and whether it is silent or frozen."""
    switches = bank.switches
    value = signed(float(bank.whole()[knob]))
    notes = [switches.silence(knob), "frozen" if switches.frozen[knob] else ""]
    return ", ".join([f"{bank.name(knob)}  {value}", *filter(None, notes)])


def neuron_words(bank: KnobBank, trace: Trace | None, layer: int, neuron: int) -> str:
    """Returns what a neuron is called, what it has, and what it answers to the chosen sample."""
    layout = bank.layout
    name = neuron_called(layout, bank.dataset, layer, neuron)
    where = layer_name(layout, layer).lower()
    weights = _counted(layout.blocks[layer].inputs, "weight")
    words = f"{name[0].upper()}{name[1:]}, {where}: {weights}"
    if trace is None:
        return words
    last = layer == len(layout.blocks) - 1
    value = signed(float(trace.layers[layer + 1][neuron]))
    return f"{words}, its {'sum' if last else 'answer'} {value}"


def drawn_words(network: NetworkMap) -> str:
    """Returns how much of a network its map draws: "12 of 1,934 neurons, …"."""
    drawn, sizes = network.drawn, network.drawn.sizes
    if all(not drawn.left_out(column) for column in range(len(sizes))):
        neurons = _counted(sum(sizes[1:]), "neuron")
    else:
        shown = sum(len(column) for column in drawn.columns[1:])
        neurons = f"{count(shown)} of {count(sum(sizes[1:]))} neurons"
    weights, lines = int(network.layout.weights.sum()), len(network.lines.knobs)
    if lines == weights:
        return f"{neurons}, {_counted(weights, 'weight')}"
    which = "" if lines == network.weights else "the strongest "
    return f"{neurons}, {which}{count(lines)} of {count(weights)} weights"


def _counted(number: int, noun: str) -> str:
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"
