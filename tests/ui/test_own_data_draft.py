"""What the preview says of a table, and what becomes of it when a person chooses."""

from pathlib import Path

import pytest

from eq_sim.data.own.choice import Choice
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.table import Table
from eq_sim.session.own_scenario import spec_of
from eq_sim.ui.own_data.draft import Draft, Use
from eq_sim.ui.own_data.inputs_said import inputs_said

HOUSES = """id,area (sq ft),style,rooms,price ($)
1,1200,flat,3,100000
2,,house,4,150000
3,1900,house,many,190000
4,800,flat,2,80000
5,1500,loft,3,120000
6,1700,house,5,160000
7,900,flat,2,85000
8,1000,flat,2,90000
9,1100,loft,2,98000
10,2000,house,6,210000
11,2100,house,6,213000
"""


@pytest.fixture
def houses(tmp_path: Path) -> Table:
    path = tmp_path / "houses.csv"
    path.write_text(HOUSES, encoding="utf-8")
    return read_table(path)


def draft_of(table: Table, choice: Choice | None = None) -> Draft:
    rows = [tuple(line.split(",")) for line in HOUSES.splitlines()[1:]]
    return Draft(table.names, rows, lambda features, outputs, rows: (4,), table, choice)


def test_each_column_says_what_it_is_and_what_it_is_for(houses: Table) -> None:
    draft = draft_of(houses)
    uses = [Use.NOT_USED, Use.INPUT, Use.INPUT, Use.INPUT, Use.TARGET]
    assert [draft.use(column) for column in range(5)] == uses
    kinds = ["names the rows", "numbers", "text, 3 kinds", "numbers, except 1", "numbers"]
    assert [draft.kind(column) for column in range(5)] == kinds
    assert [draft.missing(column) for column in range(5)] == [0, 1, 0, 1, 0]
    assert draft.is_wrong(3)
    assert "Row 4, column 'rooms': 'many' is no number" in draft.notes[0]
    assert "all different" in draft.why_use(0)


def test_what_will_be_learned_is_said_with_its_numbers(houses: Table) -> None:
    draft = draft_of(houses)
    assert draft.sentence == (
        "A network of 5 → 4 → 1 (29 knobs) learns price ($) from 3 columns of 9 rows; "
        "2 rows with missing cells are left out."
    )
    draft.set_missing("average")
    assert draft.sentence.endswith("from 3 columns of 11 rows.")


def test_another_target_frees_the_one_before(houses: Table) -> None:
    draft = draft_of(houses)
    draft.set_use([2], Use.TARGET)
    assert draft.choice is not None
    assert (draft.choice.target, draft.choice.task) == ("style", "classes")
    assert draft.choice.inputs == ("area (sq ft)", "rooms", "price ($)")
    draft.set_use([1, 3], Use.NOT_USED)
    assert draft.choice.inputs == ("price ($)",)
    draft.set_use([2], Use.NOT_USED)  # the target stays one until another is chosen
    assert draft.use(2) is Use.TARGET


def test_what_cannot_work_says_why(houses: Table) -> None:
    draft = draft_of(houses)
    draft.set_use([1, 2, 3], Use.NOT_USED)
    assert draft.problem.startswith("Choose at least one input")
    assert draft.sentence == ""
    draft.set_use([1], Use.INPUT)
    assert draft.problem == ""
    draft.set_use([2], Use.TARGET)
    draft.set_task("number")
    assert "cannot be learned as a number" in draft.problem


def test_a_table_that_was_read_before_shows_its_rows_and_what_was_chosen(houses: Table) -> None:
    choice = Choice(("rooms",), "area (sq ft)", "number", "average")
    draft = Draft.of_table(houses, choice, lambda features, outputs, rows: (4,), 3)
    assert draft.rows[1] == ("2", "", "house", "4", "150000")
    assert len(draft.rows) == 3
    assert draft.choice == choice
    assert draft.use(4) is Use.NOT_USED


def test_before_all_is_read_nothing_is_claimed() -> None:
    draft = Draft(("a", "b"), [("1",)], lambda features, outputs, rows: ())
    assert draft.rows == [("1", "")]
    assert draft.use(0) is Use.UNKNOWN
    assert draft.missing(0) is None
    draft.set_use([0], Use.TARGET)
    assert draft.choice is None
    assert draft.about("mine.csv") == "mine.csv: 2 columns"


def test_what_the_inputs_are_is_said_where_texts_are_among_them(houses: Table) -> None:
    said = inputs_said(spec_of(houses, Choice(("area (sq ft)", "style"), "price ($)")))
    assert said == "4 inputs: 1 number, and 3 for the kinds of style (3)"
    said = inputs_said(spec_of(houses, Choice(("style",), "price ($)")))
    assert said == "3 inputs: 3 for the kinds of style (3)"
    assert inputs_said(spec_of(houses, Choice(("rooms",), "price ($)"))) == ""
