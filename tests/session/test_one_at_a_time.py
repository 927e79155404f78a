"""One knob at a time, and what asking each knob costs."""

from itertools import pairwise

import numpy as np
import pytest
from session_kit import session, theta_bits

from eq_sim.session.actions import Freeze, Mute, Undo
from eq_sim.session.questions.one_at_a_time import Rival, ask_each_knob


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


def test_another_order_is_another_way() -> None:
    ways = set()
    for order in (0, 1, 2, 1):
        of = session("ring")
        Rival(of, order).spend(200)
        ways.add(theta_bits(of))
    assert len(ways) == 3


@pytest.mark.parametrize("name", ["house-price", "ring", "penguins"])
def test_asking_each_knob_takes_one_pass_more_than_knobs_and_agrees(name: str) -> None:
    of = session(name)
    asked = ask_each_knob(of)
    assert asked.passes == of.layout.size + 1
    assert asked.slopes.shape == (of.layout.size,)
    assert asked.difference < 1e-4


def test_it_says_which_knobs_it_had_in_hand_and_only_those_have_moved() -> None:
    ring = session("ring")
    start = ring.parameters.theta.copy()
    rival = Rival(ring)
    rival.begin()
    rival.spend(40)
    rival.end()
    assert len(rival.hands) == len(set(rival.hands)) == rival.touched < ring.layout.size
    assert set(np.flatnonzero(ring.parameters.theta != start)) <= set(rival.hands)
