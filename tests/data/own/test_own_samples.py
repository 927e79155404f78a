"""What is learned from a table: guessed, chosen, refused, and made into samples."""

from pathlib import Path

import numpy as np
import pytest

from eq_sim.data.dataset import Dataset, View
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers, TableColumn, texts_of
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.facts import facts_of
from eq_sim.data.own.guess import guess
from eq_sim.data.own.making import dataset
from eq_sim.data.own.planning import shape_of
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.table import Table

NASTY = Path(__file__).parent.parent / "nasty"
nan = float("nan")
ROWS = 40


def table(**columns: list[float] | list[str]) -> Table:
    made: list[TableColumn] = []
    for name, cells in columns.items():
        if isinstance(cells[0], str):
            made.append(texts_of(name, [str(cell) for cell in cells]))
        else:
            made.append(Numbers(name, np.array(cells, dtype=np.float64)))
    return Table(tuple(made))


def numbers(step: float = 1.0) -> list[float]:
    return [(place * 7 % 11) * step + 0.25 for place in range(ROWS)]


def of(*kinds: str) -> list[str]:
    return [kinds[place % len(kinds)] for place in range(ROWS)]


# Guessing


@pytest.mark.parametrize(
    ("columns", "wanted"),
    [
        ({"a": numbers(), "b": numbers(2)}, Choice(("a",), "b", "number")),
        ({"price": numbers(), "b": numbers(2)}, Choice(("b",), "price", "number")),
        ({"SalePrice": numbers(), "b": numbers(2)}, Choice(("b",), "SalePrice", "number")),
        ({"species": of("cat", "dog"), "b": numbers()}, Choice(("b",), "species", "two-classes")),
        ({"a": numbers(), "b": of("x", "y", "z")}, Choice(("a",), "b", "classes")),
        # Beside "x", "y" is where a point is; alone with it, what is learned.
        (
            {"x": numbers(), "y": numbers(2), "colour": of("red", "blue")},
            Choice(("x", "y"), "colour", "two-classes"),
        ),
        ({"x": numbers(), "y": numbers(2)}, Choice(("x",), "y", "number")),
        # Texts that nearly all differ are no classes, whatever they are called.
        (
            {
                "price": [f"${place % 25}" for place in range(ROWS)],
                "b": numbers(),
                "c": of("yes", "no"),
            },
            Choice(("price", "b"), "c", "two-classes"),
        ),
        (
            {"a": numbers(), "b": [place % 3.0 for place in range(ROWS)]},
            Choice(("a",), "b", "classes"),
        ),
        (
            {"a": numbers(), "b": [place % 20.0 for place in range(ROWS)]},
            Choice(("a",), "b", "number"),
        ),
        # A last column that names the rows, or is the same throughout, predicts nothing.
        ({"a": numbers(), "b": numbers(2), "c": [7.0] * ROWS}, Choice(("a",), "b", "number")),
        (
            {"a": numbers(), "b": numbers(2), "c": [f"row {place}" for place in range(ROWS)]},
            Choice(("a",), "b", "number"),
        ),
        # Numbers of rows are a last resort.
        (
            {"n": [float(place) for place in range(ROWS)], "b": numbers()},
            Choice(("n",), "b", "number"),
        ),
        # Where many rows would be left out, the average stands in.
        (
            {
                "a": [nan if place % 3 else 1.5 * place for place in range(ROWS)],
                "c": numbers(),
                "b": numbers(2),
            },
            Choice(("c",), "b", "number"),
        ),
        (
            {"a": [1.5 * place if place % 3 else nan for place in range(ROWS)], "b": numbers(2)},
            Choice(("a",), "b", "number", "average"),
        ),
    ],
)
def test_a_choice_is_guessed(columns: dict[str, list[float] | list[str]], wanted: Choice) -> None:
    assert guess(table(**columns)).choice == wanted


def test_each_guess_says_why() -> None:
    found = guess(read_table(NASTY / "dates_and_numbers_of_rows.csv"))
    assert found.choice == Choice(("size",), "class", "two-classes")
    assert found.target == "'class' is called as targets often are"
    assert found.task == "'class' has two kinds: two classes"
    assert found.columns == {
        "id": "Not an input: names the rows: all different",
        "day": "Not an input: dates or times",
        "name": "Not an input: names the rows: all different",
        "size": "An input: 4 different whole numbers",
    }
    found = guess(read_table(NASTY / "constant.csv"))
    assert found.choice.inputs == ("a",)
    assert found.columns["b"] == "Not an input: the same in each row"
    assert guess(read_table(NASTY / "stray.csv"), "count").choice.target == "count"


def test_missing_cells_are_counted_in_each_column() -> None:
    read = read_table(NASTY / "missing.csv")
    assert [facts_of(column).missing for column in read.columns] == [8, 4]
    assert facts_of(read.columns[1]).words == "2 different texts, 4 missing"
    strayed = read_table(NASTY / "stray.csv").column("price")
    assert facts_of(strayed).words == "28 different numbers, 1 is no number"


# Refusing

MIXED = table(
    a=numbers(),
    b=numbers(2),
    colour=of("red", "blue"),
    shape=of("round", "square", "flat"),
    same=of("x"),
    gone=[nan] * ROWS,
    odd=["once", *["often"] * (ROWS - 1)],
    many=[f"kind {place}" for place in range(ROWS)],
    holes=[nan] * (ROWS - 1) + [1.0],
)


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Choice((), "a"), "Choose at least one input: a column to learn 'a' from"),
        (
            Choice(("a", "b"), "b"),
            "'b' is the target and an input: the network would only pass it on. "
            "Choose one of the two",
        ),
        (Choice(("a", "a"), "b"), "'a' is chosen twice: leave one of them out"),
        (
            Choice(("z",), "b"),
            "There is no column 'z': the columns are a, b, colour, shape, same, gone, odd, many, "
            "holes",
        ),
        (
            Choice(("a",), "colour"),
            "'colour' holds texts, such as 'red': it cannot be learned as a number. Choose "
            "classes, or another target",
        ),
        (
            Choice(("a",), "shape", "two-classes"),
            "'shape' has 3 kinds, not two: choose several classes",
        ),
        (
            Choice(("a",), "same", "two-classes"),
            "'same' is 'x' in each row: there is nothing to learn. Choose another target",
        ),
        (
            Choice(("a",), "odd", "two-classes"),
            "'odd' is 'once' in one row alone: a class needs two at least, one to learn from and "
            "one to check on. Leave that row out, or choose another target",
        ),
        (
            Choice(("a",), "many", "classes"),
            "40 of the 40 kinds of 'many', such as 'kind 0', stand in one row each: a class needs "
            "two rows at least, one to learn from and one to check on. Choose another target",
        ),
        (Choice(("a",), "gone"), "'gone' is known in no row: choose another target"),
        (
            Choice(("holes",), "b"),
            "Only one row has all of the chosen cells: choose fewer inputs, or let missing cells "
            "be the average",
        ),
        (
            Choice(("gone",), "b"),
            "No row has all of the chosen cells: choose fewer inputs, or let missing cells be the "
            "average",
        ),
    ],
)
def test_what_cannot_be_learned_is_refused(choice: Choice, sentence: str) -> None:
    for asked in (shape_of, dataset):
        with pytest.raises(TableError) as refused:
            asked(MIXED, choice)
        assert str(refused.value) == sentence


def test_a_file_of_one_column_says_that_another_is_needed() -> None:
    alone = table(value=numbers())
    with pytest.raises(TableError, match="'value' is the only column, and there is no other"):
        shape_of(alone, guess(alone).choice)


def test_too_many_kinds_are_refused() -> None:
    many = [f"kind {place}" for place in range(2200)]
    wide = table(a=[*many[:1100], *many[:1100]], b=[float(place) for place in range(2200)])
    with pytest.raises(TableError, match="'a' has 1,100 different texts"):
        shape_of(wide, Choice(("a",), "b"))
    with pytest.raises(TableError, match="'a' has 1,100 kinds, and each would be an output"):
        shape_of(wide, Choice(("b",), "a", "classes"))


# Making


def test_numbers_and_texts_become_inputs() -> None:
    choice = Choice(("a", "colour", "shape"), "b")
    made = dataset(MIXED, choice)
    assert [column.name for column in made.columns] == [
        "a",
        "colour = red",
        "shape = flat",
        "shape = round",
        "shape = square",
    ]
    assert [column.symbol for column in made.columns] == ["a", "red", "flat", "round", "square"]
    np.testing.assert_array_equal(made.inputs[0], numbers())
    np.testing.assert_array_equal(made.inputs[1], np.array(of("red", "blue")) == "red")
    np.testing.assert_array_equal(made.inputs[2:].sum(axis=0), np.ones(ROWS))
    shape = shape_of(MIXED, choice)
    assert (shape.features, shape.outputs, shape.samples) == (5, 1, ROWS)


@pytest.mark.parametrize(
    ("choice", "view", "outputs", "classes"),
    [
        (Choice(("a",), "b"), View.CURVE, ("b",), ()),
        (Choice(("a", "colour"), "b"), View.SCATTER, ("b",), ()),
        (Choice(("colour",), "b"), View.SCATTER, ("b",), ()),
        (Choice(("a", "b"), "colour", "two-classes"), View.PLANE, ("red",), ("blue", "red")),
        (Choice(("a",), "colour", "two-classes"), View.TABLE, ("red",), ("blue", "red")),
        (Choice(("a", "b"), "colour", "classes"), View.TABLE, ("blue", "red"), ("blue", "red")),
        (
            Choice(("a", "b"), "shape", "classes"),
            View.TABLE,
            ("flat", "round", "square"),
            ("flat", "round", "square"),
        ),
    ],
)
def test_the_task_decides_outputs_and_view(
    choice: Choice, view: View, outputs: tuple[str, ...], classes: tuple[str, ...]
) -> None:
    made = dataset(MIXED, choice)
    assert (made.view, made.outputs, made.classes) == (view, outputs, classes)
    assert made.targets.shape == (len(outputs), ROWS)
    if classes:
        kinds = ("red", "blue") if choice.target == "colour" else ("round", "square", "flat")
        places = made.targets[0].astype(int) if len(outputs) == 1 else made.targets.argmax(axis=0)
        assert [classes[place] for place in places] == of(*kinds)


def test_classes_that_are_numbers_are_named_with_their_column() -> None:
    made = dataset(
        table(a=numbers(), survived=[place % 2.0 for place in range(ROWS)]),
        Choice(("a",), "survived", "two-classes"),
    )
    assert made.classes == ("survived = 0", "survived = 1")


def test_a_unit_in_brackets_is_the_unit() -> None:
    made = dataset(
        table(**{"size (m²)": numbers(), "size (feet)": numbers(3), "price [$]": numbers(2)}),
        Choice(("size (m²)", "size (feet)"), "price [$]"),
    )
    # Two of the same name keep their units in it.
    assert [column.name for column in made.columns] == ["size (m²)", "size (feet)"]
    assert made.target is not None
    assert (made.target.name, made.target.unit) == ("price", "$")
    (symbol, second) = (column.symbol for column in made.columns)
    assert symbol != second


# Missing cells, and what the training part decides

TOWNS = ["" if place % 5 == 0 else ("Linz", "Graz")[place % 2] for place in range(ROWS)]
HOLES = table(
    a=[nan if place % 4 == 0 else 10.0 + place for place in range(ROWS)],
    town=TOWNS,
    b=[nan if place == 1 else 3.0 * place + 100 for place in range(ROWS)],
)


def test_rows_with_missing_cells_are_left_out_and_counted() -> None:
    made = dataset(HOLES, Choice(("a", "town"), "b"))
    left = [place for place in range(ROWS) if place % 4 and place % 5 and place != 1]
    assert made.size == len(left)
    assert made.note == f"{ROWS - len(left)} of 40 rows have missing cells and are left out"
    np.testing.assert_array_equal(made.targets[0], [3.0 * place + 100 for place in left])


def averaged() -> Dataset:
    return dataset(HOLES, Choice(("a", "town"), "b", "number", "average"))


def test_a_missing_number_is_the_average_of_the_training_part_alone() -> None:
    made = averaged()
    assert made.note == (
        "1 of 40 rows has no 'b' and is left out; 'a': 10 missing cells count as the average; "
        "'town': 8 missing cells count as a kind of its own"
    )
    assert [column.name for column in made.columns] == [
        "a",
        "town = Graz",
        "town = Linz",
        "town = missing",
    ]
    train = np.arange(20)
    ready = made.standardised(train)
    kept = [place for place in range(ROWS) if place != 1]
    known = [10.0 + place for place in kept[:20] if place % 4]
    assert ready.columns[0].centre == pytest.approx(np.mean(known))
    assert ready.columns[0].scale == pytest.approx(np.std(known))
    shown = ready.columns[0].to_person(ready.inputs[0])
    np.testing.assert_allclose(
        shown, [np.mean(known) if place % 4 == 0 else 10.0 + place for place in kept]
    )
    # What is checked on has no say: other numbers there change nothing of what is learned from.
    other = table(
        a=[nan if place % 4 == 0 else 10.0 + place + 500 * (place > 30) for place in range(ROWS)],
        town=TOWNS,
        b=[nan if place == 1 else 3.0 * place + 100 + 500 * (place > 30) for place in range(ROWS)],
    )
    same = dataset(other, Choice(("a", "town"), "b", "number", "average")).standardised(train)
    np.testing.assert_array_equal(same.inputs[:, train], ready.inputs[:, train])
    np.testing.assert_array_equal(same.targets[:, train], ready.targets[:, train])


def test_a_number_that_is_predicted_goes_by_the_training_part_and_comes_back() -> None:
    made = averaged()
    train = np.arange(5, 25)
    ready = made.standardised(train)
    assert ready.target is not None
    assert ready.targets[0, train].mean() == pytest.approx(0, abs=1e-12)
    assert ready.targets[0, train].std() == pytest.approx(1)
    np.testing.assert_allclose(ready.target.to_person(ready.targets), made.targets)


def test_some_of_the_rows_keep_their_missing_cells() -> None:
    made = averaged()
    places = np.arange(3, 30, 2)
    some = made.rows(places)
    train = np.arange(10)
    ready = some.standardised(train)
    assert ready.missing is None
    kept = [place for place in range(ROWS) if place != 1]
    centre = ready.columns[0].centre
    wanted = [10.0 + kept[place] if kept[place] % 4 else centre for place in places]
    np.testing.assert_allclose(ready.columns[0].to_person(ready.inputs[0]), wanted)


def test_the_largest_and_smallest_numbers_stay_finite() -> None:
    wild = table(a=[1e30, -1e30, 1e-300, 2e-300] * 10, b=[1e-200, 2e-200] * 20)
    made = dataset(wild, Choice(("a",), "b")).standardised(np.arange(2, 4))
    assert np.isfinite(made.inputs).all()
    assert np.isfinite(made.targets).all()


def test_a_number_far_from_all_others_stops_no_training() -> None:
    far = [1e30 if place == 7 else place * 1e-12 for place in range(ROWS)]
    made = dataset(table(a=far, b=numbers()), Choice(("a",), "b"))
    for train in (np.arange(8, ROWS), np.arange(ROWS)):
        inputs = made.standardised(train).inputs
        assert np.isfinite(inputs.astype(np.float32)).all()
