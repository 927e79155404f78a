"""The two kinds of column: numbers, and texts of some kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

LARGEST = 1e30
"""A number beyond this, either way, is none of a table: a network computes in float32."""


class Stray(NamedTuple):
    """A cell that is no number in a column of numbers; it counts as missing.

    Attributes:
        row: where it stands in the file, as a spreadsheet counts: the row of names is row 1.
        text: what stands there.
    """

    row: int
    text: str


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers.

    Attributes:
        name: as the file has it, made unique.
        values: one per row, nan where missing, else from -1e30 to 1e30; float64.
        strays: which of the missing ones stood there as something that is no number, by the
            place of the row in the table, from 0.
    """

    name: str
    values: NDArray[np.float64]
    strays: tuple[tuple[int, Stray], ...] = ()

    def __post_init__(self) -> None:
        if (np.abs(self.values) > LARGEST).any():
            raise ValueError("a number is larger than 1e30")
        self.values.flags.writeable = False

    @property
    def size(self) -> int:
        """How many cells."""
        return len(self.values)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells are missing."""
        return np.isnan(self.values)


@dataclass(frozen=True, eq=False)
class Texts:
    """A column of texts.

    Attributes:
        name: as the file has it, made unique.
        codes: one per row: the place of its text among ``kinds``, -1 where missing; int32.
        kinds: the different texts, in the order in which they come first; none is empty.
    """

    name: str
    codes: NDArray[np.int32]
    kinds: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.kinds)) < len(self.kinds) or "" in self.kinds:
            raise ValueError("the kinds of a column are different and not empty")
        if self.codes.size and not -1 <= self.codes.min() <= self.codes.max() < len(self.kinds):
            raise ValueError("a code without a kind")
        self.codes.flags.writeable = False

    @property
    def size(self) -> int:
        """How many cells."""
        return len(self.codes)

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells are missing."""
        return self.codes < 0


TableColumn: TypeAlias = Numbers | Texts
"""A column of either kind."""


def texts_of(name: str, cells: Sequence[str]) -> Texts:
    """Returns a column of texts from what stands in its cells; an empty one is missing."""
    kinds = tuple(text for text in dict.fromkeys(cells) if text)
    code = {kind: place for place, kind in enumerate(kinds)} | {"": -1}
    return Texts(name, np.fromiter(map(code.__getitem__, cells), np.int32, len(cells)), kinds)
