"""How numbers are written: with a point before decimals or with a comma, in the whole program.

There is one way in a process, as there is one language. Data, logs and files are not concerned.
"""

import re

THIN = "\N{NARROW NO-BREAK SPACE}"
"""What stands between thousands where decimals follow a comma."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")

_comma = False


def write_with_comma(comma: bool) -> None:
    """Chooses what stands before decimals from now on."""
    global _comma
    _comma = comma


def with_comma() -> bool:
    """Returns whether decimals follow a comma."""
    return _comma


def local(text: str) -> str:
    """Returns a text with its numbers as the person wants them: "1,234.5" or "1 234,5"."""
    if not _comma:
        return text
    return _POINT.sub(",", _THOUSANDS.sub(THIN, text))


def clock(seconds: float) -> str:
    """Returns a time in minutes and seconds: "1:05"."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02d}"
