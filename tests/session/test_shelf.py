"""Scenes and checkpoints: kept whatever happens meanwhile, and one comes back to them."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from session_kit import session, take_steps_by_phase, theta_bits, training_state, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import CheckpointError, KnobError
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.memory import bytes_of, memory_of
from eq_sim.session.session import Session
from eq_sim.session.timeline import Moment


def test_a_scene_keeps_all_knobs_and_brings_them_back() -> None:
    some = session(points=30)
    some.apply(act.Mute((3,), True))
    some.apply(act.Train(20))
    kept = theta_bits(some)
    some.apply(act.StoreScene(2))
    some.apply(act.Train(30))
    after = theta_bits(some)
    some.apply(act.RecallScene(2))
    assert theta_bits(some) == kept
    assert some.step == 50  # the knobs go back, and training goes on
    assert some.undo.names[:3] == ["scene 3", "30 steps", "store scene 3"]
    assert some.history.marks[-1].text == "recalled scene 3"
    some.apply(act.Undo())
    assert theta_bits(some) == after
    some.apply(act.ClearScene(2))
    with pytest.raises(KnobError, match="Scene 3 is empty"):
        some.apply(act.RecallScene(2))
    some.apply(act.Undo())
    some.apply(act.RecallScene(2))


def test_a_scene_of_another_network_is_kept_and_refused() -> None:
    some = session(points=30)
    some.apply(act.StoreScene(0))
    some.apply(act.Set("hidden", (3,)))
    with pytest.raises(KnobError, match="25 knobs, and this one has 13"):
        some.apply(act.RecallScene(0))
    some.apply(act.Set("hidden", (4, 2)))
    some.apply(act.RecallScene(0))


@pytest.mark.parametrize("slot", [-1, 8, 10**9])
def test_there_are_eight_scenes(slot: int) -> None:
    some = session(points=30)
    for action in (act.StoreScene(slot), act.RecallScene(slot), act.ClearScene(slot)):
        with pytest.raises(KnobError, match="1 to 8"):
            some.apply(action)


def test_a_checkpoint_brings_everything_back_and_training_goes_on_with_the_same_bits() -> None:
    some = session(points=30, optimizer="adam", batch_size=7, dropout=0.2)
    some.apply(act.Freeze((2,), True))
    some.apply(act.Train(40))
    some.apply(act.KeepCheckpoint("before the edge", "it was good here"))
    then, points = training_state(some), some.history.points.tobytes()
    through = some.fork()
    some.apply(act.Set("learning_rate", 0.5))
    some.apply(act.Set("hidden", (3,)))
    some.apply(act.Train(30))
    some.apply(act.Restore(1))
    assert training_state(some) == then
    assert some.history.points.tobytes() == points
    assert some.switches.frozen[2]
    assert some.scenario.training.learning_rate == through.scenario.training.learning_rate
    for one in (some, through):
        one.apply(act.Train(25))
    assert training_state(some) == training_state(through)
    (kept,) = some.shelf.checkpoints
    assert (kept.name, kept.note, kept.step) == ("before the edge", "it was good here", 40)
    assert some.undo.names[1] == "back to the checkpoint at step 40"


def test_checkpoints_are_named_and_let_go_and_that_can_be_undone() -> None:
    some = session(points=30)
    for _ in range(3):
        some.apply(act.Train(5))
        some.apply(act.KeepCheckpoint())
    some.apply(act.DescribeCheckpoint(2, "  two \n lines ", "a note"))
    some.apply(act.LetGoCheckpoint(1))
    some.apply(act.KeepCheckpoint())
    kept = [(one.number, one.name) for one in some.shelf.checkpoints]
    assert kept == [(2, "two lines"), (3, ""), (4, "")]
    for number in (1, 5, -1):
        for action in (act.Restore(number), act.LetGoCheckpoint(number)):
            with pytest.raises(CheckpointError, match="no checkpoint"):
                some.apply(action)
    some.apply(act.Undo())
    some.apply(act.Undo())
    assert [one.number for one in some.shelf.checkpoints] == [1, 2, 3]


def steps_kept(some: Session, by: str) -> list[int]:
    return [one.step for one in some.shelf.checkpoints if one.by == by]


def overfitting() -> Session:
    return session("moons", points=200, noise=0.5, test_fraction=0.9, optimizer="adam")


def test_training_keeps_its_best_the_same_however_it_runs() -> None:
    """In one go, by hand, a step and a phase at a time, a frame at a time, and in a replay."""
    ways = [overfitting() for _ in range(3)]
    for one in ways:
        one.apply(act.KeepAutomatically(best=True, epochs=7))
    ways[0].apply(act.Train(300))
    for _ in range(100):
        ways[1].apply(act.Train(1))
    take_steps_by_phase(ways[1], 10)
    ways[1].apply(act.Train(190))
    ways[2].apply(act.Run())
    while ways[2].step < 300:
        ways[2].advance(steps=min(7, 300 - ways[2].step))
    ways.append(replay(record.action for record in ways[2].log.records))
    best = ways[0].best
    assert best is not None
    assert 10 < best.step < 200
    kept = [
        [(one.number, one.by, one.step, one.state.theta.tobytes()) for one in way.shelf.checkpoints]
        for way in ways
    ]
    assert kept.count(kept[0]) == len(kept)
    assert steps_kept(ways[0], "best") == [best.step]
    assert kept[0][-1][2] > 290
    ways[0].apply(act.Restore(next(n for n, by, *_ in kept[0] if by == "best")))
    assert ways[0].losses.test == best.loss
    assert theta_bits(ways[0]) == best.theta.tobytes()


def test_a_new_run_leaves_the_best_of_the_one_before() -> None:
    some = overfitting()
    some.apply(act.KeepAutomatically(best=True))
    some.apply(act.Train(60))
    some.apply(act.NewStart())
    some.apply(act.Train(60))
    assert len(steps_kept(some, "best")) == 2
    some.apply(act.KeepAutomatically())
    some.apply(act.NewStart())
    some.apply(act.Train(60))
    assert len(steps_kept(some, "best")) == 2


def test_those_of_every_few_epochs_are_thinned_out_over_the_whole_run() -> None:
    some = session(points=30, hidden=[2])
    some.apply(act.KeepAutomatically(epochs=1))
    some.apply(act.KeepCheckpoint("mine"))
    some.apply(act.Train(2000))
    kept = steps_kept(some, "epochs")
    assert kept[0] == 1
    assert kept[-1] > 1900
    assert len(kept) == 32
    assert max(later - earlier for earlier, later in pairwise(kept)) <= 256
    assert steps_kept(some, "hand") == [0]


def test_where_points_are_rare_none_of_every_few_epochs_is_missed() -> None:
    """However it runs; the last step of an epoch has what is left of the samples."""
    changes = {"hidden": (256,), "batch_size": 120, "value": 2.0}  # a goal out of reach
    ways = [session("digits", **changes) for _ in range(3)]
    plain = session("digits", **changes)
    plain.apply(act.Train(100))
    rare = plain.history.points[0].tolist()
    for one in ways:
        one.apply(act.KeepAutomatically(epochs=2))
    ways[0].apply(act.Train(100))
    for steps in (3, 14, 1, 40):
        ways[1].apply(act.Train(steps))
    take_steps_by_phase(ways[1], 10)
    ways[1].apply(act.Train(32))
    ways[2].apply(act.Run())
    while ways[2].step < 100:
        assert ways[2].advance(steps=min(9, 100 - ways[2].step))
    epoch = math.ceil(len(plain.evaluation.train) / 120)
    due = list(range(2 * epoch, 101, 2 * epoch))
    assert not set(due) <= set(rare)
    assert len(due) > 3
    for one in ways:
        kept = [kept for kept in one.shelf.checkpoints if kept.by == "epochs"]
        assert [(kept.step, kept.state.epochs) for kept in kept] == [
            (step, 2.0 * (place + 1)) for place, step in enumerate(due)
        ]
        for checkpoint in kept:
            points = checkpoint.state.progress.history.points
            assert points[:2, -1].tolist() == [checkpoint.step, checkpoint.state.epochs]
        assert one.history.points[0].tolist() == sorted({*rare, *due})
        assert theta_bits(one) == theta_bits(plain)


def test_one_is_due_at_the_end_of_its_epoch_though_the_batch_changes_within_it() -> None:
    some = session("digits", hidden=(256,), batch_size=100)
    some.apply(act.KeepAutomatically(epochs=1))
    some.apply(act.Train(3))
    some.apply(act.Set("batch_size", 250))
    some.apply(act.Train(12))
    kept = [kept.state.epochs for kept in some.shelf.checkpoints]
    assert kept == list(range(1, 1 + int(some.epochs)))
    assert len(kept) > 1


def test_large_ones_of_every_few_epochs_take_a_bounded_room() -> None:
    some = session(points=10, hidden=[600, 600], optimizer="adam")
    some.apply(act.KeepAutomatically(epochs=1))
    some.apply(act.Train(16))
    kept = [one.state for one in some.shelf.checkpoints]
    size = bytes_of(array for state in kept for array in memory_of(state))
    assert 30e6 < size <= 64 << 20
    assert (kept[0].training.step, kept[-1].training.step) == (1, 16)


def test_what_training_keeps_is_chosen_and_can_be_undone(tmp_path: Path) -> None:
    some = session(points=30)
    some.apply(act.KeepAutomatically(best=True, epochs=3))
    save_experiment(tmp_path / "a.eqsim", Experiment.of(some))
    again = open_session(str(tmp_path / "a.eqsim"))
    assert (again.shelf.automatic.best, again.shelf.automatic.epochs) == (True, 3)
    some.apply(act.Undo())
    some.apply(act.Train(20))
    assert not some.shelf.checkpoints
    for epochs in (-1, 10**7):
        with pytest.raises(CheckpointError, match="0 to 1,000,000"):
            some.apply(act.KeepAutomatically(epochs=epochs))


def test_going_back_in_time_and_looking_back_keep_what_was_kept() -> None:
    some = session(points=30)
    some.apply(act.Train(40))
    some.apply(act.KeepCheckpoint("forty"))
    some.apply(act.StoreScene(1))
    state = some.timeline.state_at(some.log.state, Moment(1, 10))
    some.look_back(state)
    assert [one.name for one in some.shelf.checkpoints] == ["forty"]
    some.apply(act.GoTo(1, 10))
    assert some.step == 10
    assert [one.name for one in some.shelf.checkpoints] == ["forty"]
    assert some.shelf.scenes[1] is not None
    some.apply(act.Restore(1))
    assert some.step == 40


def test_they_are_in_the_file_and_in_the_log(tmp_path: Path) -> None:
    some = session(points=30, optimizer="adam")
    some.apply(act.Train(10))
    some.apply(act.KeepCheckpoint("ten", "a note"))
    some.apply(act.StoreScene(7))
    some.apply(act.Train(10))
    path = tmp_path / "a.eqsim"
    save_experiment(path, Experiment.of(some))
    again = open_session(str(path))
    once_more = replay(record.action for record in some.log.records)
    for one in (again, once_more):
        assert whole_state(one) == whole_state(some)
        (kept,) = one.shelf.checkpoints
        assert (kept.name, kept.note, kept.step) == ("ten", "a note", 10)
        scene = one.shelf.scenes[7]
        assert scene is not None
        assert scene.tobytes() == np.asarray(some.shelf.scenes[7]).tobytes()
    for one in (some, again):
        one.apply(act.Restore(1))
        one.apply(act.Train(5))
    assert training_state(again) == training_state(some)


def test_there_is_an_end_to_them() -> None:
    some = session(points=10, hidden=[1])
    for _ in range(200):
        some.apply(act.KeepCheckpoint())
    with pytest.raises(CheckpointError, match="let one go"):
        some.apply(act.KeepCheckpoint())
    assert len(some.shelf.checkpoints) == 200


def test_undo_counts_what_they_take() -> None:
    some = session("digits")
    some.set_undo_budget(3e6)
    for _ in range(60):
        some.apply(act.Train(1))
        some.apply(act.KeepCheckpoint())
        some.apply(act.LetGoCheckpoint(some.shelf.checkpoints[0].number))
    assert some.undo.bytes <= 3.5e6
