"""What a person does to a lesson that plays: keys, full screen, another scenario, no memory."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.session import actions as act
from eq_sim.session.session import Session
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
KNOB = "x1 -> neuron 1, layer 1"

LESSON = f"""
title = "Short"
idea = "A lesson for tests."
scenario = "ring"
seed = 3

[[step]]
chapter = "One"

[[step]]
highlight = "{KNOB}"

[[step]]
say = "First, a knob."
seconds = 2

[[step]]
turn = "{KNOB}"
to = 1.5
seconds = 1

[[step]]
guess = "What now?"
answers = ["up", "down"]
right = 1
highlight = "{KNOB}"

[[step]]
say = "It is at {{knob: {KNOB}}}."
seconds = 1
highlight = "{KNOB}"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings", "output", "loss"))


def begin(app: App, text: str = LESSON) -> LessonView:
    show = app.window.open_lesson(parse_lesson(text, "short"))
    show.bar.toggle()
    return show


def pass_time(app: App, show: LessonView, seconds: float) -> None:
    """Lets the lesson's time pass, frame by frame, as the timer does."""
    app.timer.stop()
    for _ in range(round(60 * seconds)):
        app._play(show, 1 / 60)
    app.timer.stop()
    QApplication.processEvents()


def press(app: App, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
    """Presses a key where the focus is."""
    QTest.keyClick(app.window.focusWidget() or app.window, key, held)
    app.timer.stop()


def test_space_is_play_and_pause_and_trains_nothing(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 0.5)
    app.window.console.setFocus()
    press(app, KEY.Key_Space)
    assert not show.player.playing
    assert not app.session.running
    press(app, KEY.Key_Space)
    assert show.player.playing
    assert not app.session.running
    show.leave()
    press(app, KEY.Key_Space)
    assert app.session.running  # without a lesson it trains, as ever


def test_space_after_a_click_on_next_does_not_press_next(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    QTest.mouseClick(show.bar.next, LEFT)
    app.timer.stop()
    where = show.player.tick
    press(app, KEY.Key_Space)
    assert (show.player.tick, show.player.playing) == (where, False)
    show.bar.next.setFocus(Qt.FocusReason.TabFocusReason)
    press(app, KEY.Key_Space)
    assert (show.player.tick, show.player.playing) == (where, True)
    press(app, KEY.Key_Return)  # with the keyboard alone it can still be pressed
    assert show.player.tick > where
    show.leave()


def test_space_in_a_field_is_a_space(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    app.window.docks.show_more(True)
    field = app.window.panel("hyperparameters").fields["learning_rate"].field
    field.setFocus()
    QTest.keyClick(field, KEY.Key_1)  # somebody types
    text = field.text()
    QTest.keyClick(field, KEY.Key_Space)
    assert field.text() != text
    assert show.player.playing
    assert not app.session.running
    show.leave()


def test_space_on_a_list_is_play_and_pause(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    show.bar.speed.setFocus(Qt.FocusReason.TabFocusReason)
    press(app, KEY.Key_Space)
    assert not show.player.playing
    assert not show.bar.speed.view().isVisible()
    assert not app.session.running
    show.leave()


def frames(app: App, show: LessonView) -> bool:
    """Whether the spotlight is around the knob that the lesson speaks of."""
    boxes, console = show.spotlight.boxes, app.window.console
    knob = console.box_of(app.session.layout.index(0, 0, 0), whole=True)
    view = console.viewport()
    seen = knob.intersected(view.rect())
    return boxes == (QRect(view.mapTo(app.window, seen.topLeft()), seen.size()),)


def test_the_spotlight_follows_full_screen_and_back(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1280, 720))
    show = begin(app)
    pass_time(app, show, 0.5)
    assert frames(app, show)
    press(app, KEY.Key_Space)  # nothing else happens from here on
    for key in (KEY.Key_F5, KEY.Key_Escape):
        full = key == KEY.Key_F5
        press(app, key, Qt.KeyboardModifier.ShiftModifier if full else PLAIN)
        qtbot.waitUntil(lambda full=full: app.window.isFullScreen() == full)
        qtbot.waitUntil(lambda: frames(app, show))
        for _ in range(5):
            QApplication.processEvents()
        assert frames(app, show)
    app.window.resize(1000, 640)
    qtbot.waitUntil(lambda: frames(app, show))
    app.window.docks["loss"].hide()
    qtbot.waitUntil(lambda: frames(app, show))
    show.leave()


def test_the_spotlight_goes_out_at_the_end(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 0.5)
    assert show.spotlight.dims
    show.player.go_to(show.player.length)
    show.refresh()
    assert show.player.finished
    assert not show.spotlight.dims
    press(app, KEY.Key_PageUp)
    assert show.spotlight.dims  # back where it is spoken of
    show.leave()


def of_the_lesson(app: App) -> list[QWidget]:
    """What of a lesson can be seen in the window."""
    names = ("LessonBar", "Spotlight", "CaptionLabel", "NotesWindow")
    widgets = app.window.findChildren(QWidget)
    return [each for each in widgets if type(each).__name__ in names and each.isVisible()]


def test_another_scenario_is_the_end_of_the_lesson(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 2.5)
    assert of_the_lesson(app)
    QTest.keyClick(app.window, KEY.Key_2, Qt.KeyboardModifier.ControlModifier)
    app.timer.stop()
    QApplication.processEvents()
    assert app.session.scenario.name == "one-knob"
    assert app.window.show_now is None
    assert of_the_lesson(app) == []
    assert app.session.held == ()
    assert not app.session.running


def test_a_scenario_that_is_refused_leaves_the_lesson_where_it_is(
    opened: Opened, tmp_path: Path
) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 0.5)
    (tmp_path / "bad.toml").write_text("name = 3")
    app.filing.open(str(tmp_path / "bad.toml"))
    assert app.window.show_now is show
    show.leave()


def test_a_maximised_window_comes_back_maximised(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    window = app.window
    show = begin(app)
    window.showMaximized()
    qtbot.waitUntil(window.isMaximized)
    for switch in (show.present, window.full_screen):
        switch()
        qtbot.waitUntil(window.isFullScreen)
        switch()
        qtbot.waitUntil(lambda: window.isMaximized() and not window.isFullScreen())
    window.showNormal()
    window.full_screen()
    window.full_screen()
    qtbot.waitUntil(lambda: not window.isMaximized() and not window.isFullScreen())
    show.leave()


def test_the_speeds_have_the_decimal_sign_of_everything_else(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    speed = show.bar.speed
    assert speed.currentText() == "1×"
    assert speed.itemText(0) == "0.5×"
    app.window.set_look(replace(current(), decimal="comma"))
    assert [speed.itemText(n) for n in range(5)] == ["0,5×", "0,75×", "1×", "1,5×", "2×"]
    assert speed.currentText() == "1×"
    app.window.set_look(replace(current(), decimal="point"))
    assert speed.itemText(0) == "0.5×"
    show.leave()


def no_memory_for(
    kind: type[act.Action], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = session.apply

    def watched(action: act.AnyAction) -> object:
        if isinstance(action, kind):
            raise MemoryError  # noqa: TRY004 - of no type is there anything wrong
        return apply(action)

    monkeypatch.setattr(session, "apply", watched)


@pytest.mark.parametrize("how", ["plays", "chapter"])
def test_a_lesson_without_memory_says_so_and_waits(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    app = opened()
    show = begin(app, LESSON + '[[step]]\nchapter = "Two"\n')
    notice = app.window.console_panel.notice
    no_memory_for(act.Turn, app.session, monkeypatch)
    if how == "plays":
        pass_time(app, show, 3)
    else:
        show.bar.chapters.activated.emit(1)
    app.timer.stop()
    assert not show.player.playing
    assert notice.text().startswith("There is not enough memory to go on with this.")
    monkeypatch.undo()
    press(app, KEY.Key_Space)  # with memory again it goes on
    pass_time(app, show, 4)
    assert app.session.parameters.theta[0] == pytest.approx(1.5)
    show.leave()


def test_a_lesson_that_cannot_be_loaded_is_a_sentence(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtWidgets import QFileDialog

    app = opened()
    path = tmp_path / "mine.toml"
    path.write_text(LESSON)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    no_memory_for(act.Load, app.session, monkeypatch)
    app.window.ask_lesson()
    app.timer.stop()
    assert "not enough memory" in app.window.console_panel.notice.text()
    assert app.window.show_now is None
    assert of_the_lesson(app) == []
    menu = app.window.menus["&Lessons"]
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    app.timer.stop()
    assert app.window.show_now is None
    assert "not enough memory" in app.window.console_panel.notice.text()
