"""The one way in which a table is written as bytes, and read from them.

::

    eq-sim table,1
    size (m²),colour,price
    number,text,number
    81,red,120000.5
    ,blue,'4 unknown

Rows of cells with commas between them, quoted as in CSV. A missing cell is empty. What stood in a
column of numbers and is none keeps its row in the file and its text, behind an apostrophe.
"""

import csv
import io
import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.columns import Numbers, Stray, TableColumn, texts_of
from eq_sim.data.own.errors import TableError

_FIRST = "eq-sim table,1"
_CELLS = 8192  # in one piece
_QUOTED = re.compile(r'[,"\r\n]')
_STRAY = re.compile(r"'(\d{1,15}) (.*)", re.DOTALL)
_EXACT = float(1 << 53)  # up to here each whole number is one, and stays one as an integer


def written(columns: Sequence[TableColumn]) -> Iterator[bytes]:
    """Yields the bytes of a table, some hundred rows at a time."""
    names = ",".join(_quoted(column.name) for column in columns)
    kinds = ",".join("number" if isinstance(column, Numbers) else "text" for column in columns)
    yield f"{_FIRST}\n{names}\n{kinds}\n".encode()
    rows = columns[0].size
    whole = [isinstance(column, Numbers) and _is_whole(column) for column in columns]
    quoted = [
        () if isinstance(column, Numbers) else (*map(_quoted, column.kinds), "")
        for column in columns
    ]
    step = max(1, _CELLS // len(columns))
    # A line that is empty would be no row.
    empty = '""' if len(columns) == 1 else None
    for start in range(0, rows, step):
        cells = [
            _numbers(column, start, start + step, as_whole=as_whole)
            if isinstance(column, Numbers)
            else [kinds_quoted[code] for code in column.codes[start : start + step].tolist()]
            for column, as_whole, kinds_quoted in zip(columns, whole, quoted, strict=True)
        ]
        lines = [",".join(row) for row in zip(*cells, strict=True)]
        if empty is not None:
            lines = [line or empty for line in lines]
        yield ("\n".join(lines) + "\n").encode()


def columns_from(content: bytes) -> tuple[TableColumn, ...]:
    """Returns the columns of a table from its bytes.

    Raises:
        TableError: the bytes are no table of ours, or damaged.
    """
    try:
        file = io.StringIO(content.decode("utf-8"), newline="")
        rows = csv.reader(file, strict=True)
        if next(rows, []) != _FIRST.split(","):
            raise TableError("This is not a table of eq_sim, or a newer one")
        names, kinds = next(rows, []), next(rows, [])
        body = list(zip(*rows, strict=True))
        if not names or len(names) != len(kinds) or len(set(names)) < len(names):
            raise TableError("The table is damaged: its names do not fit its columns")
        if not body:
            body = [()] * len(names)
        made = [_column(*parts) for parts in zip(names, kinds, body, strict=True)]
    except (UnicodeDecodeError, csv.Error, ValueError) as error:
        raise TableError("The table is damaged: {error}", error=str(error)) from error
    return tuple(made)


def _is_whole(column: Numbers) -> bool:
    known = column.values[~column.missing]
    return bool((np.abs(known) < _EXACT).all() and (known == np.floor(known)).all())


def _numbers(column: Numbers, start: int, stop: int, *, as_whole: bool) -> list[str]:
    values = column.values[start:stop]
    missing = np.isnan(values)
    if as_whole:
        cells = list(map(str, np.where(missing, 0, values).astype(np.int64).tolist()))
    else:
        cells = list(map(repr, (values + 0.0).tolist()))  # and no negative zero
    for place in np.flatnonzero(missing).tolist():
        cells[place] = ""
    first = bisect_left(column.strays, start, key=itemgetter(0))
    for place, stray in islice(column.strays, first, None):
        if place >= stop:
            break
        cells[place - start] = _quoted(f"'{stray.row} {stray.text}")
    return cells


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _column(name: str, kind: str, cells: Sequence[str]) -> TableColumn:
    if kind == "text":
        return texts_of(name, list(cells))
    if kind != "number":
        raise TableError("The table is damaged: a column is of the kind '{kind}'", kind=kind)
    strays: list[tuple[int, Stray]] = []
    try:
        values = np.array([float(cell) if cell else math.nan for cell in cells])
    except ValueError:
        values, strays = _with_strays(cells)
    return Numbers(name, values.astype(np.float64), tuple(strays))


def _with_strays(cells: Sequence[str]) -> tuple[NDArray[np.float64], list[tuple[int, Stray]]]:
    values, strays = np.full(len(cells), math.nan), []
    for place, cell in enumerate(cells):
        if found := _STRAY.fullmatch(cell):
            strays.append((place, Stray(int(found[1]), found[2])))
        elif cell:
            values[place] = float(cell)
    return values, strays
