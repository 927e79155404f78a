"""Tables of one's own in the window: each kind of picture of the answer draws them, and truly."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import Pixmaps, look, recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.data.dataset import Column, View
from eq_sim.data.own.choice import Choice, Task
from eq_sim.data.own.columns import Numbers, TableColumn, texts_of
from eq_sim.data.own.table import Table
from eq_sim.session.actions import Load, Train
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.session import Session
from eq_sim.ui.models.answer_words import amount
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.plane_view import PlaneView
from eq_sim.ui.panels.table_view import TableView
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
STREAM = np.random.default_rng(3)
ROWS = 300
X, Y = STREAM.normal(5, 2, ROWS).round(3), STREAM.normal(1000, 300, ROWS).round(2)
INSIDE = ((X - 5) / 2) ** 2 + ((Y - 1000) / 300) ** 2 < 1
VERDICT = np.where(INSIDE, "ripe", "unripe").tolist()
TOWN = [f"town {number}" for number in STREAM.integers(0, 40, ROWS)]
YEARS = 1998.0 + np.arange(ROWS) % 26
MANY = 5_000
KIND = STREAM.integers(0, 30, MANY)


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "settings"))


def made(**columns: object) -> Table:
    done: list[TableColumn] = []
    for name, cells in columns.items():
        if isinstance(cells, list):
            done.append(texts_of(name, cells))
        else:
            done.append(Numbers(name, np.array(cells, dtype=np.float64)))
    return Table(tuple(done))


TABLE = made(
    sugar=X,
    **{"weight (g)": Y, "sales ($)": 5e6 + 1000 * X, "tiny (V)": 1e-6 * Y, "loss (€)": -1e6 - Y},
    verdict=VERDICT,
    town=TOWN,
    **{"year": YEARS, "far": 100 * YEARS},
)
LARGE = made(x=KIND + STREAM.normal(0, 1, MANY), y=KIND % 7.0, kind=[f"kind {k}" for k in KIND])


def choose(target: str, *inputs: str, task: Task = "number") -> Choice:
    return Choice(inputs, target, task)


@pytest.fixture
def pixmaps(monkeypatch: pytest.MonkeyPatch) -> Pixmaps:
    return recorded(monkeypatch)


CASES: dict[str, tuple[Table, Choice, View, tuple[str, ...]]] = {
    "two numbers and two classes": (
        TABLE,
        choose("verdict", "sugar", "weight (g)", task="two-classes"),
        View.PLANE,
        ("ripe", "unripe", "learns from", "checks on"),
    ),
    "one number and a number": (
        TABLE,
        choose("sales ($)", "weight (g)"),
        View.CURVE,
        ("weight (g) →", "sales ↑", "$5,005k"),
    ),
    "small numbers": (TABLE, choose("tiny (V)", "weight (g)"), View.CURVE, ("tiny (V) ↑",)),
    "numbers far below 0": (
        TABLE,
        choose("loss (€)", "sugar", "weight (g)"),
        View.SCATTER,
        ("predicted loss (€) ↑", "actual loss (€) →"),
    ),
    "forty kinds and a number": (
        TABLE,
        choose("sugar", "town"),
        View.SCATTER,
        ("predicted sugar ↑",),
    ),
    "one number and two classes": (
        TABLE,
        choose("verdict", "sugar", task="two-classes"),
        View.TABLE,
        ("is ripe", "is unripe", "the network says, on test"),
    ),
    "forty kinds, two numbers and two classes": (
        TABLE,
        choose("verdict", "town", "sugar", "weight (g)", task="two-classes"),
        View.TABLE,
        ("is ripe", "is unripe"),
    ),
    "a year and a number": (
        TABLE,
        choose("far", "year"),
        View.CURVE,
        ("2000", "2010", "2020", "200,000"),
    ),
    "numbers and a year": (
        TABLE,
        choose("year", "sugar", "weight (g)"),
        View.SCATTER,
        ("2000", "2010", "2020"),
    ),
    "a year, a number and two classes": (
        TABLE,
        choose("verdict", "year", "sugar", "weight (g)", task="two-classes"),
        View.TABLE,
        ("2000", "2010", "2020"),
    ),
    "thirty classes and many rows": (
        LARGE,
        choose("kind", "x", "y", task="classes"),
        View.TABLE,
        ("2,000 of 5,000 shown", "kind 1"),
    ),
}


def panel(app: App) -> OutputPanel:
    found = app.window.panel("output")
    assert isinstance(found, OutputPanel)
    return found


def settle(app: App) -> None:
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()


def draw(app: App, name: str, pixmaps: Pixmaps) -> OutputPanel:
    """Opens a table in the window, and looks at each page of what the network answers."""
    table, choice, view, words = CASES[name]
    app.do(Load(scenario_for(table, choice, "my.csv"), 1))
    app.do(Train(30))
    settle(app)
    output = panel(app)
    assert output.view is not None
    assert output.view.shows is view, name
    said = [text.words for text in look(output, pixmaps).texts]
    assert not set(words) - set(said), (name, said)
    for place in range(output.asked.count()):
        output.asked.setCurrentIndex(place)
        output.asked.activated.emit(place)
        output.refresh()
        output.grab()
    output.show_page("answer")
    return output


QUICK = (
    "one number and a number", "numbers far below 0", "a year and a number",
    "thirty classes and many rows",
)  # fmt: skip


def test_every_kind_of_picture_draws_them(opened: Opened, pixmaps: Pixmaps) -> None:
    app = opened("xor", (1280, 720))
    for name in QUICK:
        draw(app, name, pixmaps)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_no_text_of_the_window_is_cut(opened: Opened, pixmaps: Pixmaps, name: str) -> None:
    app = opened("xor", (1280, 720), panels=PANELS)
    draw(app, name, pixmaps)
    settle(app)
    assert not look(app.window, pixmaps).faults


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("YearBuilt", 2010.0, "2010.000"),
        ("model year", 1999.5, "1999.500"),
        ("Garage_yr", 2010.0, "2010.000"),
        ("light years", 12_000.0, "12,000.000"),
        ("yearly income", 2010.0, "2,010.000"),
        ("rainfall", 2010.0, "2,010.000"),
    ],
)
def test_years_are_written_as_years(name: str, value: float, said: str) -> None:
    assert amount(value, Column(name, name, by_spread=True)) == said


def test_of_two_classes_in_one_output_each_mistake_is_counted(
    opened: Opened, pixmaps: Pixmaps
) -> None:
    choice = choose("verdict", "sugar", "town", task="two-classes")
    session = Session(scenario_for(TABLE, choice, "my.csv"))
    session.apply(Train(60))
    app = opened(session, (1600, 900))
    settle(app)
    view = panel(app).view
    assert isinstance(view, TableView)
    evaluation = session.evaluation
    truth = evaluation.targets[1][0] > 0.5
    said = evaluation.answers[1][0] >= 0.5
    right = int((truth == said).sum())
    assert view.summary() == f"{right:,} of {len(truth):,} right on test"
    counts = {int(((truth == a) & (said == b)).sum()) for a in (0, 1) for b in (0, 1)}
    assert min(counts) > 0
    texts = {text.words for text in look(panel(app), pixmaps).texts}
    assert {f"{count:,}" for count in counts} <= texts
    # The measurements that open are numbers, not one kind of a text.
    assert [box.currentText() for box in view.chosen] == ["sugar", "sugar"]


def test_a_sample_on_the_plane_is_said_in_its_own_units(opened: Opened) -> None:
    choice = choose("verdict", "sugar", "weight (g)", task="two-classes")
    session = Session(scenario_for(TABLE, choice, "my.csv"))
    app = opened(session, (1280, 720))
    settle(app)
    view = panel(app).view
    assert isinstance(view, PlaneView)
    view.grab()
    sample = int(session.evaluation.test[0])
    spot = view.spot_of(sample)
    assert spot is not None
    probe = view.probe_at(spot)
    assert probe is not None
    where = probe.lines[0].replace("−", "-")
    sugar, weight = (float(part.split()[1]) for part in where.partition(":")[0].split(", "))
    assert abs(sugar - X[sample]) < 0.05
    assert abs(weight - Y[sample]) < 5
