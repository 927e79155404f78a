"""The window and its screen: never larger than it, and honest while it is minimised."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import Run
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
AtRest = Callable[[App], None]

OPENED = """
import sys
from PySide6.QtCore import QTimer
from eq_sim.app import make_application
from eq_sim.open_window import open_window
from eq_sim.session.files.opening import open_session

application = make_application()
screen = application.primaryScreen().availableGeometry()

def look():
    window = next((w for w in application.topLevelWidgets() if hasattr(w, "furnished")), None)
    if window is None or not window.furnished:
        return
    timer.stop()
    box, inner = window.frameGeometry(), window.geometry()
    assert box != inner, "this platform draws frames"
    assert screen.contains(box), (screen, box)
    print(inner.width(), inner.height(), flush=True)
    window.resize(5000, 4000)  # is remembered, as after a larger screen
    window.close()

timer = QTimer()
timer.timeout.connect(look)
timer.start(1)
sys.exit(open_window(open_session("ring"), None))
"""


@pytest.mark.parametrize(
    ("screen", "first", "times"),
    [
        pytest.param((911, 512), (907, 508), 2, marks=pytest.mark.slow),
        pytest.param((1280, 720), (1276, 678), 1, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_the_window_opens_within_its_screen_with_its_frame(
    screen: tuple[int, int],
    first: tuple[int, int],
    times: int,
    python: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only = {"name": "only", "x": 0, "y": 0, "width": screen[0], "height": screen[1]}
    plan = tmp_path / "screen.json"
    plan.write_text(
        json.dumps({"screens": [only | {"dpr": 1, "logicalDpi": 96, "logicalBaseDpi": 96}]})
    )
    monkeypatch.setenv("QT_QPA_PLATFORM", f"offscreen:configfile={plan}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for time in range(times):
        done = subprocess.run([python, "-c", OPENED], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        size = tuple(map(int, done.stdout.split()))
        assert time or size == first


def test_minimised_training_waits_and_the_title_says_so(
    opened: Opened, qtbot: QtBot, at_rest: AtRest
) -> None:
    app = opened()
    window, session = app.window, app.session
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.step > 1)
    window.showMinimized()
    qtbot.waitUntil(lambda: window.windowTitle() == "Training waits – Ring[*] – eq_sim")
    step = session.step
    at_rest(app)
    assert session.running
    assert session.step == step
    window.showNormal()
    qtbot.waitUntil(lambda: session.step > step)
    assert window.windowTitle() == "Ring[*] – eq_sim"


def test_minimised_training_goes_on_by_choice(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    window, session = app.window, app.session
    window.set_look(replace(current(), minimised=True))
    window.showMinimized()
    assert window.windowTitle() == "Ring[*] – eq_sim"
    app.do(Run())
    qtbot.waitUntil(lambda: session.step > 5)
    assert window.windowTitle() == "Training goes on – Ring[*] – eq_sim"
    window.showNormal()
    step = session.step
    qtbot.waitUntil(lambda: session.step > step + 2)
    assert window.transport.readouts["step"].text != "0"
    assert window.windowTitle() == "Ring[*] – eq_sim"
    window.showMinimized()
    assert app.timer.isActive()
    window.close()  # nobody can pause it any more
    assert not app.timer.isActive()


def test_a_lesson_waits_while_minimised_whatever_was_chosen(
    opened: Opened, qtbot: QtBot, at_rest: AtRest
) -> None:
    app = opened()
    app.window.set_look(replace(current(), minimised=True))
    show = app.window.open_lesson(load_lesson("one-knob"))
    show.player.play()
    app.window.lesson_changed.emit()
    app.window.showMinimized()
    qtbot.waitUntil(lambda: app.window.windowTitle().startswith("Waiting – "))
    at_rest(app)
    app.window.showNormal()
    qtbot.waitUntil(lambda: app.timer.isActive())
