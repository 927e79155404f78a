"""``eq-sim`` on a table of one's own: what is guessed, what came of it beside what is simple."""

import json
from pathlib import Path

import numpy as np
import pytest
from command_line import result, run

from eq_sim.resources import resource
from eq_sim.session.actions import Train
from eq_sim.session.files.experiment_file import read_experiment
from eq_sim.session.files.opening import open_session

HOUSES = resource("data", "house_prices.csv")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A table as a spreadsheet in Europe writes it, with a gap, a stray and an id."""
    drawn = np.random.default_rng(3)
    rows = ["id;weight [kg];colour;price (€)"]
    for number in range(60):
        weight, colour = drawn.uniform(1, 20), ("red", "blue")[number % 2]
        price = 3 * weight + 10 * (number % 2) + drawn.normal(0, 0.5)
        rows.append(f"{number + 1};{weight:.2f};{colour};{price:.2f}".replace(".", ","))
    rows[5] = rows[5].replace(rows[5].split(";")[1], "")
    rows[9] = rows[9].replace(rows[9].split(";")[1], "heavy")
    path = tmp_path / "shop.csv"
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    return path


def test_what_was_guessed_is_said_and_simple_answers_stand_beside(shop: Path) -> None:
    told = run("train", shop, "--steps", 300).stdout.splitlines()
    assert told[0] == (
        "shop.csv: 60 rows, 4 columns; semicolons, decimal comma, names in row 1, Latin-1"
    )
    assert "Row 10, column 'weight [kg]': 'heavy' is no number" in told[1]
    said = "\n".join(told)
    assert "Target: 'price (€)' is called as targets often are." in said
    assert "From 2 columns, 2 inputs: weight [kg], colour." in said
    assert "Not used: id." in said
    assert "2 of 60 rows have missing cells and are left out." in said
    assert "46 rows to learn from, 12 to check on; network 2 → 8 → 8 → 1, 105 knobs." in said
    assert told[-1].startswith("on the test part, typical error: this network ")
    network, average, line = (part.rsplit(" ", 2)[1:] for part in told[-1].split(";"))
    assert {network[1], average[1], line[1]} == {"€"}
    assert float(line[0]) < float(average[0])


def test_a_column_that_is_the_same_throughout_is_named_as_that(tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("a,b,target\n" + "\n".join(f"{n},{n * n % 17},5" for n in range(1, 40)))
    said = run("train", path, "--steps", 1).stdout
    assert "Not used: target; the same in each row: target." in said


def test_references_are_in_real_units_for_programs_too(shop: Path) -> None:
    told = result(shop, "--steps", 10, "--set", "test_fraction=0.5")
    compared = told["compared"]
    assert isinstance(compared, dict)
    table = told["table"]
    assert isinstance(table, dict)
    assert (table["rows"], table["left_out"], table["target"]) == (60, 2, "price (€)")
    assert table["inputs"] == ["weight [kg]", "colour"]
    assert (compared["measure"], compared["unit"]) == ("typical_error", "€")
    session = open_session(str(shop))
    assert session.dataset.target is not None
    kept = session.scenario
    assert kept.data.test_fraction == 0.2
    session = open_session(str(shop), changes=[("test_fraction", 0.5)])
    session.apply(Train(10))
    data, target = session.state().data, session.dataset.target
    assert target is not None
    prices = target.to_person(data.dataset.targets[0])
    errors = prices[data.test] - prices[data.train].mean()
    assert compared["constant"]["test"] == pytest.approx(np.sqrt(np.mean(errors**2)), rel=1e-6)
    answers = target.to_person(session.evaluation.answers[1][0])
    errors = answers - prices[data.test]
    assert compared["network"]["test"] == pytest.approx(np.sqrt(np.mean(errors**2)), rel=1e-5)


def test_whatever_is_guessed_can_be_said(shop: Path, tmp_path: Path) -> None:
    words = ("--target", "COLOUR", "--inputs", 'price (€),"weight [kg]"', "--missing", "average")
    path = tmp_path / "shop.eqsim"
    said = run(
        "train", shop, *words, "--hidden", "3,2", "--steps", 20, "--seed", 4, "--save", path
    ).stdout
    assert "Task: 'colour' has two kinds: two classes." in said
    assert "2 missing cells count as the average" in said
    assert "right: this network" in said
    kept = read_experiment(path).session()
    spec = kept.scenario.data.table
    assert spec is not None
    assert (spec.inputs, spec.target, spec.task, spec.missing, spec.name) == (
        ("price (€)", "weight [kg]"), "colour", "two-classes", "average", "shop.csv",
    )  # fmt: skip
    assert (kept.seed, kept.step, kept.scenario.network.hidden) == (4, 20, (3, 2))
    said = run("train", HOUSES, "--target", "bedrooms", "--task", "classes", "--steps", 1).stdout
    assert "bedrooms" in said
    asked = run("train", HOUSES, "--task", "number", "--target", "bedrooms", "--steps", 1).stdout
    assert "Task: number" in asked or "a number" in asked


def test_a_file_is_read_as_one_says(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("".join(f"{at},5;{at * 3 % 7}\n" for at in range(30)))
    words = ("--delimiter", "comma", "--header", "no", "--task", "classes", "--steps", 1)
    assert "column 2" in run("train", path, "--delimiter", "semicolon", "--steps", 1).stdout
    assert "no names" in run("train", path, *words[:4], "--steps", 1).stdout
    one = run("train", path, "--decimal", "comma", "--steps", 1).stdout
    assert "semicolons, decimal comma, no names" in one


def test_new_rows_are_answered_by_what_was_saved(shop: Path, tmp_path: Path) -> None:
    path, rows = tmp_path / "shop.eqsim", tmp_path / "new.csv"
    run("train", shop, "--steps", 800, "--save", path)
    rows.write_text("colour,weight [kg]\nblue,10\nred,10\n")
    out = tmp_path / "out.csv"
    run("predict", path, "--input", rows, "-o", out)
    first, *others = out.read_text("utf-8-sig").splitlines()
    (_, blue), (_, red) = (line.rsplit(",", 1) for line in others)
    assert first == "weight [kg],colour,price (€)"
    assert float(blue) - float(red) == pytest.approx(10, abs=3)
    assert float(red) == pytest.approx(30, abs=4)
    rows.write_text("colour\nblue\nred\n")
    told = run("predict", path, "--input", rows, code=2).stderr
    assert "has no column for 'weight [kg]': it has 'colour'" in told


def test_a_scenario_is_written_and_trains_alike(shop: Path, tmp_path: Path) -> None:
    path = tmp_path / "shop.toml"
    words = ("--set", "learning_rate=0.02")
    assert run("export", shop, "-o", path, "--seed", 3, *words).stdout == f"{path}\n"
    one = json.loads(run("train", shop, "--seed", 3, *words, "--steps", 30, "--json").stdout)
    other = json.loads(run("train", path, "--steps", 30, "--json").stdout)
    del one["table"]
    assert other == one
    run("export", "ring", "-o", tmp_path / "ring.toml", "--set", "l2=0.5")
    assert open_session(str(tmp_path / "ring.toml")).scenario.training.l2 == 0.5


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        (b"", (), "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", (), ""),
        (b"a,b\n1,2\n", (), "one row"),
        (b"a,b\n1,2\n3,4\n", ("--target", "c"), "no column 'c': the columns are a, b"),
        (b"a,b\n1,2\n3,4\n", ("--inputs", "a,x"), "no column 'x'"),
        (
            b"a,b\nx,1\ny,2\n",
            ("--target", "a", "--task", "number"),
            "cannot be learned as a number",
        ),
        (b"a,b\n1,2\n3,4,5\n", (), "Row 3 has 3 cells"),
        (b"a,b\n1,2\n3,2\n", ("--target", "b"), "nothing to learn"),
        (b"a,b\n1,2\n3,4\n", ("--start", "x.safetensors"), "--start"),
    ],
)
def test_what_cannot_be_learned_is_a_sentence(
    content: bytes, words: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    said = run("train", path, *words, code=2).stderr
    assert told in said
    assert said.startswith("eq-sim: ")


def test_what_is_for_tables_alone_is_said(tmp_path: Path) -> None:
    said = run("train", "ring", "--target", "price", code=2).stderr
    assert said == "eq-sim: --target is for a table of your own (.csv): ring is none\n"
    said = run("train", tmp_path / "none.csv", code=2).stderr
    assert "cannot be read: no such file" in said.lower()
