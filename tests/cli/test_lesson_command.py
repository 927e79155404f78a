"""``eq-sim lesson``: a recording becomes a lesson, and a film."""

from pathlib import Path

import av
from command_line import run

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
    run("film", path, "-o", film, "--size", "320x180", "--fps", 24)
    with av.open(str(film)) as made:
        assert sum(1 for _ in made.decode(video=0)) >= 24 * 3
    run("lesson", path, "-o", tmp_path / "mine.toml", "--idle", 1)
    assert run("check", tmp_path / "mine.toml").stdout.startswith(str(tmp_path))
