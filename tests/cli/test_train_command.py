"""``eq-sim train``: what came of it, its settings, the parameters it saves and starts from."""

import json
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from command_line import result, result_apart, run

from eq_sim.session.actions import FineTune, Train
from eq_sim.session.files.opening import open_session


def test_a_line_of_text_trains_as_what_it_says() -> None:
    line = "eq-sim:ring?seed=5&learning_rate=0.2&hidden=3,2&start=3"
    told = result(line, "--steps", "20")
    session = open_session(line)
    session.apply(Train(20))
    assert told["train_loss"] == session.losses.train
    assert told["seed"] == 5


def test_a_wrong_line_is_one_sentence_with_and_without_a_command() -> None:
    for words in (["train"], []):
        said = run(*words, "eq-sim:ring?seed=1&seed=2", code=2).stderr
        assert said == "eq-sim: The line of text cannot be opened: it has 'seed' twice\n"


def test_train_tells_what_came_of_it() -> None:
    told = result_apart("ring", "--steps", "300", "--seed", "5")
    session = open_session("ring", 5)
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
        "validation": None,
    }
    assert told["validation_loss"] is told["stopped_early"] is None
    assert told["goal_reached"] in (True, False)


def test_train_tells_how_far_the_best_knobs_are() -> None:
    told = result("house-price", "--steps", "300")["optimum"]
    assert (told["kind"], told["why"], told["step"]) == ("known", None, None)
    session = open_session("house-price")
    data = session.data
    rows = np.vstack([data.dataset.inputs[:, data.train], np.ones(len(data.train))])
    star, *_ = np.linalg.lstsq(rows.T, data.dataset.targets[0, data.train], rcond=None)
    session.apply(Train(300))
    for key, theta in (
        ("distance_at_start", session.parameters.start),
        ("distance", session.parameters.theta),
    ):
        assert told[key] == pytest.approx(float(np.linalg.norm(theta - star)), abs=1e-6)
    assert 0 < told["distance"] < 1e-4 < told["distance_at_start"]
    said = run("train", "house-price", "--steps", "60").stdout.splitlines()[-1]
    assert said.startswith("distance to the best knobs 0.3169 (6.89 at the start), where ")

    told = result("ring", "--steps", "2000")["optimum"]
    assert (told["kind"], told["distance"]) == ("infinity", None)
    assert told["length"] > told["length_at_start"]
    assert "best knobs lie at infinity" in run("train", "ring", "--steps", "2000").stdout
    told = result("ring", "--steps", "20")["optimum"]
    assert told["kind"] == "best seen"
    assert "hidden layers" in told["why"]
    assert told["step"] <= 20


def test_a_goal_that_asks_for_nothing_is_said_to_be_none() -> None:
    told = run("train", "sine", "--steps", 0, "--set", "noise=10").stdout
    assert "no goal: giving every sample the same answer would meet it" in told
    assert "goal reached" not in told


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
    again = result_apart("ring", "--steps", "0", "--start", path)
    assert again["train_loss"] == told["train_loss"]
    assert list(tmp_path.iterdir()) == [path]


SETTINGS = {
    "learning_rate": "0.2",
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
    plain.apply(Train(25))
    assert told["train_loss"] != plain.losses.train
    if key == "hidden":
        assert told["parameters"] == (2 * 3 + 3) + (3 * 3 + 3) + (3 + 1)


def test_a_start_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.safetensors"
    result("ring", "--steps", "1", "--set", "hidden=3", "--save", path)
    done = run("train", "ring", "--start", path, code=2)
    assert "another network" in done.stderr
    safetensors.numpy.save_file({"layers.0.weight": np.full((1, 2), np.nan)}, path)
    run("train", "house-price", "--start", path, code=2)


def test_a_learning_rate_far_too_high_says_so() -> None:
    done = run("train", "ring", "--steps", "3", "--set", "learning_rate=100000", "--json")
    assert done.stderr.startswith("eq-sim: A learning rate of 100,000 is very high: above 10,")
    assert json.loads(done.stdout)["steps"] == 3
    assert run("train", "ring", "--steps", "3", "--set", "learning_rate=10").stderr == ""


def test_finetune_trains_what_it_says_and_tells_of_both_tasks(tmp_path: Path) -> None:
    path = tmp_path / "tuned.safetensors"
    told = result("fine-tuning", "--finetune", "biases", "--steps", "30", "-o", str(path))
    session = open_session("fine-tuning")
    before = session.measure
    session.apply(FineTune("biases"))
    session.apply(Train(30))
    assert told["before"] == {"metric": "accuracy", "train": before.train, "test": before.test}
    assert told["after"]["test"] == session.measure.test > before.test
    assert (told["parameters"], told["trained"], told["bytes"]) == (2410, 42, 9640)
    assert [one["knobs"] for one in told["moved"]] == [2080, 330]
    assert told["moved"][1]["moved"] <= 10
    old = told["old_task"]
    assert 0.9 < old["after"]["test"] != old["before"]["test"]
    assert told["random_start"]["steps"] == 30
    assert told["random_start"]["best_test"] < told["after"]["test"]

    # What is frozen is in the file; from there what is free can be trained on.
    again = result(str(path), "--finetune", "free", "--steps", "0")
    assert again["trained"] == 42
    assert again["before"] == again["after"] == told["after"]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ring", "--finetune", "last"), "this one is at a random start"),
        (("fine-tuning", "--set", "hidden=16", "--finetune", "all"), "at a random start"),
        (("ring", "--finetune", "half"), "half"),
    ],
)
def test_what_cannot_be_tuned_is_refused_in_a_sentence(words: tuple[str, ...], why: str) -> None:
    assert why in run("train", *words, code=2).stderr
