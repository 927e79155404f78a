"""The command line as its users meet it: a process of its own, without a display."""

import json
import os
import subprocess
import sys
from pathlib import Path

SHORT_LESSON = """
title = "Short"
"title.de" = "Kurz"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One"

[[step]]
say = "Three knobs."
"say.de" = "Drei Regler."
seconds = 1

[[step]]
chapter = "Two"

[[step]]
train = 30
seconds = 1

[[step]]
expect = "loss < 30"
"""

_OF_A_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(
    *words: object, code: int = 0, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs ``eq-sim`` and returns what it said; it must end with this exit code."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "eq_sim", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in _OF_A_DISPLAY},
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def result(*words: object) -> dict[str, object]:
    """Returns what came of a training run."""
    return dict(json.loads(run("train", *words, "--json").stdout))
