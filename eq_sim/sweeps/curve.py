"""What a sweep found, value by value: each seed's number, their middle, and how far they spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, log10

import numpy as np

from eq_sim.session.settings.setting import Value

FEWEST_FOR_QUARTILES = 5
"""Of fewer numbers every one is shown, from the least to the most: a quarter of them is none."""

_DECADES = 1.0  # values that span at least so many powers of ten are spread by powers of ten


@dataclass(frozen=True)
class Spread:
    """What the seeds of one value came to.

    Attributes:
        value: what was set.
        knobs: how many weights and biases the network had; None where no seed told.
        numbers: each seed's number, in the order of the seeds.
        missing: how many seeds came to no number: refused, or not finite.
    """

    value: Value
    knobs: int | None
    numbers: tuple[float, ...]
    missing: int = 0

    @property
    def count(self) -> int:
        """How many seeds came to a number."""
        return len(self.numbers)

    @cached_property
    def median(self) -> float:
        """The middle number: as many seeds lie below it as above; nan where there is none."""
        return float(np.median(self.numbers)) if self.numbers else float("nan")

    @property
    def least(self) -> float:
        """The lowest number; nan where there is none."""
        return min(self.numbers, default=float("nan"))

    @property
    def most(self) -> float:
        """The highest number; nan where there is none."""
        return max(self.numbers, default=float("nan"))

    @cached_property
    def quartiles(self) -> tuple[float, float]:
        """Between them lies the middle half of the seeds; nan where there is no number."""
        if not self.numbers:
            return float("nan"), float("nan")
        low, high = np.quantile(self.numbers, (0.25, 0.75))
        return float(low), float(high)

    @property
    def has_quartiles(self) -> bool:
        """Whether there are enough seeds for a quarter of them to mean something."""
        return self.count >= FEWEST_FOR_QUARTILES

    @property
    def band(self) -> tuple[float, float]:
        """What is drawn around the median: the quartiles, or of few seeds the least and most."""
        return self.quartiles if self.has_quartiles else (self.least, self.most)


@dataclass(frozen=True)
class Found:
    """One trial's number, as a curve takes it.

    Attributes:
        value: what was set.
        number: what the trial came to; None where it was refused.
        knobs: of its network; None where it never was made.
    """

    value: Value
    number: float | None
    knobs: int | None = None


def spreads(found: Iterable[Found], order: Iterable[Value]) -> tuple[Spread, ...]:
    """Returns what was found of each value.

    Args:
        found: the trials, in the order of their seeds.
        order: the values in the order in which they are shown; those without a trial are left out.
    """
    by_value: dict[Value, list[Found]] = {}
    for one in found:
        by_value.setdefault(one.value, []).append(one)
    made = []
    for value in order:
        trials = by_value.get(value)
        if not trials:
            continue
        numbers = tuple(
            one.number for one in trials if one.number is not None and isfinite(one.number)
        )
        knobs = next((one.knobs for one in trials if one.knobs is not None), None)
        made.append(Spread(value, knobs, numbers, len(trials) - len(numbers)))
    return tuple(made)


def spans_decades(values: Iterable[float]) -> bool:
    """Whether numbers are all above 0 and span a power of ten, so that their logarithms tell."""
    numbers = list(values)
    if len(numbers) < 2 or not all(isfinite(one) and one > 0 for one in numbers):
        return False
    return log10(max(numbers)) - log10(min(numbers)) >= _DECADES
