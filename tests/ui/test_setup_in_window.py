"""The setup as a line of text: copied from one window, pasted into another, and nothing else."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
LINE = "eq-sim:xor?seed=3&learning_rate=0.25&hidden=4,2&start=3"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def theta_bits(of: Session) -> bytes:
    return of.parameters.theta.tobytes()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def paste(app: App, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_V, CONTROL)
    QApplication.processEvents()


def copy(app: App) -> None:
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()


def said(app: App) -> str:
    return app.window.console_panel.notice.text()


def test_what_is_copied_in_one_window_opens_the_same_start_in_another(opened: Opened) -> None:
    one = opened("ring")
    one.do(act.Set("hidden", (3, 2)))
    one.do(act.NewStart())
    first = theta_bits(one.session)
    one.do(act.Train(30))
    copy(one)
    line = clipboard()
    assert line == "eq-sim:ring?seed=1&hidden=3,2&start=2"
    assert "clipboard" in said(one)
    other = opened("moons")
    paste(other, f"  {line}\n")
    assert theta_bits(other.session) == first
    assert other.session.scenario == one.session.scenario
    assert other.session.step == 0
    assert "random start 2" in said(other)


def test_undo_goes_back_to_what_was_on_screen_and_its_name_does_not_lead_to_the_line(
    opened: Opened,
) -> None:
    app = opened("ring")
    app.do(act.Run())
    app.session.advance(steps=30)
    before = theta_bits(app.session)
    paste(app, "eq-sim:ring?seed=4&start=2")
    assert not app.session.running
    assert (app.session.seed, app.session.start_number, app.session.step) == (4, 1, 0)
    assert app.documents.documents.all_unsaved == ["Ring"]  # what was trained, and not the line
    app.do(act.Undo())
    assert theta_bits(app.session) == before


def test_a_lesson_is_left_for_a_pasted_line(opened: Opened) -> None:
    app = opened("ring")
    app.window.open_lesson(load_lesson("one-knob"))
    paste(app, LINE)
    assert app.window.show_now is None
    assert theta_bits(app.session) == theta_bits(open_session(LINE))


def test_what_is_no_setup_changes_nothing_or_goes_where_it_belongs(opened: Opened) -> None:
    app = opened("ring", panels=PANELS)
    app.do(act.Train(3))
    before = theta_bits(app.session)
    for line in ("eq-sim:nothing", "eq-sim:ring?hidden=1e9", "eq-sim:" * 3000):
        app.window.say("")
        paste(app, line)
        assert said(app).startswith("The line of text cannot be opened: ")
        assert theta_bits(app.session) == before
    app.window.console.input.focus(3)
    paste(app, "0.625")
    assert app.session.parameters.theta[3] == 0.625
    field = next(field for field in app.window.findChildren(QLineEdit) if field.isVisible())
    QGuiApplication.clipboard().setText(LINE)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)  # where a person types, the line is text
    QApplication.processEvents()
    assert app.session.scenario.name == "ring"
    app.do(act.SetStart.of([0.5] * app.session.layout.size))
    app.window.console.setFocus()
    copy(app)
    assert clipboard() == LINE
    assert "save it as a file" in said(app)
