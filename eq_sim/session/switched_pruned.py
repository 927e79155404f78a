"""Which knobs were pruned, as it stands in a record."""

import numpy as np
from msgspec import Struct

from eq_sim.network.layout import Layout
from eq_sim.network.pruning import By
from eq_sim.session.errors import KnobError
from eq_sim.session.knob_sets import Knobs, places_of
from eq_sim.session.switches import Mask, Pruned


class SwitchedPruned(Struct, frozen=True, forbid_unknown_fields=True):
    """``Pruned`` in a record: a bit for each knob at most."""

    knobs: Knobs
    by: By

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
