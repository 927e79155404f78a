"""Finds knobs again when neurons and layers were added to a network or taken away."""

from msgspec import Struct

from eq_sim.data.dataset import Dataset
from eq_sim.network.identity import Identities, origins
from eq_sim.network.layout import Layout
from eq_sim.network.types import IndexArray
from eq_sim.session.knob_bank import KnobBank


class Known(Struct, frozen=True):
    """A bank's network as it was when one looked.

    Attributes:
        structure: grows with each other network.
        layout: where each knob sat.
        which: which knob was which.
        dataset: what it learned from.
    """

    structure: int
    layout: Layout
    which: Identities
    dataset: Dataset

    @classmethod
    def of(cls, bank: KnobBank) -> "Known":
        """Returns what a bank's network is like now."""
        return cls(bank.structure, bank.layout, bank.which, bank.dataset)

    def there(self, now: "Known") -> IndexArray | None:
        """Returns where the knobs are in a later network.

        Returns:
            (size,) places in θ, −1 for a knob that is gone; None where the later network is not
            this one with other neurons or layers.
        """
        same_sizes = self.layout.architecture.sizes == now.layout.architecture.sizes
        if same_sizes or self.dataset is not now.dataset or self.which.base != now.which.base:
            return None
        there = origins(self.which, self.layout, now.which, now.layout)
        return there if (there >= 0).any() else None
