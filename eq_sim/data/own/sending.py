"""A table on its way from the process that reads it, in pieces that nobody waits for long."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.columns import Numbers, Stray, TableColumn, Texts
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.facts import Facts, facts_of, remember_facts
from eq_sim.data.own.formats import Format
from eq_sim.data.own.reading import begin_reading
from eq_sim.data.own.table import Table

_TEXTS = 4096  # in a piece: a millisecond to take
_WORTH_TELLING = 0.005  # of progress


class Progress(NamedTuple):
    """How much of the file is read.

    Attributes:
        share: from 0 to 1.
    """

    share: float


class SomeTexts(NamedTuple):
    """Some kinds of the column that comes next.

    Attributes:
        kinds: in their order.
    """

    kinds: tuple[str, ...]


class NumbersSent(NamedTuple):
    """A column of numbers.

    Attributes:
        name: of the column.
        values: as in ``Numbers``.
        strays: as there.
        facts: what one sees of it.
    """

    name: str
    values: NDArray[np.float64]
    strays: tuple[tuple[int, Stray], ...]
    facts: Facts


class TextsSent(NamedTuple):
    """A column of texts, whose kinds went before.

    Attributes:
        name: of the column.
        codes: as in ``Texts``.
        facts: what one sees of it.
    """

    name: str
    codes: NDArray[np.int32]
    facts: Facts


class End(NamedTuple):
    """All columns are there.

    Attributes:
        notes: what was found in the file.
        sha256: of the table.
    """

    notes: tuple[str, ...]
    sha256: str


Piece: TypeAlias = Progress | SomeTexts | NumbersSent | TextsSent | End | TableError
"""What is sent; an error in place of all that would come after it."""


def sent(path: Path, chosen: Format | None) -> Iterator[Piece]:
    """Reads a file, and yields what is to be sent of it: its progress, then the table.

    Args:
        path: of the file.
        chosen: how it is to be read; None to guess.
    """
    reading, told = begin_reading(path, chosen), 0.0
    try:
        while True:
            share = next(reading)
            if share - told >= _WORTH_TELLING:
                told = share
                yield Progress(share)
    except StopIteration as done:
        table: Table = done.value
    except TableError as error:
        yield error
        return
    for column in table.columns:
        if isinstance(column, Numbers):
            yield NumbersSent(column.name, column.values, column.strays, facts_of(column))
        else:
            for first in range(0, len(column.kinds), _TEXTS):
                yield SomeTexts(column.kinds[first : first + _TEXTS])
            yield TextsSent(column.name, column.codes, facts_of(column))
    yield End(table.notes, table.sha256)


class Arriving:
    """What has come of a table so far.

    Attributes:
        share: how much of the file is read, from 0 to 1.
        table: all of it; None before that.
        error: why there will be none.
    """

    def __init__(self) -> None:
        self.share = 0.0
        self.table: Table | None = None
        self.error: TableError | None = None
        self._columns: list[TableColumn] = []
        self._kinds: list[str] = []

    def take(self, piece: Piece) -> None:
        """Takes the next piece."""
        if isinstance(piece, Progress):
            self.share = piece.share
        elif isinstance(piece, SomeTexts):
            self._kinds += piece.kinds
        elif isinstance(piece, NumbersSent):
            self._add(Numbers(piece.name, piece.values, piece.strays), piece.facts)
        elif isinstance(piece, TextsSent):
            self._add(Texts(piece.name, piece.codes, tuple(self._kinds)), piece.facts)
            self._kinds = []
        elif isinstance(piece, End):
            table = Table(tuple(self._columns), piece.notes)
            table.remember_hash(piece.sha256)
            self.table, self.share = table, 1.0
        else:
            self.error = piece

    def _add(self, column: TableColumn, facts: Facts) -> None:
        remember_facts(column, facts)
        self._columns.append(column)
