"""The experiment file: what goes on from it gives the same bits; damage is one sentence."""

import json
import os
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_kit import session, theta_bits, whole_state

from eq_sim.session import actions as act
from eq_sim.session.errors import DocumentError
from eq_sim.session.files import archive, experiment_file
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session

OPTIMIZERS = ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]


def saved(some: Session, path: Path) -> Path:
    save_experiment(path, Experiment.of(some))
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, content: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return path


@pytest.mark.parametrize(
    ("optimizer", "dtype", "batch_size", "dropout"),
    [
        *((optimizer, "float32", 7, 0.3) for optimizer in OPTIMIZERS),
        *(("adam", "float64", size, share) for size in (1, 7, "full") for share in (0.0, 0.2)),
    ],
)
def test_1000_steps_are_400_saved_and_600_more(
    tmp_path: Path, optimizer: str, dtype: str, batch_size: object, dropout: float
) -> None:
    changes = {
        "optimizer": optimizer,
        "dtype": dtype,
        "batch_size": batch_size,
        "dropout": dropout,
        "points": 30,
    }
    through, first = session(**changes), session(**changes)
    for some in (through, first):
        some.apply(act.Freeze((3, 5), True))
    through.apply(act.Train(1000))
    first.apply(act.Train(400))
    again = open_session(str(saved(first, tmp_path / "a.eqsim")))
    again.apply(act.Train(600))
    assert whole_state(again) == whole_state(through)
    assert again.history.points.tobytes() == through.history.points.tobytes()


def test_nothing_runs_and_no_hand_holds_a_knob_when_it_is_opened(tmp_path: Path) -> None:
    some = session(points=30)
    some.apply(act.Run())
    some.advance(steps=7)
    some.apply(act.Grab((2,)))
    some.apply(act.Turn((2,), (0.25,)))
    again = open_session(str(saved(some, tmp_path / "a.eqsim")))
    assert not again.running
    assert again.held == ()
    assert theta_bits(again) == theta_bits(some)
    assert some.running  # saving changes nothing
    assert some.held == (2,)


def test_what_was_done_since_the_first_state_comes_along(tmp_path: Path) -> None:
    some = session(points=30)
    some.apply(act.Train(20))
    some.apply(act.Turn((4,), (0.5,)))
    some.apply(act.Train(3))
    once = open_session(str(saved(some, tmp_path / "a.eqsim")))
    once.apply(act.Train(5))
    twice = open_session(str(saved(once, tmp_path / "b.eqsim")))
    actions = [record.action for record in twice.log.records]
    assert isinstance(actions[0], act.Load)
    assert [type(action).__name__ for action in actions[1:]] == ["Train", "Turn", "Train", "Train"]
    assert theta_bits(replay(actions)) == theta_bits(twice)
    twice.begin_log_anew()
    twice.apply(act.Train(2))
    thrice = open_session(str(saved(twice, tmp_path / "c.eqsim")))
    actions = [record.action for record in thrice.log.records]
    assert isinstance(actions[0], act.Resume)
    assert theta_bits(replay(actions)) == theta_bits(thrice)


def test_a_history_too_long_to_keep_begins_at_what_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(experiment_file, "MOST_HISTORY", 2000)
    some = session(points=30)
    for turn in range(100):
        some.apply(act.Turn((4,), (turn / 100,)))
    path = saved(some, tmp_path / "a.eqsim")
    assert members(path)["history.jsonl"] == b""
    again = open_session(str(path))
    assert theta_bits(again) == theta_bits(some)
    assert len(again.log.records) == 1


def test_the_same_experiment_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = (session(points=30) for _ in range(2))
    for some in (one, other):
        some.apply(act.Train(30))
    first = saved(one, tmp_path / "a.eqsim").read_bytes()
    assert saved(other, tmp_path / "b.eqsim").read_bytes() == first


def test_members_lie_uncompressed_and_others_can_read_the_numbers(tmp_path: Path) -> None:
    import safetensors.numpy

    some = session(points=30)
    some.apply(act.Train(3))
    path = saved(some, tmp_path / "a.eqsim")
    with zipfile.ZipFile(path) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    numbers = safetensors.numpy.load(members(path)["experiment.safetensors"])
    assert numbers["now.theta"].tobytes() == theta_bits(some)
    assert json.loads(members(path)["experiment.json"])["now"]["seed"] == 1


# What is wrong with a file


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as refusal:
        open_session(str(path))
    sentence = str(refusal.value)
    assert str(path) in sentence
    assert "Error" not in sentence
    return sentence


def test_a_newer_file_is_refused_and_says_so(tmp_path: Path) -> None:
    path = saved(session(points=30), tmp_path / "a.eqsim")
    content = members(path)
    described = json.loads(content["experiment.json"])
    described["version"], described["a new thing"] = experiment_file.VERSION + 1, 3
    content["experiment.json"] = json.dumps(described).encode()
    sentence = refused(written(path, content))
    assert "newer" in sentence
    assert "Update" in sentence


@pytest.mark.parametrize(
    "damage",
    [
        {"experiment.json": b"{"},
        {"experiment.json": b"[]"},
        {"experiment.json": b"[" * 100_000},
        {"experiment.json": b'{"format": "eq_sim experiment", "version": true}'},
        {"experiment.json": b'{"format": "eq_sim experiment", "version": 0}'},
        {"experiment.json": b'{"format": "eq_sim experiment", "version": 1}'},
        {"experiment.json": b'{"format": "something else", "version": 1}'},
        {"experiment.safetensors": b""},
        {"experiment.safetensors": b"\xff" * 100},
        {"history.jsonl": b""},
        {"history.jsonl": b"{}\n"},
        {"history.jsonl": b'{"step": 0, "action": {"do": "train", "steps": 3}}\n'},
    ],
    ids=lambda damage: str(damage)[:60],
)
def test_a_damaged_member_is_refused(tmp_path: Path, damage: dict[str, bytes]) -> None:
    path = saved(session(points=30), tmp_path / "a.eqsim")
    refused(written(path, members(path) | damage))


def test_a_missing_member_a_packed_one_and_a_double_one_are_refused(tmp_path: Path) -> None:
    path = saved(session(points=30), tmp_path / "a.eqsim")
    content = members(path)
    for name in content:
        refused(written(path, {other: content[other] for other in content if other != name}))
    refused(written(path, content, zipfile.ZIP_DEFLATED))
    bomb = content | {"history.jsonl": bytes(200_000_000)}
    refused(written(path, bomb, zipfile.ZIP_DEFLATED))
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in content:
            archive.writestr(name, content[name])
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(name, content[name])
    path.write_bytes(whole.getvalue())
    refused(path)


@pytest.mark.parametrize("kind", ["no file", "folder", "empty", "text", "torn"])
def test_what_is_no_experiment_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.eqsim"
    if kind == "folder":
        path.mkdir()
    elif kind == "torn":
        whole = saved(session(points=30), path).read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    elif kind != "no file":
        path.write_bytes(b"" if kind == "empty" else b"hello")
    refused(path)


KEPT = session(points=30)
KEPT.apply(act.Train(3))


@given(
    places=st.lists(st.integers(0, 10**6), min_size=1, max_size=6),
    bytes_there=st.binary(min_size=1, max_size=6),
    cut=st.one_of(st.none(), st.integers(0, 10**6)),
)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_changed_in_a_file_it_opens_or_is_refused(
    tmp_path: Path, places: list[int], bytes_there: bytes, cut: int | None
) -> None:
    path = tmp_path / "a.eqsim"
    content = bytearray(saved(KEPT, path).read_bytes())
    for place in places:
        at = place % len(content)
        content[at : at + len(bytes_there)] = bytes_there
    path.write_bytes(content if cut is None else content[: cut % len(content)])
    said = ""
    try:
        theta = open_session(str(path)).parameters.theta
    except DocumentError as error:
        theta, said = np.zeros(1), str(error)
    assert np.isfinite(theta).all()
    assert not said or str(path) in said


# What can go wrong while it is written


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    some = session(points=30)
    path = saved(some, tmp_path / "a.eqsim")
    before = path.read_bytes()
    some.apply(act.Train(5))

    def fails(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        if call == "replace":
            broken.setattr(Path, call, fails)
        else:
            broken.setattr(os, call, fails)
        with pytest.raises(DocumentError, match="No space left on device"):
            save_experiment(path, Experiment.of(some))
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.eqsim"]


def test_what_could_not_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.eqsim"
    save_experiment(path, Experiment.of(session()))
    before = path.read_bytes()
    monkeypatch.setattr(archive, "MOST_BYTES", (1 << 20) + 2000)
    with pytest.raises(DocumentError, match=r"of 0\.0 GB a file holds at most"):
        save_experiment(path, Experiment.of(open_session("digits")))
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.eqsim"]


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"\.eqsim"):
        save_experiment(tmp_path / "a.zip", Experiment.of(session(points=30)))


def test_a_seed_of_its_own_is_refused(tmp_path: Path) -> None:
    path = saved(session(points=30), tmp_path / "a.eqsim")
    with pytest.raises(DocumentError, match="its own seed"):
        open_session(str(path), seed=7)
    changed = open_session(str(path), changes=[("learning_rate", 0.01)])
    assert changed.scenario.training.learning_rate == 0.01


# Files of older versions


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "kept_documents").glob("*.eqsim")))
def test_a_file_that_was_saved_once_opens_for_ever(path: Path) -> None:
    again = open_session(str(path))
    assert again.step == 15
    (kept,) = again.shelf.checkpoints
    assert (kept.name, kept.note, kept.step) == ("thirty", "a note", 30)
    assert again.switches.frozen[1]
    assert again.shelf.scenes[2] is not None
    assert again.sides.share == 1
    done = [type(record.action).__name__ for record in again.log.records]
    assert done[-3:] == ["Undo", "GoTo", "Train"]
    again.apply(act.Restore(1))
    assert again.step == 30


def test_every_version_of_the_format_has_its_file() -> None:
    kept = {path.stem for path in (Path(__file__).parent / "kept_documents").iterdir()}
    assert kept == {f"version-{number}" for number in range(1, experiment_file.VERSION + 1)}
