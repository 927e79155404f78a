"""TOML that somebody else has written: a table or a sentence, soon in any case.

The standard library's reader takes a time that grows with the square of the parts of a dotted key,
stops with errors of its own at long numbers and deep nests, and takes whole numbers of any length.
"""

import re
import tomllib
from typing import Any

from eq_sim.language.tr import tr
from eq_sim.session.files.toml_words import AT_END, PLACE, toml_words

MOST_PARTS = 32
"""Parts that a dotted key may have; our files have two at most."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# A key begins where no word goes on, so that each word is looked at once.
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}{_PART}")
_LARGEST = 2**63
_BRACKET = re.compile(r"[\[\]{}]")
_DIGITS = re.compile(r"[0-9_]{2000,}")
_NUMBER = re.compile(r"[+-]?\b(?:0x[0-9A-Fa-f_]{16,}|0o[0-7_]{21,}|0b[01_]{63,}|[0-9_]{19,})\b")


class NotTomlError(ValueError):
    """A text is not TOML that can be read here; the message says why, and where it is known.

    Args:
        why: a sentence, without the place.
        line: the line in the text, from 1; None where it is not known.
        column: the column in the line, from 1; None likewise.
        place: how the message names the place; nothing by itself.
        given_twice: whether a key is given a second time, or as something else than before.
        unclosed: whether a list, a table or a text has no end.

    Attributes:
        why: as given.
        line: as given.
        column: as given.
        given_twice: as given.
        unclosed: as given.
    """

    def __init__(
        self,
        why: str,
        line: int | None = None,
        column: int | None = None,
        *,
        place: str = "{why}",
        given_twice: bool = False,
        unclosed: bool = False,
    ) -> None:
        super().__init__(tr(place, why=why, line=line, column=column))
        self.why, self.line, self.column = why, line, column
        self.given_twice, self.unclosed = given_twice, unclosed


def parsed_toml(text: str) -> dict[str, Any]:
    """Returns the table that a text is.

    Raises:
        NotTomlError: it is none, or has longer keys or numbers than any file here needs.
    """
    if long := _LONG_KEY.search(text):
        why = tr("a key has more than {most} parts", most=MOST_PARTS)
        begins = long.start() - text.rfind("\n", 0, long.start())
        raise NotTomlError(why, _line_of(text, long.start()), begins, place=PLACE)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = str(error)
        twice = "overwrite" in found or "mutate" in found  # the standard library's own words
        why, where = toml_words(found)
        last = _line_of(text, len(text.rstrip()))
        line, column = where if where else (last, None)
        place = PLACE if where else AT_END if found.endswith("(at end of document)") else "{why}"
        unclosed = found.startswith(("Unclosed", "Unterminated"))
        raise NotTomlError(
            why, line, column, place=place, given_twice=twice, unclosed=unclosed
        ) from error
    except RecursionError as error:
        raise NotTomlError(tr("its lists and tables nest too deep"), _deepest(text)) from error
    except ValueError as error:  # the only other one: a number of thousands of digits
        digits = _DIGITS.search(text)
        begins = _line_of(text, digits.start()) if digits else 1
        raise NotTomlError(tr("a whole number is not within ±2⁶³"), begins) from error
    _check_numbers(document, text)
    return document


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _deepest(text: str) -> int:
    """Returns the line in which lists and tables begin to nest deeper than any file needs."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MOST_PARTS:
            return _line_of(text, bracket.start())
    return 1


def _check_numbers(document: dict[str, Any], text: str) -> None:
    left: list[tuple[str, Any]] = [("", document)]
    while left:
        place, value = left.pop()
        if isinstance(value, dict):
            left.extend((f"{place}.{key[:40]}"[-200:], inner) for key, inner in value.items())
        elif isinstance(value, list):
            left.extend((place, inner) for inner in value)
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            why = tr("'{key}': a whole number is not within ±2⁶³", key=place.rpartition(".")[2])
            written = (each for each in _NUMBER.finditer(text) if _is(value, each[0]))
            first = next(written, None)
            raise NotTomlError(why, None if first is None else _line_of(text, first.start()))


def _is(value: int, written: str) -> bool:
    """Whether digits, which may stand in a text, are how a whole number is written."""
    try:
        return int(written, 0) == value
    except ValueError:
        return False
