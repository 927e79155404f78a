"""Inference in the window: knobs are locked by menu or key, and what moves is counted."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import LockKnobs, Run, Set, Train

Opened = Callable[..., App]
AtRest = Callable[[App], None]
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def _drag(app: App, knob: int) -> None:
    view, at = app.window.console.viewport(), app.window.console.center_of(knob)
    for kind, button, buttons, dy in (
        (QEvent.Type.MouseButtonPress, LEFT, LEFT, 0),
        (QEvent.Type.MouseMove, NO_BUTTON, LEFT, -30),
        (QEvent.Type.MouseMove, NO_BUTTON, LEFT, -60),
        (QEvent.Type.MouseButtonRelease, LEFT, NO_BUTTON, -60),
    ):
        where = at + QPointF(0, dy)
        there = QPointF(view.mapToGlobal(where.toPoint()))
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view, QMouseEvent(kind, where, there, button, buttons, keys))


@pytest.mark.parametrize("size", [(1280, 720), (700, 500)])
def test_locked_knobs_stay_under_every_hand_and_the_count_says_so(
    opened: Opened, qtbot: QtBot, at_rest: AtRest, size: tuple[int, int]
) -> None:
    app = opened("digits", size=size)
    window, session = app.window, app.session
    session.apply(Train(5))
    session.apply(Run())
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert session.locked
    assert not session.running
    at_rest(app)
    before = session.parameters.theta.tobytes()
    said = window.console_panel.notice_row.accessibleName()
    assert "0 of 2,410 knobs moved since they were locked" in said
    transport = window.transport
    moved = transport.readouts["moved"]
    assert moved.isVisible()
    assert moved.text == "0 of 2,410"
    assert moved.button is not None
    assert moved.button.accessibleName() == "Moved since locked"
    assert transport.train.text() == "Unlock"
    _drag(app, 40)
    assert "knobs are locked" in window.console_panel.notice.text()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_S):
        QTest.keyClick(window, key)
    assert app.do(Set("test_fraction", 0.5))  # other samples flow through
    at_rest(app)
    assert session.parameters.theta.tobytes() == before
    assert moved.text == "0 of 2,410"
    assert not session.running
    transport.train.click()
    assert not session.locked
    at_rest(app)
    assert transport.train.text() == "Train"
    _drag(app, 40)
    assert session.parameters.theta.tobytes() != before


def test_the_menu_shows_whether_knobs_are_locked(opened: Opened) -> None:
    app = opened()
    menu = app.window.menus["&Training"]
    lock = next(action for action in menu.actions() if action.text().startswith("&Lock"))
    lock.trigger()
    assert app.session.locked
    menu.aboutToShow.emit()
    assert lock.isChecked()
    lock.trigger()
    assert not app.session.locked
    menu.aboutToShow.emit()
    assert not lock.isChecked()


def test_what_is_locked_learns_nothing_and_has_no_next_step(
    opened: Opened, at_rest: AtRest
) -> None:
    app = opened("ring")
    console, heading = app.window.console, app.window.console_panel.eyebrow
    app.session.apply(Train(5))
    at_rest(app)
    app.look()
    arrows = console.viewport().grab().toImage()
    assert heading.text() == "THE NETWORK LEARNS THESE"
    app.session.apply(LockKnobs(on=True))
    app.look()
    assert heading.text() == "LOCKED: THE NETWORK IS USED, AND LEARNS NOTHING"
    locked = console.viewport().grab().toImage()
    assert locked != arrows
    console.show_next_step(False)
    assert console.viewport().grab().toImage() == locked
    console.show_next_step(True)
    app.session.apply(LockKnobs(on=False))
    app.look()
    assert heading.text() == "THE NETWORK LEARNS THESE"
    assert console.viewport().grab().toImage() == arrows
