"""What few positions cost trained digits, and what training on brings back: over 20 seeds."""

import numpy as np
import pytest

from eq_sim.session import actions as act
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

SEEDS = range(101, 121)


def right(session: Session) -> float:
    share = session.measure.test
    assert share is not None
    return share


@pytest.mark.slow
def test_fifteen_positions_read_three_do_not_and_training_brings_it_back() -> None:
    rows = []
    for seed in SEEDS:
        session = Session(load_scenario("digits"), seed)
        session.apply(act.Train(2_000))
        row = [right(session)]
        for bits in (4, 2):
            session.apply(act.Quantise(bits, "neuron"))
            row.append(right(session))
        session.apply(act.Train(200))
        row.append(right(session))
        rows.append(row)
    free, fifteen, three, repaired = np.array(rows).T
    assert np.median(fifteen) >= 0.965
    assert fifteen.min() >= 0.95
    assert np.median(free - fifteen) < 0.015
    assert 0.5 < np.median(three) < 0.8
    assert three.max() < 0.9
    assert 0.93 <= np.median(repaired) <= 0.96
    assert repaired.min() >= 0.89


@pytest.mark.slow
def test_one_distance_for_each_layer_is_worse_than_one_for_each_neuron() -> None:
    worse = 0
    for seed in SEEDS:
        session = Session(load_scenario("digits"), seed)
        session.apply(act.Train(2_000))
        session.apply(act.Quantise(2, "neuron"))
        by_neuron = right(session)
        session.apply(act.Quantise(2, "tensor"))
        worse += right(session) < by_neuron
    assert worse >= 17
