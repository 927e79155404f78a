"""What is shown as a product or a sum comes to what stands behind its equals sign.

An audience multiplies: "0.5 · 1.3 = 0.68" is wrong on screen, however right it is before rounding.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from eq_sim.language.tr import tr
from eq_sim.lessons.language.decimal_sign import plain_digits

_NUMBER = r"[−-]?\$?[0-9]+(?:[.,\u202f][0-9]+)*(?:\s?%)?"
_SIGN = r"[·×*÷/+−]"
_SUM = re.compile(rf"({_NUMBER}(?:\s*{_SIGN}\s*{_NUMBER})+)\s*=\s*({_NUMBER})")
_GOES_ON_BEFORE = re.compile(rf"(?:{_SIGN}|[\w(])\s*\Z")
_GOES_ON_AFTER = re.compile(rf"\s*{_SIGN}|\w")
_PART = re.compile(rf"({_SIGN})?\s*({_NUMBER})")
_MINUS, _DIVIDED = "−", ("÷", "/")


def wrong_sums(text: str, language: str) -> list[str]:
    """Returns what is shown as a sum or a product and comes to something else, a sentence each.

    It may be one off in the last digit that is shown.

    Args:
        text: a caption with its numbers.
        language: whose decimal sign its numbers have.
    """
    found = []
    for each in _SUM.finditer(text):
        if _GOES_ON_BEFORE.search(text[: each.start()]) or _GOES_ON_AFTER.match(text[each.end() :]):
            continue  # a part of something longer, with letters or brackets
        shown = _value(each[2], language)
        terms = [(part[1] or "", _value(part[2], language)) for part in _PART.finditer(each[1])]
        read = [(sign, value[0]) for sign, value in terms if value is not None]
        if shown is None or len(read) < len(terms):
            continue  # "1.2.3" is no number
        total = _sum(read)
        if total is None or abs(total - shown[0]) > shown[1]:
            text = " ".join(each[0].split(" "))
            if total is None:
                found.append(tr("shows '{sum}', which has no value", sum=text))
            else:
                comes_to = f"{total.normalize():f}"
                found.append(tr("shows '{sum}', which comes to {total}", sum=text, total=comes_to))
    return found


def _sum(terms: Sequence[tuple[str, Decimal]]) -> Decimal | None:
    """Returns what terms come to: products first; None where something is divided by 0."""
    total, term = Decimal(0), Decimal(0)
    for place, (sign, value) in enumerate(terms):
        if place == 0 or sign in ("+", _MINUS):
            total += term
            term = -value if sign == _MINUS else value
        elif sign in _DIVIDED:
            if not value:
                return None
            term /= value
        else:
            term *= value
    return total + term


def _value(text: str, language: str) -> tuple[Decimal, Decimal] | None:
    """Returns a number, and one of its last digit; None where it is no number."""
    number = text.replace("$", "").removesuffix("%").strip()
    plain = plain_digits(number.lstrip("−-"), language)
    if plain is None:
        return None
    share = Decimal("0.01") if text.endswith("%") else Decimal(1)
    value = share * (-Decimal(plain) if number[:1] in "−-" else Decimal(plain))
    return value, share * Decimal(1).scaleb(-len(plain.partition(".")[2]))
