"""Four phases one by one are the same bits as a step at once."""

from typing import Any

import numpy as np
import pytest
from session_kit import SMALL, session, take_steps_by_phase, theta_bits, training_state

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import Set, TakePhase, Train, Turn
from eq_sim.session.session import Session
from eq_sim.session.training.training_state import Phase

EXTRAS: dict[str, dict[str, Any]] = {
    "plain": {},
    "last batch smaller": {"batch_size": 7},
    "full batch": {"batch_size": "full"},
    "dropout": {"dropout": 0.3, "batch_size": 8},
    "penalties": {"l1": 0.01, "l2": 0.02, "batch_size": 11},
    "all": {"dropout": 0.2, "l1": 0.003, "l2": 0.01, "batch_size": 7, "momentum": 0.7},
}


@pytest.mark.parametrize("extras", list(EXTRAS))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_phases_are_the_same_bits_as_a_step(optimizer: str, dtype: str, extras: str) -> None:
    changes = {"optimizer": optimizer, "dtype": dtype, **SMALL, **EXTRAS[extras]}
    fused, phased = session(**changes), session(**changes)
    start = theta_bits(fused)
    for steps in (1, 2, 9):
        fused.apply(Train(steps))
        take_steps_by_phase(phased, steps)
        assert training_state(fused) == training_state(phased)
        assert np.array_equal(fused.history.points, phased.history.points, equal_nan=True)
        assert fused.moved() == phased.moved()
    assert theta_bits(fused) != start
    assert fused.step == 12


@pytest.mark.parametrize("name", ["house-price", "digits"])
def test_phases_of_the_other_scenarios(name: str) -> None:
    fused, phased = session(name), session(name)
    fused.apply(Train(5))
    take_steps_by_phase(phased, 5)
    assert training_state(fused) == training_state(phased)


@pytest.mark.parametrize("phases", [1, 2, 3])
def test_training_finishes_a_step_that_was_begun(phases: int) -> None:
    begun, fused = session(dropout=0.2), session(dropout=0.2)
    for _ in range(phases):
        begun.apply(TakePhase())
    begun.apply(Train(6))
    fused.apply(Train(6))
    assert training_state(begun) == training_state(fused)
    assert begun.step == 6


def test_phases_come_in_order_and_only_the_last_moves_a_knob() -> None:
    ring = session()
    start = theta_bits(ring)
    for phase in (Phase.FORWARD, Phase.COMPARE, Phase.BACKWARD):
        assert ring.phase is phase
        ring.apply(TakePhase())
        assert (theta_bits(ring), ring.step) == (start, 0)
    assert ring.phase is Phase.UPDATE
    ring.apply(TakePhase())
    assert ring.phase is Phase.FORWARD
    assert ring.step == 1
    assert theta_bits(ring) != start
    assert ring.moved() == ring.layout.size


def disturbed(action: Turn | Set) -> tuple[Session, Session]:
    begun, plain = session(), session()
    for _ in range(3):
        begun.apply(TakePhase())
    for one in (begun, plain):
        one.apply(action)
        assert one.phase is Phase.FORWARD
    return begun, plain


@pytest.mark.parametrize(
    "action", [Turn((0,), (0.5,)), Set("learning_rate", 0.7), Set("batch_size", 3)]
)
def test_a_change_in_mid_step_begins_the_step_anew(action: Turn | Set) -> None:
    begun, plain = disturbed(action)
    take_steps_by_phase(begun, 2)
    plain.apply(Train(2))
    assert training_state(begun) == training_state(plain)


def test_plain_descent_moves_each_knob_by_rate_times_the_mean_slope() -> None:
    house = session("house-price", dtype="float64", learning_rate=0.25, l2=0.1, l1=0.05)
    x, y = house.dataset.inputs, house.dataset.targets[0]
    knobs = house.parameters.theta.copy()
    rows = np.vstack([x, np.ones(x.shape[1])])
    slope = rows @ (knobs @ rows - y) / x.shape[1]
    slope[:2] += 0.1 * knobs[:2] + 0.05 * np.sign(knobs[:2])  # biases are not penalised
    house.apply(Train(1))
    np.testing.assert_allclose(house.parameters.theta, knobs - 0.25 * slope, rtol=1e-12)


@pytest.mark.parametrize("optimizer", ["adam", "adamw"])
def test_decay_is_in_adams_gradient_and_beside_adamws(optimizer: str) -> None:
    changes = {"optimizer": optimizer, "l2": 100.0, "learning_rate": 0.001}
    house = session("house-price", dtype="float64", **changes)
    house.apply(Turn((0, 1, 2), (1.0, -1.0, 1.0)))
    rows = np.vstack([house.dataset.inputs, np.ones(house.dataset.size)])
    knobs = np.array([1.0, -1.0, 1.0])
    slope = rows @ (knobs @ rows - house.dataset.targets[0]) / house.dataset.size
    pull = 100 * np.array([1.0, -1.0, 0.0])
    house.apply(Train(1))
    # Adam's first step is the rate times the sign of its gradient, but for ε.
    expected = {
        "adam": knobs - 0.001 * np.sign(slope + pull),
        "adamw": knobs - 0.001 * np.sign(slope) - 0.001 * pull,
    }
    assert (np.sign(slope) != np.sign(slope + pull)).any()
    np.testing.assert_allclose(house.parameters.theta, expected[optimizer], rtol=1e-9)
