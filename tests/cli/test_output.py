"""What is printed reaches its reader as far as it can, and is no reason for a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import safetensors.numpy

import eq_sim.cli.streams  # noqa: F401 - it knows the plain words

ENCODINGS = (
    "ascii",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("cp437", "latin-1")),
)


def run(
    *words: object, to: int = subprocess.PIPE, encoding: str = "utf-8", closed: tuple[int, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Runs a command whose stdout is a descriptor, or some of whose descriptors are closed."""

    def close() -> None:
        for descriptor in closed:
            os.close(descriptor)

    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "eq_sim", *map(str, words)],
        stdout=to,
        stderr=subprocess.PIPE,
        check=False,
        timeout=180,
        preexec_fn=close if closed else None,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_can_say_it(encoding: str, lesson: Path) -> None:
    named = lesson.rename(lesson.with_name("größer → ≥ 漢.toml"))
    done = run("check", named, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    larger = "größer" if encoding != "ascii" else "grosser"
    said = done.stdout.decode(encoding)
    assert f"{larger} -> " in said
    assert "?.toml: ok, 1 of 1 expectations hold" in said


SIGNS = {
    **{"≥": ">=", "−": "-", "2⁶³": "263", "é": "e", "█░": "#.", "“x”…": '"x"...'},
    **{"x₂ → y": "x2 -> y", "漢": "?", "\udcff": "?"},
}


@pytest.mark.parametrize(("sign", "plain"), SIGNS.items())
def test_signs_have_plain_words(sign: str, plain: str) -> None:
    assert sign.encode("ascii", "eq_sim.plain") == plain.encode()


def test_json_says_the_same_in_every_encoding() -> None:
    done = [run("check", "--json", "Schnee ☃", encoding=each) for each in ("ascii", "utf-8")]
    told = [json.loads(each.stdout) for each in done]
    assert told[0] == told[1]
    assert list(told[0]) == ["Schnee ☃"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here is always full")
@pytest.mark.parametrize("words", [("list",), ("--help",)])
def test_a_full_disk_is_said(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(*words, to=full.fileno())
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "eq-sim: what was to be printed could not be written: No space left on device\n"
    )


@pytest.mark.parametrize("closed", [(1,), (0, 1, 2)])
def test_nobody_to_print_to_spoils_nothing(closed: tuple[int, ...], tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    done = run("train", "ring", "--steps", 2, "--save", path, closed=closed)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(safetensors.numpy.load_file(path)) == 6
    assert list(tmp_path.iterdir()) == [path]
