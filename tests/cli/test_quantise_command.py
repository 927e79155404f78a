"""``eq-sim quantise``: knobs click into positions, and what that costs and saves."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from command_line import run


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trained") / "ring.eqsim"
    run("train", "ring", "--steps", 150, "--save", path)
    return path


def told(*words: object) -> dict[str, object]:
    return dict(json.loads(run("quantise", *words, "--json").stdout))


@pytest.mark.parametrize(
    ("per", "bits", "size"),
    [("tensor", 4, 13 + 4 * 3), ("neuron", 4, 13 + 4 * 7), ("neuron", 3, 10 + 4 * 7)],
)
def test_before_and_after_as_one_object(
    ring: Path, tmp_path: Path, per: str, bits: int, size: int
) -> None:
    kept = tmp_path / "few.eqsim"
    found = told(ring, "--bits", bits, "--per", per, "-o", kept)
    before, after = found["before"], found["after"]
    assert before.keys() == after.keys() == {"metric", "train", "test", "parameters", "bytes"}
    assert (before["parameters"], before["bytes"]) == (25, 100)
    assert (after["parameters"], after["bytes"]) == (25, size)
    assert found["positions"] == 2**bits - 1
    assert 0 < found["moved"]["median"] <= found["moved"]["largest"]
    again = json.loads(run("train", kept, "--steps", 0, "--json").stdout)
    assert (again["steps"], again["metric"]["test"]) == (150, after["test"])
    assert told(kept, "--bits", 32)["before"] == after, "a saved experiment keeps its positions"


def test_the_saved_weights_are_those_at_their_positions(ring: Path, tmp_path: Path) -> None:
    path = tmp_path / "few.safetensors"
    run("quantise", ring, "--bits", 3, "--per", "neuron", "-o", path)
    content = path.read_bytes()
    about = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    positions = json.loads(about["positions"])
    assert (positions["bits"], positions["per"], len(positions["scales"])) == (3, "neuron", 7)
    tensors = safetensors.numpy.load(content)
    rows = np.concatenate(
        [
            np.hstack([tensors[f"layers.{k}.weight"], tensors[f"layers.{k}.bias"][:, None]]).ravel()
            / np.repeat(scales, tensors[f"layers.{k}.weight"].shape[1] + 1)
            for k, scales in enumerate(np.split(np.array(positions["scales"]), [4, 6]))
        ]
    )
    assert np.allclose(rows, np.rint(rows), atol=1e-4)
    assert np.abs(np.rint(rows)).max() == 3
    found = told(ring, "--bits", 3)["after"]
    opened = json.loads(run("train", path, "--steps", 0, "--json").stdout)
    assert opened["metric"]["test"] == found["test"]


def test_training_on_repairs(ring: Path) -> None:
    words = (ring, "--bits", 2, "--train", 100, "--set", "optimizer=adam")
    found = told(*words, "--set", "learning_rate=0.02")
    assert found["untrained"]["train"] < found["after"]["train"]
    said = run("quantise", *words).stdout
    assert "25 knobs: 3 positions in 2 bits, 7 scales" in said
    assert "100 B → 35 B" in said


@pytest.mark.parametrize("bits", [0, 1, 33, 10**12])
def test_no_such_positions_in_a_sentence(bits: int) -> None:
    assert "2 to 32 bits" in run("quantise", "house-price", "--bits", bits, code=2).stderr


def test_what_else_cannot_be(ring: Path, tmp_path: Path) -> None:
    assert "--bits" in run("quantise", ring, code=2).stderr
    assert "choose neuron or tensor" in run(
        "quantise", ring, "--bits", 4, "--per", "layer", code=2
    ).stderr  # fmt: skip
    assert ".safetensors" in run("quantise", ring, "--bits", 4, "-o", "few.txt", code=2).stderr
    assert "--train" in run("quantise", ring, "--bits", 4, "--set", "l2=0.1", code=2).stderr
    words = ("quantise", ring, "--bits", 4, "--train", 1, "--set", "points=90")
    assert "begin it anew" in run(*words, code=2).stderr
    kept = tmp_path / "few.eqsim"
    run("quantise", ring, "--bits", 4, "-o", kept)
    said = run("export", kept, "-o", tmp_path / "few.py", code=2).stderr
    assert "click into positions" in said
    said = run("export", kept, "-o", tmp_path / "few.toml", code=2).stderr
    assert "no scenario can hold" in said


def test_a_table_of_the_knobs_says_what_counts(ring: Path, tmp_path: Path) -> None:
    kept, table = tmp_path / "few.eqsim", tmp_path / "knobs.csv"
    run("quantise", ring, "--bits", 3, "--per", "tensor", "-o", kept)
    run("export", kept, "--knobs", "-o", table)
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    first = [float(row["counts as (in units)"]) for row in rows[:12]]
    assert len({round(abs(value), 5) for value in first}) <= 4
    assert len({row["value (in units)"] for row in rows[:12]}) == 12
    run("export", ring, "--knobs", "-o", table)
    assert "counts as" not in table.read_text(encoding="utf-8")
