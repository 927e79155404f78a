"""A command that cannot write its file says so in one sentence, and leaves nothing."""

import os
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from command_line import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limits and pipes like these")

WRITING = {
    "listen": (["listen", "ring", "--seconds=1", "--steps=3"], "a.wav"),
    "film": (["film", "short.toml", "--sound", "--size=320x180"], "a.mp4"),
    "cues": (["cues", "short.toml"], "a.html"),
    "train": (["train", "ring", "--steps=1"], "a.eqsim"),
    "prune": (["prune", "ring", "--share=0.5", "--train=1"], "a.safetensors"),
    "quantise": (["quantise", "ring", "--bits=4", "--train=0"], "a.safetensors"),
    "export": (["export", "ring"], "a.py"),
    "sweep": (["sweep", "ring", "--vary=l2=0,1", "--seeds=1", "--steps=1"], "a.csv"),
}


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch, most: int = 100) -> Iterator[None]:
    """Lets no file grow beyond so many bytes; Python takes the signal off by itself."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # Python would keep half of what it reads
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def into(words: list[str], output: str) -> list[str]:
    return [*words, "--save" if words[0] == "train" else "-o", output]


@pytest.mark.parametrize("name", WRITING)
def test_a_full_disk_is_one_sentence(
    name: str, tmp_path: Path, lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, output = WRITING[name]
    with full_disk(monkeypatch):
        done = run(*into(words, output), code=2, folder=tmp_path)
    assert f"{output} cannot be written: File too large\n" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == [lesson]


@pytest.mark.parametrize("name", WRITING)
def test_a_pipe_is_refused_before_anything_is_worked_out(
    name: str, tmp_path: Path, lesson: Path
) -> None:
    words, output = WRITING[name]
    os.mkfifo(tmp_path / output)
    done = run(*into(words, output), code=2, folder=tmp_path)
    assert "is no ordinary file" in done.stderr
    assert done.stderr.count("\n") == 1
    assert {lesson, tmp_path / output} == set(tmp_path.iterdir())
    assert (tmp_path / output).is_fifo()


def own_sound(path: Path) -> bytes:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes((8_000 * np.sin(np.arange(8_000))).astype("<i2").tobytes())
    return path.read_bytes()


def test_listen_does_not_take_the_place_of_what_it_plays(tmp_path: Path) -> None:
    before = own_sound(tmp_path / "mine.wav")
    (tmp_path / "same.wav").symlink_to("mine.wav")
    play = ["listen", "equalizer", "--seconds=0.1", "--source=mine.wav"]
    for name in ("mine.wav", "./mine.wav", "same.wav"):
        done = run(*play, "-o", name, code=2, folder=tmp_path)
        assert "mine.wav" in done.stderr or "same.wav" in done.stderr
        assert "is what this is made from: choose another name" in done.stderr
    assert (tmp_path / "mine.wav").read_bytes() == before
    run("export", "ring", "-o", "my.toml", folder=tmp_path)
    done = run("listen", "my.toml", "-o", "my.toml", code=2, folder=tmp_path)
    assert "my.toml: a sound is written as a .wav file" in done.stderr
    assert (tmp_path / "my.toml").read_bytes().startswith(b"# A scenario of eq_sim")


@pytest.mark.parametrize(("seconds", "code"), [("0.0199", 2), ("0.02", 0), ("601", 2)])
def test_listen_takes_the_seconds_that_it_names(seconds: str, code: int, tmp_path: Path) -> None:
    done = run("listen", "ring", "--seconds", seconds, "-oa.wav", code=code, folder=tmp_path)
    assert ("seconds are 0.02 to 600" in done.stderr) == bool(code)


def test_listen_says_that_a_source_is_cut_only_where_its_end_would_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eq_sim.sound import own_file

    monkeypatch.setattr(own_file, "MOST_SECONDS", 1)
    with wave.open(str(tmp_path / "long.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes((8_000 * np.sin(np.arange(24_000))).astype("<i2").tobytes())
    play = ["listen", "equalizer", "--source=long.wav", "--steps=0", "-oa.wav"]
    assert run(*play, "--seconds=0.5", folder=tmp_path).stderr == ""
    said = run(*play, "--seconds=1.5", folder=tmp_path).stderr
    assert said == "eq-sim: long.wav is long: its first 1 s are played, and then again\n"
