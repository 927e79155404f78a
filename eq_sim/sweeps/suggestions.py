"""Values that are worth trying, and those between two ends: what a person need not type."""

from math import log10

from eq_sim.session.errors import EqSimError
from eq_sim.session.scenario import Scenario
from eq_sim.session.settings.setting import Kind, Setting, Value
from eq_sim.session.settings.table import changed
from eq_sim.sweeps.plan import VARIABLE, Sweep

WIDTHS = (2, 4, 8, 16, 32)
"""Neurons in each hidden layer."""

DIGITS_WIDTHS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)
"""One hidden layer of so many neurons: on the digits, 85 to 9,610 knobs."""

_MOST, _APART = 7, 3  # values that are suggested, and rungs of a ladder from one to the next
_DIGITS = 3  # significant ones of a value between two others
_SEEDS = 5


def offered(scenario: Scenario) -> tuple[Setting, ...]:
    """Returns what can vary: what makes a difference there, and has another value to try.

    The hidden layers are among it even where there are none.
    """
    return tuple(
        row
        for row in VARIABLE.values()
        if (row.applies(scenario) or row.kind is Kind.SIZES) and len(suggested(row, scenario)) > 1
    )


def suggested(setting: Setting, scenario: Scenario) -> tuple[Value, ...]:
    """Returns values around the present one, or all that can be chosen."""
    choices = setting.choices(scenario)
    if choices:
        return tuple(choices)
    if setting.kind is Kind.SIZES:
        layers = max(1, len(scenario.network.hidden))
        return tuple((width,) * layers for width in WIDTHS)
    ladder = tuple(rung for rung in setting.ladder if _takes(scenario, setting.name, rung))
    value = setting.of(scenario)
    if len(ladder) <= _MOST:
        return ladder
    here = ladder.index(value) if value in ladder else len(ladder) // 2
    apart = min(_APART, max(1, (len(ladder) - 1) // (_MOST - 1)))
    first = here % apart
    rungs = list(range(first, len(ladder), apart))
    at = rungs.index(here)
    begin = max(0, min(at - _MOST // 2, len(rungs) - _MOST))
    return tuple(ladder[rung] for rung in rungs[begin : begin + _MOST])


def between(low: float, high: float, count: int, *, factors: bool, whole: bool) -> list[float]:
    """Returns values from one end to the other, each once, with few digits.

    Args:
        low: the first.
        high: the last.
        count: how many; 2 at least.
        factors: whether each is the one before times the same factor; both ends are above 0 then.
        whole: whether they have no decimals.
    """
    made: list[float] = []
    for place in range(count):
        share = place / (count - 1)
        value = low * (high / low) ** share if factors else low + (high - low) * share
        if place in (0, count - 1):
            value = (low, high)[place > 0]
        elif whole:
            value = round(value)
        else:
            span = value if factors else high - low
            digits = _DIGITS - 1 - _power(span)
            value = round(value, digits)
        if value not in made:
            made.append(value)
    return made


def error_against_knobs(digits: Scenario) -> Sweep:
    """Returns the sweep of the digits over networks of 85 to 9,610 knobs, five seeds each.

    Args:
        digits: the shipped scenario, whose settings and steps it takes.
    """
    widths = tuple((width,) for width in DIGITS_WIDTHS)
    return Sweep(digits, "hidden", widths, tuple(range(1, _SEEDS + 1)))


def _takes(scenario: Scenario, setting: str, value: Value) -> bool:
    try:
        changed(scenario, setting, value)
    except EqSimError:
        return False
    return True


def _power(value: float) -> int:
    """Returns the power of ten of a number's first digit."""
    return int(log10(abs(value)) // 1) if value else 0
