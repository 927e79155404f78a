"""What leaves an experiment on a table of one's own, whatever its columns are called."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers, texts_of
from eq_sim.data.own.table import Table
from eq_sim.export.predictions import answers_to
from eq_sim.export.script import write_script
from eq_sim.export.tables import knob_table
from eq_sim.session.actions import Train, Turn
from eq_sim.session.errors import DocumentError
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.session import Session

SIZE, COLOUR, CITY = 'size \\ "m²"', "colour\"\"\"\nimport nothing #'''", "city"
CLASSES = ("dear\nprint()", "cheap", '"""')


def odd_table() -> Table:
    drawn = np.random.default_rng(4)
    size = drawn.uniform(1, 9, 30).round(2)
    colour = [("red", "bl\\ue")[code] for code in drawn.integers(0, 2, 30).tolist()]
    city = [("A", "B", "")[code] for code in drawn.integers(0, 3, 30).tolist()]
    price = [CLASSES[int(one) % 3] for one in size.tolist()]
    return Table(
        (
            Numbers(SIZE, size),
            texts_of(" ".join(COLOUR.split()), colour),
            texts_of(CITY, city),
            texts_of("price", price),
        )
    )


@pytest.fixture(scope="module")
def odd() -> Session:
    table = odd_table()
    choice = Choice(table.names[:3], "price", "classes", "average")
    some = Session(scenario_for(table, choice, 'a"b\\c.csv'), 1)
    some.apply(Train(20))
    some.apply(Turn(tuple(range(some.layout.size - 4, some.layout.size)), (0.5,) * 4))
    some.apply(Train(5))
    return some


@pytest.mark.parametrize("torch", [False, True])
def test_a_script_is_a_program_whatever_columns_are_called(
    odd: Session, torch: bool, tmp_path: Path
) -> None:
    (path,) = write_script(tmp_path / "odd.py", odd, torch=torch)
    compile(path.read_text(), "odd.py", "exec")
    if torch:
        return
    told = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert told.startswith("step 25: train loss ")
    found = float(told.split("train loss ")[1].split(" ")[0])
    assert found == pytest.approx(odd.losses.train, rel=1e-4)


def test_tables_of_knobs_name_each_input(odd: Session) -> None:
    rows = list(csv.reader(knob_table(odd.state()).splitlines(keepends=True)))
    assert any("city = missing" in cell for row in rows for cell in row)


def rows_file(tmp_path: Path, *rows: tuple[str, ...]) -> Path:
    path = tmp_path / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def test_new_rows_are_answered_by_names_in_any_order(odd: Session, tmp_path: Path) -> None:
    names = ("CITY", odd_table().names[1], "note", SIZE)
    path = rows_file(tmp_path, names, ("B", "red", "x", "4,5"), ("", "bl\\ue", "y", ""))
    answers = answers_to(path, odd.state())
    table = list(csv.reader(answers.text.splitlines(keepends=True)))
    assert (answers.rows, answers.others) == (2, ("note",))
    assert table[1][:3] == ["4.5", "red", "B"]
    assert table[1][3] in CLASSES
    columns = odd.dataset.columns
    row = [
        columns[0].to_network(np.array(4.5)),
        *(float(column.name in ("city = B",)) for column in columns[1:]),
    ]
    red = next(at for at, column in enumerate(columns) if column.name.endswith("= red"))
    row[red] = 1.0
    theta, layout = odd.parameters.theta, odd.layout
    hidden, last = layout.views(theta)
    sums = np.tanh(np.array([*row, 1.0]) @ hidden)
    scores = np.array([*sums, 1.0]) @ last
    shares = np.exp(scores) / np.exp(scores).sum()
    assert [float(cell) for cell in table[1][4:]] == pytest.approx(shares.tolist(), abs=1e-5)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("A", "green", "2"), r"row 2, column '.*': 'green' did not occur in learning: there was"),
        (("C", "red", "2"), r"row 2, column 'city': 'C' did not occur in learning"),
        (("A", "red", "much"), r"row 2, column 'size .*': 'much' is no number"),
        (("A", "", "2"), r"row 2, column '.*' is empty: this model has learned from whole rows"),
    ],
)
def test_what_a_model_has_not_learned_is_said(
    odd: Session, row: tuple[str, ...], told: str, tmp_path: Path
) -> None:
    path = rows_file(tmp_path, (CITY, odd_table().names[1], SIZE), row)
    with pytest.raises(DocumentError, match=told):
        answers_to(path, odd.state())


def test_columns_that_are_missing_are_named(odd: Session, tmp_path: Path) -> None:
    path = rows_file(tmp_path, (CITY, "paint"), ("A", "red"))
    with pytest.raises(DocumentError, match=r"no column for 'size .*: it has 'city', 'paint'"):
        answers_to(path, odd.state())
