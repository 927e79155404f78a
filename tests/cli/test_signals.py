"""Asked from outside to stop, a command ends with the code a shell expects and leaves nothing."""

import fcntl
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from command_line import SHORT_LESSON
from started import held_at

from eq_sim.film.film import make_film

APPLY = "eq_sim.session.session:Session.apply"
FRAME = "eq_sim.offscreen_film:OffscreenFilm._frame"
PATIENCE = 60  # seconds, on a machine that does four other things at once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

MOMENTS = {
    "film": (FRAME, ("film", "short.toml", "-o", "a.mp4", "--size", "320x180")),
    "film at its end": (
        "eq_sim.film.muxing:heapq.merge",
        ("film", "short.toml", "-o", "a.webm", "--size", "320x180"),
    ),
    "picture": (
        "eq_sim.ui.window.main_window:MainWindow.furnish",
        ("picture", "ring", "-o", "a.png"),
    ),
    "picture trains": (APPLY, ("picture", "ring", "--steps", "900000000", "-o", "a.png")),
    "stills": (
        "eq_sim.lessons.player:Player.advance",
        ("stills", "short.toml", "-o", "st", "--size", "640x360"),
    ),
    "train": (APPLY, ("train", "ring", "--steps", "900000000", "--save", "a.safetensors")),
    "check": ("eq_sim.lessons.player:Player.advance", ("check", "short.toml")),
    "check over seeds": (
        "eq_sim.lessons.counting.processes:CountingProcesses.count",
        ("check", "short.toml", "--seeds", "9000", "--processes", "2"),
    ),
    "race": (
        "eq_sim.session.questions.one_at_a_time:Rival.__init__",
        ("race", "ring", "--passes", "100000"),
    ),
    "sweep": (
        "eq_sim.sweeps.stack:Stack.run",
        (
            *("sweep", "ring", "--vary", "l2=0.1", "--steps", "900000000"),
            *("--executor", "stacked", "-o", "a.csv"),
        ),
    ),
    "window": ("eq_sim.ui.window.main_window:MainWindow.furnish", ("open", "ring")),
}
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
FAST = (
    ("film", signal.SIGINT),
    ("train", signal.SIGTERM),
    ("window", signal.SIGHUP),
)


def end(moment: str, number: signal.Signals, folder: Path) -> None:
    (folder / "short.toml").write_text(SHORT_LESSON)
    method, words = MOMENTS[moment]
    with held_at(method, *words, folder=folder) as process:
        process.send_signal(number)
        out, err = process.communicate("\n", timeout=PATIENCE)
    assert err == "eq-sim: Interrupted\n"
    assert process.returncode == CODES[number]
    assert out == ""
    left = {path.name for path in folder.iterdir()} - {"short.toml", "config", "state", "data"}
    assert left == set()
    assert not [path for path in (folder / "data").rglob("*") if path.is_file()]


@pytest.mark.parametrize(("moment", "number"), FAST)
def test_a_signal_ends_it(moment: str, number: signal.Signals, tmp_path: Path) -> None:
    end(moment, number, tmp_path)
    if moment == "window":  # it was closed as on any other day
        remembered = tmp_path / "config" / "eq_sim" / "eq_sim.ini"
        assert "geometry" in remembered.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_any_signal_ends_it_at_any_moment(
    moment: str, number: signal.Signals, tmp_path: Path
) -> None:
    end(moment, number, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("attempt", range(30))
def test_a_film_ends_in_thirty_of_thirty_tries(attempt: int, tmp_path: Path) -> None:
    """At any of its frames, in the middle of whatever Qt and FFmpeg are doing then."""
    (tmp_path / "short.toml").write_text(SHORT_LESSON)
    words = ("film", "short.toml", "-o", "a.mp4", "--size", "320x180", "--progress")
    before = "eq_sim.cli.stop_request:StopRequest.__init__"  # which listens to the same stdin
    with held_at(before, *words, folder=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        for _ in range(attempt % 8):  # each fifteen frames
            process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, "eq-sim: Interrupted\n")
    assert [path.name for path in tmp_path.iterdir()] == ["short.toml"]


def test_a_signal_that_is_to_be_ignored_is_ignored(tmp_path: Path) -> None:
    words = ("train", "ring", "--steps", "3")
    with held_at(APPLY, *words, folder=tmp_path, ignored=signal.SIGHUP) as process:
        process.send_signal(signal.SIGHUP)
        out, err = process.communicate("\n", timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert "3 steps" in out


KILLED = """
import os, signal, sys
from pathlib import Path
from eq_sim.film.part_folder import part_folder
with part_folder(Path("a.mp4")) as folder:
    (folder / "a.mp4").write_bytes(b"half a film")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_film_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = tmp_path.glob(".a.mp4.*.part")
    other = tmp_path / ".b.mp4.k3_x.part"  # of a film that is being made
    other.mkdir()
    with (other / ".owner").open("w") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        owner.write("eq_sim")
        owner.flush()
        (tmp_path / ".mine.part").mkdir()  # of nobody we know
        make_film([np.zeros((64, 96, 3), np.uint8)], tmp_path / "c.png", size=(96, 64))
        assert not left.exists()
        assert other.exists()
    make_film([np.zeros((64, 96, 3), np.uint8)], tmp_path / "c.png", size=(96, 64))
    assert not other.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"c", ".mine.part"}
