"""``eq-sim prune``: the smallest knobs are taken out, and what that costs and saves."""

import importlib
import json
from pathlib import Path

import pytest
from command_line import run

from eq_sim.session import actions as act
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trained") / "ring.safetensors"
    run("train", "ring", "--steps", 150, "--save", path)
    return path


def told(*words: object) -> dict[str, dict[str, object]]:
    return dict(json.loads(run("prune", *words, "--json").stdout))


def test_before_and_after_as_one_object(ring: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.safetensors"
    found = told(ring, "--share", 0.6, "--train", 40, "-o", few)
    before, after, cut = found["before"], found["after"], found["untrained"]
    assert before.keys() == after.keys() == {"metric", "train", "test", "parameters", "bytes"}
    assert (before["parameters"], after["parameters"]) == (25, 10)
    assert cut["parameters"] == 10
    assert before["bytes"] == ring.stat().st_size
    assert after["bytes"] == few.stat().st_size
    again = told(few, "--share", 0.6)
    assert again["before"] == again["after"] == after
    assert told(few, "--share", 0)["after"]["parameters"] == 25


def test_an_experiment_keeps_what_pruned_knobs_come_back_to(ring: Path, tmp_path: Path) -> None:
    kept = tmp_path / "few.eqsim"
    before = told(ring, "--share", 0.8, "--by", "layer", "-o", kept)["before"]
    assert told(kept, "--share", 0)["after"] == before


def test_sentences() -> None:
    said = run("prune", "ring", "--steps", 30, "--share", 0.5, "--train", 1).stdout
    assert said.startswith("12 of 25 knobs play\na file of parameters takes ")
    assert "without training on: accuracy " in said
    assert "after 1 step of training the rest: accuracy " in said


def test_what_cannot_be(ring: Path, tmp_path: Path) -> None:
    for share in ("2", "-0.1", "nan", "much"):
        assert "0 to 1" in run("prune", ring, "--share", share, code=2).stderr
    assert "--share" in run("prune", ring, code=2).stderr
    assert ".safetensors" in run("prune", ring, "--share", 0.5, "-o", "few.txt", code=2).stderr
    # Parameters of another network than the one they say they are of.
    content = ring.read_bytes()
    other = tmp_path / "other.safetensors"
    other.write_bytes(content.replace(b'hidden\\":[4,2]', b'hidden\\":[2,4]'))
    assert other.read_bytes() != content
    assert "network" in run("prune", other, "--share", 0.5, code=2).stderr


def test_pruned_and_soloed_knobs_are_counted_as_they_play(ring: Path, tmp_path: Path) -> None:
    few, solo = tmp_path / "few.safetensors", tmp_path / "solo.eqsim"
    run("prune", ring, "--share", 0.5, "-o", few)
    said = run("prune", few, "--share", 0).stdout
    assert said.startswith("25 of 25 knobs play\n")
    session = open_session(str(ring))
    session.apply(act.Solo.of(0, on=True))
    save_experiment(solo, Experiment.of(session))
    assert run("prune", solo, "--share", 0).stdout.startswith("14 of 25 knobs play\n")


@pytest.mark.parametrize(
    "words", [("prune", "--share", 0.5), ("quantise", "--bits", 4), ("train",)]
)
def test_beside_an_adapter_what_cannot_be_saved_is_said_first(
    words: tuple[object, ...], ring: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, few = tmp_path / "both.eqsim", tmp_path / "few.safetensors"
    run("lora", ring, "--train", 0, "-o", both)
    command, *more = words
    if command == "prune":
        assert "a file of parameters" not in run(command, both, *more).stdout
        assert told(both, *more)["after"]["bytes"] is None
    if command != "train":
        done = run(command, ring, *more, "-o", ring, code=2)
        assert "ring.safetensors is what this is made from" in done.stderr
    trained: list[object] = []
    module = importlib.import_module(f"eq_sim.cli.commands.{command}")
    monkeypatch.setattr(module, "train_until_stopped", lambda *asked: trained.append(asked))
    length = "--steps" if command == "train" else "--train"
    done = run(command, both, *more, length, 10, "-o", few, code=2)
    assert "no place for an adapter" in done.stderr
    assert not trained
    assert not few.exists()
