"""From a file of one's own to a trained network, by mouse alone and by keyboard alone."""

import math
import random
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build, user_settings
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.gallery import Gallery
from eq_sim.ui.own_data.dialog import OwnDataDialog
from eq_sim.ui.own_data.draft import Use
from eq_sim.ui.own_data.preview_table import Head
from eq_sim.ui.panels.data_panel import DataPanel
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "settings"))


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    """A disc of one class in a ring of the other, in German."""
    numbers = random.Random(7)
    lines = ["diameter (mm);thickness (mm);note;diagnosis"]
    for row in range(60):
        ring, angle = row % 2, numbers.uniform(0, 2 * math.pi)
        far = numbers.uniform(16, 26) if ring else numbers.uniform(0, 12)
        x, y = 40 + far * math.cos(angle), 8 + far * math.sin(angle) / 5
        kind = "suspicious" if ring else "healthy"
        thick = "" if row == 9 else f"{y:.3f}"
        lines.append(f"{x:.2f};{thick};row {row};{kind}".replace(".", ","))
    path = tmp_path / "cells.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    return path


def shown(app: App) -> OwnDataDialog:
    found = [one for one in app.window.findChildren(OwnDataDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def ready(app: App, qtbot: QtBot) -> OwnDataDialog:
    """The dialog, once all of the file is read."""
    dialog = shown(app)
    qtbot.waitUntil(lambda: dialog.draft.table is not None)
    return dialog


def notice(app: App) -> str:
    return app.window.console_panel.notice.text()


def drop(app: App, path: Path) -> None:
    """Lets a file fall on the window."""
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(path))])
    keys, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(400, 300), copy, what, LEFT, keys)
    QApplication.sendEvent(app.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(app.window, QDropEvent(QPointF(400, 300), copy, what, LEFT, keys))


def click_use(dialog: OwnDataDialog, column: int) -> None:
    table = dialog.table
    place = table.visualRect(table.model().index(Head.USE, column)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=place)


def test_by_keyboard_alone(
    opened: Opened, cells: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(cells), ""))
    app = opened(panels=PANELS)
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_D, CONTROL)
    dialog = ready(app, qtbot)
    assert dialog.sentence.text() == (
        "A network of 2 → 8 → 8 → 1 (105 knobs) learns diagnosis from 2 columns of 59 rows; "
        "1 row with missing cells is left out."
    )
    table = dialog.table
    assert dialog.focusWidget() is table
    for _ in range(2):
        QTest.keyClick(table, Qt.Key.Key_Right)
    assert dialog.draft.use(2) is Use.NOT_USED  # 60 different texts
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert dialog.draft.use(2) is Use.INPUT
    QTest.keyClick(table, Qt.Key.Key_N)
    QTest.keyClick(table, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_I)  # for both that are selected
    assert [dialog.draft.use(column) for column in (1, 2)] == [Use.INPUT, Use.INPUT]
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_N)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    session = app.session
    assert session.scenario.data.table is not None
    assert session.scenario.data.table.inputs == ("diameter (mm)", "thickness (mm)")
    assert app.window.windowTitle().startswith("cells")
    assert "Press Train" in notice(app)
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    assert session.running
    qtbot.waitUntil(lambda: session.step > 0)
    app.do(act.Pause())
    app.do(act.Train(400))
    assert session.goal_reached
    app.window.refresh()
    answer = app.window.panel("output").view
    QTest.keyClick(answer, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    where, *_ = answer.accessibleDescription().split(". ")
    assert re.fullmatch(r"diameter −?[\d.]+ mm, thickness −?[\d.]+ mm", where)


def test_by_mouse_alone(opened: Opened, cells: Path, qtbot: QtBot) -> None:
    app = opened()
    app.do(act.Train(3))
    drop(app, cells)
    dialog = ready(app, qtbot)
    click_use(dialog, 0)
    assert dialog.draft.use(0) is Use.NOT_USED
    assert "from one column of" in dialog.sentence.text()
    click_use(dialog, 0)
    click_use(dialog, 3)  # what is predicted stays so until another column is
    assert dialog.draft.use(3) is Use.TARGET
    qtbot.mouseClick(dialog.learn, LEFT)
    assert not dialog.isVisible()
    assert app.session.step == 0
    app.do(act.Undo())  # straight back to what was there
    assert (app.session.scenario.name, app.session.step) == ("ring", 3)


def test_columns_are_chosen_anew_from_the_data_panel(
    opened: Opened, cells: Path, qtbot: QtBot
) -> None:
    app = opened()
    panel = app.window.panel("data")
    assert isinstance(panel, DataPanel)
    assert panel.columns.isHidden()
    drop(app, cells)
    ready(app, qtbot).learn.click()
    app.window.refresh()
    assert not panel.columns.isHidden()
    assert "1 of 60 rows has missing cells" in panel.about.text()
    app.do(act.Train(5))
    panel.columns.click()
    dialog = shown(app)
    assert dialog.format.isHidden()  # the file is not at hand
    choice = dialog.draft.choice
    assert choice is not None
    assert choice.target == "diagnosis"
    dialog.table.go_to(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_P)
    assert dialog.draft.choice is not None
    assert dialog.draft.choice.task == "number"
    dialog.learn.click()
    assert app.session.dataset.target is not None
    assert app.session.dataset.target.unit == "mm"
    app.do(act.Undo())
    assert app.session.step == 5
    # The list of scenarios offers another table, and stays what it is until there is one.
    asked: list[bool] = []
    app.window.own_data_asked.disconnect()
    app.window.own_data_asked.connect(lambda: asked.append(True))
    place = panel.scenario.findText("Your own data (CSV) …")
    panel.scenario.setCurrentIndex(place)
    panel.scenario.activated.emit(place)
    assert asked == [True]
    assert panel.scenario.currentText() == "cells"
    app.window.commands.show_gallery()
    gallery = app.window.findChild(Gallery)
    assert isinstance(gallery, Gallery)
    gallery.own.click()
    assert asked == [True, True]
    assert not gallery.isVisible()


def test_what_the_file_is_can_be_corrected(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    app = opened()
    path = tmp_path / "mine.txt"
    path.write_text("ä;b;y\n1,5;2;3\n2,5;3;5\n3,5;3;6\n4,5;2;6\n", encoding="cp1252")
    drop(app, path)
    dialog = ready(app, qtbot)
    assert dialog.draft.names == ("ä", "b", "y")
    assert dialog.format.decimal.currentData() == ","
    choose(dialog, "header", "no names")
    assert dialog.draft.names == ("column 1", "column 2", "column 3")
    assert dialog.draft.rows[0] == ("ä", "b", "y")
    choose(dialog, "delimiter", "tabs")
    assert dialog.draft.names == ("column 1",)
    qtbot.waitUntil(lambda: dialog.draft.table is not None)
    assert not dialog.learn.isEnabled()
    assert dialog.sentence.property("role") == "warning"
    choose(dialog, "delimiter", "semicolons")
    choose(dialog, "header", "names in row 1")
    choose(dialog, "encoding", "UTF-8")
    assert not dialog.learn.isEnabled()
    assert dialog.sentence.text().startswith("Line 1 is not text in UTF-8")
    choose(dialog, "encoding", "Latin-1")
    qtbot.waitUntil(dialog.learn.isEnabled)
    assert dialog.draft.names == ("ä", "b", "y")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert app.session.scenario.name == "ring"
    # What is no table at all is refused at once, where it was asked for.
    path.write_bytes(b"PK\x03\x04" + bytes(300))
    drop(app, path)
    assert not [one for one in app.window.findChildren(OwnDataDialog) if one.isVisible()]
    assert notice(app).startswith("mine.txt: ")
    assert "zip" in notice(app)


def choose(dialog: OwnDataDialog, name: str, words: str) -> None:
    box = getattr(dialog.format, name)
    place = box.findText(words)
    assert place >= 0, words
    box.setCurrentIndex(place)
    box.activated.emit(place)


def test_a_large_file_is_read_while_training_goes_on(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    numbers = random.Random(1)
    lines = [f"{numbers.random():.4f},{numbers.random():.4f},{k % 7}" for k in range(30_000)]
    path = tmp_path / "many.csv"
    path.write_text("a,b,y\n" + "\n".join(lines), encoding="utf-8")
    app = opened("digits")
    app.do(act.Run())
    drop(app, path)
    dialog = shown(app)
    assert not dialog.learn.isEnabled()
    assert not dialog.progress.isHidden()
    assert "Reading" in dialog.reading_words.text()
    step = app.session.step
    qtbot.waitUntil(lambda: dialog.learn.isEnabled())
    assert app.session.step > step
    assert dialog.progress.isHidden()
    assert "30,000 rows" in dialog.about.text()
    # A second file takes the place of the first; and one that is left is read no more.
    drop(app, path)
    assert not dialog.isVisible()
    second = shown(app)
    second.cancel.click()
    assert not any(timer.isActive() for timer in second.findChildren(QTimer))
    app.do(act.Pause())


def test_it_is_among_the_recent_files_and_hints_offer_to_train(cells: Path, qtbot: QtBot) -> None:
    settings = user_settings()
    app = build(open_session("ring"), "dark", settings)
    app.show()
    qtbot.waitExposed(app.window)
    app.window.welcome()
    drop(app, cells)
    ready(app, qtbot).learn.click()
    hints = app.window.onboarding
    assert hints is not None
    assert hints.callout is not None
    said = [one.text() for one in hints.callout.findChildren(type(app.window.console_panel.notice))]
    assert any("all 105 knobs: press Train" in text for text in said)
    assert str(cells.resolve()) in settings.text("documents/recent")
    assert settings.text("documents/last") == ""  # that is of experiments
    app.window.close()
