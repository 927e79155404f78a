"""Steps that add neurons and layers to the network, and take them away, in mid-training."""

# What check and begin are for is said once, in Step.
# ruff: noqa: D102

from collections.abc import Iterator
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.steps.step import KeyReason, RunningStep, Step
from eq_sim.session import actions as act
from eq_sim.session.scenario import ActivationName, Count

_Number = Annotated[int, Meta(ge=1, le=1_000)]
_Neuron = Annotated[int, Meta(ge=1, le=1_000_000_000)]


class AddNeuronsStep(Step, frozen=True, kw_only=True):
    """Adds neurons to a hidden layer, numbered from 1; the answers stay."""

    key: ClassVar[str] = "add_neurons"
    add_neurons: Count
    layer: _Number

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        refused = scope.alter(lambda draft: self._action.drafted(draft, _undrawn))
        if refused:
            yield "layer", refused

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(self._action)
        return RunningStep()

    @property
    def _action(self) -> act.AddNeurons:
        return act.AddNeurons(self.layer - 1, self.add_neurons)


class RemoveNeuronStep(Step, frozen=True, kw_only=True):
    """Takes a neuron of a hidden layer away, both numbered from 1; the answers change."""

    key: ClassVar[str] = "remove_neuron"
    remove_neuron: _Neuron
    layer: _Number

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        refused = scope.alter(self._action.drafted)
        if refused:
            yield "remove_neuron", refused

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(self._action)
        return RunningStep()

    @property
    def _action(self) -> act.RemoveNeuron:
        return act.RemoveNeuron(self.layer - 1, self.remove_neuron - 1)


class AddLayerStep(Step, frozen=True, kw_only=True):
    """Adds a hidden layer, which gets this number and begins as the identity; the answers stay."""

    key: ClassVar[str] = "add_layer"
    add_layer: _Number
    neurons: Count | None = None
    activation: ActivationName = "identity"

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        refused = scope.alter(lambda draft: self._action.drafted(draft, _undrawn))
        if refused:
            yield "add_layer", refused

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(self._action)
        return RunningStep()

    @property
    def _action(self) -> act.AddLayer:
        return act.AddLayer(self.add_layer - 1, self.neurons, self.activation)


class RemoveLayerStep(Step, frozen=True, kw_only=True):
    """Takes a hidden layer away; the product of its matrix and the next one stays."""

    key: ClassVar[str] = "remove_layer"
    remove_layer: _Number

    def check(self, scope: Scope) -> Iterator[KeyReason]:
        refused = scope.alter(self._action.drafted)
        if refused:
            yield "remove_layer", refused

    def begin(self, context: StepContext) -> RunningStep:
        context.session.apply(self._action)
        return RunningStep()

    @property
    def _action(self) -> act.RemoveLayer:
        return act.RemoveLayer(self.remove_layer - 1)


def _undrawn(_layer: int, _neurons: int) -> np.random.Generator:
    """Returns a stream for a network of which the shape alone is looked at."""
    return np.random.default_rng(0)
