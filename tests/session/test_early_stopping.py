"""Early stopping: when the validation part says so, and back to the knobs that it says."""

import json
from pathlib import Path

import numpy as np
import pytest
from session_kit import session, theta_bits, whole_state
from training_aside import WhenTold

from eq_sim.cli.program import main
from eq_sim.export.script import write_script
from eq_sim.session.actions import Pause, Redo, Run, Set, StopEarly, Train, Undo
from eq_sim.session.errors import KnobError
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED
from eq_sim.session.until_stopped import train_until_stopped

TOO_MUCH = {
    "points": 100, "noise": 0.5, "test_fraction": 0.5, "validation_fraction": 0.3,
    "hidden": (24, 24), "optimizer": "adam", "learning_rate": 0.02,
}  # fmt: skip
"""Far more knobs than 35 points of a noisy wave can bear."""


def wave(patience: int = 60, **changes: object) -> Session:
    return session("sine", **{**TOO_MUCH, "early_stopping": patience, **changes})


def expected(patience: int) -> tuple[int, int]:
    """Returns where training ends and which step was best, looked up in a run that never stops."""
    straight = wave(0)
    straight.apply(Train(1500))
    lowest, best = np.inf, 0
    points = zip(straight.history.points[0], straight.history.validation, strict=True)
    for step, loss in points:
        if loss < lowest:
            lowest, best = loss, int(step)
        elif step - best >= patience:
            return int(step), best
    raise AssertionError("it never stops")


def ran(of: Session, steps: int) -> Session:
    of.apply(Run())
    for _ in range(1500):
        of.advance(steps=steps)
        if not of.running:
            return of
    raise AssertionError(of.step)


@pytest.mark.parametrize("patience", [20, 60, 200])
def test_it_ends_where_patience_runs_out_and_the_best_knobs_are_back(patience: int) -> None:
    end, best = expected(patience)
    there = wave(0)
    there.apply(Train(best))
    stopped = wave(patience)
    assert train_until_stopped(stopped, 1500) == end
    assert (stopped.step, stopped.stopped.step, stopped.stopped.best) == (end, end, best)
    assert theta_bits(stopped) == theta_bits(there)
    assert stopped.losses == there.losses
    assert stopped.losses.validation == min(stopped.history.validation)
    assert stopped.losses.train > stopped.history.points[2, -2]  # it had gone on falling there


@pytest.mark.parametrize("frame", [1, 7, 400])
def test_frames_of_any_length_end_at_the_same_step(frame: int) -> None:
    headless = wave()
    train_until_stopped(headless, 1500)
    seen = ran(wave(), frame)
    assert (seen.step, theta_bits(seen)) == (headless.step, theta_bits(headless))
    np.testing.assert_array_equal(seen.history.points, headless.history.points)
    assert seen.stopped == headless.stopped
    assert not seen.running


def test_it_is_one_thing_to_undo() -> None:
    some, straight = ran(wave(), 9), wave(0)
    straight.apply(Train(some.step))
    best = theta_bits(some)
    assert some.undo.undo_name == "early stop, back to the best"
    some.apply(Undo())
    assert theta_bits(some) == theta_bits(straight)  # where training had come to
    assert some.step == straight.step
    some.apply(Redo())
    assert theta_bits(some) == best
    some.apply(Undo())
    some.apply(Undo())
    assert (some.step, theta_bits(some)) == (0, theta_bits(wave()))


def test_it_says_so_and_the_curve_is_marked() -> None:
    some = ran(wave(), 50)
    end, best = expected(60)
    assert some.stopped.sentence == (
        f"Stopped early at step {end:,}: for 60 steps the validation loss had reached no new low. "
        f"The knobs are those of step {best:,} again, where it was lowest; undo brings back where "
        "training had come to."
    )
    assert some.history.marks[-1].text == f"stopped early: back to the best, of step {best:,}"
    some.apply(Train(1))
    assert some.stopped is None


def test_who_goes_on_has_patience_anew() -> None:
    some = ran(wave(), 50)
    end = some.step
    some.apply(Run())
    some.advance(steps=59)
    assert (some.step, some.running) == (end + 59, True)
    late = wave(0)
    late.apply(Train(1000))
    late.apply(Set("early_stopping", 60))  # asked for long after the best: it begins here
    late.apply(Run())
    late.advance(steps=59)
    assert (late.step, late.running) == (1059, True)
    late.advance(steps=200)
    assert not late.running
    assert 1060 <= late.step <= 1076  # the first point that is recorded from there on


def test_the_test_part_has_no_say() -> None:
    """Only the loss of the validation part decides: it is not at the lowest test loss."""
    some = ran(wave(), 50)
    points = some.history.points
    assert points[0, np.nanargmin(points[3])] != some.stopped.best
    assert some.best.loss == min(some.history.validation)


def test_a_goal_on_the_test_part_does_not_end_what_the_validation_part_ends() -> None:
    some = ran(wave(), 3)
    assert some.goal_reached
    assert some.history.points[0, -1] == expected(60)[0]
    goal = ran(wave(0), 3)
    assert goal.goal_reached
    assert goal.step < some.step


def test_steps_by_hand_are_as_many_as_were_asked_for() -> None:
    some = wave()
    some.apply(Train(1200))
    assert (some.step, some.stopped) == (1200, None)


def test_without_a_validation_part_nothing_stops() -> None:
    some = wave(validation_fraction=0.0)
    some.apply(Train(30))
    with pytest.raises(KnobError, match="needs a validation loss"):
        some.apply(StopEarly())
    assert train_until_stopped(some, 600) == 600


def test_a_replay_and_a_saved_state_go_the_same_way(tmp_path: Path) -> None:
    some = ran(wave(), 13)
    some.apply(Run())
    some.advance(steps=30)
    some.apply(Pause())
    again = replay(record.action for record in some.log.records)
    assert whole_state(again) == whole_state(some)
    saved = Session(SavedState.of(some.state()).state())
    np.testing.assert_array_equal(saved.history.validation, some.history.validation)
    for one in (some, again, saved):
        ran(one, 17)
    assert theta_bits(some) == theta_bits(again) == theta_bits(saved)
    assert some.step == again.step == saved.step


def test_a_worker_stops_at_the_same_step() -> None:
    long = {
        "hidden": (256,), "batch_size": 300, "speed": float(FULL_SPEED), "early_stopping": 16,
        "validation_fraction": 0.1, "learning_rate": 0.1, "test_fraction": 0.5, "optimizer": "adam",
    }  # fmt: skip
    here, there = session("digits", **long), session("digits", **long)
    executor = WhenTold()
    there.work_aside(lambda: executor, lambda: None, pytest.fail)
    taken = train_until_stopped(here, 300)
    assert taken < 300
    there.apply(Run())
    for _ in range(400):
        there.advance(steps=1)
        executor.work()
    assert (there.running, there.step) == (False, taken)
    assert theta_bits(there) == theta_bits(here)


def test_the_command_line_has_the_bits_of_the_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    seen = ran(wave(hidden=(9,)), 11)
    words = [f"--set={key}={value}" for key, value in TOO_MUCH.items() if key != "hidden"]
    words += ["--set=hidden=9", "--set=early_stopping=60", "--json"]
    assert main(["train", "sine", "--steps", "1500", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stopped_early"] == {"step": seen.step, "best_step": seen.stopped.best}
    assert told["steps"] == seen.step
    assert told["validation_loss"] == seen.losses.validation
    assert told["test_loss"] == seen.losses.test


def test_early_stopping_without_a_validation_part_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "one-knob", "--steps", "2", "--set=early_stopping=5"]) == 0
    assert "Early stopping waits for a validation part" in capsys.readouterr().err


def test_a_stopped_run_leaves_as_a_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import runpy
    import sys

    some = ran(wave(learning_rate=0.005, dtype="float64"), 50)
    write_script(tmp_path / "run.py", some)
    monkeypatch.setattr(sys, "argv", ["run.py", str(tmp_path / "knobs.npz")])
    runpy.run_path(str(tmp_path / "run.py"), run_name="__main__")
    said = capsys.readouterr().out
    assert f"validation loss {some.losses.validation:.4g}"[:20] in said
    with np.load(tmp_path / "knobs.npz") as found:
        for name, tensor in some.layout.as_torch(some.parameters.theta).items():
            np.testing.assert_allclose(found[name], tensor, atol=1e-6)
