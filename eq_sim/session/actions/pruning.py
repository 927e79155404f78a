"""Pruning: the smallest knobs are muted, and stay so while the others are trained."""

from dataclasses import replace
from typing import ClassVar

import numpy as np

from eq_sim.network.making import made
from eq_sim.network.pruning import By, smallest
from eq_sim.session.actions.base import Outcome, Rare
from eq_sim.session.change import Change
from eq_sim.session.errors import SettingError
from eq_sim.session.messages import Message, message
from eq_sim.session.state import State
from eq_sim.session.switches import Switches
from eq_sim.session.undo.policy import Policy

_CHANGE = Change.SWITCHES | Change.KNOBS | Change.HISTORY


class Prune(Rare, frozen=True, tag="prune"):
    """Mute a share of the weights and biases, the smallest; at 0 all that were pruned are back.

    The share is one of the knobs that no hand has muted: those stay as they are. A larger share
    keeps what was pruned before, and a smaller one brings the largest of it back; looked for
    elsewhere, all of it is chosen anew. Which they are follows from the state alone, so the record
    has no need to name them.

    Attributes:
        share: from 0 to 1.
        by: where the smallest are looked for: among all knobs, or in each layer by itself.
    """

    undo: ClassVar[Policy] = Policy.ENTRY

    share: float
    by: By = "network"

    def message(self, state: State) -> Message:
        """Returns what it is called."""
        return message("prune", share=_percent(self.share)) if self.share else message("unprune")

    def outcome(self, state: State) -> Outcome:
        """Returns the state with this share muted.

        Raises:
            SettingError: it is no share.
        """
        check_share(self.share)
        switches = pruned_at(state, self.share, self.by)
        if np.array_equal(switches.mutes, state.switches.mutes):
            return Outcome(state, Change.NONE, entry=False)
        there = replace(state, switches=switches).placed(state.whole)
        # The best that was recorded was that of a network with other knobs in play.
        there = replace(there, progress=replace(there.progress, best=None))
        mark = message("pruned", share=_percent(self.share)) if self.share else message("unpruned")
        return Outcome(there, _CHANGE, records=True, mark=mark)


def pruned_at(state: State, share: float, by: By) -> Switches:
    """Returns the switches with a share of the knobs pruned; see ``Prune``.

    Args:
        state: whose knobs.
        share: from 0 to 1.
        by: where the smallest are looked for.
    """
    switches, layout = state.switches, state.layout
    # By what would be multiplied if every knob played: beside an adapter that is not the knob.
    free = replace(state.making, rounding=None)
    sizes = made(layout, state.whole, free, None)
    before = switches.pruned
    gone = np.zeros(layout.size, bool)
    if before is not None and before.by == by:
        gone = before.knobs
    return switches.pruning(smallest(layout, sizes, share, by, ~switches.by_hand, gone), by)


def check_share(share: float) -> None:
    """Checks that a share can be pruned.

    Raises:
        SettingError: it is not from 0 to 1.
    """
    if not 0 <= share <= 1:  # nan is not, either
        raise SettingError(
            "the share of the knobs to prune is a number from 0 to 1, not {value}", value=share
        )


def _percent(share: float) -> str:
    return f"{100 * share:.4g}"
