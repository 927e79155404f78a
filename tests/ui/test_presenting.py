"""What a presenter has while an audience looks on, by keys, mouse and a clicker's few buttons."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.player import Player
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.lesson_view.presentation import Presentation
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
AtRest = Callable[[App], None]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier

LESSON = """
title = "Presented"
"title.de" = "Vorgeführt"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
[[step]]
chapter = "Knobs"
notes = "Hello."
"notes.de" = "Hallo."
[[step]]
show = ["console", "output"]
seconds = 0
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
chapter = "The end"
[[step]]
say = "Fourth."
seconds = 4
[[step]]
expect = "loss < 9"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def begun(app: App) -> LessonView:
    app.window.play_lesson(parse_lesson(LESSON, "presented"))
    show = app.window.show_now
    assert show is not None
    settle(app, show)
    return show


def settle(app: App, show: LessonView) -> None:
    app.timer.stop()
    for _ in range(3):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def presented(show: LessonView) -> Presentation:
    presentation = show.hall.presentation
    assert presentation is not None
    return presentation


def press(
    app: App, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(app.window, key, held)
    app.timer.stop()


def wheel(widget: QWidget, notches: int) -> None:
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            middle,
            QPointF(widget.mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            CONTROL,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def test_a_clicker_does_to_a_lesson_what_it_does_to_slides(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    window, show = app.window, begun(app)
    player = show.player
    assert isinstance(player, Player)
    player.go_to(2000)
    press(app, KEY.Key_F5)  # begins from the first "slide", and plays
    assert window.isFullScreen()
    assert (player.tick, player.playing) == (0, True)
    press(app, KEY.Key_F5)  # out of step with the clicker's one button: the talk goes on
    assert window.isFullScreen()
    press(app, KEY.Key_PageDown)
    second = player.tick
    press(app, KEY.Key_PageUp)
    assert player.tick < second
    press(app, KEY.Key_PageDown)
    for key in (KEY.Key_B, KEY.Key_Period):  # of Kensington, and of Logitech
        press(app, key)
        black = presented(show).black
        assert black.isVisible()
        assert black.geometry() == window.rect()
        assert window.grab().toImage().pixelColor(window.rect().center()).lightness() == 0
        assert not player.playing
        press(app, KEY.Key_Shift)  # held for something else: no key by itself
        assert black.isVisible()
        tick = player.tick
        press(app, KEY.Key_PageDown)
        assert not black.isVisible()
        assert (player.tick, player.playing) == (tick, True)  # it goes on as it was
    press(app, KEY.Key_Space)
    press(app, KEY.Key_B)
    QTest.mouseClick(presented(show).black, LEFT)
    assert not presented(show).black.isVisible()
    assert not player.playing  # as it was
    press(app, KEY.Key_Escape)
    assert not window.isFullScreen()
    assert show.hall.presentation is None
    tick = player.tick
    press(app, KEY.Key_F5, SHIFT)  # from here
    assert window.isFullScreen()
    assert player.tick == tick
    press(app, KEY.Key_PageDown, SHIFT)
    assert player.on_stage.chapter == 1
    press(app, KEY.Key_PageDown, SHIFT)
    press(app, KEY.Key_PageDown, SHIFT)  # there is no later one
    assert player.on_stage.chapter == 2
    press(app, KEY.Key_PageUp, SHIFT)
    assert player.on_stage.chapter == 1
    show.leave()


def test_what_is_over_the_picture_disturbs_no_knob(opened: Opened, at_rest: AtRest) -> None:
    app = opened("ring", (1600, 900))
    window, show = app.window, begun(app)
    press(app, KEY.Key_F5, SHIFT)
    press(app, KEY.Key_Space)
    settle(app, show)
    tools, console = presented(show), window.console
    assert tools.mark.isVisible()
    assert tools.mark.accessibleName() == "Paused"
    theta = app.session.parameters.theta.copy()

    # The pointer follows the mouse, lets it through, and is put away when that rests.
    press(app, KEY.Key_L)
    handle = window.windowHandle()
    QTest.mouseMove(handle, QPoint(300, 200))
    QTest.mouseMove(handle, QPoint(500, 300))
    assert tools.dot.isVisible()
    assert (tools.dot.geometry().center() - QPoint(500, 300)).manhattanLength() <= 2
    assert window.childAt(500, 300) is not tools.dot
    at_rest(app)
    assert not tools.dot.isVisible()
    QTest.mouseMove(handle, QPoint(520, 300))
    assert tools.dot.isVisible()
    press(app, KEY.Key_L)
    assert not tools.dot.isVisible()

    # Ctrl + wheel enlarges the answer; over the knobs it comes nearer to them, as ever.
    output = window.panel("output")
    assert output is not None
    wheel(output, 4)
    assert tools.lens.factor > 2
    assert tools.lens.part.contains(QPointF(output.mapTo(window, output.rect().center())))
    press(app, KEY.Key_Escape)
    assert not tools.lens.isVisible()
    assert window.isFullScreen()
    closeness = console.view.looking.closeness
    wheel(console.viewport(), 2)
    assert not tools.lens.isVisible()
    assert console.view.looking.closeness != closeness
    press(app, KEY.Key_Escape)
    assert console.view.looking.closeness == closeness
    assert window.isFullScreen()
    np.testing.assert_array_equal(app.session.parameters.theta, theta)

    # A drag marks a part, and turns nothing that lies below.
    view = console.viewport().rect().adjusted(90, 90, -90, -90)
    knob = next(each for each in range(25) if view.contains(console.center_of(each).toPoint()))
    place = console.viewport().mapTo(window, console.center_of(knob).toPoint())
    press(app, KEY.Key_Z)
    QTest.mousePress(tools.lens, LEFT, pos=place - QPoint(80, 60))
    QTest.mouseMove(tools.lens, place + QPoint(60, 40))
    QTest.mouseRelease(tools.lens, LEFT, pos=place + QPoint(80, 60))
    factor = tools.lens.factor
    assert factor > 4
    assert tools.lens.part.contains(QPointF(place))
    np.testing.assert_array_equal(app.session.parameters.theta, theta)

    # On the enlarged picture a hand turns the very knob that it sees.
    there = ((QPointF(place) - tools.lens.part.topLeft()) * factor).toPoint()
    QTest.mousePress(tools.lens, LEFT, pos=there)
    QTest.mouseMove(tools.lens, there - QPoint(0, 60))
    QTest.mouseRelease(tools.lens, LEFT, pos=there - QPoint(0, 60))
    turned = app.session.parameters.theta
    assert turned[knob] > theta[knob]
    assert (turned != theta).sum() == 1
    press(app, KEY.Key_Escape)
    assert tools.lens.factor == 1
    press(app, KEY.Key_Escape)
    assert not window.isFullScreen()
    assert not window.findChildren(
        type(tools.mark), options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    show.leave()


def test_the_list_goes_to_chapters_and_lessons_before_the_same_audience(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened("ring", (1600, 900))
    window, show = app.window, begun(app)
    before = current()
    press(app, KEY.Key_F5)
    press(app, KEY.Key_G)
    found = presented(show).list
    assert found is not None
    assert [(one.name, one.time) for one in found.rows[:3]] == [
        ("Knobs", "0:00"),
        ("The answer", "0:08"),
        ("The end", "0:12"),
    ]
    assert found.rows[3].name == "1  One knob, like a radio"
    assert window.rect().contains(found.geometry())
    QTest.keyClick(found.line, KEY.Key_Escape)
    assert presented(show).list is None
    assert window.isFullScreen()
    press(app, KEY.Key_G)
    found = presented(show).list
    assert found is not None
    QTest.keyClicks(found.line, "b ")  # typed, and not a black screen
    assert not presented(show).black.isVisible()
    found.line.clear()
    QTest.keyClicks(found.line, "answer")
    QTest.keyClick(found.line, KEY.Key_Return)
    app.timer.stop()
    assert show.player.on_stage.chapter == 1
    press(app, KEY.Key_G)
    found = presented(show).list
    assert found is not None
    QTest.keyClicks(found.line, "xyzzy")
    assert found.nothing.isVisible()
    found.line.clear()
    QTest.keyClicks(found.line, "like a radio")
    assert "1 of 1: 1  One knob" in found.line.accessibleDescription()
    QTest.keyClick(found.line, KEY.Key_Return)
    app.timer.stop()
    now = window.show_now
    assert now is not None
    assert now is not show
    assert now.player.title["en"] == "One knob, like a radio"
    assert now.player.playing
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    settle(app, now)
    # A right click on the caption has all commands, for a mouse alone.
    bar = now.bar
    at = bar.rect().center()
    QApplication.sendEvent(
        bar, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, bar.mapToGlobal(at))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action.text().split("\t") for action in menu.actions()]
    assert ["Black screen", "B"] in offered
    assert ["End the presentation", "Esc"] in offered
    menu.actions()[-1].trigger()
    menu.close()
    app.timer.stop()
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert current() == before
    now.leave()


def test_a_lesson_that_cannot_be_opened_leaves_the_window_as_it_was(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("ring", (1280, 720))
    window, show = app.window, begun(app)
    before = current()
    press(app, KEY.Key_F5)
    broken = parse_lesson(LESSON.replace('"ring"', '"digits"'), "broken")

    def refuse(*_: object, **__: object) -> Player:
        raise MemoryError

    monkeypatch.setattr("eq_sim.lessons.player.Player", refuse)
    window.play_lesson(broken)
    app.timer.stop()
    assert window.show_now is None
    assert not window.isFullScreen()
    assert current() == before
    assert "memory" in window.console_panel.notice.text()
    assert show.hall.presentation is None
