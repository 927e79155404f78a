"""Scenes in the window: stored, recalled, held to look, glided to; A and B among them."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.ui.models.scene_desk import Press
from eq_sim.ui.panels.compare import Compare
from eq_sim.ui.style.preferences import Preferences, use

Opened = Callable[..., App]
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("compare"))


@pytest.fixture
def desk(opened: Opened, clock: SimulatedClock) -> tuple[App, Compare]:
    """A window whose ring was stored in scene 2 at step 20 and has gone on to step 50."""
    session = open_session("ring")
    session.apply(act.Train(20))
    session.apply(act.StoreScene(1))
    session.apply(act.Train(30))
    app = opened(session, clock=clock)
    app.window.docks.bring("compare")
    QApplication.processEvents()
    panel = app.window.panel("compare")
    assert isinstance(panel, Compare)
    return app, panel


def theta(app: App) -> bytes:
    return app.session.parameters.theta.tobytes()


def scene(app: App, slot: int) -> bytes:
    values = app.session.shelf.scenes[slot]
    assert values is not None
    return values.tobytes()


def click(panel: Compare, place: str) -> None:
    QTest.mouseClick(panel.scenes.buttons[place], LEFT)


def mode(panel: Compare, press: Press) -> None:
    QTest.mouseClick(panel.scenes.modes[press], LEFT)


def test_a_press_recalls_and_undo_returns(desk: tuple[App, Compare]) -> None:
    app, panel = desk
    now = theta(app)
    click(panel, "2")
    app.look()
    assert theta(app) == scene(app, 1) != now
    assert app.session.step == 50
    assert panel.scenes.buttons["2"].isChecked()
    app.do(act.Undo())
    app.look()
    assert theta(app) == now
    assert not panel.scenes.buttons["2"].isChecked()


def test_storing_is_one_press_and_then_a_press_recalls_again(desk: tuple[App, Compare]) -> None:
    app, panel = desk
    mode(panel, Press.STORE)
    click(panel, "5")
    assert scene(app, 4) == theta(app)
    assert panel.desk.press is Press.RECALL
    assert panel.scenes.modes[Press.RECALL].isChecked()
    app.look()
    names = {place: button.accessibleName() for place, button in panel.scenes.buttons.items()}
    assert names["5"] == "Scene 5, as the knobs stand"
    assert names["2"] == "Scene 2, stored"
    assert names["8"] == "Scene 8, empty"
    assert (names["A"], names["B"]) == ("A, in play", "B, not in play")


def test_an_empty_one_and_one_of_another_network_are_refused(desk: tuple[App, Compare]) -> None:
    app, panel = desk
    for press in (Press.RECALL, Press.GLIDE, Press.LOOK):
        now, records = theta(app), len(app.session.log.records)
        mode(panel, press)
        click(panel, "7")
        assert "scene 7 is empty" in app.window.console_panel.notice.text().lower()
        app.window.console_panel.clear_notice()
        assert (theta(app), len(app.session.log.records)) == (now, records)
    app.do(act.Set("hidden", (3,)))
    for press in (Press.RECALL, Press.GLIDE, Press.LOOK):
        mode(panel, press)
        click(panel, "2")
        assert "network" in app.window.console_panel.notice.text()
        app.window.console_panel.clear_notice()


def test_a_look_lasts_as_long_as_the_press_and_nothing_is_logged(desk: tuple[App, Compare]) -> None:
    app, panel = desk
    now, records = theta(app), list(app.session.log.records)
    mode(panel, Press.LOOK)
    QTest.mousePress(panel.scenes.buttons["2"], LEFT)
    assert theta(app) == scene(app, 1)
    QTest.mouseRelease(panel.scenes.buttons["2"], LEFT)
    assert theta(app) == now
    assert list(app.session.log.records) == records


def test_the_keys_recall_store_and_show_while_they_are_held(desk: tuple[App, Compare]) -> None:
    app, panel = desk
    now = theta(app)
    click(panel, "2")
    app.do(act.Undo())
    QTest.keyPress(app.window, KEY.Key_C)
    assert theta(app) == scene(app, 1)
    QTest.keyRelease(app.window, KEY.Key_C)
    assert theta(app) == now
    QTest.keyPress(app.window, KEY.Key_C)
    assert theta(app) == scene(app, 1)
    QApplication.sendEvent(app.window, QEvent(QEvent.Type.WindowDeactivate))  # as with Alt+Tab
    assert theta(app) == now
    app.window.activateWindow()
    QTest.keyClick(app.window, KEY.Key_3, ALT | SHIFT)
    assert scene(app, 2) == theta(app)
    QTest.keyClick(app.window, KEY.Key_2, ALT)
    assert theta(app) == scene(app, 1)


def glide_until(
    app: App, panel: Compare, clock: SimulatedClock, qtbot: QtBot, seconds: float
) -> None:
    """Lets time pass on the way, a frame of 50 ms at a time."""
    end = clock() + seconds
    while clock() < end - 1e-9 and panel.desk.gliding:
        before = theta(app)
        clock.now += 0.05
        qtbot.waitUntil(lambda before=before: theta(app) != before or not panel.desk.gliding)


def test_a_glide_takes_its_time_and_is_one_thing_to_undo(
    desk: tuple[App, Compare], clock: SimulatedClock, qtbot: QtBot
) -> None:
    app, panel = desk
    session = app.session
    now, target = session.parameters.theta.copy(), session.shelf.scenes[1]
    assert target is not None
    mode(panel, Press.GLIDE)
    panel.scenes.seconds.setValue(0.4)
    click(panel, "2")
    glide_until(app, panel, clock, qtbot, 0.2)
    np.testing.assert_allclose(session.parameters.theta, (now + target) / 2, atol=1e-6)
    glide_until(app, panel, clock, qtbot, 1)
    assert not panel.desk.gliding
    assert theta(app) == target.tobytes()
    assert session.undo.undo_name == "glide to scene 2"
    app.do(act.Undo())
    assert theta(app) == now.tobytes()
    again = replay(record.action for record in session.log.records)
    assert again.parameters.theta.tobytes() == theta(app)


def test_a_glide_stops_where_one_stops_it_or_takes_a_knob(
    desk: tuple[App, Compare], clock: SimulatedClock, qtbot: QtBot
) -> None:
    app, panel = desk
    mode(panel, Press.GLIDE)
    click(panel, "2")
    glide_until(app, panel, clock, qtbot, 0.2)
    assert panel.scenes.modes[Press.GLIDE].text() == "Stop"
    mode(panel, Press.GLIDE)
    assert not panel.desk.gliding
    assert not app.session.held
    stopped = theta(app)
    assert stopped not in (scene(app, 1),)
    click(panel, "2")
    app.do(act.Grab((3,)))
    qtbot.waitUntil(lambda: not panel.desk.gliding)
    assert app.session.held == (3,)
    assert theta(app) == stopped
    app.do(act.Release())
    use(Preferences(still=True))  # reduced motion goes there at once
    try:
        click(panel, "2")
        assert theta(app) == scene(app, 1)
    finally:
        use(Preferences())


def test_a_and_b_are_scenes_that_follow_the_knobs(
    desk: tuple[App, Compare], clock: SimulatedClock, qtbot: QtBot
) -> None:
    app, panel = desk
    first = theta(app)
    click(panel, "B")
    click(panel, "2")  # into B, which is in play
    second = theta(app)
    assert first != second
    click(panel, "A")
    assert theta(app) == first
    mode(panel, Press.LOOK)
    QTest.mousePress(panel.scenes.buttons["B"], LEFT)
    assert theta(app) == second
    QTest.mouseRelease(panel.scenes.buttons["B"], LEFT)
    assert theta(app) == first
    mode(panel, Press.GLIDE)
    panel.scenes.seconds.setValue(0.2)
    click(panel, "B")
    glide_until(app, panel, clock, qtbot, 1)
    assert theta(app) == second
    assert app.session.sides.active == 1
    assert app.session.undo.undo_name == "blend of A and B"
    mode(panel, Press.STORE)
    click(panel, "A")
    click(panel, "A")
    assert theta(app) == second
