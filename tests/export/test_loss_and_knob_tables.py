"""Tables for a spreadsheet: the loss history and every knob, with names and units."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eq_sim.export.tables import knob_table, loss_table, write_table
from eq_sim.language.numerals import with_comma, write_with_comma
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import ENGLISH, speak, spoken
from eq_sim.session.actions import Freeze, Mute, Train, Turn
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.opening import open_session
from eq_sim.session.state import State


def test_the_loss_history_is_a_row_for_each_recorded_point_and_what_happened() -> None:
    session = open_session("ring", 4)
    session.apply(Train(50))
    session.apply(Turn.of([3], [0.5]))
    header, *rows = csv.reader(loss_table(session.state()).splitlines())
    assert header[0] == "step (training steps)"
    assert header[2] == "train loss (binary cross-entropy, mean over 300 samples)"
    points = session.history.points
    steps = [float(row[0]) for row in rows]
    assert steps == points[0].tolist()
    assert [float(row[2]) for row in rows] == points[2].tolist()
    assert [float(row[3]) for row in rows] == points[3].tolist()
    told = [row for row in rows if row[4]]
    assert [(row[0], row[4]) for row in told] == [("50", f"a hand turned {session.name(3)}")]


def test_without_a_test_part_its_column_is_empty() -> None:
    _, *rows = csv.reader(loss_table(open_session("house-price").state()).splitlines())
    assert [row[3] for row in rows] == [""]


def test_every_knob_has_a_name_a_value_and_a_unit() -> None:
    session = open_session("house-price", 2)
    session.apply(Train(20))
    session.apply(Freeze.of([0], on=True))
    session.apply(Mute.of([1], on=True))
    rows = list(csv.DictReader(knob_table(session.state()).splitlines()))
    assert [row["name"] for row in rows] == [session.name(knob) for knob in range(3)]
    theta = np.array([row["value (in units)"] for row in rows], dtype=np.float32)
    assert theta.tobytes() == session.parameters.theta.tobytes()
    lot = session.dataset.columns[0]
    assert rows[0]["unit"] == f"10000 $ per {lot.scale:.6g} sq ft"
    assert rows[2]["unit"] == "10000 $"
    assert [row["state"] for row in rows] == ["frozen", "muted", ""]


def test_a_table_is_read_by_spreadsheets_and_goes_into_csv_files_only(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", "x₁\n1\n")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbfx\xe2\x82\x81\n1\n"
    with pytest.raises(DocumentError, match=r"tables are kept in \.csv files"):
        write_table(tmp_path / "a.txt", "x\n")
    with pytest.raises(DocumentError, match="cannot be written"):
        write_table(tmp_path / "missing" / "a.csv", "x\n")


@pytest.mark.parametrize("table", [loss_table, knob_table])
def test_tables_are_the_same_whatever_is_spoken(table: Callable[[State], str]) -> None:
    session = open_session("ring", 4)
    session.apply(Train(20))
    session.apply(Mute.of([1], on=True))
    english = table(session.state())
    speak(PSEUDO)
    write_with_comma(True)
    try:
        assert table(session.state()) == english
        assert (spoken(), with_comma()) == (PSEUDO, True)
    finally:
        speak(ENGLISH)
        write_with_comma(False)
