"""Another language is spoken at once: the window is made anew, and everything stands as it did."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import spoken
from eq_sim.language.tr import tr
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.lessons.player import Player
from eq_sim.session.actions import Run, Set, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.panels.by_hand import ByHand
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.onboarding import Hint


def speak(app: App, qtbot: QtBot, code: str) -> None:
    before = app.window
    app.window.set_look(replace(current(), language=code))
    qtbot.waitUntil(lambda: app.window is not before)


@pytest.fixture
def app(qtbot: QtBot) -> App:
    app = build(open_session("digits"), "dark", None)
    app.window.resize(1280, 720)
    app.show()
    qtbot.waitExposed(app.window)
    return app


def test_everything_stands_as_it_did(app: App, qtbot: QtBot) -> None:
    app.do(Set("learning_rate", 0.2))
    app.do(Run())
    qtbot.waitUntil(lambda: app.session.step > 3)
    window = app.window
    window.docks.show_more(True)
    window.docks.bring("inspector")
    console = window.console
    console.input.choose(np.array([40, 41]))
    console.view.zoom_to(0.6, QPointF(300, 200))
    console.verticalScrollBar().setValue(console.verticalScrollBar().maximum() // 2)
    console.setFocus()
    before = (
        window.geometry(),
        window.docks.more,
        console.view.looking,
        console.input.focused,
        list(console.input.selected),
        {dock.objectName(): dock.isVisible() for dock in window.docks.all},
    )
    state = app.session.scenario
    speak(app, qtbot, PSEUDO)
    window, console = app.window, app.window.console
    assert spoken() == PSEUDO
    assert window.isVisible()
    after = (
        window.geometry(),
        window.docks.more,
        console.view.looking,
        console.input.focused,
        list(console.input.selected),
        {dock.objectName(): dock.isVisible() for dock in window.docks.all},
    )
    assert after[:2] + after[3:] == before[:2] + before[3:]
    assert after[2].closeness == before[2].closeness
    assert after[2].anchor.neuron == before[2].anchor.neuron
    assert abs(after[2].anchor.column - before[2].anchor.column) < 1  # whole pixels are scrolled
    assert window.focusWidget() is console
    assert app.session.scenario == state
    step = app.session.step
    qtbot.waitUntil(lambda: app.session.step > step + 3)  # it trains on, in the new window
    app.do(Set("learning_rate", 0.3))
    app.window.close()


def test_the_window_before_is_gone(app: App, qtbot: QtBot) -> None:
    old = weakref.ref(app.window)
    speak(app, qtbot, PSEUDO)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and old() is None)
    app.window.close()


def test_nothing_looks_at_a_window_that_has_closed(app: App) -> None:
    app.do(Turn((3,), (0.5,)))  # it is about to be looked at
    assert any(timer.isActive() for timer in app.findChildren(QTimer))
    app.window.close()
    assert not any(timer.isActive() for timer in app.findChildren(QTimer))


def test_a_lesson_goes_on_in_the_other_language(app: App, qtbot: QtBot) -> None:
    lesson = load_lesson("one-knob")
    app.window.play_lesson(lesson)
    qtbot.waitUntil(lambda: app.window.show_now.player.tick > 60)  # type: ignore[union-attr]
    speak(app, qtbot, "de")
    show = app.window.show_now
    assert show is not None
    assert show.player.playing
    tick = show.player.tick
    assert tick > 60
    qtbot.waitUntil(lambda: show.player.tick > tick)
    assert isinstance(show.player, Player)
    assert show.player.language == "de"
    app.window.close()


def test_the_preferences_stay_open_and_speak_it(app: App, qtbot: QtBot) -> None:
    assert app.window.commands is not None
    app.window.commands.show_preferences()
    speak(app, qtbot, PSEUDO)
    dialogs = [each for each in app.window.findChildren(PreferencesDialog) if each.isVisible()]
    assert len(dialogs) == 1
    QTest.keyClick(dialogs[0], Qt.Key.Key_Escape)
    assert tr("Preferences") != "Preferences"
    app.window.close()


def test_a_game_by_hand_and_the_first_hints_go_on(opened: Callable[..., App], qtbot: QtBot) -> None:
    app = opened("ring")
    app.window.begin_challenge()
    game = app.window.panel("by_hand")
    assert isinstance(game, ByHand)
    for value in (0.3, 0.6):
        app.do(Turn((3,), (value,)))
    assert game.turns == 2
    losses = game.losses
    app.window.welcome()
    hints = app.window.onboarding
    assert hints is not None
    app.window.console.input.hands.released.emit((3,), 0.5)  # one knob was turned
    assert hints.hint is Hint.TRAIN
    app.do(Turn((4,), (0.2,)))
    losses = game.losses
    speak(app, qtbot, "de")
    other = app.window.panel("by_hand")
    assert isinstance(other, ByHand)
    assert other is not game
    assert other.playing
    assert not game.playing
    assert other.losses == losses
    assert other.count.text() == "3 Drehungen"
    app.do(Turn((3,), (0.9,)))
    assert other.turns == 4
    assert app.session.parameters.theta[3] == np.float32(0.9)  # nothing went back to the start
    again = app.window.onboarding
    assert again is not None
    assert again.hint is Hint.TRAIN
    assert again.callout is not None
    assert hints.callout is None
    speak(app, qtbot, "en")
    assert app.window.onboarding is not None
    assert app.window.onboarding.hint is Hint.TRAIN
