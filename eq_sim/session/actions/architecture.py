"""Neurons and layers added and taken away by hand, in mid-training; what remains stays as it is.

An added neuron listens as the scenario's start draws it, and nobody listens to it yet: its outgoing
weights are 0, and the answers stay. An added layer begins as the identity. So networks grow in
Chen, Goodfellow and Shlens, "Net2Net" (2015), arXiv:1511.05641. Taking away changes the answers,
unless it takes what did nothing.
"""

from collections.abc import Callable
from typing import Annotated, ClassVar, TypeAlias

import numpy as np
from msgspec import Meta

from eq_sim.network.layout import Layout
from eq_sim.network.types import Array
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.drafts import Draft
from eq_sim.session.errors import SettingError
from eq_sim.session.messages import Message, message
from eq_sim.session.reshaping import reshaped
from eq_sim.session.scenario import ActivationName, Count
from eq_sim.session.state import State
from eq_sim.session.streams import Streams
from eq_sim.session.switches import Switches
from eq_sim.session.undo.policy import Policy

_Place = Annotated[int, Meta(ge=0, le=1_000)]
_CHANGE = (
    Change.KNOBS | Change.STRUCTURE | Change.SETTINGS | Change.SWITCHES | Change.SIDES
    | Change.HISTORY | Change.TRAINING | Change.SHELF
)  # fmt: skip

Drawing: TypeAlias = Callable[[int, int], np.random.Generator]
"""(layer, its neurons so far) -> what draws what further ones listen to."""

_NEVER_BELOW_0 = ("relu", "sigmoid", "softplus")
_LEAVES_POSITIVE = ("relu", "leaky_relu")


class AddNeurons(Rare, frozen=True, tag="add-neurons", omit_defaults=True):
    """Add neurons at the end of a hidden layer. The answers stay: nobody listens to them yet."""

    undo: ClassVar[Policy] = Policy.ENTRY

    layer: _Place
    count: Count = 1

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("add-neurons", neurons=self.count, layer=self.layer + 1)

    def keeps_answers(
        self, layout: Layout, theta: Array, switches: Switches, *, clicks: bool = False
    ) -> bool:
        """Whether every answer stays, but for the rounding of its sums."""
        return True

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the neurons."""
        mark = message("added-neurons", neurons=self.count, layer=self.layer + 1)
        draft = self.drafted(Draft.of(state), _streams(state))
        return _outcome(state, draft, mark, keeps_best=True)

    def drafted(self, draft: Draft, streams: Drawing) -> Draft:
        """Returns the network with the neurons.

        Raises:
            SettingError: it cannot have them; says why.
        """
        _check_hidden(draft, self.layer)
        stream = streams(self.layer, draft.shape.sizes[self.layer + 1])
        return draft.with_neurons(self.layer, self.count, stream)


class RemoveNeuron(Rare, frozen=True, tag="remove-neuron"):
    """Take one neuron of a hidden layer away, with all knobs that it had."""

    undo: ClassVar[Policy] = Policy.ENTRY

    layer: _Place
    neuron: Annotated[int, Meta(ge=0)]

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("remove-neuron", neuron=self.neuron + 1, layer=self.layer + 1)

    def keeps_answers(
        self, layout: Layout, theta: Array, switches: Switches, *, clicks: bool = False
    ) -> bool:
        """Whether every answer stays, for nobody listens to it and no solo ends with it."""
        heard = layout.outgoing(self.layer, self.neuron)
        if theta[heard].any():
            return False
        gone = np.concatenate([layout.neuron(self.layer, self.neuron), heard])
        if not switches.solos[gone].any():
            return True
        back = switches.silent & ~switches.switched("solos", gone, on=False).silent
        back[gone] = False
        return not switches.parked[back].any()

    def outcome(self, state: State) -> Outcome:
        """Returns the state without the neuron."""
        mark = message("removed-neuron", neuron=self.neuron + 1, layer=self.layer + 1)
        return _outcome(state, self.drafted(Draft.of(state)), mark, keeps_best=False)

    def drafted(self, draft: Draft) -> Draft:
        """Returns the network without the neuron.

        Raises:
            SettingError: there is none, or it is the last one of its layer.
        """
        _check_hidden(draft, self.layer)
        there = draft.shape.sizes[self.layer + 1]
        if self.neuron >= there:
            raise SettingError(
                "layer {layer} has {there:,} neurons, and no neuron {neuron}",
                layer=self.layer + 1,
                there=there,
                neuron=self.neuron + 1,
            )
        if there == 1:
            raise SettingError(
                "the last neuron of layer {layer} stays: remove the layer instead",
                layer=self.layer + 1,
            )
        return draft.without_neurons(self.layer, (self.neuron,))


class AddLayer(Rare, frozen=True, tag="add-layer", omit_defaults=True):
    """Add a hidden layer, which begins as the identity: as wide as the one before, answers stay.

    Attributes:
        layer: which one it is, from 0; the one that was there follows it.
        neurons: how many; None for as many as the one before has. More listen as the start draws
            them, and nobody listens to them; of fewer, the last ones of the one before are lost.
        activation: what its neurons do with their sums.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    layer: _Place
    neurons: Count | None = None
    activation: ActivationName = "identity"

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("add-layer", layer=self.layer + 1, neurons=self._wide(state.layout))

    def keeps_answers(
        self, layout: Layout, theta: Array, switches: Switches, *, clicks: bool = False
    ) -> bool:
        """Whether every answer stays: not so with fewer neurons, or an activation that bends."""
        return self._fits(layout) and self._wide(layout) >= layout.architecture.sizes[self.layer]

    def outcome(self, state: State) -> Outcome:
        """Returns the state with the layer."""
        draft = self.drafted(Draft.of(state), _streams(state))
        mark = message("added-layer", layer=self.layer + 1, neurons=self._wide(state.layout))
        keeps = self.keeps_answers(state.layout, state.theta, state.switches)
        return _outcome(state, draft, mark, keeps_best=keeps)

    def drafted(self, draft: Draft, streams: Drawing) -> Draft:
        """Returns the network with the layer.

        Raises:
            SettingError: it cannot have it; says why.
        """
        sizes = draft.shape.sizes
        if self.layer > len(sizes) - 2:
            raise _no_layer(len(sizes) - 2, self.layer)
        before = sizes[self.layer]
        wide = self.neurons or before
        deeper = draft.with_layer(self.layer, self.activation)
        if wide > before:
            return deeper.with_neurons(self.layer, wide - before, streams(self.layer, before))
        return deeper.without_neurons(self.layer, range(wide, before)) if wide < before else deeper

    def _wide(self, layout: Layout) -> int:
        sizes = layout.architecture.sizes
        return self.neurons or sizes[min(self.layer, len(sizes) - 2)]

    def _fits(self, layout: Layout) -> bool:
        """Whether the activation leaves what comes in as it is."""
        if self.activation in _LEAVES_POSITIVE and self.layer:
            return layout.architecture.activations[self.layer - 1] in _NEVER_BELOW_0
        return self.activation == "identity"


class RemoveLayer(Rare, frozen=True, tag="remove-layer"):
    """Take a hidden layer away. The product of its matrix and the next one takes their place.

    That is what both did together, but for the layer's activation: of a layer that is the identity
    nothing is lost, and the next matrix stays as it is, with all that belongs to its knobs.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    layer: _Place

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("remove-layer", layer=self.layer + 1)

    def keeps_answers(
        self, layout: Layout, theta: Array, switches: Switches, *, clicks: bool = False
    ) -> bool:
        """Whether every answer stays, but for the rounding of the product.

        Where knobs click, the product of two matrices has positions of its own.
        """
        shape, block = layout.architecture, layout.blocks[self.layer]
        if shape.activations[self.layer] != "identity":
            return False
        if clicks and not _is_identity(layout, theta, self.layer):
            return False
        shifts = block.view(theta)[block.inputs :]
        return shape.biases[self.layer + 1] or not shifts.any()

    def outcome(self, state: State) -> Outcome:
        """Returns the state without the layer."""
        mark = message("removed-layer", layer=self.layer + 1)
        draft = self.drafted(Draft.of(state), state.theta)
        return _outcome(state, draft, mark, keeps_best=False)

    def drafted(self, draft: Draft, theta: Array | None = None) -> Draft:
        """Returns the network without the layer.

        Args:
            draft: the network.
            theta: where every knob is, if that is known.

        Raises:
            SettingError: there is no such hidden layer.
        """
        _check_hidden(draft, self.layer)
        linear = draft.shape.activations[self.layer] == "identity"
        keeps = False
        if theta is not None and linear:
            keeps = _is_identity(Layout(draft.shape), theta, self.layer)
        return draft.without_layer(self.layer, keeps=keeps)


def _is_identity(layout: Layout, theta: Array, layer: int) -> bool:
    block = layout.blocks[layer]
    view = block.view(theta)
    same = block.inputs == block.outputs and np.array_equal(
        view[: block.inputs], np.eye(block.inputs)
    )
    return same and not view[block.inputs :].any()


def _outcome(state: State, draft: Draft, mark: Message, *, keeps_best: bool) -> Outcome:
    there = reshaped(state, draft, keeps_best=keeps_best)
    return Outcome(there, _CHANGE, records=True, mark=mark)


def _streams(state: State) -> Drawing:
    streams, start, step = Streams(state.seed), state.start_number, state.training.step
    return lambda layer, neurons: streams.added(start, step, layer, neurons)


def _check_hidden(draft: Draft, layer: int) -> None:
    """Checks that there is such a hidden layer.

    Raises:
        SettingError: it is the output, which follows from the data, or there is none.
    """
    hidden = len(draft.shape.sizes) - 2
    if layer == hidden:
        raise SettingError(
            "the outputs follow from the data: neurons can be added and removed in hidden layers"
        )
    if layer > hidden:
        raise _no_layer(hidden, layer)


def _no_layer(hidden: int, layer: int) -> SettingError:
    if hidden == 1:
        return SettingError(
            "there is no layer {layer}: the network has 1 hidden layer and the output",
            layer=layer + 1,
        )
    return SettingError(
        "there is no layer {layer}: the network has {hidden} hidden layers and the output",
        layer=layer + 1,
        hidden=hidden,
    )
