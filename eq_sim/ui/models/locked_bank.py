"""The locked bank: means and components that were learned from the data, and no step moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Dataset
from eq_sim.data.pca import Pca
from eq_sim.network.layout import Layout
from eq_sim.session.change import Changes
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.components import can_be_reduced
from eq_sim.session.switches import Switches

MEAN = 0
"""The place of the means in a bank; component n stands at place n."""


class HasBank(Protocol):
    """An experiment whose inputs may be scores along components; read, never written."""

    @property
    def scenario(self) -> Scenario:
        """The scenario with every setting as it is now."""

    @property
    def dataset(self) -> Dataset:
        """The data."""

    @property
    def layout(self) -> Layout:
        """Where each knob sits."""

    @property
    def switches(self) -> Switches:
        """Which knobs training leaves alone."""

    @property
    def changes(self) -> Changes:
        """How often each kind of change has happened."""


@dataclass(frozen=True, eq=False)
class LockedBank:
    """Means and components, by place: the means first.

    Attributes:
        pca: what was learned.
        names: of the measured inputs, "pixel in row 1, column 2".
        image: rows and columns, where the inputs are pixels of a picture.
        trained: knobs that training turns.
        frozen: knobs that it leaves alone because they are frozen.
        silent: those that it leaves alone because they are silent.
    """

    pca: Pca
    names: tuple[str, ...]
    image: tuple[int, int] | None
    trained: int
    frozen: int
    silent: int

    @classmethod
    def of(cls, session: HasBank) -> "LockedBank | None":
        """Returns the bank of an experiment; None where the network takes what is measured."""
        dataset = session.dataset
        if dataset.pca is None:
            return None
        switches = session.switches
        silent = int(np.count_nonzero(switches.silent))
        frozen = int(np.count_nonzero(switches.frozen & ~switches.silent))
        return cls(
            dataset.pca,
            tuple(column.name_said for column in dataset.seen.columns),
            dataset.seen.image,
            session.layout.size - frozen - silent,
            frozen,
            silent,
        )

    def __len__(self) -> int:
        """How many pictures: the components', and that of the means."""
        return len(self.pca.components) + 1

    def __iter__(self) -> Iterator[NDArray[np.float64]]:
        """Yields (features,) the numbers at each place."""
        return (self.values(place) for place in range(len(self)))

    def values(self, place: int) -> NDArray[np.float64]:
        """Returns (features,) the means, or one component."""
        return self.pca.mean if place == MEAN else self.pca.components[place - 1]

    def shades(self, place: int) -> NDArray[np.float64]:
        """Returns (features,) the same from −1 to 1, by the largest number at that place."""
        values = self.values(place)
        return np.asarray(values / (float(np.abs(values).max(initial=0)) or 1.0))


def could_have_bank(session: HasBank) -> bool:
    """Whether components can be learned of such data."""
    return can_be_reduced(session.scenario.data)
