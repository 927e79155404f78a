"""Undo and redo of everything that a hand or training does."""

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from session_kit import (
    independent_answers,
    session,
    take_steps_by_phase,
    theta_bits,
    training_state,
    whole_state,
)

from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError, UndoError
from eq_sim.session.files.replay import replay
from eq_sim.session.messages import Message
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS
from eq_sim.session.undo.stack import UndoState


def turn(of: Session, knob: int, *values: float) -> None:
    of.apply(act.Grab((knob,)))
    for value in values:
        of.apply(act.Turn((knob,), (value,)))
    of.apply(act.Release())


def lasting(of: Session) -> tuple[object, ...]:
    """Everything that undo has to bring back."""
    return (
        *training_state(of),
        of.parameters.start.tobytes(),
        of.start_number,
        of.moved(),
        of.history.points.tobytes(),
        tuple(of.history.marks),
        of.goal_reached,
        of.switches.frozen.tobytes(),
        of.switches.silent.tobytes(),
        of.switches.parked.tobytes(),
    )


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_one_gesture_is_one_entry(optimizer: str) -> None:
    ring = session(optimizer=optimizer, batch_size=7)
    ring.apply(act.Train(13))
    before = lasting(ring)
    turn(ring, 4, 0.1, 0.5, -0.7)
    after = lasting(ring)
    assert ring.undo.names == [f"turn {ring.name(4)}", "13 steps"]
    ring.apply(act.Undo())
    assert lasting(ring) == before
    assert ring.undo.redo_name == f"turn {ring.name(4)}"
    ring.apply(act.Redo())
    assert lasting(ring) == after
    ring.apply(act.Undo())
    ring.apply(act.Undo())
    assert ring.step == 0
    with pytest.raises(UndoError, match="nothing to undo"):
        ring.apply(act.Undo())


def test_after_undo_training_goes_on_as_it_would_have() -> None:
    """Moments and the order of the batches come back too."""
    ring, other = session(optimizer="adam", batch_size=7), session(optimizer="adam", batch_size=7)
    for one in (ring, other):
        one.apply(act.Train(31))
    ring.apply(act.Train(50))
    ring.apply(act.Undo())
    for one in (ring, other):
        one.apply(act.Train(40))
    assert training_state(ring) == training_state(other)


def test_a_grab_during_training_makes_three_entries() -> None:
    ring = session()
    start = theta_bits(ring)
    ring.apply(act.Run())
    ring.advance(steps=20)
    ring.apply(act.Grab((3,)))
    ring.advance(steps=5)
    ring.apply(act.Turn((3,), (0.9,)))
    ring.advance(steps=5)
    ring.apply(act.Release())
    ring.advance(steps=7)
    assert ring.running
    ring.apply(act.Undo())  # pauses first
    assert not ring.running
    assert ring.undo.redo_name == "training, 7 steps"
    assert ring.step == 30
    assert ring.undo.names == [f"turn {ring.name(3)}", "training, 20 steps"]
    ring.apply(act.Undo())
    assert ring.step == 20
    ring.apply(act.Undo())
    assert theta_bits(ring) == start
    for _ in range(3):
        ring.apply(act.Redo())
    assert ring.step == 37


def test_a_grab_that_turns_nothing_is_no_entry() -> None:
    ring = session()
    ring.apply(act.Run())
    ring.advance(steps=5)
    ring.apply(act.Grab((3,)))
    ring.advance(steps=5)
    ring.apply(act.Release())
    ring.advance(steps=5)
    ring.apply(act.Pause())
    assert ring.undo.names == ["training, 15 steps"]


def test_undo_with_a_knob_in_the_hand_lets_go() -> None:
    ring = session()
    before = lasting(ring)
    ring.apply(act.Grab((3,)))
    ring.apply(act.Turn((3,), (0.9,)))
    ring.apply(act.Undo())
    assert lasting(ring) == before
    assert ring.held == ()


def test_starts_can_be_undone() -> None:
    ring = session()
    ring.apply(act.Train(9))
    before = lasting(ring)
    for action in (act.NewStart(), act.BackToStart(), act.SetStart((0.25,) * 25)):
        ring.apply(action)
        changed = lasting(ring)
        assert changed != before
        ring.apply(act.Undo())
        assert lasting(ring) == before
        ring.apply(act.Redo())
        assert lasting(ring) == changed
        ring.apply(act.Undo())
    assert ring.undo.names == ["9 steps"]


def test_something_new_ends_redo() -> None:
    ring = session()
    turn(ring, 0, 1.0)
    ring.apply(act.Undo())
    turn(ring, 1, 1.0)
    with pytest.raises(UndoError, match="do again"):
        ring.apply(act.Redo())


def test_another_experiment_has_another_past() -> None:
    ring = session()
    turn(ring, 0, 1.0)
    ring.apply(act.Load(ring.scenario, 2))
    assert ring.undo.names == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("learning_rate", 0.02),
        ("optimizer", "adam"),
        ("batch_size", 9),
        ("l2", 0.01),
        ("dropout", 0.2),
        ("activation", "silu"),
        ("loss", "half_mse"),
        ("dtype", "float64"),
        ("hidden", (3,)),
        ("initializer", "he"),
        ("noise", 0.3),
        ("test_fraction", 0.5),
        ("points", 70),
    ],
)
def test_a_setting_can_be_undone_with_all_that_it_changed(setting: str, value: object) -> None:
    ring = session(optimizer="momentum")
    ring.apply(act.Freeze((3,), True))
    ring.apply(act.Train(25))
    before = lasting(ring), ring.scenario, ring.objective, ring.best, tuple(ring.losses)
    ring.apply(act.Set(setting, value))
    ring.apply(act.Train(10))
    after = lasting(ring), ring.scenario, ring.objective, ring.best, tuple(ring.losses)
    for _ in range(2):
        ring.apply(act.Undo())
        ring.apply(act.Undo())
        now = lasting(ring), ring.scenario, ring.objective, ring.best, tuple(ring.losses)
        assert now == before
        assert ring.parameters.start.dtype == ring.scenario.network.dtype
        ring.apply(act.Redo())
        ring.apply(act.Redo())
        now = lasting(ring), ring.scenario, ring.objective, ring.best, tuple(ring.losses)
        assert now == after
    ring.apply(act.Train(3))
    again = replay(record.action for record in ring.log.records)
    assert lasting(again) == lasting(ring)


def test_a_drag_of_a_setting_is_one_entry_and_speed_is_none() -> None:
    ring = session()
    ring.apply(act.Grab((), "set:learning_rate"))
    for rate in (0.2, 0.3, 0.4):
        ring.apply(act.Set("learning_rate", rate))
    ring.apply(act.Release())
    ring.apply(act.Set("speed", 7.0))
    assert ring.undo.names == ["set learning rate"]
    ring.apply(act.Undo())
    assert ring.scenario.training.learning_rate == session().scenario.training.learning_rate
    assert ring.scenario.training.speed == 7.0  # what one goes on with is nobody's to take back


def test_the_value_that_is_there_already_changes_nothing() -> None:
    ring = session()
    ring.apply(act.Train(5))
    ring.apply(act.TakePhase())
    before, names, records = lasting(ring), ring.undo.names, len(ring.log.records)
    for setting, row in SETTINGS.items():
        value = getattr(getattr(ring.scenario, row.part), setting)
        assert not ring.apply(act.Set(setting, value))
    assert (lasting(ring), ring.undo.names) == (before, names)
    assert len(ring.log.records) == records


def test_a_second_grab_leaves_the_first_turn_to_undo() -> None:
    ring = session()
    start = theta_bits(ring)
    ring.apply(act.Grab((3,)))
    ring.apply(act.Turn((3,), (1.0,)))
    first = theta_bits(ring)
    ring.apply(act.Grab((4,)))
    ring.apply(act.Turn((4,), (2.0,)))
    ring.apply(act.Release())
    assert ring.undo.names == [f"turn {ring.name(4)}", f"turn {ring.name(3)}"]
    ring.apply(act.Undo())
    assert theta_bits(ring) == first
    ring.apply(act.Undo())
    assert theta_bits(ring) == start


@pytest.mark.parametrize(
    ("setting", "value"),
    [("noise", 0.45), ("test_fraction", 0.1), ("loss", "half_mse"), ("points", 33)],
)
def test_the_best_and_the_curve_belong_to_the_objective(setting: str, value: object) -> None:
    ring = session(learning_rate=1.0)
    ring.apply(act.Train(300))
    curve, best = ring.history.points.tobytes(), ring.best
    ring.apply(act.Set(setting, value))
    assert ring.history.points.shape[1] == 1  # losses of another objective do not compare
    assert ring.best is not None
    now = ring.losses.train if ring.losses.test is None else ring.losses.test
    assert ring.best.loss == now
    assert not ring.goal_is_new or ring.goal_reached
    ring.apply(act.Undo())
    assert ring.history.points.tobytes() == curve
    assert ring.best is best


def test_a_penalty_leaves_the_bare_losses_comparable() -> None:
    ring = session()
    ring.apply(act.Train(50))
    points, objective = ring.history.points.shape[1], ring.objective
    ring.apply(act.Set("l2", 0.01))
    assert ring.objective != objective
    assert ring.history.points.shape[1] == points


def test_undo_counts_all_the_memory_that_it_alone_keeps() -> None:
    ring = session("digits", hidden=(64, 64))
    size = ring.parameters.theta.nbytes
    turn(ring, 0, 1.0)
    turn(ring, 1, 1.0)
    assert size <= ring.undo.bytes < 8 * size
    before = ring.undo.bytes
    ring.apply(act.Set("noise", 0.2)) if ring.scenario.data.noise else None
    ring.apply(act.Set("hidden", (128, 64)))
    grown = ring.undo.bytes - before
    assert grown > 3 * size  # the old network's start, knobs, moments and masks
    ring.apply(act.Set("points", 1700))
    inputs = ring.dataset.inputs.nbytes
    assert ring.undo.bytes > before + grown + inputs  # the old data
    for _ in range(4):
        ring.apply(act.Undo())
    assert ring.undo.bytes > inputs  # redo keeps them, too
    ring.set_undo_budget(1)
    ring.apply(act.Redo())
    ring.apply(act.Train(1))
    assert len(ring.undo.names) == 1


def test_a_budget_lets_the_oldest_go_and_says_so() -> None:
    ring = session()
    for place in range(40):
        turn(ring, place % 25, 0.01 * place + 0.5)
    assert not ring.undo.forgotten
    size = ring.undo.bytes
    ring.set_undo_budget(size / 4)
    assert ring.undo.forgotten
    assert ring.undo.bytes <= size / 4
    assert 0 < len(ring.undo.names) < 40
    ring.set_undo_budget(1)
    assert len(ring.undo.names) == 1  # the last thing can always be undone
    ring.apply(act.Undo())


def test_phases_and_refusals() -> None:
    ring = session()
    for _ in range(4):
        ring.apply(act.TakePhase())
    assert ring.undo.names == ["1 step"]
    ring.apply(act.Set("learning_rate", 1e30))
    ring.apply(act.Train(5))
    assert ring.refusal is not None
    assert ring.undo.names == ["set learning rate", "1 step"]  # no step was taken
    with pytest.raises(KnobError):
        ring.apply(act.Turn((0,), (float("nan"),)))
    assert ring.undo.names == ["set learning rate", "1 step"]


class Wild(RuleBasedStateMachine):
    """Random hands, freezes, mutes, training, undo and redo.

    Beside the session a list of states is kept; undo and redo have to walk along it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.session = session(optimizer="momentum", batch_size=16, points=60)
        self.states = [lasting(self.session)]
        self.place = 0

    def done(self, count: int) -> None:
        """Notes that so many entries were added; only the last one's end is known here."""
        del self.states[self.place + 1 :]
        self.states += [()] * (count - 1) + [lasting(self.session)]
        self.place += count

    def check(self, action: act.AnyAction) -> None:
        known = len(self.session.undo.names)
        self.session.apply(action)
        added = len(self.session.undo.names) - known
        if added:
            self.done(added)
        else:
            self.states[self.place] = lasting(self.session)

    @rule(steps=st.integers(1, 30))
    def train(self, steps: int) -> None:
        self.check(act.Train(steps))

    @rule(knob=st.integers(0, 24), value=st.floats(-3, 3, width=32))
    def turn(self, knob: int, value: float) -> None:
        if not self.session.switches.silent[knob]:
            self.check(act.Turn((knob,), (value,)))

    @rule(knob=st.integers(0, 24), value=st.floats(-3, 3, width=32), steps=st.integers(0, 9))
    def grab_while_training(self, knob: int, value: float, steps: int) -> None:
        of, known = self.session, len(self.session.undo.names)
        of.apply(act.Run())
        of.advance(steps=steps)
        of.apply(act.Grab((knob,)))
        of.advance(steps=steps)
        if not of.switches.silent[knob]:
            of.apply(act.Turn((knob,), (value,)))
        of.apply(act.Release())
        of.advance(steps=steps)
        of.apply(act.Pause())
        added = len(of.undo.names) - known
        if added:
            self.done(added)

    @rule(knobs=st.sets(st.integers(0, 24), min_size=1, max_size=4), on=st.booleans())
    def freeze(self, knobs: set[int], on: bool) -> None:
        self.check(act.Freeze(tuple(knobs), on))

    @rule(knobs=st.sets(st.integers(0, 24), min_size=1, max_size=4), on=st.booleans())
    def mute(self, knobs: set[int], on: bool) -> None:
        self.check(act.Mute(tuple(knobs), on))

    @rule(knob=st.sampled_from([0, 5, 13, 22]), on=st.booleans())
    def solo(self, knob: int, on: bool) -> None:
        self.check(act.Solo(knob, on))

    @rule(share=st.floats(0, 1))
    def blend(self, share: float) -> None:
        self.check(act.Blend(share))

    @rule(
        setting=st.sampled_from(
            [
                ("learning_rate", 0.03),
                ("learning_rate", 0.3),
                ("optimizer", "adam"),
                ("optimizer", "momentum"),
                ("l2", 0.01),
                ("batch_size", 9),
                ("noise", 0.2),
                ("noise", 0.05),
                ("dtype", "float64"),
                ("dtype", "float32"),
                ("activation", "relu"),
                ("activation", "tanh"),
                ("initializer", "he"),
                ("speed", 30.0),
            ]
        )
    )
    def set(self, setting: tuple[str, float | str]) -> None:
        self.check(act.Set(*setting))

    @rule()
    def back_to_start(self) -> None:
        self.check(act.BackToStart())

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.session.apply(act.Undo())
        self.place -= 1
        self.compare()

    @precondition(lambda self: self.place < len(self.states) - 1)
    @rule()
    def redo(self) -> None:
        self.session.apply(act.Redo())
        self.place += 1
        self.compare()

    def compare(self) -> None:
        if self.states[self.place]:
            assert lasting(self.session) == self.states[self.place]
        else:
            self.states[self.place] = lasting(self.session)

    @invariant()
    def silent_knobs_are_zero_and_the_loss_is_of_these_knobs(self) -> None:
        of = self.session
        assert not of.parameters.theta[of.switches.silent].any()
        logits = independent_answers(of)[of.evaluation.train, 0]
        targets = of.dataset.targets[0, of.evaluation.train]
        loss = np.mean(np.logaddexp(0, logits) - targets * logits)
        assert of.losses.train == pytest.approx(loss, rel=1e-4, abs=1e-6)

    def teardown(self) -> None:
        of = self.session
        again = replay(record.action for record in of.log.records)
        assert whole_state(again) == whole_state(of)
        assert lasting(again) == lasting(of)
        first, second = KnobSlices(of).gradient(), KnobSlices(again).gradient()
        np.testing.assert_array_equal(first, second)


Wild.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestWild = Wild.TestCase


def test_a_step_taken_by_phases_inside_a_gesture_belongs_to_it() -> None:
    ring = session(optimizer="adam")
    before = lasting(ring)
    ring.apply(act.Grab((1,)))
    ring.apply(act.Turn((1,), (0.5,)))
    take_steps_by_phase(ring, 1)
    ring.apply(act.Release())
    assert len(ring.undo.names) == 1
    ring.apply(act.Undo())
    assert lasting(ring) == before


def test_a_step_taken_by_phases_while_training_runs_belongs_to_the_run() -> None:
    ring = session(optimizer="adam")
    before = lasting(ring)
    ring.apply(act.Run())
    ring.advance(steps=3)
    take_steps_by_phase(ring, 2)
    ring.advance(steps=3)
    ring.apply(act.Pause())
    assert ring.undo.names == ["training, 8 steps"]
    ring.apply(act.Undo())
    assert lasting(ring) == before


def test_a_fork_undoes_what_was_done_before_it_and_its_log_still_replays() -> None:
    ring = session()
    ring.set_undo_budget(1 << 20)
    ring.apply(act.Turn((0,), (0.5,)))
    ring.apply(act.Train(4))
    fork = ring.fork()
    assert fork.undo.budget == ring.undo.budget
    for action in (act.Undo(), act.Undo(), act.Redo(), act.Train(2)):
        fork.apply(action)
        assert whole_state(replay(r.action for r in fork.log.records)) == whole_state(fork)


@pytest.mark.parametrize("held", [False, True])
def test_a_log_that_begins_in_mid_run_undoes_the_run_and_not_what_was_before(held: bool) -> None:
    ring = session()
    ring.apply(act.Run())
    ring.advance(steps=3)
    if held:
        ring.apply(act.Grab((1, 2)))
        ring.apply(act.Turn((1,), (0.4,)))
    ring.begin_log_anew()
    ring.apply(act.Turn((0,), (0.5,)))
    ring.apply(act.Freeze((4,), True))
    ring.advance(steps=5)
    ring.apply(act.Pause())
    ring.apply(act.Release())
    for _ in range(2):
        ring.apply(act.Undo())
        again = replay(record.action for record in ring.log.records)
        assert lasting(again) == lasting(ring)


def test_the_bytes_of_all_entries_are_kept_count_of(ring: Session) -> None:
    def counted(undo: UndoState) -> UndoState:
        assert undo.entry_bytes == sum(each.bytes for each in (*undo.done, *undo.undone))
        return undo

    states = [ring.state()]
    undo = UndoState(budget=15 * ring.parameters.theta.nbytes)
    for place in range(12):
        turn(ring, place, 0.5)
        states.append(ring.state())
        deed = Message("training")
        undo = counted(undo.added(deed, states[-2], states[-1], 1).within_budget())
    assert undo.forgotten
    assert len(undo.done) > 1
    undo = counted(undo.undo(states[-1])[0])
    undo = counted(undo.redo(states[-2])[0])
    undo = counted(undo.undo(states[-1])[0])
    counted(undo.added(Message("training"), states[-2], states[-1], 1))
