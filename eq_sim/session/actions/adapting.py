"""A small bank of knobs beside the locked ones (LoRA: Hu et al. 2021, arXiv:2106.09685)."""

from dataclasses import replace
from math import isfinite
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta, structs

from eq_sim.language.tr import ptr
from eq_sim.network.initializers import adapters_drawn
from eq_sim.network.making import PLAIN, made
from eq_sim.network.types import Array
from eq_sim.session.ab import Sides
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.inference import check_unlocked
from eq_sim.session.actions.rounding import remade
from eq_sim.session.actions.starts import ANEW
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError, SettingError
from eq_sim.session.knob_sets import Values, numbers_of
from eq_sim.session.messages import Message, message
from eq_sim.session.scenario import MOST_RANK
from eq_sim.session.state import State, layout_of
from eq_sim.session.streams import Streams
from eq_sim.session.switches import Mask
from eq_sim.session.training.parameters import check_values
from eq_sim.session.undo.policy import Policy

_BEYOND = 1000.0


class AddAdapter(Rare, frozen=True, tag="add-adapter", omit_defaults=True):
    """Lock all knobs, and put two small matrices beside chosen layers, from which training begins.

    By itself A is drawn at random and B is zero: at first every answer stays, to the bit. Where
    knobs click into positions, what both make together does so from here on, into the same ones.

    Attributes:
        ranks: the rank for each layer, from the first to the output; 0 for none.
        values: of all its knobs, A before B, layer after layer, where they are known already.
        strength: what their product is multiplied by.
    """

    undo: ClassVar[Policy] = Policy.START

    ranks: Annotated[tuple[Annotated[int, Meta(ge=-(2**53), le=2**53)], ...], Meta(max_length=1000)]
    values: Values | None = None
    strength: float = 1.0

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("add-adapter")

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0, with the adapter.

        Raises:
            SettingError: there is one already, or the ranks or the strength do not fit.
            KnobError: values are too few, too many, or none that a knob can take.
        """
        check_unlocked(state)
        if state.layout.adapters:
            raise SettingError(
                "there are knobs of an adapter already: merge them or take them away first"
            )
        check_ranks(self.ranks, state.layout.architecture.sizes)
        _check_strength(self.strength)
        network = structs.replace(state.scenario.network, ranks=self.ranks)
        scenario = structs.replace(state.scenario, network=network)
        layout = layout_of(scenario, state.dataset)
        if self.values is None:
            beside = adapters_drawn(layout, Streams(state.seed).adapters(state.start_number))
        else:
            beside = np.asarray(numbers_of(self.values), np.float64)
            if beside.size != layout.size - layout.wired:
                raise KnobError(
                    "{values:,} values for {knobs:,} knobs of an adapter",
                    values=beside.size,
                    knobs=layout.size - layout.wired,
                )
            check_values(beside)
        frozen = state.switches.frozen
        there = replace(
            state, scenario=scenario, sides=Sides(), identities=None,
            making=replace(state.making, strength=self.strength),
            frozen_before=frozen if frozen.any() else None,
        )  # fmt: skip
        values = np.concatenate([state.whole.astype(np.float64), beside])
        begun = _with_base(there, True).begun(values, state.start_number)
        return Outcome(begun, Change.SETTINGS | ANEW, records=True)


class SetStrength(Rare, frozen=True, tag="set-strength"):
    """Count the adapter's product more or less; at 0 the base is as it was, to the bit."""

    undo: ClassVar[Policy] = Policy.ENTRY

    strength: float

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("set-strength", amount=f"{self.strength:g}")

    def outcome(self, state: State) -> Outcome:
        """Returns the state with another strength.

        Raises:
            SettingError: there is no adapter, or it is no such number.
        """
        check_unlocked(state)
        _check_adapted(state)
        _check_strength(self.strength)
        if self.strength == state.making.strength:
            return Outcome(state, Change.NONE, entry=False)
        making = replace(state.making, strength=self.strength)
        mark = message("strength-set", amount=f"{self.strength:g}")
        return remade(replace(state, making=making), mark)


class MergeAdapter(Rare, frozen=True, tag="merge-adapter"):
    """Add the adapter's product to the base once and for all; its own knobs go."""

    undo: ClassVar[Policy] = Policy.START

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("merge-adapter")

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0 of the merged network, with the same answers.

        Raises:
            SettingError: there is no adapter.
        """
        check_unlocked(state)
        _check_adapted(state)
        free = replace(state.making, rounding=None)
        # A muted knob of the base gets its part of the product, too, for when it comes back. One
        # of the adapter has no part in it, and never will.
        wired = state.layout.wired
        values = np.concatenate([state.whole[:wired], state.theta[wired:]])
        return _without(state, made(state.layout, values, free, None))


class RemoveAdapter(Rare, frozen=True, tag="remove-adapter"):
    """Take the adapter's knobs away; the base is as it was, to the bit, and its freezes."""

    undo: ClassVar[Policy] = Policy.START

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("remove-adapter")

    def outcome(self, state: State) -> Outcome:
        """Returns the state at step 0 of the base alone.

        Raises:
            SettingError: there is no adapter.
        """
        check_unlocked(state)
        _check_adapted(state)
        return _without(state, state.whole[: state.layout.wired])


def check_ranks(ranks: tuple[int, ...], sizes: tuple[int, ...]) -> None:
    """Checks that layers can have adapters of some ranks.

    Args:
        ranks: one for each layer after the inputs.
        sizes: neurons of each layer, the inputs first.

    Raises:
        SettingError: they cannot; says why.
    """
    layers = len(sizes) - 1
    if len(ranks) != layers or not any(ranks):
        raise SettingError(
            "{layers} layers need {layers} ranks, one of them at least 1, not {ranks}",
            layers=layers,
            ranks=", ".join(map(str, ranks[:20])) or ptr("ranks", "none"),
        )
    for layer, (rank, inputs, outputs) in enumerate(zip(ranks, sizes, sizes[1:], strict=False), 1):
        most = min(inputs, outputs, MOST_RANK)
        if not 0 <= rank <= most:
            raise SettingError(
                "layer {layer} of {inputs} × {outputs} weights can have an adapter of rank 1 to "
                "{most}, or 0 for none, not {rank:,}",
                layer=layer,
                inputs=inputs,
                outputs=outputs,
                most=most,
                rank=rank,
            )


def _check_adapted(state: State) -> None:
    if not state.layout.adapters:
        raise SettingError("there is no adapter here: add one first")


def _check_strength(strength: float) -> None:
    if not isfinite(strength) or abs(strength) > _BEYOND:
        raise SettingError(
            "an adapter's strength is a number from -1,000 to 1,000, not {value}", value=strength
        )


def _with_base(there: State, frozen: Mask | bool) -> State:
    """Returns a state with these knobs of the base frozen; all other switches stay."""
    switches = there.switches.carried(there.layout, there.theta.dtype)
    mask = switches.frozen.copy()
    mask[: there.layout.wired] = frozen
    return replace(there, switches=replace(switches, frozen=mask))


def _without(state: State, values: Array) -> Outcome:
    network = structs.replace(state.scenario.network, ranks=())
    scenario = structs.replace(state.scenario, network=network)
    there = replace(
        state, scenario=scenario, sides=Sides(), identities=None, frozen_before=None,
        making=replace(state.making, strength=PLAIN.strength),
    )  # fmt: skip
    before, now = state.frozen_before, state.switches.frozen[: state.layout.wired]
    begun = _with_base(there, False if before is None else before & now)
    return Outcome(begun.begun(values, state.start_number), Change.SETTINGS | ANEW, records=True)
