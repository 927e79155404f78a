"""The loss over a plane of settings, worked out a portion at a time, from coarse to fine."""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.questions.plane import Plane

SIDE = 33
"""Places along a side: an odd number, so that the knobs themselves are one of them."""

_COARSEST = 8  # every so many places at first; then half of that


class Landscape:
    """The train loss on a square grid over a plane.

    Args:
        plane: where.
        loss_at: returns the loss at (size,) knobs.
        side: places along a side; 8 n + 1, so that the coarsest grid has its edges and its middle.

    Attributes:
        plane: where.
        losses: (side, side) the losses, the lowest row first; not a number where not yet known.
        spacing: every so many places are known in both ways; ``None`` before the first are.
    """

    def __init__(self, plane: Plane, loss_at: Callable[[Array], float], side: int = SIDE) -> None:
        self.plane = plane
        self._loss_at = loss_at
        self.side = side
        self.losses = np.full((side, side), np.nan)
        self.spacing: int | None = None
        self._ahead = _order(side)
        self._next = 0

    @property
    def is_complete(self) -> bool:
        """Whether every place is known."""
        return self._next == len(self._ahead)

    @property
    def marks(self) -> NDArray[np.float64]:
        """(side,) where the grid's rows and columns are, in lengths of the directions."""
        return np.linspace(-self.plane.reach, self.plane.reach, self.side)

    @property
    def at_centre(self) -> float:
        """The loss at the knobs themselves."""
        return float(self.losses[self.side // 2, self.side // 2])

    def known(self) -> NDArray[np.float64]:
        """Returns the losses of the finest grid that is known; every place has one at last."""
        if self.spacing is None:
            return np.empty((0, 0))
        return self.losses[:: self.spacing, :: self.spacing]

    def go_on(self, places: int) -> bool:
        """Works out some more places. Returns whether a finer grid is known now."""
        before, marks = self.spacing, self.marks
        for _ in range(min(places, len(self._ahead) - self._next)):
            row, column, finished = self._ahead[self._next]
            here = self.plane.at(marks[column], marks[row])
            self.losses[row, column] = self._loss_at(here)
            self._next += 1
            if finished:
                self.spacing = finished
        return self.spacing != before


def landscape(plane: Plane, loss_at: Callable[[Array], float], side: int = SIDE) -> Landscape:
    """Returns the whole of a landscape at once."""
    made = Landscape(plane, loss_at, side)
    made.go_on(side * side)
    return made


@cache
def _order(side: int) -> list[tuple[int, int, int]]:
    """Returns (row, column, spacing) of each place once, from coarse to fine.

    The spacing is that of the grid which is whole with this place; 0 for all but the last of it.
    """
    found: list[tuple[int, int, int]] = []
    seen: set[tuple[int, int]] = set()
    spacing = _COARSEST
    while spacing:
        some = range(0, side, spacing)
        new = [(row, column) for row in some for column in some if (row, column) not in seen]
        seen.update(new)
        found += [(row, column, 0) for row, column in new[:-1]]
        found.append((*new[-1], spacing))
        spacing //= 2
    return found
