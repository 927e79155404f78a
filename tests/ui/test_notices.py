"""What is said above the knobs: it moves nothing, and goes away with what it was about."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import (
    BackToStart,
    Grab,
    Load,
    Mute,
    Release,
    Run,
    Set,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.questions.steps_to_goal import steps_to_goal
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]


def panel(app: App) -> ConsolePanel:
    return app.window.console_panel


def type_rate(app: App, text: str) -> None:
    field = app.window.panel("hyperparameters").fields["learning_rate"].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


SIZES = (((960, 540), 150), ((1600, 900), 150), ((960, 540), 100), ((1280, 720), 150))


@pytest.mark.parametrize(
    ("size", "text"),
    [
        ((1280, 720), 100),
        *(pytest.param(size, text, marks=pytest.mark.slow) for size, text in SIZES),
    ],
)
def test_a_notice_moves_nothing_and_is_whole(
    opened: Opened, size: tuple[int, int], text: int
) -> None:
    app = opened(size=size)
    app.window.set_look(replace(current(), text=text))
    for _ in range(4):  # as the next ticks do: wider words may widen a panel, and that another
        QApplication.processEvents()
        app.window.refresh()
    QApplication.processEvents()
    console, row = app.window.console, panel(app).notice_row
    before, knob = console.geometry(), console.center_of(7)
    for sentence in ("Short.", "One that is longer: " + "as long as these can be, " * 6):
        app.window.say(sentence)
        app.window.refresh()
        QApplication.processEvents()
        assert console.geometry() == before
        assert console.center_of(7) == knob
        assert panel(app).rect().contains(row.geometry())
        words = panel(app).notice
        assert words.heightForWidth(words.width()) <= words.height()
        assert words.geometry().right() < row.dismiss.geometry().left()
        if sentence == "Short.":
            assert row.geometry().bottom() < before.top()
    QTest.mouseClick(row.dismiss, Qt.MouseButton.LeftButton)
    assert not row.isVisible()
    assert console.geometry() == before


def test_a_refusal_goes_away_when_something_is_done_well(opened: Opened) -> None:
    app = opened()
    row = panel(app).notice_row
    type_rate(app, "fast")
    assert panel(app).notice.text() == (
        "The learning rate needs a number from 0 on, such as 0.1, not 'fast'"
    )
    app.do(Set("speed", 60.0))  # has nothing to do with it
    assert row.isVisible()
    type_rate(app, "0.2")
    assert not row.isVisible()
    app.do(Mute((4,), True))
    app.do(Grab((4,)))
    assert not app.do(Turn((4,), (1.0,)))
    app.do(Release())  # the hand comes up, and the sentence is still there to read
    assert panel(app).notice.text().startswith("Unmute x")
    app.do(Mute((4,), False))
    assert not row.isVisible()


def test_what_was_done_is_not_taken_away_by_the_next_turn(opened: Opened) -> None:
    app = opened()
    app.window.say("Saved 25 knobs.", warning=False)
    app.do(Turn((4,), (1.0,)))
    assert panel(app).notice.text() == "Saved 25 knobs."


def test_a_learning_rate_far_too_high_says_so_as_long_as_it_is(opened: Opened) -> None:
    app = opened()
    field = app.window.panel("hyperparameters").fields["learning_rate"].field
    type_rate(app, "100,000")
    assert app.session.scenario.training.learning_rate == 100_000
    assert field.text() == "100,000"
    said = panel(app).notice.text()
    assert said.startswith("A learning rate of 100,000 is very high: above 10, where its slider")
    before = app.session.losses.train
    app.do(Train(20))
    assert app.session.losses.train > before
    app.do(Turn((4,), (1.0,)))
    app.do(Run())
    assert panel(app).notice.text() == said
    type_rate(app, "10")
    assert not panel(app).notice_row.isVisible()
    type_rate(app, "100,000")
    app.do(Undo())
    assert not panel(app).notice_row.isVisible()
    type_rate(app, "100,000")
    app.do(Load(load_scenario("xor"), 1))
    assert not panel(app).notice_row.isVisible()


def test_advice_stays_until_a_setting_is_changed(opened: Opened) -> None:
    app = opened("house-price")
    app.do(Set("learning_rate", 1e30))
    app.do(Train(1))
    assert "Lower the learning rate" in panel(app).notice.text()
    app.do(Turn((0,), (0.5,)))
    assert "Lower the learning rate" in panel(app).notice.text()
    app.do(Set("learning_rate", 0.1))
    assert not panel(app).notice_row.isVisible()


def test_a_goal_is_said_to_be_reached_as_long_as_its_steps_stand(opened: Opened) -> None:
    app = opened()
    needed = steps_to_goal(app.session, 400)
    for way_back in (Undo(), BackToStart()):
        app.do(Train(needed))
        said = panel(app).notice.text()
        assert said.startswith(f"Goal reached after {needed:,} steps: ")
        app.do(Turn((4,), (1.0,)))
        assert panel(app).notice.text() == said  # it was, and after so many steps
        app.do(Undo())
        app.do(way_back)
        assert app.session.step == 0
        assert not panel(app).notice_row.isVisible()
