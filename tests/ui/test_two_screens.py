"""A talk on two screens, of scale 1 and 2; it needs a process of its own."""

import json
import subprocess
from pathlib import Path

import pytest

SCRIPT = """
from dataclasses import replace
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from eq_sim.app import build, make_application
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.files.opening import open_session
from eq_sim.ui.lesson_view import screens
from eq_sim.ui.lesson_view.presenting import CAPTION_SHARE
from eq_sim.ui.style.preferences import current

application = make_application()
desk, hall = application.screens()  # by their names: the first one is the system's
there = [desk]
screens.screens = lambda: there  # as if the other one were not plugged in yet
app = build(open_session("ring"), "dark", None)
window = app.window
window.setGeometry(40, 40, 1200, 700)
window.show()
app.furnish()
lesson = replace(load_lesson("three-knobs"), name="a talk")  # of no file: it has no next pictures
show = window.open_lesson(lesson)
app.timer.stop()
grabbed = set()


def settle():
    for _ in range(4):
        application.processEvents()
        window.refresh()
        show.refresh()


def of_audience(screen):
    settle()
    assert window.isFullScreen() and window.screen() is screen, window.screen().name()
    assert window.geometry() == screen.geometry(), window.geometry()
    if screen.name() not in grabbed:
        grabbed.add(screen.name())
        image = window.grab().toImage()
        assert image.size() == screen.size() * screen.devicePixelRatio(), image.size()
    assert abs(show.bar.caption._pixels - CAPTION_SHARE * screen.size().height()) < 1
    assert 13 * current().scale >= screen.size().height() / 40 - 0.5


def of_notes(screen):
    notes = show.notes
    assert notes.isVisible() and notes.screen() is screen, notes.screen().name()
    room = screen.availableGeometry()
    assert room.contains(notes.geometry()), notes.geometry()
    assert notes.width() >= room.width() - 20 and notes.height() >= room.height() - 60
    ratio = screen.devicePixelRatio()
    assert notes.grab().toImage().width() == notes.width() * ratio
    heights = notes.notes.fontMetrics().height()
    assert 14 <= heights <= 40, heights  # for one who sits before it, not for a hall


QTest.keyClick(window, Qt.Key.Key_F5)
app.timer.stop()
of_audience(desk)
assert show.notes is None
there.append(hall)
application.screenAdded.emit(hall)
of_audience(hall)
of_notes(desk)
swap = {button.text(): button for button in show.notes.buttons}["Swap the screens"]
QTest.mouseClick(swap, Qt.MouseButton.LeftButton)
app.timer.stop()
of_audience(desk)
of_notes(hall)
swap = {button.text(): button for button in show.notes.buttons}["Swap the screens"]
QTest.mouseClick(swap, Qt.MouseButton.LeftButton)
app.timer.stop()
of_audience(hall)
of_notes(desk)
QTest.keyClick(show.notes, Qt.Key.Key_G)
settle()
assert show.hall.presentation.list.window() is show.notes  # and goes with them
there.remove(hall)
application.screenRemoved.emit(hall)
of_audience(desk)
assert not show.notes.isVisible()
assert show.hall.presentation.list is None
there.append(hall)
application.screenAdded.emit(hall)
of_audience(hall)
of_notes(desk)
QTest.keyClick(show.notes, Qt.Key.Key_G)
settle()
found = show.hall.presentation.list
assert found.window() is show.notes  # the audience does not see it
assert show.notes.rect().contains(found.geometry())
QTest.keyClick(found.line, Qt.Key.Key_Escape)
QTest.keyClick(show.notes, Qt.Key.Key_Escape)
app.timer.stop()
settle()
assert not window.isFullScreen() and window.screen() is desk
assert window.size() == QRect(40, 40, 1200, 700).size(), window.geometry()
assert not show.notes.isVisible()
there.remove(hall)
show.show_notes()
QTest.keyClick(window, Qt.Key.Key_F5)
app.timer.stop()
of_audience(desk)
assert show.notes.isVisible()  # a person opened them
window.close()
print("fine")
"""


def test_the_audience_has_one_and_the_notes_the_other(
    python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, "dpr": 1}
        | {"logicalDpi": 96, "logicalBaseDpi": 96}
        for name, x, width, height in (("desk", 0, 1366, 768), ("hall", 1366, 3840, 2160))
    ]
    plan = tmp_path / "screens.json"
    plan.write_text(json.dumps({"screens": screens}))
    monkeypatch.setenv("QT_QPA_PLATFORM", f"offscreen:configfile={plan}")
    monkeypatch.setenv("QT_SCREEN_SCALE_FACTORS", "desk=1;hall=2")
    monkeypatch.delenv("QT_SCALE_FACTOR")
    done = subprocess.run([python, "-c", SCRIPT], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("fine")
