"""Large and small amounts in the unit that a person would choose: 1.75 million km, 54,000 years."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from eq_sim.language.tr import ntr, ptr
from eq_sim.large_models.measures import YEAR_SECONDS

Units: TypeAlias = tuple[tuple[float, str], ...]
"""(how much one is, what it is called in English), from small to large."""

LENGTH: Units = ((0.01, "cm"), (1.0, "m"), (1e3, "km"), (1e9, "million km"))
"""In metres."""

MEMORY: Units = ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB"), (1e15, "PB"))
"""In bytes, by thousands."""

TIME: Units = (
    (1 / YEAR_SECONDS, "seconds"),
    (60 / YEAR_SECONDS, "minutes"),
    (3600 / YEAR_SECONDS, "hours"),
    (86_400 / YEAR_SECONDS, "days"),
    (1.0, "years"),
)
"""In years."""

COUNT: Units = ((1.0, ""), (1e6, "million"), (1e9, "billion"), (1e12, "trillion"))
"""Of anything."""

LETTERS: Units = (
    (1.0, ""),
    (1e6, "million, short"),
    (1e9, "billion, short"),
    (1e12, "trillion, short"),
)
"""Of knobs, as people write them beside a network's name: "175 B"."""

_SAID: dict[str, Callable[[str, int], str]] = {
    "million km": lambda number, count: ntr(
        "{number} million km", "{number} million km", count, number=number
    ),
    "seconds": lambda number, count: ntr(
        "{number} second", "{number} seconds", count, number=number
    ),
    "minutes": lambda number, count: ntr(
        "{number} minute", "{number} minutes", count, number=number
    ),
    "hours": lambda number, count: ntr("{number} hour", "{number} hours", count, number=number),
    "days": lambda number, count: ntr("{number} day", "{number} days", count, number=number),
    "years": lambda number, count: ntr("{number} year", "{number} years", count, number=number),
    "million": lambda number, count: ntr(
        "{number} million", "{number} million", count, number=number
    ),
    "billion": lambda number, count: ntr(
        "{number} billion", "{number} billion", count, number=number
    ),
    "trillion": lambda number, count: ntr(
        "{number} trillion", "{number} trillion", count, number=number
    ),
    "million, short": lambda number, count: ptr("so many knobs", "{number} M", number=number),
    "billion, short": lambda number, count: ptr("so many knobs", "{number} B", number=number),
    "trillion, short": lambda number, count: ptr("so many knobs", "{number} T", number=number),
}
"""(number, 1 or more) -> both, by the unit; one that is not here is written alike everywhere."""


@dataclass(frozen=True)
class Amount:
    """A number and its unit.

    Attributes:
        number: with so many digits as were asked for, as English writes it: "1,234.5".
        unit: its name; empty for none.
    """

    number: str
    unit: str

    @property
    def text(self) -> str:
        """Both, as they are said now; the number is as English writes it."""
        if self.unit not in _SAID:
            return f"{self.number} {self.unit}".rstrip()
        return _SAID[self.unit](self.number, 1 if self.number == "1" else 2)


def amount(value: float, units: Units, digits: int = 3) -> Amount:
    """Returns an amount in the largest unit of which it is one or more.

    Args:
        value: in the unit of ``units``; not negative.
        units: to choose from.
        digits: significant ones; zeros after the point are left out.
    """
    rounded = float(f"{value:.{digits - 1}e}")
    # 1 day is 86,400 seconds less a rounding error.
    fitting = [unit for unit in units if rounded >= unit[0] * (1 - 1e-12)]
    size, name = fitting[-1] if fitting else units[0]
    return Amount(_significant(value / size, digits), name)


def _significant(value: float, digits: int) -> str:
    rounded = float(f"{value:.{digits - 1}e}")
    whole = len(str(int(rounded))) if rounded >= 1 else 0
    places = digits - whole if whole else digits - 1 - int(f"{rounded:e}".partition("e")[2])
    text = f"{rounded:,.{max(places, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
