"""A typed curve in a session: set, refused, undone, saved, sent as a line, written as a script."""

from pathlib import Path

import numpy as np
import pytest
from session_kit import scenario, session, whole_state

from eq_sim.export.script import script_of
from eq_sim.session import actions as act
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.files.recording import save_log
from eq_sim.session.files.replay import replay_file
from eq_sim.session.files.setup_line import Setup, read_setup, write_setup
from eq_sim.session.session import Session


def test_another_formula_leaves_the_knobs_and_undo_brings_the_old_one_back(tmp_path: Path) -> None:
    own = session("formula")
    own.apply(act.Train(30))
    before, theta = whole_state(own), own.parameters.theta.tobytes()
    own.apply(act.Set("formula", "abs(x)"))
    assert own.parameters.theta.tobytes() == theta
    target = own.dataset.target
    assert target is not None
    x = own.dataset.columns[0].to_person(own.dataset.inputs)
    off = target.to_person(own.dataset.targets) - np.abs(x)
    assert float(off.std()) == pytest.approx(0.1, rel=0.15)  # the noise
    own.apply(act.Train(30))
    save_log(own, tmp_path / "a.jsonl")
    assert whole_state(replay_file(tmp_path / "a.jsonl")) == whole_state(own)
    assert read_setup(write_setup(Setup.of(own))) == Setup.of(own)
    own.apply(act.Undo())
    own.apply(act.Undo())
    assert whole_state(own) == before


@pytest.mark.parametrize(
    ("name", "setting", "value", "sentence"),
    [
        ("formula", "formula", "1/x", "f(x): 1/x has no value at x = 0"),
        ("formula", "from_x", 3.0, "The range from 3 to 2 has no length"),
        ("formula", "to_x", float("inf"), "not inf"),
        ("formula", "formula", 3.0, "a formula of x, such as"),
        ("ring", "formula", "x", "go with the data 'formula', not with 'ring'"),
        ("sine", "to_x", 1.0, "go with the data 'formula', not with 'sine'"),
    ],
)
def test_what_does_not_fit_is_said_and_the_old_curve_stays(
    name: str, setting: str, value: float | str, sentence: str
) -> None:
    some = session(name)
    before = whole_state(some)
    with pytest.raises(SettingError) as refused:
        some.apply(act.Set(setting, value))
    assert sentence in str(refused.value)
    assert whole_state(some) == before


def test_a_range_is_moved_at_once_where_each_end_alone_would_not_fit() -> None:
    own = session("formula")
    own.apply(act.BeginWith((("formula", "log(x)"), ("from_x", 5.0), ("to_x", 9.0))))
    x = own.dataset.columns[0].to_person(own.dataset.inputs)
    assert 5 <= x.min() < x.max() <= 9


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"formula": None}, "need a formula, from_x and to_x"),
        ({"to_x": None}, "need a formula, from_x and to_x"),
        ({"formula": "1/x"}, "has no value at x = 0"),
        ({"noise": None}, "need points and noise"),
    ],
)
def test_a_file_with_no_curve_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        Session(scenario("formula", **changes))
    assert sentence in str(refused.value)


def test_a_script_carries_the_points_of_the_curve_in_its_units() -> None:
    own = session("formula", points=10, noise=0.0, formula="100*x", test_fraction=0.0)
    own.apply(act.Train(2))
    text = script_of(own, "data.csv").text
    rows = [line.split(",") for line in text.splitlines() if line.endswith(",train")]
    assert len(rows) == 10
    assert all(float(y) == pytest.approx(100 * float(x)) for x, y, _ in rows)
