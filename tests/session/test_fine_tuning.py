"""Fine-tuning: what is trained, by one action; and over 20 seeds what becomes of both tasks."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs
from session_kit import session, theta_bits, training_state

from eq_sim.session import actions as act
from eq_sim.session.bases import base_of
from eq_sim.session.drawn_digits import MOST_DRAWN, drawn
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup
from eq_sim.session.fine_tuning import Tuned, tuned_now
from eq_sim.session.questions.two_tasks import (
    MOST_STEPS,
    FreshStart,
    Judge,
    at_start,
    distances,
    fresh_start,
    starts_at_base,
)
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def free(of: Session) -> np.ndarray:
    return np.flatnonzero(~of.switches.frozen)


def test_each_choice_frees_its_knobs_and_undo_brings_the_freezes_back() -> None:
    tuned = session("fine-tuning")
    tuned.apply(act.Freeze.of([3, 4], on=True))
    assert tuned_now(tuned.layout, tuned.switches.frozen) == "free"
    wanted: dict[Tuned, list[int]] = {
        "last": list(range(2080, 2410)),
        "biases": [*range(2048, 2080), *range(2400, 2410)],
        "all": list(range(2410)),
    }
    for what, knobs in wanted.items():
        tuned.apply(act.FineTune(what))
        assert free(tuned).tolist() == knobs
        assert tuned_now(tuned.layout, tuned.switches.frozen) == what
        before = tuned.parameters.theta.copy()
        tuned.apply(act.Train(2))
        moved = np.flatnonzero(tuned.parameters.theta != before)
        assert set(moved.tolist()) <= set(knobs)
        assert moved.size > 0.9 * len(knobs)
        tuned.apply(act.Undo())
    for _ in wanted:
        tuned.apply(act.Undo())
    assert np.flatnonzero(tuned.switches.frozen).tolist() == [3, 4]


def test_the_same_choice_again_is_nothing_to_undo() -> None:
    tuned = session("fine-tuning")
    assert not tuned.apply(act.FineTune("all"))
    assert tuned.undo.undo_name is None
    tuned.apply(act.FineTune("last"))
    assert tuned.undo.undo_name == "the last layer alone trained"


def test_a_network_without_biases_has_none_to_tune() -> None:
    ring = session("ring", biases=False)
    with pytest.raises(EqSimError, match="no biases"):
        ring.apply(act.FineTune("biases"))


def test_without_hidden_layers_the_last_layer_is_all() -> None:
    line = session("house-price")
    line.apply(act.FineTune("last"))
    assert free(line).tolist() == [0, 1, 2]
    assert tuned_now(line.layout, line.switches.frozen) == "all"


def test_a_fresh_start_is_the_same_training_from_random_knobs() -> None:
    tuned = session("fine-tuning", seed=4)
    tuned.apply(act.FineTune("biases"))
    found = fresh_start(tuned.state(), 7)
    again = {}
    for rate in (0.001, 0.003, 0.01, 0.03):
        scenario = structs.replace(tuned.scenario, base="")
        training = structs.replace(scenario.training, learning_rate=rate)
        alone = Session(structs.replace(scenario, training=training), 4)
        alone.apply(act.Train(7))
        again[rate] = alone.measure.test
    assert found.steps == 7
    assert found.same == again[0.001]
    assert found.best == max(again.values())
    assert again[round(found.rate, 6)] == found.best


def test_a_fresh_start_ends_where_a_step_is_refused_and_at_its_limit() -> None:
    tuned = session("fine-tuning", learning_rate=1e30, optimizer="sgd")
    assert 0 <= fresh_start(tuned.state(), 9).best <= 1
    start = FreshStart(session("fine-tuning").state())
    start.go_on(3)
    assert start.reached(3) is None
    assert start.is_beyond(2)
    assert start.reached(MOST_STEPS + 1) is None


def test_both_tasks_and_distances_are_those_of_the_knobs_as_they_stand() -> None:
    tuned = session("fine-tuning", seed=2)
    judge = Judge()
    first = judge.of(tuned.state())
    assert first.new == tuned.measure
    tuned.apply(act.Train(20))
    tuned.apply(act.Mute.of([2085], on=True))
    bits = theta_bits(tuned), training_state(tuned)
    now = judge.of(tuned.state())
    assert now.new == tuned.measure
    assert (theta_bits(tuned), training_state(tuned)) == bits  # asking changes nothing
    tuned.apply(act.Mute.of([2085], on=False))
    assert judge.of(at_start(tuned.state())) == first
    apart = np.abs(tuned.parameters.theta.astype(float) - tuned.parameters.start)
    hidden, output = distances(tuned.state())
    assert hidden.largest == apart[:2080].max()
    assert output.median == np.median(apart[2080:])
    assert (hidden.knobs, output.moved) == (2080, np.count_nonzero(apart[2080:]))


def test_adapters_stand_beside_the_base_and_are_measured_too() -> None:
    tuned = session("fine-tuning")
    tuned.apply(act.AddAdapter((1, 0)))
    judge = Judge()
    assert judge.of(tuned.state()).old.test == judge.of(at_start(tuned.state())).old.test
    assert starts_at_base(tuned.state())
    assert tuned_now(tuned.layout, tuned.switches.frozen) == "free"
    tuned.apply(act.Train(30))
    now = judge.of(tuned.state())
    assert now.new == tuned.measure
    assert now.old.test != judge.of(at_start(tuned.state())).old.test
    hidden, output, adapter = distances(tuned.state())
    assert (hidden.moved, output.moved) == (0, 0)
    assert (adapter.knobs, adapter.moved > 80) == (96, True)
    fresh = fresh_start(tuned.state(), 3)
    assert fresh == fresh_start(session("fine-tuning").state(), 3)  # all knobs, and no adapter
    tuned.apply(act.FineTune("last"))
    assert free(tuned).tolist() == list(range(2080, 2410))
    tuned.apply(act.NewStart())
    assert starts_at_base(tuned.state())  # what an adapter stands beside stays


def test_drawn_digits_are_learned_from_in_the_ink_of_the_data(tmp_path: Path) -> None:
    tuned = session("fine-tuning", seed=3)
    tuned.apply(act.Train(4))
    knobs, judges = theta_bits(tuned), tuned.dataset.inputs[:, tuned.data.test].copy()
    shares = np.zeros(64)
    shares[10:20] = np.arange(10) / 16
    tuned.apply(act.AddDrawing(drawn(7, shares)))
    tuned.apply(act.AddDrawing(drawn(1, shares[::-1])))
    assert theta_bits(tuned) == knobs
    assert tuned.step == 4
    assert (tuned.data.train.size, tuned.data.test.size) == (22, 597)
    np.testing.assert_array_equal(tuned.dataset.inputs[:, tuned.data.test], judges)
    np.testing.assert_allclose(tuned.dataset.inputs[:, 20], 0.5 + 0.35 * (shares - 0.5))
    np.testing.assert_allclose(tuned.dataset.inputs[:, 21], 0.5 + 0.35 * (shares[::-1] - 0.5))
    assert tuned.dataset.targets[:, 20:22].argmax(axis=0).tolist() == [7, 1]
    tuned.apply(act.Set("noise", 0.1))
    assert tuned.data.train.size == 22

    # A scenario file, an experiment and undo keep them.
    path = tmp_path / "mine.toml"
    save_scenario(path, Setup.of(tuned))
    again = open_session(str(path))
    assert again.dataset.inputs.tobytes() == tuned.dataset.inputs.tobytes()
    save_experiment(tmp_path / "mine.eqsim", Experiment.of(tuned))
    kept = open_session(str(tmp_path / "mine.eqsim"))
    assert kept.dataset.inputs.tobytes() == tuned.dataset.inputs.tobytes()
    tuned.apply(act.LetGoDrawings())
    assert tuned.data.train.size == 20
    tuned.apply(act.Undo())
    assert tuned.data.train.size == 22
    with pytest.raises(EqSimError, match="go with the data 'new-ink'"):
        session("digits").apply(act.AddDrawing(drawn(7, shares)))
    for _ in range(MOST_DRAWN - 2):
        tuned.apply(act.AddDrawing(drawn(0, shares)))
    with pytest.raises(EqSimError, match="200 drawn digits are the most"):
        tuned.apply(act.AddDrawing(drawn(0, shares)))


@cache
def twenty(what: Tuned, steps: int = 100) -> np.ndarray:
    """Test accuracies of 20 seeds: new and old task, before and after, and a fresh start's best."""
    rows = []
    for seed in range(20):
        tuned, judge = session("fine-tuning", seed=seed), Judge()
        tuned.apply(act.FineTune(what))
        before = judge.of(tuned.state())
        tuned.apply(act.Train(steps))
        after = judge.of(tuned.state())
        fresh = fresh_start(tuned.state(), steps) if what == "all" else None
        rows.append(
            (before.new.test, after.new.test, before.old.test, after.old.test,
             fresh.best if fresh else np.nan)
        )  # fmt: skip
    return np.array(rows, dtype=float)


@pytest.mark.slow
def test_from_twenty_examples_a_base_learns_what_a_random_start_does_not() -> None:
    new_before, new, old_before, old, fresh = twenty("all").T
    assert np.unique(new_before).round(3).tolist() == [0.804]
    assert np.unique(old_before).round(3).tolist() == [0.956]
    assert new.mean() == pytest.approx(0.941, abs=0.01)
    assert new.min() > 0.91
    assert (new > fresh + 0.1).all()
    assert fresh.mean() == pytest.approx(0.728, abs=0.02)
    assert old.mean() == pytest.approx(0.948, abs=0.01)
    assert (old_before - old).max() < 0.04


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "steps", "reached", "kept"),
    [("last", 100, 0.949, 0.944), ("biases", 100, 0.922, 0.954), ("biases", 500, 0.945, 0.943)],
)
def test_a_few_knobs_do_as_well(what: Tuned, steps: int, reached: float, kept: float) -> None:
    _, new, _, old, _ = twenty(what, steps).T
    assert new.mean() == pytest.approx(reached, abs=0.01)
    assert old.mean() == pytest.approx(kept, abs=0.01)


@pytest.mark.slow
def test_other_bases_tell_the_same_story() -> None:
    """Twenty bases, each trained anew, each tuned with its own twenty examples."""
    base, rows = base_of("digits").scenario, []
    for seed in range(20):
        trained = Session(base, seed)
        trained.apply(act.Train(base.training.steps))
        tuned = Session(structs.replace(load_scenario("fine-tuning"), base=""), seed)
        tuned.apply(act.SetStart.of(trained.parameters.theta))
        before = tuned.measure.test
        tuned.apply(act.Train(100))
        rows.append((before, tuned.measure.test))
    before, after = np.array(rows, dtype=float).T
    assert 0.7 < before.mean() < 0.85
    assert after.mean() == pytest.approx(0.94, abs=0.012)
    assert (after > before).all()
    assert np.count_nonzero(after > before + 0.05) == 19
