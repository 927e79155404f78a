"""Sweeps in the window: asked for, run, pointed at, used, saved; the open experiment stays."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Train, Undo
from eq_sim.sweeps.graph import Across
from eq_sim.sweeps.suggestions import error_against_knobs
from eq_sim.ui.style.preferences import Preferences, use
from eq_sim.ui.sweeps import desk
from eq_sim.ui.sweeps.sheet import SweepSheet

Opened = Callable[..., App]
WEEP = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


@pytest.fixture
def usual_look() -> Iterator[None]:
    """Leaves decimals as they were."""
    yield
    use(Preferences())


def sheet_of(app: App) -> SweepSheet:
    """Opens the sheet by its key; trials run in this process, where the tests' machine is."""
    app.window.sweeps.in_processes = False
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_W, WEEP)
    found = [child for child in app.window.findChildren(SweepSheet) if child.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(sheet: SweepSheet, setting: str) -> None:
    """Chooses what varies, as the list of the box does."""
    box = sheet.form.setting
    box.setCurrentIndex(box.findData(setting))
    box.activated.emit(box.currentIndex())


def ask(sheet: SweepSheet, setting: str, values: str, seeds: int, steps: int) -> None:
    choose(sheet, setting)
    sheet.form.typed.line.setText(values)
    sheet.form.seeds.setValue(seeds)
    sheet.form.steps.setValue(steps)


def run(app: App, sheet: SweepSheet, qtbot: QtBot) -> None:
    """Presses Start, and waits for the end."""
    qtbot.mouseClick(sheet.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.start.isVisible)


def test_from_the_menu_to_a_value_that_is_used(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Learning rates on the ring; nothing of the open experiment changes until one is used."""
    app = opened("ring")
    app.do(Train(5))
    before = app.session.state()
    sheet = sheet_of(app)
    form, results = sheet.form, sheet.results
    ask(sheet, "learning_rate", "0.01, 0.1, 1", 5, 20)
    assert "3 values: 0.01 · 0.1 · 1" in form.said.text()
    assert form.forecast.text().startswith("15 runs of 20 steps: about 15 times")
    run(app, sheet, qtbot)
    assert sheet.state.text() == "15 of 15 runs are done."
    after = app.session.state()
    assert (after.theta == before.theta).all()
    assert after.scenario == before.scenario
    assert app.session.step == 5
    graph = results.graph
    assert graph is not None
    assert [spread.count for spread in graph.test] == [5, 5, 5]

    # By keyboard from value to value, each told with its numbers.
    results.curve.setFocus()
    QTest.keyClick(results.curve, Qt.Key.Key_End)
    assert results.told.text().startswith("learning rate 1\ntest part: median ")
    assert ", middle half " in results.told.text()
    QTest.keyClick(results.curve, Qt.Key.Key_Left)
    told = results.told.text()
    assert told.startswith("learning rate 0.1\n")
    assert results.curve.accessibleDescription() == told.replace("\n", ". ")
    # By mouse at the left edge: the lowest.
    at = QPoint(60, results.curve.height() // 2)
    qtbot.mouseClick(results.curve, Qt.MouseButton.LeftButton, pos=at)
    assert results.told.text().startswith("learning rate 0.01\n")

    # As a table, sorted by any column, the chosen row with the curve.
    qtbot.mouseClick(results.as_table, Qt.MouseButton.LeftButton)
    assert results.table.isVisible()
    medians = [spread.median for spread in graph.test]
    column = next(
        place
        for place in range(results.table.columnCount())
        if results.table.horizontalHeaderItem(place).text() == "Test part,\nmedian"
    )
    results.table.sortItems(column, Qt.SortOrder.DescendingOrder)
    first = results.table.item(0, 0).text()
    assert graph.test[medians.index(max(medians))].value == float(first)
    results.table.setCurrentCell(0, column)
    QTest.keyClick(results.table, Qt.Key.Key_Return)  # the other way round
    assert graph.test[medians.index(min(medians))].value == float(results.table.item(0, 0).text())
    QTest.keyClick(results.table, Qt.Key.Key_Return)
    assert results.table.item(0, 0).text() == first
    results.table.selectRow(0)
    assert results.told.text().startswith(f"learning rate {first}\n")

    # Saved as a table and as a picture.
    path = tmp_path / "rates.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    qtbot.mouseClick(sheet.save_table, Qt.MouseButton.LeftButton)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + 15
    assert sheet.state.text() == f"Saved {path}."
    picture = tmp_path / "rates.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(picture), ""))
    qtbot.mouseClick(sheet.save_picture, Qt.MouseButton.LeftButton)
    assert b"Ring: learning rate, 3 values" in picture.read_bytes()

    # Used in the open experiment, and taken back.
    assert sheet.use.text() == f"Use learning rate {first}"
    qtbot.mouseClick(sheet.use, Qt.MouseButton.LeftButton)
    assert app.session.scenario.training.learning_rate == float(first)
    app.do(Undo())
    assert app.session.scenario == before.scenario


def test_choices_sizes_and_what_cannot_be(opened: Opened, qtbot: QtBot, usual_look: None) -> None:
    """What is typed is read back or refused in a sentence; choices are ticked."""
    app = opened("ring")
    sheet = sheet_of(app)
    form, results = sheet.form, sheet.results
    for setting, text, why in (
        ("learning_rate", "0.1, fast", "learning rate"),
        ("learning_rate", "", "learning rate"),
        ("hidden", "4, four", "layers"),
        ("batch_size", "0, 10", "batch size"),
    ):
        ask(sheet, setting, text, 1, 5)
        assert why in form.said.text(), text
        assert form.said.property("role") == "warning"
        assert not sheet.start.isEnabled()
    choose(sheet, "optimizer")
    assert form.ticked.isVisible()
    for row in range(2, form.ticked.count()):
        form.ticked.item(row).setCheckState(Qt.CheckState.Unchecked)
    form.seeds.setValue(1)
    run(app, sheet, qtbot)
    graph = results.graph
    assert graph is not None
    assert graph.is_list
    assert [spread.value for spread in graph.train] == ["sgd", "momentum"]
    results.curve.choose(1)
    assert results.told.text().startswith("optimizer Momentum\n")

    # From one end to the other, in steps.
    choose(sheet, "learning_rate")
    typed = form.typed
    typed.low.setText("0.001")
    typed.high.setText("1")
    typed.count.setValue(4)
    qtbot.mouseClick(typed.fill, Qt.MouseButton.LeftButton)
    assert typed.line.text() == "0.001, 0.01, 0.1, 1"
    typed.low.setText("0")
    qtbot.mouseClick(typed.fill, Qt.MouseButton.LeftButton)
    assert "above 0" in form.said.text()
    # A person whose decimals follow a comma.
    typed.line.setText("0.01, 0.1")
    app.window.set_look(Preferences(decimal="comma"))
    assert typed.line.text() == "0,01; 0,1"
    assert form.sweep is not None
    assert form.sweep.values == (0.01, 0.1)
    typed.line.setText("0,5 0,25")
    assert form.sweep.values == (0.5, 0.25)


def test_a_stopped_sweep_keeps_what_is_done(opened: Opened, qtbot: QtBot) -> None:
    """And one that is never waited for ends with its window."""
    app = opened("digits")
    sheet = sheet_of(app)
    ask(sheet, "learning_rate", "0.001, 0.003, 0.01, 0.03", 50, 100_000)
    qtbot.mouseClick(sheet.start, Qt.MouseButton.LeftButton)
    assert sheet.stop.isVisible()
    assert "0 of 200 runs" in sheet.state.text()
    qtbot.mouseClick(sheet.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.start.isVisible)
    assert "Stopped" in sheet.state.text()
    qtbot.mouseClick(sheet.start, Qt.MouseButton.LeftButton)
    running = app.window.sweeps.desk.running
    assert running.goes_on
    app.window.close()
    assert not running.goes_on


def test_error_against_knobs_is_one_click(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the digits, whatever is open; what is known of large models stands beside it."""
    app = opened("ring")
    sheet = sheet_of(app)
    assert "Digits, 85 to 9,610 knobs: 14 widths with 5 seeds, 2,000 steps" in sheet.offer.text()
    whole = error_against_knobs(app.window.commands.scenarios["digits"])
    short = replace(whole, values=((1,), (8,), (128,)), seeds=(1, 2), steps=30)
    monkeypatch.setattr(desk, "error_against_knobs", lambda digits: short)
    qtbot.mouseClick(sheet.against_knobs, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.start.isVisible)
    results = sheet.results
    assert results.graph is not None
    assert results.graph.across is Across.KNOBS
    assert results.graph.places == (85, 610, 9610)
    assert results.log_across.isChecked()
    assert "No single power law: 3 points of the 5" in results.says.text()
    assert results.large.isVisible()
    assert "loss per token of large language models" in results.large.words.text()
    results.curve.choose(1)
    assert results.told.text().startswith("8 hidden neurons, 610 knobs\n")
    assert app.session.scenario.name == "ring"
    assert sheet.use.text() == "Open Digits with 8 hidden neurons"
    assert sheet.use.toolTip() == "Opens it in place of “Ring”. Undo takes it back"
    qtbot.mouseClick(sheet.use, Qt.MouseButton.LeftButton)
    assert app.session.scenario.name == "digits"
    assert app.session.layout.size == 610
