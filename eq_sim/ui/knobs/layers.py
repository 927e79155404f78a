"""Adding and removing neurons and layers: what is offered says first whether the answers stay."""

from collections.abc import Callable
from typing import TypeAlias, cast

from eq_sim.language.tr import tr
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import AddLayer, AddNeurons, AnyAction, RemoveLayer, RemoveNeuron
from eq_sim.session.scenario import MOST_LAYERS, ActivationName
from eq_sim.session.switches import Switches

Alteration: TypeAlias = AddNeurons | RemoveNeuron | AddLayer | RemoveLayer


class LayerActions:
    """What can be done to the neurons and layers of a network.

    Args:
        layout: returns that of the network.
        theta: returns where every knob is.
        switches: returns what is frozen, muted and playing solo.
        clicks: returns whether knobs click into positions.
        do: takes what is done; returns whether it was.
    """

    def __init__(
        self,
        layout: Callable[[], Layout],
        theta: Callable[[], Array],
        switches: Callable[[], Switches],
        clicks: Callable[[], bool],
        do: Callable[[AnyAction], bool],
    ) -> None:
        self._layout, self._theta, self._switches = layout, theta, switches
        self._clicks, self._do = clicks, do

    @property
    def hidden(self) -> int:
        """How many hidden layers there are."""
        return len(self._layout().blocks) - 1

    def neurons(self, layer: int) -> int:
        """Returns how many neurons a layer has."""
        return self._layout().blocks[layer].outputs

    def is_hidden(self, layer: int) -> bool:
        """Whether a layer is no output: those follow from the data."""
        return layer < self.hidden

    def do(self, alteration: Alteration) -> bool:
        """Does it. Returns whether it was done; a refusal is said in the window."""
        return self._do(alteration)

    def can(self, alteration: Alteration) -> bool:
        """Whether it can be done, as far as that can be told without trying."""
        match alteration:
            case AddLayer(layer=layer):
                return layer <= self.hidden < MOST_LAYERS
            case RemoveNeuron(layer=layer, neuron=neuron):
                return self.is_hidden(layer) and neuron < self.neurons(layer) > 1
            case _:
                return self.is_hidden(alteration.layer)

    def words(self, alteration: Alteration) -> str:
        """Returns what a menu calls it: "Remove neuron 3 (the answers change)"."""
        if not self.can(alteration):
            return self._name(alteration)
        name = self._name(alteration)
        if self._keeps_answers(alteration):
            return tr("{alteration} (the answers stay)", alteration=name)
        return tr("{alteration} (the answers change)", alteration=name)

    def tip(self, alteration: Alteration) -> str:
        """Returns what it does, in a sentence."""
        match alteration:
            case RemoveNeuron(layer=layer) if self.is_hidden(layer) and not self.can(alteration):
                return tr("The last neuron of a layer stays: remove the layer instead")
        name = self._name(alteration)
        if self._keeps_answers(alteration):
            return tr("{alteration}: the answers stay", alteration=name)
        return tr("{alteration}: the answers change", alteration=name)

    def layer_after(self, layer: int, activation: ActivationName = "identity") -> AddLayer:
        """Returns the addition of a layer after a hidden one, or before the output.

        Args:
            layer: a layer.
            activation: of the new one.
        """
        return AddLayer(min(layer + 1, self.hidden), activation=activation)

    @property
    def bending(self) -> ActivationName | None:
        """The activation of the first hidden layer that has one; None where none bends."""
        names = self._layout().architecture.activations[:-1]
        found = next((name for name in names if name != "identity"), None)
        return cast("ActivationName | None", found)

    def _name(self, alteration: Alteration) -> str:
        match alteration:
            case AddNeurons(layer=layer):
                return tr("Add a neuron to layer {layer}", layer=layer + 1)
            case RemoveNeuron(layer=layer, neuron=neuron):
                return tr(
                    "Remove neuron {neuron} of layer {layer}", neuron=neuron + 1, layer=layer + 1
                )
            case AddLayer(layer=layer, activation=activation):
                bends = "" if activation == "identity" else tr(ACTIVATIONS[activation].label)
                return _addition(bends, None if layer == self.hidden else layer + 1)
            case _:
                return tr("Remove layer {layer}", layer=alteration.layer + 1)

    def _keeps_answers(self, alteration: Alteration) -> bool:
        return alteration.keeps_answers(
            self._layout(), self._theta(), self._switches(), clicks=self._clicks()
        )


def _addition(activation: str, before: int | None) -> str:
    """Returns what the addition of a layer is called.

    Args:
        activation: what it is called; empty for none.
        before: the number of the layer that it comes before; None for the output.
    """
    if before is None and not activation:
        return tr("Add a layer before the output")
    if before is None:
        return tr("Add a {activation} layer before the output", activation=activation)
    if not activation:
        return tr("Add a layer before layer {layer}", layer=before)
    return tr("Add a {activation} layer before layer {layer}", activation=activation, layer=before)
