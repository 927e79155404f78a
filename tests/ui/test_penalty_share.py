"""What the penalties add: to the loss that training lowers, and to the next step."""

import numpy as np
import pytest

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.penalty import decays_apart, penalty
from eq_sim.session.session import Session
from eq_sim.ui.models.next_step import NextStep


def trained(**settings: float | str) -> Session:
    session = open_session("ring", changes=[("dtype", "float64"), *settings.items()])
    session.apply(act.Train(40))
    return session


def parts(session: Session) -> tuple[np.ndarray, np.ndarray]:
    """The next step, and what the penalties add to it."""
    asked = NextStep(session)
    asked.refresh()
    assert asked.moves is not None
    assert asked.pulls is not None
    return asked.moves, asked.pulls


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def test_each_weight_is_pulled_to_zero_by_rate_times_decay_times_its_value(optimizer: str) -> None:
    session = trained(optimizer=optimizer, learning_rate=0.05, l2=0.04)
    theta, weights = np.array(session.parameters.theta), session.layout.weights
    _, pulls = parts(session)
    np.testing.assert_allclose(pulls[weights], -0.05 * 0.04 * theta[weights], rtol=1e-9)
    assert not pulls[~weights].any()  # biases are free


def test_nesterov_counts_the_present_slope_twice_and_l1_pulls_all_by_the_same() -> None:
    session = trained(optimizer="nesterov", momentum=0.8, learning_rate=0.05, l1=0.01)
    theta, weights = np.array(session.parameters.theta), session.layout.weights
    _, pulls = parts(session)
    wanted = -0.05 * (1 + 0.8) * 0.01 * np.sign(theta[weights])
    np.testing.assert_allclose(pulls[weights], wanted, rtol=1e-9)


def test_frozen_and_muted_knobs_are_not_pulled_and_without_penalties_nothing_is() -> None:
    session = trained(l2=0.04)
    session.apply(act.Freeze((0,), on=True))
    session.apply(act.Mute((1,), on=True))
    _, pulls = parts(session)
    assert not pulls[[0, 1]].any()
    session.apply(act.Set("l2", 0.0))
    asked = NextStep(session)
    asked.refresh()
    assert asked.pulls is None


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "adamw"])
def test_asking_leaves_training_as_it_is(optimizer: str) -> None:
    session = trained(optimizer=optimizer, learning_rate=0.01, l2=0.05, l1=0.01)
    other = session.fork()
    parts(session)
    for one in (session, other):
        one.apply(act.Train(30))
    assert session.parameters.theta.tobytes() == other.parameters.theta.tobytes()


def test_the_price_is_that_whose_slope_the_step_goes_down() -> None:
    session = trained(learning_rate=0.5, batch_size="full", l2=0.03, l1=0.02)
    theta, weights = np.array(session.parameters.theta), session.layout.weights
    by_hand = 0.02 * np.abs(theta[weights]).sum() + 0.5 * 0.03 * (theta[weights] ** 2).sum()
    assert penalty(session) == pytest.approx(by_hand, rel=1e-12)
    moves, _ = parts(session)
    for knob in (0, 3, 12, int(np.flatnonzero(~weights)[0])):
        sums = []
        for way in (1e-5, -1e-5):
            turned = session.fork()
            turned.apply(act.Turn((knob,), (float(theta[knob] + way),)))
            sums.append(turned.losses.train + penalty(turned))
        slope = (sums[0] - sums[1]) / 2e-5
        assert -0.5 * slope == pytest.approx(moves[knob], rel=1e-4, abs=1e-8)


def test_the_decay_of_adamw_is_the_slope_of_no_loss() -> None:
    session = trained(optimizer="adamw", learning_rate=0.01, l2=0.03)
    assert penalty(session) == 0
    assert decays_apart(session.scenario)
    session.apply(act.Set("optimizer", "adam"))
    assert penalty(session) > 0
    assert not decays_apart(session.scenario)
