"""Long steps are taken aside, a quantum at a time: with the same bits, and unseen until done."""

import numpy as np
import pytest
from session_kit import moments, session, theta_bits, whole_state
from training_aside import InMidStep, WhenTold

from eq_sim.network.optimizers import Adam
from eq_sim.session.actions import (
    AnyAction,
    Freeze,
    Grab,
    Mute,
    Pause,
    Release,
    Run,
    Set,
    TakePhase,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.aside import is_long, steps_in
from eq_sim.session.errors import EqSimError, KnobError
from eq_sim.session.files.experiment_file import Experiment
from eq_sim.session.files.replay import replay
from eq_sim.session.knob_bank import LiveBank
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED

LONG = {"hidden": (256,), "batch_size": 300}
"""Of the digits: 17 million multiplications a step."""


def digits(**changes: object) -> Session:
    return session("digits", **{**LONG, "speed": float(FULL_SPEED), **changes})


def aside(**changes: object) -> tuple[Session, WhenTold, list[Exception]]:
    made, executor, failed = digits(**changes), WhenTold(), list[Exception]()
    made.work_aside(lambda: executor, lambda: None, failed.append)
    return made, executor, failed


def go_on(made: Session, executor: WhenTold, steps: int) -> None:
    """Lets time pass until so many steps at least are true."""
    for _ in range(2 * steps + 2):
        if made.step >= steps:
            return
        made.advance(steps=1)
        executor.work()
    raise AssertionError(made.step)


def log_of(made: Session) -> list[AnyAction]:
    return [record.action for record in made.log.records]


def test_only_counts_decide_how_many_steps_a_quantum_has() -> None:
    assert [steps_in(work) for work in (1 << 24, 1 << 26, 3 << 26, 1 << 30, 1 << 34)] == [
        64, 16, 4, 1, 1,
    ]  # fmt: skip
    assert not is_long(3 * 2_410 * 64)  # digits as they are shipped
    assert is_long(3 * 998_070 * 64)


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": "adam"},
        {"optimizer": "sgd", "dropout": 0.2, "l2": 0.001},
        {"optimizer": "nesterov", "batch_size": 1000},
    ],
    ids=str,
)
def test_the_same_bits_as_without_a_worker(changes: dict[str, object]) -> None:
    made, executor, failed = aside(**changes)
    other = digits(**changes)
    for one in (made, other):
        one.apply(Freeze((3, 4, 5), True))
        one.apply(Grab((70, 71)))
        one.apply(Run())
    go_on(made, executor, 20)
    made.apply(Pause())
    while other.step < made.step:
        other.advance(steps=made.step - other.step)
    other.apply(Pause())
    for one in (made, other):
        one.apply(Release())
    assert whole_state(made) == whole_state(other)
    assert moments(made) == moments(other)
    assert np.array_equal(made.history.points, other.history.points, equal_nan=True)
    assert log_of(made) == log_of(other)
    assert made.undo.names == other.undo.names
    assert not failed
    made.apply(Train(3))  # and they go on alike
    other.apply(Train(3))
    assert whole_state(made) == whole_state(other)


def test_nothing_is_seen_of_a_step_that_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    made = digits()
    executor = InMidStep(monkeypatch)
    made.work_aside(lambda: executor, lambda: None, lambda error: None)
    made.apply(Train(140))  # from here on a quantum has several steps
    made.apply(Run())

    def seen() -> tuple[object, ...]:
        answers = [part.tobytes() for part in made.evaluation.answers]
        trainer = made.trainer
        return (
            theta_bits(made), moments(made), answers, made.losses, made.measure, made.step,
            made.epochs, made.moved(), made.phase, trainer.before.tobytes(),
            trainer.after.tobytes(), made.history.points.tobytes(), log_of(made),
            made.undo.names, made.best, made.evaluation.reaches(),
            LiveBank(made).values().tobytes(),
        )  # fmt: skip

    before = seen()
    made.advance(steps=1)
    try:
        executor.stands_still()
        assert made.under_way
        assert seen() == before
        assert made.advance(steps=1) == 0
        assert seen() == before
    finally:
        executor.go.set()
    made.apply(Pause())
    assert made.step > 141
    assert seen() != before
    executor.shutdown()


DOORS = {
    "apply": lambda made: made.apply(Set("learning_rate", 0.002)),
    "take a phase": lambda made: made.apply(TakePhase()),
    "train": lambda made: list(made.train(1)),
    "undo": lambda made: made.apply(Undo()),
    "state": lambda made: made.state(),
    "save": lambda made: Experiment.of(made),
    "fork": lambda made: made.fork(),
    "park": lambda made: made.park(),
    "bring back": lambda made: made.bring_back(session("ring").park()),
    "look back": lambda made: made.look_back(session("digits", **LONG).state()),
    "begin the log anew": lambda made: made.begin_log_anew(),
    "budget": lambda made: made.set_undo_budget(1.0),
}


@pytest.mark.parametrize("door", DOORS)
def test_whatever_is_done_waits_for_what_is_under_way(door: str) -> None:
    made, executor, failed = aside()
    made.apply(Run())
    made.advance(steps=1)
    told: list[object] = []
    made.listen(told.append)
    DOORS[door](made)
    assert told[0] == Train(1)  # every step has a point of its own in the beginning
    assert not made.under_way
    assert not executor.given
    assert not failed


def test_a_refusal_is_as_ever() -> None:
    made, _, _ = aside()
    made.apply(Run())
    made.advance(steps=1)
    with pytest.raises(KnobError, match="here is no knob 999999"):
        made.apply(Turn((999_999,), (1.0,)))
    assert made.step == 1
    assert made.running


def test_a_fork_goes_on_with_the_same_bits() -> None:
    made, executor, _ = aside()
    made.apply(Run())
    go_on(made, executor, 5)
    made.advance(steps=1)
    fork = made.fork()
    fork.apply(Pause())
    made.apply(Pause())
    fork.apply(Train(7))
    made.apply(Train(7))
    assert whole_state(made) == whole_state(fork)


def test_a_knob_in_the_hand_follows_after_the_steps() -> None:
    made, executor, _ = aside()
    bank = LiveBank(made)
    made.apply(Grab((7,)))
    made.apply(Run())
    made.advance(steps=1)
    before = theta_bits(made)
    for value in (0.5, 0.25):
        made.turn_soon(Turn((7,), (value,)))
        assert bank.values()[7] == bank.whole()[7] == bank.values(slice(7, 8))[0] == value
        assert theta_bits(made) == before
    executor.work()
    made.advance(steps=1)
    assert made.step == 1
    assert made.parameters.theta[7] == np.float32(0.25)
    assert made.pending is None
    assert log_of(made)[-2:] == [Train(1), Turn((7,), (0.25,))]  # the last value alone


def test_what_waits_is_done_before_what_comes_next() -> None:
    made, _, _ = aside()
    made.apply(Grab((7,)))
    made.apply(Run())
    made.advance(steps=1)
    made.turn_soon(Turn((7,), (0.5,)))
    made.apply(Release())
    assert log_of(made)[-3:] == [Train(1), Turn((7,), (0.5,)), Release()]
    assert made.parameters.theta[7] == np.float32(0.5)
    made.apply(Undo())
    assert made.parameters.theta[7] == made.parameters.start[7]


def test_what_cannot_be_turned_is_refused_at_once() -> None:
    made, _, _ = aside()
    made.apply(Mute((7,), True))
    made.apply(Grab((7, 8)))
    made.apply(Run())
    made.advance(steps=1)
    with pytest.raises(EqSimError, match="muted"):
        made.turn_soon(Turn((7, 8), (0.5, 0.5)))
    assert made.under_way
    assert made.pending is None
    made.turn_soon(Turn((9,), (0.5,)))  # it is in no hand: done now
    assert not made.under_way
    assert made.parameters.theta[9] == np.float32(0.5)


def test_a_run_with_hands_in_it_replays_to_the_same_bits() -> None:
    made, executor, _ = aside()
    made.apply(Run())
    go_on(made, executor, 3)
    made.apply(Grab((7, 700)))
    for value in (0.1, 0.2, 0.3):
        made.advance(steps=1)
        made.turn_soon(Turn((7, 700), (value, -value)))
        executor.work()
    made.apply(Release())
    go_on(made, executor, 9)
    made.advance(steps=1)
    made.apply(Undo())
    made.apply(Train(2))
    again = replay(log_of(made))
    assert whole_state(again) == whole_state(made)
    assert moments(again) == moments(made)


def test_what_fails_has_not_been(monkeypatch: pytest.MonkeyPatch) -> None:
    made, executor, failed = aside()
    made.apply(Train(2))
    made.apply(Run())
    before, log = whole_state(made), log_of(made)
    propose = Adam.propose

    def broken(*arguments: object) -> object:
        raise ZeroDivisionError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(Adam, "propose", broken)
        made.advance(steps=1)
        executor.work()
        assert made.advance(steps=1) == 0
        assert not made.under_way  # the same would go wrong again
        made.advance(steps=1)
        made.join()  # whoever joins hears of it, too
    assert [type(error) for error in failed] == [ZeroDivisionError, ZeroDivisionError]
    assert whole_state(made) == before
    assert log_of(made) == log
    assert Adam.propose is propose
    go_on(made, executor, 4)
    made.apply(Pause())
    other = digits()
    other.apply(Train(made.step))
    assert theta_bits(other) == theta_bits(made)


def test_a_step_that_is_refused_stops_training_as_ever() -> None:
    made, executor, _ = aside(optimizer="sgd", learning_rate=1e30)
    other = digits(optimizer="sgd", learning_rate=1e30)
    for one in (made, other):
        one.apply(Run())
    for _ in range(5):
        made.advance(steps=1)
        executor.work()
    for _ in range(5):
        other.advance(steps=1)
    assert not made.running
    assert made.refusal is not None
    assert made.refusal.advice == other.refusal.advice if other.refusal else False
    assert whole_state(made) == whole_state(other)
    assert log_of(made) == log_of(other)


def test_training_pauses_at_the_goal() -> None:
    made, executor, _ = aside(value=0.5)
    other = digits(value=0.5)
    made.apply(Run())
    other.apply(Run())
    for _ in range(200):
        made.advance(steps=1)
        executor.work()
    other.advance(steps=200)
    assert not made.running
    assert made.goal_is_new
    assert 0 < made.step < 200
    assert log_of(made) == log_of(other)
    assert whole_state(made) == whole_state(other)


def test_no_more_steps_than_are_due() -> None:
    made, executor, _ = aside(speed=10.0)
    made.apply(Run())
    for passed in range(1, 301):
        made.advance(seconds=0.01)
        if passed % 7 == 0:
            executor.work()
        assert made.step <= passed / 10
    made.join()
    assert made.step in (29, 30)


def test_short_steps_are_taken_where_they_always_were() -> None:
    made, executor = session("digits", speed=float(FULL_SPEED)), WhenTold()
    made.work_aside(lambda: executor, lambda: None, lambda error: None)
    made.apply(Run())
    assert made.advance(steps=8) == 8
    assert not made.under_way
    assert not executor.given


def test_losses_say_of_which_step_they_are() -> None:
    made, executor, _ = aside(speed=100.0)
    made.apply(Train(142))  # from here on not each step has a point
    made.apply(Run())
    asked = []
    for _ in range(12):
        made.advance(seconds=0.01)
        executor.work()
        points = made.history.points
        assert made.evaluation.step == points[0, -1]
        assert made.losses.train == points[2, -1]
        asked.append(made.step - made.evaluation.step)
    assert max(asked) > 0
    made.apply(Pause())
    assert made.evaluation.step is None
    other = digits()
    other.apply(Train(made.step))
    assert made.losses == other.losses
