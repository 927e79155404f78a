"""A lesson that is being made outlives the program, however that ends."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.making.draft import Draft, Entry
from eq_sim.lessons.making.kept import Kept, from_bytes, to_bytes
from eq_sim.lessons.making.telling import Opening
from eq_sim.session import actions as act
from eq_sim.session.files.journal import BESIDE
from eq_sim.ui.dialogs.recovered import RecoveredDialog

Opened = Callable[..., App]

# Types a caption, waits until it is on its way to the disk and there, and is killed.
KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from eq_sim.app import build
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session

app = build(open_session("ring"), "dark", None)
app.show()
folder = Path(sys.argv[1])
app.documents.keep_journal(folder)
app.do(act.Train(20))
app.filing.making.of_session()
app.filing.making.finish_telling()
shown = app.filing.making.shown
shown.steps.step(1)
QTest.keyClicks(shown.fields.caption, "Typed before the power failed.")
while not any(b"power failed" in each.read_bytes() for each in folder.glob("*/beside")):
    QCoreApplication.processEvents()
os.kill(os.getpid(), signal.SIGKILL)
"""


def offered(app: App) -> RecoveredDialog:
    (dialog,) = app.window.findChildren(RecoveredDialog)
    return dialog


def words_of(dialog: RecoveredDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(each.text() for each in dialog.findChildren(QLabel))


def test_what_was_typed_is_there_after_the_program_was_killed(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "recovery"
    folder.mkdir()
    command = [sys.executable, "-c", KILLED, str(folder)]
    killed = subprocess.run(command, check=False, timeout=300, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    app = opened()
    app.documents.keep_journal(folder)
    dialog = offered(app)
    assert "A lesson was being made, too: “Ring”, with 1 caption." in words_of(dialog)
    dialog.accept()
    shown = app.filing.making.shown
    assert shown is not None
    assert shown.isWindowModified()
    assert shown.desk.draft.entries[1].say == "Typed before the power failed."
    assert "Recovered" in shown.said.text()
    (own,) = folder.iterdir()  # the old journal is gone, and this one has the lesson
    assert b"power failed" in (own / BESIDE).read_bytes()
    target = tmp_path / "ring.toml"
    with qtbot.waitSignal(shown.saving.written, timeout=60_000):
        shown.save_to(target)
    assert "power failed" in target.read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: not (own / BESIDE).exists())  # it is in a file now
    shown.close()


def test_a_lesson_that_is_let_go_is_not_kept(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    app = opened()
    app.documents.keep_journal(tmp_path)
    app.do(act.Train(20))
    app.filing.making.of_session()
    app.filing.making.finish_telling()
    shown = app.filing.making.shown
    assert shown is not None
    shown.fields.caption.setPlainText("Never mind.")
    (own,) = tmp_path.iterdir()
    qtbot.waitUntil((own / BESIDE).exists)
    shown.leave()  # as after "Close without saving"
    qtbot.waitUntil(lambda: not (own / BESIDE).exists())


def test_a_kept_lesson_that_is_damaged_is_said_and_the_rest_comes_back(
    opened: Opened, tmp_path: Path
) -> None:
    first = opened()
    first.documents.keep_journal(tmp_path)
    journal = first.documents.journal
    assert journal is not None
    journal.keep_beside(lambda: b'{"draft":')
    journal.close(keep=True)
    first.documents.journal = None
    second = opened()
    second.documents.keep_journal(tmp_path)
    dialog = offered(second)
    assert "is damaged and cannot be read" in words_of(dialog)
    dialog.accept()
    QApplication.processEvents()
    assert second.filing.making.shown is None


def test_all_of_a_draft_is_kept() -> None:
    entries = (
        Entry(0, chapter="Ring"),
        Entry(1, ({"turn": ["x1 -> neuron 1"], "to": [0.5], "seconds": 1.0},), at=1.0, rest=2.5),
        Entry(4, say="“Zwölf”", given=("Zwölf",), live=True, reading=2.0, notes="…", hold=0.0),
        Entry(2, missing="painting of points"),
    )
    opening = Opening("ring", 3, {"hidden": [4, 2]})
    draft = Draft("T", "I", opening, entries, 2, 3, None, 5, "de")
    kept = Kept(draft, "/a/b.toml", "loss < 1")
    assert from_bytes(to_bytes(kept)) == kept
