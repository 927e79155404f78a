"""Adding and removing neurons and layers: what is offered says first whether the answers stay."""

from collections.abc import Callable
from typing import TypeAlias, cast

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions import AddLayer, AddNeurons, AnyAction, RemoveLayer, RemoveNeuron
from eq_sim.session.scenario import MOST_LAYERS, ActivationName
from eq_sim.session.switches import Switches

Alteration: TypeAlias = AddNeurons | RemoveNeuron | AddLayer | RemoveLayer

STAY, CHANGE = "the answers stay", "the answers change"


class LayerActions:
    """What can be done to the neurons and layers of a network.

    Args:
        layout: returns that of the network.
        theta: returns where every knob is.
        switches: returns what is frozen, muted and playing solo.
        do: takes what is done; returns whether it was.
    """

    def __init__(
        self,
        layout: Callable[[], Layout],
        theta: Callable[[], Array],
        switches: Callable[[], Switches],
        do: Callable[[AnyAction], bool],
    ) -> None:
        self._layout, self._theta, self._switches, self._do = layout, theta, switches, do

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
        return f"{self._name(alteration)} ({self._effect(alteration)})"

    def tip(self, alteration: Alteration) -> str:
        """Returns what it does, in a sentence."""
        match alteration:
            case RemoveNeuron(layer=layer) if self.is_hidden(layer) and not self.can(alteration):
                return "The last neuron of a layer stays: remove the layer instead"
        return f"{self._name(alteration)}: {self._effect(alteration)}"

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
                return f"Add a neuron to layer {layer + 1}"
            case RemoveNeuron(layer=layer, neuron=neuron):
                return f"Remove neuron {neuron + 1} of layer {layer + 1}"
            case AddLayer(layer=layer, activation=activation):
                where = "before the output" if layer == self.hidden else f"before layer {layer + 1}"
                what = "a layer" if activation == "identity" else f"a {_label(activation)} layer"
                return f"Add {what} {where}"
            case _:
                return f"Remove layer {alteration.layer + 1}"

    def _effect(self, alteration: Alteration) -> str:
        network = self._layout(), self._theta(), self._switches()
        return STAY if alteration.keeps_answers(*network) else CHANGE


def _label(activation: str) -> str:
    return ACTIVATIONS[activation].label
