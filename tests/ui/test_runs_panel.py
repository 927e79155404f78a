"""Finished runs in the window: their table, their curves, and what can be done with them."""

import csv
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.run_name import RunName
from eq_sim.ui.panels.runs_panel import EMPTY, RunsPanel
from eq_sim.ui.style.theme import text_font

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton
ROLE = Qt.ItemDataRole


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("loss", "runs"))


def settle(app: App) -> None:
    for _ in range(3):
        QApplication.processEvents()
        app.window.refresh()


def trained(opened: Opened) -> tuple[App, RunsPanel]:
    """A window whose ring was trained three times: other rates, and another start."""
    app = opened(open_session("ring"))
    panel = app.window.panel("runs")
    assert isinstance(panel, RunsPanel)
    train(app)
    app.window.docks.bring("runs")
    settle(app)
    return app, panel


def train(app: App) -> None:
    for action in (
        act.Train(60),
        act.BackToStart(),
        act.Set("learning_rate", 0.3),
        act.Train(40),
        act.NewStart(),
        act.Train(50),
        act.BackToStart(),
        act.Train(20),
    ):
        assert app.do(action)


def cells(panel: RunsPanel) -> list[list[str]]:
    model = panel.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(panel: RunsPanel, *numbers: int) -> None:
    panel.table.clearSelection()
    for number in numbers:
        (row,) = [at for at, row in enumerate(panel.model.rows) if row.number == number]
        where = panel.table.visualRect(panel.model.index(row, 0)).center()
        held = Qt.KeyboardModifier.ControlModifier
        QTest.mouseClick(panel.table.viewport(), LEFT, held, where)


def test_the_table_sorts_compares_two_and_leaves_as_csv(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(open_session("ring"))
    panel = app.window.panel("runs")
    assert isinstance(panel, RunsPanel)
    assert not app.window.docks["runs"].isVisible()  # until it is asked for
    (entry,) = [one for one in app.window.docks.view_actions() if one.text() == "Runs"]
    assert entry.shortcut().toString() == "Shift+F8"
    entry.trigger()
    settle(app)
    assert panel.isVisible()
    assert not panel.table.isVisible()
    assert EMPTY in [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    train(app)
    settle(app)
    assert panel.table.isVisible()
    assert panel.model.titles[:4] == ["Run", "Learning rate", "Start", "Steps"]
    rows = cells(panel)
    assert [row[0] for row in rows] == ["now", "3", "2", "1"]
    runs = app.session.shelf.runs
    assert rows[3][1:5] == ["0.5", "1", "60", f"{runs[0].losses.train:.3f}"]
    assert rows[0][1:4] == ["0.3", "2", "20"]

    # The usual columns stand side by side, with room to spare beside the settings of the window.
    app.window.resize(1600, 900)
    settle(app)
    header = panel.table.horizontalHeader()
    assert header.length() < 0.75 * panel.table.viewport().width()

    # By the keyboard: a column from the list, and the other way round.
    panel.sort.setFocus()
    at = panel.model.titles.index("Train loss")
    panel.sort.setCurrentIndex(at)
    panel.sort.activated.emit(at)
    losses = [row.losses.train for row in panel.model.rows if row.losses is not None]
    assert losses == sorted(losses)
    panel.order.click()
    losses = [row.losses.train for row in panel.model.rows if row.losses is not None]
    assert losses == sorted(losses, reverse=True)
    # By the mouse, on the heading.
    header = panel.table.horizontalHeader()
    place = header.sectionViewportPosition(3) + 8
    QTest.mouseClick(header.viewport(), LEFT, pos=QPointF(place, 8).toPoint())
    assert [row.steps for row in panel.model.rows] == [20, 40, 50, 60]
    words = header.fontMetrics().horizontalAdvance("Steps")
    assert header.sectionSize(3) >= words + header.fontMetrics().height()  # and the arrow beside it

    best = [
        panel.model.index(row, at).data(ROLE.AccessibleTextRole)
        for row in range(4)
        if "the best" in panel.model.index(row, at).data(ROLE.AccessibleTextRole)
    ]
    lowest = min(row.losses.train for row in panel.model.rows if row.losses is not None)
    assert best == [f"Train loss: {lowest:.3f}, the best of those that compare"]

    choose(panel, 1, 2)
    assert panel.comparison.text().startswith("run 2 and run 1: learning rate 0.3 against 0.5;")
    assert not panel.to_end.isEnabled()
    panel.everything.setChecked(True)
    assert "Batch size" in panel.model.titles
    assert "Optimizer" in panel.model.titles
    panel.everything.setChecked(False)
    assert "Batch size" not in panel.model.titles

    app.do(act.NameRun(1, 'a "quoted", name'))
    path = tmp_path / "runs.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    panel.save.click()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["run"] for row in rows] == ["1", "2", "3", "now"]
    assert rows[0]["name"] == 'a "quoted", name'
    runs = app.session.shelf.runs
    assert [float(row["train loss"]) for row in rows[:3]] == [run.losses.train for run in runs]
    assert [row["learning_rate"] for row in rows] == ["0.5", "0.3", "0.3", "0.3"]
    assert rows[3]["steps"] == "20"


def test_curves_are_named_and_chosen_runs_pinned_named_gone_to_and_deleted(opened: Opened) -> None:
    app, panel = trained(opened)
    plot = app.window.panel("loss").plot
    assert [curve.name for curve in plot.runs.curves] == [
        "rate 0.5, start 1", "start 1", "run 3",
    ]  # fmt: skip
    assert not plot.left.curves  # none of them is drawn twice
    box = plot.plot.getPlotItem().getViewBox()
    app.window.resize(1300, 800)  # names find their places again
    settle(app)
    names = [one.label for one in plot.runs.curves if one.label.isVisible()]
    heights = sorted(name.pos().y() / box.viewPixelSize()[1] for name in names)
    line = QFontMetricsF(text_font("tick")).height()
    assert len(names) > 1
    assert all(upper - lower >= line for lower, upper in pairwise(heights))
    box, size = plot.plot.getPlotItem().getViewBox(), plot.plot.getPlotItem().getViewBox().size()
    box.resize(size.width(), 0)  # large words in a small window may leave no room at all
    box.resize(size)
    assert [one.label for one in plot.runs.curves if one.label.isVisible()] == names
    curve = plot.runs.curves[0]
    at = box.mapViewToScene(QPointF(curve.x[-1], curve.y[-1]))
    plot.plot.scene().sigMouseMoved.emit(at)
    assert "finished run 1" in plot.runs.words(curve.run)
    app.window.docks["runs"].hide()
    where = plot.plot.mapFromScene(at)
    QTest.mouseClick(plot.plot.viewport(), LEFT, pos=where)
    settle(app)
    assert panel.isVisible()
    assert panel.table.numbers == (1,)

    session = app.session
    panel.pin.click()
    panel.name.click()
    (dialog,) = [one for one in panel.findChildren(RunName) if one.isVisible()]
    QTest.keyClicks(dialog.name, "the quick one")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(app)
    assert (session.shelf.runs[0].name, session.shelf.runs[0].pinned) == ("the quick one", True)
    assert "1 the quick one (pinned)" in [row[0] for row in cells(panel)]
    assert panel.pin.text() == "Unpin"

    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)  # to its end
    assert session.step == 60
    assert session.scenario.training.learning_rate == 0.5
    panel.to_start.click()
    assert session.step == 0
    assert session.start_number == 0
    settle(app)
    choose(panel, 2, 3)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    settle(app)
    numbers = [run.number for run in session.shelf.runs]
    assert 2 not in numbers
    assert 3 not in numbers
    app.do(act.Undo())
    assert {2, 3} <= {run.number for run in session.shelf.runs}

    # Another network is another name; other data are not drawn at all, and it says so.
    app.do(act.Set("hidden", (3,)))
    settle(app)
    assert plot.runs.curves[0].name == "the quick one"
    left = len(session.shelf.runs)
    app.do(act.Set("noise", 0.3))
    settle(app)
    assert plot.runs.curves == []
    assert (
        app.window.panel("loss").not_drawn.text() == f"Not drawn: {left} runs of other data or loss"
    )
    assert all(not row.compares for row in panel.model.rows if row.run is not None)


@pytest.mark.slow
def test_of_many_runs_the_latest_the_pinned_and_the_chosen_are_drawn(opened: Opened) -> None:
    app, panel = trained(opened)
    for number in range(20):
        app.session.apply(act.NewStart())
        app.session.apply(act.Train(3 + number))
    app.do(act.PinRuns((2,), True))
    settle(app)
    plot = app.window.panel("loss").plot

    def drawn() -> list[int]:
        settle(app)
        return [curve.run.number for curve in plot.runs.curves]

    last = app.session.shelf.runs[-1].number
    assert drawn() == [2, last - 3, last - 2, last - 1, last]
    choose(panel, 5)
    assert drawn() == [2, 5, last - 3, last - 2, last - 1, last]
    panel.latest.setChecked(False)
    assert drawn() == [2, 5]
    assert app.window.panel("loss").not_drawn.text() == f"Not drawn: {last - 2} runs"
