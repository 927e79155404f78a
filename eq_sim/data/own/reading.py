"""Reads a file of text into a table, a little at a time, so that a window can go on meanwhile."""

import codecs
import csv
import io
import os
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from eq_sim.data.own.columns import Numbers, TableColumn
from eq_sim.data.own.errors import TableError, shortened
from eq_sim.data.own.formats import Format
from eq_sim.data.own.gathering import Gathering, Mixed
from eq_sim.data.own.limits import MOST_CELLS, MOST_ROWS
from eq_sim.data.own.looking import (
    check_letters,
    check_line,
    check_width,
    look_into,
    not_in,
    open_table,
    unreadable_row,
)
from eq_sim.data.own.naming import made_names
from eq_sim.data.own.table import Table
from eq_sim.language.tr import later, ntr, tr

_PIECE = 1 << 16
_CELLS = 8192  # between two yields: some milliseconds
_OLDER = {"utf-8": "cp1252", "cp1252": "latin-1"}
"""How a file may be written that cannot be read as it was guessed."""
_ONE_CELL = later(
    "Row {row:,} has 1 cell, and row {first:,} has {width:,}: mend or leave out one of them"
)
_SOME_CELLS = later(
    "Row {row:,} has {cells:,} cells, and row {first:,} has {width:,}: mend or leave out one of "
    "them"
)
_READING = 0.75  # the share of reading in the work; the rest is the hash


def read_table(path: Path, chosen: Format | None = None, least: int = 2) -> Table:
    """Returns the table in a file, at once; see ``begin_reading``."""
    reading = begin_reading(path, chosen, least)
    while True:
        try:
            next(reading)
        except StopIteration as done:
            table: Table = done.value
            return table


def begin_reading(
    path: Path, chosen: Format | None = None, least: int = 2
) -> Generator[float, None, Table]:
    """Reads a file: yields the share that is read, from 0 to 1, and returns the table.

    Between two yields it works some milliseconds. It may be left at any of them (``close``).

    Args:
        path: of a regular file.
        chosen: how it is to be read, where a person says so; else it is guessed.
        least: how many rows it needs; of a table to be learned from two.

    Raises:
        TableError: it cannot be opened, is no table, or changes while it is read.
    """
    with open_table(path) as file:
        before = os.fstat(file.fileno())
        yield 0.0
        look = look_into(file, chosen, 1)
        yield 0.0
        texts: frozenset[int] = frozenset()
        format_, reached = look.format, 0.0
        while True:
            passing = _Pass(file, format_, texts, least, skips_line=look.separator_line)
            try:
                for share in passing.through(before.st_size):
                    reached = max(reached, share)  # also where it is read once more
                    yield reached
            except UnicodeDecodeError as error:
                # It was guessed from the beginning.
                if chosen is not None or format_.encoding not in _OLDER:
                    raise not_in(format_.encoding, passing.line + 1) from error
                format_ = replace(format_, encoding=_OLDER[format_.encoding])
                continue
            again = passing.again - texts
            if not again:
                break
            texts |= again
        after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise TableError("The file was changed while it was read: open it again")
    table = yield from passing.table()
    # What it is known by is worked out here, a little at a time, not when somebody asks.
    for share in table.hashed():
        yield _READING + (1 - _READING) * share
    return table


class _Pass:
    """One way through the file."""

    def __init__(
        self,
        file: BinaryIO,
        format_: Format,
        texts: frozenset[int],
        least: int,
        *,
        skips_line: bool,
    ) -> None:
        self.line = 0
        self._file, self._format, self._texts = file, format_, texts
        self._skips_line, self._least = skips_line, least
        self._columns: list[Gathering] = []
        self._renamed: dict[int, str] = {}
        self._unnamed: frozenset[int] = frozenset()
        self._row = self._rows = self._first = 0
        self._read = 0

    def through(self, size: int) -> Iterator[float]:
        """Reads all; yields the share that is read.

        Args:
            size: bytes that the file has.
        """
        self._file.seek(0)
        rows = csv.reader(
            self._lines(size),
            delimiter=self._format.delimiter,
            skipinitialspace=True,
            strict=True,
        )
        block: list[list[str]] = []
        numbers: list[int] = []
        width, step = 0, 1
        try:
            for row in rows:
                self._row += 1
                if not any(row) or (len(row) == 1 and row[0].isspace()):
                    continue  # a blank line, or cells with nothing in them
                if not width:
                    width, step = self._begun(row)
                    if self._format.header:
                        continue
                if len(row) != width:
                    row = self._fitted(row, width)
                block.append(row)
                numbers.append(self._row)
                if len(block) >= step:
                    self._take(block, numbers)
                    block, numbers = [], []
                    yield _READING * self._read / size
        except csv.Error as error:
            raise unreadable_row(self._row + 1, error) from error
        if block:
            self._take(block, numbers)
        self._check_rows(width)

    def _lines(self, size: int) -> Iterator[str]:
        """Yields line after line, ended as on Unix; never more bytes than the file began with."""
        # Python's decoders of both kinds keep what is cut in two at the end of a piece.
        letters = codecs.getincrementaldecoder(self._format.encoding)()
        decoder = io.IncrementalNewlineDecoder(letters, translate=True)
        rest, first = "", True
        while True:
            piece = self._file.read(min(_PIECE, size - self._read))
            self._read += len(piece)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                self.line += error.object.count(b"\n", 0, error.start)
                raise
            if first and text:
                text, first = text.removeprefix("\ufeff"), False
            check_letters(text, self.line + 1)
            lines = (rest + text).split("\n")
            rest = lines.pop()
            check_line(rest, self.line + len(lines) + 1)
            for line in lines:
                self.line += 1
                if self.line > 1 or not self._skips_line:
                    yield line + "\n"
            if not piece:
                break
        if rest:
            self.line += 1
            yield rest

    def _begun(self, row: list[str]) -> tuple[int, int]:
        check_width(len(row))
        self._first = self._row
        header = row if self._format.header else [""] * len(row)
        names, self._renamed = made_names(header)
        if self._format.header:
            self._unnamed = frozenset(place for place, cell in enumerate(row) if not cell.strip())
        self._columns = [
            Gathering(name, self._format.decimal, as_texts=place in self._texts)
            for place, name in enumerate(names)
        ]
        return len(row), max(1, _CELLS // len(row))

    def _fitted(self, row: list[str], width: int) -> list[str]:
        """Returns a row without empty cells beyond the last column."""
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return row[:width]
        sentence = _ONE_CELL if len(row) == 1 else _SOME_CELLS
        raise TableError(
            sentence,
            row=self._row,
            cells=len(row),
            first=self._first,
            width=width,
        )

    def _take(self, block: list[list[str]], numbers: list[int]) -> None:
        self._rows += len(block)
        if self._rows > MOST_ROWS:
            raise TableError(
                "The table has more than {most:,} rows, which is the limit: leave out rows or "
                "columns",
                most=MOST_ROWS,
            )
        if self._rows * len(self._columns) > MOST_CELLS:
            raise TableError(
                "The table has more than {most:,} cells, which is the limit: leave out rows or "
                "columns",
                most=MOST_CELLS,
            )
        places = np.array(numbers)
        for column, cells in zip(self._columns, zip(*block, strict=True), strict=True):
            column.add(cells, places)

    def _check_rows(self, width: int) -> None:
        if not width:
            raise TableError("The file is empty")
        if not self._rows:
            raise TableError("The table has names and no rows: there is nothing to learn from")
        if self._rows < self._least:
            raise TableError("The table has one row: two at least are needed to learn and to check")

    @property
    def again(self) -> frozenset[int]:
        """The places of the columns that turned out to be of texts."""
        return frozenset(place for place, column in enumerate(self._columns) if column.again)

    def table(self) -> Generator[float, None, Table]:
        """Makes the table of what was read; yields after each column, and returns it."""
        made: list[TableColumn] = []
        notes: list[str] = []
        for place, gathered in enumerate(self._columns):
            column = gathered.column()
            if place in self._unnamed and column.missing.all():
                # As spreadsheets write beside a table.
                notes.append(
                    tr(
                        "Column {number} has no name and no cells: it is left out",
                        number=place + 1,
                    )
                )
                continue
            notes += [self._renamed[place]] if place in self._renamed else []
            made.append(column)
            if gathered.mixed is not None:
                notes.append(_mixed_said(column.name, gathered.mixed))
            if gathered.grouped:
                notes.append(_grouped_said(column.name, gathered.grouped))
            if isinstance(column, Numbers) and column.strays:
                notes.append(strays_said(column))
            yield _READING
        if all(column.missing.all() for column in made):
            raise TableError("The table has no cell with anything in it")
        return Table(tuple(made), tuple(notes))


def _mixed_said(name: str, mixed: Mixed) -> str:
    stray = mixed.first
    return tr(
        "'{name}' is of texts: row {row:,} has '{text}', though {numbers:,} of its {known:,} cells "
        "are numbers",
        name=name,
        row=stray.row,
        text=shortened(stray.text),
        numbers=mixed.numbers,
        known=mixed.known,
    )


def _grouped_said(name: str, count: int) -> str:
    return ntr(
        "A number has separators of thousands in '{name}'; they are read past",
        "{count:,} numbers have separators of thousands in '{name}'; they are read past",
        count,
        name=name,
    )


def strays_said(column: Numbers) -> str:
    """Returns in a sentence which cells of a column of numbers are none."""
    _, first = column.strays[0]
    where = {"row": first.row, "name": column.name, "text": shortened(first.text)}
    others = len(column.strays) - 1
    if not others:
        return tr(
            "Row {row:,}, column '{name}': '{text}' is no number; missing in what is learned from",
            **where,
        )
    return ntr(
        "Row {row:,}, column '{name}': '{text}' is no number, nor is one more; missing in what is "
        "learned from",
        "Row {row:,}, column '{name}': '{text}' is no number, nor are {count:,} more; missing in "
        "what is learned from",
        others,
        **where,
    )
