"""Files as people have them: each makes the table that is meant, or is refused with a sentence."""

import os
from pathlib import Path

import numpy as np
import pytest

from eq_sim.data.own.columns import Numbers
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.formats import Format
from eq_sim.data.own.limits import MOST_BYTES, MOST_ROWS
from eq_sim.data.own.looking import look_at
from eq_sim.data.own.reading import begin_reading, read_table
from eq_sim.data.own.table import Table

NASTY = Path(__file__).parent.parent / "nasty"
GOOD = "commas, decimal point, names in row 1, UTF-8"
GERMAN = "semicolons, decimal comma, names in row 1, UTF-8"
nan, none = float("nan"), None


def cells(table: Table) -> dict[str, list[float | str | None]]:
    """What stands in a table, column by column."""
    return {
        column.name: column.values.tolist()
        if isinstance(column, Numbers)
        else [column.kinds[code] if code >= 0 else None for code in column.codes]
        for column in table.columns
    }


def up_to_30(**changed: float) -> list[float]:
    values = [1.5 * count for count in range(1, 30)]
    for place, value in changed.items():
        values[int(place.removeprefix("at_"))] = value
    return values


COUNT = [float(count) for count in range(1, 30)]

TABLES: dict[str, tuple[str, dict[str, list[float | str | None]], tuple[str, ...]]] = {
    "decimal_commas.csv": (
        GERMAN,
        {"size": [80.5, 45, 60], "colour": ["red", "grün", "red"], "price": [120e3, 88000.5, 90e3]},
        (),
    ),
    "tabs.tsv": (GOOD.replace("commas", "tabs"), {"a": [1.5, 2], "b": ["x, y", "z"]}, ()),
    "one_column.txt": (GOOD, {"weight": [1.5, 2, 3]}, ()),
    "quoted.csv": (
        GOOD,
        {"name": [1, 2], "said": ['first line\nsecond "line"', "a, b"]},
        (),
    ),
    "crlf.csv": (GOOD, {"a": [1, 2], "b": ["x\ny", "z"]}, ()),
    "old_mac.csv": (GOOD, {"a": [1, 2], "b": ["x", "z"]}, ()),
    "no_names.csv": (
        GOOD.replace("names in row 1", "no names"),
        {
            "column 1": [5.1, 4.9, 6.3],
            "column 2": [3.5, 3, 3.3],
            "column 3": ["setosa", "setosa", "virginica"],
        },
        (),
    ),
    "years_as_names.csv": (
        GOOD,
        {"land": ["Austria", "Malta"], "1990": [7.7, 0.35], "2000": [8, 0.39]},
        (),
    ),
    "only_texts.csv": (
        GOOD,
        {"colour": ["red", "blue", "red"], "shape": ["round", "square", "square"]},
        (),
    ),
    "only_texts_no_names.csv": (
        GOOD.replace("names in row 1", "no names"),
        {"column 1": ["red", "blue", "red"], "column 2": ["round", "square", "square"]},
        (),
    ),
    "byte_order_mark.csv": (GOOD, {"grün": [1, 3], "b": [2, 4]}, ()),
    "utf16_le.csv": (GERMAN.replace("UTF-8", "UTF-16"), {"grün": [1.5, 3], "b": [2, 4]}, ()),
    "utf16_be.csv": (
        GERMAN.replace("UTF-8", "UTF-16, big-endian"),
        {"grün": [1.5, 3], "b": [2, 4]},
        (),
    ),
    "utf16_without_mark.csv": (
        GERMAN.replace("UTF-8", "UTF-16"),
        {"grün": [1.5, 3], "b": [2, 4]},
        (),
    ),
    "latin1.csv": (
        GOOD.replace("UTF-8", "Latin-1"),
        {"grün": [1, 3], "price (€)": [2, 4]},
        (),
    ),
    "missing.csv": (
        GOOD,
        {
            "a": [1, *[nan] * 8, 2],
            "b": ["x", "x", none, none, none, none, "y", "y", "y", "y"],
        },
        (),
    ),
    "empty_cells_at_the_end.csv": (
        GOOD,
        {"a": [1, 3], "b": [2, 4]},
        ("Column 3 has no name and no cells: it is left out",),
    ),
    "stray.csv": (
        GOOD,
        {"count": COUNT, "price": up_to_30(at_15=nan)},
        ("Row 17, column 'price': 'abc' is no number; missing in what is learned from",),
    ),
    "half_numbers.csv": (
        GOOD,
        {"room": ["12", "12a", "13", "13b"], "price": [1, 2, 3, 4]},
        ("'room' is of texts: row 3 has '12a', though 2 of its 4 cells are numbers",),
    ),
    "infinite.csv": (
        GOOD,
        {"count": COUNT, "price": up_to_30(at_3=nan, at_4=nan)},
        (
            "Row 5, column 'price': 'inf' is no number, nor is one more; missing in what is "
            "learned from",
        ),
    ),
    "python_numbers.csv": (
        GOOD,
        {"count": COUNT, "price": up_to_30(at_3=nan, at_4=nan)},
        (
            "Row 5, column 'price': '1_000' is no number, nor is one more; missing in what is "
            "learned from",
        ),
    ),
    "same_names.csv": (
        GOOD,
        {"x": [1, 5], "x 2": [2, 6], "y": [3, 7], "column 4": [4, 8]},
        (
            "Column 2 is called 'x 2': there is another 'x'",
            "Column 4 has no name: it is called 'column 4'",
        ),
    ),
    "thousands.csv": (
        GOOD,
        {"a": [1, 2, 3], "price": [1234.5, 12e3, 950]},
        ("2 numbers have separators of thousands in 'price'; they are read past",),
    ),
    "thousands_with_points.csv": (
        GERMAN,
        {"a": [1, 2, 3], "price": [1234.5, 12e3, 950.1]},
        ("2 numbers have separators of thousands in 'price'; they are read past",),
    ),
    "thousands_with_spaces.csv": (
        GERMAN,
        {"a": [1, 2, 3, 4], "price": [1234.5, 12e3, 950, 1234567]},
        ("3 numbers have separators of thousands in 'price'; they are read past",),
    ),
    "separator_line.csv": (
        GOOD.replace("commas", "semicolons"),
        {"a": [1, 3], "b": [2, 4]},
        (),
    ),
    "spaces_after_commas.csv": (GOOD, {"a": [1, 2], "b": ["x, y", "z"]}, ()),
}

SENTENCES = {
    "ragged_long.csv": "Row 3 has 3 cells, and row 1 has 2: mend or leave out one of them",
    "ragged_short.csv": "Row 3 has 2 cells, and row 1 has 3: mend or leave out one of them",
    "title_above.csv": "Row 2 has 2 cells, and row 1 has 1: mend or leave out one of them",
    "open_quote.csv": (
        "In row 3 a quotation mark opens and is never closed: close it, or take it out"
    ),
    "after_quote.csv": (
        "In row 3 something follows a closing quotation mark: a mark within a cell is written twice"
    ),
    "empty.csv": "The file is empty",
    "blank_lines.csv": "The file is empty",
    "nothing_in_it.csv": "There is nothing in the first rows of the file: leave them out",
    "only_a_quote.csv": "There is nothing in the first rows of the file: leave them out",
    "names_only.csv": "The table has names and no rows: there is nothing to learn from",
    "one_row.csv": "The table has one row: two at least are needed to learn and to check",
    "picture.csv": "This is a picture (PNG), not a table: choose a CSV file",
    "workbook.xlsx": ("This is an Excel file: open it in a spreadsheet program and save it as CSV"),
    "old_workbook.xls": (
        "This is an Excel file: open it in a spreadsheet program and save it as CSV"
    ),
    "sheet.ods": ("This is a spreadsheet or a document of an office program: save it there as CSV"),
    "packed.zip": "This file is compressed (zip): unpack it first",
    "null.csv": "This file is not text: choose a CSV file, saved as text",
    "bytes.csv": "This file is not text: choose a CSV file, saved as text",
    "page.csv": "This is a web page or XML, not a table: choose a CSV file",
    "records.csv": "This is JSON, not a table: save its table as CSV first",
}

OF_OTHER_TESTS = {"constant.csv", "dates_and_numbers_of_rows.csv"}


def test_every_nasty_file_is_told_of() -> None:
    assert {path.name for path in NASTY.iterdir()} == {*TABLES, *SENTENCES, *OF_OTHER_TESTS}


@pytest.mark.parametrize("name", TABLES)
def test_a_nasty_file_makes_the_table_that_is_meant(name: str) -> None:
    words, wanted, notes = TABLES[name]
    look = look_at(NASTY / name)
    assert look.format.words == words
    table = read_table(NASTY / name)
    np.testing.assert_equal(cells(table), wanted)
    assert table.notes == notes
    again = Table.from_bytes(table.to_bytes())
    np.testing.assert_equal(cells(again), wanted)
    assert again.sha256 == table.sha256
    if not any("no cells" in note for note in notes):
        assert look.names == table.names


@pytest.mark.parametrize("name", SENTENCES)
def test_what_is_no_table_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(NASTY / name)
    assert str(refused.value) == SENTENCES[name]


def refusal(path: Path, chosen: Format | None = None) -> str:
    with pytest.raises(TableError) as refused:
        read_table(path, chosen)
    return str(refused.value)


def test_a_million_columns_and_a_line_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["a"] * 1_000_000) + "\n")
    assert refusal(path).startswith("Line 1 has more than 125,000 characters")
    path.write_text(",".join(["a"] * 5_000) + "\n" + ",".join(["1"] * 5_000) + "\n")
    assert refusal(path).startswith("The table has more than 4,096 columns")
    path.write_text("a,b\n" + "1,2\n" * 140_000 + "7" * 200_000 + "\n")
    assert refusal(path).startswith("Line 140,002 has more than 125,000 characters")


def test_more_than_the_limit_is_not_even_begun(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # takes no room
    assert refusal(path) == "'large.csv' cannot be read: it is too large: the limit is 200 MB"


@pytest.mark.slow
def test_more_rows_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a\n" + "1\n" * (MOST_ROWS + 1))
    assert refusal(path) == (
        "The table has more than 2,000,000 rows, which is the limit: leave out rows or columns"
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes and devices are Unix's")
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).endswith("cannot be read: it is a folder")
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert refusal(pipe) == "'pipe.csv' cannot be read: it is not a regular file"
    assert refusal(Path("/dev/zero")) == "'zero' cannot be read: it is not a regular file"
    assert "no such file" in refusal(tmp_path / "none.csv")
    assert "cannot be read" in refusal(tmp_path / "a\0b.csv")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    path.chmod(0)
    assert refusal(path) == "'mine.csv' cannot be read: permission denied"


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000)
    reading = begin_reading(path)
    for _ in range(3):
        next(reading)
    with path.open("a") as file:
        file.write("3,4\n")
    with pytest.raises(TableError, match="changed while it was read: open it again"):
        list(reading)


def test_letters_of_another_encoding_far_down_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"town,size\n" + b"Linz,1\n" * 80_000 + "Köln,2\n".encode("cp1252"))
    table = read_table(path)
    assert cells(table)["town"][-1] == "Köln"
    # Who says that it is UTF-8 is told that it is not, and where.
    assert refusal(path, Format("utf-8")) == (
        "Line 80,002 is not text in UTF-8: choose another encoding, or save the file as UTF-8"
    )


def test_a_column_that_turns_out_to_be_of_texts_keeps_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    early = [f"{number:05d}" for number in range(5000)]
    late = [f"{number}X" for number in range(5000)]
    path.write_text("code,n\n" + "".join(f"{code},1\n" for code in (*early, *late)))
    table = read_table(path)
    assert cells(table)["code"] == [*early, *late]
    shares = list(begin_reading(path))
    assert shares == sorted(shares)


def test_a_format_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("1;2,5\n3;4,5\n", encoding="utf-8")
    assert cells(read_table(path)) == {"column 1": [1, 3], "column 2": [2.5, 4.5]}
    chosen = Format(delimiter=";", decimal=".", header=True)
    assert look_at(path, chosen).names == ("1", "2,5")
    path.write_text("1;2,5\n3;4,5\n5;6,5\n", encoding="utf-8")
    assert cells(read_table(path, chosen)) == {"1": [3, 5], "2,5": ["4,5", "6,5"]}


def test_a_reading_can_be_left(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 50_000)
    reading = begin_reading(path)
    next(reading)
    next(reading)
    reading.close()
    path.unlink()  # on Windows only possible when nobody has it open


def test_bytes_that_are_no_table_are_refused() -> None:
    good = read_table(NASTY / "stray.csv").to_bytes()
    for bad in (
        b"",
        b"a,b\n1,2\n",
        good[:20],
        good.replace(b"number", b"digits"),
        good.replace(b"3.0", b"3.0,4.0"),
        good.replace(b"3.0", b"inf"),
        good.replace(b"3.0", b"\xff"),
        good.replace(b"count,price", b"count,count"),
        good + b'"',
    ):
        with pytest.raises(TableError):
            Table.from_bytes(bad)
