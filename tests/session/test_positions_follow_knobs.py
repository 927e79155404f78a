"""Positions that knobs click into, where neurons and layers come and go: each keeps its own."""

from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from session_kit import session, whole_state

from eq_sim.network.making import Per, Rounding
from eq_sim.session import actions as act
from eq_sim.session.errors import LogError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.replay import replay
from eq_sim.session.saved_state import SavedState
from eq_sim.session.session import Session


def clicking(per: Per, bits: int = 4) -> Session:
    of = session("ring", points=50, hidden=[3, 2], optimizer="adam")
    of.apply(act.Train(50))
    of.apply(act.Quantise(bits, per))
    return of


def rounding(of: Session) -> Rounding:
    """The positions that are said, which are those that are computed with."""
    said = of.state().making.rounding
    assert said is not None
    assert of.parameters.making.rounding is said
    assert np.array_equal(of.parameters.w, of.state().w)
    return said


def scale(of: Session, knob: int) -> float:
    return float(rounding(of).steps(of.layout)[knob])


ALTERATIONS = [
    act.AddNeurons(0, 2),
    act.AddNeurons(1, 1),
    act.RemoveNeuron(0, 0),
    act.RemoveNeuron(1, 1),
    act.AddLayer(0),
    act.AddLayer(2, 5),
    act.AddLayer(1, 2, "tanh"),
    act.RemoveLayer(0),
    act.RemoveLayer(1),
]


@pytest.mark.parametrize("per", ["neuron", "tensor"])
@pytest.mark.parametrize("action", ALTERATIONS, ids=repr)
def test_an_altered_network_is_saved_and_opens_with_its_positions(
    action: act.AnyAction, per: Per, tmp_path: Path
) -> None:
    of = clicking(per)
    of.apply(action)
    assert rounding(of).fits(of.layout)
    of.apply(act.KeepCheckpoint())
    of.apply(act.Train(5))
    path = tmp_path / "altered.eqsim"
    save_experiment(path, Experiment.of(of))
    again = read_experiment(path).session()
    assert np.array_equal(again.parameters.w, of.parameters.w)
    assert np.array_equal(rounding(again).scales, rounding(of).scales)
    assert whole_state(replay([done.action for done in of.log.records])) == whole_state(of)
    for _ in ("training", "the checkpoint", "the altered network"):
        of.apply(act.Undo())
    assert rounding(of).scales.size == (6 if per == "neuron" else 3)


@pytest.mark.parametrize("per", ["neuron", "tensor"])
@pytest.mark.parametrize("action", [act.AddNeurons(0, 2), act.AddNeurons(1, 1), act.AddLayer(1)])
def test_the_answers_stay_where_that_is_said(action: act.AnyAction, per: Per) -> None:
    of = clicking(per)
    before, loss = np.array(of.evaluation.answers[0]), of.losses.train
    of.apply(action)
    assert of.parameters.making.rounding is not None
    np.testing.assert_allclose(of.evaluation.answers[0], before, atol=1e-6)
    assert of.losses.train == pytest.approx(loss, rel=1e-5)


def test_a_product_has_positions_of_its_own_and_that_is_said() -> None:
    of = session("ring", points=50, hidden=[4, 3, 3], activation=["tanh", "identity", "tanh"])
    of.apply(act.Train(30))
    of.apply(act.AddLayer(1))  # the identity
    of.apply(act.Quantise(3))
    for layer, stays in ((1, True), (1, False)):
        before, theta = np.array(of.evaluation.answers[0]), of.parameters.theta
        remove = act.RemoveLayer(layer)
        assert remove.keeps_answers(of.layout, theta, of.switches, clicks=True) is stays
        of.apply(remove)
        assert np.allclose(of.evaluation.answers[0], before, atol=1e-6) is stays


def test_a_scale_goes_with_its_neuron() -> None:
    of = clicking("neuron")
    own = [scale(of, of.layout.index(0, neuron, 0)) for neuron in range(3)]
    after = [scale(of, of.layout.index(1, neuron, 0)) for neuron in range(2)]
    assert len({*own, *after}) == 5
    of.apply(act.RemoveNeuron(0, 1))
    of.apply(act.AddNeurons(1, 1))  # so many neurons as before, and others
    layout = of.layout
    assert [scale(of, layout.index(0, neuron, 0)) for neuron in range(2)] == [own[0], own[2]]
    assert [scale(of, layout.index(1, neuron, 0)) for neuron in range(2)] == after
    new = layout.neuron(1, 2)
    outermost = np.abs(of.parameters.theta[new]).max()
    assert scale(of, int(new[0])) == pytest.approx(outermost / rounding(of).limit)


def test_a_finished_run_that_was_altered_is_gone_back_to() -> None:
    of = clicking("neuron")
    of.apply(act.AddNeurons(0, 1))
    of.apply(act.Train(5))
    w = np.array(of.parameters.w)
    of.apply(act.NewStart())
    of.apply(act.GoToRunEnd(of.shelf.runs[-1].number))
    assert np.array_equal(of.parameters.w, w)


def test_a_file_with_positions_of_another_network_opens_with_knobs_that_turn_freely() -> None:
    """Such files were written: the positions were let go there without a word."""
    of = clicking("neuron")
    saved = SavedState.of(of.state())
    making = saved.making
    assert making is not None
    assert making.rounding is not None
    fewer = rounding(of)
    of.apply(act.RemoveNeuron(0, 0))
    there = SavedState.of(of.state())
    misfit = msgspec.structs.replace(there, making=making)
    opened = Session(misfit.state())
    assert opened.parameters.plain
    assert np.array_equal(opened.parameters.w, of.parameters.theta)
    opened.apply(act.AddNeurons(1, 1))
    assert opened.parameters.plain, "positions of other neurons do not come back"
    state = clicking("neuron").state()
    none = replace(state.making, rounding=replace(fewer, scales=-fewer.scales))
    with pytest.raises(LogError, match="no positions"):
        SavedState.of(replace(state, making=none)).state()


@pytest.mark.parametrize(("per", "stays"), [("neuron", False), ("tensor", True)])
def test_as_many_neurons_elsewhere_have_no_positions_of_others(per: Per, stays: bool) -> None:
    of = clicking(per)
    before = rounding(of).scales
    of.apply(act.NewStart())
    assert np.array_equal(rounding(of).scales, before)
    of.apply(act.Set("hidden", (2, 3)))
    assert (of.state().making.rounding is not None) is stays
    assert of.parameters.plain is not stays
    of.apply(act.Undo())
    assert np.array_equal(rounding(of).scales, before)
