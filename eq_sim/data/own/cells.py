"""What stands in one cell: nothing, a number, or something else."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eq_sim.data.own.columns import LARGEST

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "-"})
"""What is written where nothing is known, in small letters."""

_PLAIN = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?"
_NUMBER = re.compile(_PLAIN, re.ASCII)
# Three digits behind each separator, and the same separator throughout.
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?", re.ASCII),
}
_SPACED = re.compile(r"[+-]?\d{1,3}(?:([ '\u00a0\u2009\u202f\u2019])\d{3})(?:\1\d{3})*(?:[.,]\d*)?")
_SPACES = re.compile(r"[ '\u00a0\u2009\u202f\u2019]")


def is_missing(cell: str) -> bool:
    """Whether a cell says that nothing is known: empty, NA, n/a, nan, NULL, ?, -, #N/A."""
    return len(cell) < 16 and cell.strip().lower() in MISSING


def number(cell: str, decimal: str) -> float | None:
    """Returns the number in a cell: nan where missing, None where it is no number.

    Separators of thousands are read past where each has three digits behind it: spaces,
    apostrophes, and the one of "," and "." that is not the decimal sign. No number are those that
    are not finite or beyond 1e30, words that Python takes, as "1_000", and digits of other
    scripts.

    Args:
        cell: what stands there; spaces around it do not count.
        decimal: "." or ",".
    """
    text = cell.strip().replace("\u2212", "-")
    if len(text) < 16 and text.lower() in MISSING:
        return math.nan
    if len(text) > 400:
        return None
    other = "," if decimal == "." else "."
    if not (other not in text and _NUMBER.fullmatch(text.replace(",", "."))):
        if not (
            _GROUPED[decimal].fullmatch(text) or (other not in text and _SPACED.fullmatch(text))
        ):
            return None
        text = _SPACES.sub("", text.replace(other, ""))
    value = float(text.replace(",", "."))
    return value if abs(value) <= LARGEST else None


def is_grouped(cell: str, decimal: str) -> bool:
    """Whether a cell that is a number has separators of thousands."""
    text = cell.strip().replace("\u2212", "-")
    return bool(_GROUPED[decimal].fullmatch(text) or _SPACED.fullmatch(text))


def plain_numbers(cells: Sequence[str], decimal: str) -> NDArray[np.float64] | None:
    """Returns the numbers of cells that all are plain ones, fast; None where any is not.

    Args:
        cells: at least one.
        decimal: "." or ",".
    """
    joined = "\0".join(cells)
    if not joined.isascii() or "_" in joined:
        return None
    if decimal == ",":
        if "." in joined:
            return None
        cells = joined.replace(",", ".").split("\0")
    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
    # The same for nan: it is no plain number.
    return values if (np.abs(values) <= LARGEST).all() else None
