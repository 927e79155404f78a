"""What the File menu writes, the File menu opens; what it refuses changes nothing."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from PySide6.QtWidgets import QFileDialog

from eq_sim.app import App
from eq_sim.lessons.playback import Playback
from eq_sim.session import actions as act
from eq_sim.session.files.recording import read_recording
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session

Opened = Callable[..., App]
KEPT = Path(__file__).parents[1] / "session" / "kept_logs"


class FileMenu:
    """The File menu of a window, and a person who answers every question with one file."""

    def __init__(self, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self._patch = app, monkeypatch

    def choose(self, words: str, path: Path) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            self._patch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
        for entry in self.app.window.menus["&File"].actions():
            if entry.text().replace("&", "") == words:
                entry.trigger()
                return
        raise AssertionError(words)

    def play(self, path: Path) -> Playback:
        """Opens a recording and plays it to its end."""
        self.choose("Open a recording…", path)
        show = self.app.window.show_now
        assert show is not None
        player = show.player
        assert isinstance(player, Playback)
        assert player.playing
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
    menu.choose("Save a recording of what happened…", path)
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
    menu.choose("Save a recording of what happened…", path)
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
    menu.choose("Save a recording of what happened…", path)
    app.do(act.NewStart())
    assert menu.play(path).mismatch is None
    assert knobs(app.session) == there


@pytest.mark.parametrize("name", ["00-ring", "06-house-price", "10-one-knob"])
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
    menu.choose("Load parameters…", path)
    assert words in app.window.console_panel.notice.text()
    assert np.array_equal(session.switches.frozen, frozen)
    after = knobs(session), session.undo.names, session.undo.redo_name, len(session.log.records)
    assert after == before
    app.do(act.Redo())
    assert session.switches.mutes[4]
