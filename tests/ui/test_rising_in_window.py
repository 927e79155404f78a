"""A loss that rises for long is said calmly, with a click that helps and can be undone."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import BackToStart, Pause, Run, Set, Undo
from eq_sim.session.files.opening import open_session

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("loss", "settings"))


def train_on(app: App, clock: SimulatedClock, until: Callable[[], bool]) -> None:
    """Lets training run in ticks of its own until something is so, or 3,000 steps are done."""
    app.session.apply(Run())
    end = app.session.step + 3000
    while not until() and app.session.step < end:
        clock.tick(app, 0.1)


def test_it_names_the_learning_rate_and_a_click_halves_it(
    opened: Opened, clock: SimulatedClock
) -> None:
    session = open_session("ring", changes=[("learning_rate", 15.0), ("speed", 1000.0)])
    app = opened(session, clock=clock)
    panel = app.window.console_panel
    train_on(app, clock, lambda: bool(panel.notice.text()))
    assert "Lower the learning rate (now 15)" in panel.notice.text()
    assert not panel.notice_row.warns
    assert panel.notice_row.offered.text() == "Halve the learning rate"
    assert session.running
    QApplication.processEvents()
    QTest.mouseClick(panel.notice_row.offered, LEFT)
    assert session.scenario.training.learning_rate == 7.5
    assert panel.notice_row.isHidden()
    session.apply(Undo())
    assert session.scenario.training.learning_rate == 15
    app.window.say("Something else.")
    assert panel.notice_row.offered.isHidden()


def test_it_is_said_once_and_goes_away_with_a_change(opened: Opened, clock: SimulatedClock) -> None:
    session = open_session("spiral", changes=[("learning_rate", 0.6), ("speed", 1000.0)])
    app = opened(session, clock=clock)
    panel = app.window.console_panel
    train_on(app, clock, lambda: bool(panel.notice.text()))
    assert panel.notice.text()
    QTest.mouseClick(panel.notice_row.dismiss, LEFT)
    for _ in range(5):
        clock.tick(app, 0.1)
    assert not panel.notice.text()
    session.apply(Set("learning_rate", 0.5))
    train_on(app, clock, lambda: bool(panel.notice.text()))
    assert "(now 0.5)" in panel.notice.text()
    session.apply(Set("learning_rate", 0.001))
    train_on(app, clock, lambda: not panel.notice.text())
    assert not panel.notice.text()


def test_it_goes_with_what_it_advises_and_with_the_steps_that_it_is_of(
    opened: Opened, clock: SimulatedClock
) -> None:
    session = open_session("ring", changes=[("learning_rate", 15.0), ("speed", 1000.0)])
    app = opened(session, clock=clock)
    panel = app.window.console_panel
    for end in (Set("learning_rate", 0.01), BackToStart()):
        session.apply(Set("learning_rate", 15.0))
        session.apply(BackToStart())
        train_on(app, clock, lambda: bool(panel.notice.text()))
        app.do(Pause())
        assert "Lower the learning rate (now 15)" in panel.notice.text()
        app.do(end)
        assert panel.notice_row.isHidden(), end
