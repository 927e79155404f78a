"""A file of text becomes a table, and a table samples."""

from pathlib import Path

import pytest

from eq_sim.data.dataset import View
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.looking import look_at
from eq_sim.data.own.making import dataset
from eq_sim.data.own.planning import shape_of
from eq_sim.data.own.reading import begin_reading, read_table
from eq_sim.data.own.table import Table

FLATS = "size (m²);colour;price ($)\n80,5;red;120000\n45;blue;\n;red;90000\n60;green;88000,5\n"


@pytest.fixture
def flats(tmp_path: Path) -> Table:
    path = tmp_path / "flats.csv"
    path.write_text(FLATS, encoding="utf-8")
    return read_table(path)


def test_a_file_becomes_a_table_that_its_hash_names(flats: Table) -> None:
    assert flats.names == ("size (m²)", "colour", "price ($)")
    assert flats.rows == 4
    again = Table.from_bytes(flats.to_bytes())
    assert again.sha256 == flats.sha256
    assert again.to_bytes() == flats.to_bytes()


def test_reading_yields_its_progress(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000, encoding="utf-8")
    shares = list(begin_reading(path))
    assert shares == sorted(shares)
    assert 0.2 < shares[len(shares) // 2] < 1
    assert shares[-1] == 1


def test_a_first_look_tells_how_the_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "flats.csv"
    path.write_text(FLATS, encoding="utf-8")
    look = look_at(path)
    assert look.format.words == "semicolons, decimal comma, names in row 1, UTF-8"
    assert look.rows[0] == ("80,5", "red", "120000")


def test_a_table_becomes_samples(flats: Table) -> None:
    choice = Choice(("size (m²)", "colour"), "price ($)", missing="average")
    made = dataset(flats, choice)
    # The blue flat has no price, and of two colours one input is enough.
    assert [column.name for column in made.columns] == ["size", "colour = red"]
    assert made.columns[0].unit == "m²"
    assert made.target is not None
    assert made.target.unit == "$"
    assert made.view is View.SCATTER
    shape = shape_of(flats, choice)
    assert (shape.features, shape.outputs, shape.samples, shape.left_out) == (2, 1, 3, 1)
