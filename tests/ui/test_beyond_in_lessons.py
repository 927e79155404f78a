"""A lesson goes beyond the last real knob, in the place of the knobs, and comes back."""

from collections.abc import Callable
from functools import partial
from math import log10

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]

LESSON = """
title = "Beyond"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
[[step]]
say = "Knobs."
seconds = 1
[[step]]
beyond = "GPT-3"
seconds = 2
[[step]]
say = "{desk of: GPT-3}"
seconds = 1
[[step]]
beyond = "nothing"
[[step]]
say = "Knobs again."
seconds = 1
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def begin(app: App) -> LessonView:
    show = app.window.open_lesson(parse_lesson(LESSON, "beyond"), auto=True)
    show.player.play()
    app.timer.stop()
    return show


def go_to(show: LessonView, seconds: float) -> None:
    show.player.go_to(round(600 * seconds))
    show.refresh()
    QApplication.processEvents()


def test_it_zooms_out_and_comes_back(opened: Opened) -> None:
    app = opened()
    show, link = begin(app), app.window.beyond
    assert not link.shown
    go_to(show, 2)
    assert link.shown
    assert link.view is not None
    assert link.view.zoom.at == pytest.approx((log10(25) + log10(174.6e9)) / 2)
    assert not app.window.console_panel.isVisible()
    assert show.bar.isVisible()
    go_to(show, 3.5)
    assert link.view.zoom.chosen.name == "GPT-3"
    assert show.bar.caption.text == "1.75 million km"
    go_to(show, 4.5)
    assert not link.shown
    assert app.window.console.isVisible()
    show.leave()


def test_a_hall_has_the_square_with_its_name_in_it_and_no_cut_table(opened: Opened) -> None:
    app = opened(size=(1024, 768), panels=PANELS)
    show, link = begin(app), app.window.beyond
    show.arrange(768)
    go_to(show, 3.5)
    view = link.view
    assert view is not None
    assert not view.details.isVisible()
    drawing = view.drawing
    square = drawing.box_of(view.zoom.chosen)
    inside = square.adjusted(3, 3, -3, -0.5 * square.height()).toRect()
    painted = drawing.grab().toImage().copy(inside)
    written = {painted.pixel(x, painted.height() // 2) for x in range(painted.width())}
    assert len(written) > 2  # words, not one even ground
    show.leave()


def test_leaving_in_the_middle_brings_the_knobs_back(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    go_to(show, 3.5)
    assert app.window.beyond.shown
    show.leave()
    assert not app.window.beyond.shown
    assert app.window.console.isVisible()


def test_a_lesson_begins_at_the_knobs_and_a_person_may_look_beyond(opened: Opened) -> None:
    app = opened()
    app.window.beyond.go()
    show = begin(app)
    assert not app.window.beyond.shown
    go_to(show, 0.5)
    app.window.beyond.go()
    go_to(show, 0.7)
    assert app.window.beyond.shown
    view = app.window.beyond.view
    assert view is not None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not app.window.beyond.shown
    show.leave()
