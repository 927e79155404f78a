"""Films from the window: made, cancelled, refused; and a window closed meanwhile."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import read_lesson
from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recorder import Recorder
from eq_sim.ui.lesson_view.film_dialog import FilmDialog
from eq_sim.ui.style.preferences import Preferences, use

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton

SHORT = """
title = "Short"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One"

[[step]]
say = "Three knobs."
seconds = 1

[[step]]
train = 20
seconds = 1

[[step]]
expect = "loss < 30"
"""


@pytest.fixture
def dialog(opened: Opened, tmp_path: Path) -> FilmDialog:
    path = tmp_path / "short.toml"
    path.write_text(SHORT)
    app = opened()
    show = app.window.open_lesson(read_lesson(path))
    show.source = str(path)
    show.ask_film()
    assert show.film is not None
    show.film.size_box.addItem("320x180")
    show.film.size_box.setCurrentText("320x180")
    show.film.path.setText(str(tmp_path / "short.mp4"))
    return show.film


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def test_a_film_is_made(dialog: FilmDialog, qtbot: QtBot, tmp_path: Path) -> None:
    press(dialog.start)
    assert dialog.running
    assert dialog.start.text() == "Cancel"
    qtbot.waitUntil(lambda: not dialog.running)
    assert dialog.said.text().startswith("Done")
    with av.open(str(tmp_path / "short.mp4")) as film:
        stream = film.streams.video[0]
        assert (stream.width, stream.height) == (320, 180)
        assert sum(1 for _ in film.decode(video=0)) > 90
    assert "Three knobs." in (tmp_path / "short.srt").read_text()
    assert "One" in (tmp_path / "short.chapters.txt").read_text()


@pytest.mark.slow
def test_what_is_not_as_it_should_be_is_told_of_a_film_that_was_made(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    recording = tmp_path / "mine.jsonl"
    recorder = Recorder(open_session("ring"), recording, lambda: 0.0)
    recorder.session.apply(Train(3))
    recorder.stop()
    recording.write_text(recording.read_text().rstrip()[:-1])
    app = opened()
    dialog = FilmDialog("Mine", str(recording), "dark", "en", app.window.clock, app.window)
    qtbot.addWidget(dialog)
    dialog.size_box.addItem("320x180")
    dialog.size_box.setCurrentText("320x180")
    dialog.path.setText(str(tmp_path / "mine.mp4"))
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    done, warning = dialog.said.text().splitlines()
    assert done == f"Done: {tmp_path / 'mine.mp4'}"
    assert "its last line is torn" in warning


def choose_part(dialog: FilmDialog) -> None:
    """Chooses one chapter, one panel, transparent, by keys."""
    chapters = [dialog.chapter.itemText(n) for n in range(dialog.chapter.count())]
    assert chapters == ["all chapters", "1  One"]
    dialog.chapter.setFocus()
    QTest.keyClick(dialog.chapter, Qt.Key.Key_Down)
    things = {dialog.panel.itemData(n) for n in range(dialog.panel.count())}
    assert {"", "loss", "console", "output", "map"} <= things
    assert not {"transport", "slice", "hyperparameters"} & things
    QTest.keyClicks(dialog.panel, "Loss")
    assert dialog.panel.currentData() == "loss"
    for box in (dialog.keys, dialog.track, dialog.transparent):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
    assert not dialog.keys.isEnabled(), "they stand below captions in the picture"
    for widget in (dialog.chapter, dialog.panel):
        assert widget.accessibleName()


def test_for_a_transparent_film_an_mp4_becomes_a_webm(dialog: FilmDialog, tmp_path: Path) -> None:
    choose_part(dialog)
    assert dialog.path.text() == str(tmp_path / "short.webm")
    assert dialog.sizeHint().height() < 480  # at 150 % less than 720


@pytest.mark.slow
def test_a_part_is_filmed(dialog: FilmDialog, qtbot: QtBot, tmp_path: Path) -> None:
    choose_part(dialog)
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    assert dialog.said.text().startswith("Done"), dialog.said.text()
    with av.open(str(tmp_path / "short.webm")) as film:
        assert film.streams.video[0].metadata["ALPHA_MODE"] == "1"  # as Matroska writes it
        assert film.streams.subtitles


def test_a_cancelled_film_leaves_nothing(dialog: FilmDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.size_box.setCurrentText("1920x1080")
    press(dialog.start)
    qtbot.waitUntil(lambda: "left" in dialog.said.text())
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    assert "Cancelled" in dialog.said.text()
    assert [path.name for path in tmp_path.iterdir() if "short.mp4" in path.name] == []


@pytest.mark.slow
def test_the_window_is_closed_while_a_film_is_made(
    dialog: FilmDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    press(dialog.start)
    qtbot.waitUntil(lambda: "Preparing" not in dialog.said.text())
    process = dialog.process
    window = dialog.parent()
    window.close()  # type: ignore[union-attr]
    assert process.state() == process.ProcessState.NotRunning
    assert [path.name for path in tmp_path.iterdir() if "short.mp4" in path.name] == []


def test_what_cannot_be_made_is_said_in_the_language_of_the_window(
    dialog: FilmDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    use(Preferences(language="de"))
    dialog.path.setText(str(tmp_path / "nowhere" / "short.mp4"))
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    folder = tmp_path / "nowhere"
    said = f"{folder / 'short.mp4'} lässt sich nicht schreiben: den Ordner {folder} gibt es nicht"
    assert dialog.said.text() == said


def test_what_cannot_be_made_is_said(dialog: FilmDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog.path.setText(str(tmp_path / "nowhere" / "short.mp4"))
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    assert "nowhere" in dialog.said.text()
    assert "Traceback" not in dialog.said.text()


@pytest.mark.slow
def test_a_file_in_the_present_folder_is_nobodys_module(
    dialog: FilmDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "downloads"
    elsewhere.mkdir()
    for name in ("av", "queue", "eq_sim"):
        (elsewhere / f"{name}.py").write_text(f"open({str(elsewhere / 'run')!r}, 'w')\n")
    monkeypatch.chdir(elsewhere)
    press(dialog.start)
    qtbot.waitUntil(lambda: not dialog.running)
    assert dialog.said.text().startswith("Done")
    assert not (elsewhere / "run").exists()
