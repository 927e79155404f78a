"""One knob at a time against all at once: the same objective, start and passes for both."""

import numpy as np
import pytest
from session_kit import scenario, session, theta_bits

from eq_sim.session.actions import Train
from eq_sim.session.questions.one_at_a_time import Rival
from eq_sim.session.questions.race import (
    BUDGETS,
    PASSES_PER_GRADIENT,
    Race,
    Standing,
    race,
    races,
    standings,
)
from eq_sim.session.scenario import load_scenario


def stood(name: str, passes: int, runs: int) -> tuple[list[Race], list[Standing]]:
    found = list(races(scenario(name), passes, runs))
    return found, standings(found)


def test_both_minimise_what_both_are_judged_on() -> None:
    # The penalty of the scenario is not in the loss that decides, so nobody pays it.
    found = race(load_scenario("digits"), 90, 1, points=3)
    training = found.scenario.training
    assert (training.l1, training.l2, training.dropout) == (0, 0, 0)
    assert training.batch_size == "full"
    bare = session("digits", 1, l2=0.0, batch_size="full")
    at_start = bare.losses.train
    bare.apply(Train(30))
    assert found.descent.losses[-1] == bare.losses.train
    assert found.descent.losses[0] == at_start
    penalised = session("digits", 1, l2=0.3, batch_size="full", dropout=0.2)
    assert race(penalised, 90, points=3).descent.losses.tolist() == found.descent.losses.tolist()


def test_both_get_the_same_start_and_the_same_passes() -> None:
    of = session("ring", 5)
    before = theta_bits(of)
    found = race(of, 300, points=10)
    assert theta_bits(of) == before
    assert found.rival.losses[0] == found.descent.losses[0] == of.losses.train
    assert found.rival.passes[-1] == found.descent.passes[-1] == 300
    steps = np.diff(found.descent.passes)
    assert (steps % PASSES_PER_GRADIENT == 0).all()


def test_each_run_has_a_start_and_an_order_of_its_own() -> None:
    found, at = stood("ring", 60, 3)
    starts = {float(run.rival.losses[0]) for run in found}
    assert len(starts) == 3
    for run in found:
        assert run.rival.losses[0] == run.descent.losses[0]
    assert [standing.passes for standing in at] == [60 * budget for budget in BUDGETS]
    for standing in at:
        assert standing.rival_wins + standing.descent_wins == 3
        place = BUDGETS[at.index(standing)]
        assert standing.rival.tolist() == [run.rival.losses[place] for run in found]
        assert standing.descent.tolist() == [run.descent.losses[place] for run in found]


def test_the_order_decides_as_well() -> None:
    ends = set()
    for order in range(4):
        of = session("ring", 3)
        Rival(of, order).spend(1800)
        ends.add(of.losses.train)
    assert max(ends) > 2 * min(ends)


def test_at_3_knobs_one_at_a_time_wins_what_is_short() -> None:
    found, at = stood("house-price", 90, 5)
    assert found[0].knobs == 3
    assert [standing.winner for standing in at] == ["one at a time", "one at a time", "all at once"]
    assert at[0].rival_wins == 5


def test_at_3_knobs_another_learning_rate_turns_it_round() -> None:
    faster = scenario("house-price", learning_rate=1.0)
    assert standings(list(races(faster, 90, 5)))[0].winner == "all at once"


def test_at_25_knobs_it_is_mixed() -> None:
    _, at = stood("ring", 600, 5)
    assert 0 < at[-1].rival_wins < 5


def test_at_2410_knobs_it_is_crushed() -> None:
    found = race(scenario("digits"), 1800, 1, points=2)
    assert found.knobs == 2410
    assert found.descent.losses[-1] < found.rival.losses[-1] / 10
    assert found.rival.measures[-1] < 0.85
    assert found.descent.measures[-1] > 0.97


@pytest.mark.slow
def test_at_2410_knobs_it_is_crushed_at_every_budget() -> None:
    _, at = stood("digits", 1800, 5)
    assert [standing.descent_wins for standing in at] == [5, 5, 5]
