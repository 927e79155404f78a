"""When the loss rises for long, the program says which setting to lower; else it is still.

What is counted here over twenty starts is what the rule promises.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.messages import Message
from eq_sim.session.questions.rising_loss import advice, last_change, risen
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.words import words

LARGE = ("digits-wide", "digits-million")


def curve(losses: list[float]) -> NDArray[np.float64]:
    steps = np.arange(len(losses), dtype=np.float64)
    return np.array([steps, steps / 10, losses, np.full(len(losses), np.nan)])


def ever_speaks(points: NDArray[np.float64]) -> bool:
    """Whether anything is said at any of the recorded points."""
    return any(risen(points[:, :count], 0) for count in range(1, points.shape[1] + 1))


def run(name: str, seed: int, times: float) -> Session:
    session = Session(load_scenario(name), seed)
    training = session.scenario.training
    session.apply(act.Set("learning_rate", times * training.learning_rate))
    session.apply(act.Train(training.steps))
    return session


def first_advice(session: Session) -> Message | None:
    """What is said first while training goes on, asked every 50 steps."""
    for _ in range(40):
        session.apply(act.Train(50))
        told = advice(session)
        if told is not None:
            return told
    return None


def test_a_loss_that_falls_shakes_or_jumps_once_is_no_reason_to_speak() -> None:
    falls = np.exp(-np.arange(100) / 20)
    shakes = falls * (1 + 0.5 * np.sin(np.arange(100)))
    jumps = falls.copy()
    jumps[50:53] = 9.0
    flat = np.full(100, 0.7)
    for losses in (falls, shakes, jumps, flat):
        assert not ever_speaks(curve(losses.tolist()))


def test_a_loss_that_rises_for_long_is_named_with_where_it_was_lowest() -> None:
    losses = [*np.linspace(1.0, 0.2, 40), *np.linspace(0.2, 0.8, 60)]
    found = risen(curve(losses), 0)
    assert found is not None
    assert 36 <= found.step <= 52
    assert 0.2 <= found.lowest < 0.25
    assert 0.7 < found.now <= 0.8
    assert risen(curve(losses), 90) is None  # too little is known since a change
    assert risen(curve([*losses[:-1], np.inf]), 0) is None


def test_a_high_learning_rate_is_named_and_half_of_it_begins_anew() -> None:
    session = open_session("ring", changes=[("learning_rate", 15.0)])
    told = first_advice(session)
    assert told is not None
    assert told.arguments["lower"] == "learning_rate"
    assert "Lower the learning rate (now 15)" in words(told)
    session.apply(act.Set("learning_rate", 7.5))
    assert last_change(session) == session.step
    assert advice(session) is None
    assert first_advice(open_session("ring")) is None


@pytest.mark.parametrize(("optimizer", "penalty"), [("sgd", "l2"), ("adamw", "l2"), ("sgd", "l1")])
def test_a_penalty_that_drives_the_loss_up_is_named_itself(optimizer: str, penalty: str) -> None:
    rate = 0.1 if optimizer == "sgd" else 0.02
    session = open_session("ring", changes=[("optimizer", optimizer), ("learning_rate", rate)])
    session.apply(act.Train(3000))
    session.apply(act.Set(penalty, 0.05 if penalty == "l1" else 0.3))
    told = first_advice(session)
    assert told is not None
    assert told.arguments["lower"] == penalty


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled())
def test_at_the_shipped_settings_it_never_speaks(name: str) -> None:
    for seed in range(501, 504 if name in LARGE else 521):
        assert not ever_speaks(run(name, seed, 1).history.points), seed


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "times", "least"),
    [("ring", 10, 15), ("spiral", 10, 15), ("xor", 10, 10)]
    + [(name, 30, 18) for name in ("ring", "spiral", "xor", "moons")],
)
def test_it_speaks_where_the_learning_rate_is_too_high(name: str, times: int, least: int) -> None:
    spoke = [ever_speaks(run(name, seed, times).history.points) for seed in range(501, 521)]
    assert sum(spoke) >= least
