"""A lesson comes near to a knob and goes away until all are in view."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.ui.lesson_view.lesson_view import LessonView

Opened = Callable[..., App]
LESSON = """
title = "Near"
idea = "A lesson for tests."
scenario = "digits"
seed = 3
[[step]]
say = "One knob."
seconds = 0
[[step]]
zoom = "neuron 12 -> digit 7"
seconds = 0
[[step]]
pause = 1
[[step]]
zoom = "all"
seconds = 2
[[step]]
pause = 1
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def go_to(app: App, show: LessonView, seconds: float) -> None:
    show.player.go_to(round(600 * seconds))
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def test_one_fader_and_then_all_of_them(opened: Opened) -> None:
    app = opened("ring", (1280, 800))
    show = app.window.open_lesson(parse_lesson(LESSON, "near"), auto=True)
    show.player.play()
    app.timer.stop()
    console, layout = app.window.console, app.window.session.layout
    knob = layout.index(1, 7, 11)
    sizes = []
    for seconds in (0.5, 1.5, 2.0, 2.5, 3.5):
        go_to(app, show, seconds)
        assert console.viewport().rect().contains(console.box_of(knob).center())
        sizes.append(console.box_of(knob).width())
    assert console.view.at_all
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 5 * sizes[-1]
    go_to(app, show, 0.5)
    assert console.box_of(knob).width() == sizes[0]
    assert abs(console.box_of(knob).center().x() - console.viewport().rect().center().x()) < 100
    show.leave()
    assert console.view.at_all


@pytest.mark.parametrize("closeness", [0.0, 0.4, 1.0])
def test_a_knob_among_a_million_is_in_the_middle_wherever_one_comes_from(
    opened: Opened, closeness: float
) -> None:
    from eq_sim.session.actions import Set

    app = opened("digits", (1280, 800))
    app.do(Set("hidden", (300, 300)))
    app.window.refresh()
    console = app.window.console
    knob = app.window.session.layout.index(1, 140, 123)
    for before in (0.0, 1.0):
        console.view.zoom_to(before, console.box_of(0).center().toPointF())
        console.view.look_at_knob(knob, closeness)
        view = console.viewport().rect()
        assert view.contains(console.box_of(knob).center())
        if closeness == 1:
            off = console.box_of(knob).center() - view.center()
            assert abs(off.x()) + abs(off.y()) < 4
