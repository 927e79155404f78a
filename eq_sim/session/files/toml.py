"""TOML that somebody else has written: a table or a sentence, soon in any case.

The standard library's reader takes a time that grows with the square of the parts of a dotted key,
stops with errors of its own at long numbers and deep nests, and takes whole numbers of any length.
"""

import re
import tomllib
from typing import Any

from eq_sim.language.tr import tr
from eq_sim.session.files.toml_words import toml_words

MOST_PARTS = 32
"""Parts that a dotted key may have; our files have two at most."""

_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
# A key begins where no word goes on, so that each word is looked at once.
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}{_PART}")
_LARGEST = 2**63


class NotTomlError(ValueError):
    """A text is not TOML that can be read here; the message says why.

    Attributes:
        given_twice: whether a key is given a second time, or as something else than before.
    """

    def __init__(self, why: str, *, given_twice: bool = False) -> None:
        super().__init__(why)
        self.given_twice = given_twice


def parsed_toml(text: str) -> dict[str, Any]:
    """Returns the table that a text is.

    Raises:
        NotTomlError: it is none, or has longer keys or numbers than any file here needs.
    """
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise NotTomlError(
            tr("a key in line {line} has more than {most} parts", line=line, most=MOST_PARTS)
        )
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = str(error)
        twice = "overwrite" in found or "mutate" in found  # the standard library's own words
        raise NotTomlError(toml_words(found), given_twice=twice) from error
    except RecursionError as error:
        raise NotTomlError(tr("its lists and tables nest too deep")) from error
    except ValueError as error:  # the only other one: a number of thousands of digits
        raise NotTomlError(tr("a whole number is not within ±2⁶³")) from error
    _check_numbers(document)
    return document


def _check_numbers(document: dict[str, Any]) -> None:
    left: list[tuple[str, Any]] = [("", document)]
    while left:
        place, value = left.pop()
        if isinstance(value, dict):
            left.extend((f"{place}.{key[:40]}"[-200:], inner) for key, inner in value.items())
        elif isinstance(value, list):
            left.extend((place, inner) for inner in value)
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            raise NotTomlError(
                tr("'{key}': a whole number is not within ±2⁶³", key=place.rpartition(".")[2])
            )
