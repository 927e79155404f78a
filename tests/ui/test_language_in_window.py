"""Another language is spoken at once: the window is made anew, and everything stands as it did."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build
from eq_sim.language.pseudo import PSEUDO
from eq_sim.language.spoken import spoken
from eq_sim.language.tr import tr
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.lessons.player import Player
from eq_sim.session.actions import Run, Set
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.style.preferences import current


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
