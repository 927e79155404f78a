"""Using a model: true answers to any rows, one sentence for what is no row, and no knob moves."""

import csv
from pathlib import Path

import numpy as np
import pytest

from eq_sim.export.predictions import answers_to
from eq_sim.export.script_text import data_rows
from eq_sim.network.losses import LOSSES
from eq_sim.network.mlp import Network
from eq_sim.session.actions import Train
from eq_sim.session.errors import DocumentError
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session


@pytest.fixture(scope="module")
def houses() -> Session:
    """A model of three knobs, trained."""
    session = open_session("house-price")
    session.apply(Train(300))
    return session


def _table(folder: Path, text: str | bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", ["ring", "house-price", "penguins", "equalizer"])
def test_the_answers_to_a_scenarios_own_rows_are_the_networks(name: str, tmp_path: Path) -> None:
    session = open_session(name, 5)
    session.apply(Train(200))
    before = session.parameters.theta.tobytes()
    answers = answers_to(_table(tmp_path, data_rows(session.state())), session.state())
    assert session.parameters.theta.tobytes() == before
    assert "part" in answers.others
    rows = list(csv.reader(answers.text.splitlines()))[1:]
    assert answers.rows == len(rows) == session.dataset.size
    loss = LOSSES[session.scenario.training.loss]
    network = Network(session.layout, loss)
    shown = loss.link(network.answers(session.parameters.theta, session.dataset.inputs))
    dataset = session.dataset
    if dataset.classes:
        best = shown.argmax(axis=0) if len(shown) > 1 else (shown[0] >= 0.5).astype(int)
        at = len(dataset.columns)
        assert [row[at] for row in rows] == [dataset.classes[place] for place in best]
        found = np.array([row[at + 1 :] for row in rows], dtype=float)
        assert np.allclose(found, shown.T, atol=1e-5)
    else:
        assert dataset.target is not None
        found = np.array([row[-1] for row in rows], dtype=float)
        assert np.allclose(found, dataset.target.to_person(shown[0]), rtol=1e-4, atol=1e-4)


def test_columns_are_found_by_name_in_any_order_with_a_mark_and_decimal_commas(
    houses: Session, tmp_path: Path
) -> None:
    plain = answers_to(_table(tmp_path, "5000,3\n"), houses.state()).text
    same = b"\xef\xbb\xbfBEDROOMS;colour;Lot Size\r\n3,0;red;5000,0\r\n\r\n"
    answers = answers_to(_table(tmp_path, same), houses.state())
    assert answers.text == plain
    assert answers.others == ("colour",)
    header, row = csv.reader(plain.splitlines())
    assert header == ["lot size (sq ft)", "bedrooms", "price ($)"]
    w1, w2, bias = houses.parameters.theta.astype(float)
    lot, rooms = houses.dataset.columns
    price = w1 * (5000 - lot.centre) / lot.scale + w2 * (3 - rooms.centre) / rooms.scale + bias
    assert float(row[2]) == pytest.approx(10_000 * price, rel=1e-5)


def test_a_subscript_may_be_typed_as_a_digit(tmp_path: Path) -> None:
    state = open_session("ring").state()
    assert answers_to(_table(tmp_path, "x2,x1\n1,2\n"), state).rows == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty: it needs a row of numbers"),
        ("lot size,bedrooms\n", "has no rows to answer"),
        ("1,2,3\n", "has 3 columns and no names for them, and 2 are wanted: 'lot size"),
        ("lot,price\n1,2\n", "has no column for 'bedrooms': it has 'lot', 'price'"),
        ("lot,lot,bedrooms\n1,2,3\n", "has two columns 'lot size'"),
        ("5000,3\n5000,nan\n", "line 2: 'bedrooms' is 'nan', not a finite number"),
        ("5000,3\n5000,\n", "line 2: 'bedrooms' is empty, not a finite number"),
        ("lot,bedrooms\n5000,three\n", "line 2: 'bedrooms' is 'three', not a finite number"),
        ("5000,1_0\n5000,inf\n", "has no column"),
        ("5000,3\n5000\n", "line 2: it has 1 cells, and the first line 2"),
        ("5000,3\n1,1e300\n", "line 2: its numbers are too large for this model, in float32"),
        (b"\xff\xfe1\x00", "is not text in UTF-8"),
        ('lot,bedrooms\n"5000,3\n', "is not a table"),
        ("lot,bedrooms\n5000," + "9" * 200_000 + "\n", "is not a table: field larger"),
    ],
)
def test_what_is_no_row_is_one_sentence(
    houses: Session, text: str | bytes, sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError) as refused:
        answers_to(_table(tmp_path, text), houses.state())
    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 400
    assert "\n" not in str(refused.value)


def test_many_rows_are_answered_one_by_one_the_same(houses: Session, tmp_path: Path) -> None:
    rows = [f"{1000 + at},{at % 7}" for at in range(9000)]  # more than two portions
    text = answers_to(_table(tmp_path, "\n".join(rows)), houses.state()).text
    every = text.splitlines()[1:]
    for at in (0, 4095, 4096, 8999):
        alone = answers_to(_table(tmp_path, rows[at] + "\n"), houses.state()).text
        for here, there in zip(alone.splitlines()[1].split(","), every[at].split(","), strict=True):
            assert float(here) == pytest.approx(float(there), rel=1e-5)
