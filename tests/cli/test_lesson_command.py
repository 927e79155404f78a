"""``eq-sim lesson``: a recording becomes a lesson, and a film."""

from pathlib import Path

import av
from command_line import run, run_apart

from eq_sim.session.actions import Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recorder import Recorder


def test_a_recording_becomes_a_film_and_a_lesson(tmp_path: Path) -> None:
    clock = [0.0]
    session, path = open_session("ring"), tmp_path / "mine.jsonl"
    recorder = Recorder(session, path, lambda: clock[0])
    for action in (Turn((3,), (0.5,)), Train(20), Turn((4,), (-0.5,))):
        clock[0] += 0.5
        session.apply(action)
    recorder.stop()
    film = tmp_path / "mine.mp4"
    run_apart("film", path, "-o", film, "--size", "320x180", "--fps", 24)
    with av.open(str(film)) as made:
        assert sum(1 for _ in made.decode(video=0)) >= 24 * 3
    assert run_apart("lesson", path, "-o", tmp_path / "mine.toml", "--idle", 1).stderr == ""
    worded = "# mine\n" + (tmp_path / "mine.toml").read_text()
    (tmp_path / "mine.toml").write_text(worded)
    said = run("lesson", path, "-o", tmp_path / "mine.toml", code=2).stderr
    assert "is there already" in said
    assert (tmp_path / "mine.toml").read_text() == worded
    assert run("check", tmp_path / "mine.toml").stdout.startswith(str(tmp_path))


def recorded(path: Path) -> Path:
    """Returns a file of a short recording."""
    recorder = Recorder(open_session("ring"), path, lambda: 0.0)
    recorder.session.apply(Train(3))
    recorder.stop()
    return path


def test_a_lesson_never_takes_the_place_of_its_recording(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r.jsonl")
    content = path.read_bytes()
    (tmp_path / "same.toml").symlink_to(path)
    for target in ("r.jsonl", tmp_path / "same.toml"):
        done = run("lesson", path, "-o", target, "--force", code=2, folder=tmp_path)
        assert "is the recording itself" in done.stderr
    assert path.read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["r.jsonl", "same.toml"]


def test_what_is_not_as_recorded_is_said(tmp_path: Path) -> None:
    path = recorded(tmp_path / "r.jsonl")
    lines = path.read_text().splitlines()
    lines = [line.replace('"sum":', '"sum":1') if '"sum"' in line else line for line in lines]
    path.write_text("\n".join(lines))  # and the last line has lost its end
    film = tmp_path / "r.gif"
    said = run_apart("film", path, "-o", film, "--size", "320x180", "--fps", 25).stderr
    assert "At 0.0 s the knobs are not those recorded" in said
    assert "its last line is torn" in said
    assert "its last line is torn" in run("lesson", path, "-o", tmp_path / "r.toml").stderr


def test_long_rests_and_long_training_become_a_lesson_that_can_be_read(tmp_path: Path) -> None:
    path, clock = tmp_path / "long.jsonl", [0.0]
    recorder = Recorder(open_session("one-knob"), path, lambda: clock[0])
    clock[0] = 1500.0
    recorder.session.apply(Turn((0,), (0.5,)))
    recorder.stop()
    lines = path.read_text().splitlines()
    lines.insert(-1, '{"t":1500.0,"do":{"do":"train","steps":30},"until":2500.0}')
    path.write_text("\n".join(line for line in lines if '"sum"' not in line) + "\n")
    lesson = tmp_path / "long.toml"
    run("lesson", path, "-o", lesson)
    text = lesson.read_text()
    assert [line for line in text.splitlines() if line.startswith("pause")] == [
        "pause = 600.0",
        "pause = 600.0",
        "pause = 300.0",
    ]
    assert "seconds = 600.0" in text
    run("check", lesson)
