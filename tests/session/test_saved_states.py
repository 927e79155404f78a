"""A state in a file: it comes back bit for bit, and a damaged one is refused with a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from session_kit import session, theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import read_recording, save_log
from eq_sim.session.files.replay import replay_file
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session


def lively(name: str = "ring", **changes: object) -> Session:
    some = session(name, seed=5, **changes)
    for action in (
        act.Train(70),
        act.Freeze((3,), True),
        act.Mute((4,), True),
        act.SwitchSide(),
        act.Train(5),
        act.Grab((1, 2)),
        act.Turn((1,), (0.3,)),
        act.TakePhase(),
        act.TakePhase(),
    ):
        some.apply(action)
    return some


def there_and_back(of: Session) -> Session:
    text = msgspec.json.encode(SavedState.of(of.state()))
    return Session(msgspec.json.decode(text, type=SavedState).state())


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_goes_on_with_the_same_bits(optimizer: str, dtype: str) -> None:
    ring = lively(optimizer=optimizer, dtype=dtype, batch_size=7, dropout=0.1)
    again = there_and_back(ring)
    assert whole_state(again) == whole_state(ring)
    assert again.history.points.tobytes() == ring.history.points.tobytes()
    assert again.history.marks == ring.history.marks
    for one in (ring, again):
        one.apply(act.Release())
        one.apply(act.Train(40))
        one.apply(act.Mute((4,), False))
        one.apply(act.SwitchSide())
        one.apply(act.ToBest())
        one.apply(act.Train(3))
    assert whole_state(again) == whole_state(ring)


@pytest.mark.parametrize("name", ["house-price", "digits", "penguins", "one-knob"])
def test_real_tables_come_back_by_their_name(name: str) -> None:
    some = session(name)
    some.apply(act.Train(20))
    again = there_and_back(some)
    assert whole_state(again) == whole_state(some)
    assert (
        len(msgspec.json.encode(SavedState.of(some.state())))
        < 12 * some.parameters.theta.nbytes + 20_000
    )


Damage = Callable[[dict[str, Any]], object]

DAMAGES: dict[str, Damage] = {
    "too few knobs": lambda d: d["theta"].update(data=d["theta"]["data"][:8]),
    "another shape": lambda d: d["theta"].update(shape=[24]),
    "an absurd shape": lambda d: d["start"].update(shape=[2**53, 2**53]),
    "two dimensions": lambda d: (
        d["before"].update(shape=[5, 5]) if "before" in d else d["start"].update(shape=[5, 5])
    ),
    "nan": lambda d: d["theta"].update(data=np.full(25, np.nan, np.float32).tobytes()),
    "another precision": lambda d: d["theta"].update(dtype="float64", data=bytes(200)),
    "no switches": lambda d: d["switches"].pop("mutes"),
    "switches of numbers": lambda d: d["switches"]["mutes"].update(
        dtype="float32", data=bytes(100)
    ),
    "an unknown optimizer": lambda d: d["training"].update(optimizer="lion"),
    "a place beyond the data": lambda d: d["training"].update(cursor=10**6),
    "a phase beyond the last": lambda d: d["training"].update(phase=4),
    "a step below 0": lambda d: d["training"].update(step=-1),
    "moments of another network": lambda d: d["training"]["moments"].update(shape=[7, 25]),
    "a hand on no knob": lambda d: d.update(
        held={"dtype": "int64", "shape": [1], "data": (99).to_bytes(8, "little")}
    ),
    "a seed beyond all": lambda d: d.update(seed=2**63),
    "a share beyond B": lambda d: d.update(share=1.5),
    "points of another kind": lambda d: d["points"].update(dtype="float32"),
    "a scenario that does not fit": lambda d: d["scenario"]["training"].update(
        loss="softmax_cross_entropy"
    ),
    "more than there is": lambda d: d.update(extra=1),
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_a_damaged_state_is_refused(damage: str, tmp_path: Path) -> None:
    ring = lively()
    document = msgspec.to_builtins(SavedState.of(ring.state()), builtin_types=(bytes,))
    DAMAGES[damage](document)
    line = {"t": 0.0, "do": {"do": "resume", "saved": document}}
    path = tmp_path / "damaged.jsonl"
    header = b'{"format": "eq_sim recording", "version": 2}\n'
    path.write_bytes(header + msgspec.json.encode(line) + b"\n")
    before = whole_state(ring)
    with pytest.raises(EqSimError) as caught:
        replay_file(path)
    assert 10 < len(str(caught.value)) < 300
    with pytest.raises(EqSimError):
        ring.apply(read_recording(path)[0].action)
    assert whole_state(ring) == before


def test_a_recording_of_a_long_session_begins_at_a_state(tmp_path: Path) -> None:
    ring, now = lively(), [0.0]
    ring.apply(act.Release())
    for place in range(1100):
        ring.apply(act.Turn((place % 3,), (0.001 * place,)))
    path = tmp_path / "long.jsonl"
    recorder = Recorder(ring, path, lambda: now[0])
    ring.apply(act.Train(9))
    ring.apply(act.Undo())  # of what was done in the recording
    ring.apply(act.Undo())  # of what was done before it
    ring.apply(act.Train(2))
    ring.apply(act.Set("learning_rate", 0.03))
    recorder.stop()
    assert recorder.failure is None
    done = read_recording(path)
    assert len(done) < 10
    assert isinstance(done[0].action, act.Resume)
    assert theta_bits(replay_file(path)) == theta_bits(ring)


def test_a_log_that_began_anew_is_saved_and_replayed(tmp_path: Path) -> None:
    ring = lively()
    ring.begin_log_anew()
    ring.apply(act.Release())
    ring.apply(act.Train(12))
    save_log(ring, tmp_path / "log.jsonl")
    again = replay_file(tmp_path / "log.jsonl")
    assert whole_state(again) == whole_state(ring)


def test_a_log_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eq_sim.session.now.MOST_RECORDS", 50)
    ring = session()
    for place in range(180):
        ring.apply(act.Turn((place % 25,), (0.01 * place,)))
        ring.apply(act.Train(1))
    assert len(ring.log.records) <= 51
    assert ring.log.number > 3
    from eq_sim.session.files.replay import replay

    assert whole_state(replay(r.action for r in ring.log.records)) == whole_state(ring)
    for _ in range(300):
        ring.apply(act.Undo())
    assert whole_state(replay(r.action for r in ring.log.records)) == whole_state(ring)
