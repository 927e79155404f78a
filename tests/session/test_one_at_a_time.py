"""One knob at a time against all at once, over equal passes through the data."""

from itertools import pairwise

import numpy as np
import pytest
from session_kit import scenario, session, theta_bits

from eq_sim.session.actions import Freeze, Mute, Undo
from eq_sim.session.questions.one_at_a_time import PASSES_PER_GRADIENT, Rival, ask_each_knob, race


def test_it_spends_exactly_what_it_is_given_and_only_gets_better() -> None:
    of = session("ring")
    rival = Rival(of)
    rival.begin()
    losses = [of.losses.train]
    for _ in range(20):
        rival.spend(17)
        losses.append(of.losses.train)
    rival.end()
    assert rival.passes == 340
    assert all(after <= before + 1e-6 for before, after in pairwise(losses))
    assert losses[-1] < losses[0] / 2


def test_spending_in_portions_makes_no_difference() -> None:
    one, many = session("ring"), session("ring")
    rival = Rival(one)
    rival.spend(200)
    portions = Rival(many)
    for passes in (1, 2, 3, 94, 100):
        portions.spend(passes)
    assert theta_bits(one) == theta_bits(many)


def test_all_of_it_is_one_entry_that_can_be_undone() -> None:
    of = session("ring")
    before = theta_bits(of)
    rival = Rival(of)
    rival.begin()
    rival.spend(100)
    rival.end()
    assert of.undo.names == ["one knob at a time"]
    of.apply(Undo())
    assert theta_bits(of) == before


def test_frozen_and_muted_knobs_stay() -> None:
    of = session("ring")
    of.apply(Freeze(tuple(range(12)), True))
    of.apply(Mute((13,), True))
    before = of.parameters.theta.copy()
    Rival(of).spend(200)
    assert (of.parameters.theta[:12] == before[:12]).all()
    assert of.parameters.theta[13] == 0
    assert (of.parameters.theta[14:] != before[14:]).any()


def test_with_nothing_to_turn_it_ends() -> None:
    of = session("one-knob")
    of.apply(Freeze((0,), True))
    rival = Rival(of)
    rival.spend(10)
    assert rival.touched == 0


def test_at_3_knobs_one_at_a_time_wins() -> None:
    for seed in (1, 2, 3, 4):
        found = race(scenario("house-price"), 90, seed)
        assert found.knobs == 3
        assert found.winner == "one at a time"


def test_at_25_knobs_it_is_mixed() -> None:
    winners = {race(scenario("ring"), 1800, seed, points=2).winner for seed in (1, 3)}
    assert winners == {"one at a time", "all at once"}


def test_at_2410_knobs_it_is_crushed() -> None:
    found = race(scenario("digits"), 1800, 1, points=10)
    assert found.knobs == 2410
    assert found.winner == "all at once"
    assert found.rival.measure is not None
    assert found.descent.measure is not None
    assert found.rival.measure < 0.85
    assert found.descent.measure > 0.97


@pytest.mark.slow
def test_at_2410_knobs_it_is_crushed_whatever_the_seed() -> None:
    for seed in range(1, 6):
        found = race(scenario("digits"), 1800, seed, points=2)
        assert found.rival.measure is not None
        assert found.descent.measure is not None
        assert found.rival.measure < 0.85
        assert found.descent.measure > 0.97


def test_both_get_the_same_start_and_the_same_passes() -> None:
    of = session("ring", 5)
    before = theta_bits(of)
    found = race(of, 300, points=10)
    assert theta_bits(of) == before
    assert found.seed == 5
    assert found.rival.losses[0] == found.descent.losses[0] == of.losses.train
    assert found.rival.passes[-1] == found.descent.passes[-1] == 300
    assert found.scenario.training.batch_size == "full"
    steps = np.diff(found.descent.passes)
    assert (steps % PASSES_PER_GRADIENT == 0).all()


@pytest.mark.parametrize("name", ["house-price", "ring", "penguins"])
def test_asking_each_knob_takes_one_pass_more_than_knobs_and_agrees(name: str) -> None:
    of = session(name)
    asked = ask_each_knob(of)
    assert asked.passes == of.layout.size + 1
    assert asked.slopes.shape == (of.layout.size,)
    assert asked.difference < 1e-4
