"""Knobs that click into positions: the network computes with the nearest one."""

from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta

from eq_sim.network.making import FEWEST_BITS, MOST_BITS, Per, Rounding, made
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.actions.inference import check_unlocked
from eq_sim.session.change import Change
from eq_sim.session.errors import SettingError
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.training.training_state import Phase
from eq_sim.session.undo.policy import Policy

_CHANGE = Change.KNOBS | Change.HISTORY | Change.SETTINGS | Change.TRAINING


class Quantise(Rare, frozen=True, tag="quantise"):
    """Knobs click into the 2ⁿ − 1 positions of n bits; with 32 bits they turn freely again.

    The positions are fixed here, by the largest weights as they stand. Choosing the same number of
    bits again fits them anew.

    Attributes:
        bits: from 2 to 32.
        per: what shares one distance between positions: a layer, or each neuron.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    bits: Annotated[int, Meta(ge=-(2**53), le=2**53)]
    per: Per = "neuron"

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("quantise", bits=self.bits)

    def outcome(self, state: State) -> Outcome:
        """Returns the state with positions, or without.

        Raises:
            SettingError: there are no positions of so many bits.
        """
        check_unlocked(state)
        if not FEWEST_BITS <= self.bits <= MOST_BITS:
            raise SettingError(
                "knobs can have positions of {least} to {most} bits, not {bits:,}: 2 bits are 3 "
                "positions, and with 32 they turn freely",
                least=FEWEST_BITS,
                most=MOST_BITS,
                bits=self.bits,
            )
        free = replace(state.making, rounding=None)
        if self.bits == MOST_BITS:
            if state.making.rounding is None:
                return Outcome(state, Change.NONE, entry=False)
            return remade(replace(state, making=free), message("positions-off"))
        w = made(state.layout, state.theta, free, state.switches.silent)
        rounding = Rounding.fitted(state.layout, w, self.bits, self.per)
        there = replace(state, making=replace(free, rounding=rounding))
        mark = message("positions-on", positions=rounding.positions, bits=self.bits)
        return remade(there, mark)


def remade(there: State, mark: Message) -> Outcome:
    """Returns the outcome of other weights made of the same knobs.

    The best that was recorded was that of other weights, and is let go.
    """
    training = replace(there.training, phase=Phase.FORWARD)
    progress = replace(there.progress, best=None)
    return Outcome(
        replace(there, training=training, progress=progress), _CHANGE, records=True, mark=mark
    )
