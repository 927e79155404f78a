"""Large and small amounts in the unit that a person would choose: 1.75 million km, 54,000 years."""

from dataclasses import dataclass
from typing import TypeAlias

from eq_sim.large_models.measures import YEAR_SECONDS

Units: TypeAlias = tuple[tuple[float, str], ...]
"""(how much one is, what it is called), from small to large."""

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

LETTERS: Units = ((1.0, ""), (1e6, "M"), (1e9, "B"), (1e12, "T"))
"""Of knobs, as people write them beside a network's name."""


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
        """Both, as English writes them."""
        unit = self.unit.removesuffix("s") if self.number == "1" else self.unit
        return f"{self.number} {unit}".rstrip()


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
