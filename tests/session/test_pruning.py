"""Pruning: the smallest knobs are muted, stay so in training, and come back with their values."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest
import safetensors.numpy

from eq_sim.network.layout import Layout
from eq_sim.session import actions as act
from eq_sim.session.errors import EqSimError, LogError, ParameterFileError, SettingError
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.multiplied import bytes_of_parameters
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import save_parameters
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_numbers import Numbers
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def trained(name: str = "ring", steps: int = 80, seed: int = 3) -> Session:
    session = Session(load_scenario(name), seed)
    session.apply(act.Train(steps))
    return session


def by_hand(theta: np.ndarray, layout: Layout, share: float, by: str) -> np.ndarray:
    """The smallest, written out."""
    parts = [np.arange(layout.size)]
    if by == "layer":
        parts = [np.arange(block.offset, block.offset + block.size) for block in layout.blocks]
    muted = np.zeros(layout.size, bool)
    for part in parts:
        order = part[np.argsort(np.abs(theta[part]), kind="stable")]
        muted[order[: int(np.floor(share * len(part) + 0.5))]] = True
    return muted


@pytest.mark.parametrize("by", ["network", "layer"])
def test_the_smallest_are_those_of_a_few_lines_of_plain_numpy(by: str) -> None:
    session = trained()
    theta = np.array(session.parameters.theta)
    for share in (0.1, 0.5, 0.9, 1.0, 0.3):
        session.apply(act.Prune(share, by))
        muted = by_hand(theta, session.layout, share, by)
        assert np.array_equal(session.switches.mutes, muted)
        assert np.array_equal(session.parameters.theta, np.where(muted, 0, theta))
    session.apply(act.Prune(0.0, by))
    assert np.array_equal(session.parameters.theta, theta)
    assert session.switches.pruned is None


def test_of_equal_knobs_the_first_go() -> None:
    session = trained()
    session.apply(act.SetStart.of(np.full(session.layout.size, 0.5)))
    session.apply(act.Prune(0.4))
    assert np.flatnonzero(session.switches.mutes).tolist() == list(range(10))


def test_what_a_hand_has_muted_stays_muted() -> None:
    session = trained()
    size = session.layout.size
    largest = int(np.abs(session.parameters.theta).argmax())
    session.apply(act.Mute((largest,), on=True))
    session.apply(act.Prune(0.5))
    pruned = session.switches.pruned
    assert pruned is not None
    assert int(pruned.knobs.sum()) == (size - 1) // 2, "half of those that no hand has muted"
    assert not pruned.knobs[largest]
    # One that is unmuted, or muted, by a hand is pruned no more.
    mine, other = (int(place) for place in np.flatnonzero(pruned.knobs)[:2])
    session.apply(act.Mute((mine,), on=False))
    session.apply(act.Mute((other,), on=True))
    assert session.parameters.theta[mine] != 0
    session.apply(act.Prune(0.0))
    assert np.flatnonzero(session.switches.mutes).tolist() == sorted((largest, other))


def test_muted_knobs_stay_muted_in_training_and_a_larger_share_keeps_them() -> None:
    session = trained()
    first = np.array(session.parameters.theta)
    session.apply(act.Prune(0.4))
    gone = np.array(session.switches.mutes)
    session.apply(act.Train(60))
    assert not session.parameters.theta[gone].any()
    assert np.count_nonzero(session.parameters.theta != first) > gone.sum()
    session.apply(act.Prune(0.4))
    assert np.array_equal(session.switches.mutes, gone), "nothing comes back at a value of before"
    session.apply(act.Prune(0.6))
    assert session.switches.mutes[gone].all()
    session.apply(act.Prune(0.2))
    back = gone & ~session.switches.mutes
    assert np.array_equal(session.parameters.theta[back], first[back])
    assert np.abs(first[back]).min() >= np.abs(first[session.switches.mutes]).max()


def test_a_share_is_one_entry_of_undo_and_so_is_a_drag() -> None:
    session = trained()
    theta = np.array(session.parameters.theta)
    session.apply(act.Prune(0.5))
    assert session.undo.undo_name == "prune the smallest 50 %"
    session.apply(act.Undo())
    assert np.array_equal(session.parameters.theta, theta)
    session.apply(act.Grab((), "pruning"))
    for share in (0.1, 0.2, 0.3):
        session.apply(act.Prune(share))
    session.apply(act.Release())
    assert session.undo.undo_name == "pruning"
    assert session.switches.mutes.sum() == 8
    session.apply(act.Undo())
    assert np.array_equal(session.parameters.theta, theta)
    session.apply(act.Redo())
    assert session.switches.mutes.sum() == 8


def test_it_is_saved_and_replayed_with_its_bits() -> None:
    session = trained()
    session.apply(act.Mute((3,), on=True))
    for action in (act.Prune(0.5, "layer"), act.Train(20), act.Prune(0.7, "layer"), act.Train(5)):
        session.apply(action)
    packed = msgspec.msgpack.encode(SavedState.of(session.state()))
    opened = Session(msgspec.msgpack.decode(packed, type=SavedState).state())
    for other in (replay([record.action for record in session.log.records]), opened):
        assert np.array_equal(other.parameters.theta, session.parameters.theta)
        other.apply(act.Prune(0.2, "layer"))
    session.apply(act.Prune(0.2, "layer"))
    assert np.array_equal(opened.parameters.theta, session.parameters.theta)
    assert np.array_equal(opened.switches.mutes, session.switches.mutes)


def test_a_file_of_an_experiment_keeps_what_pruned_knobs_come_back_to(tmp_path: Path) -> None:
    session = trained("digits", 20)
    theta = np.array(session.parameters.theta)
    session.apply(act.Prune(0.7, "layer"))
    path = tmp_path / "few.eqsim"
    save_experiment(path, Experiment.of(session))
    opened = open_session(str(path))
    assert np.array_equal(opened.parameters.theta, session.parameters.theta)
    opened.apply(act.Prune(0.7, "layer"))
    assert np.array_equal(opened.parameters.theta, session.parameters.theta)
    opened.apply(act.Prune(0.0))
    assert np.array_equal(opened.parameters.theta, theta)


def test_it_follows_its_knobs_into_another_network() -> None:
    session = trained()
    session.apply(act.Prune(0.5))
    bias = session.layout.index(2, 0, None)
    gone = session.switches.mutes[bias]
    session.apply(act.AddNeurons(0, 2))
    assert session.switches.mutes[session.layout.index(2, 0, None)] == gone
    assert session.switches.mutes.sum() == 13
    session.apply(act.Prune(0.0))
    assert not session.switches.mutes.any()


def test_beside_an_adapter_it_is_by_what_is_multiplied() -> None:
    session = trained()
    session.apply(act.AddAdapter((1, 0, 1)))
    session.apply(act.Train(30))
    w, layout = np.array(session.parameters.w), session.layout
    session.apply(act.Prune(0.5))
    order = np.argsort(np.abs(w), kind="stable")
    assert set(np.flatnonzero(session.switches.mutes)) == set(order[:13].tolist())
    assert np.array_equal(session.parameters.w == 0, session.switches.mutes[: layout.wired])
    session.apply(act.Prune(0.0))
    assert np.array_equal(session.parameters.w, w)


@pytest.mark.parametrize("share", [-0.1, 1.01, 2.0, float("nan"), float("inf")])
def test_no_such_share(share: float) -> None:
    session = trained(steps=2)
    with pytest.raises(SettingError, match="from 0 to 1"):
        session.apply(act.Prune(share))


def saved(session: Session, path: Path) -> Path:
    save_parameters(
        path,
        session.switches,
        session.parameters.theta,
        session.scenario,
        session.seed,
        session.dataset,
    )
    return path


@pytest.mark.parametrize("by", ["network", "layer"])
def test_a_file_of_parameters_has_only_the_knobs_that_play(by: str, tmp_path: Path) -> None:
    session = trained("digits", 30)
    session.apply(act.Mute((5,), on=True))
    whole = saved(session, tmp_path / "whole.safetensors").stat().st_size
    session.apply(act.Prune(0.7, by))
    path = saved(session, tmp_path / "few.safetensors")
    assert path.stat().st_size == bytes_of_parameters(session.state())
    tensors = safetensors.numpy.load_file(path)
    kept = sum(tensor.nbytes for tensor in tensors.values())
    pruned = session.switches.pruned
    assert pruned is not None
    assert kept == 4 * (2410 - int(pruned.knobs.sum())) + (2410 + 7) // 8
    assert path.stat().st_size < whole - 6000
    opened = open_session(str(path))
    assert np.array_equal(opened.parameters.theta, session.parameters.theta)
    assert np.array_equal(opened.switches.mutes, session.switches.mutes)
    assert opened.switches.pruned is not None
    assert opened.switches.pruned.by == by
    assert opened.measure == session.measure
    opened.apply(act.Prune(0.0, by))
    assert np.flatnonzero(opened.switches.mutes).tolist() == [5]
    assert np.count_nonzero(opened.parameters.theta) < 2410 // 3 + 1, "left out, so 0"
    opened.apply(act.Mute((5,), on=False))
    assert opened.parameters.theta[5] != 0, "muted by a hand, so kept"


def test_a_damaged_file_of_few_knobs_is_refused_in_a_sentence(tmp_path: Path) -> None:
    session = trained("ring", 20)
    session.apply(act.Prune(0.5))
    path = saved(session, tmp_path / "few.safetensors")
    good, content = safetensors.numpy.load_file(path), path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    metadata = json.loads(content[8 : 8 + length])["__metadata__"]
    name = "knobs.plays"
    values = "knobs.values"
    for wrong in (
        {name: good[name][:-1]},
        {name: np.zeros_like(good[name])},
        {values: good[values][:-1]},
        {values: good[values] * np.float32(np.nan)},
        {values: np.zeros(len(good[values]), np.int32)},
        {"layers.0.weight": np.zeros((4, 2), np.float32)},
    ):
        bad = tmp_path / "bad.safetensors"
        safetensors.numpy.save_file({**good, **wrong}, bad, metadata)
        with pytest.raises(ParameterFileError):
            open_session(str(bad))
    small = trained("ring", 5)
    before = bytes_of_parameters(small.state())
    small.apply(act.Prune(0.5))
    assert bytes_of_parameters(small.state()) < before, "of a small network, too"
    other = Session(load_scenario("digits"), 1)
    with pytest.raises(EqSimError, match="another network"):
        open_session("digits", start=saved(session, path), seed=other.seed)


def test_a_saved_state_whose_pruned_knobs_play_is_refused() -> None:
    session = trained("ring", 5)
    session.apply(act.Prune(0.5))
    good = SavedState.of(session.state())
    assert good.pruned is not None
    for knobs in (np.ones(25, bool), np.ones(24, bool), np.arange(25)):
        saying = msgspec.structs.replace(good.pruned, knobs=Numbers.of(knobs))
        bad = msgspec.structs.replace(good, pruned=saying)
        with pytest.raises(LogError, match="saved state"):
            bad.state()
