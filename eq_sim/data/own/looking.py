"""A first look at a file: how it is written, and its first rows, before it is read."""

import codecs
import csv
import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from eq_sim.data.own.errors import TableError
from eq_sim.data.own.formats import Format, guess_decimal, guess_delimiter, guess_header
from eq_sim.data.own.limits import MOST_BYTES, MOST_COLUMNS, MOST_IN_LINE
from eq_sim.data.own.naming import made_names
from eq_sim.data.own.other_files import check_is_text
from eq_sim.language.tr import tr
from eq_sim.regular_file import open_regular

# At four bytes a character still more than a line may have.
_LOOKED_AT = 1 << 19
_ROWS = 300
_CELLS = 5000
_DELIMITED = 100
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What no text has; a page break and an escape may stand in old ones.
_CONTROLS = frozenset(map(chr, (*range(9), 11, *range(14, 27), 28, 29, 30, 31)))


@dataclass(frozen=True)
class Look:
    """The beginning of a file.

    Attributes:
        format: how it is read, guessed or as asked for.
        names: of the columns.
        rows: the first ones as they stand there, the names apart; none has more cells than
            there are names.
        whole: whether these are all.
        separator_line: whether the first line only says "sep=;", as spreadsheets write it.
    """

    format: Format
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: bool
    separator_line: bool = False


def look_at(path: Path, chosen: Format | None = None, rows: int = 20) -> Look:
    """Returns the beginning of a file, and how it seems to be written.

    Args:
        path: of a regular file.
        chosen: how it is to be read, where a person says so.
        rows: how many to show, at most.

    Raises:
        TableError: it cannot be opened, or is no table.
    """
    with open_table(path) as file:
        return look_into(file, chosen, rows)


def open_table(path: Path) -> BinaryIO:
    """Returns a file, opened to be read.

    Raises:
        TableError: it cannot be opened, is no regular file, or is too large.
    """
    try:
        return open_regular(path, MOST_BYTES)
    except OSError as error:
        if error.errno == errno.EISDIR:
            why = tr("it is a folder")
        else:
            why = error.strerror or tr("it cannot be opened")
        raise TableError(
            "'{name}' cannot be read: {why}",
            name=path.name or str(path),
            why=why[:1].lower() + why[1:],
        ) from error


def look_into(file: BinaryIO, chosen: Format | None, most: int) -> Look:
    """Returns the beginning of an open file; it is left somewhere in it.

    Raises:
        TableError: it is no table.
    """
    start = file.read(_LOOKED_AT)
    size = os.fstat(file.fileno()).st_size
    if not start.strip():
        raise TableError("The file is empty")
    check_is_text(start)
    whole = len(start) >= size
    encoding = chosen.encoding if chosen else guess_encoding(start, whole=whole)
    text = _decoded(start, encoding, whole=whole)
    lines = _lines(text, whole=whole)
    separator, separator_line = separator_in(lines[0]), False
    if separator is not None:
        lines, separator_line = lines[1:], True
    if not any(line.strip() for line in lines):
        raise TableError("The file is empty")
    delimiter = chosen.delimiter if chosen else separator or guess_delimiter(lines[:_DELIMITED])
    found = rows_of(lines[: _ROWS + 1], delimiter, whole=whole and len(lines) <= _ROWS)
    some = found[: max(3, _CELLS // len(found[0]))]
    decimal = chosen.decimal if chosen else guess_decimal(some, delimiter)
    header = chosen.header if chosen else guess_header(some, decimal)
    format_ = Format(encoding, delimiter, decimal, header)
    names, _ = made_names(found[0] if header else [""] * len(found[0]))
    body = found[1:] if header else found
    shown = tuple(tuple(row[: len(names)]) for row in body[:most])
    all_shown = whole and len(lines) <= _ROWS and len(body) <= most
    return Look(format_, names, shown, all_shown, separator_line)


def guess_encoding(start: bytes, *, whole: bool) -> str:
    """Returns how the letters at the beginning of a file are written; see ``ENCODINGS``.

    Raises:
        TableError: it is no text.
    """
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    even, odd = start[0:4096:2].count(0), start[1:4096:2].count(0)
    if even or odd:
        half = min(len(start), 4096) / 2
        # In UTF-16 every second byte of Western text is 0.
        if odd > 0.3 * half and not even:
            return "utf-16-le"
        if even > 0.3 * half and not odd:
            return "utf-16-be"
        raise _not_text()
    for name in ("utf-8", "cp1252"):
        try:
            codecs.getincrementaldecoder(name)().decode(start, final=whole)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def _decoded(start: bytes, encoding: str, *, whole: bool) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(start, final=whole)
    except UnicodeDecodeError as error:
        raise not_in(encoding, start.count(b"\n", 0, error.start) + 1) from error
    if _CONTROLS.intersection(text[:65536]):
        raise _not_text()
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def not_in(encoding: str, line: int) -> TableError:
    """Returns the error that says that a line is not written in the encoding that was chosen."""
    return TableError(
        "Line {line:,} is not text in {encoding}: choose another encoding, or save the file as "
        "UTF-8",
        line=line,
        encoding=encoding.upper(),
    )


def _not_text() -> TableError:
    return TableError("This file is not text: choose a CSV file, saved as text")


def _lines(text: str, *, whole: bool) -> list[str]:
    lines = text.split("\n")
    check_line(lines[0], 1)
    if not whole and len(lines) > 1:
        lines.pop()  # its end is not there yet
    elif lines[-1] == "" and len(lines) > 1:
        lines.pop()
    return [line + "\n" for line in lines]


def check_line(line: str, number: int) -> None:
    """Refuses a line that is longer than one of a table.

    Raises:
        TableError: it says which line, and the limit.
    """
    if len(line) > MOST_IN_LINE:
        raise TableError(
            "Line {line:,} has more than {most:,} characters: this is no table with a row a line",
            line=number,
            most=MOST_IN_LINE,
        )


def check_width(columns: int) -> None:
    """Refuses more columns than a table may have.

    Raises:
        TableError: it says the limit.
    """
    if columns > MOST_COLUMNS:
        raise TableError(
            "The table has more than {most:,} columns, which is the limit: "
            "leave out what is not to be learned from",
            most=MOST_COLUMNS,
        )


def separator_in(line: str) -> str | None:
    """Returns the separator that a first line "sep=;" names; None where it is another line."""
    text = line.strip('\n "\ufeff')
    if len(text) == 5 and text.lower().startswith("sep=") and text[4] in ",;\t":
        return text[4]
    return None


def rows_of(lines: Sequence[str], delimiter: str, *, whole: bool) -> list[list[str]]:
    """Returns the rows in some lines, blank ones left out, and never none.

    Args:
        lines: with their ends.
        delimiter: what stands between cells.
        whole: whether nothing comes after them; else the last row is left out, for its end may
            be missing.

    Raises:
        TableError: the cells of a row cannot be told apart, or are too many.
    """
    rows: list[list[str]] = []
    reader = csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            check_width(len(row))
            rows.append(row)
    except csv.Error as error:
        if not rows:
            raise unreadable_row(1, error) from error
    if not whole and len(rows) > 1:
        rows.pop()
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise TableError("There is nothing in the first rows of the file: leave them out")
    return filled


def unreadable_row(row: int, error: csv.Error) -> TableError:
    """Returns the error that says that a row cannot be cut into cells."""
    if "field larger" in str(error):
        return TableError(
            "Row {row:,} has a cell of more than {most:,} characters: perhaps a quotation mark "
            "that opens there is never closed",
            row=row,
            most=csv.field_size_limit(),
        )
    if "end of data" in str(error):
        return TableError(
            "In row {row:,} a quotation mark opens and is never closed: close it, or take it out",
            row=row,
        )
    return TableError(
        "In row {row:,} something follows a closing quotation mark: a mark within a cell is "
        "written twice",
        row=row,
    )


def check_letters(text: str, line: int) -> None:
    """Refuses a character that no text has.

    Raises:
        TableError: it says near which line.
    """
    if "\0" in text:
        raise TableError(
            "Near line {line:,} the file is not text: it has a null character. Save it as text "
            "again",
            line=line,
        )
