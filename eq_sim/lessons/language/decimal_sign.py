"""The sign before decimals: a language's own, or the one that a person or a film has chosen.

Texts are written as their language writes numbers. On the way to the screen the numbers in a text
get the sign that all others there have.
"""

import re
from typing import Literal

DecimalSign = Literal[".", ","]

THIN = "\N{NARROW NO-BREAK SPACE}"
"""What stands between thousands where decimals follow a comma."""

_COMMA = frozenset(
    (
        *("be", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "is", "it"),
        *("lt", "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr"),
        *("uk", "vi"),
    )
)
_NUMBER = re.compile(rf"[0-9](?:[0-9.,{THIN}]*[0-9])?")
_NAME_BEFORE = re.compile(r"[^\W\d_]-?\Z")  # GPT-3.5, x1
_WRITTEN = {
    ".": re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?"),
    ",": re.compile(rf"([0-9]{{1,3}}(?:[.{THIN}][0-9]{{3}})+|[0-9]+)(?:,([0-9]+))?"),
}


def sign_of(language: str) -> DecimalSign:
    """Returns the decimal sign of a language."""
    return "," if language in _COMMA else "."


def with_sign(text: str, language: str, sign: DecimalSign) -> str:
    """Returns a text with its numbers as all with a decimal sign are written: "1 234,5".

    Args:
        text: as its language writes numbers: "1,234.5", or "1.234,5" and "1 234,5".
        language: of the text.
        sign: before decimals.
    """

    def written(found: re.Match[str]) -> str:
        number = _WRITTEN[sign_of(language)].fullmatch(found[0])
        before = text[max(0, found.start() - 2) : found.start()]
        if number is None or _NAME_BEFORE.search(before):
            return found[0]  # "1.2.3", "GPT-3.5"
        whole, decimals = number[1], number[2]
        if not whole.isdecimal():
            whole = re.sub("[^0-9]", "," if sign == "." else THIN, whole)
        return whole if decimals is None else f"{whole}{sign}{decimals}"

    return _NUMBER.sub(written, text)


def plain_digits(number: str, language: str) -> str | None:
    """Returns a number of a text as a program reads it, "1234.5"; None where it is none."""
    found = _WRITTEN[sign_of(language)].fullmatch(number)
    if found is None:
        return None
    whole = re.sub("[^0-9]", "", found[1])
    return whole if found[2] is None else f"{whole}.{found[2]}"
