"""``eq-sim distil``: a student, its teacher, and the student on labels alone."""

import json
from pathlib import Path

import pytest
from command_line import run

FEW = ("--hidden", "4", "--points", "60", "--steps", "40", "--set", "learning_rate=0.01")


def test_before_after_and_labels_alone_as_one_object(tmp_path: Path) -> None:
    path = tmp_path / "student.eqsim"
    done = run("distil", "distillation", *FEW, "--temperature", "2", "--json", "-o", path)
    told = json.loads(done.stdout)
    keys = {"metric", "train", "test", "parameters", "bytes"}
    for side in ("before", "after", "labels_alone"):
        assert told[side].keys() == keys
        assert told[side]["metric"] == "accuracy"
    assert (told["before"]["parameters"], told["before"]["bytes"]) == (2410, 9640)
    assert (told["after"]["parameters"], told["after"]["bytes"]) == (310, 1240)
    assert told["samples"] == {"teacher": 1258, "student": 60, "test": 539}
    assert (told["temperature"], told["steps"], told["seeds"]["count"]) == (2.0, 40, 1)
    again = json.loads(run("train", path, "--steps", "0", "--json").stdout)
    assert (again["steps"], again["parameters"]) == (40, 310)
    assert again["metric"]["test"] == told["after"]["test"]


def test_over_seeds_it_counts_where_the_teacher_helped() -> None:
    words = ("distil", "distillation", *FEW, "--seeds", "3")
    told = json.loads(run(*words, "--json").stdout)["seeds"]
    pairs = list(zip(told["after"], told["labels_alone"], strict=True))
    assert len(pairs) == told["count"] == 3
    assert told["better"] == sum(one > other for one, other in pairs)
    assert told["as_good"] == sum(one == other for one, other in pairs)
    assert len(set(told["after"])) > 1
    said = run(*words).stdout
    assert "a teacher of 2,410 knobs (9,640 bytes) that learned from 1,258 samples" in said
    assert f"better on {told['better']} of them" in said


def test_a_file_teaches_and_without_one_the_scenario_is_trained_first(tmp_path: Path) -> None:
    path, few = tmp_path / "birds.safetensors", ("--hidden", "3", "--points", "50", "--steps", "20")
    run("train", "penguins", "--seed", "7", "--save", path)
    by_file = json.loads(
        run("distil", "penguins", "--teacher", path, *few, "--seed", "7", "--json").stdout
    )
    trained = json.loads(run("distil", "penguins", *few, "--seed", "7", "--json").stdout)
    assert by_file == trained


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("house-price",), "A teacher gives chances of classes"),
        (("digits", "--temperature", "0"), "The temperature needs a number from 0.1 to 100"),
        (("digits", "--seeds", "0"), "1 to 1,000 seeds, not 0"),
        (("digits", "--teacher", "none.safetensors"), "none.safetensors cannot be read"),
        (("digits", "-o", "student.txt"), "an experiment is kept in an .eqsim file"),
        (("mine.eqsim",), "Distil takes a scenario"),
        (("distillation", "--set", "test_fraction=0.5"), "another split of these data"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    done = run("distil", *words, code=2, folder=tmp_path)
    assert why in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_teacher_with_other_inputs_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ring.safetensors"
    run("train", "ring", "--steps", "1", "--save", path)
    done = run("distil", "digits", "--teacher", path, code=2)
    assert "has 2 inputs and 1 outputs, and digits needs 64 and 10" in done.stderr


def test_the_teacher_stays(tmp_path: Path) -> None:
    run("train", "penguins", "--steps", 2, "--save", "birds.safetensors", folder=tmp_path)
    before = (tmp_path / "birds.safetensors").read_bytes()
    words = ("distil", "penguins", "--teacher", "birds.safetensors", "-o", "./birds.safetensors")
    done = run(*words, code=2, folder=tmp_path)
    assert "birds.safetensors is what this is made from" in done.stderr
    assert (tmp_path / "birds.safetensors").read_bytes() == before
