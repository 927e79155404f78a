"""Makes a column of the cells that come in, some rows at a time."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.cells import is_grouped, is_missing, number, plain_numbers
from eq_sim.data.own.columns import Numbers, Stray, TableColumn, texts_of_codes

MOSTLY = 0.9
"""From this share of its known cells on that are numbers a column is one of numbers."""

_MOST_STRAYS = 1000


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
        self._pieces: list[NDArray[np.float64]] = []
        self._strays: list[tuple[int, Stray]] = []
        self._numbers = self._count = self._strange = self._grouped = 0
        self._codes: list[NDArray[np.int32]] = []
        self._code: defaultdict[str, int] = defaultdict()
        self._code.default_factory = self._code.__len__
        # Where each row of the table stands in the file.
        self._rows: list[NDArray[np.int64]] = []

    def add(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        """Takes the cells of some more rows.

        Args:
            cells: what stands in them.
            rows: where each stands in the file.
        """
        if not self._count and not self._as_texts:
            readings = [number(cell, self._decimal) for cell in cells]
            self._as_texts = None in readings or all(map(is_missing, cells))
        if self._as_texts:
            self._codes.append(
                np.fromiter(map(self._code.__getitem__, cells), np.int32, len(cells))
            )
            self._rows.append(rows)
        elif self._strange <= _MOST_STRAYS or self._strange <= self._count * (1 - MOSTLY):
            self._add_numbers(cells, rows)
        self._count += len(cells)

    def _add_numbers(self, cells: Sequence[str], rows: NDArray[np.int64]) -> None:
        values = plain_numbers(cells, self._decimal)
        if values is None:
            values = np.full(len(cells), np.nan)
            for place, cell in enumerate(cells):
                value = number(cell, self._decimal)
                if value is not None:
                    values[place] = value
                    continue
                self._strange += 1
                stray = Stray(int(rows[place]), cell.strip())
                self._strays.append((self._count + place, stray))
            self._grouped += sum(is_grouped(cell, self._decimal) for cell in cells)
        self._numbers += len(cells) - int(np.isnan(values).sum())
        self._pieces.append(values)

    @property
    def again(self) -> bool:
        """Whether the column has to be read again, as texts."""
        return not self._as_texts and self._strange > (1 - MOSTLY) * (self._numbers + self._strange)

    @property
    def notes(self) -> list[str]:
        """What was done to numbers on the way, in sentences."""
        if not self._grouped:
            return []
        some = f"{self._grouped:,} numbers have" if self._grouped > 1 else "A number has"
        return [f"{some} separators of thousands in '{self._name}'; they are read past"]

    def column(self) -> TableColumn:
        """Returns the column, when all cells are in."""
        if not self._as_texts:
            return Numbers(self._name, np.concatenate(self._pieces), tuple(self._strays))
        return self._of_texts()

    def _of_texts(self) -> TableColumn:
        codes, rows = np.concatenate(self._codes), np.concatenate(self._rows)
        texts = list(self._code)
        counts = np.bincount(codes, minlength=len(texts))
        readings = [number(text, self._decimal) for text in texts]
        values = np.array([np.nan if value is None else value for value in readings])
        strange = np.array([value is None for value in readings])
        numbers, strays = int(counts[~np.isnan(values)].sum()), int(counts[strange].sum())
        if not numbers or strays > (1 - MOSTLY) * (numbers + strays):
            return texts_of_codes(self._name, codes, [text.strip() for text in texts], is_missing)
        grouped = [
            count
            for text, value, count in zip(texts, readings, counts.tolist(), strict=True)
            if value is not None and is_grouped(text, self._decimal)
        ]
        self._grouped = sum(grouped)
        places = np.flatnonzero(strange[codes])
        found = [
            (int(place), Stray(int(rows[place]), texts[codes[place]].strip())) for place in places
        ]
        return Numbers(self._name, values[codes], tuple(found))
