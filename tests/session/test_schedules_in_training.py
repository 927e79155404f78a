"""A schedule decides how far each step goes, however it is taken, and wherever it is looked at."""

import numpy as np
import pytest
from session_kit import moments, session, take_steps_by_phase, theta_bits

from eq_sim.session.actions import Run, Set, TakePhase, Train, Undo
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session

SCHEDULED = {"schedule": "cosine", "schedule_length": 30, "warmup": 7}
KINDS = [
    {"optimizer": "sgd", "l2": 0.01, "l1": 0.001},
    {"optimizer": "momentum"},
    {"optimizer": "adamw", "l2": 0.1, "learning_rate": 0.02},
]


def test_the_rate_that_is_shown_is_that_of_the_next_step() -> None:
    knob = session("one-knob", dtype="float64", learning_rate=0.1, **SCHEDULED)
    x, y = (part[0] for part in knob.evaluation.learned_from)
    for step in range(40):
        (w,) = knob.parameters.theta.tolist()
        slope = float(np.mean((w * x - y) * x))
        wave = 0.1 * (1 + np.cos(np.pi * (step - 7) / 30)) / 2 if step < 37 else 0.0
        assert knob.rate == pytest.approx(0.1 * (step + 1) / 7 if step < 7 else wave)
        knob.apply(Train(1))
        assert knob.parameters.theta[0] == pytest.approx(w - knob_rate(step) * slope, rel=1e-12)


def knob_rate(step: int) -> float:
    if step < 7:
        return 0.1 * (step + 1) / 7
    return 0.1 * (1 + float(np.cos(np.pi * min((step - 7) / 30, 1)))) / 2


@pytest.mark.parametrize("changes", KINDS, ids=lambda changes: changes["optimizer"])
def test_slow_and_fused_give_the_same_bits(changes: dict[str, object]) -> None:
    fused, slow, run = (session(**changes, **SCHEDULED) for _ in range(3))
    fused.apply(Train(33))
    take_steps_by_phase(slow, 33)
    run.apply(Run())
    for _ in range(11):
        run.advance(steps=3)
    assert theta_bits(fused) == theta_bits(slow) == theta_bits(run)
    assert moments(fused) == moments(slow) == moments(run)


@pytest.mark.parametrize("changes", KINDS, ids=lambda changes: changes["optimizer"])
@pytest.mark.parametrize("step", [0, 5, 12])
def test_the_arrows_show_the_step_that_comes(step: int, changes: dict[str, object]) -> None:
    ring = session(**changes, **SCHEDULED)
    ring.apply(Train(step))
    update, before = ring.trainer.next_update(), np.array(ring.parameters.theta)
    ring.apply(Train(1))
    np.testing.assert_array_equal(ring.parameters.theta, before - update)


def test_a_schedule_is_chosen_in_mid_run_and_undone() -> None:
    ring, plain = session(optimizer="momentum"), session(optimizer="momentum")
    for one in (ring, plain):
        one.apply(Train(20))
    ring.apply(Set("schedule", "step"))
    ring.apply(Set("schedule_length", 10))
    assert ring.rate == pytest.approx(0.01 * plain.rate)  # two falls are behind it
    for _ in range(2):
        ring.apply(Undo())
    assert ring.rate == plain.rate
    for one in (ring, plain):
        one.apply(Train(5))
    assert theta_bits(ring) == theta_bits(plain)


def test_a_step_begun_by_phases_keeps_the_rate_of_its_own() -> None:
    ring = session(**SCHEDULED)
    ring.apply(Train(3))
    for _ in range(3):
        ring.apply(TakePhase())
    saved = Session(ring.state())
    for one in (ring, saved):
        one.apply(TakePhase())
        one.apply(Train(4))
    assert theta_bits(ring) == theta_bits(saved)


def test_a_scheduled_run_is_replayed_to_the_bit() -> None:
    ring = session(**KINDS[0], **SCHEDULED)
    ring.apply(Train(9))
    ring.apply(Set("warmup", 12))
    ring.apply(Train(21))
    assert theta_bits(replay(record.action for record in ring.log.records)) == theta_bits(ring)
