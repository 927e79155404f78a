"""Rows of numbers from a table that somebody made: read in portions, and checked cell by cell."""

import csv
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.dataset import Column
from eq_sim.export.script_text import heading
from eq_sim.language.tr import tr
from eq_sim.session.errors import DocumentError

_PORTION = 4096
_SHOWN = 40  # letters of a wrong cell, in a sentence
_LISTED = 4  # names, in a sentence


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a table.

    Attributes:
        numbers: (rows, columns) in a person's units, in the order of the wanted columns.
        lines: the line of the file that each row ends at.
    """

    numbers: NDArray[np.float64]
    lines: list[int]


@dataclass(frozen=True, eq=False)
class Table:
    """A table, opened: its columns are known, its rows are still to be read.

    Attributes:
        portions: the rows, a few thousand at a time.
        others: the names of columns that nobody asked for.
    """

    portions: Iterator[Rows]
    others: tuple[str, ...]


def read_table(path: Path, columns: Sequence[Column]) -> Table:
    """Returns the columns of a CSV file that are wanted.

    The file may name its columns in its first line, in any order and with others between them;
    without names it has exactly the wanted ones, in their order. Cells are parted by commas,
    semicolons or tabs; where it is not commas, a number may have a decimal comma.

    Raises:
        DocumentError: the file cannot be read, or a column is missing; the portions raise it where
            a cell is not a finite number, and name the line.
    """
    reader = _cells(path)
    first = next(reader, None)
    if first is None:
        raise DocumentError("{path} is empty: it needs a row of numbers", path=path)
    line, cells = first
    if all(_number(cell) is not None or not cell.strip() for cell in cells):
        if len(cells) != len(columns):
            raise DocumentError(
                "{path} has {here:,} columns and no names for them, and {wanted:,} are wanted: "
                "{names}",
                path=path,
                here=len(cells),
                wanted=len(columns),
                names=_listed([heading(column) for column in columns]),
            )
        places = list(range(len(columns)))
        rows = _with_first((line, cells), reader)
        return Table(_portions(path, rows, places, len(cells), columns), ())
    places = _places(path, cells, columns)
    others = tuple(cell.strip() for at, cell in enumerate(cells) if at not in set(places))
    return Table(_portions(path, reader, places, len(cells), columns), others)


def _with_first(
    first: tuple[int, list[str]], others: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from others


def _cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yields the lines that are not empty, with their numbers."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file.readline(1 << 20))
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield reader.line_num, cells if delimiter == "," else _pointed(cells)
    except OSError as error:
        raise DocumentError(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    except UnicodeDecodeError as error:
        raise DocumentError("{path} is not text in UTF-8", path=path) from error
    except csv.Error as error:
        raise DocumentError("{path} is not a table: {error}", path=path, error=error) from error


def _pointed(cells: list[str]) -> list[str]:
    """Returns cells with decimal points for decimal commas."""
    return [cell.replace(",", ".") for cell in cells]


def _delimiter(line: str) -> str:
    """Returns what parts the cells of a line."""
    return next((sign for sign in ";\t" if sign in line), ",")


def _places(path: Path, names: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """Returns where the wanted columns stand.

    Raises:
        DocumentError: one is missing, or stands there twice.
    """
    found: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        found.setdefault(_plain(name), []).append(at)
    places: list[int] = []
    missing = []
    for column in columns:
        known = (heading(column), column.name, column.symbol)
        here = next((found[_plain(name)] for name in known if _plain(name) in found), [])
        if len(here) > 1:
            raise DocumentError("{path} has two columns '{name}'", path=path, name=column.name)
        if here:
            places += here
        else:
            missing.append(heading(column))
    if missing:
        raise DocumentError(
            "{path} has no column for {missing}: it has {names}",
            path=path,
            missing=_listed(missing),
            names=_listed([name.strip() for name in names]),
        )
    return places


def _plain(name: str) -> str:
    """Returns a name as people may type it: x1 for x₁, in any case, with any spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).replace(",", ".").split()).casefold()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"'{_short(name)}'" for name in names[:_LISTED])
    more = len(names) - _LISTED
    return tr("{names} and {more:,} more", names=shown, more=more) if more > 0 else shown


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _portions(
    path: Path,
    rows: Iterator[tuple[int, list[str]]],
    places: Sequence[int],
    width: int,
    columns: Sequence[Column],
) -> Iterator[Rows]:
    numbers: list[list[float]] = []
    lines: list[int] = []
    for line, cells in rows:
        if len(cells) != width:
            raise DocumentError(
                "{path}, line {line}: it has {here:,} cells, and the first line {wanted:,}",
                path=path,
                line=line,
                here=len(cells),
                wanted=width,
            )
        numbers.append(_read(path, line, cells, places, columns))
        lines.append(line)
        if len(numbers) == _PORTION:
            yield Rows(np.array(numbers), lines)
            numbers, lines = [], []
    if numbers:
        yield Rows(np.array(numbers), lines)


def _read(
    path: Path, line: int, cells: list[str], places: Sequence[int], columns: Sequence[Column]
) -> list[float]:
    read = []
    for place, column in zip(places, columns, strict=True):
        value = _number(cells[place])
        if value is None or not math.isfinite(value):
            text = cells[place].strip()
            if not text:
                raise DocumentError(
                    "{path}, line {line}: '{name}' is empty, not a finite number",
                    path=path,
                    line=line,
                    name=column.name,
                )
            raise DocumentError(
                "{path}, line {line}: '{name}' is '{text}', not a finite number",
                path=path,
                line=line,
                name=column.name,
                text=_short(text),
            )
        read.append(value)
    return read


def _number(text: str) -> float | None:
    """Returns the number that a cell holds, nan and inf too; None where it is none."""
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None
