"""Files of tables, damaged at random: what comes of them is used, or refused with a sentence."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eq_sim.data.own.errors import TableError
from eq_sim.data.own.guess import guess
from eq_sim.data.own.looking import look_at
from eq_sim.data.own.making import dataset
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.table import Table

NASTY = sorted((Path(__file__).parent.parent / "nasty").iterdir())
ODD = [b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"-", b"9" * 400, b"e999", b"=", b"\t", b" "]
EDITS = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(ODD), st.integers(0, 30)))


def damaged(content: bytes, edits: list[tuple[int, bytes, int]]) -> bytes:
    for at, new, gone in edits:
        place = at % (len(content) + 1)
        content = content[:place] + new + content[place + gone :]
    return content


def use(table: Table) -> None:
    """Does with a table what opening it does."""
    assert Table.from_bytes(table.to_bytes()).sha256 == table.sha256
    made = dataset(table, guess(table).choice)
    ready = made.standardised(np.arange(made.size - 1))
    assert np.isfinite(ready.inputs).all()
    assert np.isfinite(ready.targets).all()


@settings(max_examples=120)
@given(path=st.sampled_from(NASTY), edits=EDITS)
def test_a_damaged_file_makes_a_table_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, path: Path, edits: list[tuple[int, bytes, int]]
) -> None:
    copy = tmp_path_factory.getbasetemp() / "damaged.csv"
    copy.write_bytes(damaged(path.read_bytes(), edits))
    refusals = []
    try:
        look_at(copy)
        use(read_table(copy))
    except TableError as error:
        refusals.append(str(error))
    assert all(10 < len(sentence) < 400 for sentence in refusals)


@settings(max_examples=80)
@given(edits=EDITS)
def test_damaged_bytes_make_a_table_or_a_sentence(edits: list[tuple[int, bytes, int]]) -> None:
    content = (
        b"eq-sim table,1\nsize,colour,price\nnumber,text,number\n"
        b"81,red,120000.5\n,blue,'4 unknown\n3,red,2\n4,red,2\n"
    )
    refusals = []
    try:
        use(Table.from_bytes(damaged(content, edits)))
    except TableError as error:
        refusals.append(str(error))
    assert all(10 < len(sentence) < 400 for sentence in refusals)
