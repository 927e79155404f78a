"""Finds knobs again when neurons and layers were added to a network or taken away."""

from collections.abc import Callable
from weakref import WeakMethod

import numpy as np
from msgspec import Struct

from eq_sim.data.dataset import Dataset
from eq_sim.network.identity import Identities, origins
from eq_sim.network.layout import Layout
from eq_sim.network.types import Array, IndexArray
from eq_sim.session.change import Change
from eq_sim.session.knob_bank import KnobBank
from eq_sim.ui.knobs.sets import knob_set
from eq_sim.ui.models.activity import NO_KNOBS


class Known(Struct, frozen=True):
    """A bank's network as it was when one looked.

    Attributes:
        structure: grows with each other network.
        layout: where each knob sat.
        which: which knob was which.
        dataset: what it learned from.
        start: where its knobs started.
    """

    structure: int
    layout: Layout
    which: Identities
    dataset: Dataset
    start: Array

    @classmethod
    def of(cls, bank: KnobBank) -> "Known":
        """Returns what a bank's network is like now."""
        return cls(bank.structure, bank.layout, bank.which, bank.dataset, bank.start())

    def there(self, now: "Known") -> IndexArray | None:
        """Returns where the knobs are in a later network.

        Returns:
            (size,) places in θ, −1 for a knob that is gone; None where the later network is not
            this one with other neurons or layers, or this one in other memory.
        """
        if self.is_alike(now):
            return np.arange(now.layout.size)
        same_sizes = self.layout.architecture.sizes == now.layout.architecture.sizes
        if same_sizes or self.dataset is not now.dataset or self.which.base != now.which.base:
            return None
        there = origins(self.which, self.layout, now.which, now.layout)
        return there if (there >= 0).any() else None

    def is_alike(self, now: "Known") -> bool:
        """Whether a later network has the same knobs from the same start, and the same data."""
        same = self.which == now.which and self.dataset is now.dataset
        return same and np.may_share_memory(self.start, now.start)


def carried(
    before: Known, now: Known, focused: int | None, selected: IndexArray
) -> tuple[int | None, IndexArray]:
    """Returns what was chosen in one network as it is in a later one.

    Where the knob with the focus is gone, the one that was next to it gets the focus.

    Args:
        before: the one.
        now: the later one.
        focused: the knob with the focus, in the one.
        selected: the knobs that turn together.
    """
    there = None if focused is None else before.there(now)
    if there is None or focused is None:
        return None, NO_KNOBS
    left = np.flatnonzero(there >= 0)
    nearest = int(there[left[np.argmin(np.abs(left - focused))]])
    kept = there[selected]
    return nearest, kept[kept >= 0] if there[focused] >= 0 else knob_set((nearest,))


def follow_at_once(bank: KnobBank, follow: Callable[[], object]) -> None:
    """Calls a method whenever the network is another one: the next key is for the network of now.

    Args:
        bank: the network; it lives longer than those who look at it, and does not keep them.
        follow: a method of one of these.
    """
    here = WeakMethod(follow)

    def heard(change: Change) -> None:
        alive = here()
        if alive is not None and change & Change.STRUCTURE:
            alive()

    bank.observe(heard)
