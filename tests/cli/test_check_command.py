"""``eq-sim check``: the lessons that come along hold; what does not hold is told."""

import json
from pathlib import Path

from command_line import SHORT_LESSON, run

from eq_sim.lessons.files.lesson_file import bundled_lessons


def test_check_plays_every_lesson() -> None:
    told = json.loads(run("check", "--json").stdout)
    assert list(told) == bundled_lessons()
    assert len(told) == 10
    assert all(lesson["ok"] and 60 <= lesson["seconds"] <= 240 for lesson in told.values())


def test_check_fails_on_an_expectation(lesson: Path) -> None:
    lesson.write_text(SHORT_LESSON.replace("loss < 30", "loss < 1e-9"))
    done = run("check", lesson, code=1)
    assert "loss < 1e-9" in done.stdout
