"""What the system lacks, a display or memory, is said in a sentence before Qt can abort."""

import builtins
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eq_sim import preflight
from eq_sim.film.film import make_film
from eq_sim.film.film_error import FilmError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11, Wayland and their limits")

INSTEAD = "or use 'eq-sim picture' or 'eq-sim train', which need none."
SURROUNDINGS = {
    "no such display": (
        {"DISPLAY": ":999"},
        f"The display ':999' does not answer: set DISPLAY to one that does, {INSTEAD}",
    ),
    "xcb without a display": (
        {"QT_QPA_PLATFORM": "xcb"},
        f"There is no display to open a window on: set DISPLAY, {INSTEAD}",
    ),
    "xcb and only Wayland": (
        {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"},
        f"There is no display to open a window on: set DISPLAY, {INSTEAD}",
    ),
    "Wayland without a display": (
        {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":999"},
        f"There is no display to open a window on: set WAYLAND_DISPLAY, {INSTEAD}",
    ),
    "no such Wayland": (
        {"WAYLAND_DISPLAY": "wayland-9"},
        "The Wayland display 'wayland-9' does not answer: "
        f"set WAYLAND_DISPLAY to one that does, {INSTEAD}",
    ),
    "neither": (
        {"WAYLAND_DISPLAY": "wayland-9", "DISPLAY": ":999"},
        f"The display ':999' does not answer: set DISPLAY to one that does, {INSTEAD}",
    ),
    "no such platform": (
        {"QT_QPA_PLATFORM": "paper"},
        "Qt has no platform 'paper', which QT_QPA_PLATFORM asks for.",
    ),
}
NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_RUNTIME_DIR", "QT_QPA_PLATFORM")


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, str]], None]]:
    """Sets what a desktop says of itself; what it does not say is taken away."""
    with monkeypatch.context() as changed:
        for name in NAMES:
            changed.delenv(name, raising=False)

        def surround(said: dict[str, str]) -> None:
            for name, value in said.items():
                changed.setenv(name, value)

        # Whether the libraries are installed is another question.
        changed.setattr(preflight, "_missing", lambda libraries: None)
        yield surround


@pytest.mark.parametrize("which", SURROUNDINGS)
def test_a_display_that_does_not_answer(
    surroundings: Callable[[dict[str, str]], None], which: str
) -> None:
    said, sentence = SURROUNDINGS[which]
    surroundings(said)
    assert preflight.trouble(window=True) == sentence
    assert preflight.trouble(window=False) is None


def test_a_wayland_display_whose_program_has_gone(
    surroundings: Callable[[dict[str, str]], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(str(tmp_path / "wayland-1"))
    surroundings({"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-1"})
    trouble = preflight.trouble(window=True)
    assert trouble is not None
    assert trouble.startswith("The Wayland display 'wayland-1' does not answer")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("platform", ["offscreen", "xcb;offscreen", "minimal"])
def test_a_platform_without_a_display_needs_none(
    surroundings: Callable[[dict[str, str]], None], platform: str
) -> None:
    surroundings({"QT_QPA_PLATFORM": platform})
    assert preflight.trouble(window=True) is None


def test_the_program_says_it_with_code_2(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eq_sim"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**{n: v for n, v in os.environ.items() if n not in NAMES}, "DISPLAY": ":999"},
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("eq-sim: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [("picture", "ring", "-o", "a.png"), ("film", "one-knob", "-o", "a.mp4")],
    ids=lambda words: words[0],
)
def test_too_little_memory_is_said(words: tuple[str, ...], tmp_path: Path) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (300 << 20, 300 << 20))

    done = subprocess.run(
        [sys.executable, "-m", "eq_sim", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=tmp_path,
        preexec_fn=little,
    )
    assert done.returncode == 2
    assert "eq-sim: There is not enough memory: this needs about " in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_pyav_that_cannot_be_loaded_is_not_called_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: object) -> object:
        if name == "av":
            raise ImportError("libavcodec.so.62: failed to map segment from shared object")
        return real(name, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(FilmError, match=r"PyAV cannot be loaded: libavcodec\.so\.62: failed") as no:
        make_film([], tmp_path / "a.mp4", size=(96, 64))
    assert "install" not in str(no.value)
