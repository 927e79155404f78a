"""The pad on stage: a lesson draws on it, and a hand does while the lesson rests."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session import actions as act
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.stage.drawing_card import DrawingCard

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton

LESSON = """
title = "Drawn"
idea = "A lesson for tests."
scenario = "digits"
seed = 1
[[step]]
train = 200
seconds = 0
[[step]]
show = ["drawing"]
seconds = 0
[[step]]
draw = "3"
seconds = 2
[[step]]
say = "{read as}, {sure} sure"
seconds = 2
[[step]]
pause = "click"
[[step]]
train = 1
seconds = 0
[[step]]
say = "One step later."
seconds = 2
[[step]]
load = "ring"
[[step]]
expect = "knobs > 0"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


@pytest.fixture
def begun(opened: Opened) -> tuple[App, LessonView]:
    app = opened("ring", (1280, 720), executor=None)  # all is computed at once, as in a film
    app.window.docks.show_more(False)  # so that no panel looks because docks change
    app.window.refresh()
    show = app.window.open_lesson(parse_lesson(LESSON, "drawn"))
    app.timer.stop()
    show.player.play()
    return app, show


def go_on(app: App, show: LessonView, seconds: float) -> None:
    show.player.advance(round(seconds * TICKS))
    look(app, show)


def look(app: App, show: LessonView) -> None:
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def card_of(show: LessonView) -> DrawingCard:
    card = show.stage.stage.on_stage("drawing")
    assert isinstance(card, DrawingCard)
    return card


def scrawl(card: DrawingCard) -> None:
    """Draws a line down the middle of the paper with the mouse."""
    middle = card.pad.rect().center()
    up = QPoint(0, card.pad.height() // 3)
    QTest.mousePress(card.pad, LEFT, pos=middle - up)
    QTest.mouseMove(card.pad, middle + up)
    QTest.mouseRelease(card.pad, LEFT, pos=middle + up)


def test_the_card_shows_what_the_lesson_draws_and_how_many_knobs_that_changed(
    begun: tuple[App, LessonView],
) -> None:
    app, show = begun
    go_on(app, show, 1)
    card = card_of(show)
    half = int(card.pad.ink.sum())
    go_on(app, show, 1.5)
    assert 0 < half < card.pad.ink.sum()
    assert show.player.caption == f"{card.said}, {card.sure}"
    assert card.counted == "0 of 2,410"
    assert card.accessibleDescription() == (
        f"It says {card.said}, {card.sure}. 0 of 2,410 knobs changed since the first stroke."
    )
    output = app.window.panel("output")
    assert output.pad.said.text() == f"It says {card.said}"  # the desk's own pad has it, too
    show.player.next()
    go_on(app, show, 1)
    assert 2300 < int(card.counted.split(" of ")[0].replace(",", "")) <= 2410
    show.player.go_to(2 * TICKS)  # back: the same drawing, and no knob has changed yet
    look(app, show)
    assert card_of(show).counted == "0 of 2,410"
    assert output.asked.currentData() == "draw"
    show.player.go_to(show.player.length)  # another network: nothing is drawn there
    look(app, show)
    assert output.pad is None
    assert app.window.models.pad.reading is None


def test_a_hand_may_draw_and_the_lesson_goes_on_with_its_own(
    begun: tuple[App, LessonView],
) -> None:
    app, show = begun
    go_on(app, show, 2.5)
    card = card_of(show)
    drawn, before = card.pad.ink.copy(), app.session.parameters.theta.tobytes()
    assert card.clear.isHidden()
    scrawl(card)
    assert not show.player.playing  # it waits for the hand
    assert card.pad.ink.sum() > drawn.sum()
    assert not card.clear.isHidden()
    QTest.mouseClick(card.clear, LEFT)
    assert not card.pad.ink.any()
    assert card.said == ""
    assert "Nothing is drawn." in card.accessibleDescription()
    QTest.keyClick(card.pad, Qt.Key.Key_7)
    assert card.pad.ink.any()
    assert card.said
    assert card.counted == "0 of 2,410"
    assert app.session.parameters.theta.tobytes() == before
    show.player.play()
    go_on(app, show, 0.1)
    assert (card.pad.ink == drawn).all()
    go_on(app, show, 9)  # as far as the lesson waits for a click: one may draw, and it waits on
    assert show.player.on_stage.waits_for == "next"
    QTest.keyClick(card.pad, Qt.Key.Key_Delete)
    scrawl(card)
    look(app, show)
    assert show.player.playing
    assert 0 < card.pad.ink.sum() < drawn.sum()
    show.player.next()
    look(app, show)
    assert (card.pad.ink == drawn).all()
    show.leave()
    QApplication.processEvents()
    assert app.window.panel("output").asked.currentData() == "answer"
    pad = app.window.models.pad  # the hand's again
    pad.wipe()
    pad.draw_line((0.5, 0.1), (0.5, 0.9))
    app.session.apply(act.Train(1))
    assert pad.changed_knobs > 2000
