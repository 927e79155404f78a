"""A screen for the benchmarks that measure a window, flush included."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None:
        pytest.skip("Xvfb is not installed")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(writer), "-screen", "0", "3840x2160x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as lines:
        display = lines.readline().strip()
    screen = os.environ | {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    try:
        opened = subprocess.run(
            [sys.executable, "-c", "from PySide6.QtWidgets import QApplication; QApplication([])"],
            env=screen, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if opened.returncode:  # a library of the system that Qt's X plugin needs
            pytest.skip(opened.stderr.splitlines()[0])
        yield screen
    finally:
        server.terminate()
        server.wait()
