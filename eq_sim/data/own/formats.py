"""How a file of text says its table: encoding, separator, decimal sign, names or none."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eq_sim.data.own.cells import is_missing, number
from eq_sim.language.tr import later, tr

DELIMITERS = {";": later("semicolons"), "\t": later("tabs"), ",": later("commas")}
"""What can stand between cells, and what ``tr`` says of it."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16, big-endian",
    "cp1252": "Latin-1",
    "latin-1": "ISO 8859-1",
}
"""How letters can be written as bytes, by Python's names, and how that is said.

Files that call themselves Latin-1 are mostly Windows', which has the euro sign where Latin-1 has
a control character.
"""

_GROUPS = r"\s*[+-]?(?:\d{{1,3}}(?:[{} '\u00a0\u2009\u202f\u2019]\d{{3}})+|\d*)"
_END = r"\d+(?:[eE][+-]?\d+)?\s*"
_COMMA_NUMBER = re.compile(_GROUPS.format(".") + "," + _END)
_POINT_NUMBER = re.compile(_GROUPS.format(",") + r"\." + _END)
_THREE = re.compile(r"\s*[+-]?[1-9]\d{0,2}[.,]\d{3}\s*", re.ASCII)


@dataclass(frozen=True)
class Format:
    """How a file is read; each can be chosen where the guess is wrong.

    Attributes:
        encoding: one of ``ENCODINGS``; a byte order mark at the start is left out.
        delimiter: what stands between cells, one of ``DELIMITERS``.
        decimal: "." or ",".
        header: whether the first row holds the names of the columns.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    header: bool = True

    @property
    def words(self) -> str:
        """The format in words: "commas, decimal point, names in row 1, UTF-8"."""
        said = (
            tr(DELIMITERS[self.delimiter]),
            tr("decimal point") if self.decimal == "." else tr("decimal comma"),
            tr("names in row 1") if self.header else tr("no names"),
            ENCODINGS[self.encoding],
        )
        return ", ".join(said)


def guess_delimiter(lines: Sequence[str]) -> str:
    """Returns what stands between the cells of some lines; a comma where they have one column.

    The one that cuts the most rows into the same number of cells; of equals, the one that leaves
    the fewest of the others inside of cells that are no numbers.
    """
    found = {delimiter: _fitness(lines, delimiter) for delimiter in DELIMITERS}
    best = max(found, key=found.__getitem__)
    return best if found[best][1] > 0 else ","


def _fitness(lines: Sequence[str], delimiter: str) -> tuple[float, float, int]:
    try:
        rows = [
            row
            for row in csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=True)
            if row
        ]
    except csv.Error:
        return 0.0, 0.0, 0
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if width < 2:
        return 0.0, 0.0, 0
    others = [other for other in DELIMITERS if other != delimiter]
    cells = [cell for row in rows for cell in row]
    clean = sum(
        not any(other in cell for other in others)
        or any(number(cell, sign) is not None for sign in ".,")
        for cell in cells
    )
    return round(count / len(rows), 1), clean / len(cells), width


def guess_decimal(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    """Returns the decimal sign of the numbers in some rows: the one that more of them have.

    Of "1,234" alone nobody can tell. It is a decimal comma where cells are separated by something
    else, as spreadsheets do it where a comma is the decimal sign, and has a thousand where they
    are separated by commas.
    """
    cells = [cell for row in rows for cell in row if not _THREE.fullmatch(cell)]
    comma = sum(bool(_COMMA_NUMBER.fullmatch(cell)) for cell in cells)
    point = sum(bool(_POINT_NUMBER.fullmatch(cell)) for cell in cells)
    if comma != point:
        return "," if comma > point else "."
    unclear = [cell for row in rows for cell in row if _THREE.fullmatch(cell)]
    commas = sum("," in cell for cell in unclear)
    return "," if delimiter != "," and commas > len(unclear) / 2 else "."


def guess_header(rows: Sequence[Sequence[str]], decimal: str) -> bool:
    """Whether the first of some rows holds names, by trying to read numbers.

    It does where a text stands over numbers, or where years stand over what is no year. Without
    any numbers, it does where its cells differ from each other and none of them comes again in its
    column.
    """
    if not rows:
        return False
    first, *others = rows
    readings = [number(cell, decimal) for cell in first]
    over_numbers = False
    for place, (cell, reading) in enumerate(zip(first, readings, strict=True)):
        if reading is not None or not cell.strip():
            continue
        below = [row[place] for row in others if place < len(row) and not is_missing(row[place])]
        count = sum(number(text, decimal) is not None for text in below)
        over_numbers = over_numbers or (count > 0 and count >= 0.9 * len(below))
    if over_numbers:
        return True
    numbers = [place for place, reading in enumerate(readings) if reading is not None]
    numbers = [place for place in numbers if not is_missing(first[place])]
    if numbers:
        below = [row[place] for place in numbers for row in others if place < len(row)]
        years = all(_is_year(first[place]) for place in numbers) and not any(map(_is_year, below))
        return years and len(numbers) < len(first)
    return len(set(first)) == len(first) and not any(
        cell in {row[place] for row in others if place < len(row)}
        for place, cell in enumerate(first)
    )


def _is_year(cell: str) -> bool:
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d\d", cell.strip(), re.ASCII))
