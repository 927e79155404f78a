"""``eq-sim stills``: a picture per chapter."""

from pathlib import Path

import pytest
from command_line import run_apart
from PySide6.QtGui import QImage


def test_stills_are_a_picture_per_chapter(lesson: Path, tmp_path: Path) -> None:
    out = run_apart("stills", lesson, "-o", tmp_path / "pictures", "--size", "640x360")
    made = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in made] == ["short-1.png", "short-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()


@pytest.mark.slow
def test_one_chapter_of_one_panel_without_its_ground(lesson: Path, tmp_path: Path) -> None:
    out = run_apart(
        *("stills", lesson, "-o", tmp_path, "--size", "640x360", "--chapter", "2"),
        *("--panel", "loss", "--transparent"),
    )
    assert out.stdout.splitlines() == [str(tmp_path / "short-2.png")]
    picture = QImage(str(tmp_path / "short-2.png"))
    assert picture.pixelColor(0, 0).alpha() == 0
    assert any(picture.pixelColor(x, y).alpha() == 255 for x in range(640) for y in range(360))


def test_stills_of_each_thing_that_is_said(lesson: Path, tmp_path: Path) -> None:
    folder = tmp_path / "said"
    out = run_apart(
        "stills", lesson, "--said", "-o", folder, "--size", "640x360", "--language", "de"
    )
    made = sorted(folder.iterdir())
    assert [path.name for path in made] == ["short-said-1.png", "short-said-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()
