"""Nothing here talks to anybody: no socket is opened, neither by Python nor by what it calls."""

import os
import re
import shutil
import subprocess
import sys
import wave
from collections.abc import Iterable
from pathlib import Path

import pytest

LESSON = """
title = "Short"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
say = "A few knobs."
seconds = 0.2

[[step]]
expect = "loss < 300"
"""
COMMANDS = {
    "list": ("list", "--json"),
    "check": ("check", "short.toml"),
    "train": ("train", "ring", "--steps", "3", "--save", "a.safetensors"),
    "picture": ("picture", "ring", "-o", "a.png", "--size", "960x540"),
    "film": (
        *("film", "short.toml", "-o", "a.mp4", "--size", "320x180", "--fps", "24"),
        *("--narration", "narration.wav"),
    ),
    "film with an address": (
        *("film", "short.toml", "-o", "b.mp4", "--size", "320x180", "--fps", "24"),
        *("--narration", "http://localhost:9/narration.wav"),
    ),
}

# All in one process; then the window, until its first frame is complete.
ALL = """
import sys
def told(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        print(event, arguments, file=sys.stderr)
    elif event == "socket.__new__":
        print(event, arguments[1:], file=sys.stderr)
sys.addaudithook(told)
from eq_sim.cli import main
for words in {commands!r}:
    print(words, main(words))
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from eq_sim.ui.window.main_window import MainWindow
furnish = MainWindow.furnish
def furnish_and_end(window):
    furnish(window)
    QTimer.singleShot(0, QApplication.instance().exit)
MainWindow.furnish = furnish_and_end
print(main(["open", "ring"]))
"""
OF_A_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")


def everything(
    folder: Path, names: Iterable[str], *before: str
) -> subprocess.CompletedProcess[str]:
    """Runs commands and the window; ``before`` are the words of a program that watches."""
    (folder / "short.toml").write_text(LESSON)
    with wave.open(str(folder / "narration.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(range(256)) * 60)
    commands = [list(COMMANDS[name]) for name in names]
    return subprocess.run(
        [*before, sys.executable, "-c", ALL.format(commands=commands)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=300,
        env={
            **{name: value for name, value in os.environ.items() if name not in OF_A_DESKTOP},
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_DATA_HOME": str(folder / "data"),
        },
    )


def test_python_opens_no_socket(tmp_path: Path) -> None:
    done = everything(tmp_path, [name for name in COMMANDS if name != "picture"])
    codes = [int(line.rpartition(" ")[2]) for line in done.stdout.splitlines() if "] " in line]
    assert codes == [0, 0, 0, 0, 2]
    assert done.stdout.endswith("\n0\n")
    assert "socket" not in done.stderr
    shorter, refused = done.stderr.splitlines()
    assert "the narration ends" in shorter
    assert refused.startswith("eq-sim: The narration")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_system_is_asked_for_no_socket(tmp_path: Path) -> None:
    """As above, and of FFmpeg and Qt too, which Python's own hooks do not hear."""
    calls = tmp_path / "calls"
    words = ("strace", "-f", "-e", "trace=socket,socketpair,connect", "-o", str(calls))
    done = everything(tmp_path, COMMANDS, *words)
    assert done.stdout.endswith("\n0\n")
    asked = re.findall(r"(?:socket|socketpair|connect)\(.*", calls.read_text())
    assert asked == []
