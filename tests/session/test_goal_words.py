"""What is said of the goal never contradicts it: its part of the data, its bound, its worth."""

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from session_kit import session

from eq_sim.session.actions import Run, Set
from eq_sim.session.goal import beside
from eq_sim.session.scenario import bundled, load_scenario, meets
from eq_sim.session.session import Session

OPS = st.sampled_from([">=", "<="])
NUMBERS = st.floats(1e-6, 1e6)


@pytest.mark.parametrize("name", bundled())
def test_a_test_part_is_named_where_there_is_one(name: str) -> None:
    of = Session(load_scenario(name), 1)
    fixed = of.scenario.data.source == "new-ink"  # it says itself what is for what
    taught = of.scenario.data.teacher is not None  # its split is the teacher's, and stays
    for share in (0.0,) if fixed else (0.3,) if taught else (0.3, 0.0):
        of.apply(Set("test_fraction", share))
        assert (of.measure.test is not None) == of.goal_text.endswith("on the test part")
        assert of.measure.test is not None or "test" not in of.goal_text


def test_words_that_name_their_part_themselves_are_left() -> None:
    own = session("ring", text="97 % right on the test part", test_fraction=0.4)
    assert own.goal_text == "97 % right on the test part"
    own.apply(Set("test_fraction", 0.0))
    assert own.goal_text == "97 % right"


def test_a_goal_that_one_answer_for_all_meets_is_none() -> None:
    of = session("sine", noise=10.0)
    still = of.evaluation.constant("error_over_noise").test
    assert still is not None
    assert still < 1.25
    assert of.goal_asks_for_nothing
    assert of.goal_value is None
    of.apply(Run())
    of.advance(0, steps=50)
    assert of.running
    assert not of.goal_reached
    assert not session("sine").goal_asks_for_nothing


def test_a_test_part_of_one_class_is_no_goal() -> None:
    of = session("ring", points=10, test_fraction=0.1)
    assert len(of.evaluation.test) == 1
    assert of.goal_asks_for_nothing


@pytest.mark.parametrize("name", bundled())
def test_every_shipped_goal_asks_for_something(name: str) -> None:
    for seed in range(5):
        of = Session(load_scenario(name), seed)
        assert not of.goal_asks_for_nothing
        assert of.goal_value is not None


@pytest.mark.parametrize(
    ("name", "metric"),
    [("sine", "error_over_noise"), ("ring", "accuracy"), ("digits", "accuracy"),
     ("equalizer", "worst_band"), ("house-price", "explained")],
)  # fmt: skip
def test_no_other_constant_answer_does_better(name: str, metric: str) -> None:
    of = session(name)
    best = of.evaluation.constant(metric).train
    targets = of.evaluation.targets[0].astype(float)
    assert best is not None
    stream = np.random.default_rng(1)
    for _ in range(30):
        answer = stream.uniform(targets.min(axis=1), targets.max(axis=1))[:, np.newaxis]
        error = targets - answer
        if metric == "accuracy":
            said = (
                (answer[0] >= 0.5) == (targets[0] >= 0.5)
                if len(targets) == 1
                else np.argmax(answer) == targets.argmax(axis=0)
            )
            assert np.mean(said) <= best
        elif metric == "error_over_noise":
            assert np.sqrt(np.mean(error**2)) >= best * 0.15 - 1e-9
        elif metric == "worst_band":
            assert np.abs(error).max() >= best / 10 - 1e-6
        else:
            assert best == pytest.approx(0, abs=1e-6)


def test_beside_a_bound_a_value_is_rounded_away_from_it() -> None:
    noise, right = (("<=", 1.25),), ((">=", 0.97),)
    assert beside(1.2503, noise, 2) == "1.26"
    assert beside(1.2499, noise, 2) == "1.25"
    assert beside(1.25, noise, 2) == "1.25"
    assert beside(0.96999, right, 1, 100) == "96.9"
    assert beside(0.97004, right, 1, 100) == "97.0"
    assert beside(0.97, right, 1, 100) == "97.0"
    assert beside(0.9999, ((">=", 1.0),), 1, 100) == "99.9"
    assert beside(0.9666, ((">=", 0.9666),), 1, 100) == "96.66"
    assert beside(0.99972, ((">=", 0.9996), (">=", 1.0)), 1, 100) == "99.97"
    assert beside(12345.678, (), 1) == "12,345.7"
    assert beside(float("inf"), noise, 2) == "inf"


@settings(deadline=None)
@given(NUMBERS, NUMBERS, OPS, st.integers(0, 4), st.sampled_from([1, 100]))
def test_what_is_written_meets_the_bound_exactly_when_the_value_does(
    value: float, bound: float, op: Literal[">=", "<="], decimals: int, scale: int
) -> None:
    bounds = ((op, bound),)
    for near in (value, bound, np.nextafter(bound, 0), np.nextafter(bound, 9e9), bound * 1.0003):
        shown = float(beside(float(near), bounds, decimals, scale).replace(",", ""))
        limit = float(beside(bound, bounds, decimals, scale).replace(",", ""))
        assert meets(shown, op, limit) == meets(float(near), op, bound)
        assert shown == pytest.approx(near * scale, abs=1.01 * 10.0**-decimals, rel=1e-12)
