"""What is said of an action or an event: an id and its arguments, put into words when shown.

State, log and files keep messages and no sentences, so that another language needs no other file.
``words`` puts them into English.
"""

from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import replace

from eq_sim.data.dataset import Dataset
from eq_sim.network.layout import Knob, Layout
from eq_sim.session.knob_sets import Knobs, count_of, places_of


class KnobName(Struct, frozen=True):
    """One knob, named so that it can be said without its network.

    Attributes:
        source: what it weighs: an input's name, or a neuron's number from 1; None for a bias.
        target: whose it is: an output's name, or a neuron's number from 1; None for the only output
            of two classes, for the class that it speaks for is no name of a neuron.
        layer: the target's layer from 1; None for an output, and where there is one layer.
        adapter: which matrix of an adapter it is in, if it is: A weighs an input for a rank, B a
            rank for a neuron. Its layer is said where several have an adapter.
        own: true where a person named inputs and outputs, as in a table of one's own: such a name
            is the same in every language.
    """

    source: str | int | None
    target: str | int | None
    layer: int | None = None
    adapter: Literal["A", "B"] | UnsetType = UNSET
    own: Literal[True] | UnsetType = UNSET


Argument: TypeAlias = int | float | str | KnobName


class Message(Struct, frozen=True):
    """Something to say.

    Attributes:
        id: which sentence.
        arguments: what stands in it, by name.
    """

    id: str
    arguments: dict[str, Argument] = field(default_factory=dict)


def message(id: str, **arguments: Argument) -> Message:  # noqa: A002 - its name everywhere
    """Returns a message."""
    return Message(id, arguments)


def knob_named(layout: Layout, dataset: Dataset, index: int) -> KnobName:
    """Returns the name of the knob at a place in θ."""
    knob = layout.knob(index)
    named = _in_adapter(layout, dataset, knob) if knob.adapter else _named(layout, dataset, knob)
    return replace(named, own=True) if dataset.own else named


def _named(layout: Layout, dataset: Dataset, knob: Knob) -> KnobName:
    last = len(layout.blocks) - 1
    source: str | int | None = None
    if knob.source is not None:
        source = dataset.columns[knob.source].name if knob.layer == 0 else knob.source + 1
    if knob.layer == last:
        return KnobName(source, None if dataset.two_classes else dataset.outputs[knob.neuron])
    return KnobName(source, knob.neuron + 1, None if last == 1 else knob.layer + 1)


def _in_adapter(layout: Layout, dataset: Dataset, knob: Knob) -> KnobName:
    source, target = knob.source, knob.neuron
    assert source is not None
    layer = knob.layer + 1 if len(layout.adapters) > 1 else None
    if knob.adapter == "A":
        heard = source + 1 if knob.layer else dataset.columns[source].name
        return KnobName(heard, target + 1, layer, "A")
    hears: str | int | None = target + 1
    if knob.layer == len(layout.blocks) - 1:
        hears = None if dataset.two_classes else dataset.outputs[target]
    return KnobName(source + 1, hears, layer, "B")


def called(layout: Layout, dataset: Dataset, knobs: Knobs) -> dict[str, Argument]:
    """Returns some knobs as arguments of a message: one by its name, more by their number."""
    count = count_of(knobs)
    if count != 1:
        return {"count": count}
    return {"count": 1, "knob": knob_named(layout, dataset, int(places_of(knobs, layout.size)[0]))}
