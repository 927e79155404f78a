"""A page from the window: asked for in the menu, made, refused, cancelled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import read_lesson

LESSON = """
title = "Short"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One"
notes = "Say hello."

[[step]]
say = "Three knobs."
seconds = 1
"""


@pytest.mark.slow
def test_a_page_is_asked_for_made_refused_and_cancelled(
    opened: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    path, folder = tmp_path / "short.toml", tmp_path / "page"
    path.write_text(LESSON)
    window = opened().window
    show = window.open_lesson(read_lesson(path))
    show.source = str(path)
    menu = next(each for each in window.findChildren(QMenu) if each.title() == "&Lessons")
    menu.aboutToShow.emit()
    next(each for each in menu.actions() if each.text() == "P&age of this lesson…").trigger()
    dialog = show.page
    assert dialog is not None
    assert dialog.isVisible()
    assert Path(dialog.path.text()).name == "short"
    dialog.size_box.addItem("320x180")
    dialog.size_box.setCurrentText("320x180")
    dialog.path.setText(str(folder))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    for box in (dialog.film, dialog.notes):  # without the film, with the notes
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog.words[-2:] == ["--no-film", "--notes"]
    QTest.keyClick(dialog.path, Qt.Key.Key_Return)
    assert dialog.running
    qtbot.waitUntil(lambda: not dialog.running, timeout=120_000)
    assert dialog.said.text() == f"Done: {folder}"
    made = (folder / "index.html").read_text("utf-8")
    assert "Say hello." in made
    assert "<video" not in made
    (folder / "mine.txt").write_text("mine")
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.running, timeout=120_000)
    assert dialog.said.text().startswith("The folder page holds other files, such as mine.txt")
    dialog.path.setText(str(tmp_path / "other"))
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    dialog.cancel()
    qtbot.waitUntil(lambda: not dialog.running, timeout=120_000)
    assert dialog.said.text() == "Cancelled. Nothing was left behind."
    assert sorted(each.name for each in tmp_path.iterdir()) == ["page", "short.toml"]
