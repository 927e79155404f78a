"""``eq-sim stills``: a picture per chapter."""

from pathlib import Path

from command_line import run_apart


def test_stills_are_a_picture_per_chapter(lesson: Path, tmp_path: Path) -> None:
    out = run_apart("stills", lesson, "-o", tmp_path / "pictures", "--size", "640x360")
    made = sorted((tmp_path / "pictures").iterdir())
    assert [path.name for path in made] == ["short-1.png", "short-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()


def test_stills_of_each_thing_that_is_said(lesson: Path, tmp_path: Path) -> None:
    folder = tmp_path / "said"
    out = run_apart(
        "stills", lesson, "--said", "-o", folder, "--size", "640x360", "--language", "de"
    )
    made = sorted(folder.iterdir())
    assert [path.name for path in made] == ["short-said-1.png", "short-said-2.png"]
    assert out.stdout.splitlines() == [str(path) for path in made]
    assert made[0].read_bytes() != made[1].read_bytes()
