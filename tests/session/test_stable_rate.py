"""The largest stable learning rate: just below it training settles, just above it explodes."""

import pytest

from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.stable_rate import largest_stable_rate
from eq_sim.session.session import Session

LINEAR = ("one-knob", "house-price", "equalizer")


def limit_of(session: Session) -> float:
    limit = largest_stable_rate(session)
    assert limit is not None
    return limit


def trained(name: str, times: float, **settings: float | str) -> Session:
    """A session after many steps at so many times the largest stable rate."""
    session = open_session(name, changes=[("dtype", "float64"), *settings.items()])
    session.apply(act.Set("learning_rate", times * limit_of(session)))
    session.apply(act.Train(3000))
    return session


def test_that_of_the_house_prices() -> None:
    assert round(limit_of(open_session("house-price")), 3) == 1.736


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("name", LINEAR)
def test_just_below_it_settles_and_just_above_it_explodes(name: str, optimizer: str) -> None:
    below = trained(name, 0.98, optimizer=optimizer)
    assert below.refusal is None
    assert below.losses.train < below.history.points[2, 0]
    assert trained(name, 1.02, optimizer=optimizer).refusal is not None


def test_below_it_the_house_prices_come_to_their_least_squares() -> None:
    gap = trained("house-price", 0.98).evaluation.measure("least_squares_gap").train
    assert gap is not None
    assert gap < 1e-9


def test_weight_decay_makes_the_bowl_steeper_and_frozen_knobs_take_axes_away() -> None:
    session = open_session("house-price", changes=[("dtype", "float64")])
    plain = limit_of(session)
    session.apply(act.Freeze((0,), on=True))
    assert limit_of(session) > plain
    assert trained("house-price", 0.98, l2=3.0).refusal is None
    assert trained("house-price", 1.02, l2=3.0).refusal is not None


@pytest.mark.parametrize(
    "setting",
    [
        ("optimizer", "adam"),
        ("optimizer", "rmsprop"),
        ("batch_size", 32),
        ("l1", 0.1),
        ("hidden", [3]),
    ],
)
def test_elsewhere_none_is_told(setting: tuple[str, object]) -> None:
    assert largest_stable_rate(open_session("house-price", changes=[setting])) is None


def test_a_batch_of_all_samples_is_a_full_one_and_a_network_that_bends_has_none() -> None:
    full = limit_of(open_session("house-price"))
    assert limit_of(open_session("house-price", changes=[("batch_size", 546)])) == full
    assert largest_stable_rate(open_session("ring", changes=[("hidden", [])])) is None
