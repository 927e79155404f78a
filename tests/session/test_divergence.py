"""A step that would blow the network up is not taken, and leaves no trace."""

import contextlib

import numpy as np
import pytest
from session_kit import moments, session, theta_bits, training_state

from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import Grab, Run, Set, SetStart, TakePhase, ToBest, Train, Turn
from eq_sim.session.change import Change
from eq_sim.session.errors import KnobError, SettingError
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session


def training(name: str, optimizer: str, dtype: str) -> Session:
    made = session(name, optimizer=optimizer, dtype=dtype, learning_rate=0.01)
    made.apply(Train(20))
    return made


@pytest.mark.parametrize("name", ["ring", "house-price"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("rate", [1e12, 1e30])
def test_an_absurd_rate_in_mid_run(name: str, dtype: str, optimizer: str, rate: float) -> None:
    running = training(name, optimizer, dtype)
    running.apply(Set("learning_rate", rate))
    before = training_state(running)
    running.apply(Run())
    told: list[Change] = []
    running.observe(told.append)
    assert running.advance(10) == 0
    assert training_state(running) == before
    assert running.refusal is not None
    assert running.refusal.step == running.step == 20
    assert f"learning rate (now {rate:g})" in running.refusal.advice
    assert not running.running
    assert any(change & Change.TRAINING for change in told)
    assert running.advance(10) == 0

    running.apply(Set("learning_rate", 0.01))
    running.apply(Run())
    assert running.refusal is None
    # As if nothing had happened: the same bits as a session that was never refused a step.
    calm = training(name, optimizer, dtype)
    running.apply(Train(30))
    calm.apply(Train(30))
    assert training_state(running) == training_state(calm)
    assert running.step == 50


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_slow_explosion_stops_at_finite_knobs(optimizer: str, dtype: str) -> None:
    house = session("house-price", optimizer=optimizer, dtype=dtype, learning_rate=30.0)
    house.apply(Train(5000))
    assert np.isfinite(house.parameters.theta).all()
    assert np.isfinite(house.trainer.optimizer.state).all()
    assert np.abs(house.parameters.theta).max() < 1e10
    if optimizer in ("sgd", "momentum", "nesterov"):
        assert house.refusal is not None
        assert house.step == house.refusal.step < 5000
    else:  # these never take a step much longer than the rate
        assert house.refusal is None
        assert house.step == 5000


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("setting", ["l1", "l2"])
def test_an_absurd_penalty_never_leaves_poisoned_moments(
    setting: str, optimizer: str, dtype: str
) -> None:
    ring = training("ring", optimizer, dtype)
    with contextlib.suppress(SettingError):  # to refuse such a value at once is right as well
        ring.apply(Set(setting, 1e30))
    ring.apply(Train(1))
    assert np.isfinite(ring.parameters.theta).all()
    assert np.isfinite(ring.trainer.optimizer.state).all()
    ring.apply(Set(setting, 0.0))
    before = theta_bits(ring)
    ring.apply(Train(5))
    assert ring.refusal is None
    assert theta_bits(ring) != before


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_advice_names_the_penalty_where_that_is_to_blame(optimizer: str) -> None:
    for setting, words in (("l2", "weight decay (L2, now 1e+20)"), ("l1", "L1 penalty")):
        ring = training("ring", optimizer, "float64")
        ring.apply(Set(setting, 1e20))
        before = training_state(ring)
        ring.apply(Train(3))
        assert training_state(ring) == before
        assert ring.refusal is not None
        assert words in ring.refusal.advice


@pytest.mark.parametrize("setting", ["learning_rate", "l1", "l2"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_values_beyond_float32_are_met_without_a_warning(optimizer: str, setting: str) -> None:
    ring = training("ring", optimizer, "float32")
    before = training_state(ring)
    with contextlib.suppress(SettingError):  # to refuse such a value at once is right as well
        ring.apply(Set(setting, 1e300))
    ring.apply(Train(1))
    assert np.isfinite(ring.parameters.theta).all()
    assert np.isfinite(ring.trainer.optimizer.state).all()
    if ring.refusal:
        assert training_state(ring) == before


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_refused_update_phase_leaves_no_trace(optimizer: str) -> None:
    ring = training("ring", optimizer, "float32")
    ring.apply(Set("learning_rate", 1e30))
    before = training_state(ring)
    for _ in range(4):
        assert ring.refusal is None
        ring.apply(TakePhase())
    assert ring.refusal is not None
    assert training_state(ring) == before


def test_a_refusal_within_a_step_is_replayed() -> None:
    ring = session(optimizer="momentum")
    ring.apply(Set("learning_rate", 1e30))
    ring.apply(TakePhase())
    ring.apply(TakePhase())
    ring.apply(Train(5))
    assert ring.refusal is not None
    ring.apply(Grab(tuple(range(ring.layout.size))))  # held knobs cannot explode
    ring.apply(TakePhase())
    ring.apply(TakePhase())
    again = replay(record.action for record in ring.log.records)
    assert training_state(again) == training_state(ring)


def test_held_knobs_do_not_hide_poisoned_moments() -> None:
    house = session("house-price", optimizer="momentum", dtype="float32")
    house.apply(Grab((0, 1)))
    with contextlib.suppress(SettingError):
        house.apply(Set("l2", 1e38))  # the penalty's slope of the two held weights overflows
    house.apply(Turn((0, 1), (1e9, 1e9)))
    house.apply(Train(1))
    assert np.isfinite(house.trainer.optimizer.state).all()


def test_settings_can_be_changed_wherever_training_has_led() -> None:
    # Just within the reach of a hand, and then a step further out.
    house = session("house-price", optimizer="momentum", dtype="float64", learning_rate=0.1)
    house.apply(Turn((2,), (-1e9,)))
    house.apply(Train(3))
    house.apply(Turn((2,), (1e9,)))
    house.apply(Train(1))
    assert house.refusal is None
    assert house.parameters.theta[2] > 1e9
    theta = theta_bits(house)
    house.apply(Set("test_fraction", 0.5))
    assert theta_bits(house) == theta


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_every_activation_trains_without_a_warning(activation: str) -> None:
    ring = session(activation=activation, learning_rate=0.05)
    first = ring.losses.train
    ring.apply(Train(300))
    assert ring.refusal is None
    assert ring.losses.train < first


def test_moments_are_restored_with_the_knobs() -> None:
    ring = training("ring", "adam", "float32")
    state = moments(ring)
    ring.apply(Set("learning_rate", 1e30))
    ring.apply(Train(1))
    assert moments(ring) == state


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "momentum"])
@pytest.mark.parametrize("first", [0, 1, 30])
def test_what_a_refusal_leaves_is_what_its_log_leads_to(optimizer: str, first: int) -> None:
    ring = session("house-price", optimizer=optimizer, learning_rate=0.05, batch_size=7)
    ring.apply(Run())
    ring.advance(steps=first)
    ring.apply(Grab((0,)))
    ring.apply(Turn((0,), (0.125,)))
    ring.advance(steps=3)
    ring.apply(Turn((0,), (0.25,)))
    ring.apply(Set("learning_rate", 40.0 if optimizer == "sgd" else 1e12))
    ring.advance(steps=500)
    again = replay(record.action for record in ring.log.records)
    assert training_state(again) == training_state(ring)
    assert again.moved() == ring.moved()
    assert again.trainer.before.tobytes() == ring.trainer.before.tobytes()
    assert again.history.points.tobytes() == ring.history.points.tobytes()
    assert again.best is not None
    assert ring.best is not None
    assert again.best.theta.tobytes() == ring.best.theta.tobytes()


def test_a_start_whose_loss_is_no_number_does_not_stay_the_best() -> None:
    ring = session("ring", activation="relu", hidden=[4, 3, 3, 3])
    ring.apply(SetStart((1e9,) * ring.layout.size))
    assert not np.isfinite(ring.losses.train)
    assert ring.best is None
    with pytest.raises(KnobError, match="No finite loss"):
        ring.apply(ToBest())
    ring.apply(Turn.of(range(ring.layout.size), np.full(ring.layout.size, 0.1)))
    assert ring.best is not None
    assert ring.best.loss == ring.losses.test
