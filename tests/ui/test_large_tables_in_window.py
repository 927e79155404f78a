"""A large file of one's own is read in a process of its own, which ends with what asked for it."""

import multiprocessing
from collections.abc import Callable
from multiprocessing import spawn
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.data.own.facts import facts_of
from eq_sim.data.own.reading import read_table
from eq_sim.session import actions as act
from eq_sim.ui.own_data.dialog import OwnDataDialog

Opened = Callable[..., App]


def large(path: Path, rows: int, last: str = "") -> Path:
    """Writes a table with a column of numbers, one of some texts, and whole numbers to predict."""
    lines = [f"{k * 7919 % 9973 / 997:.4f},kind {k % 3},{k * k % 11}\n" for k in range(1_000)]
    path.write_text("a,b,y\n" + "".join(lines) * (rows // 1_000) + last, encoding="utf-8")
    return path


def begun(app: App, path: Path) -> OwnDataDialog:
    app.filing.own_data.open(path)
    (dialog,) = (one for one in app.window.findChildren(OwnDataDialog) if one.isVisible())
    return dialog


def reading() -> list[object]:
    """The processes that read tables."""
    return [one for one in multiprocessing.active_children() if one.name == "table"]


def none_reads(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not reading(), timeout=30_000)


@pytest.mark.slow
def test_it_comes_as_it_would_have_been_read_here(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    path = large(tmp_path / "many.csv", 150_000)
    app = opened()
    app.do(act.Run())
    dialog = begun(app, path)
    assert not dialog.learn.isEnabled()
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < 100, timeout=30_000)
    assert dialog.reading_words.text() == f"Reading: {dialog.progress.value()} %"
    assert len(reading()) == 1
    qtbot.waitUntil(dialog.learn.isEnabled, timeout=30_000)
    assert dialog.progress.isHidden()
    app.do(act.Pause())
    came, here = dialog.draft.table, read_table(path)
    assert came is not None
    assert (came.sha256, came.notes) == (here.sha256, here.notes)
    assert came.to_bytes() == here.to_bytes()
    assert [facts_of(one) for one in came.columns] == [facts_of(one) for one in here.columns]
    dialog.learn.click()
    none_reads(qtbot)


def test_its_process_ends_when_nobody_waits_for_it(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    path = large(tmp_path / "many.csv", 200_000)
    app = opened()
    dialog = begun(app, path)
    qtbot.waitUntil(lambda: len(reading()) == 1)
    dialog.cancel.click()
    none_reads(qtbot)
    first = begun(app, path)
    qtbot.waitUntil(lambda: len(reading()) == 1)
    (before,) = reading()
    begun(app, path)  # another file
    assert not first.isVisible()
    qtbot.waitUntil(lambda: reading() != [before] and len(reading()) == 1)
    app.window.close()
    QApplication.processEvents()
    none_reads(qtbot)


@pytest.mark.slow
def test_what_is_wrong_is_said_as_of_a_small_file(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    path = large(tmp_path / "many.csv", 150_000, last="1,2\n")
    dialog = begun(opened(), path)
    assert dialog.progress.isVisible()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=30_000)
    assert dialog.sentence.text() == (
        "Row 150,002 has 2 cells, and row 1 has 3: mend or leave out one of them."
    )
    assert not dialog.learn.isEnabled()
    # Read in another way, it is one column of texts.
    box = dialog.format.delimiter
    box.setCurrentIndex(box.findText("tabs"))
    box.activated.emit(box.currentIndex())
    assert dialog.progress.isVisible()
    qtbot.waitUntil(lambda: dialog.draft.table is not None, timeout=30_000)
    assert dialog.draft.names == ("a,b,y",)
    none_reads(qtbot)


def test_a_process_that_dies_is_told(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    path = large(tmp_path / "many.csv", 200_000)
    dialog = begun(opened(), path)
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=30_000)
    (process,) = reading()
    process.kill()
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=30_000)
    assert dialog.sentence.text() == (
        "The file is not read: the process that read it ended before it was done. Open the file "
        "again."
    )
    assert not dialog.learn.isEnabled()


@pytest.mark.slow
def test_where_no_process_can_begin_the_window_reads_it(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    path = large(tmp_path / "many.csv", 150_000)
    app, python = opened(), spawn.get_executable()
    multiprocessing.set_executable(str(tmp_path / "none"))
    try:
        dialog = begun(app, path)
        qtbot.waitUntil(dialog.learn.isEnabled, timeout=30_000)
    finally:
        multiprocessing.set_executable(python)
    assert "150,000 rows" in dialog.about.text()
