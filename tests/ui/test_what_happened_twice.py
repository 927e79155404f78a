"""What happened, made into a lesson once more: what was replayed meanwhile is no part of it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.making.words import words_of
from eq_sim.session import actions as act
from eq_sim.session.files.recording import read_recording, save_log
from eq_sim.ui.making.window import MakingWindow

DONE = (act.Turn((3,), (0.75,)), act.Train(200), act.Set("learning_rate", 0.05), act.Train(30))


def making(app: App) -> MakingWindow:
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keySequence(app.window, QKeySequence("Ctrl+Alt+M"))
    app.filing.making.finish_telling()
    shown = app.filing.making.shown
    assert shown is not None
    QApplication.processEvents()
    shown.take_up()
    return shown


def rows(shown: MakingWindow) -> list[str]:
    draft = shown.desk.draft
    return [words_of(draft, entry) for entry in draft.entries]


def test_a_replay_is_no_part_of_what_happened(
    opened: Callable[..., App], qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened()
    app.documents.asks = False
    for action in DONE:
        assert app.do(action)
    theta, name = app.window.session.parameters.theta.tobytes(), app.documents.at_a_glance()[0]
    shown = making(app)
    first = rows(shown)
    assert len(first) == 5
    shown.steps.step(2)
    shown.replay.show_entry()
    assert app.window.show_now is not None
    QTest.keySequence(shown, QKeySequence("Ctrl+W"))
    QApplication.processEvents()
    assert app.filing.making.shown is None
    assert app.window.show_now is None
    assert app.window.session.parameters.theta.tobytes() == theta
    assert app.documents.at_a_glance()[0] == name
    save_log(app.window.session, tmp_path / "what.jsonl")
    assert len(read_recording(tmp_path / "what.jsonl")) == 1 + len(DONE)
    assert app.do(act.Turn((4,), (0.5,)))
    again = making(app)
    assert rows(again)[:5] == first
    assert len(rows(again)) == 6
