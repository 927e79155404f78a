"""Format, lint, types and architecture are tests like any other."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import eq_sim

ROOT = Path(eq_sim.__file__).resolve().parent.parent


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "tool",
    [("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",)],
    ids=["format", "lint", "types"],
)
def test_tool_is_content(tool: tuple[str, ...]) -> None:
    run(sys.executable, "-m", *tool)


def test_imports_point_down() -> None:
    run(str(Path(sys.executable).with_name("lint-imports")))


def test_no_picture_is_painted_on_by_what_may_outlive_it() -> None:
    plain = re.compile(r"QPainter\((?!self\)|self\.viewport\(\)\))")
    files = (ROOT / "eq_sim").rglob("*.py")
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sorted(files)
        for line in file.read_text(encoding="utf-8").splitlines()
        if plain.search(line.replace("PicturePainter(", ""))
    ]
    assert not found, "ui/style/painting.py has a painter that keeps its picture: " + "\n".join(
        found
    )


LONGEST = {
    "session.py": 565,  # the door: what can be done, looked at, trained aside
    "main_window.py": 435,  # what belongs to the window alone, a few lines each
    "transport.py": 440,  # each button and each number of the top row
    "trainer.py": 390,  # a step, its phases, and going back to where it was
    "state.py": 410,  # what is true, a part after another
    "loss_plot.py": 390,  # every curve, mark and flag of one plot
    "file_menu.py": 380,  # an entry a function
    "app.py": 485,  # wires everything
    "console.py": 505,  # a widget: each of its events is a method of four lines
    "input.py": 455,  # what each button, wheel and key does, a few lines each
    "looking.py": 405,  # where one is, where one wants to be, and what a hand does meanwhile
    "canvas_view.py": 380,  # from how near one looks, and every way to come nearer
    "scenario.py": 380,  # a scenario's parts, and how they are read
    "player.py": 400,  # what a person does to a lesson, and where it waits
    "lesson_view.py": 395,  # what stands around a lesson in the window, and gives way to it
    "offscreen_film.py": 390,  # each picture that can be asked for, from the same window
    "open_documents.py": 432,  # every way in and out of a document
}


def test_every_file_is_short_enough_to_do_one_thing() -> None:
    long = {
        path.name: count
        for path in (ROOT / "eq_sim").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines()))
        > LONGEST.get(path.name, 370)
    }
    assert not long
