"""What a sweep's seeds came to: numbers worked out by hand, and by another way."""

import statistics
from math import isnan, nan

import numpy as np
import pytest

from eq_sim.sweeps.bend import bend
from eq_sim.sweeps.curve import Found, Spread, spans_decades, spreads
from eq_sim.sweeps.power_law import NoPowerLaw, PowerLaw, power_law

WIDTHS = (85, 160, 310, 610, 1210, 2410, 4810, 9610)


def of(*numbers: float) -> Spread:
    """Returns what the seeds of one value came to."""
    return Spread(0.1, None, numbers)


def test_median_and_quartiles_are_those_of_the_standard_library() -> None:
    """Five seeds and eight: another implementation gives the same quarters."""
    for numbers in ((5.0, 1.0, 4.0, 2.0, 9.0), (3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0)):
        spread = of(*numbers)
        low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
        assert spread.median == pytest.approx(middle)
        assert spread.quartiles == pytest.approx((low, high))
        assert spread.band == spread.quartiles
        assert (spread.least, spread.most) == (min(numbers), max(numbers))


def test_the_band_of_few_seeds_holds_them_all() -> None:
    """Four numbers have no quarters worth the name."""
    assert of(4.0, 1.0, 2.0, 9.0).band == (1.0, 9.0)
    assert of(2.5).band == (2.5, 2.5)


def test_trials_gather_by_value_in_the_order_that_was_asked_for() -> None:
    """A refused seed and one that is not finite are counted, and no number is made of them."""
    found = [
        Found(1.0, 0.5, 33),
        Found(0.1, 0.2, 33),
        Found(1.0, None, 33),
        Found(0.1, 0.4, 33),
        Found(1.0, nan, 33),
    ]
    slow, fast = spreads(found, (0.01, 0.1, 1.0))
    assert (slow.value, slow.numbers, slow.missing, slow.knobs) == (0.1, (0.2, 0.4), 0, 33)
    assert (fast.value, fast.numbers, fast.missing) == (1.0, (0.5,), 2)
    nothing = spreads([Found("adam", None)], ("adam",))[0]
    assert nothing.count == 0
    assert isnan(nothing.median)


@pytest.mark.parametrize(
    ("values", "told"),
    [((0.01, 0.1), True), ((1.0, 9.0), False), ((0.0, 0.1, 10.0), False), ((5.0,), False)],
)
def test_powers_of_ten_are_told_from_even_steps(values: tuple[float, ...], told: bool) -> None:
    """A logarithmic axis needs numbers above 0 that span a power of ten."""
    assert spans_decades(values) is told


def test_a_power_law_is_found_again() -> None:
    """y = 3·x^(−0.5), and the same with two per cent of noise."""
    x = np.array(WIDTHS, float)
    law = power_law(WIDTHS, (3 * x**-0.5).tolist())
    assert isinstance(law, PowerLaw)
    assert (law.factor, law.exponent, law.fit) == pytest.approx((3, -0.5, 1))
    assert law.at(np.array([100.0])) == pytest.approx([0.3])
    shaken = 3 * x**-0.5 * np.exp(0.02 * np.random.default_rng(1).standard_normal(x.size))
    near = power_law(WIDTHS, shaken.tolist())
    assert isinstance(near, PowerLaw)
    assert near.exponent == pytest.approx(-0.5, abs=0.03)


def test_r_squared_is_the_square_of_the_correlation() -> None:
    """Of a line by least squares: numbers that another formula gives."""
    y = (0.7, 0.5, 0.3, 0.037, 0.032, 0.026, 0.024, 0.019)
    denied = power_law(WIDTHS, y)
    assert isinstance(denied, NoPowerLaw)
    correlation = np.corrcoef(np.log(WIDTHS), np.log(y))[0, 1]
    assert denied.fit == pytest.approx(correlation**2)
    assert denied.reason == f"R² = {np.floor(correlation**2 * 100) / 100:.2f}"


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        ((1, 2, 4, 8), (8, 4, 2, 1), "4 points of the 5 that it takes at least"),
        ((1, 1, 2, 2, 4), (8, 8, 4, 4, 2), "3 points of the 5 that it takes at least"),
        ((1, 2, 4, 8, 16), (8, nan, 4, 2, 1), "4 points of the 5 that it takes at least"),
        ((0, 1, 2, 3, 4), (5, 4, 3, 2, 1), "a value of 0 or below has no logarithm"),
        ((1, 2, 3, 4, 5), (4, 3, 2, 1, 0), "a result of 0 has no logarithm"),
        ((1, 2, 3, 4, 5), (2, 2, 2, 2, 2), "all results are the same"),
    ],
)
def test_no_power_law_says_why(x: tuple[float, ...], y: tuple[float, ...], reason: str) -> None:
    """Too few points, and what has no logarithm."""
    denied = power_law(x, y)
    assert isinstance(denied, NoPowerLaw)
    assert denied.reason == reason


def test_a_missed_fit_is_not_rounded_up_to_the_one_it_takes() -> None:
    """0.97x stays below 0.98 as it is written."""
    x = np.array(WIDTHS, float)
    for strength in np.linspace(0.05, 0.6, 40):
        wave = np.where(np.arange(x.size) % 2, strength, -strength)
        found = power_law(WIDTHS, (x**-0.5 * np.exp(wave)).tolist())
        if isinstance(found, NoPowerLaw):
            assert float(found.reason.removeprefix("R² = ")) < 0.98


def steep_then(slope: float, width: float) -> list[Spread]:
    """Returns a fall by x^(−1.5) to the fifth of eight widths, and by another power beyond."""
    x = np.array(WIDTHS, float)
    y = 0.7 * (x / x[0]) ** -1.5
    y[5:] = y[4] * (x[5:] / x[4]) ** slope
    return [of(*(height * (1 + width * part) for part in (-1, -0.5, 0, 0.5, 1))) for height in y]


def test_a_bend_is_where_the_fall_was_made_to_bend() -> None:
    """Beyond it what falls is less than the seeds differ, or more."""
    flat = bend(WIDTHS, steep_then(-0.02, 0.3))
    assert flat is not None
    assert (flat.at, flat.flat) == (1210, True)
    assert flat.first == pytest.approx(0.7)
    assert flat.there == pytest.approx(0.7 * (1210 / 85) ** -1.5)
    assert flat.beyond == pytest.approx(flat.there * (4810 / 1210) ** -0.02)
    slow = bend(WIDTHS, steep_then(-0.4, 0.05))
    assert slow is not None
    assert (slow.at, slow.flat) == (1210, False)
    assert slow.last == pytest.approx(slow.there * (9610 / 1210) ** -0.4)


@pytest.mark.parametrize("slope", [-1.5, -1.0])
def test_one_line_has_no_bend(slope: float) -> None:
    """Nor has a fall that goes on more than a third as steeply."""
    assert bend(WIDTHS, steep_then(slope, 0.1)) is None


def test_a_rise_and_few_points_have_no_bend() -> None:
    """What rises first does not fall steeply; six points are too few to tell."""
    upside_down = [of(1 / one.median) for one in steep_then(0.0, 0.0)]
    assert bend(WIDTHS, upside_down) is None
    assert bend(WIDTHS[:6], steep_then(0.0, 0.1)[:6]) is None
