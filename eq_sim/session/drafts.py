"""A network that is being altered: neurons and layers more or less, one change after the other."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from eq_sim.network.identity import Identities
from eq_sim.network.initializers import drawn
from eq_sim.network.layout import Architecture, Block, Layout
from eq_sim.network.types import Array
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.scenario import MOST_LAYERS, NetworkSpec, Scenario
from eq_sim.session.settings.table import check
from eq_sim.session.state import State

Fill = Callable[[Array], Array]
"""(size before,) values of all knobs of the first network -> (size,) values for the draft."""

_Item = TypeVar("_Item")
_Matrices = list[NDArray[np.floating]]


@dataclass(frozen=True, eq=False)
class Draft:
    """A network on the way from one to another.

    Attributes:
        scenario: with the network as it would be.
        shape: of the network.
        identities: which knob is which.
        fill: makes values for it of values for the first network.
    """

    scenario: Scenario
    shape: Architecture
    identities: Identities
    fill: Fill

    @classmethod
    def of(cls, state: State) -> "Draft":
        """Returns the network as it is.

        Raises:
            SettingError: it has adapters, which fit its layers alone.
        """
        if state.layout.adapters:
            raise SettingError(
                "layers with an adapter keep their neurons: merge the adapter or remove it first"
            )
        return cls(state.scenario, state.layout.architecture, state.which, np.asarray)

    @classmethod
    def begun(cls, scenario: Scenario, layout: Layout) -> "Draft":
        """Returns the network of a scenario, of which nothing is known but its shape."""
        return cls(scenario, layout.architecture, Identities.of(layout), np.asarray)

    def with_neurons(self, layer: int, count: int, stream: np.random.Generator) -> "Draft":
        """Returns it with more neurons in a hidden layer, to which nobody listens yet.

        Args:
            layer: from 0.
            count: how many more.
            stream: draws what they listen to, as the scenario's start does.
        """
        sizes, initializer = list(self.shape.sizes), self.scenario.network.initializer
        sizes[layer + 1] += count
        scenario, shape = self._altered(sizes, self.shape.activations, self.shape.biases)
        bias = self.shape.biases[layer]
        block = Block(layer, 0, sizes[layer], sizes[layer + 1], bias)

        @cache
        def incoming() -> Array:
            return drawn(block, initializer, stream)[:, -count:]

        def grown(matrices: _Matrices) -> _Matrices:
            own, onward = matrices[layer], matrices[layer + 1]
            new = np.vstack([incoming(), np.zeros((int(bias), count))])
            own = np.hstack([own, new.astype(own.dtype)])
            silent = np.zeros((count, onward.shape[1]), dtype=onward.dtype)
            onward = np.insert(onward, [sizes[layer + 1] - count], silent, axis=0)
            return [*matrices[:layer], own, onward, *matrices[layer + 2 :]]

        identities = self.identities.with_neurons(layer, count)
        return self._made(scenario, shape, identities, grown)

    def without_neurons(self, layer: int, neurons: Collection[int]) -> "Draft":
        """Returns it without some neurons of a hidden layer."""
        sizes = list(self.shape.sizes)
        sizes[layer + 1] -= len(neurons)
        scenario, shape = self._altered(sizes, self.shape.activations, self.shape.biases)
        gone = sorted(neurons)

        def shrunk(matrices: _Matrices) -> _Matrices:
            own = np.delete(matrices[layer], gone, axis=1)
            onward = np.delete(matrices[layer + 1], gone, axis=0)
            return [*matrices[:layer], own, onward, *matrices[layer + 2 :]]

        identities = self.identities.without_neurons(layer, neurons)
        return self._made(scenario, shape, identities, shrunk)

    def with_layer(self, layer: int, activation: str) -> "Draft":
        """Returns it with one more hidden layer: as wide as what it listens to, the identity.

        Args:
            layer: which one it is, from 0; the one that was there follows it.
            activation: of its neurons.
        """
        if len(self.shape.sizes) - 2 >= MOST_LAYERS:
            raise SettingError("A network has at most {most} hidden layers", most=MOST_LAYERS)
        shape, wide = self.shape, self.shape.sizes[layer]
        bias = shape.biases[layer]
        scenario, altered = self._altered(
            _with(shape.sizes, layer + 1, wide),
            _with(shape.activations, layer, activation),
            _with(shape.biases, layer, bias),
        )

        def deeper(matrices: _Matrices) -> _Matrices:
            kind = matrices[layer].dtype
            same = np.vstack([np.eye(wide, dtype=kind), np.zeros((int(bias), wide), dtype=kind)])
            return [*matrices[:layer], same, *matrices[layer:]]

        return self._made(scenario, altered, self.identities.with_layer(layer), deeper)

    def without_layer(self, layer: int, *, keeps: bool) -> "Draft":
        """Returns it without a hidden layer: the product of its matrix and the next one stays.

        That is what both did together, but for the layer's activation.

        Args:
            layer: from 0.
            keeps: whether the next matrix stays as it is, for the layer's own is the identity.
        """
        shape = self.shape
        scenario, altered = self._altered(
            _without(shape.sizes, layer + 1),
            _without(shape.activations, layer),
            _without(shape.biases, layer),
        )
        inputs, bias, onward_bias = shape.sizes[layer], *shape.biases[layer : layer + 2]

        def joined(matrices: _Matrices) -> _Matrices:
            own, onward = (one.astype(np.float64) for one in matrices[layer : layer + 2])
            product = own @ onward[: shape.sizes[layer + 1]]
            weights = product[:inputs]
            if onward_bias:
                shift = onward[-1:] + product[inputs:] if bias else onward[-1:]
                weights = np.vstack([weights, shift])
            return [*matrices[:layer], weights, *matrices[layer + 2 :]]

        identities = self.identities.without_layer(layer, keeps=keeps)
        return self._made(scenario, altered, identities, joined)

    def _altered(
        self, sizes: Sequence[int], activations: Sequence[str], biases: Sequence[bool]
    ) -> tuple[Scenario, Architecture]:
        """Returns scenario and shape of an altered network, before any room is made for it.

        Raises:
            SettingError: there is no room for it.
        """
        shape = Architecture(tuple(sizes), tuple(activations), tuple(biases))
        network = _spec(self.scenario.network, shape)
        scenario = structs.replace(self.scenario, network=network, base="")
        try:
            check(scenario)
        except ScenarioError as error:
            raise SettingError(error.sentence, **error.arguments) from error
        return scenario, shape

    def _made(
        self,
        scenario: Scenario,
        shape: Architecture,
        identities: Identities,
        alter: Callable[[_Matrices], _Matrices],
    ) -> "Draft":
        layout, fill = Layout(self.shape), self.fill

        def filled(values: Array) -> Array:
            with np.errstate(over="ignore", invalid="ignore"):  # bounded or refused afterwards
                matrices = alter(list(layout.views(fill(values))))
            return np.concatenate([matrix.ravel() for matrix in matrices])

        return replace(self, scenario=scenario, shape=shape, identities=identities, fill=filled)


def _spec(network: NetworkSpec, shape: Architecture) -> NetworkSpec:
    """Returns the settings of a network of a shape; a list only where one word cannot say it."""
    *names, last = shape.activations
    one = names[0] if names else network.activation
    alike = isinstance(one, str) and set(names) <= {one} and last == "identity"
    # A layer that was added as the identity is no choice of what all others are to be.
    alike = alike and (one != "identity" or network.activation == "identity")
    listed = tuple(names) if last == "identity" and names else shape.activations
    biases = shape.biases
    return structs.replace(
        network,
        hidden=shape.sizes[1:-1],
        activation=one if alike else listed,
        biases=biases[0] if len(set(biases)) == 1 else biases,
    )


def _with(items: Sequence[_Item], place: int, item: _Item) -> tuple[_Item, ...]:
    return (*items[:place], item, *items[place:])


def _without(items: Sequence[_Item], place: int) -> tuple[_Item, ...]:
    return (*items[:place], *items[place + 1 :])
