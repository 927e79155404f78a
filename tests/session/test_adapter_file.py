"""An adapter leaves in a file of its own, and comes back beside its base, or not at all."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from eq_sim.export.script import script_of
from eq_sim.session import actions as act
from eq_sim.session.errors import DocumentError, EqSimError, ParameterFileError, SettingError
from eq_sim.session.files.adapter_file import OTHER_BASE, beside, read_adapter, save_adapter
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import load_parameters, save_parameters
from eq_sim.session.files.setup_line import Setup
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

RANKS = (2, 0, 1)


def trained(seed: int = 3, steps: int = 40) -> Session:
    session = Session(load_scenario("ring"), seed)
    session.apply(act.Train(steps))
    return session


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Session, Path]:
    """A ring with an adapter that has learned, and its file."""
    session = trained()
    session.apply(act.AddAdapter(RANKS))
    session.apply(act.Train(30))
    session.apply(act.SetStrength(0.75))
    path = tmp_path / "adapter.safetensors"
    save_adapter(path, session.state())
    return session, path


def test_an_adapter_comes_back_beside_its_base_to_the_bit(kept: tuple[Session, Path]) -> None:
    session, path = kept
    other = trained()
    action, caution = beside(path, read_adapter(path), other.state())
    assert not caution
    other.apply(action)
    assert np.array_equal(other.parameters.theta, session.parameters.theta)
    assert np.array_equal(other.parameters.w, session.parameters.w)
    assert other.parameters.making.strength == 0.75
    assert np.array_equal(other.evaluation.answers[0], session.evaluation.answers[0])
    assert other.switches.frozen[: other.layout.wired].all()
    again = path.with_name("again.safetensors")
    save_adapter(again, other.state())
    assert again.read_bytes() == path.read_bytes()


def test_its_matrices_have_the_names_and_shapes_of_large_models(kept: tuple[Session, Path]) -> None:
    session, path = kept
    tensors = safetensors.numpy.load_file(path)
    assert {name: of.shape for name, of in tensors.items()} == {
        "layers.0.lora_A.weight": (2, 2),
        "layers.0.lora_B.weight": (4, 2),
        "layers.2.lora_A.weight": (1, 2),
        "layers.2.lora_B.weight": (1, 1),
    }
    w = np.array(session.parameters.theta[: session.layout.wired], np.float64)
    for layer in (0, 2):
        a, b = (tensors[f"layers.{layer}.lora_{part}.weight"] for part in "AB")
        block = session.layout.blocks[layer]
        block.view(w)[: block.inputs] += 0.75 * (b @ a).T
    assert np.allclose(session.parameters.w, w, atol=1e-6)


def test_another_base_is_said_and_another_network_refused(kept: tuple[Session, Path]) -> None:
    _, path = kept
    file = read_adapter(path)
    action, caution = beside(path, file, trained(seed=4).state())
    assert caution == OTHER_BASE
    assert action.ranks == RANKS
    with pytest.raises(ParameterFileError, match="of 2-4-2-1 neurons, and this one has 64-32-10"):
        beside(path, file, Session(load_scenario("digits"), 1).state())
    with pytest.raises(SettingError, match="already"):
        kept[0].apply(action)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"strength": "nan"}, "strength or its base"),
        ({"strength": "much"}, "strength or its base"),
        ({"base_sha256": "?"}, "strength or its base"),
        ({"ranks": "[9, 0, 1]"}, "ranks do not fit"),
        ({"ranks": "[0, 0, 0]"}, "ranks do not fit"),
        ({"ranks": "[2, 0]"}, "ranks do not fit"),
        ({"ranks": "two"}, "ranks is damaged"),
        ({"ranks": "[1, 0, 1]"}, "no matrix of"),
        ({"sizes": "[" * 9999}, "sizes is damaged"),
        ({"version": "9"}, "no adapter that this program saved"),
    ],
)
def test_a_damaged_file_is_refused(
    kept: tuple[Session, Path], change: dict[str, str], words: str
) -> None:
    _, path = kept
    tensors = safetensors.numpy.load_file(path)
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    said = json.loads(content[8 : 8 + length])["__metadata__"]
    safetensors.numpy.save_file(tensors, path, {**said, **change})
    with pytest.raises(ParameterFileError, match=words):
        read_adapter(path)


def test_matrices_that_are_no_numbers_or_too_many_are_refused(kept: tuple[Session, Path]) -> None:
    _, path = kept
    content = path.read_bytes()
    said = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
    tensors = safetensors.numpy.load_file(path)
    safetensors.numpy.save_file({**tensors, "more": np.zeros(3)}, path, said)
    with pytest.raises(ParameterFileError, match="other matrices"):
        read_adapter(path)
    tensors["layers.2.lora_B.weight"][:] = np.nan
    safetensors.numpy.save_file(tensors, path, said)
    with pytest.raises(ParameterFileError, match="not a finite number"):
        read_adapter(path)


def test_what_has_no_place_for_an_adapter_says_so(
    kept: tuple[Session, Path], tmp_path: Path
) -> None:
    session, path = kept
    state, plain = session.state(), tmp_path / "p.safetensors"
    with pytest.raises(ParameterFileError, match="merge it first"):
        save_parameters(
            plain, state.switches, state.theta, state.scenario, state.seed, state.dataset
        )
    assert not plain.exists()
    with pytest.raises(DocumentError, match="merge an adapter first"):
        script_of(session, "data.csv")
    with pytest.raises(EqSimError, match="merge it first"):
        Setup.of(session)
    with pytest.raises(ParameterFileError, match="holds an adapter alone"):
        open_session(str(path))
    with pytest.raises(ParameterFileError, match="holds an adapter alone"):
        load_parameters(path, trained().layout)
    base = trained().state()
    save_parameters(plain, base.switches, base.theta, base.scenario, base.seed, base.dataset)
    with pytest.raises(ParameterFileError, match="take it away"):
        load_parameters(plain, session.layout)
    with pytest.raises(ParameterFileError, match="no adapter that this program saved"):
        read_adapter(plain)
    with pytest.raises(ParameterFileError, match="add one first"):
        save_adapter(tmp_path / "none.safetensors", base)
    session.apply(act.MergeAdapter())
    merged = session.state()
    save_parameters(
        plain, merged.switches, merged.theta, merged.scenario, merged.seed, merged.dataset
    )
    assert script_of(session, "data.csv").text


@pytest.mark.parametrize(
    "action",
    [
        act.AddAdapter(RANKS, (1.0, 2.0)),
        act.AddAdapter(RANKS, (float("inf"),) * 15),
        act.AddAdapter(RANKS, None, float("nan")),
        act.AddAdapter(RANKS, None, 1e9),
    ],
)
def test_values_that_no_adapter_takes(action: act.AddAdapter) -> None:
    session = trained(steps=2)
    before = session.state()
    with pytest.raises(EqSimError):
        session.apply(action)
    assert np.array_equal(session.parameters.theta, before.theta)
    assert not session.layout.adapters


def test_a_base_that_is_muted_in_part_is_the_same_base(kept: tuple[Session, Path]) -> None:
    session, path = kept
    base = read_adapter(path).base
    session.apply(act.Mute((1,), on=True))
    save_adapter(path, session.state())
    assert read_adapter(path).base == base
    assert replace(session.state()).whole[1] != 0
