"""A newcomer's first minute, by mouse and again by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App, shell, user_settings
from eq_sim.session.actions import Load, Pause, Set
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.steps_to_goal import steps_to_goal
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.style.numbers import change
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.callout import Callout
from eq_sim.ui.window.onboarding import Hint, Onboarding
from eq_sim.ui.window.ramp import Ramp, growth

LEFT = Qt.MouseButton.LeftButton


class Clock:
    """Time that the test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(qtbot: QtBot, clock: Clock) -> Iterator[Callable[..., App]]:
    """Starts the program as ``open_window`` does for someone who was never here."""
    made: list[App] = []

    def begin(name: str = "ring", *, first: bool = True) -> App:
        app = shell(open_session(name), "dark", user_settings())
        app._clock = clock
        app.window.resize(1280, 720)
        app.window.reset_arrangement()
        if first:
            app.welcome()
        app.show()
        qtbot.waitExposed(app.window)
        app.furnish()
        app.window.activateWindow()
        QApplication.processEvents()
        made.append(app)
        return app

    yield begin
    for app in made:
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()
    QApplication.processEvents()


def hints(app: App) -> Onboarding:
    assert app.window.onboarding is not None
    return app.window.onboarding


def words(app: App) -> str:
    callout = hints(app).callout
    assert isinstance(callout, Callout)
    assert callout.isVisible()
    return callout.words.text()


def let_run(app: App, clock: Clock, most: float = 40.0) -> list[tuple[float, int]]:
    """Lets time pass, a frame at a time, until training rests. Returns (seconds, step) pairs."""
    app.timer.stop()
    began, seen = clock.now, []
    while app.session.running and clock.now - began < most:
        clock.now += 1 / 60
        app.tick()
        seen.append((clock.now - began, app.session.step))
    QApplication.processEvents()
    return seen


def drag(app: App, knob: int, by: int) -> None:
    console = app.window.console
    view, at = console.viewport(), console.center_of(knob).toPoint()
    QTest.mousePress(view, LEFT, pos=at)
    for step in range(1, 5):
        QTest.mouseMove(view, at + QPoint(0, by * step // 4))
    QTest.mouseRelease(view, LEFT, pos=at + QPoint(0, by))
    QApplication.processEvents()


def test_by_mouse(start: Callable[..., App], clock: Clock) -> None:
    app = start()
    window, session = app.window, app.session
    assert not session.running
    assert window.docks["settings"].isHidden()
    assert not window.docks["output"].isHidden()
    assert not window.docks["loss"].isHidden()
    assert "Drag this one." in words(app)
    knob, before = hints(app).knob, session.losses.train
    drag(app, knob, -40)
    first, second = change(before, session.losses.train)
    assert first != second
    said = words(app)
    assert said.startswith(f"Loss {first} → {second}. You turned 1 of 25.")
    assert said.endswith("press Train.")
    QTest.mouseClick(window.transport.train, LEFT)
    assert session.running
    assert "All 25 knobs" in words(app)
    needed = steps_to_goal(session, 4000)
    assert needed is not None
    seen = let_run(app, clock)
    # Half a second for each of the first five steps, about twelve for the whole run.
    for step in range(1, 6):
        reached = next(seconds for seconds, at in seen if at >= step)
        assert reached == pytest.approx(step / 2, abs=0.1)
    assert 10.5 < seen[-1][0] < 13.5
    assert session.goal_reached
    assert session.step == needed
    assert session.scenario.training.speed == 30.0  # as it was
    assert words(app) == "Goal reached."
    callout = hints(app).callout
    assert callout is not None
    assert f"after {needed:,} steps" in callout.more.text()
    QTest.mouseClick(callout.buttons[0], LEFT)
    assert session.step == 0
    assert hints(app).hint is Hint.OFF
    assert hints(app).callout is None
    window.close()
    # They stay away afterwards, and come back from Help.
    assert user_settings().flag("hints/done", default=False)


def test_by_keyboard_alone(start: Callable[..., App], clock: Clock) -> None:
    app = start()
    session, window = app.session, app.window
    knob = hints(app).knob
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyPress(focus, Qt.Key.Key_Up)
    QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert session.parameters.theta[knob] > session.parameters.start[knob]
    assert "You turned 1 of 25." in words(app)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert session.running
    let_run(app, clock)
    assert session.goal_reached
    assert words(app) == "Goal reached."
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)  # Turn a knob
    assert hints(app).callout is None
    assert session.step > 0
    assert window.console.hasFocus()
    before = session.parameters.theta.copy()
    QTest.keyClick(window.console, Qt.Key.Key_Down)
    assert (session.parameters.theta != before).sum() == 1
    # And on by Tab: every neuron, then the rest of the window.
    met = []
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if not window.console.hasFocus():
            break
        met.append(window.console.input.focused)
    assert not window.console.hasFocus()


def test_hints_block_nothing(start: Callable[..., App]) -> None:
    app = start()
    console = app.window.console
    callout = hints(app).callout
    assert callout is not None
    hidden = [
        knob for knob in range(25) if callout.geometry().contains(console.center_of(knob).toPoint())
    ]
    assert hidden, "the hint of this test covers a knob"
    under = console.center_of(hidden[0]).toPoint()
    found = app.window.childAt(console.viewport().mapTo(app.window, under))
    assert found is console.viewport()
    before = float(app.session.parameters.theta[hidden[0]])
    drag(app, hidden[0], -30)
    assert app.session.parameters.theta[hidden[0]] != before


def test_someone_in_a_hurry(start: Callable[..., App], clock: Clock) -> None:
    """Train at once, a drag and another speed meanwhile, another scenario midway."""
    app = start()
    session = app.session
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    app.timer.stop()
    for _ in range(120):
        clock.now += 1 / 60
        app.tick()
    drag(app, 4, -30)
    app.do(Set("speed", 100.0))
    for _ in range(30):
        clock.now += 1 / 60
        app.tick()
    assert session.scenario.training.speed == 100.0  # the person's choice stays
    app.do(Pause())
    app.do(Load(load_scenario("house-price"), 1))
    assert "Drag this one." in words(app)
    assert hints(app).knob < 3
    app.window.resize(960, 600)
    QApplication.processEvents()
    QTest.mouseClick(hints(app).callout.close_button, LEFT)  # type: ignore[union-attr]
    assert hints(app).callout is None
    assert user_settings().flag("hints/done", default=False)


def test_help_brings_them_back(start: Callable[..., App]) -> None:
    app = start(first=False)
    assert not app.window.hinting
    app.window.welcome()
    assert "Drag this one." in words(app)
    app.window.set_look(replace(current(), theme="light"))
    assert "Drag this one." in words(app)
    drag(app, 0, 25)
    assert re.match(r"Loss \d\.\d+ → \d\.\d+\. You turned 1 of 25\.", words(app))
    drag(app, 1, 25)
    assert "You turned 2 of 25." in words(app)


@pytest.mark.parametrize("name", ["one-knob", "house-price", "digits"])
def test_hints_fit_other_scenarios(start: Callable[..., App], name: str) -> None:
    app = start(name)
    callout = hints(app).callout
    assert callout is not None
    assert callout.parentWidget().rect().contains(callout.geometry())


def test_more_shows_and_hides_the_other_panels(start: Callable[..., App]) -> None:
    app = start()
    more = app.window.transport.more
    assert not more.isChecked()
    QTest.mouseClick(more, LEFT)
    QApplication.processEvents()
    assert app.window.docks["settings"].isVisible()
    app.window.docks["settings"].close()
    QApplication.processEvents()
    assert more.isChecked()  # the inspector is still there
    QTest.mouseClick(more, LEFT)
    QApplication.processEvents()
    assert all(dock.isHidden() for dock in app.window.docks.extras)


def test_empty_panels_say_what_to_do(start: Callable[..., App]) -> None:
    app = start(first=False)
    plot = app.window.panel("loss").plot
    assert plot is not None
    assert plot.hint.isVisible()
    assert plot.hint.text() == "Press Train."
    QTest.keyClick(app.window, Qt.Key.Key_S)
    app.window.refresh()
    assert not plot.hint.isVisible()


def test_speed_grows_to_take_the_steps_in_the_time() -> None:
    for steps in (20, 300, 5000):
        k, taken, seconds = growth(steps, 9.5), 0.0, 0.0
        while seconds < 9.5:
            taken += 2.0 * 2.718281828459045 ** (k * seconds) * 1e-4
            seconds += 1e-4
        assert taken == pytest.approx(steps, rel=0.01)
    few = Ramp(0, 3, 30.0)
    assert few.after(20.0, 6) == 2.0
