"""Hands on the knobs: the hand wins while it holds, and what cannot be is refused whole."""

import math

import numpy as np
import pytest
from session_kit import independent_answers, moments, session, theta_bits, training_state

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import (
    BackToStart,
    Grab,
    NewStart,
    Release,
    Run,
    Set,
    Train,
    Turn,
)
from eq_sim.session.change import EVERYTHING
from eq_sim.session.errors import KnobError
from eq_sim.session.session import Session


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_held_knob_keeps_the_hands_bits_while_others_move(optimizer: str, dtype: str) -> None:
    extras = {"l1": 0.01, "l2": 0.01, "dropout": 0.1}
    ring = session(optimizer=optimizer, dtype=dtype, learning_rate=0.05, **extras)
    ring.apply(Run())
    ring.apply(Train(10))
    held = (3, 17)
    ring.apply(Grab(held))
    assert ring.held == held
    for values in ((0.1, -2.0), (0.30000000000000004, 1e-7)):
        ring.apply(Turn(held, values))
        wanted = np.array(values, dtype=dtype).tobytes()
        before = ring.parameters.theta.copy()
        ring.advance(1.0)
        after = ring.parameters.theta
        assert after[list(held)].tobytes() == wanted
        others = np.setdiff1d(np.arange(ring.layout.size), held)
        assert (after[others] != before[others]).all()
    before = ring.parameters.theta.copy()
    ring.apply(Release())
    assert ring.held == ()
    ring.apply(Train(1))
    assert (ring.parameters.theta != before).all()


def test_a_held_knob_stays_through_phases_and_changed_settings() -> None:
    ring = session()
    ring.apply(Grab((4,)))
    ring.apply(Turn((4,), (1.25,)))
    for setting, value in (
        ("learning_rate", 0.3),
        ("optimizer", "adam"),
        ("batch_size", 9),
        ("activation", "sigmoid"),
        ("noise", 0.2),
        ("test_fraction", 0.3),
        ("dtype", "float64"),
        ("loss", "half_mse"),
    ):
        ring.apply(Set(setting, value))
        ring.apply(Train(5))
        assert ring.held == (4,), setting
        assert ring.parameters.theta[4] == 1.25, setting
        assert ring.moved() == ring.layout.size - 1, setting


def test_a_new_start_takes_the_knobs_out_of_the_hand() -> None:
    ring = session()
    ring.apply(Grab((4,)))
    ring.apply(Turn((4,), (1.25,)))
    ring.apply(NewStart())
    assert ring.held == ()
    ring.apply(Train(1))
    assert ring.moved() == ring.layout.size


def test_a_hold_outlives_back_to_start_whole_or_not_at_all() -> None:
    ring = session()
    ring.apply(Grab((4,)))
    ring.apply(Turn((4,), (1.25,)))
    ring.apply(BackToStart())
    held = ring.held
    ring.apply(Train(1))
    assert ring.moved() == ring.layout.size - len(held)
    for value in (2.0, 2.5):
        ring.apply(Turn((4,), (value,)))
        ring.apply(Train(1))
    ring.apply(Release())
    # One stroke of a hand that still holds is one mark; two turns of a free knob are two.
    assert len(ring.history.marks) == (1 if held else 2)


BAD_TURNS = [
    Turn((0,), (math.nan,)),
    Turn((0,), (math.inf,)),
    Turn((0,), (-math.inf,)),
    Turn((0,), (1e12,)),
    Turn((0,), (-1.0000001e9,)),
    Turn((25,), (1.0,)),
    Turn((-1,), (1.0,)),
    Turn((10**30,), (1.0,)),
    Turn((0, 1), (1.0,)),
    Turn((0,), (1.0, 2.0)),
    Turn((), (1.0,)),
    Turn((0, 1, 2, 99), (1.0, 1.0, 1.0, 1.0)),
    Turn((0, 1, 2), (1.0, 1.0, math.nan)),
    Grab((25,)),
    Grab((0, -1)),
]


@pytest.mark.parametrize("action", BAD_TURNS)
def test_what_no_knob_can_take_is_refused_whole(action: Turn | Grab) -> None:
    ring = session(optimizer="adam")
    ring.apply(Train(5))
    ring.apply(Grab((1,)))
    before, log = training_state(ring), list(ring.log.records)
    losses, revision, marks = ring.losses, ring.changes.count(EVERYTHING), ring.history.marks
    with pytest.raises(KnobError):
        ring.apply(action)
    assert training_state(ring) == before
    assert ring.log.records == log
    assert ring.losses == losses
    assert ring.changes.count(EVERYTHING) == revision
    assert ring.history.marks == marks
    assert ring.held == (1,)


def test_a_hand_reaches_to_the_limit() -> None:
    ring = session()
    for value in (1e9, -1e9, 0.0):
        ring.apply(Turn((0,), (value,)))
        assert ring.parameters.theta[0] == value


def test_turning_leaves_moments_and_count_alone() -> None:
    ring = session(optimizer="adam")
    ring.apply(Train(5))
    state = moments(ring)
    ring.apply(Turn((0, 24), (0.5, -0.5)))
    assert moments(ring) == state
    assert ring.step == 5
    assert ring.parameters.theta[[0, 24]].tolist() == [0.5, -0.5]


def test_one_stroke_of_a_hand_is_one_mark_where_it_took_hold() -> None:
    ring = session()
    ring.apply(Train(4))
    epochs = ring.epochs
    ring.apply(Grab((0,)))
    for value in (0.1, 0.2, 0.3):
        ring.apply(Turn((0,), (value,)))
    assert ring.history.marks == ()
    ring.apply(Train(3))
    ring.apply(Release())
    (mark,) = ring.history.marks
    assert mark.step == 4  # the curve jumps here
    assert mark.epoch == epochs
    assert mark.text == f"a hand turned {ring.name(0)}"
    point = ring.history.points[:, -1]
    assert point[0] == 7
    assert point[2] == ring.losses.train


def test_a_hand_that_held_and_did_not_turn_leaves_no_mark() -> None:
    ring = session()
    ring.apply(Grab((0, 1)))
    ring.apply(Train(3))
    ring.apply(Release())
    assert ring.history.marks == ()


def test_several_knobs_are_counted() -> None:
    ring = session()
    ring.apply(Turn((0, 1, 2), (1.0, 1.0, 1.0)))
    assert [mark.text for mark in ring.history.marks] == ["a hand turned 3 knobs"]


def true_losses(of: Session) -> tuple[float, float | None]:
    """The mean loss over each part, sample by sample, from PyTorch's tensors and a formula."""
    answers, targets = independent_answers(of), of.dataset.targets.T
    loss = of.scenario.training.loss
    if loss == "half_mse":
        each = ((answers - targets) ** 2).sum(axis=1) / 2
    elif loss == "binary_cross_entropy":
        each = (np.log1p(np.exp(-np.abs(answers))) + np.maximum(answers, 0) - targets * answers)[
            :, 0
        ]
    else:
        powers = np.exp(answers - answers.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        each = -np.log((shares * targets).sum(axis=1))
    test = of.evaluation.test
    return float(each[of.evaluation.train].mean()), float(each[test].mean()) if len(test) else None


def assert_true_losses(of: Session, tolerance: float) -> None:
    train, test = true_losses(of)
    assert of.losses.train == pytest.approx(train, rel=tolerance)
    assert of.losses.test == (test if test is None else pytest.approx(test, rel=tolerance))


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-11), ("float32", 3e-5)])
@pytest.mark.parametrize("name", ["ring", "house-price", "digits"])
def test_shown_loss_is_that_of_the_knobs_as_they_stand(
    name: str, dtype: str, tolerance: float
) -> None:
    rng = np.random.default_rng(1)
    some = session(name, dtype=dtype)
    for dropout in (0.0, 0.3):  # neither dropout nor penalty is in the shown loss
        some.apply(Set("dropout", dropout))
        some.apply(Set("l2", dropout))
        for _ in range(5):
            knobs = tuple(int(knob) for knob in rng.integers(0, some.layout.size, 3))
            some.apply(Turn(knobs, tuple(rng.normal(size=3).tolist())))
            assert_true_losses(some, tolerance)
            some.apply(Train(3))
            assert_true_losses(some, tolerance)


def test_shown_loss_follows_each_movement_of_a_hand() -> None:
    ring = session(dtype="float64")
    ring.apply(Grab((0,)))
    seen = set()
    for value in (-1.0, 0.0, 1.0, 2.0):
        ring.apply(Turn((0,), (value,)))
        assert_true_losses(ring, 1e-12)
        seen.add(ring.losses)
    assert len(seen) == 4


def test_measure_is_the_share_of_right_answers() -> None:
    ring = session()
    ring.apply(Train(400))
    inside = independent_answers(ring)[:, 0] > 0
    right = inside == (ring.dataset.targets[0] == 1)
    train, test, validation = ring.measure
    assert validation is None
    assert train == pytest.approx(right[ring.evaluation.train].mean())
    assert test == pytest.approx(right[ring.evaluation.test].mean())
    assert ring.goal_value == test


def test_a_knob_turned_by_a_hand_trains_on_from_there() -> None:
    turned, plain = session(), session()
    turned.apply(Turn((0,), (3.0,)))
    for one in (turned, plain):
        one.apply(Train(1))
    assert abs(float(turned.parameters.theta[0]) - 3) < 1
    assert theta_bits(turned) != theta_bits(plain)
