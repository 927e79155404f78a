"""Tables, formulas and files are refused and described in the language that is spoken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eq_sim.arithmetic.reading import ArithmeticMistake, read_amount
from eq_sim.data.formulas import FormulaMistake, curve
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.guess import guess
from eq_sim.data.own.reading import read_table
from eq_sim.language.numerals import write_with_comma
from eq_sim.language.spoken import ENGLISH, speak
from eq_sim.session.errors import ParameterFileError
from eq_sim.session.files.parameter_reading import scenario_of
from eq_sim.session.files.toml import NotTomlError, parsed_toml
from eq_sim.session.painted_points import note_words


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    speak("de")
    write_with_comma(True)
    yield
    speak(ENGLISH)
    write_with_comma(False)


def test_a_table_is_described_in_german(tmp_path: Path) -> None:
    path = tmp_path / "rooms.csv"
    cells = [*(f"{place},{place % 7}.5" for place in range(30)), "x,1.5"]
    path.write_text("size,price\n" + "\n".join(cells) + "\n")
    table = read_table(path)
    assert table.notes == ("Zeile 32, Spalte „size“: „x“ ist keine Zahl; fehlt beim Lernen",)
    seems = guess(table)
    assert seems.task == "„price“ hat 7 verschiedene Zahlen: eine Zahl"


def test_a_refused_table_is_told_anew_in_another_language(tmp_path: Path) -> None:
    path = tmp_path / "torn.csv"
    path.write_text("a,b\n1,2\n3\n")
    with pytest.raises(TableError) as refused:
        read_table(path)
    assert str(refused.value).startswith("Zeile 3 hat 1 Zelle, Zeile 1 hat 2")
    speak(ENGLISH)
    assert str(refused.value).startswith("Row 3 has 1 cell, and row 1 has 2")


def test_a_note_on_data_is_kept_in_english_and_said_in_german() -> None:
    missing = "6 of 1,060 rows have missing cells and are left out"
    average = "'a; b': 1 missing cell counts as the average"
    circle = "All points are of the class “circle”: no boundary to learn"
    assert note_words(f"{missing}; {average}. {circle}") == (
        "6 von 1\N{NARROW NO-BREAK SPACE}060 Zeilen haben fehlende Zellen und sind ausgelassen; "
        "„a; b“: 1 fehlende Zelle zählt als der Durchschnitt. "
        "Alle Punkte sind von der Klasse „Kreis“: keine Grenze zu lernen"
    )


def test_formulas_are_refused_in_german() -> None:
    with pytest.raises(FormulaMistake, match=r"^exp\(x\^9\) ist .* bei x = 1,5: mehr, als eine"):
        curve("exp(x^9)", -2, 2)
    with pytest.raises(ArithmeticMistake, match=r"^„limit 2“ ist keine Größe"):
        read_amount("limit 2")


def test_files_are_refused_in_german(tmp_path: Path) -> None:
    with pytest.raises(NotTomlError, match=r"^Ein Wert ist zweimal gegeben") as refused:
        parsed_toml("a = 1\na = 2\n")
    assert refused.value.given_twice
    path = tmp_path / "none.safetensors"
    path.write_bytes(b"\2\0\0\0\0\0\0\0{}")
    with pytest.raises(ParameterFileError) as other:
        scenario_of(path)
    assert str(other.value) == (
        f"{path} lässt sich nicht verwenden: dieses Programm hat sie nicht gespeichert, also nennt "
        "sie ihr Szenario nicht"
    )
