"""A base: a setting of all knobs that a scenario starts from, and where it does not fit."""

from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from session_kit import scenario, session, theta_bits

from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.bases import base_of, bases
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.parameter_file import check_split, load_parameters, save_parameters
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup
from eq_sim.session.scenario import Scenario, read_scenario
from eq_sim.session.session import Session


def shipped(name: str = "digits") -> Path:
    return resource("bases", f"{name}.safetensors")


def saved(path: Path, of: Session) -> Path:
    save_parameters(path, of.switches, of.parameters.theta, of.scenario, of.seed, of.dataset)
    return path


def test_it_starts_from_the_base_and_every_other_start_is_random() -> None:
    tuned = session("fine-tuning", seed=7)
    based = load_parameters(shipped(), tuned.layout).astype(np.float32)
    assert theta_bits(tuned) == based.tobytes()
    tuned.apply(act.Train(3))
    assert theta_bits(tuned) != based.tobytes()
    tuned.apply(act.BackToStart())
    assert theta_bits(tuned) == based.tobytes()
    fresh = Session(structs.replace(tuned.scenario, base=""), seed=7)
    for of in (tuned, fresh):
        of.apply(act.NewStart())
    assert theta_bits(tuned) == theta_bits(fresh) != based.tobytes()
    tuned.apply(act.Undo())
    assert theta_bits(tuned) == based.tobytes()


def test_the_base_says_what_it_learned_and_how() -> None:
    base = base_of("digits")
    assert bases() == ["digits"]
    assert base.scenario == read_scenario(resource("bases", "digits.toml"))
    assert base.scenario.base == ""
    assert base.values.size == base.layout.size == 2410


@pytest.mark.slow
def test_the_shipped_base_is_what_its_training_leads_to() -> None:
    base = base_of("digits")
    trained = Session(base.scenario, base.seed)
    trained.apply(act.Train(base.scenario.training.steps))
    # The last bits may differ from those of another machine, and grow on the way.
    np.testing.assert_allclose(trained.parameters.theta, base.values, atol=0.02)
    assert trained.measure.test == pytest.approx(0.956, abs=0.005)


@pytest.mark.parametrize(
    "alter",
    [
        act.Set("hidden", (16,)),
        act.Set("initializer", "xavier"),
        act.BeginWith((("hidden", (32, 32)),)),
        act.AddNeurons(0),
        act.RemoveNeuron(0, 3),
        act.AddLayer(1),
    ],
)
def test_another_network_has_no_base_and_undo_brings_it_back(alter: act.AnyAction) -> None:
    tuned = session("fine-tuning")
    before = theta_bits(tuned)
    tuned.apply(alter)
    assert tuned.scenario.base == ""
    assert theta_bits(tuned) != before
    tuned.state()
    tuned.apply(act.Undo())
    assert tuned.scenario.base == "digits"
    assert theta_bits(tuned) == before


def test_the_same_layers_keep_the_base() -> None:
    tuned = session("fine-tuning")
    tuned.apply(act.Set("hidden", (32,)))
    tuned.apply(act.Set("initializer", "he"))
    tuned.apply(act.Set("contrast", 0.5))
    tuned.apply(act.Set("dtype", "float64"))
    assert tuned.scenario.base == "digits"


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (scenario("fine-tuning", hidden=(31,)), "64-32-10 neurons, with a bias each"),
        (scenario("fine-tuning", biases=False), "with a bias each"),
        (structs.replace(scenario("ring"), base="digits"), "not for one of 2-4-2-1"),
        (structs.replace(scenario("fine-tuning"), base="../digits"), "choose digits"),
        (scenario("fine-tuning", test_fraction=0.3), "cannot be set"),
        (scenario("fine-tuning", validation_fraction=0.3), "cannot be set"),
        (scenario("fine-tuning", points=100), "cannot be set"),
        (scenario("digits", contrast=0.3), "go with the data 'new-ink', not with 'digits'"),
        (scenario("digits", noise=0.3), "is a real table"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(made: Scenario, why: str) -> None:
    with pytest.raises(EqSimError, match=why):
        Session(made, 1)


def test_a_line_of_text_and_a_scenario_file_start_from_the_base_too(tmp_path: Path) -> None:
    tuned = session("fine-tuning", seed=5, contrast=0.5, rotation=10.0)
    tuned.apply(act.Train(2))
    path = tmp_path / "mine.toml"
    save_scenario(path, Setup.of(tuned))
    again = open_session(str(path))
    assert again.scenario == tuned.scenario
    tuned.apply(act.BackToStart())
    assert theta_bits(again) == theta_bits(tuned)
    assert again.dataset.inputs.tobytes() == tuned.dataset.inputs.tobytes()


def test_files_that_would_know_the_test_part_are_refused(tmp_path: Path) -> None:
    digits, tuned = session("digits", seed=3), session("fine-tuning", seed=3)
    check_split(shipped(), tuned.scenario, tuned.seed)
    check_split(saved(tmp_path / "t.safetensors", tuned), base_of("digits").scenario, 8)
    for path, of in ((shipped(), digits), (saved(tmp_path / "d.safetensors", digits), tuned)):
        with pytest.raises(EqSimError, match="another split of these data"):
            check_split(path, of.scenario, of.seed)
