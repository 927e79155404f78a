"""Learning-rate schedules, against the recursions that PyTorch's documentation gives."""

import math

import pytest

from eq_sim.network.schedules import SCHEDULES, Schedule


def test_step_falls_by_its_factor_after_each_length() -> None:
    """``StepLR``: the documentation's own example, 0.05 with step_size=30 and gamma=0.1."""
    falling = Schedule("step", length=30, factor=0.1)
    rates = [0.05 * falling.share(step) for step in range(100)]
    assert rates[:30] == pytest.approx([0.05] * 30)
    assert rates[30:60] == pytest.approx([0.005] * 30)
    assert rates[60:90] == pytest.approx([0.0005] * 30)
    assert rates[90:] == pytest.approx([0.00005] * 10)


def test_cosine_follows_the_recursion_to_0_and_stays_there() -> None:
    """``CosineAnnealingLR`` with eta_min=0 as it is chained, rate from rate."""
    length, rate = 50, 0.1
    wave = Schedule("cosine", length=length)
    for step in range(length):
        assert 0.1 * wave.share(step) == pytest.approx(rate, rel=1e-9)
        here, there = math.cos(math.pi * step / length), math.cos(math.pi * (step + 1) / length)
        rate *= (1 + there) / (1 + here)
    assert 0.1 * wave.share(25) == pytest.approx(0.05)
    assert [wave.share(step) for step in (50, 51, 1_000_000)] == [0, 0, 0]


@pytest.mark.parametrize("kind", SCHEDULES)
def test_a_warm_up_grows_in_equal_parts_and_then_the_schedule_begins(kind: str) -> None:
    """``LinearLR`` with start_factor=1/8 over 7 steps, chained, and a schedule after it."""
    warm, bare = Schedule(kind, 20, 0.5, warmup=8), Schedule(kind, 20, 0.5)
    share, first, total = 1 / 8, 1 / 8, 7
    for step in range(8):
        assert warm.share(step) == pytest.approx(share)
        share *= 1 + (1 - first) / (total * first + step * (1 - first))
    assert warm.share(7) == 1
    assert [warm.share(8 + step) for step in range(60)] == [bare.share(s) for s in range(60)]


def test_constant_is_exactly_1_for_ever() -> None:
    assert not Schedule().changes
    assert {Schedule().share(step) for step in (0, 1, 999, 10**9)} == {1.0}
    assert Schedule(warmup=1).changes
