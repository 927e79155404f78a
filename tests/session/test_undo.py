"""Undo and redo of everything that a hand or training does."""

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from session_kit import independent_answers, session, theta_bits, training_state, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError, UndoError
from eq_sim.session.replay import replay
from eq_sim.session.session import Session
from eq_sim.session.slices import KnobSlices


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
    assert ring.past.names == [f"turn {ring.name(4)}", "13 steps"]
    ring.apply(act.Undo())
    assert lasting(ring) == before
    assert ring.past.redo_name == f"turn {ring.name(4)}"
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
    ring.train(20)
    ring.apply(act.Grab((3,)))
    ring.train(5)
    ring.apply(act.Turn((3,), (0.9,)))
    ring.train(5)
    ring.apply(act.Release())
    ring.train(7)
    assert ring.running
    ring.apply(act.Undo())  # pauses first
    assert not ring.running
    assert ring.past.redo_name == "training, 7 steps"
    assert ring.step == 30
    assert ring.past.names == [f"turn {ring.name(3)}", "training, 20 steps"]
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
    ring.train(5)
    ring.apply(act.Grab((3,)))
    ring.train(5)
    ring.apply(act.Release())
    ring.train(5)
    ring.apply(act.Pause())
    assert ring.past.names == ["training, 15 steps"]


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
    assert ring.past.names == ["9 steps"]


def test_something_new_ends_redo() -> None:
    ring = session()
    turn(ring, 0, 1.0)
    ring.apply(act.Undo())
    turn(ring, 1, 1.0)
    with pytest.raises(UndoError, match="do again"):
        ring.apply(act.Redo())


def test_another_network_has_another_past() -> None:
    ring = session()
    turn(ring, 0, 1.0)
    ring.apply(act.Set("hidden", (3,)))
    assert ring.past.names == []
    turn(ring, 0, 1.0)
    ring.apply(act.Load(ring.scenario, 2))
    assert ring.past.names == []


def test_settings_stay_as_they_were_set() -> None:
    ring = session(optimizer="sgd")
    ring.apply(act.Train(5))
    ring.apply(act.Set("optimizer", "adam"))
    ring.apply(act.Set("learning_rate", 0.02))
    ring.apply(act.Train(5))
    ring.apply(act.Undo())
    ring.apply(act.Undo())
    assert ring.step == 0
    assert ring.scenario.training.optimizer == "adam"
    ring.apply(act.Train(3))
    assert np.isfinite(ring.losses.train)


def test_a_budget_lets_the_oldest_go_and_says_so() -> None:
    ring = session()
    for place in range(40):
        turn(ring, place % 25, 0.01 * place + 0.5)
    assert not ring.past.forgotten
    size = ring.past.bytes
    ring.past.set_budget(size / 4)
    assert ring.past.forgotten
    assert ring.past.bytes <= size / 4
    assert 0 < len(ring.past.names) < 40
    ring.past.set_budget(1)
    assert len(ring.past.names) == 1  # the last thing can always be undone
    ring.apply(act.Undo())


def test_phases_and_refusals() -> None:
    ring = session()
    for _ in range(4):
        ring.apply(act.TakePhase())
    assert ring.past.names == ["1 step"]
    ring.apply(act.Set("learning_rate", 1e30))
    ring.apply(act.Train(5))
    assert ring.refusal is not None
    assert ring.past.names == ["1 step"]  # no step was taken
    with pytest.raises(KnobError):
        ring.apply(act.Turn((0,), (float("nan"),)))
    assert ring.past.names == ["1 step"]


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
        known = len(self.session.past.names)
        self.session.apply(action)
        added = len(self.session.past.names) - known
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
        of, known = self.session, len(self.session.past.names)
        of.apply(act.Run())
        of.train(steps)
        of.apply(act.Grab((knob,)))
        of.train(steps)
        if not of.switches.silent[knob]:
            of.apply(act.Turn((knob,), (value,)))
        of.apply(act.Release())
        of.train(steps)
        of.apply(act.Pause())
        added = len(of.past.names) - known
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
        logits = independent_answers(of)[of.examiner.train, 0]
        targets = of.dataset.targets[0, of.examiner.train]
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
