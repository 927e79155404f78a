"""Nothing is lost: experiments in the window are parked, saved, opened, asked about, recovered."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim import saving
from eq_sim.app import App, build, user_settings
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.open_documents import recent
from eq_sim.session.actions import Run, Set, Train, Turn
from eq_sim.session.files.experiment_file import read_experiment
from eq_sim.session.files.journal import Journal
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs import unsaved
from eq_sim.ui.dialogs.recovered import RecoveredDialog
from eq_sim.ui.dialogs.unsaved import Choice

Opened = Callable[..., App]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def key(
    app: App, which: Qt.Key, more: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, which, CONTROL | more)
    QApplication.processEvents()


def bits(app: App) -> bytes:
    return app.session.parameters.theta.tobytes()


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that a person names in a dialog."""
    path = tmp_path / "mine.eqsim"
    for ask in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_: (str(path), ""))
    return path


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Choice], list[list[str]]]:
    """What a person answers before the window closes, and what was asked."""
    given: list[Choice] = []
    asked: list[list[str]] = []

    def ask(names: list[str], _: object, *, in_file: bool) -> Choice:
        asked.append(names)
        return given.pop(0)

    monkeypatch.setattr(unsaved, "ask_about", ask)
    return given, asked


def test_another_scenario_parks_a_trained_network_and_brings_it_back(opened: Opened) -> None:
    app = opened()
    app.do(Train(40))
    before, names = bits(app), app.session.undo.names
    key(app, Qt.Key.Key_2)
    assert app.session.scenario.name == "one-knob"
    key(app, Qt.Key.Key_1)
    assert bits(app) == before
    assert app.session.undo.names == names
    assert app.window.transport.readouts["step"].text == "40"


def test_undo_straight_after_goes_back(opened: Opened, clock: SimulatedClock) -> None:
    app = opened(clock=clock)
    app.do(Run())
    app.session.advance(steps=25)
    before = bits(app)
    key(app, Qt.Key.Key_3)
    key(app, Qt.Key.Key_Z)
    assert app.session.scenario.name == "ring"
    assert bits(app) == before
    assert not app.session.running
    key(app, Qt.Key.Key_Z)
    assert app.session.step == 0


def test_the_title_says_what_it_is_and_whether_it_is_saved(
    opened: Opened, chosen: Path, qtbot: QtBot
) -> None:
    app = opened()
    window = app.window
    assert window.windowTitle() == "Ring[*] – eq_sim"
    assert not window.isWindowModified()
    app.do(Turn((3,), (0.5,)))
    qtbot.waitUntil(window.isWindowModified)
    key(app, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: window.windowTitle() == "mine.eqsim[*] – eq_sim")
    assert not window.isWindowModified()
    app.do(Train(1))
    qtbot.waitUntil(window.isWindowModified)
    key(app, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert read_experiment(chosen).state.theta.tobytes() == bits(app)


def test_saved_quit_come_back_find_it(
    qtbot: QtBot, chosen: Path, answers: tuple[list[Choice], list[list[str]]]
) -> None:
    given, asked = answers
    first = build(open_session("ring"), "dark", user_settings())
    first.documents.asks = True
    first.show()
    qtbot.waitExposed(first.window)
    first.do(Train(40))
    kept = bits(first)
    given.append(Choice.SAVE)
    assert first.window.close()
    assert asked == [["Ring"]]
    second = build(open_session("ring"), "dark", user_settings())
    second.show()
    qtbot.waitExposed(second.window)
    (name,) = recent(second.window.settings)
    assert Path(name) == chosen.resolve()
    second.filing.open(name)
    assert bits(second) == kept
    second.do(Train(5))
    assert second.window.close()


def test_closing_asks_once_and_only_where_something_would_be_lost(
    opened: Opened, answers: tuple[list[Choice], list[list[str]]], chosen: Path
) -> None:
    given, asked = answers
    app = opened()
    app.documents.asks = True
    app.do(Train(4))
    key(app, Qt.Key.Key_2)
    app.do(Turn((0,), (0.5,)))
    given.append(Choice.STAY)
    assert not app.window.close()
    assert app.window.isVisible()
    assert asked == [["One knob", "Ring"]]
    given += [Choice.SAVE, Choice.LOSE]
    assert app.window.close()
    assert asked[1:] == [["One knob", "Ring"], ["Ring"]]
    assert chosen.exists()


def test_a_file_that_cannot_be_written_keeps_the_window_open(
    opened: Opened,
    answers: tuple[list[Choice], list[list[str]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    given, _ = answers
    nowhere = str(tmp_path / "gone" / "a.eqsim")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (nowhere, ""))
    app = opened()
    app.documents.asks = True
    app.do(Train(4))
    given.append(Choice.SAVE)
    assert not app.window.close()
    assert "cannot be written" in app.window.console_panel.notice.text()
    given.append(Choice.LOSE)
    assert app.window.close()


def test_new_begins_afresh_beside_what_was_made(opened: Opened) -> None:
    app = opened()
    app.do(Train(9))
    app.do(Set("learning_rate", 0.02))
    key(app, Qt.Key.Key_N)
    assert app.session.step == 0
    assert app.session.scenario == app.session.original
    assert app.documents.documents.all_unsaved == ["Ring"]
    key(app, Qt.Key.Key_Z)
    assert app.session.step == 9


def test_a_lesson_parks_what_was_on_screen(opened: Opened) -> None:
    app = opened()
    app.do(Train(30))
    before = bits(app)
    app.window.play_lesson(load_lesson("one-knob"))
    assert app.session.scenario.name == "one-knob"
    assert app.documents.documents.all_unsaved == ["Ring"]
    key(app, Qt.Key.Key_1)
    assert app.window.show_now is None
    assert bits(app) == before


def test_what_a_lesson_made_is_not_asked_about_and_what_one_made_of_it_is(
    opened: Opened, answers: tuple[list[Choice], list[list[str]]], clock: SimulatedClock
) -> None:
    given, asked = answers
    app = opened(clock=clock)
    app.documents.asks = True
    app.window.play_lesson(load_lesson("one-knob"))
    first = bits(app)
    for _ in range(1500):
        clock.tick(app, 0.1)
        if bits(app) != first:
            break
    assert bits(app) != first
    assert app.window.show_now is not None
    app.window.show_now.leave()
    assert app.documents.documents.all_unsaved == []
    app.do(Train(3))
    given.append(Choice.STAY)
    assert not app.window.close()
    assert len(asked) == 1
    key(app, Qt.Key.Key_Z)
    assert app.window.close()
    assert len(asked) == 1


def test_files_fall_on_the_window_and_are_opened(opened: Opened, chosen: Path) -> None:
    app = opened()
    app.do(Train(12))
    assert app.documents.save_to(chosen)
    kept = bits(app)
    key(app, Qt.Key.Key_2)
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(chosen))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, what, left, none)
    QApplication.sendEvent(app.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(300, 300), copy, what, left, none)
    QApplication.sendEvent(app.window, drop)
    assert bits(app) == kept
    other = QMimeData()
    other.setUrls([QUrl.fromLocalFile("/etc/hosts")])
    enter = QDragEnterEvent(QPoint(300, 300), copy, other, left, none)
    QApplication.sendEvent(app.window, enter)
    assert not enter.isAccepted()


def test_a_damaged_file_is_said_and_changes_nothing(opened: Opened, chosen: Path) -> None:
    app = opened()
    app.do(Train(3))
    before = bits(app)
    chosen.write_bytes(b"PK\x03\x04 nonsense")
    app.filing.open(str(chosen))
    assert "damaged" in app.window.console_panel.notice.text()
    assert bits(app) == before


def test_the_file_menu_lists_what_was_open_lately(qtbot: QtBot, chosen: Path) -> None:
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    app.do(Train(3))
    app.documents.save_to(chosen)
    (menu,) = [
        inside
        for inside in app.window.menus["&File"].findChildren(QMenu)
        if inside.title() == "Open &recent"
    ]
    menu.aboutToShow.emit()
    (entry,) = menu.actions()
    assert entry.text().startswith("mine.eqsim")
    key(app, Qt.Key.Key_2)
    entry.trigger()
    assert app.session.step == 3
    app.window.close()


def test_the_last_experiment_is_offered_and_a_key_opens_it(qtbot: QtBot, chosen: Path) -> None:
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    app.documents.offer_last()
    assert not app.window.console_panel.notice.text()
    app.do(Train(3))
    app.documents.save_to(chosen)
    key(app, Qt.Key.Key_2)
    app.documents.offer_last()
    assert "Last time: mine.eqsim" in app.window.console_panel.notice.text()
    key(app, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert app.session.step == 3
    chosen.unlink()
    key(app, Qt.Key.Key_2)
    key(app, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert "not there any more" in app.window.console_panel.notice.text()
    app.window.close()


# After the program died


def died(folder: Path) -> bytes:
    """Leaves a journal behind, as a program that was killed does. Returns its knobs."""
    session = open_session("sine")
    journal = Journal(folder, session, lambda: 0.0)
    session.apply(Train(33))
    session.apply(Turn((2,), (0.75,)))
    journal.settle()
    journal.close(keep=True)
    return session.parameters.theta.tobytes()


def offered(app: App) -> RecoveredDialog:
    (dialog,) = app.window.findChildren(RecoveredDialog)
    return dialog


def test_what_a_dead_program_left_is_offered_and_brought_back(
    opened: Opened, tmp_path: Path
) -> None:
    kept = died(tmp_path / "recovery")
    app = opened()
    app.documents.keep_journal(tmp_path / "recovery")
    dialog = offered(app)
    words = " ".join(label.text() for label in dialog.findChildren(type(dialog.findChild(QDialog))))
    assert isinstance(words, str)
    dialog.accept()
    assert bits(app) == kept
    assert app.session.scenario.name == "sine"
    assert app.documents.documents.unsaved
    assert len(list((tmp_path / "recovery").iterdir())) == 1  # this window's own


def test_what_is_not_wanted_is_forgotten_and_later_is_later(opened: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "recovery"
    died(folder)
    first = opened()
    first.documents.keep_journal(folder)
    offered(first).reject()
    first.window.close()
    assert len(list(folder.iterdir())) == 1
    second = opened()
    second.documents.keep_journal(folder)
    offered(second).forgotten.emit()
    second.window.close()
    assert list(folder.iterdir()) == []


def test_another_window_on_the_same_file_is_told(
    opened: Opened, tmp_path: Path, chosen: Path
) -> None:
    folder = tmp_path / "recovery"
    first, second = opened(), opened()
    for app in (first, second):
        app.documents.keep_journal(folder)
    first.do(Train(3))
    first.documents.save_to(chosen)
    first.documents.open(chosen)
    assert first.documents.journal is not None
    first.documents.journal.settle()
    second.filing.open(str(chosen))
    assert "another window" in second.window.console_panel.notice.text()


def test_a_large_network_is_saved_while_the_window_goes_on(
    opened: Opened, chosen: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "_LARGE", 1)
    app = opened()
    app.do(Train(12))
    assert app.documents.save_to(chosen)
    qtbot.waitUntil(lambda: app.documents.documents.name == "mine.eqsim")
    assert read_experiment(chosen).state.training.step == 12


@pytest.mark.parametrize(
    ("names", "in_file", "first"),
    [
        (["Ring"], False, "Save…"),
        (["mine.eqsim"], True, "Save"),
        ([f"{place}.eqsim" for place in range(14)], True, "Save one by one…"),
    ],
)
def test_the_question_before_the_end_can_be_answered_by_keys(
    opened: Opened, names: list[str], in_file: bool, first: str
) -> None:
    app = opened()
    for press, wanted in ((Qt.Key.Key_Return, Choice.SAVE), (Qt.Key.Key_Escape, Choice.STAY)):
        seen: list[QMessageBox] = []

        def answer(press: Qt.Key = press, seen: list[QMessageBox] = seen) -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            seen.append(box)
            texts = {button.text() for button in box.buttons()}
            assert texts == {first, "Close without saving", "Stay"}
            assert (names[0] in box.text()) == (len(names) == 1)
            assert ("and 2 more" in box.informativeText()) == (len(names) == 14)
            QTest.keyClick(box, press)

        QTimer.singleShot(0, answer)
        assert unsaved.ask_about(names, app.window, in_file=in_file) is wanted
        assert seen
