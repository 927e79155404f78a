"""The real window under a hand: drag, train, switch, resize, close, in any order."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import Grab, Load, Release, Run, Set, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
AtRest = Callable[[App], None]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


class Hand:
    """A pointer with a left button, on a console."""

    def __init__(self, app: App) -> None:
        self.console = app.window.console
        self.at = QPointF()

    def press(self, knob: int) -> None:
        self.at = self.console.center_of(knob)
        self._send(QEvent.Type.MouseButtonPress, LEFT, LEFT)

    def move(self, dy: float, *, fine: bool = False) -> None:
        self.at += QPointF(0, dy)
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton, LEFT, fine=fine)

    def release(self) -> None:
        self._send(QEvent.Type.MouseButtonRelease, LEFT, Qt.MouseButton.NoButton)

    def hover(self, knob: int) -> None:
        self.at = self.console.center_of(knob)
        self._send(QEvent.Type.MouseMove, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)

    def _send(
        self,
        kind: QEvent.Type,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        *,
        fine: bool = False,
    ) -> None:
        view = self.console.viewport()
        keys = Qt.KeyboardModifier.ControlModifier if fine else Qt.KeyboardModifier.NoModifier
        where = QPointF(view.mapToGlobal(self.at.toPoint()))
        QApplication.sendEvent(view, QMouseEvent(kind, self.at, where, button, buttons, keys))


def test_a_drag_turns_one_knob_and_the_loss_on_screen_follows(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    session, hand = app.session, Hand(app)
    before, loss = session.parameters.theta.copy(), session.losses.train
    hand.press(4)
    for _ in range(5):
        hand.move(-8)
    assert app.window.console.grip is not None
    shown = app.window.transport.readouts["train"]
    qtbot.waitUntil(lambda: shown.text == numbers.loss(session.losses.train))
    hand.release()
    after = session.parameters.theta
    assert np.flatnonzero(after != before).tolist() == [4]
    assert after[4] > before[4]
    assert session.losses.train != loss
    done = [record.action for record in session.log.records[1:]]
    assert isinstance(done[0], Grab)
    assert isinstance(done[-1], Release)
    assert sum(isinstance(action, Turn) for action in done) == 5
    assert session.history.marks[-1].text.endswith(session.name(4))


def test_the_cap_follows_the_pointer(opened: Opened) -> None:
    app = opened()
    hand = Hand(app)
    start = app.window.console.center_of(7)
    hand.press(7)
    hand.move(-25)
    assert app.window.console.center_of(7).y() == pytest.approx(start.y() - 25, abs=1.5)
    hand.release()


def test_control_turns_ten_times_finer(opened: Opened) -> None:
    app = opened()
    theta, hand = app.session.parameters.theta, Hand(app)
    first = float(theta[0])
    hand.press(0)
    hand.move(-10)
    coarse = float(theta[0]) - first
    hand.move(-10, fine=True)
    fine = float(theta[0]) - first - coarse
    hand.release()
    assert fine == pytest.approx(coarse / 10, rel=1e-3)


def test_escape_puts_the_knob_back(opened: Opened) -> None:
    app = opened()
    theta, hand = app.session.parameters.theta, Hand(app)
    first = theta.copy()
    hand.press(3)
    hand.move(-30)
    assert theta[3] != first[3]
    app.window.console.setFocus()
    QTest.keyClick(app.window.console, Qt.Key.Key_Escape)
    assert app.window.console.grip is None
    assert theta[3] == first[3]
    assert app.session.held == ()


def test_a_knob_dragged_beyond_its_scale_widens_it_and_is_not_clipped(opened: Opened) -> None:
    app = opened()
    theta, hand, console = app.session.parameters.theta, Hand(app), app.window.console
    limit = console.scales.layers[0].limit
    hand.press(0)
    hand.move(-2000)
    hand.release()
    assert theta[0] > limit
    console.grab()
    assert console.scales.layers[0].limit >= theta[0]
    assert console.scales.layers[0].widened
    assert console.viewport().rect().contains(console.center_of(0).toPoint())


def test_train_button_trains_and_pauses(opened: Opened, qtbot: QtBot, at_rest: AtRest) -> None:
    app = opened()
    button = app.window.transport.train
    qtbot.mouseClick(button, LEFT)
    assert button.text() == "Pause"
    qtbot.waitUntil(lambda: app.session.step >= 5)
    assert app.timer.isActive()
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: button.text() == "Train")
    assert not app.timer.isActive()
    step = app.session.step
    at_rest(app)
    assert app.session.step == step
    assert app.window.transport.readouts["step"].text == f"{step:,}"


def test_a_held_knob_stays_in_the_hand_while_training_moves_the_others(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened()
    session, hand = app.session, Hand(app)
    session.apply(Set("speed", 500.0))
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    assert session.running
    hand.press(10)
    hand.move(-20)
    mine, others = float(session.parameters.theta[10]), session.parameters.theta.copy()
    step = session.step
    qtbot.waitUntil(lambda: session.step > step + 20)
    assert float(session.parameters.theta[10]) == mine
    assert np.count_nonzero(session.parameters.theta != others) >= 20
    hand.move(-5)
    assert float(session.parameters.theta[10]) > mine
    hand.release()
    step, mine = session.step, float(session.parameters.theta[10])
    session.apply(Run())
    qtbot.waitUntil(lambda: session.step > step + 20)
    assert float(session.parameters.theta[10]) != mine


def test_a_scenario_switched_in_full_flight(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    session, hand = app.session, Hand(app)
    QTest.keyClick(app.window, Qt.Key.Key_F)
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.step > 10)
    hand.press(2)
    for key, name in ((Qt.Key.Key_0, "digits"), (Qt.Key.Key_3, "house-price")):
        QTest.keyClick(app.window, key, Qt.KeyboardModifier.ControlModifier)
        assert session.scenario.name == name
        assert not session.running
        hand.move(-3)
        hand.release()
        qtbot.waitUntil(lambda: not app.timer.isActive())
        QTest.keyClick(app.window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: session.step > 2)
    assert app.window.windowTitle() == "House price[*] – eq_sim"


@pytest.mark.parametrize(
    "name",
    ["ring", *(pytest.param(name, marks=pytest.mark.slow) for name in ("house-price", "digits"))],
)
def test_resizing_while_training(opened: Opened, qtbot: QtBot, name: str) -> None:
    app = opened(name)
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    for size in ((960, 540), (1900, 1000), (1000, 1200), (1280, 720)):
        app.window.resize(*size)
        app.window.reset_arrangement()
        step = app.session.step
        qtbot.waitUntil(lambda step=step: app.session.step > step or not app.session.running)
        view = app.window.console.viewport().rect()
        last = app.session.layout.size - 1
        assert app.window.console.canvas.geometry.height >= view.height() - 1
        assert 0 <= app.window.console.center_of(last).x() <= view.width()


def test_closing_while_training_leaves_no_timer(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.session.step > 1)
    app.window.close()
    assert not app.timer.isActive()


def test_closing_with_a_knob_in_hand_lets_go(opened: Opened) -> None:
    app = opened()
    hand = Hand(app)
    hand.press(1)
    hand.move(-9)
    app.window.close()
    assert app.session.held == ()


def test_nothing_runs_while_idle_or_hidden(opened: Opened, qtbot: QtBot, at_rest: AtRest) -> None:
    app = opened()
    assert not app.timer.isActive()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.session.step > 1)
    app.window.hide()
    assert not app.timer.isActive()
    step = app.session.step
    at_rest(app)
    assert app.session.step == step
    app.window.show()
    assert app.timer.isActive()
    qtbot.waitUntil(lambda: app.session.step > step)


def test_step_and_phase_keys(opened: Opened) -> None:
    app = opened()
    QTest.keyClick(app.window, Qt.Key.Key_S)
    assert app.session.step == 1
    for _ in range(3):
        QTest.keyClick(app.window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
        assert app.session.step == 1
    QTest.keyClick(app.window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert app.session.step == 2
    twice = open_session("ring")
    twice.advance(steps=0)
    from eq_sim.session.actions import Train

    twice.apply(Train(2))
    assert np.array_equal(twice.parameters.theta, app.session.parameters.theta)


def test_back_to_start_and_new_start(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    start = app.session.parameters.theta.copy()
    QTest.keyClick(app.window, Qt.Key.Key_S)
    qtbot.mouseClick(app.window.transport.back, LEFT)
    assert np.array_equal(app.session.parameters.theta, start)
    assert app.session.step == 0
    qtbot.mouseClick(app.window.transport.new, LEFT)
    assert not np.array_equal(app.session.parameters.theta, start)


def test_hovering_lights_a_route_and_leaving_puts_it_out(opened: Opened) -> None:
    app = opened()
    console, hand = app.window.console, Hand(app)
    console.grab()
    plain = console.grab().toImage()
    hand.hover(5)
    assert console.input.hovered == 5
    assert console.grab().toImage() != plain
    QApplication.sendEvent(console.viewport(), QEvent(QEvent.Type.Leave))
    assert console.input.hovered is None
    assert console.grab().toImage() == plain


def test_every_knob_can_be_found_where_it_is_drawn(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    for name in ("ring", "house-price", "digits"):
        app.do(Load(load_scenario(name), 1))
        app.window.refresh()
        QApplication.processEvents()
        for knob in range(app.session.layout.size):
            assert console.knob_at(console.center_of(knob)) == knob, name


def test_goal_is_announced_once_and_training_rests(opened: Opened, clock: SimulatedClock) -> None:
    app = opened("house-price", clock=clock)
    app.session.apply(Set("speed", 5000.0))
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    while app.session.running:
        clock.tick(app)
    assert app.session.goal_reached
    notice = app.window.console_panel.notice.text()
    assert notice.startswith(f"Goal reached after {app.session.step:,} steps")
    clock.now += 1.0
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    step = app.session.step
    for _ in range(50):
        clock.tick(app)
    assert app.session.step > step + 50
    assert app.session.running


def test_an_exploding_step_is_refused_and_said(opened: Opened, qtbot: QtBot) -> None:
    app = opened("house-price")
    app.session.apply(Set("learning_rate", 1e30))
    theta = app.session.parameters.theta.copy()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: app.session.refusal is not None)
    assert np.array_equal(app.session.parameters.theta, theta)
    assert app.window.console_panel.notice_row.isVisible()
    assert "Lower the learning rate" in app.window.console_panel.notice.text()
    qtbot.waitUntil(lambda: app.window.transport.train.text() == "Train")


def test_a_hurried_minute(opened: Opened, clock: SimulatedClock) -> None:
    """Everything at once, in no sensible order; nothing may break or be lost."""
    app = opened(clock=clock)
    stream = np.random.default_rng(7)
    names = ["ring", "house-price", "digits"]
    hand, window, session = Hand(app), app.window, app.session
    for turn in range(60):
        pick = int(stream.integers(9))
        if pick == 0:
            session.apply(Load(load_scenario(names[turn % 3]), turn))
        elif pick == 1:
            hand.press(int(stream.integers(session.layout.size)))
        elif pick == 2:
            hand.move(float(stream.normal() * 60))
        elif pick == 3:
            hand.release()
        elif pick == 4:
            window.resize(int(stream.integers(960, 1900)), int(stream.integers(540, 1100)))
        elif pick == 5:
            QTest.keyClick(window, Qt.Key.Key_Space)
        elif pick == 6:
            window.set_look(replace(current(), theme=["dark", "light"][turn % 2]))
        elif pick == 7:
            QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.mouseMove(window.console.viewport(), QPoint(int(stream.integers(300)), 200))
        QApplication.processEvents()
        if app.timer.isActive():
            clock.tick(app)
            app.timer.start()
        assert np.isfinite(session.parameters.theta).all()
    again = open_session("ring")
    for record in session.log.records[1:]:
        again.apply(record.action)
    assert np.array_equal(again.parameters.theta, session.parameters.theta)
