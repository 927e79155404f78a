"""Whatever is done, in any order: the log leads to it, forks go on from it, and files keep it."""

from pathlib import Path

import msgspec
import pytest
from random_hands import Hands, do, small
from session_kit import whole_state

from eq_sim.session import actions as act
from eq_sim.session import now
from eq_sim.session.files import recorder
from eq_sim.session.files.replay import replay, replay_file
from eq_sim.session.session import Session


def everything(of: Session) -> tuple[object, ...]:
    """What a log has to lead to, the losses and marks on the curve included."""
    trainer, best, switches = of.trainer, of.best, of.switches
    return (
        *whole_state(of),
        trainer.before.tobytes(),
        trainer.after.tobytes(),
        None if trainer.held_then is None else trainer.held_then.tolist(),
        best and (best.theta.tobytes(), best.loss, best.step),
        of.goal_reached,
        of.history.points.tobytes(),
        of.history.marks,
        of.sides.share,
        *(side is not None and side.tobytes() for side in of.sides.values),
        *(getattr(switches, name).tobytes() for name in ("frozen", "mutes", "solos", "parked")),
    )


def replayed(of: Session) -> Session:
    """Returns what the log leads to, after a way through JSON."""
    text = msgspec.json.encode([record.action for record in of.log.records])
    return replay(msgspec.json.decode(text, type=list[act.AnyAction]))


@pytest.mark.parametrize("seed", range(30))
def test_the_log_leads_to_the_same_knobs_the_same_curve_and_the_same_things_to_undo(
    seed: int,
) -> None:
    hands = Hands(seed)
    ring = Session(small(hands.random.choice(["adam", "sgd", "momentum"])))
    for _ in range(50):
        do(ring, hands.action(ring))
    again = replayed(ring)
    assert everything(again) == everything(ring)
    if ring.log.number == 0:
        assert again.undo.names == ring.undo.names
        assert again.undo.redo_name == ring.undo.redo_name


@pytest.mark.parametrize("seed", range(100, 120))
def test_a_fork_and_its_log_lead_to_the_same(seed: int) -> None:
    hands = Hands(seed)
    ring = Session(small())
    for _ in range(20):
        do(ring, hands.action(ring))
    fork = ring.fork()
    assert everything(fork) == everything(ring)
    for _ in range(30):
        what = hands.action(ring)
        do(ring, what)
        do(fork, what)
    assert everything(fork) == everything(ring)
    assert fork.undo.names == ring.undo.names
    assert everything(replayed(fork)) == everything(ring)


@pytest.mark.parametrize("seed", range(200, 230))
def test_logs_and_recordings_that_begin_anew_lead_to_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(now, "MOST_RECORDS", 12)
    monkeypatch.setattr(recorder, "_FEW", 6)
    hands, clock = Hands(seed), [0.0]
    ring = Session(small())
    for _ in range(hands.random.randint(0, 25)):
        do(ring, hands.action(ring))
    path = tmp_path / "live.jsonl"
    recording = recorder.Recorder(ring, path, lambda: clock[0])
    for _ in range(40):
        clock[0] += hands.random.random()
        do(ring, hands.action(ring))
    recording.stop()
    assert ring.log.number > 0
    assert everything(replayed(ring)) == everything(ring)
    assert everything(replay_file(path)) == everything(ring)
