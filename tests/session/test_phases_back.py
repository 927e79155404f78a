"""Phases, steps and epochs back and on: to the same bits, and nothing is changed by looking."""

from typing import Any

import pytest
from session_kit import SMALL, moments, session, take_steps_by_phase, training_state

from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import Freeze, GoTo, Set, TakePhase, Train, Turn, Undo
from eq_sim.session.looking import Looking
from eq_sim.session.looking_by_phase import LookingByPhase
from eq_sim.session.session import Session
from eq_sim.session.training.training_state import Phase

EXTRAS: dict[str, dict[str, Any]] = {
    "sgd": {"batch_size": 7},
    "momentum": {"dropout": 0.3, "batch_size": 8},
    "nesterov": {"l1": 0.003, "l2": 0.01, "batch_size": 11},
    "rmsprop": {"batch_size": "full"},
    "adam": {"dropout": 0.2, "l2": 0.01, "batch_size": 8},
    "adamw": {"l1": 0.003, "l2": 0.01, "batch_size": 7},
}
"""For each optimizer something else that a phase could forget."""


def arrive(looking: Looking) -> None:
    """Goes the whole way to where one wants to be."""
    while looking.busy:
        looking.go_on()


def back(looking: Looking) -> None:
    LookingByPhase(looking).back()
    arrive(looking)


def on(looking: Looking) -> None:
    """A phase on: what is known of the past is looked at, the next one is taken."""
    if not LookingByPhase(looking).on():
        looking.apply(TakePhase())
    arrive(looking)


def buffers(of: Session) -> tuple[bytes, ...]:
    """What the phases of the present step have computed so far."""
    work, taken = of.trainer.last_workspace, []
    if of.phase > Phase.FORWARD:
        assert work is not None
        taken = [answers.tobytes() for answers in work.hidden]
    if of.phase is Phase.UPDATE:
        taken.append(of.trainer.gradient.tobytes())
    return tuple(taken)


def test_every_optimizer_is_tried() -> None:
    assert set(EXTRAS) == set(OPTIMIZERS)


@pytest.mark.parametrize("optimizer", list(EXTRAS))
def test_48_phases_on_back_and_on_are_12_steps(optimizer: str) -> None:
    changes = {"optimizer": optimizer, **SMALL, **EXTRAS[optimizer]}
    fused, phased = session(**changes), session(**changes)
    for one in (fused, phased):
        one.apply(Freeze((3,), True))
    looking = Looking(phased)
    seen = []
    for _ in range(48):
        seen.append((training_state(phased), buffers(phased)))
        on(looking)
    fused.apply(Train(12))
    assert training_state(phased) == training_state(fused)
    for before in reversed(seen):
        back(looking)
        assert looking.active
        assert (training_state(phased), buffers(phased)) == before
    for before in seen:
        assert (training_state(phased), buffers(phased)) == before
        on(looking)
    assert not looking.active
    assert training_state(phased) == training_state(fused)
    assert len(phased.undo.names) == 1 + 12
    for one in (fused, phased):
        one.apply(Train(3))
    assert training_state(phased) == training_state(fused)


def test_going_on_in_the_middle_of_a_past_step_is_one_thing_to_undo() -> None:
    fused, phased = session(optimizer="adam"), session(optimizer="adam")
    phased.apply(Train(9))
    looking = Looking(phased)
    for _ in range(6):  # over the last step's update, and over that of the one before
        back(looking)
    assert (phased.step, phased.phase) == (7, Phase.COMPARE + 1)
    looking.apply(looking.onward)
    assert (phased.step, phased.phase) == (7, Phase.BACKWARD)
    assert not looking.active
    phased.apply(TakePhase())
    phased.apply(TakePhase())
    fused.apply(Train(8))
    assert training_state(phased) == training_state(fused)
    assert [record.action for record in phased.log.state][-5:-4] == [GoTo(1, 7)]
    phased.apply(Undo())
    assert phased.step == 7
    phased.apply(Undo())
    fused.apply(Train(1))
    assert training_state(phased) == training_state(fused)


def test_fused_steps_can_be_taken_apart_backwards() -> None:
    fused, phased = session(dropout=0.2), session(dropout=0.2)
    fused.apply(Train(5))
    fused.apply(TakePhase())
    fused.apply(TakePhase())
    phased.apply(Train(6))
    looking = Looking(phased)
    back(looking)
    back(looking)
    assert (phased.step, phased.phase) == (5, Phase.BACKWARD)
    assert (training_state(phased), buffers(phased)) == (training_state(fused), buffers(fused))


def test_within_the_present_step_no_knob_differs_and_nothing_is_gone_back_to() -> None:
    ring = session()
    ring.apply(Train(3))
    looking = Looking(ring)
    for _ in range(3):
        on(looking)
    records = len(ring.log.state)
    back(looking)
    assert looking.same_step
    assert ring.phase is Phase.BACKWARD
    back(looking)
    back(looking)
    assert looking.same_step
    assert ring.phase is Phase.FORWARD
    back(looking)
    assert not looking.same_step
    assert (ring.step, ring.phase) == (2, Phase.UPDATE)
    on(looking)
    looking.apply(Train(1))  # from the same step: what is begun is finished
    assert ring.step == 4
    assert len(ring.log.state) == records + 1
    whole = session()
    whole.apply(Train(4))
    assert training_state(ring) == training_state(whole)


def test_a_step_back_leaves_the_phases_of_a_step_out() -> None:
    ring = session()
    take_steps_by_phase(ring, 2)
    ring.apply(Train(2))
    for _ in range(3):
        ring.apply(TakePhase())
    looking = Looking(ring)
    seen = []
    for _ in range(5):
        looking.step(-1)
        arrive(looking)
        seen.append((ring.step, ring.phase))
    assert seen == [(4, 0), (3, 0), (2, 0), (1, 0), (0, 0)]
    for step in (1, 2, 3, 4):
        looking.step(1)
        arrive(looking)
        assert (ring.step, ring.phase) == (step, Phase.FORWARD)
    LookingByPhase(looking).back()
    arrive(looking)
    assert (ring.step, ring.phase) == (3, Phase.UPDATE)
    looking.step(-1)
    arrive(looking)
    assert (ring.step, ring.phase) == (3, Phase.FORWARD)


def test_phases_back_pass_by_what_a_hand_did() -> None:
    ring = session()
    ring.apply(Train(2))
    ring.apply(Turn((0,), (0.5,)))
    ring.apply(TakePhase())
    looking = Looking(ring)
    seen = []
    for _ in range(4):
        back(looking)
        seen.append((ring.step, int(ring.phase), float(ring.parameters.theta[0]) == 0.5))
    assert seen == [(2, 0, True), (2, 0, False), (1, 3, False), (1, 2, False)]
    for step, phase, turned in [*reversed(seen[:-1]), (2, 1, True)]:
        on(looking)
        assert (ring.step, int(ring.phase)) == (step, phase)
        assert (float(ring.parameters.theta[0]) == 0.5) == turned
    assert not looking.active


def test_epochs_back_and_on() -> None:
    ring = session(batch_size=25)
    ring.apply(Train(2 * 12 + 5))
    ring.apply(Set("batch_size", 60))
    ring.apply(Train(7))
    looking = Looking(ring)
    seen = []
    for _ in range(5):
        LookingByPhase(looking).epoch(-1)
        arrive(looking)
        seen.append((ring.step, ring.epochs))
    # 125 samples of the third epoch were seen in fives of 25, and the other 175 in threes of 60.
    assert seen == [(29 + 3, 3.0), (24, 2.0), (12, 1.0), (0, 0.0), (0, 0.0)]
    for epochs in (1.0, 2.0, 3.0):
        LookingByPhase(looking).epoch(1)
        arrive(looking)
        assert ring.epochs == epochs
    LookingByPhase(looking).epoch(1)
    arrive(looking)
    assert not looking.active
    assert ring.step == 36
    assert moments(ring)[0] == 36
