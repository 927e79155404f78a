"""A run leaves as a script that anyone can run: it leads to the same parameters."""

import importlib.util
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from eq_sim.export.script import write_script
from eq_sim.network.activations import ACTIVATIONS
from eq_sim.network.initializers import INITIALIZERS
from eq_sim.network.optimizers import OPTIMIZERS
from eq_sim.session.actions import (
    AddLayer,
    AddNeurons,
    BackToStart,
    FineTune,
    Freeze,
    GoTo,
    GoToRunEnd,
    GoToRunStart,
    Grab,
    KeepCheckpoint,
    Mute,
    NewStart,
    Pause,
    RecallScene,
    Release,
    RemoveLayer,
    RemoveNeuron,
    Restore,
    Run,
    Set,
    SetStart,
    Solo,
    StoreScene,
    TakePhase,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.errors import DocumentError
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Value
from eq_sim.session.settings.table import changed

_ENOUGH = 1e-4


def session(name: str, seed: int = 1, *, biases: bool = True, **changes: Value) -> Session:
    """Returns a fresh session of a shipped scenario with some settings changed."""
    scenario = load_scenario(name)
    for setting, value in changes.items():
        scenario = changed(scenario, setting, value)
    network = structs.replace(scenario.network, biases=biases)
    return Session(structs.replace(scenario, network=network), seed)


def _hundred(of: Session) -> None:
    of.apply(Train(100))


def _hands(of: Session) -> None:
    """A drag while training runs, freezing, muting, a solo, a scene, and one thing undone."""
    of.apply(Train(20))
    of.apply(Grab.of([3]))
    of.apply(Turn.of([3], [0.2]))
    of.apply(Turn.of([3], [0.5]))
    of.apply(Train(10))
    of.apply(Release())
    of.apply(Freeze.of([5, 6], on=True))
    of.apply(Set("learning_rate", 0.03))
    of.apply(Train(20))
    of.apply(Mute.of([0, 1], on=True))
    of.apply(FineTune("last"))
    of.apply(Train(5))
    of.apply(Solo(13, True))
    of.apply(Train(10))
    of.apply(Mute.of([0], on=False))
    of.apply(StoreScene(0))
    of.apply(Train(10))
    of.apply(RecallScene(0))
    of.apply(Train(20))
    of.apply(Turn.of([4], [3.0]))
    of.apply(Undo())
    of.apply(Train(10))


def _detours(of: Session) -> None:
    """Starts again, goes back to a moment and to a checkpoint, and steps phase by phase."""
    of.apply(Train(30))
    of.apply(NewStart())
    of.apply(Train(5))
    of.apply(GoToRunEnd(1))
    of.apply(Train(5))
    of.apply(GoToRunStart(2))
    of.apply(Set("batch_size", 7))
    of.apply(Run())
    of.advance(steps=40)
    of.apply(Pause())
    for _ in range(9):  # two steps, and a third that is begun
        of.apply(TakePhase())
    of.apply(KeepCheckpoint())
    of.apply(Turn.of([2], [0.3]))
    of.apply(Train(20))
    of.apply(GoTo(_record_of(of, Train), 25))
    of.apply(Grab.of([1]))
    of.apply(Turn.of([1], [-0.2]))
    of.apply(Set("optimizer", "adam"))
    of.apply(Train(10))
    of.apply(Restore(1))
    of.apply(Set("batch_size", "full"))
    of.apply(Train(20))


def _in_the_middle(of: Session) -> None:
    """What is learned changes in mid-run: the script begins there, with the knobs as they were."""
    of.apply(Train(37))
    of.apply(Freeze.of([1], on=True))
    of.apply(Set("noise", 0.05))
    of.apply(Train(30))
    of.apply(Set("optimizer", "adam"))
    of.apply(Set("learning_rate", 0.01))
    of.apply(Train(33))


def _altered(of: Session) -> None:
    """Neurons and a layer come and go in mid-run: the script begins after the last of them."""
    of.apply(Train(20))
    of.apply(AddNeurons(0))
    of.apply(Freeze.of([2], on=True))
    of.apply(AddLayer(1, 5, "relu"))
    of.apply(Train(30))
    of.apply(RemoveNeuron(0, 1))
    of.apply(Train(10))
    of.apply(RemoveLayer(1))
    of.apply(Undo())
    of.apply(Train(20))


def _again(of: Session) -> None:
    of.apply(SetStart.of(np.linspace(-1, 1, of.layout.size)))
    of.apply(Train(50))
    of.apply(BackToStart())
    of.apply(Train(60))


def _record_of(of: Session, kind: type) -> int:
    """Returns the last record of a kind whose steps ran on."""
    return max(
        at
        for at, record in enumerate(of.log.records)
        if isinstance(record.action, kind) and getattr(record.action, "steps", 0) == 40
    )


RUNS: list[tuple[str, dict[str, Value], Callable[[Session], None]]] = [
    ("ring", {}, _hands),
    ("ring", {"optimizer": "adamw", "learning_rate": 0.02, "l2": 0.01, "dropout": 0.2}, _hands),
    ("ring", {"optimizer": "nesterov", "l1": 0.001}, _hands),
    ("ring", {"optimizer": "momentum", "dtype": "float64"}, _detours),
    ("ring", {"optimizer": "rmsprop", "learning_rate": 0.01}, _in_the_middle),
    ("ring", {"optimizer": "adam", "learning_rate": 0.01}, _altered),
    ("house-price", {}, _again),
    ("digits", {}, _hundred),
    ("fine-tuning", {}, _hundred),
]
"""Scenarios, optimizers and hands."""


@pytest.mark.parametrize(("name", "changes", "what"), RUNS)
def test_a_numpy_script_leads_to_the_same_parameters(
    name: str, changes: dict[str, Value], what: Callable[[Session], None], tmp_path: Path
) -> None:
    of = session(name, seed=3, **changes)
    what(of)
    write_script(tmp_path / "run.py", of)
    kept = tmp_path / "knobs.npz"
    done = _run(tmp_path / "run.py", kept)
    assert f"step {of.step}: train loss" in done
    assert _error(np.load(kept), of) <= _ENOUGH


@pytest.mark.parametrize(
    ("name", "changes"),
    [("sine", {"activation": activation}) for activation in ACTIVATIONS]
    + [("xor", {"optimizer": optimizer, "learning_rate": 0.01}) for optimizer in OPTIMIZERS]
    + [("moons", {"initializer": initializer}) for initializer in INITIALIZERS]
    + [("penguins", {"loss": "half_mse"}), ("penguins", {"dropout": 0.5, "hidden": (5,)})]
    + [("equalizer", {}), ("spiral", {}), ("one-knob", {}), ("ring", {})],
)
def test_every_choice_is_in_a_script_what_it_is_here(
    name: str, changes: dict[str, Value], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = session(name, seed=2, **changes)
    of.apply(Train(60))
    write_script(tmp_path / "run.py", of)
    monkeypatch.setattr(sys, "argv", ["run.py", str(tmp_path / "knobs.npz")])
    runpy.run_path(str(tmp_path / "run.py"), run_name="__main__")
    assert _error(np.load(tmp_path / "knobs.npz"), of) <= _ENOUGH


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize(("name", "changes", "what"), RUNS)
def test_a_pytorch_script_leads_to_the_same_parameters(
    name: str, changes: dict[str, Value], what: Callable[[Session], None], tmp_path: Path
) -> None:
    import torch  # type: ignore[import-not-found]  # the tests need it here alone

    of = session(name, seed=3, **changes)
    what(of)
    write_script(tmp_path / "run.py", of, torch=True)
    kept = tmp_path / "knobs.pt"
    _run(tmp_path / "run.py", kept)
    found = {name: tensor.numpy() for name, tensor in torch.load(kept).items()}
    assert _error(found, of) <= _ENOUGH


def test_a_network_without_biases_leaves_too(tmp_path: Path) -> None:
    of = session("moons", biases=False)
    of.apply(Train(60))
    write_script(tmp_path / "run.py", of)
    _run(tmp_path / "run.py", tmp_path / "knobs.npz")
    assert _error(np.load(tmp_path / "knobs.npz"), of) <= _ENOUGH


def test_a_script_holds_hyperparameters_and_hands_as_lines_and_no_detours(tmp_path: Path) -> None:
    of = session("ring", optimizer="adam", learning_rate=0.02)
    _hands(of)
    write_script(tmp_path / "run.py", of)
    text = (tmp_path / "run.py").read_text("utf-8")
    assert '"learning_rate": 0.02' in text
    assert '"optimizer": "adam"' in text
    lines = [line.strip() for line in text.splitlines()]
    hand = next(line for line in lines if line.startswith("run.turn"))
    assert hand == f"run.turn([3], [0.5])  # by hand: {of.name(3)}"
    assert f"frozen: {of.name(5)}" in text
    assert "run.set(learning_rate=0.03)" in lines
    assert "[3.0]" not in text  # it was undone
    assert "def rmsprop" not in text  # nothing that is not used


def test_many_data_stand_beside_the_script_and_replace_nobodys_table(tmp_path: Path) -> None:
    of = session("digits")
    files = write_script(tmp_path / "run.py", of)
    assert files == [tmp_path / "run.py", tmp_path / "run-data.csv"]
    words = " ".join((tmp_path / "run.py").read_text("utf-8").split())
    assert "the data stand beside it, in run-data.csv" in words
    write_script(tmp_path / "run.py", of)  # its own may be replaced
    (tmp_path / "run-data.csv").write_text("mine\n1\n")
    with pytest.raises(DocumentError, match="holds something else"):
        write_script(tmp_path / "run.py", of)
    assert (tmp_path / "run-data.csv").read_text() == "mine\n1\n"


def test_writing_a_script_changes_nothing(tmp_path: Path) -> None:
    of = session("ring")
    _hands(of)
    before, records = of.parameters.theta.tobytes(), list(of.log.records)
    write_script(tmp_path / "run.py", of)
    assert of.parameters.theta.tobytes() == before
    assert list(of.log.records) == records


def _run(script: Path, kept: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name, str(kept)],
        capture_output=True,
        text=True,
        check=False,
        cwd=script.parent,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _error(found: object, of: Session) -> float:
    """Returns the largest difference of a layer, in parts of the largest knob of it."""
    wanted = of.layout.as_torch(of.parameters.theta)
    assert set(found) == set(wanted)  # type: ignore[call-overload]
    errors = [
        np.abs(found[name] - tensor).max() / max(np.abs(tensor).max(), 1e-3)  # type: ignore[index]
        for name, tensor in wanted.items()
    ]
    return float(max(errors))
