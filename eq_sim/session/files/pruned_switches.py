"""The switches of a file of parameters that leaves pruned knobs out."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from msgspec import UNSET, UnsetType, structs
from numpy.typing import NDArray

from eq_sim.network.layout import Layout
from eq_sim.session.actions import SwitchedKnobs
from eq_sim.session.files.pruned_tensors import which_play
from eq_sim.session.knob_sets import compact, places_of
from eq_sim.session.switched_pruned import SwitchedPruned
from eq_sim.session.switches import Mask


def switches_beside(
    found: SwitchedKnobs, tensors: Mapping[str, NDArray[Any]], layout: Layout
) -> SwitchedKnobs:
    """Returns the switches of a file; the knobs that it leaves out are the pruned ones.

    Args:
        found: what the file says of its switches: by it, none is pruned.
        tensors: as they are in it.
        layout: of the network that it is for.
    """
    plays = which_play(tensors, layout)
    if plays is None or plays.all():
        return structs.replace(found, pruned=UNSET)
    gone: Mask = np.zeros(layout.size, dtype=bool)
    gone[: layout.wired] = ~plays
    muted = gone.copy()
    muted[places_of(found.mutes, layout.size)] = True
    by = "network" if isinstance(found.pruned, UnsetType) else found.pruned.by
    mutes, pruned = (compact(np.flatnonzero(mask), layout.size) for mask in (muted, gone))
    return structs.replace(found, mutes=mutes, pruned=SwitchedPruned(pruned, by))
