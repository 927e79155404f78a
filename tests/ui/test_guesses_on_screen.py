"""A guess on screen: kept in sight, answered later, wrong picks marked, raised hands counted."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.session.session import Session
from eq_sim.ui.lesson_view.bar import LessonBar
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.style.theme import theme_for

Opened = Callable[..., App]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton

LESSON = """
title = "Guess"
"title.de" = "Raten"
idea = "A lesson for tests."
scenario = "ring"
seed = 3

[[step]]
guess = "What does the loss do\\nin forty steps?"
"guess.de" = "Was tut der Loss?"
answers = ["it falls", "it rises", "it stays"]
"answers.de" = ["er sinkt", "er steigt", "er bleibt"]
right = 1
name = "loss"

[[step]]
train = 40
seconds = 1

[[step]]
answer = "loss"
reveal = "It fell to {loss}."
"reveal.de" = "Er sank auf {loss}."

[[step]]
guess = "And now?"
answers = ["this", "that"]
right = 2
reveal = "That."

[[step]]
say = "The end is near."
seconds = 1
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def pass_time(show: LessonView, seconds: float) -> None:
    """Lets the lesson's time pass."""
    for _ in range(round(20 * seconds)):
        show.player.advance(TICKS // 20)
    settle(show)


def settle(show: LessonView) -> None:
    show.show_change()
    QApplication.processEvents()


def press(show: LessonView, *keys: Qt.Key) -> None:
    """Presses keys where the focus is."""
    window = show.bar.window()
    for key in keys:
        QTest.keyClick(window.focusWidget() or window, key)
        settle(show)


def test_a_guess_is_kept_in_sight_and_marked_when_its_answer_comes(qtbot: QtBot) -> None:
    lesson = parse_lesson(LESSON, "guess")
    player = Player(Session(lesson.opening.scenario(), lesson.opening.seed), lesson)

    def nothing() -> None: ...

    bar = LessonBar(player, player, theme_for("dark"), lambda what: what(), nothing, nothing)
    qtbot.addWidget(bar)
    bar.resize(900, 200)
    bar.show()

    def go_on(seconds: float) -> list[str]:
        """Lets time pass, and returns what the answers say."""
        player.advance(round(seconds * TICKS))
        bar.refresh()
        return [button.text() for button in bar.answers]

    player.play()
    assert go_on(6.5) == ["it falls", "it rises", "it stays"]
    QTest.mouseClick(bar.answers[1], LEFT)
    assert go_on(0) == []
    assert not bar.answer_row.isVisible()
    assert bar.caption.text == "What does the loss do\nin forty steps?"
    assert bar.reminder.isVisible()
    assert bar.reminder.accessibleDescription() == "Your guess: it rises"
    player.language = "de"
    go_on(0)
    assert bar.reminder.text == "Your guess: er steigt"
    player.language = "en"
    assert go_on(1.2) == ["✓ it falls", "✗ it rises", "it stays"]
    assert bar.caption.text.startswith("It fell to 0.")
    assert bar.reminder.text == "What does the loss do in forty steps?"
    assert [button.accessibleName() for button in bar.answers] == [
        "it falls, right answer",
        "it rises, wrong answer, your guess",
        "it stays",
    ]
    assert [cell.said for cell in bar.answer_row.cells] == ["", "", ""]
    player.go_to(0)
    go_on(6.5)
    player.next()  # no pick: only the right one is marked
    go_on(0)
    assert not bar.reminder.isVisible()
    assert go_on(1.2) == ["✓ it falls", "it rises", "it stays"]
    player.next()
    assert go_on(6.5) == ["this", "that"]
    QTest.mouseClick(bar.answers[0], LEFT)
    assert go_on(0) == ["✗ this", "✓ that"]
    assert [button.accessibleName() for button in bar.answers] == [
        "this, wrong answer, your guess",
        "that, right answer",
    ]
    assert not bar.reminder.isVisible()


def waiting(opened: Opened) -> tuple[App, LessonView]:
    """The lesson, where its first question waits for an answer."""
    app = opened("ring", (1280, 720))
    show = app.window.open_lesson(parse_lesson(LESSON, "guess"))
    app.timer.stop()
    show.player.play()
    pass_time(show, 6.5)
    return app, show


@pytest.mark.slow
def test_before_an_audience_hands_are_counted_by_key(opened: Opened) -> None:
    app, show = waiting(opened)
    show.present()
    settle(show)
    row = show.bar.answer_row
    assert not show.bar.hands_button.isVisible()
    press(show, KEY.Key_R, KEY.Key_7)
    assert all(field.isVisible() for field in row.fields)
    press(show, KEY.Key_Escape)
    assert show.presenting  # it was the end of counting alone
    assert not any(field.isVisible() for field in row.fields)
    press(show, KEY.Key_Escape)
    assert not show.presenting
    assert row.fields[0].value() == 7
    app.timer.stop()
    show.leave()


def test_raised_hands_are_typed_in_the_bar_and_in_the_notes(opened: Opened) -> None:
    app, show = waiting(opened)
    bar = show.bar
    fields = bar.answer_row.fields
    assert not any(field.isVisible() for field in fields)
    press(show, KEY.Key_R)
    assert all(field.isVisible() for field in fields)
    assert bar.hands_button.isChecked()
    assert fields[0].accessibleName() == "Hands for: it falls"
    press(show, KEY.Key_1, KEY.Key_2, KEY.Key_Return, KEY.Key_3, KEY.Key_1)
    assert show.player.on_stage.waits_for == "answer"  # digits were typed, and answered nothing
    press(show, KEY.Key_Up, KEY.Key_Return, KEY.Key_1, KEY.Key_Return)
    assert not any(field.isVisible() for field in fields)
    QTest.mouseClick(bar.hands_button, LEFT)
    settle(show)
    assert [field.value() for field in fields] == [12, 32, 1]
    press(show, KEY.Key_R)
    assert not any(field.isVisible() for field in fields)
    show.show_notes()
    notes = show.notes
    assert notes is not None
    settle(show)
    assert [row.text() for row in notes.answers] == [
        "1   it falls   (right)",
        "2   it rises",
        "3   it stays",
    ]
    assert notes.now.text() == "What does the loss do\nin forty steps?"
    assert not any(field.isVisible() for field in notes.fields)
    press(show, KEY.Key_R)
    assert all(field.isVisible() for field in (*notes.fields, *fields))
    press(show, KEY.Key_7, KEY.Key_Escape)
    assert not any(field.isVisible() for field in (*notes.fields, *fields))
    QTest.mouseClick(notes.hands_button, LEFT)
    settle(show)
    assert [field.value() for field in notes.fields] == [7, 32, 1]
    notes.fields[2].setFocus(Qt.FocusReason.TabFocusReason)
    notes.fields[2].selectAll()
    QTest.keyClicks(notes.fields[2], "25")
    settle(show)
    assert fields[2].value() == 25
    press(show, KEY.Key_PageDown)  # a remote clicker goes on, whatever is typed into
    assert show.player.on_stage.question is None
    assert notes.answers == []
    pass_time(show, 1.2)
    assert [cell.said for cell in bar.answer_row.cells] == ["7 hands", "32 hands", "25 hands"]
    assert bar.answers[1].accessibleName() == "it rises, 32 hands"
    assert notes.answers == []
    press(show, KEY.Key_R)  # nothing is asked any more
    assert not any(field.isVisible() for field in bar.answer_row.fields)
    press(show, KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_PageDown)
    pass_time(show, 1.2)
    assert [cell.said for cell in bar.answer_row.cells] == ["7 hands", "32 hands", "25 hands"]
    app.timer.stop()
    show.leave()
