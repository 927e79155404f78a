"""A sweep's outcomes as a graph: where each value stands across, and what its seeds came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from eq_sim.session.settings.setting import Kind
from eq_sim.sweeps.bend import Bend, bend
from eq_sim.sweeps.curve import Found, Spread, spans_decades, spreads
from eq_sim.sweeps.plan import WRONG, ErrorKind, Outcome, Sweep
from eq_sim.sweeps.power_law import NoPowerLaw, PowerLaw, power_law


class Up(Enum):
    """What a graph shows upwards."""

    ERROR = "error"
    LOSS = "loss"


class Across(Enum):
    """What a graph shows across."""

    VALUE = "value"
    KNOBS = "knobs"


@dataclass(frozen=True)
class Graph:
    """What is found so far.

    Attributes:
        sweep: what was asked for.
        outcomes: those that are there, in the order of their trials.
        up: what is shown upwards.
        across: what is shown across.
    """

    sweep: Sweep
    outcomes: tuple[Outcome, ...]
    up: Up
    across: Across

    @classmethod
    def of(cls, sweep: Sweep, outcomes: Iterable[Outcome], up: Up, across: Across) -> "Graph":
        """Returns the graph of what has come so far, in any order."""
        ordered = tuple(sorted(outcomes, key=lambda outcome: outcome.trial.number))
        return cls(sweep, ordered, up, across)

    @cached_property
    def kind(self) -> ErrorKind:
        """What the errors are."""
        return next((one.kind for one in self.outcomes if one.losses is not None), WRONG)

    @cached_property
    def test(self) -> tuple[Spread, ...]:
        """Of the test part, value by value; empty where there is no such part."""
        found = self._spreads(test=True)
        return found if any(spread.count for spread in found) else ()

    @cached_property
    def train(self) -> tuple[Spread, ...]:
        """Of the training part, value by value."""
        return self._spreads(test=False)

    @property
    def judged(self) -> tuple[Spread, ...]:
        """Of the part that counts: the test part, or the training part where there is none."""
        return self.test or self.train

    @cached_property
    def places(self) -> tuple[float, ...]:
        """Where each value of ``train`` stands across; a choice has its place in the list."""
        shown = [spread.value for spread in self.train]
        if self.across is Across.KNOBS:
            return tuple(float(count) for count in self.knobs)
        if self.is_list:
            return tuple(float(place) for place in range(len(shown)))
        return tuple(float(_number(one)) for one in shown)

    @property
    def is_list(self) -> bool:
        """Whether values stand side by side as in a list: choices, several layers, 0 and powers.

        A 0 beside values that span powers of ten has no place on an axis that shows them apart.
        """
        if self.across is Across.KNOBS:
            return False
        values = self.sweep.values
        if any(not _is_number(value) for value in values):
            return True
        above = [number for number in map(_number, values) if number]
        return len(above) < len(values) and spans_decades(above)

    @property
    def is_of_size(self) -> bool:
        """Whether what stands across is a size, of the network or of the data."""
        counted = self.sweep.row.kind is Kind.SIZES or self.sweep.setting == "points"
        return counted and not self.is_list

    @property
    def across_powers(self) -> bool:
        """Whether the axis along the bottom counts in powers of ten by itself."""
        return not self.is_list and spans_decades(self.places)

    @property
    def up_powers(self) -> bool:
        """Whether the axis up the side counts in powers of ten by itself: no 0 is judged by."""
        return spans_decades([one for spread in self.judged for one in spread.numbers])

    @cached_property
    def best(self) -> Spread | None:
        """The value with the lowest median on the part that counts; None where nothing is known."""
        known = [spread for spread in self.judged if spread.count]
        return min(known, key=lambda spread: spread.median, default=None)

    @cached_property
    def law(self) -> PowerLaw | NoPowerLaw:
        """The power law of the medians on the part that counts, or why there is none."""
        return power_law(*self._judged_points)

    @cached_property
    def bend(self) -> Bend | None:
        """Where the fall of those medians bends; None where a single power law tells all."""
        if isinstance(self.law, PowerLaw) or self.is_list:
            return None
        pairs = sorted(zip(self.places, self.judged, strict=True), key=lambda pair: pair[0])
        return bend([place for place, _ in pairs], [spread for _, spread in pairs])

    @property
    def _judged_points(self) -> tuple[list[float], list[float]]:
        if self.is_list:
            return [], []
        return list(self.places), [spread.median for spread in self.judged]

    @cached_property
    def knobs(self) -> tuple[int, ...]:
        """How many knobs the network has with each value of ``train``."""
        counts = dict(zip(self.sweep.values, self.sweep.knobs, strict=True))
        return tuple(counts[spread.value] for spread in self.train)

    def _spreads(self, *, test: bool) -> tuple[Spread, ...]:
        return spreads((self._found(one, test=test) for one in self.outcomes), self.sweep.values)

    def _found(self, outcome: Outcome, *, test: bool) -> Found:
        """Returns a trial's number; one that did not take its steps has none to compare."""
        if self.up is Up.ERROR:
            number = outcome.test_error if test else outcome.train_error
        else:
            number = outcome.test_loss if test else outcome.train_loss
        knobs = outcome.knobs or None
        return Found(outcome.value, None if outcome.refusal else number, knobs)


def can_count_knobs(sweep: Sweep) -> bool:
    """Whether the values of a sweep give networks of different sizes, which can stand across."""
    return sweep.row.kind is Kind.SIZES and len(set(sweep.knobs)) > 1


def _is_number(value: object) -> bool:
    one = isinstance(value, tuple) and len(value) == 1 and not isinstance(value[0], str)
    return one or isinstance(value, int | float)


def _number(value: object) -> float:
    single = value[0] if isinstance(value, tuple) else value
    assert isinstance(single, int | float)
    return float(single)
