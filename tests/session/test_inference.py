"""Inference: all knobs are locked, inputs flow through, and no knob moves by a bit."""

from pathlib import Path

import numpy as np
import pytest
from session_kit import session, theta_bits

from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session import actions as act
from eq_sim.session.errors import KnobError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session

TURNS = [
    act.Turn((3,), (0.5,)),
    act.Grab((3,)),
    act.Train(1),
    act.Train(0),
    act.TakePhase(),
    act.Run(),
    act.NewStart(),
    act.BackToStart(),
    act.SetStart.of(np.ones(25)),
    act.Mute((3,), True),
    act.Solo.of(3, on=True),
    act.RecallScene(0),
    act.Restore(1),
    act.GoToRunEnd(1),
    act.GoToRunStart(1),
    act.GoTo(5, 10),
    act.ToBest(),
    act.Set("hidden", (3,)),
    act.BeginWith((("dropout", 0.2),)),
    act.Set("dtype", "float64"),
]


@pytest.fixture
def trained() -> Session:
    ring = session(points=50)
    ring.apply(act.Train(5))
    ring.apply(act.NewStart())
    ring.apply(act.StoreScene(0))
    ring.apply(act.KeepCheckpoint())
    ring.apply(act.Train(40))
    ring.apply(act.Turn((2,), (0.7,)))
    return ring


def test_whatever_would_move_a_knob_is_refused_and_says_why(trained: Session) -> None:
    trained.apply(act.LockKnobs(True))
    before, records = theta_bits(trained), len(trained.log.records)
    for action in TURNS:
        with pytest.raises(KnobError, match="knobs are locked"):
            trained.apply(action)
        assert theta_bits(trained) == before, action
    assert trained.locked
    assert not trained.running
    assert trained.moved_since_locked() == 0
    assert len(trained.log.records) == records


def test_what_moves_no_knob_goes_on_and_strange_inputs_flow_through(trained: Session) -> None:
    trained.apply(act.LockKnobs(True))
    before = theta_bits(trained)
    for setting, value in (("noise", 2.0), ("points", 300), ("learning_rate", 5.0), ("speed", 9.0)):
        trained.apply(act.Set(setting, value))
        assert trained.losses.train > 0
    trained.apply(act.Freeze((1,), True))
    trained.apply(act.StoreScene(1))
    network = Network(trained.layout, LOSSES[trained.scenario.training.loss])
    for inputs in (np.full((2, 5000), 1e6), np.full((2, 3), -1e30), np.full((2, 1), np.nan)):
        network.answers(trained.parameters.theta, inputs)
    assert theta_bits(trained) == before
    assert trained.moved_since_locked() == 0


def test_a_lock_is_undone_and_done_again_and_then_what_was_before(trained: Session) -> None:
    trained.apply(act.LockKnobs(True))
    trained.apply(act.Set("noise", 1.0))
    before = theta_bits(trained)
    trained.apply(act.Undo())  # of the noise
    assert trained.locked
    trained.apply(act.Undo())
    assert not trained.locked
    trained.apply(act.Redo())
    assert trained.locked
    assert theta_bits(trained) == before
    trained.apply(act.LockKnobs(False))
    trained.apply(act.Train(5))
    assert theta_bits(trained) != before
    assert trained.log.records[-2].action == act.LockKnobs(False)


def test_training_after_a_lock_goes_on_with_the_same_bits(trained: Session) -> None:
    other = trained.fork()
    trained.apply(act.LockKnobs(True))
    trained.apply(act.LockKnobs(False))
    for one in (trained, other):
        one.apply(act.Train(100))
    assert theta_bits(trained) == theta_bits(other)
    assert theta_bits(replay(r.action for r in trained.log.records)) == theta_bits(trained)


def test_a_lock_is_kept_in_the_file_and_another_scenario_has_none(
    trained: Session, tmp_path: Path
) -> None:
    trained.apply(act.LockKnobs(True))
    save_experiment(tmp_path / "a.eqsim", Experiment.of(trained))
    opened = read_experiment(tmp_path / "a.eqsim").session()
    assert opened.locked
    with pytest.raises(KnobError, match="knobs are locked"):
        opened.apply(act.Train(1))
    opened.apply(act.Load(opened.original, 2))
    assert not opened.locked


def test_what_is_turning_is_not_locked(trained: Session) -> None:
    trained.apply(act.Run())
    with pytest.raises(KnobError, match="pause and let go"):
        trained.apply(act.LockKnobs(True))
    trained.apply(act.Pause())
    trained.apply(act.Grab((3,)))
    with pytest.raises(KnobError, match="pause and let go"):
        trained.apply(act.LockKnobs(True))
    assert not trained.locked
