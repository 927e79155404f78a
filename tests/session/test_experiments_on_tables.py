"""An experiment on a table of one's own: what it learns from, and that nothing of it is lost."""

from math import floor
from pathlib import Path

import msgspec
import numpy as np
import pytest
from msgspec import structs
from own_table_kit import CHOICE, classes, cloud, houses, session_on
from session_kit import whole_state

from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers, texts_of
from eq_sim.data.own.table import Table
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session import actions as act
from eq_sim.session.documents import Documents
from eq_sim.session.errors import ScenarioError, SettingError
from eq_sim.session.files.recording import read_recording, save_log
from eq_sim.session.files.replay import replay
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.questions.references import references
from eq_sim.session.scenario import DataSpec, Scenario, TableSpec, convert, load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import SETTINGS, changed, check


def test_a_network_learns_a_table_in_the_units_of_a_person() -> None:
    some = session_on()
    some.apply(act.Train(600))
    dataset = some.dataset
    assert [column.name for column in dataset.columns] == [
        "size", "colour = blue", "colour = green", "colour = red",
    ]  # fmt: skip
    assert dataset.target is not None
    assert (dataset.target.name, dataset.target.unit) == ("price", "$")
    answers, targets = some.evaluation.answers[1], some.evaluation.targets[1]
    errors = np.abs(dataset.target.to_person(answers - targets) - dataset.target.centre)
    assert float(np.median(errors)) < 8000  # dollars; the prices lie 160,000 apart
    assert "6 of 60 rows" in dataset.note


def test_scale_and_split_are_those_of_the_part_that_is_learned_from() -> None:
    some = session_on()
    data, size = some.state().data, houses().numbers("size (m²)")
    assert size is not None
    kept = size.values[~houses().column("price ($)").missing]
    column = data.dataset.columns[0]
    assert column.centre == pytest.approx(kept[data.train].mean(), rel=1e-12)
    assert column.scale == pytest.approx(kept[data.train].std(), rel=1e-12)
    assert len(data.test) == round(0.2 * 54)
    again = session_on()
    assert whole_state(again) == whole_state(some)
    assert (session_on(seed=2).state().data.test != data.test).any()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("points", 30), ("test_fraction", 0.4), ("validation_fraction", 0.25), ("hidden", (5,))],
)
def test_settings_of_the_data_work_on_a_table_and_are_undone(
    setting: str, value: float | int | tuple[int, ...]
) -> None:
    some = session_on()
    some.apply(act.Train(20))
    before = whole_state(some)
    some.apply(act.Set(setting, value))
    data = some.state().data
    if setting == "points":
        assert data.dataset.size == 30
    elif setting == "test_fraction":
        assert len(data.test) == round(0.4 * 54)
    elif setting == "validation_fraction":
        assert len(data.validation) == round(0.25 * 43)
    some.apply(act.Train(5))
    assert whole_state(replay(record.action for record in some.log.records)) == whole_state(some)
    some.apply(act.Undo())
    some.apply(act.Undo())
    assert whole_state(some) == before


def test_what_a_table_does_not_have_is_said() -> None:
    scenario = session_on().scenario
    with pytest.raises(SettingError, match=r"houses\.csv is a real table of 54 rows: 55 of them"):
        changed(scenario, "points", 55)
    with pytest.raises(SettingError, match=r"loss for houses\.csv is half_mse"):
        changed(scenario, "loss", "binary_cross_entropy")
    assert not SETTINGS["noise"].applies(scenario)
    assert SETTINGS["points"].of(scenario) == 54
    bare = structs.replace(scenario, data=DataSpec("table"))
    with pytest.raises(ScenarioError, match="needs a table: which one"):
        check(bare)
    table = scenario.data.table
    assert table is not None
    elsewhere = structs.replace(scenario, data=DataSpec("digits", table=table))
    with pytest.raises(ScenarioError, match="belongs to the source 'table'"):
        check(elsewhere)
    for wrong, said in (
        ({"inputs": ("sze",)}, "no column 'sze'"),
        ({"task": "classes", "target": "nothing"}, "no column 'nothing'"),
        ({"target": "colour", "inputs": ("size (m²)",)}, "cannot be learned as a number"),
    ):
        other = structs.replace(scenario.data, table=structs.replace(table, **wrong))
        with pytest.raises(ScenarioError, match=said):
            check(structs.replace(scenario, data=other))


def test_a_table_that_is_not_here_is_asked_for() -> None:
    table = TableSpec("0" * 64, ("a",), "b", "number", name="far.csv")
    scenario = structs.replace(session_on().scenario, data=DataSpec("table", table=table))
    with pytest.raises(ScenarioError, match=r"'far\.csv' .* is not here: open the table itself"):
        Session(scenario)
    unnamed = structs.replace(table, name="")
    scenario = structs.replace(scenario, data=DataSpec("table", table=unnamed))
    with pytest.raises(ScenarioError, match="table 00000000…"):
        Session(scenario)
    document = msgspec.to_builtins(scenario)
    document["data"]["table"]["sha256"] = "../../x"
    with pytest.raises(ScenarioError, match="sha256"):
        convert(document)


def test_two_tables_are_two_objectives() -> None:
    one, other = session_on(), session_on(houses(seed=1))
    assert not one.state().objective.compares_with(other.state().objective)
    assert one.state().objective.compares_with(session_on().state().objective)


def test_forks_sides_and_moments_of_a_table_go_on_alike() -> None:
    some = session_on(cloud(), classes(), name="cloud.csv")
    some.apply(act.Train(30))
    some.apply(act.CopySide())
    some.apply(act.Train(30))
    some.apply(act.SwitchSide())
    fork = some.fork()
    some.apply(act.Train(7))
    fork.apply(act.Train(7))
    assert whole_state(fork) == whole_state(some)
    some.apply(act.GoTo(1, 12))
    assert some.step == 12
    some.apply(act.BackToStart())
    some.apply(act.Load(some.scenario, 5))
    some.apply(act.Train(10))
    assert whole_state(replay(record.action for record in some.log.records)) == whole_state(some)


def goals(scenario: Scenario) -> tuple[str, float, str]:
    goal = scenario.goal
    return goal.metric, goal.value, goal.text


def test_the_goal_is_what_a_linear_fit_reaches_or_more_than_always_the_same() -> None:
    line = session_on()
    metric, value, text = goals(line.scenario)
    assert metric == "explained"
    assert text == f"{100 * value:.0f} % explained, as by a plain linear fit at seed 1"
    data = line.state().data
    inputs = np.vstack([data.dataset.inputs, np.ones(data.dataset.size)])
    targets = data.dataset.targets[0]
    fit = np.linalg.lstsq(inputs[:, data.train].T, targets[data.train], rcond=None)[0]
    wanted, answers = targets[data.test], fit @ inputs[:, data.test]
    reached = 1 - np.sum((answers - wanted) ** 2) / np.sum((wanted - wanted.mean()) ** 2)
    assert value <= reached < value + 0.01
    ring = session_on(cloud(), classes(), name="cloud.csv")
    metric, value, text = goals(ring.scenario)
    most = max(np.mean(ring.evaluation.targets[1]), 1 - np.mean(ring.evaluation.targets[1]))
    assert metric == "accuracy"
    assert value > most
    assert not ring.goal_asks_for_nothing
    assert "linear fit" in text or "more than by always “" in text


def test_the_goals_one_answer_is_named_where_the_references_is_another() -> None:
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    far = np.where(np.arange(40) % 2, 1.0, 2.0)
    kind = texts_of("ring", np.where(far > 1, "outer", "inner").tolist())
    table = Table((Numbers("x", far * np.cos(turn)), Numbers("y", far * np.sin(turn)), kind))
    choice = Choice(("x", "y"), "ring", "two-classes")
    told = set()
    for seed in range(1, 21):
        some = Session(scenario_for(table, choice, "circles.csv", seed), seed)
        data, (metric, value, text) = some.state().data, goals(some.scenario)
        judged = data.dataset.targets[0, data.test]
        share = {"outer": np.mean(judged), "inner": 1 - np.mean(judged)}
        assert share.keys() == set(data.dataset.classes)
        assert metric == "accuracy"
        if "linear fit" in text:
            continue
        (named,) = [one for one in share if f"more than by always “{one}” at seed {seed}" in text]
        assert round(100 * value) == floor(100 * share[named]) + 1 > 50
        learned = "outer" if np.mean(data.dataset.targets[0, data.train]) >= 0.5 else "inner"
        reference = references(data, some.scenario.training.loss).constant.measures["accuracy"]
        assert reference.test == pytest.approx(share[learned])
        told.add(named == learned)
    assert False in told  # fewer learned from, more to judge: both numbers are true


def test_tiny_tables_are_judged_by_what_they_learn_from() -> None:
    tiny = session_on(houses(12))
    assert len(tiny.state().data.test) == 0
    tiny.apply(act.Train(10))
    assert "test" not in tiny.goal_text.split()


def test_a_scenario_of_before_has_no_table_and_reads_as_it_did() -> None:
    document = msgspec.to_builtins(load_scenario("ring"))
    del document["data"]["table"]
    assert convert(document) == load_scenario("ring")


def test_names_of_files_become_names_of_experiments() -> None:
    made = scenario_for(houses(), CHOICE, "/somewhere/Häuser 2024 (neu).csv")
    assert (made.name, made.title) == ("Häuser-2024-neu", "Häuser 2024 (neu)")
    assert scenario_for(houses(), CHOICE, "….csv").name == "table"


def test_another_seed_of_a_table_is_no_other_experiment_of_that_name() -> None:
    some = session_on(name="ring.csv")
    documents = Documents(some)
    documents.open_scenario(act.Load(load_scenario("ring"), 1))
    some.apply(act.Train(3))
    documents.begin(session_on(name="ring.csv"))
    documents.open_scenario(act.Load(some.scenario, 2))
    assert (some.seed, some.scenario.data.source, some.step) == (2, "table", 0)
    some.apply(act.Train(3))
    documents.begin(session_on(houses(seed=1), name="ring.csv"))
    documents.open_scenario(act.Load(some.scenario, 3))
    assert some.scenario.data.table is not None
    assert some.scenario.data.table.sha256 == houses(seed=1).sha256
    assert (some.seed, some.step) == (3, 0)
    assert [document.named(left.state) for document, left in documents.waiting][:2] == [
        load_scenario("ring").title, "ring",
    ]  # fmt: skip


def test_a_lesson_says_why_it_cannot_have_a_table(tmp_path: Path) -> None:
    some = session_on()
    some.apply(act.Train(3))
    save_log(some, tmp_path / "log.jsonl")
    with pytest.raises(LessonError, match="learns from a table of one's own"):
        as_lesson(read_recording(tmp_path / "log.jsonl"), "log")


def test_the_ends_of_names_that_begin_alike_stand_at_faders() -> None:
    names = [f"feature_{at}" for at in (0, 1, 137)]
    columns = [Numbers(name, np.arange(5.0) ** at) for at, name in enumerate(["y", *names], 1)]
    some = session_on(Table((*columns,)), Choice((*names,), "y", "number"))
    symbols = [column.symbol for column in some.dataset.columns]
    assert symbols == ["fea…re_0", "fea…re_1", "fea…_137"]
