"""Space is Train wherever nobody types; typing ends with Enter or a click beside the field."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QWidget
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import Pause, Set

Opened = Callable[..., App]
SPACE, ENTER = Qt.Key.Key_Space, Qt.Key.Key_Return
LEFT = Qt.MouseButton.LeftButton


def press(app: App, key: Qt.Key) -> None:
    QTest.keyClick(app.window.windowHandle(), key)


def rate(app: App) -> QLineEdit:
    field: QLineEdit = app.window.panel("hyperparameters").fields["learning_rate"].field
    return field


def test_space_trains_whatever_has_the_keyboard(opened: Opened) -> None:
    app = opened()
    window, session = app.window, app.session
    window.panel("hyperparameters").more.setChecked(True)
    window.say("A notice, which has a button.")
    tried = set()
    for widget in window.findChildren(QWidget):
        if type(widget).__name__ in tried:
            continue
        widget.setFocus()
        if not widget.hasFocus():
            continue
        tried.add(type(widget).__name__)
        press(app, SPACE)
        assert session.running, widget
        session.apply(Pause())
    assert tried >= {"QPushButton", "QComboBox", "QSlider", "QLineEdit", "QSpinBox", "Console"}


def test_enter_presses_the_button_that_has_the_keyboard(opened: Opened) -> None:
    app = opened()
    transport = app.window.transport
    transport.step.setFocus()
    press(app, ENTER)
    assert app.session.step == 1
    box = app.window.panel("data").findChild(QComboBox)
    box.setFocus()
    press(app, ENTER)
    assert box.view().isVisible()
    box.hidePopup()


def test_enter_presses_in_a_floating_panel_too(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    dock = app.window.docks["settings"]
    dock.setFloating(True)
    more = app.window.panel("hyperparameters").more
    more.setFocus()
    dock.activateWindow()
    qtbot.waitUntil(more.hasFocus)
    QTest.keyClick(more, ENTER)
    assert more.isChecked()
    about = app.window.panel("data").findChild(QLabel)
    rate(app).setFocus()
    QTest.mouseClick(about, LEFT)
    assert not rate(app).hasFocus()


def test_space_held_down_does_not_train_and_pause_by_turns(opened: Opened) -> None:
    app = opened()
    entries = app.window.menus["&Training"].actions()
    train = next(entry for entry in entries if entry.shortcut().toString() == "Space")
    assert not train.autoRepeat()


def test_space_is_the_fields_own_only_while_it_is_typed_in(opened: Opened) -> None:
    app = opened()
    field = rate(app)
    field.setFocus()
    QTest.keyClicks(field, "1")
    press(app, SPACE)
    QTest.keyClicks(field, "000")
    assert not app.session.running
    assert field.text().endswith("1 000")
    press(app, ENTER)
    press(app, SPACE)
    assert app.session.running
    assert app.session.scenario.training.learning_rate != 0.1


def test_space_trains_after_a_number_was_typed_into_a_box(opened: Opened) -> None:
    app = opened()
    box = app.window.panel("data").seed
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "7")
    press(app, ENTER)
    assert app.session.seed == 7
    press(app, SPACE)
    assert app.session.running


def grounds(app: App) -> list[QPoint]:
    """Returns points of the window that are on no control."""
    window, found = app.window, []
    for y in range(64, window.height(), 83):
        for x in range(5, window.width(), 97):
            under = window.childAt(x, y)
            kinds = ("QPushButton", "QComboBox", "ChoiceBox", "QLineEdit", "QTabBar")
            if type(under).__name__ not in kinds:
                found.append(QPoint(x, y))
    return found


@pytest.mark.parametrize("name", ["ring", pytest.param("digits", marks=pytest.mark.slow)])
def test_a_click_anywhere_takes_the_keyboard_from_a_field(opened: Opened, name: str) -> None:
    app = opened(name)
    field = rate(app)
    places = grounds(app)
    assert len(places) > 60
    for place in places:
        field.setFocus()
        QTest.mouseClick(app.window.windowHandle(), LEFT, pos=place)
        assert not field.hasFocus(), app.window.childAt(place)


def test_what_was_typed_is_taken_by_a_click_beside_and_by_train(opened: Opened) -> None:
    app = opened()
    field = rate(app)
    for text, click in (
        ("0.5", lambda: QTest.mouseClick(app.window.panel("data").about, LEFT)),
        ("0.25", app.window.transport.train.click),
        ("0.2", app.window.transport.step.click),
    ):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        click()
        assert app.session.scenario.training.learning_rate == float(text)


def test_a_press_right_after_the_goal_does_not_train_on(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened(clock=clock)
    session = app.session
    session.apply(Set("speed", 5000.0))
    press(app, SPACE)
    for _ in range(2000):
        clock.tick(app)
        if not session.running:
            break
    assert session.goal_reached
    step = session.step
    clock.now += 0.9
    press(app, SPACE)  # meant to pause what had just paused by itself
    app.window.transport.train.click()
    assert not session.running
    clock.now += 0.2
    press(app, SPACE)
    assert session.running
    press(app, SPACE)  # a pause by hand is none that the goal made
    press(app, SPACE)
    assert session.running
    assert session.step == step
    session.apply(Pause())
