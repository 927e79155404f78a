"""Finished runs stay: what is kept of them, where one can go, and that nothing of them is lost."""

from pathlib import Path

import numpy as np
import pytest
from session_kit import session, whole_state

from eq_sim.session import actions as act
from eq_sim.session import finished_run
from eq_sim.session.errors import RunError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session

BEGINS_ANOTHER: dict[str, act.AnyAction] = {
    "back to start": act.BackToStart(),
    "new start": act.NewStart(),
    "layers": act.Set("hidden", (3,)),
    "initializer": act.Set("initializer", "he"),
    "remedy": act.BeginWith((("l2", 0.01),)),
    "parameters": act.SetStart((0.25,) * 25),
}
GOES_ON: dict[str, act.AnyAction] = {
    "rate": act.Set("learning_rate", 0.3),
    "optimizer": act.Set("optimizer", "adam"),
    "noise": act.Set("noise", 0.3),
    "activation": act.Set("activation", "relu"),
    "turn": act.Turn((0,), (0.5,)),
    "neurons": act.AddNeurons(0, 1),
    "best": act.ToBest(),
    "checkpoint": act.KeepCheckpoint(),
}


def trained(steps: int = 30, **changes: object) -> Session:
    ring = session(points=40, batch_size=7, optimizer="adam", **changes)
    ring.apply(act.Train(steps))
    return ring


def bits(of: Session) -> tuple[object, ...]:
    """Everything by which training goes on, and its curve."""
    return (
        of.parameters.theta.tobytes(),
        of.trainer.state().moments.tobytes(),
        of.step,
        of.epochs,
        of.history.points.tobytes(),
        of.scenario,
    )


@pytest.mark.parametrize("name", list(BEGINS_ANOTHER))
def test_a_run_that_is_left_for_another_stays(name: str) -> None:
    ring = trained()
    losses, points, knobs = ring.losses, ring.history.points.copy(), ring.layout.size
    accuracy = ring.evaluation.measure("accuracy")
    ring.apply(BEGINS_ANOTHER[name])
    (run,) = ring.shelf.runs
    assert (run.number, run.steps, run.knobs, run.losses) == (1, 30, knobs, losses)
    assert (run.metric, run.measure) == ("accuracy", accuracy)
    assert np.array_equal(run.points[:4], points, equal_nan=True)
    assert run.has_end
    assert run.has_start
    ring.apply(act.Undo())
    assert ring.shelf.runs == ()
    assert ring.step == 30
    ring.apply(act.Redo())
    assert [one.number for one in ring.shelf.runs] == [1]


@pytest.mark.parametrize("name", list(GOES_ON))
def test_what_goes_on_leaves_no_run(name: str) -> None:
    ring = trained()
    ring.apply(GOES_ON[name])
    assert ring.shelf.runs == ()


def test_a_run_without_a_step_is_none() -> None:
    ring = session()
    ring.apply(act.Turn((0,), (0.5,)))
    for name in ("parameters", "back to start", "new start", "layers", "initializer", "remedy"):
        ring.apply(BEGINS_ANOTHER[name])
    assert ring.shelf.runs == ()


def test_from_its_end_training_goes_on_with_the_same_bits() -> None:
    ring, other = trained(33), trained(33)
    ring.apply(act.Set("hidden", (3,)))
    ring.apply(act.Train(9))
    ring.apply(act.GoToRunEnd(1))
    assert bits(ring) == bits(other)
    assert [run.number for run in ring.shelf.runs] == [1, 2]  # what was left for it stays, too
    for one in (ring, other):
        one.apply(act.Train(20))
    assert bits(ring) == bits(other)
    ring.apply(act.BackToStart())
    # The same run, gone on: it keeps its number.
    assert [(run.number, run.steps) for run in ring.shelf.runs] == [(1, 53), (2, 9)]
    for _ in range(3):
        ring.apply(act.Undo())
    assert ring.scenario.network.hidden == (3,)
    assert ring.step == 9


def test_its_start_is_where_it_began_with_the_settings_of_then() -> None:
    ring, other = trained(20), trained(20)
    for one in (ring, other):
        one.apply(act.Set("learning_rate", 0.3))
        one.apply(act.Train(10))
    ring.apply(act.NewStart())
    ring.apply(act.Train(5))
    (run,) = ring.shelf.runs
    assert [earlier.step for earlier in run.earlier] == [20]
    assert run.first == trained().scenario
    ring.apply(act.GoToRunStart(1))
    assert ring.step == 0
    ring.apply(act.Train(20))
    assert bits(ring)[:4] == bits(trained(20))[:4]
    assert ring.scenario == trained().scenario
    ring.apply(act.Set("learning_rate", 0.3))
    ring.apply(act.Train(10))
    assert bits(ring) == bits(other)
    ring.apply(act.BackToStart())
    assert [(run.number, run.steps) for run in ring.shelf.runs] == [(1, 30), (2, 5)]


def test_the_same_steps_again_are_the_same_run_and_others_are_another() -> None:
    ring = trained(20)
    ring.apply(act.BackToStart())
    ring.apply(act.Train(20))
    ring.apply(act.BackToStart())
    assert [run.steps for run in ring.shelf.runs] == [20]
    ring.apply(act.Set("learning_rate", 0.3))
    ring.apply(act.Train(20))
    ring.apply(act.GoToRunEnd(1))
    assert [run.steps for run in ring.shelf.runs] == [20, 20]
    ring.apply(act.Turn((0,), (0.5,)))  # a hand has made another run of it
    ring.apply(act.Train(1))
    ring.apply(act.BackToStart())
    assert [run.steps for run in ring.shelf.runs] == [20, 20, 21]


def test_going_back_on_the_way_leaves_a_branch_and_no_run() -> None:
    ring = trained(20)
    ring.apply(act.KeepCheckpoint())
    ring.apply(act.Train(10))
    ring.apply(act.Restore(1))
    ring.apply(act.GoTo(1, 10))
    assert ring.shelf.runs == ()
    ring.apply(act.NewStart())
    ring.apply(act.Train(5))
    ring.apply(act.Restore(1))  # of another run: the one that is left stays
    assert [(run.number, run.steps) for run in ring.shelf.runs] == [(1, 10), (2, 5)]
    ring.apply(act.GoTo(1, 10))
    assert [run.steps for run in ring.shelf.runs] == [10, 5]


def test_names_pins_and_deletion_can_be_undone() -> None:
    ring = trained()
    for _ in range(3):
        ring.apply(act.NewStart())
        ring.apply(act.Train(3))
    ring.apply(act.NameRun(2, "  the   good one "))
    ring.apply(act.PinRuns((3,), True))
    assert [(run.name, run.pinned) for run in ring.shelf.runs] == [
        ("", False), ("the good one", False), ("", True),
    ]  # fmt: skip
    ring.apply(act.DeleteRuns((1, 3)))
    assert [run.number for run in ring.shelf.runs] == [2]
    ring.apply(act.Undo())
    assert [run.number for run in ring.shelf.runs] == [1, 2, 3]
    for gone in (act.GoToRunEnd(9), act.GoToRunStart(9), act.NameRun(9, ""), act.DeleteRuns((9,))):
        with pytest.raises(RunError, match="There is no finished run 9"):
            ring.apply(gone)


def test_where_there_is_no_room_the_oldest_ends_go_and_curves_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ring = trained()
    ring.apply(act.NewStart())
    (first,) = ring.shelf.runs
    assert first.end is not None
    monkeypatch.setattr(finished_run, "BUDGET", 2.2 * first.end.nbytes)
    ring.apply(act.PinRuns((1,), True))
    for _ in range(3):
        ring.apply(act.Train(30))
        ring.apply(act.SetStart((0.25 + ring.start_number,) * 25))
        ring.apply(act.NewStart())
    assert [run.has_end for run in ring.shelf.runs] == [True, False, False, True]
    assert all(run.points.shape[1] == 31 for run in ring.shelf.runs)
    with pytest.raises(RunError, match="The end of run 2 was let go to make room"):
        ring.apply(act.GoToRunEnd(2))
    ring.apply(act.GoToRunStart(2))  # a random start can be drawn again
    ring.apply(act.Train(30))
    assert ring.history.points.tobytes() == ring.shelf.runs[1].points[:4].tobytes()


def test_a_start_that_was_loaded_cannot_be_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finished_run, "BUDGET", 0)
    ring = session(points=40)
    ring.apply(act.SetStart((0.25,) * 25))
    ring.apply(act.Train(3))
    ring.apply(act.NewStart())
    assert not ring.shelf.runs[0].has_start
    with pytest.raises(RunError, match="cannot be drawn again"):
        ring.apply(act.GoToRunStart(1))


def test_of_very_many_runs_the_oldest_go_pinned_and_named_ones_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(finished_run, "MOST_RUNS", 4)
    ring = trained(2)
    for number in range(1, 8):
        ring.apply(act.NewStart())
        ring.apply(act.Train(2))
        if number == 1:
            ring.apply(act.PinRuns((1,), True))
        if number == 2:
            ring.apply(act.NameRun(2, "mine"))
    assert [run.number for run in ring.shelf.runs] == [1, 2, 6, 7]


def test_runs_come_back_from_a_file_and_from_the_log(tmp_path: Path) -> None:
    ring = trained()
    ring.apply(act.Set("learning_rate", 0.3))
    ring.apply(act.Train(5))
    ring.apply(act.NewStart())
    ring.apply(act.NameRun(1, "first"))
    ring.apply(act.Train(70))
    ring.apply(act.Turn((0,), (0.5,)))
    ring.apply(act.BackToStart())
    ring.apply(act.PinRuns((2,), True))
    path = tmp_path / "runs.eqsim"
    save_experiment(path, Experiment.of(ring))
    opened = read_experiment(path).session()
    again = replay(record.action for record in ring.log.records)
    for other in (opened, again):
        assert SavedState.of(other.state()) == SavedState.of(ring.state())
        other.apply(act.GoToRunEnd(1))
    ring.apply(act.GoToRunEnd(1))
    for one in (ring, opened, again):
        one.apply(act.Train(10))
    assert whole_state(opened) == whole_state(ring) == whole_state(again)
    assert bits(opened) == bits(ring)


def test_a_run_between_two_points_ends_where_it_was_left() -> None:
    ring = trained(131)  # after step 64 points are further apart
    recorded = ring.history.points.shape[1]
    losses = ring.losses
    ring.apply(act.BackToStart())
    (run,) = ring.shelf.runs
    assert (run.recorded, run.points.shape[1]) == (recorded, recorded + 1)
    assert run.points[0, -1] == 131
    assert run.losses == losses
    ring.apply(act.GoToRunEnd(1))
    ring.apply(act.BackToStart())
    assert [one.number for one in ring.shelf.runs] == [1]


def test_training_that_runs_goes_on_and_a_hand_is_let_go() -> None:
    ring = trained()
    ring.apply(act.Run())
    ring.advance(steps=5)
    ring.apply(act.BackToStart())
    assert ring.running
    ring.advance(steps=3)
    ring.apply(act.GoToRunEnd(1))
    assert not ring.running
    assert ring.step == 35
