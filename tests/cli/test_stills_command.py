"""``eq-sim stills``: a picture per chapter."""

from pathlib import Path

from command_line import run_apart


def test_stills_are_a_picture_per_chapter(lesson: Path, tmp_path: Path) -> None:
    out = run_apart("stills", lesson, "-o", tmp_path / "pictures", "--size", "640x360")
    made = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in made] == ["short-1.png", "short-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()
