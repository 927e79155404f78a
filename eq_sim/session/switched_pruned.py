"""Which knobs were pruned, as it stands in records and files."""

from dataclasses import replace

import numpy as np
from msgspec import Struct

from eq_sim.network.layout import Layout
from eq_sim.network.pruning import By
from eq_sim.session.errors import KnobError, LogError
from eq_sim.session.knob_sets import Knobs, compact, places_of
from eq_sim.session.switches import Mask, Pruned, Switches


class SwitchedPruned(Struct, frozen=True, forbid_unknown_fields=True):
    """``Pruned`` in a record: a bit for each knob at most."""

    knobs: Knobs
    by: By

    @classmethod
    def saying(cls, pruned: Pruned | None) -> "SwitchedPruned | None":
        """Returns it as it stands in a record; None where none were pruned."""
        if pruned is None:
            return None
        return cls(compact(np.flatnonzero(pruned.knobs), pruned.knobs.size), pruned.by)

    def of(self, layout: Layout, mutes: Mask) -> Pruned | None:
        """Returns the pruned knobs of a network.

        Args:
            layout: the network's layout.
            mutes: (size,) which of its knobs are muted.

        Raises:
            KnobError: it does not have such a knob, or one is not muted, or of an adapter.
        """
        mask: Mask = np.zeros(layout.size, dtype=bool)
        mask[places_of(self.knobs, layout.size)] = True
        if (mask & ~mutes).any() or mask[layout.wired :].any():
            raise KnobError("only weights and biases that are muted can be pruned")
        return Pruned(mask, self.by) if mask.any() else None


def with_pruned(switches: Switches, saved: SwitchedPruned | None) -> Switches:
    """Returns the switches of a saved state with the knobs that it says were pruned.

    Raises:
        LogError: they are not of its network, or play.
    """
    if saved is None:
        return switches
    try:
        return replace(switches, pruned=saved.of(switches.layout, switches.mutes))
    except KnobError as error:
        raise LogError("a saved state has pruned knobs that do not fit its network") from error
