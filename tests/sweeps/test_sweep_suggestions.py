"""What a sweep offers before anything is typed, what lies between two ends, what it costs."""

import pytest

from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import SETTINGS, changed
from eq_sim.sweeps.plan import VARIABLE, Sweep
from eq_sim.sweeps.suggestions import between, error_against_knobs, offered, suggested
from eq_sim.sweeps.work import work

RING = load_scenario("ring")


@pytest.mark.parametrize("name", ["ring", "digits", "house-price", "one-knob"])
def test_whatever_is_offered_can_run(name: str) -> None:
    """Each setting that applies comes with values that a sweep takes."""
    scenario = load_scenario(name)
    rows = offered(scenario)
    assert {"learning_rate", "hidden", "batch_size", "optimizer"} <= {row.name for row in rows}
    for row in rows:
        values = suggested(row, scenario)
        assert len(set(values)) == len(values) >= 2, row.name
        assert len(Sweep(scenario, row.name, values)) == len(values), row.name
    alone = {row.name for row in VARIABLE.values()} - {row.name for row in rows}
    assert ("loss" in alone) == (name in ("house-price", "one-knob"))


def test_the_present_value_is_among_those_of_its_ladder() -> None:
    """So that the curve shows where one stands."""
    for name in ("learning_rate", "batch_size", "points", "test_fraction"):
        row = SETTINGS[name]
        assert row.of(RING) in suggested(row, RING), name
    elsewhere = changed(RING, "learning_rate", 0.123)  # on no rung
    assert len(suggested(SETTINGS["learning_rate"], elsewhere)) >= 5


@pytest.mark.parametrize(
    ("low", "high", "count", "factors", "whole", "made"),
    [
        (0.001, 1.0, 4, True, False, [0.001, 0.01, 0.1, 1.0]),
        (1.0, 0.001, 4, True, False, [1.0, 0.1, 0.01, 0.001]),
        (0.0, 0.6, 4, False, False, [0.0, 0.2, 0.4, 0.6]),
        (1.0, 1000.0, 4, True, True, [1, 10, 100, 1000]),
        (1.0, 4.0, 8, False, True, [1, 2, 3, 4]),
        (-1.0, 1.0, 3, False, False, [-1.0, 0.0, 1.0]),
        (0.1, 0.1, 5, True, False, [0.1]),
        (0.3, 3.0, 3, True, False, [0.3, 0.949, 3.0]),
    ],
)
def test_between_two_ends(
    low: float, high: float, count: int, factors: bool, whole: bool, made: list[float]
) -> None:
    """Both ends are there, each value once, by factors or by steps."""
    found = between(low, high, count, factors=factors, whole=whole)
    assert found == pytest.approx(made)
    assert (found[0], found[-1]) == (low, high)


def test_work_is_counted_beside_one_run() -> None:
    """As many runs of the same network are as many times the work; larger ones are more."""
    rates = Sweep(RING, "learning_rate", (0.1, 1.0), (1, 2, 3), 100)
    assert work(rates) == pytest.approx(6)
    wide = Sweep(load_scenario("digits"), "hidden", ((32,), (128,)), (1,), 100)
    assert work(wide) > 2.5
    assert work(Sweep(RING, "hidden", ((4, 2),), (1,), 7)) == pytest.approx(1)


def test_the_digits_over_their_widths() -> None:
    """From 85 to 9,610 knobs, rising, with enough points for a law and a bend."""
    sweep = error_against_knobs(load_scenario("digits"))
    assert (sweep.knobs[0], sweep.knobs[-1]) == (85, 9610)
    assert list(sweep.knobs) == sorted(set(sweep.knobs))
    assert len(sweep.knobs) >= 7
    assert len(sweep.seeds) >= 5
    assert sweep.steps == load_scenario("digits").training.steps
