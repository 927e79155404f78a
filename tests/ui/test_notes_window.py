"""The presenter's own window on a laptop's screen, with the notes of every lesson."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, read_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.lessons.schedule import looks, schedule
from eq_sim.lessons.show import OnStage
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.lesson_view.notes import NotesWindow
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
LAPTOP = 1366, 768
FRAME = 40  # pixels that a system's own bar and frame take of its height

LESSON = """
title = "Short"
"title.de" = "Kurz"
idea = "A lesson for tests."
scenario = "house-price"
seed = 1
[[step]]
chapter = "One"
notes = "Say hello."
"notes.de" = "Guten Tag sagen."
[[step]]
say = "Three knobs."
"say.de" = "Drei Regler."
seconds = 1
[[step]]
train = 20
seconds = 1
[[step]]
say = "Twenty steps later."
"say.de" = "Zwanzig Schritte weiter."
seconds = 1
[[step]]
expect = "loss < 27"
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def of_no_file(name: str) -> Lesson:
    """Returns a lesson that the command line does not know: no process plays it for pictures."""
    return replace(load_lesson(name), name="a talk")


def notes_of(app: App, show: LessonView) -> NotesWindow:
    app.timer.stop()
    show.show_notes()
    assert show.notes is not None
    return show.notes


def cut(notes: NotesWindow) -> list[str]:
    """Returns what is neither whole in the window nor in a column that can be scrolled."""
    found = []
    for words in notes.findChildren(QLabel) + notes.findChildren(QPushButton):
        if not words.isVisible() or not words.text():
            continue
        column = next(
            (one for one in (notes.column, notes.beside) if one.isAncestorOf(words)), None
        )
        inside: QWidget = notes if column is None else column.widget()
        place = words.mapTo(inside, words.rect().topLeft())
        whole = inside.rect().contains(words.rect().translated(place))
        room = words.width() >= words.minimumSizeHint().width()
        if isinstance(words, QLabel) and words.wordWrap():
            room = words.height() >= words.heightForWidth(words.width())
        if column is not None:
            whole = whole and inside.width() <= column.viewport().width()
        if not whole or not room:
            found.append(f"{words.text()[:60]!r} {words.geometry()} in {inside.size()}")
    return found


class Standing:
    """What a lesson shows at its longest notes: nothing is played for it."""

    def __init__(self, player: Player, stage: OnStage) -> None:
        self._player, self.on_stage = player, stage

    def __getattr__(self, name: str) -> object:
        return getattr(self._player, name)


@pytest.mark.parametrize("text", [pytest.param(100, marks=pytest.mark.slow), 150])
def test_the_longest_notes_of_every_lesson_fit_a_laptop(opened: Opened, text: int) -> None:
    """In each language: whole, or in a column that scrolls; what is around them stays whole."""
    app = opened("ring", LAPTOP)
    app.window.set_look(replace(current(), text=text), remember=False)
    show = app.window.open_lesson(of_no_file("a-new-kind-of-music"))
    show.present()
    notes = notes_of(app, show)
    notes.resize(LAPTOP[0], LAPTOP[1] - FRAME)
    player = show.player
    assert isinstance(player, Player)
    for name in bundled_lessons():
        lesson = load_lesson(name)
        for language in ("en", "de"):
            steps = [step for step in lesson.steps if step.notes]
            longest = max((step.texts("notes")[language] for step in steps), key=len)
            said = max(
                (step.texts("say")[language] for step in lesson.steps if step.key == "say"), key=len
            )
            stage = replace(player.on_stage, notes=longest, next_text=said)
            notes.player = Standing(player, stage)  # type: ignore[assignment]
            for _ in range(2):
                notes.refresh()
                QApplication.processEvents()
            assert (notes.width(), notes.height()) == (LAPTOP[0], LAPTOP[1] - FRAME)
            assert notes.notes.text() == longest
            assert cut(notes) == [], (name, language)
            assert QFontMetrics(notes.notes.font()).height() >= 14 * text / 100
    notes.player = player
    show.leave()


def test_notes_speak_the_captions_language_and_scroll(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    app = opened("ring")
    show = app.window.open_lesson(read_lesson(path), "de")
    notes = notes_of(app, show)
    assert notes.notes.text() == "Guten Tag sagen."
    assert notes.now.text() == "Drei Regler."
    assert notes.coming.text() == "Zwanzig Schritte weiter."
    show.bar.speak_in("en")
    assert notes.notes.text() == "Say hello."
    assert not notes.talk_time.isVisible()
    assert notes.buttons == []  # nothing is presented: the window has them
    player = show.player
    assert isinstance(player, Player)
    stage = replace(player.on_stage, notes="A long note. " * 200)
    notes.player = Standing(player, stage)  # type: ignore[assignment]
    for _ in range(2):
        notes.refresh()
        QApplication.processEvents()
    rail = notes.column.verticalScrollBar()
    assert rail.maximum() > 0
    QTest.keyClick(notes, KEY.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert rail.value() > 0
    QTest.keyClick(notes, KEY.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert rail.value() == 0
    notes.player = player
    show.leave()


def test_the_clock_of_the_talk_and_the_buttons(opened: Opened) -> None:
    seconds = [100.0]
    app = opened("ring", (1280, 720), clock=lambda: seconds[0])
    show = app.window.open_lesson(of_no_file("one-knob"))
    show.present()
    notes = notes_of(app, show)
    assert notes.talk_time.text() == "Talk 0:00"
    seconds[0] += 754
    notes.refresh()
    assert notes.talk_time.text() == "Talk 12:34"
    QTest.mouseClick(notes.reset, LEFT)
    app.timer.stop()
    assert notes.talk_time.text() == "Talk 0:00"
    assert notes.state.text() == "Paused"
    by_words = {button.text(): button for button in notes.buttons}
    QTest.mouseClick(by_words["Black screen"], LEFT)
    app.timer.stop()
    presentation = show.hall.presentation
    assert presentation is not None
    assert presentation.black.isVisible()
    assert notes.state.text() == "Black screen"
    QTest.keyClick(notes, KEY.Key_Period)  # a clicker, while the notes have the keyboard
    app.timer.stop()
    assert not presentation.black.isVisible()
    tick = show.player.tick
    QTest.mouseClick(by_words["Next"], LEFT)
    app.timer.stop()
    assert show.player.tick > tick
    # What is presented goes on with another lesson; the clock, too.
    seconds[0] += 60
    app.window.play_lesson(of_no_file("three-knobs"))
    now = app.window.show_now
    assert now is not None
    assert notes_of(app, now).talk_time.text() == "Talk 1:00"
    by_words = {button.text(): button for button in notes_of(app, now).buttons}
    QTest.mouseClick(by_words["End the presentation"], LEFT)
    app.timer.stop()
    assert not app.window.isFullScreen()
    now.leave()


def test_pictures_of_what_is_said_are_the_same_however_one_comes_there(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    lesson = read_lesson(path)
    seen = looks(schedule(lesson))
    assert seen == {0: 1199, 1200: 1799}  # a chapter and what is said at once are one
    film = OffscreenFilm(lesson, (640, 540), "dark")
    in_a_row = list(film.pictures_at(seen.values()))
    film.close()
    film = OffscreenFilm(lesson, (640, 540), "dark")
    assert list(film.pictures_at([1799])) == in_a_row[1:]
    film.close()
    assert in_a_row[0] != in_a_row[1]


@pytest.mark.slow
def test_the_next_picture_comes_from_a_process_beside(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    app = opened("ring")
    app.window.play_lesson(read_lesson(path), os.fspath(path))
    show = app.window.show_now
    assert show is not None
    player = show.player
    player.pause()
    theta = app.session.parameters.theta.copy()
    show.present()
    notes = notes_of(app, show)
    assert notes.no_picture.text() == "Its picture is being made."
    qtbot.waitUntil(lambda: notes.picture.image is not None)
    assert notes.picture.isVisible()
    assert (app.session.parameters.theta == theta).all()
    screen = app.window.screen().size()
    film = OffscreenFilm(
        read_lesson(path), (2 * round(270 * screen.width() / screen.height()), 540), "dark"
    )
    (expected,) = film.pictures_at([1799])
    film.close()
    image = notes.picture.image
    assert image is not None
    assert image == type(image).fromData(expected)
    show.leave()


def test_pictures_are_of_what_plays_now_and_lie_nowhere_else(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(QProcess, "start", lambda _, __, words: started.append(words))
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    app = opened("ring")
    app.window.play_lesson(read_lesson(path), os.fspath(path))
    show = app.window.show_now
    assert show is not None
    notes = notes_of(app, show)
    show.refresh()
    assert len(started) == 1
    path.write_text(LESSON.replace("Three knobs.", "Three other knobs."))
    show.take_up(read_lesson(path), 600)  # as it has been edited
    app.timer.stop()
    assert len(started) == 2
    assert started[1][started[1].index("stills") + 1] == os.fspath(path)
    monkeypatch.setenv("TMPDIR", os.fspath(tmp_path / "no room"))
    show.take_up(read_lesson(path), 700)
    app.timer.stop()
    assert len(started) == 2
    said = "There is no picture: it could not be made beside the lesson."
    assert notes.no_picture.text() == said
    show.leave()


def test_without_a_file_it_is_said_that_there_is_no_picture(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(LESSON)
    app = opened("ring")
    show = app.window.open_lesson(read_lesson(path))
    path.unlink()
    notes = notes_of(app, show)
    assert notes.no_picture.text().startswith("There is no picture")
    assert not notes.picture.isVisible()
    show.leave()
