"""Numbers in captions: no more digits than asked for, written as each language does."""

from dataclasses import dataclass

import numpy as np

from eq_sim.large_models.units import COUNT, LENGTH, MEMORY, TIME, Units, amount
from eq_sim.lessons.language.decimal_sign import sign_of, with_sign

_UNITS: dict[str, Units] = {"length": LENGTH, "time": TIME, "large": COUNT, "memory": MEMORY}
_UNIT_NAMES = {
    "de": {
        "million km": "Millionen km", "seconds": "Sekunden", "minutes": "Minuten",
        "hours": "Stunden", "days": "Tage", "years": "Jahre",
        "million": "Millionen", "billion": "Milliarden", "trillion": "Billionen",
    },
    "fr": {
        "million km": "millions de km", "seconds": "secondes", "minutes": "minutes",
        "hours": "heures", "days": "jours", "years": "ans",
        "million": "millions", "billion": "milliards", "trillion": "billions",
    },
}  # fmt: skip


class NoNumberError(Exception):
    """A quantity has no value here, such as a test loss without a test part."""


@dataclass(frozen=True)
class Number:
    """A number, and how a person reads it.

    Attributes:
        value: the number.
        style: "number", "count" or "percent"; or an amount in the unit that fits it: a "length" in
            metres, a "time" in years, a "memory" in bytes, a "large" count.
        unit: such as "$"; written before or after.
        word: what is said for it, where it stands for something that has a name.
    """

    value: float
    style: str = "number"
    unit: str = ""
    word: str = ""

    def text(self, language: str = "en", digits: int | None = None) -> str:
        """Returns it as it is written in a language."""
        value, unit = self.value, self.unit
        if self.word:
            return self.word
        if not np.isfinite(value):
            return "∞" if value > 0 else "−∞" if value < 0 else "?"
        if self.style in _UNITS:
            found = amount(abs(value), _UNITS[self.style], digits or 3)
            plain = found.number
            unit = _UNIT_NAMES.get(language, {}).get(found.unit, found.unit)
        elif self.style == "count":
            plain = f"{abs(value):,.0f}"
        elif self.style == "percent":
            share = abs(value) * 100
            # 99.96 % is not all of them.
            plain = f"{min(share, 99.9) if share < 100 else share:.1f}"
            plain = plain.removesuffix(".0") + " %"
        else:
            plain = _significant(abs(value), digits or 3)
        sign = "−" if value < 0 and plain.strip("0., %") else ""
        plain = with_sign(plain, "en", sign_of(language))
        if unit == "$":
            return f"{sign}${plain}"
        return f"{sign}{plain}{' ' + unit if unit else ''}"


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    places = digits - 1 - int(np.floor(np.log10(float(f"{value:.{digits - 1}e}"))))
    if places > 9:
        return f"{value:.9f}".rstrip("0") if value >= 1e-9 else "0.000000001"
    return f"{value:,.{max(places, 0)}f}"
