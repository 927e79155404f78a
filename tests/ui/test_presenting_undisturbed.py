"""What a presenter opens never takes the keys from where the keyboard is."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.player import Player
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.lesson_view.notes import NotesWindow
from eq_sim.ui.lesson_view.presentation import Presentation

Opened = Callable[..., App]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton

LESSON = """
title = "Presented"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
[[step]]
chapter = "Knobs"
[[step]]
say = "First."
seconds = 4
[[step]]
say = "Second."
seconds = 4
[[step]]
chapter = "The answer"
[[step]]
say = "Third."
seconds = 4
[[step]]
expect = "loss < 9"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


class Hall:
    """A lesson before an audience on one screen, with the notes beside it."""

    def __init__(self, app: App) -> None:
        self.app = app
        app.window.play_lesson(parse_lesson(LESSON, "presented"))
        show = app.window.show_now
        assert show is not None
        assert isinstance(show.player, Player)
        self.show: LessonView = show
        self.player = show.player
        show.attempt(self.player.pause)
        self.settle()

    @property
    def things(self) -> Presentation:
        presentation = self.show.hall.presentation
        assert presentation is not None
        return presentation

    def settle(self) -> None:
        self.app.timer.stop()
        for _ in range(3):
            QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        """Presses a key where the keyboard is."""
        active = QApplication.activeWindow()
        assert active is not None
        QTest.keyClick(active.focusWidget() or active, key)
        self.settle()

    def open_notes(self) -> NotesWindow:
        self.show.show_notes()
        assert self.show.notes is not None
        self.show.notes.activateWindow()
        self.settle()
        return self.show.notes

    def in_audience(self) -> None:
        self.app.window.activateWindow()
        self.app.window.setFocus()
        self.settle()

    def click(self, notes: NotesWindow, words: str) -> None:
        (button,) = (each for each in notes.buttons if each.text() == words)
        QTest.mouseClick(button, LEFT)
        self.settle()


def test_a_list_left_open_elsewhere_takes_no_key(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    hall = Hall(app)
    show, player = hall.show, hall.player
    hall.press(KEY.Key_F5)
    hall.press(KEY.Key_Space)
    assert not player.playing
    things, notes = hall.things, hall.open_notes()
    hall.press(KEY.Key_G)
    found = things.list
    assert found is not None
    assert found.window() is notes
    # In the audience's window a clicker goes on meanwhile, and Esc closes the list, no more.
    hall.in_audience()
    hall.press(KEY.Key_PageDown)
    assert player.tick == 2400
    hall.press(KEY.Key_Escape)
    assert things.list is None
    assert show.presenting
    # A list goes with the window that it is in.
    notes.activateWindow()
    hall.settle()
    hall.press(KEY.Key_G)
    assert things.list is not None
    notes.close()
    hall.in_audience()
    assert things.list is None
    hall.press(KEY.Key_PageUp)
    assert player.tick == 0
    # In the audience's own window, with the keyboard elsewhere in it.
    hall.press(KEY.Key_G)
    assert things.list is not None
    hall.press(KEY.Key_PageDown)  # chooses in it
    assert player.tick == 0
    app.window.console.setFocus()
    hall.press(KEY.Key_PageDown)
    assert player.tick == 2400
    hall.press(KEY.Key_G)  # anew, with the keyboard
    assert things.list is not None
    assert things.choosing
    app.window.console.setFocus()
    hall.press(KEY.Key_Escape)
    assert things.list is None
    hall.press(KEY.Key_Escape)
    assert not show.presenting
    show.leave()


def test_the_black_screen_goes_with_any_key_and_nothing_plays_behind_it(opened: Opened) -> None:
    hall = Hall(opened("ring", (1280, 720)))
    player = hall.player
    hall.press(KEY.Key_F5)
    hall.press(KEY.Key_Space)
    things, notes = hall.things, hall.open_notes()
    hall.in_audience()
    hall.press(KEY.Key_G)
    assert things.list is not None
    hall.click(notes, "Black screen")
    assert things.black.isVisible()
    assert things.list is None
    hall.in_audience()
    hall.press(KEY.Key_X)
    assert not things.black.isVisible()
    assert hall.show.presenting
    hall.press(KEY.Key_B)
    tick = player.tick
    hall.click(notes, "Next")  # looked up unseen, and nothing plays
    assert things.black.isVisible()
    assert player.tick > tick
    hall.click(notes, "Play")
    assert player.playing
    assert not things.black.isVisible()
    hall.press(KEY.Key_B)
    hall.press(KEY.Key_B)
    assert player.playing  # as it was
    hall.show.leave()
