"""The stage in the window: what a lesson shows takes the place of the desk, and gives it back."""

import ctypes
import os
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.panels.card import Dock
from eq_sim.ui.style.preferences import Preferences

Opened = Callable[..., App]
_M_PERTURB = -6  # of glibc's mallopt

LESSON = """
title = "Staged"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
[[step]]
show = ["output", "loss"]
[[step]]
say = "Two, side by side."
seconds = 2
[[step]]
show = ["console", "map", "loss"]
large = "console"
[[step]]
say = "The knobs, and two more."
seconds = 2
[[step]]
show = []
[[step]]
say = "All of it."
seconds = 2
[[step]]
expect = "loss < 9"
"""


def begun(app: App) -> LessonView:
    show = app.window.open_lesson(parse_lesson(LESSON, "staged"), auto=True)
    app.timer.stop()
    show.player.play()
    go_on(app, show, 1)
    return show


def go_on(app: App, show: LessonView, seconds: float) -> None:
    show.player.advance(round(seconds * TICKS))
    for _ in range(3):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def place(app: App, name: str) -> QRect:
    panel = app.window.panel(name)
    assert panel is not None
    assert panel.isVisible()
    return QRect(panel.mapTo(app.window, panel.rect().topLeft()), panel.size())


def shown(app: App) -> set[str]:
    keys = ("console", "output", "loss", "map", "settings")
    panels = {key: app.window.panel(key) for key in keys}
    return {key for key, panel in panels.items() if panel is not None and panel.isVisible()}


def docks(app: App) -> list[bool]:
    return [dock.isHidden() for dock in app.window.docks.all]


def test_what_the_lesson_names_fills_the_stage_and_then_all_is_as_before(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    homes = {key: home(app, key) for key in ("console", "output", "loss", "map")}
    before = place(app, "console")
    show = begun(app)
    assert shown(app) == {"output", "loss"}
    output, loss = place(app, "output"), place(app, "loss")
    assert output.right() < loss.left()
    assert output.top() == loss.top()
    assert loss.left() - output.left() == pytest.approx(app.window.width() / 2, abs=12)
    go_on(app, show, 3)
    assert shown(app) == {"console", "map", "loss"}
    assert place(app, "console").width() > 0.55 * app.window.width()
    assert place(app, "map").bottom() < place(app, "loss").top()
    go_on(app, show, 2)  # the lesson leaves the stage
    assert {"console", "output", "loss"} <= shown(app)
    show.leave()
    QApplication.processEvents()
    assert {key: home(app, key) for key in homes} == homes
    assert place(app, "console").topLeft() == before.topLeft()


def home(app: App, key: str) -> QWidget | None:
    panel = app.window.panel(key)
    return None if panel is None else panel.parentWidget()


def test_the_shape_of_the_window_decides_and_not_its_pixels(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = begun(app)
    go_on(app, show, 3)
    shares = []
    for size in ((1280, 720), (2560, 1440)):
        app.window.resize(*size)
        go_on(app, show, 0)
        stage, console = show.stage.stage, place(app, "console")
        shares.append((console.width() / stage.width(), console.height() / stage.height()))
    assert shares[0] == pytest.approx(shares[1], abs=0.02)
    app.window.resize(1024, 768)
    go_on(app, show, 0)
    assert place(app, "console").bottom() < place(app, "map").top()
    assert place(app, "map").right() < place(app, "loss").left()
    show.leave()


def test_who_asks_for_a_panel_gets_the_desk_until_the_lesson_goes_on(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = begun(app)
    show.player.pause()
    go_on(app, show, 0)
    app.window.docks.bring("settings")
    go_on(app, show, 0)
    assert {"console", "output", "loss", "settings"} <= shown(app)
    show.player.play()
    go_on(app, show, 0.1)
    assert shown(app) == {"output", "loss"}
    show.leave()


@pytest.fixture
def written_over() -> Iterator[None]:
    """Memory that is given back is written over: whoever still looks at it falls at once."""
    perturb = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if perturb is not None:
        perturb(_M_PERTURB, 165)
    yield
    if perturb is not None:
        perturb(_M_PERTURB, 0)


@pytest.mark.usefixtures("written_over")
def test_whichever_panel_is_asked_for_comes_in_front_on_the_whole_desk(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    app.window.docks.show_more(True)
    show = begun(app)
    show.player.pause()
    go_on(app, show, 0)
    for asked in app.window.docks.view_actions():
        assert shown(app) == {"output", "loss"}
        asked.trigger()  # as its shortcut does
        go_on(app, show, 0)
        assert asked.isChecked(), asked.text()
        dock = asked.parent()
        assert isinstance(dock, Dock)
        assert dock.is_seen, asked.text()
        assert {"console", "output", "loss"} <= shown(app)
        show.player.play()
        go_on(app, show, 0.01)
        show.player.pause()
        go_on(app, show, 0)
    show.leave()


def test_what_is_said_is_seen_where_the_console_is_not(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = begun(app)
    app.window.say("This cannot be done.")
    QApplication.processEvents()
    notice = next(one for one in show.stage.stage.findChildren(QWidget) if one.isVisible()
                  and one.accessibleName() == "This cannot be done.")  # fmt: skip
    assert notice.geometry().intersects(show.stage.stage.rect())
    show.leave()


def test_f5_and_back_keep_the_stage_and_the_desk(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    before = docks(app)
    show = begun(app)
    show.present()
    go_on(app, show, 0)
    assert shown(app) == {"output", "loss"}
    assert app.window.menuBar().isHidden()
    show.present()
    go_on(app, show, 0)
    assert shown(app) == {"output", "loss"}
    show.leave()
    QApplication.processEvents()
    assert docks(app) == before
    assert {"console", "output", "loss"} <= shown(app)


def test_one_thing_fades_into_the_next_unless_nothing_is_to_move(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = begun(app)
    go_on(app, show, 1.9)  # into the next passage
    assert 0 < show.player.on_stage.passage < 1
    passing = [one for one in show.stage.stage.children() if type(one).__name__ == "Passing"]
    assert [one.isVisible() for one in passing if isinstance(one, QWidget)] == [True]
    go_on(app, show, 0.5)
    assert [one.isVisible() for one in passing if isinstance(one, QWidget)] == [False]
    app.window.set_look(Preferences(still=True), remember=False)
    show.player.go_to(0)
    go_on(app, show, 2.9)
    assert [one.isVisible() for one in passing if isinstance(one, QWidget)] == [False]
    show.leave()
    app.window.set_look(Preferences(), remember=False)
