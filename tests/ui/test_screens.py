"""A window that moves to a screen of another scale. It needs a process of its own: two screens."""

import json
import subprocess
from pathlib import Path

import pytest

SCRIPT = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
from eq_sim.app import build, make_application
from eq_sim.session.files.opening import open_session

application = make_application()
one, two = application.screens()
app = build(open_session(sys.argv[1]), "dark", None)
window, console = app.window, app.window.console
window.setGeometry(20, 20, 1280, 720)
window.show()
for target, corner in ((one, 20), (two, 1620), (one, 40), (two, 1640)):
    window.windowHandle().setScreen(target)
    window.setGeometry(corner, 20, 1280, 720)
    for _ in range(4):
        application.processEvents()
        window.refresh()
    ratio = target.devicePixelRatio()
    assert console.devicePixelRatioF() == ratio, console.devicePixelRatioF()
    image = window.grab().toImage()
    assert (image.width(), image.height()) == (1280 * ratio, 720 * ratio)
    geometry = console.canvas.geometry
    for pitch in geometry.pitch:  # columns begin and end on whole pixels of this screen
        assert abs(pitch * ratio - round(pitch * ratio)) < 1e-6
    for knob in range(0, app.session.layout.size, 7):
        assert console.knob_at(console.center_of(knob)) == knob
    assert app.window.panel("loss").plot.train.opts["pen"].widthF() == 2 * ratio
window.close()
print("fine")
"""


@pytest.mark.parametrize("name", ["ring", pytest.param("digits", marks=pytest.mark.slow)])
def test_a_window_keeps_its_looks_on_another_screen(
    name: str, python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screens = [
        {"name": name, "x": x, "y": 0, "width": width, "height": height, "dpr": 1}
        | {"logicalDpi": 96, "logicalBaseDpi": 96}
        for name, x, width, height in (("one", 0, 1600, 900), ("two", 1600, 3840, 2160))
    ]
    plan = tmp_path / "screens.json"
    plan.write_text(json.dumps({"screens": screens}))
    monkeypatch.setenv("QT_QPA_PLATFORM", f"offscreen:configfile={plan}")
    monkeypatch.setenv("QT_SCREEN_SCALE_FACTORS", "one=1;two=2")
    monkeypatch.delenv("QT_SCALE_FACTOR")
    done = subprocess.run([python, "-c", SCRIPT, name], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("fine")
