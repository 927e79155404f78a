"""``eq-sim check``: the lessons that come along hold; what does not hold is told."""

import json
from pathlib import Path

import pytest
from command_line import SHORT_LESSON, run, run_apart

from eq_sim.lessons.check import Report, check
from eq_sim.lessons.files.lesson_file import bundled_lessons
from eq_sim.lessons.lesson import Lesson


@pytest.mark.slow
def test_check_plays_every_lesson() -> None:
    told = json.loads(run_apart("check", "--json").stdout)
    assert list(told) == bundled_lessons()
    assert len(told) == len(bundled_lessons())
    assert all(lesson["ok"] and 60 <= lesson["seconds"] <= 240 for lesson in told.values())


def test_check_is_of_every_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of each the first is played: the tests of the lessons play them all."""
    played, report = [], check("one-knob")

    def play(lesson: Lesson) -> Report:
        played.append(lesson.name)
        return report

    monkeypatch.setattr("eq_sim.lessons.check.check_lesson", play)
    told = json.loads(run("check", "--json").stdout)
    assert list(told) == played == bundled_lessons()
    assert len(told) == len(bundled_lessons())
    assert all(lesson["ok"] and 60 <= lesson["seconds"] <= 240 for lesson in told.values())


def test_check_fails_on_an_expectation(lesson: Path) -> None:
    lesson.write_text(SHORT_LESSON.replace("loss < 30", "loss < 1e-9"))
    done = run_apart("check", lesson, code=1)
    assert "loss < 1e-9" in done.stdout
