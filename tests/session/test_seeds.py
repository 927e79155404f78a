"""One seed, independent streams: changing one thing leaves the others alone."""

import itertools
from typing import Any

import numpy as np
import pytest
from session_kit import session, theta_bits, training_state

from eq_sim.session.actions import BackToStart, NewStart, Set, TakePhase, Train
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.session import Session


@pytest.mark.parametrize(
    "changes",
    [
        {"batch_size": 3},
        {"batch_size": "full"},
        {"dropout": 0.5},
        {"noise": 0.4},
        {"points": 70},
        {"test_fraction": 0.1},
        {"optimizer": "adam"},
        {"learning_rate": 2.0},
        {"activation": "silu"},
    ],
)
def test_the_start_depends_on_nothing_else(changes: dict[str, Any]) -> None:
    plain, other = session(seed=5), session(seed=5, **changes)
    assert theta_bits(plain) == theta_bits(other)
    other.apply(NewStart())
    plain.apply(NewStart())
    assert theta_bits(plain) == theta_bits(other)


@pytest.mark.parametrize("setting", [("noise", 0.3), ("points", 90), ("test_fraction", 0.2)])
def test_new_data_leave_knobs_and_start_alone(setting: tuple[str, float]) -> None:
    ring = session()
    ring.apply(Train(7))
    theta, start = theta_bits(ring), ring.parameters.start.tobytes()
    data = ring.dataset.inputs.tobytes(), ring.evaluation.test.tobytes()
    ring.apply(Set(*setting))
    assert theta_bits(ring) == theta
    assert ring.parameters.start.tobytes() == start
    assert (ring.dataset.inputs.tobytes(), ring.evaluation.test.tobytes()) != data
    assert ring.step == 7


def test_hyperparameters_leave_the_data_alone() -> None:
    ring = session()
    data, parts = ring.dataset, (ring.evaluation.train.tobytes(), ring.evaluation.test.tobytes())
    for setting, value in (("dropout", 0.2), ("batch_size", 9), ("hidden", (3,)), ("l2", 0.1)):
        ring.apply(Set(setting, value))
        assert ring.dataset is data
        assert (ring.evaluation.train.tobytes(), ring.evaluation.test.tobytes()) == parts


def test_dropout_leaves_the_order_of_the_samples_alone() -> None:
    plain, dropping = session(batch_size=7), session(batch_size=7, dropout=0.4)
    for _ in range(50):
        plain.apply(Train(1))
        dropping.apply(Train(1))
        seen = [one.trainer.last_workspace.sample.tobytes() for one in (plain, dropping)]
        assert seen[0] == seen[1]
    assert theta_bits(plain) != theta_bits(dropping)


def test_every_step_drops_other_answers() -> None:
    ring = session(dropout=0.5, batch_size=25)
    masks = []
    for _ in range(4):
        ring.apply(TakePhase())
        masks.append([mask.copy() for mask in ring.trainer.workspace.masks])
        ring.apply(Train(1))
    assert [mask.shape for mask in masks[0]] == [(4, 25), (2, 25)]
    for first, second in itertools.combinations(masks, 2):
        assert all((a != b).any() for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("name", bundled())
def test_one_seed_one_run(name: str) -> None:
    first, again, other = (Session(load_scenario(name), seed) for seed in (3, 3, 4))
    if not first.scenario.base:  # a base is the same for all seeds, and the data are not
        assert theta_bits(first) != theta_bits(other)
    for one in (first, again, other):
        one.apply(Train(40))
    assert training_state(first) == training_state(again)
    assert theta_bits(first) != theta_bits(other)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_back_to_start_and_the_same_training_give_the_same_bits(optimizer: str) -> None:
    ring = session(optimizer=optimizer, dropout=0.1, batch_size=7)
    start = theta_bits(ring)
    ring.apply(Train(83))
    end, points = training_state(ring), ring.history.points.copy()
    ring.apply(BackToStart())
    assert theta_bits(ring) == start
    assert (ring.step, ring.epochs) == (0, 0)
    assert not ring.trainer.optimizer.state.any()
    assert ring.history.points.shape[1] == 1
    ring.apply(Train(83))
    assert training_state(ring) == end
    np.testing.assert_array_equal(ring.history.points, points)


def test_back_to_start_goes_to_the_present_start() -> None:
    ring = session()
    first = theta_bits(ring)
    ring.apply(NewStart())
    second = theta_bits(ring)
    ring.apply(Train(5))
    ring.apply(BackToStart())
    assert theta_bits(ring) == second != first


def test_every_new_start_is_another_and_can_be_had_again() -> None:
    ring, again = session(), session()
    starts = {theta_bits(ring)}
    for number in range(1, 6):
        ring.apply(Train(3))
        ring.apply(NewStart())
        again.apply(NewStart())
        assert ring.start_number == number
        assert ring.step == 0
        assert theta_bits(ring) == theta_bits(again)
        starts.add(theta_bits(ring))
    assert len(starts) == 6


def test_float32_start_is_the_float64_start_rounded() -> None:
    small, large = session(dtype="float32"), session(dtype="float64")
    rounded = large.parameters.theta.astype(np.float32)
    np.testing.assert_array_equal(small.parameters.theta, rounded)
