"""House prices: the three knobs come to rest where least squares puts them, in dollars."""

import csv

import numpy as np
import pytest
from numpy.typing import NDArray
from session_kit import session

from eq_sim.resources import resource
from eq_sim.session.actions import Set, SetStart, Train


def table() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lot and bedrooms with a column of ones, and prices, as they stand in the file."""
    with resource("data", "house_prices.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [[float(row["lot_size_sqft"]), float(row["bedrooms"]), 1.0] for row in rows]
    return np.array(columns), np.array([float(row["price_cad"]) for row in rows])


def solution_in_dollars() -> NDArray[np.float64]:
    """Dollars per square foot, per bedroom, and at zero of both."""
    rows, prices = table()
    return np.linalg.lstsq(rows, prices, rcond=None)[0]


def knobs_in_dollars(theta: NDArray[np.floating], names: dict[str, int]) -> list[float]:
    """Undoes the scaling by hand: price = 10,000·(w₁·(lot − m₁)/s₁ + w₂·(beds − m₂)/s₂ + b)."""
    rows, _ = table()
    lot, beds = rows[:, 0], rows[:, 1]
    per_lot = 10_000 * float(theta[names["lot size → price"]]) / lot.std()
    per_bed = 10_000 * float(theta[names["bedrooms → price"]]) / beds.std()
    bias = 10_000 * float(theta[names["bias of price"]])
    return [per_lot, per_bed, bias - per_lot * lot.mean() - per_bed * beds.mean()]


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-9), ("float32", 2e-4)])
def test_knobs_reach_the_least_squares_solution(dtype: str, tolerance: float) -> None:
    house = session("house-price", dtype=dtype, learning_rate=0.5)
    house.apply(Train(3000))
    names = {house.name(index): index for index in range(house.layout.size)}
    dollars = knobs_in_dollars(house.parameters.theta, names)
    np.testing.assert_allclose(dollars, solution_in_dollars(), rtol=tolerance)


def test_the_scenario_gets_there_in_its_own_steps() -> None:
    house = session("house-price")
    house.apply(Train(house.scenario.training.steps))
    assert house.goal_reached
    assert house.goal_value is not None
    assert house.goal_value <= 0.0005
    names = {house.name(index): index for index in range(house.layout.size)}
    dollars = knobs_in_dollars(house.parameters.theta, names)
    np.testing.assert_allclose(dollars, solution_in_dollars(), rtol=2e-3)


def test_loss_at_the_solution_is_half_the_residual_variance() -> None:
    house = session("house-price", dtype="float64")
    rows, prices = table()
    scaled = (rows[:, :2] - rows[:, :2].mean(axis=0)) / rows[:, :2].std(axis=0)
    with_bias = np.column_stack([scaled, np.ones(len(rows))])
    solution, residual, *_ = np.linalg.lstsq(with_bias, prices / 10_000, rcond=None)
    house.apply(SetStart(tuple(solution.tolist())))
    assert house.losses.train == pytest.approx(residual[0] / (2 * 546), rel=1e-12)
    assert house.goal_value == pytest.approx(0, abs=1e-12)
    house.apply(Set("learning_rate", 0.1))
    house.apply(Train(10))
    np.testing.assert_allclose(house.parameters.theta, solution, rtol=1e-12)


def largest_stable_rate() -> float:
    """2 / the largest eigenvalue of XᵀX / n, with the bias's column of ones."""
    rows, _ = table()
    scaled = (rows[:, :2] - rows[:, :2].mean(axis=0)) / rows[:, :2].std(axis=0)
    with_bias = np.column_stack([scaled, np.ones(len(rows))])
    return 2 / float(np.linalg.eigvalsh(with_bias.T @ with_bias / len(rows))[-1])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_rates_to_either_side_of_the_stability_limit(dtype: str) -> None:
    assert 1.73 < largest_stable_rate() < 1.75
    settles = session("house-price", dtype=dtype, learning_rate=1.73)
    settles.apply(Train(20_000))
    assert settles.refusal is None
    assert settles.measure.train == pytest.approx(0, abs=1e-3)
    explodes = session("house-price", dtype=dtype, learning_rate=1.75)
    explodes.apply(Train(20_000))
    assert explodes.refusal is not None
    assert 100 < explodes.step == explodes.refusal.step < 20_000
    assert np.isfinite(explodes.parameters.theta).all()
    assert "learning rate" in explodes.refusal.advice
    assert "1.75" in explodes.refusal.advice
