"""Data sets refuse what is not a number, split without overlap, and cannot be written."""

import numpy as np
import pytest

from eq_sim.data.dataset import Column, Dataset, View, split
from eq_sim.data.sources import SOURCES
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import changed


@pytest.mark.parametrize("size", [10, 500, 546, 1797])
@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.3, 0.4, 0.5, 0.99])
def test_split_is_disjoint_and_complete(size: int, fraction: float) -> None:
    train, test, validation = split(size, fraction, np.random.default_rng(1))
    assert sorted([*train, *test]) == list(range(size))
    assert abs(len(test) - size * fraction) <= 1
    assert len(train) >= 1
    assert not len(validation)


@pytest.mark.parametrize("size", [10, 500, 1797])
@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.95])
@pytest.mark.parametrize("chosen", [0.1, 0.25, 0.99])
def test_a_validation_part_is_a_share_of_what_the_test_part_leaves(
    size: int, fraction: float, chosen: float
) -> None:
    train, test, validation = split(size, fraction, np.random.default_rng(1), chosen)
    assert sorted([*train, *test, *validation]) == list(range(size))
    assert abs(len(validation) - (size - len(test)) * chosen) <= 1
    assert len(train) >= 1
    before = split(size, fraction, np.random.default_rng(1))
    np.testing.assert_array_equal(test, before.test)  # who judges does not depend on who chooses


def test_something_is_always_left_to_learn_from() -> None:
    train, test, _ = split(10, 0.999, np.random.default_rng(1))
    assert (len(train), len(test)) == (1, 9)


def test_split_is_random_and_a_function_of_the_stream() -> None:
    parts = [split(100, 0.5, np.random.default_rng(seed))[1].tolist() for seed in (1, 1, 2)]
    assert parts[0] == parts[1] != parts[2]
    assert parts[0] != list(range(50, 100))
    counts = np.zeros(40)
    for seed in range(500):
        counts[split(40, 0.25, np.random.default_rng(seed))[1]] += 1
    assert counts == pytest.approx(np.full(40, 125), abs=50)  # five standard deviations


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_a_number_is_refused(bad: float) -> None:
    good = np.ones((2, 3))
    wrong = good.copy()
    wrong[1, 2] = bad
    columns = (Column("a", "a"), Column("b", "b"))
    for inputs, targets in ((wrong, good[:1]), (good, wrong[1:])):
        with pytest.raises(ValueError, match="not a number"):
            Dataset(columns, inputs.copy(), targets.copy(), ("y",), View.SCATTER)


def by_spread(*columns: list[float], train: list[int]) -> Dataset:
    named = tuple(Column("lot size", "lot", "sq ft", by_spread=True) for _ in columns)
    targets = np.zeros((1, len(columns[0])))
    raw = Dataset(named, np.array(columns), targets, ("y",), View.SCATTER)
    return raw.standardised(np.array(train))


def test_constant_column_is_divided_by_one() -> None:
    # The mean of three times 0.1 is not 0.1: a spread must not be made of that.
    data = by_spread([0.1, 0.1, 0.1, 0.4], train=[0, 1, 2])
    assert data.columns[0].scale == 1
    assert data.columns[0].centre == 0.1
    assert data.inputs[0].tolist() == [0, 0, 0, pytest.approx(0.3)]


def test_standardised_column_has_mean_0_and_deviation_1_and_a_way_back() -> None:
    raw = [3650.0, 12_000.0, 6000.0, 16_200.0]
    data = by_spread(raw, train=[0, 1, 2, 3])
    column, values = data.columns[0], data.inputs[0]
    assert values.mean() == pytest.approx(0, abs=1e-15)
    assert values.std() == pytest.approx(1, rel=1e-14)
    assert column.to_person(values) == pytest.approx(raw, rel=1e-14)
    assert column.centre == 9462.5
    assert (column.name, column.symbol, column.unit) == ("lot size", "lot", "sq ft")


@pytest.mark.parametrize("name", ["penguins", "house-price"])
def test_what_is_checked_on_has_no_say_in_the_scale_of_the_data(name: str) -> None:
    of = Session(changed(load_scenario(name), "test_fraction", 0.3), 1)
    for column, values in zip(of.dataset.columns, of.dataset.inputs, strict=True):
        learned = values[of.evaluation.train]
        assert learned.mean() == pytest.approx(0, abs=1e-12)
        assert learned.std() == pytest.approx(1, rel=1e-12)
        assert values.mean() != pytest.approx(0, abs=1e-6)
        raw = column.to_person(learned)
        assert column.centre == pytest.approx(raw.mean(), rel=1e-12)
        assert column.scale == pytest.approx(raw.std(), rel=1e-12)


@pytest.mark.parametrize("name", list(SOURCES))
def test_data_cannot_be_written_and_are_what_the_source_says(name: str) -> None:
    source = SOURCES[name]
    data = source.make(60, 0.1, np.random.default_rng(1))
    assert data.inputs.shape == (source.features, data.size)
    assert data.targets.shape == (source.outputs, data.size)
    assert len(data.columns) == source.features
    assert len(data.outputs) == source.outputs
    assert data.inputs.dtype == data.targets.dtype == np.float64
    for array in (data.inputs, data.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1
