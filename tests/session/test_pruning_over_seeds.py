"""What is said of pruning in the README, over twenty seeds of ``digits``."""

import numpy as np
import pytest

from eq_sim.session.actions import Prune, Train
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

pytestmark = pytest.mark.slow

SEEDS = range(201, 221)
CASES = (("network", 0.5), ("network", 0.7), ("network", 0.9), ("layer", 0.5), ("layer", 0.7))


def right(session: Session) -> float:
    """Returns how many of the test's hundred are right."""
    test = session.measure.test
    assert test is not None
    return 100 * test


def test_half_is_nearly_free_seventy_per_cent_after_training_on_and_ninety_is_not() -> None:
    whole, cut, after = [], {}, {}
    for seed in SEEDS:
        session = Session(load_scenario("digits"), seed)
        session.apply(Train(session.scenario.training.steps))
        whole.append(right(session))
        for case in CASES:
            by, share = case
            fork = session.fork()
            fork.apply(Prune(share, by))
            cut.setdefault(case, []).append(right(fork))
            gone = np.array(fork.switches.mutes)
            fork.apply(Train(200))
            after.setdefault(case, []).append(right(fork))
            assert not fork.parameters.theta[gone].any()
    print(f"\nall {np.median(whole):.1f}")
    lost_cut = {case: np.array(whole) - cut[case] for case in CASES}
    lost_after = {case: np.array(whole) - after[case] for case in CASES}
    for case in CASES:
        print(
            *case,
            f"cut {np.median(cut[case]):.1f}, after {np.median(after[case]):.1f}; "
            f"points lost {np.median(lost_cut[case]):.1f} (most {lost_cut[case].max():.1f}), "
            f"{np.median(lost_after[case]):.1f} ({lost_after[case].max():.1f})",
        )
    half, most, nearly_all = CASES[:3]
    assert np.median(lost_cut[half]) < 1
    assert lost_cut[half].max() < 4
    assert np.median(lost_cut[most]) > 2
    assert np.median(lost_after[most]) < 1
    assert lost_after[most].max() < 2.5
    assert 35 < np.median(cut[nearly_all]) < 70
    assert 3 < np.median(lost_after[nearly_all]) < 8
    for share in (0.5, 0.7):
        worse = np.array(cut["layer", share]) < np.array(cut["network", share])
        assert worse.sum() >= 17
        assert np.median(lost_cut["layer", share]) > 2 * np.median(lost_cut["network", share])
