"""What the File menu writes, the File menu opens; what it refuses changes nothing."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from faulty_disk import Disk
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from eq_sim.app import App
from eq_sim.lessons.check import check_lesson, headless
from eq_sim.lessons.files.lesson_file import read_lesson
from eq_sim.lessons.playback import Playback
from eq_sim.resources import resource
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import read_recording
from eq_sim.session.files.replay import replay
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.window.recording_mark import RecordingMark

Opened = Callable[..., App]
KEPT = Path(__file__).parents[1] / "session" / "kept_logs"


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


class FileMenu:
    """The File menu of a window, and a person who answers every question with one file."""

    def __init__(self, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self._patch = app, monkeypatch
        self.warned = ""  # what was said of the last lesson that was made

    def _entries(self) -> list[QAction]:
        menu = self.app.window.menus["&File"]
        return [entry for some in (menu, *menu.findChildren(QMenu)) for entry in some.actions()]

    def choose(self, words: str, path: Path) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            self._patch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
        for entry in self._entries():
            if entry.text().replace("&", "") == words:
                entry.trigger()
                return
        raise AssertionError(words)

    def make_lesson(self, path: Path, target: Path) -> str:
        """Makes a lesson of a recording, without a word. Returns what the window says of it."""
        making = self.app.filing.making
        self.choose("Make a lesson of a recording…", path)
        making.finish_telling()
        assert making.shown is not None
        said = making.shown.said.text()
        making.shown.save_to(target)
        while making.shown.saving.saving:
            QApplication.processEvents()
        self.warned = making.shown.warned.text()
        making.shown.close()
        return said

    def play(self, path: Path) -> Playback:
        """Opens a recording and plays it to its end."""
        self.choose("Play a recording…", path)
        show = self.app.window.show_now
        assert show is not None
        player = show.player
        assert isinstance(player, Playback)
        assert player.playing
        assert self.app.timer.isActive()
        self.app.timer.stop()
        player.go_to(player.length)
        return player


@pytest.fixture
def menu(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> FileMenu:
    return FileMenu(opened("ring"), monkeypatch)


def do_much(app: App) -> None:
    for action in (
        act.Train(7),
        act.Grab((0, 3)),
        act.Turn((0, 3), (0.5, -0.25)),
        act.Release(),
        act.Set("learning_rate", 0.3),
        act.Freeze((2,), on=True),
        act.Mute((4,), on=True),
        act.Undo(),
        act.Set("hidden", (3,)),
        act.Run(),
    ):
        assert app.do(action)
    app.timer.stop()
    app.session.advance(steps=20)
    assert app.do(act.Pause())


def knobs(session: Session) -> tuple[bytes, int, object]:
    return session.parameters.theta.tobytes(), session.step, session.scenario


def test_what_happened_can_be_saved_and_opened(menu: FileMenu, tmp_path: Path) -> None:
    app, path = menu.app, tmp_path / "mine.jsonl"
    do_much(app)
    there = knobs(app.session)
    menu.choose("What happened, as a recording…", path)
    assert app.window.console_panel.notice.text() == f"Saved the recording {path}."
    app.do(act.NewStart())
    app.do(act.Train(3))
    player = menu.play(path)
    assert knobs(app.session) == there
    assert player.mismatch is None


def test_what_was_recorded_is_opened_in_the_same_way(menu: FileMenu, tmp_path: Path) -> None:
    app, path = menu.app, tmp_path / "mine.jsonl"
    app.do(act.Train(5))
    menu.choose("Record what happens…", path)
    do_much(app)
    there = knobs(app.session)
    menu.choose("Record what happens…", path)
    assert app.window.console_panel.notice.text() == f"Recorded to {path}."
    player = menu.play(path)
    assert knobs(app.session) == there
    assert player.mismatch is None
    with path.open() as recorded:
        header = recorded.readline()
    menu.choose("What happened, as a recording…", path)
    assert path.read_text().startswith(header)


def test_what_happened_is_saved_after_an_undo_beyond_its_beginning(
    menu: FileMenu, tmp_path: Path
) -> None:
    app, path = menu.app, tmp_path / "mine.jsonl"
    app.do(act.Train(5))
    app.session.begin_log_anew()
    app.do(act.Turn((0,), (0.75,)))
    app.do(act.Undo())
    app.do(act.Undo())
    app.do(act.Train(2))
    there = knobs(app.session)
    menu.choose("What happened, as a recording…", path)
    app.do(act.NewStart())
    assert menu.play(path).mismatch is None
    assert knobs(app.session) == there


@pytest.mark.parametrize(
    "name",
    [
        "00-ring",
        pytest.param("06-house-price", marks=pytest.mark.slow),
        pytest.param("10-one-knob", marks=pytest.mark.slow),
    ],
)
def test_a_log_of_an_older_version_is_opened(menu: FileMenu, name: str) -> None:
    path = KEPT / f"{name}.jsonl"
    wanted = replay(done.action for done in read_recording(path))
    menu.play(path)
    assert knobs(menu.app.session) == knobs(wanted)


@pytest.mark.parametrize(
    ("value", "words"), [(np.inf, "not a finite number"), (1e30, "A knob cannot take 1e+30")]
)
def test_refused_parameters_leave_everything_as_it_was(
    menu: FileMenu, tmp_path: Path, value: float, words: str
) -> None:
    app, path = menu.app, tmp_path / "bad.safetensors"
    session = app.session
    for action in (act.Train(3), act.Freeze((1, 2), on=True), act.Mute((4,), on=True)):
        app.do(action)
    app.do(act.Undo())
    tensors = session.layout.as_torch(np.array(session.parameters.theta))
    tensors["layers.1.weight"] = tensors["layers.1.weight"].copy()
    tensors["layers.1.weight"][0, 0] = value
    safetensors.numpy.save_file({name: np.array(one) for name, one in tensors.items()}, path)
    before = knobs(session), session.undo.names, session.undo.redo_name, len(session.log.records)
    frozen = session.switches.frozen.copy()
    menu.choose("Parameters into this network…", path)
    assert words in app.window.console_panel.notice.text()
    assert np.array_equal(session.switches.frozen, frozen)
    after = knobs(session), session.undo.names, session.undo.redo_name, len(session.log.records)
    assert after == before
    app.do(act.Redo())
    assert session.switches.mutes[4]


def noticed(menu: FileMenu) -> str:
    return menu.app.window.console_panel.notice.text()


def mark(app: App) -> RecordingMark:
    found = app.window.findChild(RecordingMark)
    assert found is not None
    return found


def test_a_recording_that_runs_is_marked(menu: FileMenu, tmp_path: Path) -> None:
    app = menu.app
    assert not mark(app).isVisible()
    menu.choose("Record what happens…", tmp_path / "lecture.jsonl")
    assert mark(app).isVisible()
    assert "lecture.jsonl" in mark(app).text()
    menu.choose("Record what happens…", tmp_path / "lecture.jsonl")
    assert not mark(app).isVisible()
    menu.choose("Record what happens…", tmp_path / "again.jsonl")
    QTest.mouseClick(mark(app), Qt.MouseButton.LeftButton)  # the mark ends it, too
    assert app.filing.recorder is None
    assert not mark(app).isVisible()


@pytest.mark.parametrize("wrong", ["at its beginning", "in the middle", "at its end"])
def test_a_recording_on_a_full_disk_says_so(menu: FileMenu, tmp_path: Path, wrong: str) -> None:
    app, path = menu.app, tmp_path / "live.jsonl"
    said = f"The recording stopped: {path}: No space left on device."
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, 2 if wrong == "at its beginning" else -1, lasting=True)
        menu.choose("Record what happens…", path)
        if wrong != "at its beginning":
            assert mark(app).isVisible()
            disk.fail()
            if wrong == "in the middle":
                app.do(act.Turn((3,), (0.5,)))
            menu.choose("Record what happens…", path)
    assert "flush" in disk.failed or "write" in disk.failed
    assert noticed(menu) == said
    assert app.filing.recorder is None
    assert not mark(app).isVisible()
    app.do(act.Turn((3,), (0.25,)))  # the experiment goes on


def test_a_running_recording_is_not_written_over(menu: FileMenu, tmp_path: Path) -> None:
    path, older = tmp_path / "live.jsonl", tmp_path / "older.jsonl"
    menu.choose("What happened, as a recording…", older)
    menu.choose("Record what happens…", path)
    menu.app.do(act.Turn((3,), (0.25,)))
    menu.make_lesson(older, path)
    assert "is being recorded to" in menu.warned
    menu.choose("What happened, as a recording…", path)
    assert "is being recorded to" in noticed(menu)
    menu.make_lesson(older, older)
    assert "is the recording itself" in menu.warned
    menu.app.do(act.Turn((4,), (0.5,)))
    menu.app.filing.stop_recording()
    done = [item.action for item in read_recording(path)]
    assert act.Turn((3,), (0.25,)) in done
    assert act.Turn((4,), (0.5,)) in done
    read_recording(older)


def test_another_checksum_is_said(menu: FileMenu, tmp_path: Path) -> None:
    path = tmp_path / "from another machine.jsonl"
    do_much(menu.app)
    menu.choose("What happened, as a recording…", path)
    lines = path.read_text().splitlines()
    last = json.loads(lines[-1])
    lines[-1] = json.dumps({**last, "sum": last["sum"] ^ 1})
    path.write_text("\n".join(lines) + "\n")
    assert menu.play(path).mismatch == pytest.approx(last["t"], abs=0.01)
    show = menu.app.window.show_now
    assert show is not None
    show.refresh()
    said = "the knobs are not those recorded, bit for bit"
    assert said in noticed(menu)
    assert said in show.bar.hint.text()
    menu.app.window.say("")
    show.refresh()
    assert not noticed(menu)  # once


def test_a_torn_end_is_said(menu: FileMenu, tmp_path: Path) -> None:
    path, target = tmp_path / "torn.jsonl", tmp_path / "torn.toml"
    do_much(menu.app)
    menu.choose("What happened, as a recording…", path)
    path.write_bytes(path.read_bytes()[:-9])
    menu.choose("Play a recording…", path)
    assert "its last line is torn" in noticed(menu)
    assert menu.play(path).mismatch is None
    show = menu.app.window.show_now
    assert show is not None
    show.refresh()
    assert "its last line is torn" in show.bar.hint.text()  # training took the notice away
    assert "its last line is torn" in menu.make_lesson(path, target)
    assert target.exists()


OWN = """
name = "{name}"
title = "Mine"
about = "A scenario of one's own."

[data]
source = "ring"
points = 90
noise = 0.2

[network]
hidden = [3, 2]
activation = ["relu", "tanh"]

[training]
loss = "half_mse"
learning_rate = 0.05
batch_size = 9
steps = 10
speed = 20

[goal]
metric = "accuracy"
op = ">="
value = 0.9
text = "90 % right"
"""


@pytest.mark.parametrize("name", ["mine", "xor"])
def test_a_recording_of_ones_own_scenario_works(menu: FileMenu, tmp_path: Path, name: str) -> None:
    """Also where it is called like a shipped one that it has nothing to do with."""
    app, path = menu.app, tmp_path / "mine.jsonl"
    (tmp_path / "mine.toml").write_text(OWN.format(name=name))
    menu.choose("Record what happens…", path)
    app.filing.open(str(tmp_path / "mine.toml"))
    for action in (act.Turn((3,), (0.5,)), act.Train(20), act.Set("points", 60), act.Train(3)):
        assert app.do(action)
    theta = app.session.parameters.theta.copy()
    app.filing.stop_recording()
    app.do(act.NewStart())
    assert menu.play(path).mismatch is None
    np.testing.assert_array_equal(app.session.parameters.theta, theta)
    menu.make_lesson(path, tmp_path / "lesson.toml")
    lesson = read_lesson(tmp_path / "lesson.toml")
    report = check_lesson(lesson)
    assert report.ok, report.lines()
    played = headless(lesson)
    played.go_to(played.length)
    np.testing.assert_array_equal(played._session.parameters.theta, theta)


def test_what_a_lesson_cannot_say_is_refused(menu: FileMenu, tmp_path: Path) -> None:
    path, target = tmp_path / "mine.jsonl", tmp_path / "lesson.toml"
    own = OWN.format(name="mine").replace("[network]", "[network]\nbiases = false")
    (tmp_path / "mine.toml").write_text(own)
    menu.app.filing.open(str(tmp_path / "mine.toml"))
    menu.choose("What happened, as a recording…", path)
    menu.choose("Make a lesson of a recording…", path)
    assert "it has other biases" in noticed(menu)
    assert not target.exists()


def test_an_experiment_saved_as_a_scenario_opens_when_it_is_dropped(
    menu: FileMenu, tmp_path: Path
) -> None:
    app = menu.app
    for action in (
        act.Load(open_session(str(resource("data", "house_prices.csv")), 6).scenario, 6),
        act.Set("learning_rate", 0.03),
        act.Set("hidden", (5, 3)),
        act.NewStart(2),
    ):
        assert app.do(action)
    begun = app.session.parameters.theta.tobytes(), app.session.scenario, app.session.seed
    app.do(act.Train(30))
    menu.choose("Save as a scenario…", tmp_path / "mine")
    path = tmp_path / "mine.toml"
    assert path.is_file()
    assert "Saved the scenario mine.toml" in app.window.console_panel.notice.text()
    app.do(act.Load(load_scenario("ring"), 1))
    app.window.dropped.emit(str(path))
    session = app.session
    assert (session.parameters.theta.tobytes(), session.scenario, session.seed) == begun
    assert session.step == 0
