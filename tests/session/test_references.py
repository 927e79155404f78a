"""What a network is held against, by numbers that come from elsewhere: by hand, or a textbook."""

import csv
from collections import Counter
from math import inf, log, sqrt

import numpy as np
import pytest
from numpy.typing import ArrayLike

from eq_sim.data.dataset import Column, Dataset, View
from eq_sim.resources import resource
from eq_sim.session.questions.references import (
    MOST_FEATURES,
    begin_references,
    known_references,
    references,
)
from eq_sim.session.scenario import load_scenario
from eq_sim.session.state import Data

_NONE = np.empty(0, dtype=np.intp)


def _data(
    inputs: ArrayLike,
    outputs: ArrayLike,
    train: ArrayLike,
    test: ArrayLike = (),
    classes: tuple[str, ...] = (),
) -> Data:
    asked, targets = np.asarray(inputs, dtype=float), np.asarray(outputs, dtype=float)
    columns = tuple(Column(f"x{at}", f"x{at}") for at in range(len(asked)))
    dataset = Dataset(
        columns,
        asked,
        targets,
        tuple(f"y{at}" for at in range(len(targets))),
        View.TABLE if classes else View.SCATTER,
        classes,
        None if classes else Column("y", "y"),
    )
    return Data(dataset, np.asarray(train, dtype=np.intp), np.asarray(test, dtype=np.intp), _NONE)


def test_a_line_through_four_points_is_the_one_of_the_textbook() -> None:
    # Through (0, 1) (1, 3) (2, 5) (3, 9): slope 2.6, 0.6 at 0; off by 0.4, −0.2, −0.8 and 0.6.
    data = _data([[0, 1, 2, 3, 4]], [[1, 3, 5, 9, 11]], [0, 1, 2, 3], [4])
    found = references(data, "half_mse")
    linear, constant = found.linear, found.constant
    assert linear.losses.train == pytest.approx((0.16 + 0.04 + 0.64 + 0.36) / 8)
    assert linear.losses.test == pytest.approx(0)  # at 4 it says 11
    assert linear.measures["typical_error"].train == pytest.approx(sqrt(0.3))
    assert linear.measures["explained"].train == pytest.approx(1 - 1.2 / 35)
    assert constant.losses.train == pytest.approx(35 / 8)  # the average is 4.5
    assert constant.losses.test == pytest.approx(6.5**2 / 2)
    assert constant.measures["typical_error"].test == pytest.approx(6.5)
    assert constant.measures["explained"].train == 0
    assert linear.losses.validation is constant.losses.validation is None


def test_house_prices_are_fitted_as_least_squares_in_square_feet_and_dollars_fit_them() -> None:
    with resource("data", "house_prices.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lots, beds, prices = (
        np.array([float(row[name]) for row in rows])
        for name in ("lot_size_sqft", "bedrooms", "price_cad")
    )
    asked = np.column_stack([np.ones(len(rows)), lots, beds])
    weights, *_ = np.linalg.lstsq(asked, prices, rcond=None)
    off = prices - asked @ weights
    data = Data.make(load_scenario("house-price").data, 1)
    linear = references(data, "half_mse").linear
    dollars = linear.measures["typical_error"].train * data.dataset.target.scale
    assert dollars == pytest.approx(sqrt(np.mean(off**2)), rel=1e-6)
    share = 1 - np.sum(off**2) / np.sum((prices - prices.mean()) ** 2)
    assert linear.measures["explained"].train == pytest.approx(share, rel=1e-6)
    constant = references(data, "half_mse").constant
    dollars = constant.measures["typical_error"].train * data.dataset.target.scale
    assert dollars == pytest.approx(prices.std())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_most_frequent_penguin_is_that_of_the_training_part(seed: int) -> None:
    data = Data.make(load_scenario("penguins").data, seed)
    kinds = [data.dataset.classes[kind] for kind in data.dataset.targets.argmax(axis=0)]
    learned = Counter(kinds[place] for place in data.train)
    most, count = learned.most_common(1)[0]
    constant = references(data, "softmax_cross_entropy").constant
    assert constant.measures["accuracy"].train == count / len(data.train)
    judged = [kinds[place] == most for place in data.test]
    assert constant.measures["accuracy"].test == sum(judged) / len(judged)
    shares = [many / len(data.train) for many in learned.values()]
    assert constant.losses.train == pytest.approx(-sum(part * log(part) for part in shares))


def test_with_one_yes_or_no_each_group_answers_with_its_own_share() -> None:
    # Of 40 with 0 10 are ones, of 60 with 1 45: the best logistic regression says ¼ and ¾.
    asked = np.repeat([0, 0, 1, 1], [30, 10, 15, 45])
    answered = np.repeat([0, 1, 0, 1], [30, 10, 15, 45])
    wanted = -(0.75 * log(0.75) + 0.25 * log(0.25))
    two = _data([asked], [answered], np.arange(100), classes=("no", "yes"))
    found = references(two, "binary_cross_entropy")
    assert found.linear.losses.train == pytest.approx(wanted, abs=1e-5)
    assert found.linear.measures["accuracy"].train == 0.75
    assert found.constant.measures["accuracy"].train == 0.55
    many = _data([asked], np.eye(2)[answered].T, np.arange(100), classes=("no", "yes"))
    found = references(many, "softmax_cross_entropy")
    assert found.linear.losses.train == pytest.approx(wanted, abs=1e-5)


def test_moons_are_parted_as_newtons_method_by_the_book_parts_them() -> None:
    data = Data.make(load_scenario("moons").data, 1)
    rows = data.dataset.inputs[:, data.train]
    rows = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    rows = np.vstack([rows, np.ones(rows.shape[1])])
    target = data.dataset.targets[0, data.train]
    ridge, weights = np.diag([1e-4, 1e-4, 0]), np.zeros(3)
    for _ in range(30):
        likely = 1 / (1 + np.exp(-weights @ rows))
        bend = (rows * (likely * (1 - likely))) @ rows.T / len(target) + ridge
        slope = rows @ (likely - target) / len(target) + ridge @ weights
        weights -= np.linalg.solve(bend, slope)
    likely = 1 / (1 + np.exp(-weights @ rows))
    loss = -np.mean(np.log(np.where(target == 1, likely, 1 - likely)))
    linear = references(data, "binary_cross_entropy").linear
    assert linear.losses.train == pytest.approx(loss, rel=1e-6)
    assert linear.measures["accuracy"].train == np.mean((likely >= 0.5) == target)


def test_classes_without_a_mistake_between_them_have_a_finite_fit() -> None:
    asked = np.concatenate([np.linspace(-3, -1, 20), np.linspace(1, 3, 20)])
    data = _data([asked], [np.repeat([0, 1], 20)], np.arange(40), classes=("left", "right"))
    linear = references(data, "binary_cross_entropy").linear
    assert linear.measures["accuracy"].train == 1
    assert 0 < linear.losses.train < 0.01


def test_the_test_part_decides_nothing() -> None:
    stream = np.random.default_rng(4)
    asked, wild = stream.normal(size=(3, 60)), stream.normal(size=(1, 60))
    other = wild.copy()
    other[:, 40:] += 100
    train, test = np.arange(40), np.arange(40, 60)
    one, two = (references(_data(asked, said, train, test), "half_mse") for said in (wild, other))
    assert one.linear.losses.train == two.linear.losses.train
    assert one.constant.losses.train == two.constant.losses.train
    assert two.linear.losses.test > 100 * one.linear.losses.test


def test_units_and_columns_that_say_the_same_twice_change_nothing() -> None:
    stream = np.random.default_rng(5)
    asked, said = stream.normal(size=(2, 50)), stream.normal(size=(1, 50))
    more = np.vstack([1e6 * asked[:1] - 3e7, asked[1:], asked[1:] * 2 + 1, np.full((1, 50), 7.0)])
    plain = references(_data(asked, said, np.arange(50)), "half_mse").linear
    odd = references(_data(more, said, np.arange(50)), "half_mse").linear
    assert odd.losses.train == pytest.approx(plain.losses.train, rel=1e-6)


def test_a_class_that_nobody_learned_from_was_never_expected() -> None:
    kinds = np.eye(3)[[0, 0, 1, 2]].T
    data = _data([[0, 1, 2, 3]], kinds, [0, 1, 2], [3], classes=("a", "b", "c"))
    constant = references(data, "softmax_cross_entropy").constant
    assert constant.losses.test == inf
    assert constant.measures["accuracy"].test == 0


def test_classes_learned_as_squares_are_measured_as_squares() -> None:
    data = Data.make(load_scenario("ring").data, 1)
    share = data.dataset.targets[0, data.train].mean()
    constant = references(data, "half_mse").constant
    assert constant.losses.train == pytest.approx(share * (1 - share) / 2)


def test_what_takes_a_while_comes_in_pieces_and_is_found_once() -> None:
    stream = np.random.default_rng(6)
    asked = stream.normal(size=(20, 20_000))
    kinds = np.eye(4)[stream.integers(0, 4, 20_000)].T
    data = _data(asked, kinds, np.arange(20_000), classes=("a", "b", "c", "d"))
    assert known_references(data, "softmax_cross_entropy") is None
    work = begin_references(data, "softmax_cross_entropy")
    assert sum(1 for _ in work) > 20
    found = known_references(data, "softmax_cross_entropy")
    assert found is not None
    assert references(data, "softmax_cross_entropy") is found


def test_small_data_need_no_wait_and_very_many_columns_have_no_linear_fit() -> None:
    data = Data.make(load_scenario("penguins").data, 1)
    assert known_references(data, "softmax_cross_entropy") is not None
    wide = _data(np.eye(MOST_FEATURES + 1), np.ones((1, MOST_FEATURES + 1)), [0, 1, 2])
    assert references(wide, "half_mse").linear is None
