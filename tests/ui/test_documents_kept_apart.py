"""Each experiment stays itself: no lesson, late save or name of a file mixes two of them."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from few_panels import few
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim import saving
from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import Train, Turn
from eq_sim.session.files import experiment_file
from eq_sim.session.files.experiment_file import read_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.scenario_file import save_scenario
from eq_sim.session.files.setup_line import Setup
from eq_sim.ui.dialogs import unsaved
from eq_sim.ui.dialogs.unsaved import Choice

Opened = Callable[..., App]
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(opened: Opened, clock: SimulatedClock) -> Opened:
    return partial(opened, panels=few(), clock=clock)


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A person who types names into the dialog; returns what was offered each time.

    ``then`` are the keys that a question right after the first name is answered with.
    """

    def person(*names: object, then: tuple[Qt.Key, ...] = ()) -> list[str]:
        typed, offered = iter(names), list[str]()

        def answer() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            offered.append(box.text())
            box.activateWindow()
            QApplication.processEvents()
            for press in then:
                QTest.keyClick(box.focusWidget(), press)

        def ask(_: object, __: str, offers: str, *___: str) -> tuple[str, str]:
            offered.append(offers)
            if then and len(offered) == 1:
                QTimer.singleShot(0, answer)
            return str(next(typed, "")), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
        return offered

    return person


def key(app: App, which: Qt.Key, more: Qt.KeyboardModifier = CONTROL) -> None:
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, which, more)
    QApplication.processEvents()


def drop(app: App, path: Path) -> None:
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, NONE
    QApplication.sendEvent(app.window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(app.window, QDropEvent(QPointF(300, 300), *how))


def bits(app: App) -> bytes:
    return app.session.parameters.theta.tobytes()


def in_file(path: Path) -> bytes:
    return read_experiment(path).state.theta.tobytes()


def play(app: App, clock: SimulatedClock) -> None:
    """Plays a lesson until it has turned a knob."""
    app.window.play_lesson(load_lesson("one-knob"))
    first = bits(app)
    for _ in range(1500):
        clock.tick(app, 0.1)
        if bits(app) != first:
            return
    raise AssertionError("the lesson turns no knob")


def said(app: App) -> str:
    return app.window.console_panel.notice.text()


def test_what_is_opened_ends_the_lesson_that_plays(
    opened: Opened, clock: SimulatedClock, tmp_path: Path
) -> None:
    app = opened()
    app.do(Turn((3,), (0.5,)))
    file, scenario = tmp_path / "ring.eqsim", tmp_path / "xor.toml"
    assert app.documents.save_to(file)
    kept = bits(app)
    save_scenario(scenario, Setup.of(open_session("xor")))
    damaged = tmp_path / "damaged.eqsim"
    damaged.write_bytes(b"PK\x03\x04 nonsense")
    ways: tuple[Callable[[], None], ...] = (
        lambda: drop(app, file),
        lambda: key(app, Qt.Key.Key_N),
        lambda: drop(app, scenario),
    )
    for go_on in ways:
        play(app, clock)
        drop(app, damaged)
        assert app.window.show_now is not None  # nothing else has come
        go_on()
        assert app.window.show_now is None
        there, title = bits(app), app.window.windowTitle()
        for _ in range(60):
            clock.tick(app, 0.1)
        assert bits(app) == there
        assert app.window.windowTitle() == title
        assert app.documents.documents.all_unsaved == []
        if app.documents.documents.current.path is not None:
            assert there == kept
            key(app, Qt.Key.Key_S)
        assert in_file(file) == kept


def test_leaving_a_lesson_leaves_ones_own_work_unsaved(
    opened: Opened, clock: SimulatedClock, types: Callable[..., list[str]], tmp_path: Path
) -> None:
    app = opened()
    documents = app.documents.documents
    app.do(Train(3))
    play(app, clock)
    key(app, Qt.Key.Key_1)
    assert app.window.show_now is None
    assert app.session.step == 3
    assert documents.all_unsaved == ["Ring"]
    assert app.window.isWindowModified()
    # What a person has saved of a lesson is a person's own from there on.
    types(tmp_path / "mine.eqsim")
    play(app, clock)
    key(app, Qt.Key.Key_S)
    before = bits(app)
    for _ in range(1500):
        clock.tick(app, 0.1)
        if bits(app) != before:
            break
    key(app, Qt.Key.Key_1)
    assert documents.all_unsaved == ["Ring", "mine.eqsim"]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Every file is a large one, and written as soon as this is set."""
    may_write, save = Event(), experiment_file.save_experiment

    def later(*what: object) -> None:
        assert may_write.wait(60)
        save(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(saving, "_LARGE", 1)
    monkeypatch.setattr(experiment_file, "save_experiment", later)
    yield may_write
    may_write.set()


def test_a_save_that_ends_late_is_that_of_what_was_saved(
    opened: Opened, held: Event, types: Callable[..., list[str]], tmp_path: Path, qtbot: QtBot
) -> None:
    app = opened()
    documents = app.documents.documents
    first, second = tmp_path / "first.eqsim", tmp_path / "second.eqsim"
    app.do(Turn((3,), (0.5,)))
    kept = bits(app)
    types(first, second)
    key(app, Qt.Key.Key_S)
    key(app, Qt.Key.Key_N)
    app.do(Turn((3,), (-0.25,)))
    held.set()
    qtbot.waitUntil(lambda: said(app) == "Saved first.eqsim.")
    assert documents.current.path is None
    assert documents.all_unsaved == ["Ring"]
    assert app.window.windowTitle() == "Ring[*] – eq_sim"
    key(app, Qt.Key.Key_S)  # asks for a name of its own
    qtbot.waitUntil(lambda: said(app) == "Saved second.eqsim.")
    assert (in_file(first), in_file(second)) == (kept, bits(app))
    assert documents.all_unsaved == []


def test_closing_after_a_large_save_asks_about_nothing(
    opened: Opened,
    held: Event,
    monkeypatch: pytest.MonkeyPatch,
    types: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    asked: list[list[str]] = []

    def ask(names: list[str], _: object, *, in_file: bool) -> Choice:
        asked.append(names)
        return Choice.SAVE if len(asked) < 4 else Choice.LOSE

    monkeypatch.setattr(unsaved, "ask_about", ask)
    app = opened()
    app.documents.asks = True
    app.do(Turn((3,), (0.5,)))
    nowhere, file = tmp_path / "gone" / "a.eqsim", tmp_path / "a.eqsim"
    types(nowhere, file)
    held.set()
    assert not app.window.close()  # what could not be written is still here
    assert "cannot be written" in said(app)
    assert asked == [["Ring"]]
    assert app.window.close()
    assert asked == [["Ring"], ["Ring"]]
    assert in_file(file) == bits(app)


def test_a_typed_name_gets_its_ending_and_replaces_nothing_unasked(
    opened: Opened, types: Callable[..., list[str]], tmp_path: Path
) -> None:
    app = opened()
    old = tmp_path / "run.eqsim"
    app.do(Turn((3,), (0.5,)))
    assert app.documents.save_to(old)
    before = old.read_bytes()
    key(app, Qt.Key.Key_N)
    app.do(Turn((3,), (-0.5,)))
    asked = "run.eqsim is there already."
    offered = types(tmp_path / "run", tmp_path / "run 1.5", then=(Qt.Key.Key_Return,))
    key(app, Qt.Key.Key_S, CONTROL | SHIFT)
    assert offered == ["Ring.eqsim", asked, str(old)]
    assert old.read_bytes() == before
    assert app.window.windowTitle().startswith("run 1.5.eqsim")
    assert in_file(tmp_path / "run 1.5.eqsim") == bits(app)
    types(tmp_path / "run", then=(Qt.Key.Key_Tab, Qt.Key.Key_Space))
    key(app, Qt.Key.Key_S, CONTROL | SHIFT)
    assert in_file(old) == bits(app)
    # A scenario's name, too.
    scenario = tmp_path / "run.toml"
    scenario.write_text("mine")
    offered = types(tmp_path / "run", "", then=(Qt.Key.Key_Escape,))
    key(app, Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert offered == ["ring.toml", "run.toml is there already.", str(scenario)]
    assert scenario.read_text() == "mine"


def test_one_file_is_one_experiment_however_it_is_named(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    documents = app.documents.documents
    file = tmp_path / "mine.eqsim"
    app.do(Train(2))
    assert app.documents.save_to(file)
    monkeypatch.chdir(tmp_path)
    app.documents.is_file(Path("mine.eqsim"))  # as the command line names it
    app.do(Turn((3,), (0.5,)))
    changed = bits(app)
    drop(app, file)
    assert "is open already, with changes that are not saved" in said(app)
    assert documents.all_unsaved == ["mine.eqsim"]
    key(app, Qt.Key.Key_2)
    waiting = len(documents.waiting)
    app.documents.open(Path("mine.eqsim"))
    assert bits(app) == changed
    assert app.documents.save()
    key(app, Qt.Key.Key_N)
    app.do(Train(1))
    for _ in range(3):
        app.documents.open(Path("..", tmp_path.name, "mine.eqsim"))
        assert bits(app) == changed
        assert documents.all_unsaved == ["Ring"]
        assert len(documents.waiting) == waiting
    key(app, Qt.Key.Key_Z)  # what can be undone is there all the same
    assert bits(app) != changed
    key(app, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert bits(app) == changed
    link = tmp_path / "link.eqsim"
    link.symlink_to(file)
    drop(app, link)
    assert app.window.windowTitle() == "mine.eqsim[*] – eq_sim"
    assert len(documents.waiting) == waiting


def test_an_ending_in_large_letters_is_that_ending(opened: Opened, tmp_path: Path) -> None:
    app = opened()
    app.do(Train(2))
    kept, loud = bits(app), tmp_path / "RUN.EQSIM"
    assert app.documents.save_to(tmp_path / "run.eqsim")
    shutil.copy(tmp_path / "run.eqsim", loud)
    save_scenario(tmp_path / "xor.toml", Setup.of(open_session("xor")))
    shutil.copy(tmp_path / "xor.toml", tmp_path / "XOR.TOML")
    drop(app, tmp_path / "XOR.TOML")
    assert app.session.scenario.name == "xor"
    drop(app, loud)
    assert bits(app) == kept
    app.do(Train(1))
    key(app, Qt.Key.Key_S)
    assert in_file(loud) == bits(app)
