"""Which knobs were pruned, as it stands in a saved state."""

from dataclasses import replace

from msgspec import Struct

from eq_sim.network.pruning import By
from eq_sim.session.errors import LogError
from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.switches import Pruned, Switches


class SavedPruned(Struct, frozen=True, forbid_unknown_fields=True):
    """``Pruned`` in a file."""

    knobs: Numbers
    by: By

    @classmethod
    def of(cls, pruned: Pruned | None) -> "SavedPruned | None":
        """Returns it as it stands in a file; None where none were pruned."""
        return None if pruned is None else cls(Numbers.of(pruned.knobs), pruned.by)


def with_pruned(switches: Switches, saved: SavedPruned | None) -> Switches:
    """Returns the switches of a saved state with the knobs that it says were pruned.

    Raises:
        LogError: they are not of its network, or play.
    """
    if saved is None:
        return switches
    knobs = saved.knobs.array(switches.layout.size)
    wired = switches.layout.wired
    if knobs.dtype != bool or (knobs & ~switches.mutes).any() or knobs[wired:].any():
        raise LogError("a saved state has pruned knobs that do not fit its network")
    return replace(switches, pruned=Pruned(knobs, saved.by) if knobs.any() else None)
