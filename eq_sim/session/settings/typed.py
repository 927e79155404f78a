"""What a person typed, read as a value: strictly, so that a slip of the finger is not a setting.

Each reader raises ``ValueError`` for what it does not understand; the sentence is the caller's.
"""

import re

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_WHOLE = re.compile(r"[0-9]{1,18}")


def number(text: str) -> float:
    """Returns a number such as 0.1, .5, 1e-3 or −2.

    Raises:
        ValueError: it is none, or is written with other digits or signs than these.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def whole(text: str) -> int:
    """Returns a whole number without a sign, such as 300.

    Raises:
        ValueError: it is none, or is written otherwise: 3e2, 3_00, +300.
    """
    text = text.strip()
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def whole_or_none(text: str) -> int:
    """Returns a whole number; 0 for the word "none".

    Raises:
        ValueError: it is neither.
    """
    return 0 if text.strip().lower() == "none" else whole(text)


def sizes(text: str) -> tuple[int, ...]:
    """Returns whole numbers with commas between them, such as 4,2; none at all for no text.

    Raises:
        ValueError: one of them is missing, as in ``4,,2`` and ``4,``, or is no whole number.
    """
    return tuple(whole(part) for part in text.split(",")) if text.strip() else ()


def names(text: str) -> str | tuple[str, ...]:
    """Returns a name, or names with commas between them."""
    found = tuple(name.strip() for name in text.split(","))
    return found if len(found) > 1 else found[0]


def batch(text: str) -> int | str:
    """Returns a whole number, or the word "full".

    Raises:
        ValueError: it is neither.
    """
    return "full" if text.strip() == "full" else whole(text)
