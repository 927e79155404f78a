"""The command line as its users meet it: words in, words and an exit code out, no display."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eq_sim.cli import main

SHORT_LESSON = """
title = "Short"
"title.de" = "Kurz"
idea = "A lesson for tests."
scenario = "house-price"
seed = 3

[[step]]
chapter = "One"

[[step]]
say = "A few knobs."
"say.de" = "Ein paar Regler."
seconds = 1

[[step]]
chapter = "Two"

[[step]]
train = 30
seconds = 1

[[step]]
expect = "loss < 30"
"""

_FOR_PICTURES = ("QT_SCALE_FACTOR", "QT_FONT_DPI")
_OF_A_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run(
    *words: object, code: int = 0, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs ``eq-sim`` here and returns what it said; it must end with this exit code.

    A process of its own takes a second to start: ``run_apart`` is for what needs one, and proves
    for each command that it works there, too. A film needs one, and a picture that is scaled.
    """
    said, told = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as surroundings, contextlib.ExitStack() as stack:
        for name in _OF_A_DISPLAY:
            surroundings.delenv(name, raising=False)
        for name in _FOR_PICTURES:  # a picture changes them for its process
            surroundings.setenv(name, os.environ.get(name, ""))
        if folder is not None:
            surroundings.chdir(folder)
        stack.enter_context(contextlib.redirect_stdout(said))
        stack.enter_context(contextlib.redirect_stderr(told))
        ended = main([str(word) for word in words])
    assert ended == code, told.getvalue()
    return subprocess.CompletedProcess(words, ended, said.getvalue(), told.getvalue())


def run_apart(
    *words: object, code: int = 0, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs ``eq-sim`` as a process of its own; see ``run``."""
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


def result_apart(*words: object) -> dict[str, object]:
    """Returns what came of a training run in a process of its own."""
    return dict(json.loads(run_apart("train", *words, "--json").stdout))
