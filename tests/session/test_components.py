"""Principal components as the network's inputs, through every door: set, undone, kept, used."""

import csv
import json
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import numpy as np
import pytest
from safetensors import safe_open
from session_kit import scenario, session, theta_bits, whole_state

from eq_sim.cli.program import main
from eq_sim.export.predictions import answers_to
from eq_sim.export.script import script_of
from eq_sim.export.script_text import data_rows
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session.actions import (
    AddAdapter,
    BeginWith,
    Freeze,
    Redo,
    Set,
    StoreScene,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import save_parameters
from eq_sim.session.files.setup_line import Setup, write_setup
from eq_sim.session.run_rows import compares
from eq_sim.session.run_setups import RunSetup, differing
from eq_sim.session.session import Session
from eq_sim.sweeps.plan import Sweep
from eq_sim.sweeps.running import run


def small(**changes: object) -> Session:
    """Returns digits of 20 components, a few of them, to be quick."""
    return session("digits", **{"components": 20, "points": 300} | changes)


def test_twenty_components_leave_1002_knobs_beside_1344_numbers() -> None:
    of = session("digits", components=20)
    assert of.layout.size == 1002
    assert of.dataset.pca.size == 1344
    assert of.dataset.inputs.shape == (20, 1797)
    assert of.dataset.seen.inputs.shape == (64, 1797)
    assert of.name(0) == "component 1 → neuron 1"
    before = of.dataset.pca
    of.apply(Train(5))
    of.apply(Turn((0,), (3.0,)))
    assert of.dataset.pca is before
    assert before.samples == len(of.evaluation.train) == 1258


def test_another_number_of_them_begins_another_network_and_undo_brings_back_the_bits() -> None:
    of, plain = (session("digits", points=300) for _ in range(2))
    for one in (of, plain):
        one.apply(Freeze((3, 64 * 32 + 1), on=True))  # of a pixel, and a bias
        one.apply(StoreScene(0))
        one.apply(Train(10))
    of.apply(Set("components", 20))
    assert (of.step, of.layout.size) == (0, 1002)
    assert np.flatnonzero(of.switches.frozen).tolist() == [20 * 32 + 1]  # no pixel is heard
    of.apply(Train(5))
    learned = theta_bits(of)
    of.apply(Set("components", 20))  # it is so already
    assert theta_bits(of) == learned
    of.apply(Set("components", 10))
    assert of.layout.size == 682
    left = of.state().shelf.runs
    assert [run.knobs for run in left] == [2410, 1002]
    assert all(compares(run, of) for run in left)  # the samples are the same
    assert differing([RunSetup.of(run) for run in left]) == ("components",)
    for _ in range(3):
        of.apply(Undo())
    assert of.dataset.pca is None
    assert whole_state(of) == whole_state(plain)
    for one in (of, plain):
        one.apply(Train(3))
    assert theta_bits(of) == theta_bits(plain)
    of.apply(Undo())
    of.apply(Redo())
    assert theta_bits(of) == theta_bits(plain)
    of.apply(BeginWith((("components", 5), ("learning_rate", 0.01))))
    assert (of.step, of.layout.size, of.scenario.training.learning_rate) == (0, 522, 0.01)


@pytest.mark.parametrize("change", [Set("components", 20), Set("hidden", (16,))])
def test_another_network_leaves_an_adapter_behind_and_its_base_can_learn(change: Set) -> None:
    of = session("digits", points=100)
    of.apply(AddAdapter((1, 1)))
    assert of.switches.frozen.sum() == 2410
    of.apply(change)
    assert not of.layout.adapters
    assert not of.switches.frozen.any()
    before = theta_bits(of)
    of.apply(Train(1))
    assert theta_bits(of) != before
    of.apply(Undo())
    of.apply(Undo())
    assert (len(of.layout.adapters), of.switches.frozen.sum()) == (2, 2410)


def test_they_are_learned_anew_of_another_train_part() -> None:
    of = small(hidden=(4,))
    of.apply(Train(3))
    before, knobs = of.dataset.pca, theta_bits(of)
    of.apply(Set("test_fraction", 0.5))
    assert theta_bits(of) == knobs
    assert of.dataset.pca.samples == 150
    assert not np.array_equal(of.dataset.pca.components, before.components)


def test_files_lines_and_logs_bring_back_the_same_bits(tmp_path: Path) -> None:
    of = small(hidden=(5,))
    of.apply(Train(7))
    path = tmp_path / "of.eqsim"
    save_experiment(path, Experiment.of(of))
    for again in (read_experiment(path).session(), open_session(str(path)), of.fork()):
        assert whole_state(again) == whole_state(of)
        again.apply(Train(2))
    line = write_setup(Setup.of(of))
    assert "components=20" in line
    assert open_session(line).dataset.inputs.tobytes() == of.dataset.inputs.tobytes()


@pytest.mark.parametrize(
    ("name", "components", "why"),
    [
        ("digits", 65, "digits has 64 inputs, and so 1 to 64 principal components, not 65"),
        ("penguins", 5, "penguins has 4 inputs, and so 1 to 4 principal components, not 5"),
        ("ring", 2, "tables with 3 to 500 inputs, such as digits: ring is made by a rule"),
        ("house-price", 1, "such as digits: house-prices has 2$"),
        ("digits", -1, "need a whole number, such as 20, or none"),
        ("digits", "few", "need a whole number, such as 20, or none"),
    ],
)
def test_what_cannot_be_is_a_sentence(name: str, components: object, why: str) -> None:
    of = session(name)
    before = whole_state(of)
    with pytest.raises(EqSimError, match=why):
        of.apply(Set("components", components))
    assert whole_state(of) == before


@pytest.mark.parametrize("name", ["digits", "penguins"])
def test_answers_to_measured_rows_are_those_of_the_stage_and_the_network(
    name: str, tmp_path: Path
) -> None:
    of = session(name, components=3, points=200)
    of.apply(Train(30))
    rows = tmp_path / "rows.csv"
    rows.write_text(data_rows(of.state()), encoding="utf-8")
    said = list(csv.reader(answers_to(rows, of.state()).text.splitlines()))
    data, pca = of.dataset, of.dataset.pca
    scores = pca.components @ (data.seen.inputs - pca.mean[:, np.newaxis])
    answers = Network(of.layout, LOSSES[of.scenario.training.loss]).answers(
        of.parameters.theta, scores.astype(np.float32)
    )
    measured = len(data.seen.columns)
    assert [row[measured] for row in said[1:]] == [
        data.classes[place] for place in answers.argmax(axis=0)
    ]


def test_a_table_of_ones_own_goes_through_them_with_its_kinds_and_missing_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    random = np.random.default_rng(3)
    rows = [
        f"{'' if place % 9 == 4 else f'{a:.3f}'},{a - b:.3f},{b:.3f},{'xyz'[place % 3]},{a * b:.3f}"
        for place, (a, b) in enumerate(random.normal(size=(60, 2)).tolist())
    ]
    own, kept = tmp_path / "own.csv", tmp_path / "own.eqsim"
    own.write_text("\n".join(["a,b,c,kind,price", *rows]) + "\n", encoding="utf-8")
    words = ["train", str(own), "--target=price", "--missing=average", "--steps=20"]
    assert main([*words, "--set=components=7"]) == 2
    assert "has 6 inputs, and so 1 to 6 principal" in capsys.readouterr().err
    assert main([*words, "--set=components=3", f"--save={kept}"]) == 0
    capsys.readouterr()
    of = open_session(str(kept))
    assert (of.dataset.inputs.shape, of.dataset.pca.mean.shape) == ((3, 60), (6,))
    said = list(csv.reader(answers_to(own, of.state()).text.splitlines()))[1:]
    network = Network(of.layout, LOSSES[of.scenario.training.loss])
    made = network.answers(of.parameters.theta, of.dataset.inputs.astype(np.float32))
    wanted = of.dataset.target.to_person(made[0])
    np.testing.assert_allclose([float(row[-1]) for row in said], wanted, atol=1e-4)


def test_a_file_of_parameters_has_means_and_components_beside_them(tmp_path: Path) -> None:
    of, path = session("penguins", components=2), tmp_path / "of.safetensors"
    state = of.state()
    save_parameters(path, of.switches, of.parameters.theta, state.scenario, state.seed, of.dataset)
    with safe_open(path, "np") as file:
        said = file.metadata()
    pca = json.loads(said["pca"])
    np.testing.assert_allclose(pca["mean"], of.dataset.pca.mean, atol=1e-8)
    np.testing.assert_allclose(pca["components"], of.dataset.pca.components, atol=1e-8)
    assert [one["name"] for one in json.loads(said["scales"])] == [
        column.name for column in of.dataset.seen.columns
    ]
    assert theta_bits(open_session(str(path))) == theta_bits(of)


@pytest.mark.parametrize("torch", [False, True])
def test_a_script_has_the_stage_in_it(torch: bool) -> None:
    of = session("penguins", components=2)
    of.apply(Train(20))
    script = script_of(of, "beside.csv", torch=torch)
    known: dict[str, Any] = {"__name__": "run", "torch": MagicMock()}
    text = script.text
    if torch:  # what reads the data needs no PyTorch
        packed = text[text.index("\ndef pca") : text.index("\ndef start")]
        rest = text[text.index('\nDATA = """') : text.index("\nif __name__")]
        head = text[: text.index("\ndef stream")].replace("import torch\n", "")
        text = head + packed + rest
    exec(compile(text, "script", "exec"), known)
    inputs, targets, part = known["read"]()
    np.testing.assert_allclose(inputs, of.dataset.inputs, atol=1e-5)
    np.testing.assert_array_equal(targets, of.dataset.targets)
    assert (part == "train").sum() == len(of.evaluation.train)
    if not torch:
        learn = part == "train"
        made = known["Run"](inputs[:, learn], targets[:, learn], known["start"]())
        known["do"](made)
        np.testing.assert_allclose(made.theta, of.parameters.theta, atol=1e-4)


def test_a_sweep_varies_them() -> None:
    sweep = Sweep(scenario("digits", points=200), "components", (0, 5, 20), (1,), 20)
    assert sweep.knobs == (2410, 522, 1002)
    outcomes = list(run(sweep))
    assert [outcome.knobs for outcome in outcomes] == [2410, 522, 1002]
    assert not any(outcome.refusal for outcome in outcomes)


def test_the_command_line_says_both_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["train", "digits", "--steps=2", "--set=points=200", "--set=components=20"]
    assert main(words) == 0
    assert "1,002 trained knobs beside 1,344 locked ones" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["parameters"], said["locked"]) == (1002, 1344)
    assert main(["train", "digits", "--steps=2", "--set=components=none", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["parameters"], said["locked"]) == (2410, 0)
    assert main(["train", "digits", "--set=components=65"]) == 2
    assert "1 to 64 principal components, not 65" in capsys.readouterr().err


@pytest.mark.slow
def test_20_components_are_within_a_point_of_all_64_pixels_and_10_are_not() -> None:
    """Of 20 seeds: the share of right answers on the test part, after the scenario's own steps."""
    sweep = Sweep(scenario("digits"), "components", (0, 10, 20), tuple(range(1, 21)))
    wrong = {0: [], 10: [], 20: []}  # type: dict[int, list[float]]
    for outcome in run(sweep):
        wrong[outcome.value].append(outcome.test_error)
    behind = {value: np.subtract(wrong[value], wrong[0]) for value in (10, 20)}
    assert behind[20].max() < 0.01  # on every seed
    assert np.mean(behind[10]) > 0.01
    assert np.mean(behind[10] > behind[20]) >= 0.9
