"""Any table, written in any of the formats, is read back as it was."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eq_sim.data.own.cells import is_missing, number
from eq_sim.data.own.columns import Numbers, texts_of
from eq_sim.data.own.errors import TableError
from eq_sim.data.own.formats import DELIMITERS, ENCODINGS, Format
from eq_sim.data.own.looking import look_at
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.table import Table

LETTERS = st.text(
    st.characters(codec="latin-1", exclude_categories=("Cc", "Cs", "Cf", "Zs")),
    min_size=1,
    max_size=8,
)
# A word that is neither a number nor says that nothing is known.
WORD = LETTERS.filter(
    lambda text: not is_missing(text) and all(number(text, sign) is None for sign in ".,")
)
ANYTHING = st.text(st.characters(exclude_categories=("Cs",)), max_size=5)
VALUE = st.floats(-1e12, 1e12) | st.integers(-1000, 1000).map(float)


class Written(NamedTuple):
    """A table of cells, and how its file is written."""

    numbers: list[list[float | None]]
    texts: list[list[str]]
    format: Format
    ends: str


@st.composite
def written(draw: st.DrawFn) -> Written:
    rows = draw(st.integers(2, 6))
    known = draw(st.lists(VALUE, min_size=rows, max_size=rows))
    column = st.lists(st.none() | VALUE, min_size=rows, max_size=rows).filter(any)
    numbers = [list[float | None](known), *draw(st.lists(column, max_size=2))]
    texts = draw(st.lists(st.lists(WORD, min_size=rows, max_size=rows), min_size=0, max_size=2))
    form = Format(
        draw(st.sampled_from(list(ENCODINGS))),
        draw(st.sampled_from(list(DELIMITERS))),
        draw(st.sampled_from(".,")),
        draw(st.booleans()),
    )
    return Written(numbers, texts, form, draw(st.sampled_from(["\n", "\r\n"])))


def as_file(table: Written, names: Sequence[str]) -> bytes:
    file, form = io.StringIO(), table.format
    writer = csv.writer(file, delimiter=form.delimiter, lineterminator=table.ends)
    if form.header:
        writer.writerow(names)
    shown = [
        ["" if cell is None else repr(cell).replace(".", form.decimal) for cell in column]
        for column in table.numbers
    ]
    writer.writerows(zip(*shown, *table.texts, strict=True))
    return file.getvalue().encode(form.encoding)


@settings(max_examples=25)
@given(table=written())
def test_any_table_is_read_back(tmp_path_factory: pytest.TempPathFactory, table: Written) -> None:
    count = len(table.numbers) + len(table.texts)
    names = [f"name {place}" for place in range(count)]
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(as_file(table, names))
    read = read_table(path, table.format)
    assert read.names == (
        tuple(names)
        if table.format.header
        else tuple(f"column {place + 1}" for place in range(count))
    )
    for column, cells in zip(read.columns, [*table.numbers, *table.texts], strict=True):
        if isinstance(column, Numbers):
            wanted = [np.nan if cell is None else cell for cell in cells]
            np.testing.assert_array_equal(column.values, np.array(wanted) + 0.0)
        else:
            seen = [column.kinds[code] for code in column.codes]
            assert seen == cells
    again = Table.from_bytes(read.to_bytes())
    assert again.to_bytes() == read.to_bytes()
    assert again.sha256 == read.sha256


def come_of(path: Path, chosen: Format | None) -> bytes | str:
    try:
        return read_table(path, chosen).to_bytes()
    except TableError as error:
        return str(error)


@settings(max_examples=25)
@given(table=written())
def test_the_first_look_and_the_reading_agree(
    tmp_path_factory: pytest.TempPathFactory, table: Written
) -> None:
    path = tmp_path_factory.getbasetemp() / "guessed.csv"
    names = [f"name {place}" for place in range(len(table.numbers) + len(table.texts))]
    path.write_bytes(as_file(table, names))
    # Of some files nobody could tell how they are written; the two are mistaken together.
    assert come_of(path, look_at(path).format) == come_of(path, None)


@settings(max_examples=25)
@given(
    texts=st.lists(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=5), min_size=1, max_size=6
    ),
    values=st.lists(st.floats(-1e30, 1e30) | st.just(float("nan")), min_size=6, max_size=6),
)
def test_any_columns_are_bytes_and_back(texts: list[str], values: list[float]) -> None:
    table = Table((texts_of("text", texts), Numbers("number", np.array(values[: len(texts)]))))
    again = Table.from_bytes(table.to_bytes())
    assert again.to_bytes() == table.to_bytes()
    first, second = again.columns
    assert not isinstance(first, Numbers)
    assert [first.kinds[code] if code >= 0 else "" for code in first.codes] == texts
    assert isinstance(second, Numbers)
    np.testing.assert_array_equal(second.values, np.array(values[: len(texts)]))
