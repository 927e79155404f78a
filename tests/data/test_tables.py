"""The shipped tables, against the files read by hand."""

import csv
import statistics

import numpy as np
import pytest

from eq_sim.data.dataset import Dataset, View
from eq_sim.data.sources import SOURCES
from eq_sim.data.tables import digits, house_prices
from eq_sim.resources import resource


def column(name: str) -> list[float]:
    with resource("data", "house_prices.csv").open(encoding="utf-8", newline="") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def prices() -> Dataset:
    raw = house_prices(resource("data", "house_prices.csv"))
    return raw.standardised(np.arange(raw.size))


def test_the_sources_know_how_many_rows_their_tables_have() -> None:
    for source in SOURCES.values():
        made = source.make(10, 0.0, np.random.default_rng(0))
        assert source.rows == (0 if source.generated else made.size)


def test_house_prices_have_546_sales_in_units_of_the_network() -> None:
    data = prices()
    assert data.size == 546
    assert data.view is View.SCATTER
    for at, name in enumerate(("lot_size_sqft", "bedrooms")):
        raw = column(name)
        mean, spread = statistics.fmean(raw), statistics.pstdev(raw)
        assert data.columns[at].centre == pytest.approx(mean, rel=1e-12)
        assert data.columns[at].scale == pytest.approx(spread, rel=1e-12)
        expected = [(value - mean) / spread for value in raw]
        np.testing.assert_allclose(data.inputs[at], expected, rtol=1e-9, atol=1e-12)


def test_house_prices_go_back_to_a_persons_units() -> None:
    data = prices()
    assert data.target is not None
    assert data.target.unit == "$"
    paid = column("price_cad")
    np.testing.assert_allclose(data.targets[0], [price / 10_000 for price in paid], rtol=1e-14)
    np.testing.assert_allclose(data.target.to_person(data.targets[0]), paid, rtol=1e-14)
    lots, bedrooms = (c.to_person(v) for c, v in zip(data.columns, data.inputs, strict=True))
    np.testing.assert_allclose(lots, column("lot_size_sqft"), rtol=1e-12)
    np.testing.assert_allclose(bedrooms, column("bedrooms"), rtol=1e-12)
    assert bedrooms.min() == pytest.approx(1)


def test_digits_are_1797_pictures_between_0_and_1() -> None:
    data = digits(resource("data", "digits.csv"))
    assert data.size == 1797
    assert data.image == (8, 8)
    assert data.view is View.IMAGES
    assert data.inputs.shape == (64, 1797)
    assert data.targets.shape == (10, 1797)
    assert (data.inputs.min(), data.inputs.max()) == (0, 1)
    assert set(np.unique(data.inputs * 16)) == set(range(17))
    assert data.classes == tuple("0123456789")


def test_digits_are_one_hot_and_belong_to_their_pictures() -> None:
    data = digits(resource("data", "digits.csv"))
    assert (data.targets.sum(axis=0) == 1).all()
    assert set(np.unique(data.targets)) == {0, 1}
    labels = data.targets.argmax(axis=0)
    # What the UCI page lists as the classes of its test set.
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    with resource("data", "digits.csv").open(encoding="utf-8", newline="") as file:
        for at, row in enumerate(csv.DictReader(file)):
            label = int(row.pop("digit"))
            if at % 97 == 0:
                assert labels[at] == label
                pixels = [float(value) / 16 for value in row.values()]
                np.testing.assert_array_equal(data.inputs[:, at], pixels)
    zero = data.inputs[:, labels == 0].mean(axis=1).reshape(8, 8)
    assert zero[3:5, 3:5].max() < 0.3 < zero[3:5, 2].min()  # a zero has a hole in the middle
