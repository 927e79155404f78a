"""The command line as its users meet it: separate processes, exit codes, one sentence each."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from PySide6.QtGui import QImage

from eq_sim import __version__
from eq_sim.session.files.opening import open_session


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "eq_sim", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | environment,
    )


def result(*words: str | Path) -> dict[str, object]:
    done = run("train", *words, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_version_and_help() -> None:
    assert run("--version").stdout.strip() == f"eq-sim {__version__}"
    said = run("--help").stdout
    for word in ("open", "list", "train", "picture"):
        assert word in said


def test_list_as_text_and_json() -> None:
    done = run("list", "--json")
    scenarios = json.loads(done.stdout)["scenarios"]
    by_name = {entry["name"]: entry for entry in scenarios}
    assert by_name["ring"]["parameters"] == 25
    assert by_name["house-price"]["parameters"] == 3
    assert by_name["digits"]["parameters"] == 2410
    assert by_name["digits"]["goal"].keys() == {"metric", "op", "value", "text"}
    assert by_name["digits"]["goal"]["value"] == 0.96
    said = run("list").stdout
    assert all(name in said for name in by_name)


def test_train_tells_what_came_of_it() -> None:
    told = result("ring", "--steps", "300", "--seed", "5")
    session = open_session("ring", 5)
    from eq_sim.session.actions import Train

    session.apply(Train(300))
    assert told["scenario"] == "ring"
    assert told["seed"] == 5
    assert told["steps"] == 300
    assert told["parameters"] == 25
    assert told["train_loss"] == session.losses.train
    assert told["test_loss"] == session.losses.test
    assert told["metric"] == {
        "name": "accuracy",
        "train": session.measure.train,
        "test": session.measure.test,
    }
    assert told["goal_reached"] in (True, False)


@pytest.mark.parametrize("name", ["ring", "house-price"])
def test_the_scenarios_own_length_reaches_its_goal(name: str) -> None:
    assert result(name)["goal_reached"] is True


def test_house_price_has_no_test_part() -> None:
    told = result("house-price", "--steps", "3")
    assert told["test_loss"] is None
    assert told["metric"]["test"] is None  # type: ignore[index]


def test_epochs_count_passes() -> None:
    told = result("ring", "--epochs", "3")
    assert told["epochs"] == 3
    assert told["steps"] == 3 * 300 // 25


def test_save_and_start_continue_in_pytorchs_shapes(tmp_path: Path) -> None:
    path = tmp_path / "ring.safetensors"
    told = result("ring", "--steps", "40", "--save", path)
    tensors = safetensors.numpy.load_file(path)
    assert {name: tensor.shape for name, tensor in tensors.items()} == {
        "layers.0.weight": (4, 2),
        "layers.0.bias": (4,),
        "layers.1.weight": (2, 4),
        "layers.1.bias": (2,),
        "layers.2.weight": (1, 2),
        "layers.2.bias": (1,),
    }
    again = result("ring", "--steps", "0", "--start", path)
    assert again["train_loss"] == told["train_loss"]
    assert list(tmp_path.iterdir()) == [path]


SETTINGS = {
    "learning_rate": "0.5",
    "batch_size": "full",
    "optimizer": "adam",
    "activation": "relu",
    "hidden": "3,3",
    "loss": "half_mse",
    "l1": "0.01",
    "l2": "0.01",
    "dropout": "0.2",
    "noise": "0.4",
    "test_fraction": "0.2",
    "dtype": "float64",
}


@pytest.mark.parametrize("key", SETTINGS)
def test_each_setting_changes_the_run(key: str) -> None:
    plain = open_session("ring")
    told = result("ring", "--steps", "25", "--set", f"{key}={SETTINGS[key]}")
    from eq_sim.session.actions import Train

    plain.apply(Train(25))
    assert told["train_loss"] != plain.losses.train
    if key == "hidden":
        assert told["parameters"] == (2 * 3 + 3) + (3 * 3 + 3) + (3 + 1)


MISTAKES = {
    "unknown scenario": (["train", "rings"], "rings"),
    "unknown command": (["fly"], "fly"),
    "unknown key": (["train", "ring", "--set", "size=3"], "size"),
    "no value": (["train", "ring", "--set", "l2"], "KEY=VALUE"),
    "not a number": (["train", "ring", "--set", "l2=a"], "The weight decay (L2) needs a number"),
    "nan": (["train", "ring", "--set", "learning_rate=nan"], "The learning rate needs"),
    "infinite": (["train", "ring", "--set", "learning_rate=inf"], "The learning rate needs"),
    "negative": (["train", "ring", "--set", "learning_rate=-1"], "The learning rate needs"),
    "two commas": (["train", "ring", "--set", "hidden=4,,2"], "4,,2"),
    "too many knobs": (["train", "ring", "--set", "hidden=900000000"], "memory"),
    "absurd layer": (["train", "ring", "--set", "hidden=99999999999999999999"], "The layers need"),
    "wrong loss": (["train", "digits", "--set", "loss=binary_cross_entropy"], "loss"),
    "noise on a table": (["train", "digits", "--set", "noise=0.1"], "noise"),
    "bad steps": (["train", "ring", "--steps", "-4"], "-4"),
    "missing start": (["train", "ring", "--start", "nowhere.safetensors"], "nowhere"),
    "start suffix": (["train", "ring", "--start", "ring.pt"], ".safetensors"),
    "save suffix": (["train", "ring", "--save", "ring.npz"], ".safetensors"),
    "save folder": (["train", "ring", "--save", "/nowhere/a.safetensors"], "/nowhere"),
    "explodes": (["train", "ring", "--set", "learning_rate=1e30"], "learning rate"),
    "picture suffix": (["picture", "ring", "-o", "a.jpg"], ".png"),
    "picture size": (["picture", "ring", "-o", "a.png", "--size", "big"], "big"),
    "picture too small": (["picture", "ring", "-o", "a.png", "--size", "10x10"], "500"),
    "picture too large": (["picture", "ring", "-o", "a.png", "--size", "99999x99999"], "16,384"),
    "picture folder": (["picture", "ring", "-o", "/nowhere/a.png"], "/nowhere"),
    "scenario file": (["open", "nowhere.toml"], "nowhere.toml"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_sentence_and_code_2(mistake: str, tmp_path: Path) -> None:
    words, named = MISTAKES[mistake]
    done = subprocess.run(
        [sys.executable, "-m", "eq_sim", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("eq-sim: ")
    assert done.stderr.count("\n") == 1
    assert named in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_start_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.safetensors"
    result("ring", "--steps", "1", "--set", "hidden=3", "--save", path)
    done = run("train", "ring", "--start", path)
    assert done.returncode == 2
    assert "another network" in done.stderr
    safetensors.numpy.save_file({"layers.0.weight": np.full((1, 2), np.nan)}, path)
    done = run("train", "house-price", "--start", path)
    assert done.returncode == 2


@pytest.mark.parametrize("scale", [1, 2])
def test_picture_is_of_the_size_asked(tmp_path: Path, scale: int) -> None:
    path = tmp_path / "window.png"
    size = (1280 * scale, 720 * scale)
    done = run(
        "picture", "ring", "--steps", "30", "--size", f"{size[0]}x{size[1]}",
        "--scale", str(scale), "--theme", "light", "-o", path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    image = QImage(str(path))
    assert (image.width(), image.height()) == size


def test_the_same_picture_twice_has_the_same_pixels(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.png", "b.png")]
    for path in paths:
        assert run("picture", "digits", "--steps", "20", "-o", path).returncode == 0
    assert QImage(str(paths[0])) == QImage(str(paths[1]))


def test_picture_of_saved_parameters_and_of_a_scenario_file(tmp_path: Path) -> None:
    saved = tmp_path / "house.safetensors"
    result("house-price", "--save", saved)
    assert run("picture", saved, "-o", tmp_path / "a.png").returncode == 0
    text = (Path(__file__).parents[2] / "resources/scenarios/ring.toml").read_text()
    own = tmp_path / "own.toml"
    own.write_text(text.replace("hidden = [4, 2]", "hidden = [3]"))
    assert run("picture", own, "-o", tmp_path / "b.png").returncode == 0
    assert result(own, "--steps", "1")["parameters"] == 13


def test_no_display_is_said_before_qt_can_abort() -> None:
    done = run("open", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert done.stderr.count("\n") == 1


def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from eq_sim import preflight

    monkeypatch.setattr(preflight, "_loads", lambda library: library != "libEGL.so.1")
    trouble = preflight.trouble(window=False)
    assert trouble is not None
    assert "apt install libegl1)" in trouble


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m eq_sim list --json | head -c 5"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
