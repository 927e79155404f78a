"""Points painted among the data: nothing else is reshuffled, and a log leads to the same bits."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from own_table_kit import classes, cloud, session_on
from session_kit import scenario, session, whole_state

from eq_sim.export.script import script_of
from eq_sim.session import actions as act
from eq_sim.session.actions.painting import erasing
from eq_sim.session.errors import EqSimError, ScenarioError, SettingError
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.recording import save_log
from eq_sim.session.files.replay import replay_file
from eq_sim.session.files.setup_line import Setup, read_setup, write_setup
from eq_sim.session.painted_points import MOST_PAINTED
from eq_sim.session.session import Session

CLOUD = tuple((0.1 * k - 2.0, 0.05 * k) for k in range(40))
PARTED = {"test_fraction": 0.4, "validation_fraction": 0.25}


def erase(some: Session, samples: NDArray[np.intp]) -> act.ErasePoints:
    """Returns what takes samples away, by their places in the data."""
    return erasing(some.scenario.data, some.dataset.size, samples)


def parts(of: Session) -> dict[tuple[float, ...], str]:
    """Returns what each sample is for, by its inputs and its target, in their order."""
    words = dict.fromkeys(of.evaluation.train.tolist(), "train")
    words |= dict.fromkeys(of.evaluation.test.tolist(), "test")
    words |= dict.fromkeys(of.evaluation.validation.tolist(), "validation")
    samples = np.concatenate([of.dataset.inputs, of.dataset.targets]).T.tolist()
    return {tuple(sample): words[place] for place, sample in enumerate(samples)}


@pytest.mark.parametrize("name", ["ring", "too-many", "paint"])
def test_painting_and_erasing_leaves_parts_order_and_scale_of_all_others(name: str) -> None:
    some = session(name, **PARTED)
    before, reach = parts(some), some.dataset.reach
    some.apply(act.PaintPoints(CLOUD, 1))
    some.apply(act.PaintPoints(CLOUD[:7], 0))
    painted = parts(some)
    assert list(painted.items())[: len(before)] == list(before.items())
    assert set(list(painted.values())[len(before) :]) == {"train", "test", "validation"}
    every_other = np.arange(len(before), some.dataset.size, 2)
    gone = [list(painted)[place] for place in every_other.tolist()]
    some.apply(erase(some, every_other))
    left = {sample: part for sample, part in painted.items() if sample not in gone}
    assert list(parts(some).items()) == list(left.items())
    if name != "paint":
        some.apply(erase(some, np.array([3, 4, 9])))
        own = [list(before)[place] for place in (3, 4, 9)]
        left = {sample: part for sample, part in left.items() if sample not in own}
        assert list(parts(some).items()) == list(left.items())
    assert some.dataset.reach == reach


def test_points_are_painted_among_the_rows_of_ones_own_table() -> None:
    some = session_on(cloud(), classes(), name="places.csv")
    east, north = some.dataset.columns
    before, size = parts(some), some.dataset.size
    some.apply(act.PaintPoints(((0.5, -0.25), (0.75, 0.5)), 1))
    some.apply(act.ErasePoints(own=(2,)))
    left = [sample for place, sample in enumerate(before) if place != 2]
    assert list(parts(some))[: size - 1] == left
    assert (some.dataset.columns) == (east, north)
    there = some.dataset.inputs[:, -2]
    assert (east.to_person(there[0]), north.to_person(there[1])) == pytest.approx((0.5, -0.25))
    some.apply(act.Train(20))
    assert whole_state(Session(some.state())) == whole_state(some)


def test_the_parts_of_painted_points_follow_the_shares_and_the_seed() -> None:
    shares = {}
    for seed in (1, 2):
        some = session("paint", seed, test_fraction=0.3)
        some.apply(act.PaintPoints(CLOUD * 25, 1))
        shares[seed] = len(some.evaluation.test) / some.dataset.size
        assert shares[seed] == pytest.approx(0.3, abs=0.05)
    assert shares[1] != shares[2]


def test_the_first_point_is_learned_from_whatever_is_painted_later() -> None:
    for seed in range(12):
        some = session("paint", seed, test_fraction=0.9)
        before = parts(some)
        some.apply(act.PaintPoints(CLOUD, 1))
        assert list(parts(some).items())[:2] == list(before.items())
        assert next(iter(before.values())) == "train"


def test_knobs_stay_and_training_goes_on_past_the_goal_when_one_paints_while_it_runs() -> None:
    some = session("moons")
    some.apply(act.Run())
    some.advance(0.1)
    before, step = some.parameters.theta.tobytes(), some.step
    some.apply(act.PaintPoints(((1.0, 1.0),), 0))
    assert (some.parameters.theta.tobytes(), some.step, some.running) == (before, step, True)
    assert [mark.text for mark in some.history.marks] == ["points painted"]
    assert len(some.history.points[0]) == 1  # losses of other data do not compare
    some.advance(steps=3000)
    assert (some.goal_reached, some.running) == (True, True)
    still = session("moons")
    still.apply(act.PaintPoints(((1.0, 1.0),), 0))
    still.apply(act.Run())
    still.advance(steps=3000)
    assert (still.goal_reached, still.running) == (True, False)
    paint = session("paint")  # two points are told apart at once: one wants to paint more
    paint.apply(act.Run())
    paint.advance(steps=300)
    assert (paint.goal_reached, paint.running) == (True, True)


def test_a_stroke_is_one_thing_to_undo() -> None:
    ring = session()
    ring.apply(act.Train(5))
    before = whole_state(ring)
    ring.apply(act.Grab((), "paint-points"))
    for place in CLOUD[:6]:
        ring.apply(act.PaintPoints((place,), 1))
    ring.apply(act.Release())
    assert ring.undo.names == ["painting of points", "5 steps"]
    assert ring.dataset.size == 506
    after = whole_state(ring)
    ring.apply(act.Undo())
    assert whole_state(ring) == before
    ring.apply(act.Redo())
    assert whole_state(ring) == after


def test_the_log_the_document_and_the_line_of_text_lead_to_the_same_bits(tmp_path: Path) -> None:
    ring = session(test_fraction=0.4)
    ring.apply(act.Train(20))
    ring.apply(act.PaintPoints(CLOUD, 0))
    ring.apply(act.ErasePoints(own=(0, 499), painted=(5,)))
    ring.apply(act.Train(20))
    save_log(ring, tmp_path / "a.jsonl")
    assert whole_state(replay_file(tmp_path / "a.jsonl")) == whole_state(ring)
    save_experiment(tmp_path / "a.eqsim", Experiment.of(ring))
    again = Session(read_experiment(tmp_path / "a.eqsim").state)
    assert whole_state(again) == whole_state(ring)
    begun = Setup.of(ring)
    line = write_setup(begun)
    assert read_setup(line) == begun
    assert read_setup(line).session().dataset.inputs.tobytes() == ring.dataset.inputs.tobytes()


def test_a_script_carries_the_points() -> None:
    ring = session(points=20, noise=0.0)
    ring.apply(act.PaintPoints(((1.25, -0.5),), 1))
    ring.apply(act.ErasePoints(own=(3,)))
    ring.apply(act.Train(3))
    text = script_of(ring, "data.csv").text
    assert re.search(r"^1\.25,-0\.5,1,(train|test)$", text, re.MULTILINE)
    assert text.count(",train") + text.count(",test") >= 20


@pytest.mark.parametrize(
    ("name", "action", "sentence"),
    [
        ("sine", act.PaintPoints(((0.0, 0.0),), 1), "two inputs and two classes make a plane"),
        ("digits", act.ErasePoints(own=(1,)), "two inputs and two classes make a plane"),
        ("paint", act.PaintPoints(((3.5, 0.0),), 1), "x₁ goes from -3 to 3 on the plane: 3.5"),
        ("paint", act.PaintPoints(((0.0, float("nan")),), 1), "x₂ goes from -3 to 3"),
        ("paint", act.PaintPoints(((0.0, 0.0),) * (MOST_PAINTED - 1), 1), "2,000 painted points"),
        ("paint", act.ErasePoints(painted=(0, 1)), "One sample at least has to be left"),
        ("paint", act.ErasePoints(painted=(7,)), "There is no sample 7 to erase"),
        ("ring", act.ErasePoints(own=(500,)), "There is no sample 500 to erase"),
    ],
)
def test_what_cannot_be_painted_is_said(name: str, action: act.Rare, sentence: str) -> None:
    some = session(name)
    before = whole_state(some)
    with pytest.raises(EqSimError) as refused:
        some.apply(action)
    assert sentence in str(refused.value)
    assert whole_state(some) == before


def test_the_last_sample_to_learn_from_stays_though_others_are_there() -> None:
    ring = session(points=10, test_fraction=0.5)
    with pytest.raises(SettingError, match="One sample at least"):
        ring.apply(erase(ring, ring.evaluation.train))
    ring.apply(erase(ring, ring.evaluation.train[1:]))
    assert len(ring.evaluation.train) == 1


def test_without_a_class_it_is_said_that_there_is_no_boundary() -> None:
    some = session("paint")
    assert some.dataset.note == ""
    some.apply(act.ErasePoints(painted=(0,)))
    assert some.dataset.note == "All points are of the class “circle”: no boundary to learn"
    assert some.goal_asks_for_nothing


def test_other_points_bring_back_what_was_erased_and_keep_what_was_painted() -> None:
    ring = session()
    ring.apply(act.PaintPoints(((0.0, 0.0),), 1))
    ring.apply(act.ErasePoints(own=(450,)))
    ring.apply(act.Set("noise", 0.2))
    assert ring.dataset.size == 500
    ring.apply(act.Set("points", 100))
    assert ring.dataset.size == 101
    assert ring.scenario.data.erased == ()


@pytest.mark.parametrize(
    ("name", "changes", "sentence"),
    [
        ("ring", {"painted": [[1, 0.0, 0.0, 0], [1, 1.0, 0.0, 0]]}, "numbers of their own"),
        ("ring", {"painted": [[1, float("inf"), 0.0, 0]]}, "needs finite numbers"),
        ("ring", {"painted": [[1, 0.0, 0.0, 2]]}, "up to 1"),
        ("ring", {"erased": [4, 3]}, "listed once each"),
        ("ring", {"erased": [500]}, "Sample 500 cannot be erased"),
        ("ring", {"erased": list(range(500))}, "One sample at least"),
        ("digits", {"painted": [[1, 0.0, 0.0, 0]]}, "two inputs and two classes"),
        ("paint", {"painted": []}, "One sample at least"),
        ("paint", {"points": 50}, "all of them are painted"),
    ],
)
def test_a_file_with_points_that_do_not_fit_is_refused(
    name: str, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        Session(scenario(name, **changes))
    assert sentence in str(refused.value)


def two_blobs(drawn: np.random.Generator) -> list[NDArray[np.float64]]:
    while True:
        centres = drawn.uniform(-2, 2, (2, 2))
        if np.hypot(*(centres[0] - centres[1])) > 1.8:
            sizes = drawn.integers(8, 30, 2)
            return [at + 0.4 * normal(drawn, size) for at, size in zip(centres, sizes, strict=True)]


def in_a_ring(drawn: np.random.Generator) -> list[NDArray[np.float64]]:
    around = int(drawn.integers(25, 50))
    angle, radius = drawn.uniform(0, 2 * np.pi, around), drawn.uniform(1.7, 2.2, around)
    ring = radius * np.array([np.cos(angle), np.sin(angle)])
    return [ring.T, 0.4 * normal(drawn, int(drawn.integers(10, 30)))]


def four_blobs(drawn: np.random.Generator) -> list[NDArray[np.float64]]:
    corners = [np.array([1.4 * x, 1.4 * x * same]) for same in (1, -1) for x in (1, -1)]
    blobs = [at + 0.35 * normal(drawn, 12) for at in corners]
    return [np.concatenate(blobs[:2]), np.concatenate(blobs[2:])]


def normal(drawn: np.random.Generator, size: int) -> NDArray[np.float64]:
    return np.clip(drawn.standard_normal((size, 2)), -2, 2)


@pytest.mark.parametrize("shape", [two_blobs, in_a_ring, four_blobs])
@pytest.mark.parametrize("clouds", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_clouds_as_people_paint_them_are_divided_in_three_seconds(
    shape: Callable[[np.random.Generator], list[NDArray[np.float64]]], clouds: int
) -> None:
    for number in range(clouds):
        for seed in (1, 2):
            some = session("paint", seed)
            for kind, blob in enumerate(shape(np.random.default_rng(number))):
                places = np.clip(blob, -2.9, 2.9).round(3).tolist()
                some.apply(act.PaintPoints(tuple((x, y) for x, y in places), kind))
            some.apply(act.ErasePoints(painted=(0, 1)))
            some.apply(act.Train(int(3 * some.scenario.training.speed)))
            assert some.measure.train == 1.0, (number, seed)
