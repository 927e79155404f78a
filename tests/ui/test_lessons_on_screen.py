"""Lessons in the window: played, stopped, touched, presented, filmed."""

import gc
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, parse_lesson
from eq_sim.lessons.language.panel_names import SHIPPED
from eq_sim.lessons.show import OnStage
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.session.actions import Turn
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.lesson_view.presenting import CAPTION_SHARE
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
AtRest = Callable[[App], None]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton

SHORT = """
title = "Short"
idea = "A lesson for tests."
scenario = "ring"
seed = 3

[[step]]
chapter = "One"

[[step]]
say = "First, a knob."
seconds = 1
notes = "Say hello."

[[step]]
highlight = "x1 -> neuron 1, layer 1"

[[step]]
turn = "x1 -> neuron 1, layer 1"
to = 1.5
seconds = 1

[[step]]
guess = "What now?"
answers = ["up", "down"]
right = 1
reveal = "Up it went."

[[step]]
chapter = "Two"

[[step]]
hide = ["output"]

[[step]]
highlight = "panel loss"

[[step]]
say = "Now training."
seconds = 1

[[step]]
train = 50
seconds = 2

[[step]]
expect = "loss < 1"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings", "output", "loss"))


def begin(app: App, *, auto: bool = False) -> LessonView:
    show = app.window.open_lesson(parse_lesson(SHORT, "short"), auto=auto)
    show.bar.toggle()
    return show


def pass_time(app: App, show: LessonView, seconds: float) -> None:
    """Lets the lesson's time pass, frame by frame, as the timer does."""
    app.timer.stop()
    for _ in range(round(60 * seconds)):
        app._play(show, 1 / 60)
    app.timer.stop()
    QApplication.processEvents()


def test_a_lesson_plays_waits_and_goes_on(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    player, bar = show.player, show.bar
    assert app.session.scenario.name == "ring"
    pass_time(app, show, 0.5)
    assert bar.caption.text == "First, a knob."
    assert show.spotlight.boxes == ()
    pass_time(app, show, 1.0)
    lit, *_ = show.spotlight.boxes  # with it what the knob says
    knob = app.session.layout.index(0, 0, 0)
    console = app.window.console
    center = console.viewport().mapTo(app.window, console.center_of(knob).toPoint())
    assert lit.contains(center)
    for _ in range(20):
        pass_time(app, show, 0.5)
        if player.on_stage.waits_for:
            break
    assert app.session.parameters.theta[knob] == pytest.approx(1.5)
    assert player.on_stage.waits_for == "answer"
    assert bar.caption.text == "What now?"
    assert [button.text() for button in bar.answers] == ["up", "down"]
    QTest.mouseClick(bar.answers[1], LEFT)
    app.timer.stop()
    assert bar.caption.text == "Up it went."
    assert [button.text() for button in bar.answers] == ["✓ up", "✗ down"]
    pass_time(app, show, 20)
    assert player.finished
    assert player.findings
    assert all(finding.held for finding in player.findings)
    assert app.session.step == 50
    assert app.window.docks["output"].isHidden()
    assert "The end" in bar.hint.text()
    show.leave()
    assert not app.window.docks["output"].isHidden()
    assert app.window.show_now is None


def test_a_lesson_from_the_menu_plays_by_itself(
    opened: Opened, qtbot: QtBot, at_rest: AtRest
) -> None:
    """By the window's own timer, from the menu on, with nothing else pressed."""
    app = opened()
    menu = app.window.menus["&Lessons"]
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    show = app.window.show_now
    assert show is not None
    qtbot.waitUntil(lambda: show.player.seconds > 0.3)
    assert show.bar.play.text() == "Pause"
    QTest.mouseClick(show.bar.play, LEFT)
    qtbot.waitUntil(lambda: not app.timer.isActive())
    stood = show.player.tick
    at_rest(app)
    assert show.player.tick == stood
    assert show.bar.play.text() == "Play"
    QTest.mouseClick(show.bar.play, LEFT)
    qtbot.waitUntil(lambda: show.player.tick > stood)
    show.leave()


@pytest.mark.parametrize("width", [960, 1280])
def test_nothing_in_the_bar_is_cut_off(opened: Opened, width: int) -> None:
    app = opened("ring", (width, 720), panels=PANELS)
    assert app.window.docks.more
    show = begin(app)
    app.timer.stop()
    QApplication.processEvents()
    assert not app.window.docks.more
    bar = show.bar
    for button in (bar.back, bar.play, bar.next, *bar.controls.findChildren(QPushButton)):
        assert button.width() >= button.minimumSizeHint().width()
        right = button.mapTo(bar, button.rect().topRight()).x()
        assert right <= bar.width()
    show.leave()
    assert app.window.docks.more


def test_a_panel_that_is_spoken_of_comes_out(opened: Opened) -> None:
    app = opened(panels=PANELS)
    lesson = parse_lesson(SHORT.replace('"panel loss"', '"panel hyperparameters"'), "short")
    show = app.window.open_lesson(lesson, auto=True)
    show.player.play()
    while not any(lit.panel for lit in show.player.on_stage.highlights):
        show.player.advance(60)
    show.refresh()
    QApplication.processEvents()
    show.refresh()
    assert app.window.docks["settings"].isVisible()
    assert show.spotlight.boxes
    show.leave()


def test_a_touch_stops_it_and_play_brings_it_back(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 1.5)
    where, theta = show.player.tick, app.session.parameters.theta.copy()
    console = app.window.console
    view, at = console.viewport(), console.center_of(20).toPoint()
    QTest.mousePress(view, LEFT, pos=at)
    assert not show.player.playing
    QTest.mouseMove(view, at - QPoint(0, 30))
    QTest.mouseRelease(view, LEFT, pos=at - QPoint(0, 30))
    assert app.session.parameters.theta[20] != theta[20]
    assert show.bar.hint.text().startswith("Touch anything")
    QTest.mouseClick(show.bar.play, LEFT)
    app.timer.stop()
    assert show.player.tick == where
    np.testing.assert_array_equal(app.session.parameters.theta, theta)
    show.leave()


def test_back_is_really_back(opened: Opened) -> None:
    app = opened()
    show = begin(app, auto=True)
    pass_time(app, show, 0.4)
    first = app.session.parameters.theta.copy()
    while app.session.step == 0:
        pass_time(app, show, 1)
    for _ in range(6):
        QTest.mouseClick(show.bar.back, LEFT)
    app.timer.stop()
    assert show.player.tick == 0
    assert app.session.step == 0
    np.testing.assert_array_equal(app.session.parameters.theta, first)
    show.bar.chapters.activated.emit(1)
    app.timer.stop()
    assert show.player.on_stage.chapter == 1
    show.leave()


def test_presenting_leaves_what_a_hall_needs(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    window = app.window
    before = current()
    show = begin(app)
    QTest.keyClick(window, KEY.Key_F5)
    app.timer.stop()
    height = window.screen().size().height()
    qtbot.waitUntil(
        lambda: window.isFullScreen() and show.bar.caption._pixels >= CAPTION_SHARE * height - 1e-6
    )
    assert 13 * current().scale >= height / 40 - 0.5
    assert not window.menuBar().isVisible()
    assert not window.bar.isVisible()
    assert window.docks["settings"].isHidden()
    assert not window.docks["loss"].isHidden()
    assert window.panel("loss").title.text().startswith("Train loss ")
    tick = show.player.tick
    QTest.keyClick(window, KEY.Key_PageDown)  # a remote clicker
    app.timer.stop()
    assert show.player.tick > tick
    QTest.keyClick(window, KEY.Key_PageUp)
    app.timer.stop()
    assert show.player.tick <= tick
    show.show_notes()
    assert show.notes is not None
    assert show.notes.notes.text() == "Say hello."
    QTest.keyClick(window, KEY.Key_Escape)
    app.timer.stop()
    assert not window.isFullScreen()
    assert current() == before
    assert window.menuBar().isVisible()
    show.leave()


def test_colours_and_words_may_change_in_a_lesson(opened: Opened) -> None:
    from dataclasses import replace

    app = opened()
    show = begin(app)
    pass_time(app, show, 1.2)
    before = show.bar.caption._pixels
    app.window.set_look(replace(current(), theme="light", text=130))
    assert show.bar.caption._pixels > before
    assert show.bar.caption._theme.name == "light"
    pass_time(app, show, 0.5)
    assert show.spotlight.boxes
    show.leave()
    app.window.set_look(replace(current(), theme="dark", text=100))


def test_controls_that_a_lesson_hides_stay_hidden_full_screen(opened: Opened) -> None:
    app = opened()
    show = begin(app, auto=True)
    pass_time(app, show, 12)
    assert app.window.docks["output"].isHidden()
    show.present()
    app.timer.stop()
    assert app.window.docks["output"].isHidden()
    show.present()
    show.leave()
    assert not app.window.docks["output"].isHidden()


def test_the_menu_lists_them_and_keys_answer(opened: Opened) -> None:
    app = opened()
    menu = app.window.menus["&Lessons"]
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    for name in bundled_lessons():
        assert any(load_lesson(name).title["en"] in title for title in titles)
    menu.actions()[0].trigger()
    app.timer.stop()
    show = app.window.show_now
    assert show is not None
    show.leave()
    show = begin(app)
    pass_time(app, show, 6)
    QTest.keyClick(app.window, KEY.Key_1)
    app.timer.stop()
    assert show.player.on_stage.question is not None
    assert show.player.on_stage.question.chosen == 0
    show.leave()


SHOWN_IN_A_HALL = ("four-steps",)
"""One with a stage of each kind; the others are among the slow tests."""


@pytest.mark.parametrize(
    ("name", "language"),
    [
        *((name, "en") for name in SHOWN_IN_A_HALL),
        *(
            pytest.param(name, language, marks=pytest.mark.slow)
            for name in bundled_lessons()
            for language in ("en", "de")
            if language == "de" or name not in SHOWN_IN_A_HALL
        ),
    ],
)
def test_every_lesson_shows_on_a_hall_screen(opened: Opened, name: str, language: str) -> None:
    app = opened("ring", (1280, 720))
    show = app.window.open_lesson(load_lesson(name), language, auto=True)
    show.arrange(720)
    show.player.play()
    for seconds in (3, 25, 60):
        show.player.go_to(600 * seconds)
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()
        assert show.bar.caption.text or show.player.on_stage.question
        assert show.bar.caption.height() >= 2 * 720 / 20
    app.timer.stop()
    show.leave()


def test_a_broken_lesson_is_refused_in_a_sentence(opened: Opened, tmp_path: Path) -> None:
    from eq_sim.lessons.files.lesson_file import read_lesson
    from eq_sim.lessons.lesson_error import LessonError

    path = tmp_path / "bad.toml"
    path.write_text(SHORT.replace("x1 -> neuron 1", "x9 -> neuron 1").replace("to = 1.5", ""))
    with pytest.raises(LessonError) as refused:
        read_lesson(path)
    text = str(refused.value)
    assert "x9" in text
    assert "step 4" in text  # all mistakes at once
    assert text.count("\n") >= 2


@pytest.mark.slow
def test_frames_are_what_the_window_shows_and_the_same_each_time() -> None:
    lesson = parse_lesson(SHORT, "short")
    seen = []
    for _ in range(2):
        film = OffscreenFilm(lesson, (640, 360), "dark")
        hashes, last = [], b""
        for picture in film.frames(12):
            last = picture.tobytes() if isinstance(picture, np.ndarray) else last
            hashes.append(hash(last))
        grabbed = film._window.grab().toImage()
        assert grabbed.pixel(320, 100) == film._image().pixel(320, 100)
        seen.append(hashes)
        assert [caption.text for caption in film.captions][:1] == ["First, a knob."]
        assert [chapter.title for chapter in film.chapters] == ["One", "Two"]
        film.close()
    assert seen[0] == seen[1]
    assert len(set(seen[0])) > 20


LEAPS = """
title = "Leaps"
idea = "A lesson for tests."
scenario = "house-price"
seed = 1
[[step]]
chapter = "Houses"
[[step]]
train = 30
seconds = 1
[[step]]
chapter = "A ring"
[[step]]
load = "ring"
seed = 1
[[step]]
train = 30
seconds = 1
[[step]]
chapter = "Digits"
[[step]]
load = "digits"
seed = 1
[[step]]
train = 30
seconds = 1
[[step]]
say = "{loss}"
"say.de" = "{loss}"
"""


def test_stills_show_every_panel(tmp_path: Path) -> None:
    """After a leap to another scenario all panels are there: none is blank or of the old one."""
    film = OffscreenFilm(parse_lesson(LEAPS, "leaps"), (1280, 720), "light", "de")
    made = film.stills(tmp_path, "still")
    assert len(made) >= 3
    output = film._window.panel("output").view
    assert output is not None
    place = output.mapTo(film._window, QPoint(0, 0))
    for path in made:
        picture = QImage(str(path))
        part = picture.copy(place.x(), place.y(), 180, 100)
        colors = {part.pixel(x, y) for x in range(0, 180, 3) for y in range(0, 100, 3)}
        assert len(colors) > 8, path.name
    assert film._window.panel("loss").plot is not None
    assert not film._window.panel("loss").plot.hint.isVisible()
    axis = film._window.panel("loss").plot.plot.getPlotItem().getAxis("bottom")
    assert axis.tickStrings([0.5], 1, 1) == ["0,5"]  # as the captions of its language have it
    film.close()


def test_touching_in_a_lesson_leaves_undo_alone(opened: Opened) -> None:
    app = opened()
    show = begin(app)
    pass_time(app, show, 1.5)
    app.do(Turn((20,), (1.0,)))
    assert app.session.undo.undo_name == f"turn {app.session.name(20)}"
    show.leave()


def test_a_live_session_is_recorded_and_played_in_the_window(
    opened: Opened, tmp_path: Path
) -> None:
    from PySide6.QtTest import QTest as Q

    from eq_sim.session.actions import Pause, Run
    from eq_sim.session.files.recording import read_recording

    app = opened()
    path = tmp_path / "mine.jsonl"
    app.filing.record(path)
    console = app.window.console
    view, at = console.viewport(), console.center_of(4).toPoint()
    Q.mousePress(view, LEFT, pos=at)
    Q.mouseMove(view, at - QPoint(0, 20))
    Q.mouseRelease(view, LEFT, pos=at - QPoint(0, 20))
    app.do(Run())
    app.session.advance(steps=40)
    app.do(Pause())
    theta = app.session.parameters.theta.copy()
    app.filing.stop_recording()
    assert any(isinstance(item.action, Turn) for item in read_recording(path))
    app.filing.making.of_file(path)
    app.filing.making.finish_telling()
    shown = app.filing.making.shown
    assert shown is not None
    assert "turn = " in shown.desk.script.text
    shown.close()
    app.do(Turn((9,), (2.0,)))
    app.filing.play_recording(path)
    app.timer.stop()
    show = app.window.show_now
    assert show is not None
    show.player.go_to(show.player.length)
    np.testing.assert_array_equal(app.session.parameters.theta, theta)
    show.leave()
    path.write_text("rubbish")
    app.filing.play_recording(path)
    assert "not a recording" in app.window.console_panel.notice.text()


def test_closing_the_window_ends_a_recording(opened: Opened, tmp_path: Path) -> None:
    from eq_sim.session.files.recording import read_recording

    app = opened()
    app.filing.record(tmp_path / "mine.jsonl")
    app.do(Turn((9,), (2.0,)))
    app.window.close()
    assert app.filing.recorder is None
    assert read_recording(tmp_path / "mine.jsonl")[-1].checksum is not None


@pytest.mark.slow
def test_a_lesson_that_was_left_is_freed(opened: Opened, qtbot: QtBot) -> None:
    """Its view, event filter, bar, notes and film dialog: nothing stays behind in the window."""
    app = opened()
    before = len(app.window.findChildren(QObject))
    menu = app.window.menus["&Lessons"]
    gone: list[str] = []
    kept = []
    for round_ in range(3):
        show = begin(app)
        pass_time(app, show, 1.2)
        show.show_notes()
        show.ask_film()
        menu.aboutToShow.emit()  # the menu now names what can be done with it
        for name, thing in (("view", show), ("bar", show.bar), ("spotlight", show.spotlight)):
            thing.destroyed.connect(lambda *_, name=name: gone.append(name))
            kept.append(weakref.ref(thing))
        kept += [weakref.ref(thing) for thing in (show.notes, show.film, show.player)]
        del thing
        if round_ == 1:
            show.present()
        show.leave()
        del show
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    assert sorted(gone) == ["bar"] * 3 + ["spotlight"] * 3 + ["view"] * 3
    gc.collect()
    assert [thing() for thing in kept if thing() is not None] == []
    menu.aboutToShow.emit()
    assert len(app.window.findChildren(QObject)) <= before + len(menu.actions())


def test_every_panel_that_a_lesson_can_name_is_in_the_window(opened: Opened) -> None:
    window = opened(panels=PANELS).window
    assert all(window.panel(name) is not None for name in SHIPPED)
    docked = {name for name in SHIPPED if window.docks.of(name) is not None}
    assert docked == set(SHIPPED) - {"console", "transport"}


class Silence:
    """The least that plays: ten seconds in which nothing is said."""

    title: ClassVar[dict[str, str]] = {"en": "Silence"}
    caption, on_stage, length = "", OnStage(), 6000

    def __init__(self) -> None:
        self.tick, self.speed, self.playing = 0, 1.0, False

    @property
    def seconds(self) -> float:
        return self.tick / 600

    @property
    def finished(self) -> bool:
        return self.tick >= self.length

    def play(self) -> None:
        self.playing = True

    def pause(self) -> None:
        self.playing = False

    def advance(self, ticks: int) -> None:
        self.go_to(self.tick + ticks)

    def next(self) -> None:
        self.go_to(self.length)

    def back(self) -> None:
        self.go_to(0)

    def go_to(self, tick: int) -> None:
        self.tick = tick


def test_the_window_plays_whatever_plays(opened: Opened) -> None:
    app = opened()
    show = app.window.open_show(Silence, "")
    show.bar.toggle()
    pass_time(app, show, 1)
    assert show.player.tick == 600
    assert show.bar.time.text().startswith("0:01")
    for key in (KEY.Key_1, KEY.Key_PageUp, KEY.Key_PageDown):
        QTest.keyClick(app.window, key)
        app.timer.stop()
    assert show.bar.hint.text() == "The end. Turn any knob."
    assert show.bar.chapters.count() == show.bar.language.count() == 0
    show.present()
    show.show_notes()
    show.ask_film()
    assert show.film is not None
    app.timer.stop()
    show.leave()
