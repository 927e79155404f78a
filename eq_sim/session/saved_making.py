"""How weights are made from knobs, as it stands in a saved state."""

from typing import Annotated

import numpy as np
from msgspec import Meta, Struct

from eq_sim.network.layout import Layout
from eq_sim.network.making import FEWEST_BITS, MOST_BITS, Making, Per, Rounding
from eq_sim.session.errors import LogError
from eq_sim.session.saved_numbers import Numbers


class SavedRounding(Struct, frozen=True, forbid_unknown_fields=True):
    """``Rounding`` in a file."""

    bits: Annotated[int, Meta(ge=FEWEST_BITS, le=MOST_BITS)]
    per: Per
    scales: Numbers


class SavedMaking(Struct, frozen=True, forbid_unknown_fields=True):
    """``Making`` in a file."""

    rounding: SavedRounding | None = None
    strength: Annotated[float, Meta(ge=-1000, le=1000)] = 1.0

    @classmethod
    def of(cls, making: Making) -> "SavedMaking | None":
        """Returns it as it stands in a file; None where weights are the knobs."""
        rounding = making.rounding
        if rounding is None and making.strength == 1.0:
            return None
        if rounding is None:
            return cls(None, making.strength)
        scales = Numbers.of(rounding.scales)
        return cls(SavedRounding(rounding.bits, rounding.per, scales), making.strength)

    def making(self, layout: Layout) -> Making:
        """Returns it for a network; without positions that are those of another one.

        Such ones were saved once, where neurons or layers had been added or taken away since the
        positions were chosen; the knobs turned freely there.

        Raises:
            LogError: its positions are none.
        """
        saved = self.rounding
        if saved is None:
            return Making(None, self.strength)
        scales = saved.scales.array(None)
        fine = scales.dtype == np.float64 and np.isfinite(scales).all() and (scales > 0).all()
        if not fine:
            raise LogError("a saved state has positions of knobs that are no positions")
        scales.flags.writeable = False
        return Making(Rounding(saved.bits, saved.per, scales), self.strength).fitting(layout)
