"""``eq-sim lora``: a few new knobs beside the locked ones of what has learned."""

import json
from pathlib import Path

import pytest
from command_line import run

from eq_sim.session.files.adapter_file import read_adapter
from eq_sim.session.files.opening import open_session

TUNED = ("fine-tuning", "--train", "20")


def result(*words: str) -> dict[str, object]:
    done = run("lora", *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_says_what_came_of_it_and_keeps_the_new_knobs_alone(tmp_path: Path) -> None:
    path = tmp_path / "ink.safetensors"
    told = result(*TUNED, "--ranks", "1,0", "-o", str(path))
    before, after = told["before"], told["after"]
    assert before.keys() == after.keys() == {"metric", "train", "test", "parameters", "bytes"}
    assert (before["parameters"], after["parameters"]) == (2410, 2506)
    assert (before["bytes"], after["bytes"]) == (4 * 2410, 4 * 2506)
    assert (told["new"], told["locked"], told["steps"]) == (96, 2410, 20)
    assert after["test"] > before["test"] + 0.02
    assert read_adapter(path).values.size == 96
    again = result("fine-tuning", "--adapter", str(path))
    assert again["steps"] == 0
    assert again["after"]["test"] == after["test"]
    said = run("lora", *TUNED)
    assert said.stdout.startswith("Fine-tuning: 96 new knobs (ranks 1, 0) beside 2,410 locked")


def test_a_trained_model_learns_another_task(tmp_path: Path) -> None:
    model, whole = tmp_path / "ring.eqsim", tmp_path / "both.eqsim"
    assert run("train", "ring", "--steps", "30", "--save", str(model)).returncode == 0
    told = result(
        str(model), "--data", "xor", "--rank", "2", "--train", "10", "-o", str(whole),
        "--set", "learning_rate=0.1",
    )  # fmt: skip
    assert told["scenario"] == "xor"
    assert told["ranks"] == [2, 0, 0]
    assert told["new"] == 12
    session = open_session(str(whole))
    assert session.layout.adapters
    assert session.scenario.training.learning_rate == 0.1
    assert (session.parameters.theta[:25] == open_session(str(model)).parameters.theta).all()
    assert "already" in run("lora", str(whole), code=2).stderr
    with_another = run("lora", str(model), "--data", "fine-tuning", code=2)
    assert "makes 1 of 2 numbers, and fine-tuning asks for 10 of 64" in with_another.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("fine-tuning", "--rank", "33"), "rank 1 to 32, or 0 for none, not 33"),
        (("fine-tuning", "--ranks", "1"), "2 layers need 2 ranks"),
        (("fine-tuning", "--ranks", "0,0"), "one of them at least 1"),
        (("fine-tuning", "--ranks", "1,x"), "whole number"),
        (("fine-tuning", "--rank", "1", "--ranks", "1,0"), "not allowed with"),
        (("ring",), "at a random start"),
        (("fine-tuning", "-o", "a.txt"), "kept in a .safetensors file"),
        (("nowhere.safetensors",), "cannot be read"),
    ],
)
def test_mistakes_are_told_in_a_sentence(words: tuple[str, ...], said: str) -> None:
    done = run("lora", *words, code=2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_what_it_would_be_judged_by_was_not_learned_from(tmp_path: Path) -> None:
    model = tmp_path / "digits.safetensors"
    assert run("train", "digits", "--steps", "2", "--save", str(model)).returncode == 0
    done = run("lora", str(model), "--data", "fine-tuning", code=2)
    assert "has learned from some of what fine-tuning would check it on" in done.stderr


def test_what_it_is_made_from_stays(tmp_path: Path) -> None:
    run("train", "ring", "--steps", 5, "--save", "ring.safetensors", folder=tmp_path)
    run("lora", "ring.safetensors", "--train", 1, "-o", "new.safetensors", folder=tmp_path)
    (tmp_path / "link.safetensors").symlink_to("ring.safetensors")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for model, output, more in (
        ("ring.safetensors", "ring.safetensors", ()),
        ("ring.safetensors", "link.safetensors", ()),
        ("ring.safetensors", "new.safetensors", ("--adapter", "./new.safetensors")),
        ("fine-tuning", "ring.safetensors", ("--data", "ring.safetensors")),
    ):
        done = run("lora", model, *more, "-o", output, code=2, folder=tmp_path)
        assert f"{output} is what this is made from: choose another name" in done.stderr
        assert done.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_knobs_that_click_go_on_clicking(tmp_path: Path) -> None:
    path, both = tmp_path / "few.eqsim", tmp_path / "both.eqsim"
    run("quantise", "ring", "--steps", 50, "--bits", 4, "-o", path)
    told = result(str(path), "--train", "0", "-o", str(both))
    for part in ("train", "test"):
        assert told["before"][part] == told["after"][part]
    rounding = open_session(str(both)).parameters.making.rounding
    assert rounding is not None
    assert rounding.bits == 4
