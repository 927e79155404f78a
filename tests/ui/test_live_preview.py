"""A lesson's file is edited, and the stage follows: an author at an editor, beside the window."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QFileSystemWatcher, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson, parse_lesson
from eq_sim.lessons.player import Player
from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.dialogs import asking

Opened = Callable[..., App]

TEXT = """title = "Mine"
idea = "To be edited."
scenario = "ring"
seed = 3

[[step]]
show = ["console"]

[[step]]
say = "First."
seconds = 1

[[step]]
show = ["output"]

[[step]]
say = "Second."
seconds = 1

[[step]]
turn = "x1 -> neuron 3"
to = 1.5
seconds = 2

[[step]]
guess = "Which?"
answers = ["this", "that"]
right = 2
reveal = "That."
seconds = 1
after = 1

[[step]]
say = "Third."
seconds = 1
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


class Author:
    """Saves a file as editors do, and waits for what the window makes of it."""

    def __init__(self, app: App, path: Path, qtbot: QtBot) -> None:
        self.app, self.path, self._qtbot = app, path, qtbot

    def opens(self) -> None:
        self.app.filing.open(str(self.path))
        self.app.timer.stop()

    def save(self, text: str) -> None:
        """Writes it in place."""
        self.path.write_text(text, encoding="utf-8")

    def replace(self, text: str) -> None:
        """Writes another file and moves it there."""
        beside = self.path.with_name(".mine.toml.swp")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.path)

    def sees(self, caption: str) -> None:
        self._qtbot.waitUntil(lambda: self.caption == caption)
        assert not self.player.playing
        assert self.said == ""

    def reads(self, words: str) -> None:
        self._qtbot.waitUntil(lambda: words in self.said)

    def waits(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition)

    @property
    def player(self) -> Player:
        show = self.app.window.show_now
        assert show is not None
        assert isinstance(show.player, Player)
        return show.player

    @property
    def caption(self) -> str:
        assert self.app.window.show_now is not None
        return self.app.window.show_now.bar.caption.text

    @property
    def said(self) -> str:
        """What stands above the knobs, or on the stage."""
        show, panel = self.app.window.show_now, self.app.window.console_panel
        on_stage = show.stage.said if show is not None else ""
        return on_stage or (panel.notice.text() if panel.notice_row.isVisible() else "")


@pytest.fixture
def author(opened: Opened, tmp_path: Path, qtbot: QtBot) -> Author:
    author = Author(opened(), tmp_path / "mine.toml", qtbot)
    author.save(TEXT)
    author.opens()
    assert author.player.playing
    return author


def knob(app: App) -> float:
    return float(app.session.parameters.theta[app.session.layout.index(0, 2, 0)])


def test_the_stage_shows_the_step_that_was_changed(author: Author) -> None:
    show = author.app.window.show_now
    author.save(TEXT.replace("Second.", "Second, and better."))
    author.sees("Second, and better.")
    assert author.app.window.panel("output").isVisible()
    author.replace(TEXT.replace("First.", "The very first."))
    author.sees("The very first.")
    # What is turned is seen where it was turned to.
    author.replace(TEXT.replace("First.", "The very first.").replace("1.5", "–2.5"))
    author.sees("Second.")
    assert knob(author.app) == pytest.approx(-2.5, abs=1e-5)
    # An answer is seen, and a question before it is one; what was chosen is forgotten.
    author.save(TEXT.replace("1.5", "–2.5").replace("That.", "That, of course."))
    author.sees("First.")
    author.save(TEXT.replace("1.5", "–2.5"))
    author.sees("That.")
    author.save(TEXT.replace("1.5", "–2.5").replace('"this"', '"these"'))
    author.sees("Which?")
    assert [button.text() for button in show.bar.answers] == ["these", "that"]
    author.player.count_hands(1, 12)
    author.save(TEXT.replace("1.5", "–2.5"))
    author.waits(lambda: author.player.on_stage.question.hands == ())
    author.sees("Which?")
    # A step more, a step less, the last one gone, another experiment.
    step = '[[step]]\nsay = "New."\nseconds = 1\n\n'
    text = TEXT.replace("1.5", "–2.5")
    author.save(text.replace('[[step]]\nshow = ["output"]', f'{step}[[step]]\nshow = ["output"]'))
    author.sees("New.")
    author.save(text)
    author.sees("First.")
    author.save(text[: text.rindex("[[step]]")])
    author.sees("Which?")
    author.save(text.replace("seed = 3", "seed = 4"))
    author.sees("")
    assert author.app.session.seed == 4
    assert author.player.tick == 0


def test_words_of_the_lesson_as_a_whole_change_nothing_on_stage(author: Author) -> None:
    author.player.go_to(700)
    tick, before = author.player.tick, author.app.session.parameters.theta.tobytes()
    bar = author.app.window.show_now.bar
    assert not bar.language.isVisible()
    author.save("# nobody reads this\n" + TEXT.replace('"Mine"', '"Mine"\n"title.de" = "Meine"'))
    author.waits(lambda: "de" in author.player.lesson.title)
    assert bar.language.isVisible()
    assert author.player.tick == tick
    assert not author.player.playing
    assert author.app.session.parameters.theta.tobytes() == before


def test_a_broken_file_keeps_the_last_good_one_on_stage(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = author.app.window.show_now
    show.present()  # before an audience, too
    here = TEXT.replace("Second.", "Here.")
    author.save(here)
    author.sees("Here.")
    tick, before = author.player.tick, author.app.session.parameters.theta.tobytes()
    author.save(here.replace("turn =", "trun ="))
    author.reads("line 20, step 5: 'trun' is no kind of step: did you mean 'turn'?")
    assert author.said.startswith(f"{author.path}: 1 mistake\n")
    assert (author.caption, author.player.tick) == ("Here.", tick)
    author.save(TEXT.replace('"Second."', "Second."))  # another mistake in the place of this one
    author.reads("line 17: it is not TOML")
    # A step that cannot be done when its time has come.
    step = '[[step]]\nset = "learning_rate"\nto = "1 / step"\n\n'
    author.save(here.replace('[[step]]\nturn = "x1', f'{step}[[step]]\nturn = "x1'))
    author.reads(f"{author.path}: line 20, step 5 (set): '1 / step' has no value here")
    assert (author.caption, author.player.tick) == ("Here.", tick)
    assert author.app.session.parameters.theta.tobytes() == before
    author.path.unlink()
    author.reads("cannot be read")
    with monkeypatch.context() as patch:
        patch.setattr("eq_sim.lessons.files.lesson_file.parsed_toml", no_memory)
        author.replace(TEXT.replace("Second.", "Much."))
        author.reads("not enough memory")
    assert author.caption == "Here."
    author.replace(TEXT.replace("Second.", "Mended."))
    author.sees("Mended.")
    assert author.app.window.show_now is show
    assert show.presenting
    show.present()


def no_memory(_: str) -> None:
    raise MemoryError


def test_where_nobody_tells_of_a_change_it_is_found(
    opened: Opened, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileSystemWatcher, "addPaths", lambda *_: [])
    author = Author(opened(), tmp_path / "mine.toml", qtbot)
    # One that is broken when it is opened is played as soon as it is mended.
    author.path.write_bytes(TEXT.replace("idea =", "ideal =").encode("utf-16"))
    author.opens()
    assert "line 2, ideal: unknown key 'ideal': did you mean 'idea'?" in author.said
    assert author.app.do(act.Set("learning_rate", 0.2))  # which is no reason to forget it
    assert author.said.startswith(f"{author.path}: 2 mistakes\n")
    author.save(TEXT)
    author.waits(lambda: author.app.window.show_now is not None)
    author.app.timer.stop()
    assert author.player.playing
    assert author.said == ""
    author.save(TEXT.replace("Second.", "Found."))
    author.sees("Found.")


def test_a_file_is_followed_as_long_as_its_lesson_plays(author: Author) -> None:
    app, files = author.app, author.app.filing.lessons
    assert files.followed == author.path
    app.window.play_lesson(parse_lesson(TEXT, "another"))
    app.timer.stop()
    assert files.followed is None
    author.opens()
    assert files.followed == author.path
    QTest.mouseClick(end_button(app), Qt.MouseButton.LeftButton)
    assert files.followed is None
    author.save(TEXT.replace("idea =", "ideal ="))
    author.opens()
    assert files.followed == author.path
    app.do(act.Load(load_scenario("xor"), 1))
    author.save(TEXT)
    author.waits(lambda: files.followed is None)
    assert app.window.show_now is None
    assert app.session.scenario.name == "xor"


def end_button(app: App) -> QPushButton:
    buttons = app.window.show_now.bar.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == "End lesson")


def test_a_lesson_is_edited_from_the_menu(
    author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, answers, window = list[str](), iter([True, False]), author.app.window

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return next(answers)

    def choose(words: str, *saved_as: str) -> None:
        names = iter(saved_as)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (next(names, ""), ""))
        menu = window.menus["&Lessons"]
        menu.aboutToShow.emit()
        (entry,) = (each for each in menu.actions() if each.text().replace("&", "") == words)
        entry.trigger()
        author.app.timer.stop()

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    choose("Edit this lesson")
    assert opened == [str(author.path)]
    assert "each time you save it, the stage shows what you changed" in author.said
    window.play_lesson(load_lesson("one-knob"))
    author.app.timer.stop()
    choose("Edit a copy of this lesson…")
    choose("Edit a copy of this lesson…", str(tmp_path / "none" / "a.toml"))
    assert "cannot be written" in author.said
    assert len(opened) == 1
    written = tmp_path / "copied.toml"
    written.write_text("# somebody's\n", encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(asking, "agreed", lambda _, words, *__: bool(asked.append(words)))
    choose("Edit a copy of this lesson…", str(tmp_path / "copied"))
    assert asked == ["copied.toml is there already."]
    assert written.read_text(encoding="utf-8") == "# somebody's\n"
    assert len(opened) == 1
    written.unlink()
    choose("Edit a copy of this lesson…", str(tmp_path / "copied"))
    assert written.read_bytes() == resource("lessons", "one-knob.toml").read_bytes()
    assert opened[-1] == window.show_now.source == str(written)
    assert author.said.startswith("No program here opens ")
