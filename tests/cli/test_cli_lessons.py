"""The lecturer's commands: film, stills, check, race, lesson."""

import json
import os
import subprocess
from pathlib import Path

import av
import pytest

from eq_sim.lessons.files.lesson_file import bundled_lessons

SHORT = """
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


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "short.toml"
    path.write_text(SHORT)
    return path


def run(python: str, *words: object, good: bool = True) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [python, "-m", "eq_sim", *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=180,
        check=False,
    )
    assert (done.returncode == 0) is good, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_check_plays_every_lesson(python: str) -> None:
    told = json.loads(run(python, "check", "--json").stdout)
    assert list(told) == bundled_lessons()
    assert len(told) == 7
    assert all(lesson["ok"] and 60 <= lesson["seconds"] <= 240 for lesson in told.values())


def test_check_fails_on_an_expectation(python: str, lesson: Path) -> None:
    lesson.write_text(SHORT.replace("loss < 30", "loss < 1e-9"))
    done = run(python, "check", lesson, good=False)
    assert done.returncode == 1
    assert "loss < 1e-9" in done.stdout


def test_list_names_the_lessons(python: str) -> None:
    told = json.loads(run(python, "list", "--json").stdout)
    assert [lesson["name"] for lesson in told["lessons"]] == bundled_lessons()
    assert len(told["scenarios"]) == 10


@pytest.mark.parametrize("ending", ["mp4", "webm", "gif", "webp"])
def test_a_film_needs_no_display(python: str, lesson: Path, tmp_path: Path, ending: str) -> None:
    film = tmp_path / f"short.{ending}"
    words = ("film", lesson, "-o", film, "--size", "320x180", "--fps", 25, "--language", "de")
    run(python, *words)
    if ending == "webp":  # FFmpeg does not read animations of this kind
        head = film.read_bytes()[:30]
        assert head[:4] + head[8:16] == b"RIFFWEBPVP8X"
        assert [int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27)] == [320, 180]
    else:
        with av.open(str(film)) as made:
            stream = made.streams.video[0]
            assert (stream.width, stream.height) == (320, 180)
    assert "Drei Regler." in (tmp_path / "short.srt").read_text()
    assert (tmp_path / "short.vtt").read_text().startswith("WEBVTT")
    assert "Two" in (tmp_path / "short.chapters.txt").read_text()


def test_the_same_film_twice(python: str, lesson: Path, tmp_path: Path) -> None:
    hashes = []
    for name in ("one.mp4", "two.mp4"):
        run(python, "film", lesson, "-o", tmp_path / name, "--size", "320x180", "--fps", 24)
        with av.open(str(tmp_path / name)) as film:
            hashes.append([hash(f.to_ndarray().tobytes()) for f in film.decode(video=0)])
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) > 80


def test_a_recording_becomes_a_film_and_a_lesson(python: str, tmp_path: Path) -> None:
    from eq_sim.session.actions import Train, Turn
    from eq_sim.session.files.opening import open_session
    from eq_sim.session.files.recorder import Recorder

    clock = [0.0]
    session, path = open_session("ring"), tmp_path / "mine.jsonl"
    recorder = Recorder(session, path, lambda: clock[0])
    for action in (Turn((3,), (0.5,)), Train(20), Turn((4,), (-0.5,))):
        clock[0] += 0.5
        session.apply(action)
    recorder.stop()
    film = tmp_path / "mine.mp4"
    run(python, "film", path, "-o", film, "--size", "320x180", "--fps", 24)
    with av.open(str(film)) as made:
        assert sum(1 for _ in made.decode(video=0)) >= 24 * 3
    run(python, "lesson", path, "-o", tmp_path / "mine.toml", "--idle", 1)
    assert run(python, "check", tmp_path / "mine.toml").stdout.startswith(str(tmp_path))


def test_stills_are_a_picture_per_chapter(python: str, lesson: Path, tmp_path: Path) -> None:
    out = run(python, "stills", lesson, "-o", tmp_path / "pictures", "--size", "640x360")
    made = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in made] == ["short-1.png", "short-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()


def test_race(python: str) -> None:
    told = json.loads(run(python, "race", "house-price", "--passes", 90, "--json").stdout)
    assert told["winner"] == "one at a time"
    assert told["knobs"] == 3


def test_mistakes_are_sentences(python: str, lesson: Path, tmp_path: Path) -> None:
    for words, why in (
        (("film", "nothing", "-o", tmp_path / "x.mp4"), "no lesson"),
        (("film", lesson, "-o", tmp_path / "no" / "x.mp4"), "no folder"),
        (("film", lesson, "-o", tmp_path / "x.doc"), ".doc"),
        (("film", lesson, "-o", tmp_path / "x.mp4", "--size", "321x180"), "even"),
        (("film", tmp_path / "x.jsonl", "-o", tmp_path / "x.mp4"), "cannot be read"),
        (("lesson", tmp_path / "x.jsonl", "-o", tmp_path / "x.toml"), "cannot be read"),
        (("race", "ring", "--passes", "-3"), "passes"),
    ):
        done = run(python, *words, good=False)
        assert done.returncode == 2
        assert why in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["short.toml"]
