"""What goes wrong inside is said once, with where it is written, and the window goes on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import Run
from eq_sim.ui.panels.answer_view import AnswerView

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output"))


def fail(*arguments: object) -> None:
    raise ZeroDivisionError("on purpose")


def said(app: App) -> str:
    """What stands over the console, or over the stage of a lesson that does not show it."""
    panel, show = app.window.console_panel, app.window.show_now
    if show is not None and show.stage.said:
        return show.stage.said
    return panel.notice.text() if panel.notice_row.isVisible() else ""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "state" / "eq_sim.log"


def test_a_fault_in_each_tick(
    opened: Opened,
    qtbot: QtBot,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = opened()
    with app.faults_caught(log):
        with monkeypatch.context() as broken:
            broken.setattr(app.session, "advance", fail)
            for _ in range(2):  # a person who trains again learns again why it does not go on
                app.window.console_panel.clear_notice()
                app.do(Run())
                qtbot.waitUntil(lambda: not app.session.running)
                assert said(app) == (
                    f"Something inside failed. What happened is written in {log}. "
                    "Training is paused."
                )
                assert not app.timer.isActive()
        written = log.read_text()
        assert written.count("Traceback") == 1
        assert "ZeroDivisionError: on purpose" in written
        app.do(Run())
        qtbot.waitUntil(lambda: app.session.step > 20)
        assert said(app) == ""
    assert capfd.readouterr().err == ""


def test_a_fault_in_each_paint(
    opened: Opened,
    qtbot: QtBot,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app = opened()
    view = app.window.findChild(AnswerView)
    assert view is not None
    with app.faults_caught(log):
        app.do(Run())
        with monkeypatch.context() as broken:
            broken.setattr(view, "draw", fail)
            view.update()
            qtbot.waitUntil(lambda: not app.session.running)
            assert str(log) in said(app)
            # Known by now, it keeps nobody from training: everything else is as it was.
            app.do(Run())
            step = app.session.step
            qtbot.waitUntil(lambda: app.session.step > step + 20)
            assert app.session.running
            assert said(app) == ""
        assert log.read_text().count("Traceback") == 1
    assert capfd.readouterr().err == ""


def test_a_fault_in_a_slot(opened: Opened, qtbot: QtBot, log: Path) -> None:
    app = opened()
    with app.faults_caught(log):
        for _ in range(3):
            QTimer.singleShot(0, app, fail)
        qtbot.waitUntil(lambda: said(app) != "")
        assert said(app) == f"Something inside failed. What happened is written in {log}."
        assert log.read_text().count("Traceback") == 1


def test_a_fault_while_a_lesson_plays(
    opened: Opened, qtbot: QtBot, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    show = app.window.open_lesson(load_lesson("one-knob"))
    with app.faults_caught(log):
        monkeypatch.setattr(show, "advance", fail)
        show.player.play()
        app.window.lesson_changed.emit()
        qtbot.waitUntil(lambda: not show.player.playing)
        assert said(app).endswith("The lesson is paused.")
        assert not app.timer.isActive()
    show.leave()


def test_a_log_that_cannot_be_written(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    app = opened()
    (tmp_path / "state").write_text("a file where the folder should be")
    with app.faults_caught(tmp_path / "state" / "eq_sim.log"):
        QTimer.singleShot(0, app, fail)
        qtbot.waitUntil(lambda: said(app) != "")
    assert "could not be written" in said(app)


def test_a_large_log_begins_anew(opened: Opened, qtbot: QtBot, log: Path) -> None:
    log.parent.mkdir()
    log.write_text("x" * (2 << 20))
    app = opened()
    with app.faults_caught(log):
        QTimer.singleShot(0, app, fail)
        qtbot.waitUntil(lambda: said(app) != "")
    assert "x" not in log.read_text()[:100]
    assert log.stat().st_size < 10_000


def test_a_paint_that_failed_leaves_no_painter_open(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    view = app.window.findChild(AnswerView)
    assert view is not None
    with monkeypatch.context() as broken:
        broken.setattr(view, "draw", fail)
        for _ in range(2):  # a painter left open would be complained of the second time
            with pytest.raises(ZeroDivisionError):
                view.grab()
    assert not view.grab().isNull()


def test_every_painter_is_closed_whatever_happens() -> None:
    code = Path(__file__).parents[2] / "eq_sim"
    loose = [
        f"{path.relative_to(code)}:{number}"
        for path in sorted(code.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "QPainter(" in line and not line.lstrip().startswith("with QPainter(")
    ]
    assert loose == []
