"""A table that is sent from where it is read arrives as it is."""

import pickle
from pathlib import Path

import pytest

from eq_sim.data.own.facts import facts_of
from eq_sim.data.own.formats import Format
from eq_sim.data.own.reading import read_table
from eq_sim.data.own.sending import Arriving, Progress, sent


def arrived(path: Path, chosen: Format | None = None) -> Arriving:
    arriving = Arriving()
    for piece in sent(path, chosen):
        assert arriving.table is None
        arriving.take(pickle.loads(pickle.dumps(piece)))
    return arriving


def test_a_table_arrives_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    rows = [
        f"{k / 7:.3f},name {k},{'x' if k == 40 else k % 5},{'' if k % 9 else 'so'}"
        for k in range(5000)
    ]
    path.write_text("a,b,a,c\n" + "\n".join(rows), encoding="utf-8")
    came, here = arrived(path), read_table(path)
    assert came.share == 1
    assert came.error is None
    assert came.table is not None
    assert came.table.notes == here.notes
    assert len(here.notes) == 2
    assert came.table.to_bytes() == here.to_bytes()
    assert came.table.sha256 == here.sha256
    assert [facts_of(one) for one in came.table.columns] == [facts_of(one) for one in here.columns]
    stray = came.table.numbers(here.names[2])
    assert stray is not None
    assert [(place, one.text) for place, one in stray.strays] == [(40, "x")]
    with pytest.raises(ValueError, match="read-only"):
        stray.values[0] = 1
    shares = [piece.share for piece in sent(path, None) if isinstance(piece, Progress)]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)


def test_what_is_wrong_arrives_as_the_same_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n3\n", encoding="utf-8")
    came = arrived(path)
    assert came.table is None
    assert str(came.error) == "Row 3 has 1 cell, and row 1 has 2: mend or leave out one of them"
    path.write_text("a;b\n1;2\n3;ä\n", encoding="utf-8")
    came = arrived(path, Format("utf-8", ",", ".", header=True))
    assert came.table is not None
    assert came.table.names == ("a;b",)
