"""Sound in the window, as a person asks for it, on a device that plays to nobody."""

import threading
import wave
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import BackToStart, Load, Train, Turn, Undo
from eq_sim.session.scenario import load_scenario
from eq_sim.sound import fetching, player, sources
from eq_sim.sound.listening import response_heard
from eq_sim.sound.loop import Loop
from eq_sim.sound.rate import RATE
from eq_sim.sound.sound_error import SoundError
from eq_sim.sound.sources import SHIPPED
from eq_sim.ui.models import hearing as models
from eq_sim.ui.models.hearing import Hearing
from eq_sim.ui.panels.sound_panel import SoundPanel
from eq_sim.ui.style.preferences import Preferences

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sound")]


def look(app: App) -> None:
    app.window.refresh()
    QApplication.processEvents()


def panel(app: App) -> SoundPanel:
    found = app.window.panel("sound")
    assert isinstance(found, SoundPanel)
    return found


def hearing(app: App) -> Hearing:
    return app.window.models.hearing


def wish(app: App) -> player.Wish:
    now = hearing(app)._player
    assert now is not None
    return now.wish


def ask(app: App, qtbot: QtBot) -> SoundPanel:
    """Asks for the sound by the button below the response, and waits until music plays."""
    output = app.window.panel("output")
    QTest.mouseClick(output.hear, LEFT)
    shown = panel(app)
    qtbot.waitUntil(lambda: "through a bad radio" in shown.heard.text())
    return shown


def is_drawn(app: App) -> bool:
    """Whether what is heard is the response that is drawn."""
    response, drawn = wish(app).response, response_heard(app.session)
    return response is not None and response.same_as(drawn)


def test_it_is_silent_until_asked_and_then_follows_every_knob(opened: Opened, qtbot: QtBot) -> None:
    app = opened("equalizer")
    app.window.docks.show_more(False)
    output = app.window.panel("output")
    look(app)
    assert output.hear.isVisible()
    assert (output.hear.text(), threads()) == ("Hear it", [])
    shown = ask(app, qtbot)
    assert shown.isVisible()
    others = [app.window.docks.of(name) for name in ("map", "inspector", "compare")]
    assert [dock.isVisible() for dock in others] == [False] * 3  # the response keeps its room
    assert output.hear.text() == shown.hear.text() == "Stop the sound"
    assert shown.heard.text().startswith("Music through a bad radio and your 10 bands.")
    assert "of 10 bands within 1 dB" in shown.heard.text()
    assert (shown.loud.text(), wish(app).volume < 0.3) == ("−12 dB", True)
    qtbot.waitUntil(lambda: hearing(app).level > 0.01)
    qtbot.waitUntil(lambda: shown.meter.shown > 0.1)

    before = wish(app).response
    for act in (Turn.of([3], [4.0]), Train(30), Undo(), BackToStart()):
        app.do(act)
        look(app)
        assert is_drawn(app)
        assert wish(app).response is not before
        before = wish(app).response
    app.do(Turn.of(range(10), [60.0] * 10))
    look(app)
    assert "The bands ask for more than ±40 dB" in shown.note.text()
    app.do(Undo())
    look(app)
    assert not shown.note.isVisible()

    QTest.mouseClick(shown.original, LEFT)
    assert wish(app).response is None
    assert shown.heard.text() == "Music as it was, before the radio."
    QTest.keyClick(shown.original, Qt.Key.Key_Return)
    assert is_drawn(app)
    shown.volume.setFocus()
    QTest.keyClick(shown.volume, Qt.Key.Key_Right)
    assert shown.loud.text() == "−11 dB"
    assert wish(app).volume == pytest.approx(10 ** (-11 / 20))
    keys = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(app.window, Qt.Key.Key_J, keys | Qt.KeyboardModifier.ShiftModifier)
    assert wish(app).volume == 0
    assert (shown.mute.isChecked(), shown.heard.text()) == (True, "Muted.")
    QTest.keyClick(app.window, Qt.Key.Key_J, keys | Qt.KeyboardModifier.ShiftModifier)
    assert wish(app).volume > 0
    QTest.keyClick(app.window, Qt.Key.Key_J, keys)
    assert (output.hear.text(), shown.hear.text()) == ("Hear it", "Hear it")
    assert threads() == []
    assert shown.heard.text() == "Nothing is heard yet."


def test_the_loss_is_heard_in_every_scenario_and_alone_where_there_is_no_response(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "HELD_FOR", 600.0)
    app = opened("equalizer")
    shown = ask(app, qtbot)
    QTest.mouseClick(shown.loss, LEFT, pos=QPoint(8, shown.loss.height() // 2))
    assert "The train loss is heard as soon as it trains." in shown.heard.text()
    app.do(Train(20))
    look(app)
    assert "The train loss as a pitch of " in shown.heard.text()
    app.do(BackToStart())
    look(app)
    assert shown.heard.text().endswith("The train loss is heard as soon as it trains.")
    app.do(Train(20))
    look(app)
    assert "The train loss as a pitch of " in shown.heard.text()
    app.do(Load(load_scenario("ring"), 1))
    look(app)
    assert shown.heard.text() == "The train loss is heard as soon as it trains."
    assert not app.window.panel("output").hear.isVisible()
    assert wish(app).loop is None
    assert wish(app).response is None
    assert "only the loss is heard" in shown.note.text()
    assert not shown.source.isEnabled()
    app.do(Train(20))
    look(app)
    assert shown.heard.text().startswith("The train loss as a pitch of ")
    monkeypatch.setattr(models, "HELD_FOR", 0.1)  # it trains no more, and falls silent
    qtbot.waitUntil(lambda: shown.heard.text().endswith("is heard as soon as it trains."))
    app.do(Load(load_scenario("equalizer"), 1))
    look(app)
    assert is_drawn(app)
    assert wish(app).loop is not None


def test_what_is_in_the_way_is_said_and_can_be_tried_again(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("equalizer")

    def nothing(_: str) -> player.Device:
        raise SoundError("There is nothing to play on")

    class Gone:
        def start(self, taking: Generator[bytes, int, None], /) -> None:
            """Asks for nothing."""

        def close(self) -> None:
            """Was never there."""

    real = player._opened
    monkeypatch.setattr(player, "_opened", nothing)
    app.window.sound.toggle()
    shown = panel(app)
    assert shown.trouble.text() == "There is nothing to play on"
    assert shown.again.isVisible()
    monkeypatch.setattr(player, "_opened", lambda _: Gone())
    monkeypatch.setattr(player, "GONE", 0.01)
    QTest.mouseClick(shown.again, LEFT)
    qtbot.waitUntil(lambda: "The device that played is gone" in shown.trouble.text())
    assert (shown.hear.text(), threads()) == ("Hear it", [])
    monkeypatch.setattr(player, "_opened", real)
    monkeypatch.setattr(player, "GONE", 60.0)
    shown.again.setFocus()
    QTest.keyClick(shown.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "through a bad radio" in shown.heard.text())
    assert not shown.trouble.isVisible()
    app.do(Train(5))  # everything else went on
    assert app.session.step == 5


def drop(shown: SoundPanel, path: Path) -> None:
    what = QMimeData()
    what.setUrls([QUrl.fromLocalFile(str(path))])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    at = QPoint(20, 20)
    shown.dragEnterEvent(QDragEnterEvent(at, copy, what, LEFT, keys))
    shown.dropEvent(QDropEvent(QPointF(at), copy, what, LEFT, keys))


def own_file(path: Path) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes((8_000 * np.sin(np.arange(8_000))).astype("<i2").tobytes())
    return path


def test_a_file_of_ones_own_is_let_fall_and_a_broken_one_is_told(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened("equalizer")
    app.window.docks.bring("sound")
    look(app)
    shown = panel(app)
    path = own_file(tmp_path / "a song.wav")
    drop(shown, path)
    qtbot.waitUntil(lambda: shown.source.currentText() == "a song.wav")
    assert threads() == []  # it waits for "Hear it"
    shown.hear.setFocus()
    QTest.keyClick(shown.hear, Qt.Key.Key_Return)
    assert shown.heard.text().startswith("a song.wav through a bad radio")
    assert wish(app).loop.samples.shape[1] < RATE
    path.write_bytes(b"no sound")
    broken = tmp_path / "broken.mp3"
    broken.write_text("no sound")
    drop(shown, broken)
    qtbot.waitUntil(lambda: "broken.mp3 is no sound that can be read" in shown.trouble.text())
    assert shown.source.currentText() == "a song.wav"
    assert wish(app).loop.name == "a song.wav"
    shown.source.setCurrentIndex(1)
    shown.source.activated.emit(1)
    qtbot.waitUntil(lambda: shown.heard.text().startswith("Pink noise through"))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Files of one's own are read as soon as it is set; what comes with the program, at once."""
    let, real = threading.Event(), fetching.loop_of

    def slowly(name: str) -> tuple[Loop, bool]:
        assert name in SHIPPED or let.wait(60)
        return real(name)

    monkeypatch.setattr(fetching, "loop_of", slowly)
    yield let
    let.set()


def test_the_last_choice_is_played_whenever_a_file_is_read(
    opened: Opened, qtbot: QtBot, tmp_path: Path, gate: threading.Event
) -> None:
    app = opened("equalizer")
    app.window.docks.bring("sound")
    look(app)
    shown, path = panel(app), own_file(tmp_path / "mine.wav")
    drop(shown, path)
    QTest.mouseClick(shown.hear, LEFT)  # while it is read
    assert shown.heard.text() == "Reading mine.wav …"
    gate.set()
    qtbot.waitUntil(lambda: shown.heard.text().startswith("mine.wav through a bad radio"))
    shown.source.setCurrentIndex(0)
    shown.source.activated.emit(0)
    qtbot.waitUntil(lambda: shown.heard.text().startswith("Music through"))

    gate.clear()
    drop(shown, path)
    assert shown.heard.text() == "Reading mine.wav …"
    shown.source.setCurrentIndex(0)
    shown.source.activated.emit(0)  # while it is read: music goes on
    assert shown.heard.text().startswith("Music through")
    gate.set()
    qtbot.waitUntil(lambda: "sound file" not in threads())
    look(app)
    assert shown.heard.text().startswith("Music through")
    assert wish(app).loop.name == "music"


def test_after_a_broken_file_the_usual_source_is_played_where_there_is_a_response(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("ring")
    app.window.sound.toggle()
    look(app)
    shown, broken = panel(app), tmp_path / "broken.wav"
    broken.write_text("no sound")
    drop(shown, broken)
    qtbot.waitUntil(lambda: "broken.wav is no sound that can be read" in shown.trouble.text())
    app.do(Load(load_scenario("equalizer"), 1))
    qtbot.waitUntil(lambda: "Music through a bad radio" in shown.heard.text())
    assert wish(app).loop is not None
    assert "broken.wav" in shown.trouble.text()

    app.window.sound.toggle()
    monkeypatch.setattr(hearing(app), "_loop", None)
    monkeypatch.setitem(SHIPPED, "music", lambda: np.empty(1 << 55))  # no memory holds it
    sources._shipped.cache_clear()
    app.window.sound.toggle()
    qtbot.waitUntil(lambda: "There is not enough memory for that sound" in shown.trouble.text())
    for _ in range(3):  # it is not tried for ever, and nothing is said to be heard
        look(app)
        assert (shown.heard.text(), hearing(app).fetches) == ("", "")


def test_it_goes_on_in_another_language_and_ends_with_the_window(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened("equalizer")
    ask(app, qtbot)
    played = hearing(app)._player
    app.window.docks["sound"].close()
    look(app)
    app.do(Turn.of([2], [1.5]))
    look(app)
    assert is_drawn(app)  # seen or not
    first = app.window
    app.window.set_look(Preferences(language="de"))
    qtbot.waitUntil(lambda: app.window is not first)
    assert hearing(app)._player is played
    shown = panel(app)
    assert shown.heard.text().startswith("Musik durch ein schlechtes Radio und die 10 Bänder.")
    app.do(Turn.of([2], [-1.5]))
    look(app)
    assert is_drawn(app)
    assert played is not None
    assert played.trouble is None
    app.window.close()
    assert threads() == []


def test_in_a_lesson_it_is_asked_for_beside_the_caption_and_the_stage_keeps_its_room(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("equalizer", (1280, 720))
    show = app.window.open_lesson(load_lesson("until-it-sounds-right"), auto=True)
    app.timer.stop()
    show.player.play()
    for _ in range(2):
        show.player.advance(300)
        look(app)
        show.refresh()
    bar, stage = show.bar, show.stage.stage
    assert bar.hear is not None
    assert (bar.hear.isVisible(), bar.hear.text(), threads()) == (True, "Hear it", [])
    show.player.pause()  # a hand may turn now, and hear what it makes
    QTest.mouseClick(bar.hear, LEFT)
    look(app)
    qtbot.waitUntil(lambda: hearing(app).level > 0.01)
    assert bar.hear.text() == "Stop the sound"
    assert stage.isVisible()
    assert not panel(app).isVisible()
    before = wish(app).response
    app.do(Turn.of([8], [9.0]))
    look(app)
    assert is_drawn(app)
    assert wish(app).response is not before
    show.present()  # a hall sees no menus, whose keys are then dead
    keys = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(app.window, Qt.Key.Key_J, keys | Qt.KeyboardModifier.ShiftModifier)
    assert hearing(app).muted
    QTest.keyClick(app.window, Qt.Key.Key_J, keys)
    assert (bar.hear.text(), threads()) == ("Hear it", [])
    show.present()

    def nothing(wish: player.Wish, device: str) -> player.Player:
        raise SoundError("There is nothing to play on")

    monkeypatch.setattr(hearing(app), "_opens", nothing)
    said: list[str] = []
    monkeypatch.setattr(panel(app), "_say", said.append)
    QTest.keyClick(app.window, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    look(app)
    assert said == ["There is nothing to play on"]
    show.leave()
    another = app.window.open_lesson(load_lesson("one-knob"), auto=True)
    look(app)
    assert another.bar.hear is not None
    assert not another.bar.hear.isVisible()
    another.leave()
