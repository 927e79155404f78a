"""A lesson's file on the command line: opened, read as editors save it, and its mistakes told."""

import re
import signal
from pathlib import Path

import pytest
from command_line import SHORT_LESSON, run
from started import held_at

BROKEN = SHORT_LESSON.replace("train = 30", "train = “thirty”").replace("say =", "sya =")


def test_a_lesson_from_word_and_notepad_is_checked(lesson: Path) -> None:
    written = SHORT_LESSON.replace('"A few knobs."', "“A few knobs.”").replace("= 3", "=\u00a03")
    content = written.replace("\n", "\r\n").encode("utf-16")
    lesson.write_bytes(content)
    assert "short.toml: ok, 1 of 1" in run("check", lesson).stdout
    assert lesson.read_bytes() == content


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("film", "-o", "a.mp4"),
        ("film", "-o", "a.mp4", "one-knob"),
        ("stills",),
    ],
    ids=" ".join,
)
def test_each_command_names_the_file_once_and_each_line(
    words: tuple[str, ...], lesson: Path
) -> None:
    lesson.write_text(BROKEN, encoding="utf-8")
    told = run(*words, lesson, code=2, folder=lesson.parent).stderr.strip()
    assert told.count("short.toml") == 1
    first, *mistakes = told.split("\n")
    assert first == f"eq-sim: {lesson}: 2 mistakes"
    assert [re.findall(r"line (\d+), step (\d+)", line) for line in mistakes] == [
        [("11", "2")],
        [("20", "4")],
    ]


def test_what_cannot_be_done_in_a_film_has_its_line(lesson: Path) -> None:
    step = 'set = "learning_rate"\nto = "0 - loss"\n\n[[step]]\ntrain'
    lesson.write_text(SHORT_LESSON.replace("train", step))
    told = run("check", lesson, code=1).stdout
    assert re.search(r"\n  stopped after 0.9 s: line 19, step 4 \(set\): The learning rate", told)
    words = ("-o", "a.mp4", "--size", "320x180")
    told = run("film", lesson, *words, code=2, folder=lesson.parent).stderr
    assert f"eq-sim: {lesson}: line 19, step 4 (set): The learning rate needs" in told
    assert told.count("short.toml") == told.count("line 19") == 1


def test_a_lesson_is_opened_in_the_window(lesson: Path) -> None:
    told = run("open", lesson, "--seed", "3", code=2).stderr
    assert "short.toml is a lesson, which has its own seed" in told
    lesson.write_text(BROKEN, encoding="utf-8")  # it waits there until it is mended
    method = "eq_sim.lesson_files:LessonFiles.open"
    with held_at(method, "open", lesson, folder=lesson.parent) as process:
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate("\n", timeout=120)
    assert err == "eq-sim: Interrupted\n"
