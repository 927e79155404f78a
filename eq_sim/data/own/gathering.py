"""Makes a column of the cells that come in, some rows at a time."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.cells import is_grouped, is_missing, number, plain_numbers
from eq_sim.data.own.columns import Numbers, Stray, TableColumn, Texts

MOSTLY = 0.9
"""From this share of its known cells on that are numbers a column is one of numbers."""

_MOST_STRAYS = 1000


class Mixed(NamedTuple):
    """A column of texts, many of which are numbers.

    Attributes:
        numbers: how many of its cells are.
        known: how many cells are not missing.
        first: the first one that is none.
    """

    numbers: int
    known: int
    first: Stray


class Gathering:
    """One column while it is read.

    It begins with numbers where its first cells are some. If it turns out to be of texts after
    all, what stood in the earlier cells is gone, and it has to be read ``again``. As texts it keeps
    everything.

    Args:
        name: of the column.
        decimal: "." or ",".
        as_texts: whether it is known to be of texts.
    """

    def __init__(self, name: str, decimal: str, *, as_texts: bool = False) -> None:
        self._name, self._decimal = name, decimal
        self._as_texts = as_texts
        self._numbers = _GatheredNumbers(decimal)
        self._texts = _GatheredTexts(decimal)
        self._begun = False

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Takes the cells of some more rows.

        Args:
            cells: what stands in them.
            rows: where each stands in the file.
        """
        if not self._begun:
            readings = [number(cell, self._decimal) for cell in cells]
            self._as_texts |= None in readings or all(map(is_missing, cells))
            self._begun = True
        if self._as_texts:
            self._texts.add(cells, rows)
        elif not self._numbers.hopeless:
            self._numbers.add(cells, rows)

    @property
    def again(self) -> bool:
        """Whether the column has to be read again, as texts."""
        return not self._as_texts and not self._numbers.mostly

    def column(self) -> TableColumn:
        """Returns the column, when all cells are in."""
        if self._as_texts:
            return self._texts.column(self._name)
        return self._numbers.column(self._name)

    @property
    def grouped(self) -> int:
        """How many of its numbers have separators of thousands; known with the ``column``."""
        return self._texts.grouped if self._as_texts else self._numbers.grouped

    @property
    def mixed(self) -> Mixed | None:
        """What is to be said of texts among which are numbers; known with the ``column``."""
        return self._texts.mixed if self._as_texts else None


class _GatheredNumbers:
    def __init__(self, decimal: str) -> None:
        self._decimal = decimal
        self._pieces: list[NDArray[np.float64]] = []
        self._strays: list[tuple[int, Stray]] = []
        self._count = self._known = self.grouped = 0

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        values = plain_numbers(cells, self._decimal)
        if values is None:
            values = np.full(len(cells), np.nan)
            for place, cell in enumerate(cells):
                value = number(cell, self._decimal)
                if value is None:
                    stray = Stray(int(rows[place]), cell.strip())
                    self._strays.append((self._count + place, stray))
                else:
                    values[place] = value
                    self.grouped += is_grouped(cell, self._decimal)
        self._known += len(cells) - int(np.isnan(values).sum())
        self._count += len(cells)
        self._pieces.append(values)

    @property
    def mostly(self) -> bool:
        return len(self._strays) <= (1 - MOSTLY) * (self._known + len(self._strays))

    @property
    def hopeless(self) -> bool:
        return len(self._strays) > _MOST_STRAYS and not self.mostly

    def column(self, name: str) -> TableColumn:
        return Numbers(name, np.concatenate(self._pieces), tuple(self._strays))


class _GatheredTexts:
    def __init__(self, decimal: str) -> None:
        self._decimal = decimal
        self._codes: list[NDArray[np.int32]] = []
        self._rows: list[NDArray[np.int64]] = []
        # Each cell as it stands there, its number, and its kind: many cells have the same one.
        self._code: defaultdict[str, int] = defaultdict()
        self._code.default_factory = self._code.__len__
        self._value: list[float | None] = []
        self._kind_of: list[int] = []
        self._kinds: dict[str, int] = {}
        self.grouped = 0
        self.mixed: Mixed | None = None

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        self._codes.append(np.fromiter(map(self._code.__getitem__, cells), np.int32, len(cells)))
        self._rows.append(rows)
        # The new ones, last first.
        new = list(islice(reversed(self._code), len(self._code) - len(self._value)))
        for cell in reversed(new):
            self._value.append(number(cell, self._decimal))
            missing = is_missing(cell)
            kind = -1 if missing else self._kinds.setdefault(cell.strip(), len(self._kinds))
            self._kind_of.append(kind)

    def column(self, name: str) -> TableColumn:
        codes = np.concatenate(self._codes)
        values = np.array([np.nan if value is None else value for value in self._value])
        strange = np.array([value is None for value in self._value])
        counts = np.bincount(codes, minlength=len(values))
        known, strays = int(counts[~np.isnan(values)].sum()), int(counts[strange].sum())
        rows = np.concatenate(self._rows)
        if not known or strays > (1 - MOSTLY) * (known + strays):
            if known:
                first = int(np.argmax(strange[codes]))
                text = next(islice(self._code, int(codes[first]), None)).strip()
                self.mixed = Mixed(known, known + strays, Stray(int(rows[first]), text))
            kinds = np.array(self._kind_of, dtype=np.int32)
            return Texts(name, kinds[codes], tuple(self._kinds))
        texts = list(self._code)
        grouped = [
            value is not None and is_grouped(text, self._decimal)
            for text, value in zip(texts, self._value, strict=True)
        ]
        self.grouped = int(counts[np.array(grouped)].sum())
        found = [
            (int(place), Stray(int(rows[place]), texts[codes[place]].strip()))
            for place in np.flatnonzero(strange[codes])
        ]
        return Numbers(name, values[codes], tuple(found))
