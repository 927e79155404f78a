"""Numbers in captions: no more digits than asked for, written as each language does."""

from dataclasses import dataclass

import numpy as np


class NoNumberError(Exception):
    """A quantity has no value here, such as a test loss without a test part."""


@dataclass(frozen=True)
class Number:
    """A number, and how a person reads it.

    Attributes:
        value: the number.
        style: "number", "count" or "percent".
        unit: such as "$"; written before or after.
    """

    value: float
    style: str = "number"
    unit: str = ""

    def text(self, language: str = "en", digits: int | None = None) -> str:
        """Returns it as it is written in a language."""
        value = self.value
        if not np.isfinite(value):
            return "∞" if value > 0 else "−∞" if value < 0 else "?"
        if self.style == "count":
            plain = f"{abs(value):,.0f}"
        elif self.style == "percent":
            share = abs(value) * 100
            # 99.96 % is not all of them.
            plain = f"{min(share, 99.9) if share < 100 else share:.1f}"
            plain = plain.removesuffix(".0") + " %"
        else:
            plain = _significant(abs(value), digits or 3)
        sign = "−" if value < 0 and plain.strip("0., %") else ""
        if language in ("de", "fr"):
            thousands = {"de": ".", "fr": "\u202f"}[language]
            plain = plain.translate({ord(","): thousands, ord("."): ","})
        if self.unit == "$":
            return f"{sign}${plain}"
        return f"{sign}{plain}{' ' + self.unit if self.unit else ''}"


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    places = digits - 1 - int(np.floor(np.log10(float(f"{value:.{digits - 1}e}"))))
    if places > 9:
        return f"{value:.9f}".rstrip("0") if value >= 1e-9 else "0.000000001"
    return f"{value:,.{max(places, 0)}f}"
