"""The gallery of scenarios, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build, user_settings
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import bundled
from eq_sim.ui.dialogs.gallery import Gallery

Opened = Callable[..., App]
CONTROL = Qt.KeyboardModifier.ControlModifier


def gallery(app: App) -> Gallery:
    app.window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(app.window, Qt.Key.Key_G, CONTROL)
    found = [child for child in app.window.findChildren(Gallery) if child.isVisible()]
    assert len(found) == 1
    return found[0]


def test_every_scenario_has_a_picture_and_its_goal(opened: Opened) -> None:
    app = opened()
    shown = gallery(app)
    assert shown.shown == bundled()
    for entry in shown.entries:
        scenario = app.window.commands.scenarios[entry.name]
        assert scenario.goal.text in entry.accessibleName()
        assert "knob" in entry.accessibleName()


def test_a_click_opens_it(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    shown = gallery(app)
    entry = next(entry for entry in shown.entries if entry.name == "moons")
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert app.session.scenario.name == "moons"
    assert not shown.isVisible()


def test_search_and_enter_by_keyboard_alone(opened: Opened) -> None:
    app = opened()
    shown = gallery(app)
    shown.search.setFocus()
    QTest.keyClicks(shown.search, "real handwriting")
    assert shown.shown == ["digits"]
    QTest.keyClick(shown.search, Qt.Key.Key_Return)
    assert app.session.scenario.name == "digits"


def test_a_search_without_a_hit_says_so(opened: Opened) -> None:
    shown = gallery(opened())
    QTest.keyClicks(shown.search, "zebra")
    assert shown.shown == []
    assert not shown.nothing.isHidden()
    shown.search.clear()
    assert shown.shown == bundled()


def test_recent_ones_come_first(qtbot: QtBot) -> None:
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    for name in ("spiral", "penguins"):
        shown = gallery(app)
        next(entry for entry in shown.entries if entry.name == name).click()
        shown.deleteLater()
    assert gallery(app).shown[:2] == ["penguins", "spiral"]
    app.window.close()


@pytest.mark.parametrize("name", bundled())
def test_each_picture_is_there(name: str) -> None:
    from eq_sim.resources import resource

    assert resource("pictures", f"{name}.png").stat().st_size > 10_000
