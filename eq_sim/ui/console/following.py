"""Finds knobs again when neurons and layers were added to a network or taken away."""

from eq_sim.network.identity import origins
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank


class Following:
    """Knows a bank's network as it was when one last looked.

    Args:
        bank: the knobs.
    """

    def __init__(self, bank: KnobBank) -> None:
        self._bank = bank
        self._layout, self._which, self._dataset = bank.layout, bank.which, bank.dataset

    def follow(self) -> IndexArray | None:
        """Looks again.

        Returns:
            (size before,) where each knob is now, −1 for one that is gone; None where the network
            is not one that neurons or layers were added to or taken from.
        """
        bank, before, which = self._bank, self._layout, self._which
        layout, dataset = bank.layout, self._dataset
        self._layout, self._which, self._dataset = layout, bank.which, bank.dataset
        other = layout.architecture.sizes == before.architecture.sizes
        if other or self._dataset is not dataset or self._which.base != which.base:
            return None
        there = origins(which, before, self._which, layout)
        return there if (there >= 0).any() else None
