"""Recording what is done, and doing it again: bit for bit, at any frame rate, torn or trimmed."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.playback import Playback, in_words
from eq_sim.session import actions as act
from eq_sim.session.errors import LogError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recorder import Recorder
from eq_sim.session.files.recording import checksum, read_recording, save_log, trimmed
from eq_sim.session.session import Session


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def live(session: Session, clock: Clock, seconds: float, tick: Callable[[], object]) -> None:
    """Lets a live minute pass, a frame at a time."""
    for _ in range(round(seconds * 60)):
        clock.now += 1 / 60
        session.advance(1 / 60)
        tick()


def record(path: Path) -> Session:
    """A lively half minute: training, a drag in it, switches, undo."""
    session, clock = open_session("ring"), Clock()
    session.apply(act.Train(5))  # before the recording
    recorder = Recorder(session, path, clock)
    live(session, clock, 2, recorder.tick)
    session.apply(act.Run())
    live(session, clock, 5, recorder.tick)
    session.apply(act.Grab((3,)))
    for place in range(30):
        session.apply(act.Turn((3,), (0.02 * place,)))
        live(session, clock, 1 / 30, recorder.tick)
    session.apply(act.Release())
    live(session, clock, 4, recorder.tick)
    session.apply(act.Pause())
    session.apply(act.Mute((7,), True))
    session.apply(act.Undo())
    live(session, clock, 9, recorder.tick)
    session.apply(act.Turn((20,), (0.5,)))
    live(session, clock, 1, recorder.tick)
    recorder.stop()
    return session


def play(path: Path, fps: int = 30) -> tuple[Playback, Session]:
    session = Session(open_session("xor").scenario)
    playback = Playback(session, read_recording(path), "test")
    playback.play()
    while not playback.finished:
        playback.advance(600 // fps)
    return playback, session


def test_a_recording_replays_bit_for_bit(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    session = record(path)
    for fps in (24, 25, 30, 50, 60):
        playback, again = play(path, fps)
        assert again.parameters.theta.tobytes() == session.parameters.theta.tobytes()
        assert (again.step, again.seed) == (session.step, session.seed)
        assert again.trainer.optimizer.count == session.trainer.optimizer.count
        assert playback.mismatch is None
    times = [item.start for item in read_recording(path)]
    assert times == sorted(times)
    assert 20 < times[-1] < 25


def test_runs_are_one_line_and_checksums_are_there(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    runs = [line for line in lines if line.get("do", {}).get("do") == "train" and "until" in line]
    assert 2 <= len(runs) < 60  # not one per frame
    assert sum("sum" in line for line in lines) >= 2


def test_a_wrong_checksum_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    text = path.read_text().splitlines()
    last = max(n for n, line in enumerate(text) if '"sum"' in line)
    told = json.loads(text[last])
    text[last] = json.dumps({**told, "sum": told["sum"] ^ 1})
    path.write_text("\n".join(text) + "\n")
    playback, _ = play(path)
    assert playback.mismatch is not None


def test_each_hand_action_is_on_the_disk_at_once(tmp_path: Path) -> None:
    path, clock = tmp_path / "live.jsonl", Clock()
    session = open_session("ring")
    recorder = Recorder(session, path, clock)
    session.apply(act.Turn((3,), (0.25,)))
    assert read_recording(path)[-1].action == act.Turn((3,), (0.25,))  # nothing was closed
    session.apply(act.Run())
    live(session, clock, 1.5, recorder.tick)
    assert any(isinstance(item.action, act.Train) for item in read_recording(path))
    recorder.stop()


def test_a_torn_last_line_still_replays(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    whole = path.read_bytes()
    for lost in (1, 7, 40):
        path.write_bytes(whole[:-lost])
        _, again = play(path)
        assert again.step > 100


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"t": 3, "do": {"do": "fly"}}', "line 3"),
        ("{", "line 3"),
        ('{"t": -1, "do": {"do": "pause"}}', "backwards"),
        ('{"t": 1, "dance": 2}', "line 3"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    lines = path.read_text().splitlines()
    lines.insert(2, line)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(LogError, match=why):
        read_recording(path)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.jsonl"
    for content in (b"", b"\x00\xff", b"{}\n", b'{"format": "eq_sim recording", "version": 2}\n'):
        path.write_bytes(content)
        with pytest.raises(LogError):
            read_recording(path)
    with pytest.raises(LogError, match="cannot be read"):
        read_recording(tmp_path / "nowhere.jsonl")
    with pytest.raises(LogError, match="cannot be written"):
        Recorder(open_session("ring"), tmp_path / "no" / "x.jsonl", Clock())


def test_back_and_forth(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    session = Session(open_session("ring").scenario)
    playback = Playback(session, read_recording(path), "test")
    playback.go_to(600 * 4)
    middle = checksum(session)
    playback.go_to(playback.length)
    assert checksum(session) != middle
    playback.go_to(600 * 4)
    assert checksum(session) == middle
    session.apply(act.Turn((1,), (3.0,)))  # somebody touches it
    playback.play()
    assert checksum(session) == middle


def test_it_says_what_was_done_and_by_which_key(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    record(path)
    said = set()
    playback = Playback(Session(open_session("ring").scenario), read_recording(path), "test")
    playback.play()
    while not playback.finished:
        playback.advance(60)
        said.add(playback.caption)
    assert "train (Space)" in said
    assert "undo (Ctrl+Z)" in said
    assert "" in said


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (act.Freeze((3,), True), "freeze x₁ → neuron 4, layer 1 (Shift+F)"),
        (act.Freeze((3, 4), False), "thaw 2 knobs (Shift+F)"),
        (act.Freeze((), True), ""),
        (act.FineTune("last"), "the last layer alone trained"),
        (act.Mute((5,), True), "mute x₂ → neuron 2, layer 1 (Shift+M)"),
        (act.Solo(1, False), "end solo of x₁ → neuron 2, layer 1 (Shift+O)"),
        (act.Set("learning_rate", 0.5), "learning rate: 0.5"),
        (act.Set("speed", 100), ""),
        (act.BeginWith((("dropout", 0.2), ("l2", 0.01))),
         "begin again, dropout: 0.2, weight decay (L2): 0.01"),
        (act.Train(1), "one step (S)"),
        (act.BackToStart(), "back to start (Ctrl+B)"),
        (act.NewStart(), "new random start (Ctrl+R)"),
        (act.LineUp(), "line up B with A"),
        (act.SetSides((0.1,) * 25, (0.2,) * 25), "two networks as A and B"),
        (act.Turn((1,), (2.0,)), ""),
    ],
)  # fmt: skip
def test_each_action_has_its_words_and_its_key(action: act.AnyAction, words: str) -> None:
    assert in_words(open_session("ring"), action) == words


def test_trimming_and_capping(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    session = record(path)
    done = read_recording(path)
    capped = trimmed(done, idle=1.0)
    assert capped[-1].end < done[-1].end - 7
    ends = [0.0, *(item.end for item in capped)]
    assert all(item.start - end <= 1.001 for item, end in zip(capped, ends, strict=False))
    again = Session(open_session("ring").scenario)
    playback = Playback(again, capped, "test")
    playback.go_to(playback.length)
    np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)
    cut = trimmed(done, first=3.0, last=6.0)
    assert cut[0].start == 0
    assert cut[-1].start <= 3.0


def test_a_recording_becomes_a_lesson(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    session = record(path)
    text, left_out = as_lesson(trimmed(read_recording(path), idle=1.0), "What I did")
    assert not left_out
    lesson = parse_lesson(text, "mine")
    report = check_lesson(lesson)
    assert report.ok, report.lines()
    assert lesson.title["en"] == "What I did"
    assert f'turn = "{session.name(20)}"' in text
    # Runs, not the pieces of them that were flushed; the drag has training between its turns.
    assert text.count("train = ") < sum(
        isinstance(d.action, act.Train) for d in read_recording(path)
    )
    worded = text.replace(
        "[[step]]\ntrain", '[[step]]\nsay = "Now it trains."\n\n[[step]]\ntrain', 1
    )
    assert check_lesson(parse_lesson(worded, "mine")).ok


def test_beginning_again_with_settings_becomes_steps_of_a_lesson(tmp_path: Path) -> None:
    path = tmp_path / "live.jsonl"
    session = open_session("ring")
    recorder = Recorder(session, path, Clock())
    session.apply(act.Train(30))
    session.apply(act.BeginWith((("dropout", 0.2), ("points", 300))))
    session.apply(act.Train(40))
    recorder.stop()
    text, left_out = as_lesson(read_recording(path), "Again")
    assert not left_out
    first, second, start = (text.index(words) for words in ("dropout", "points", 'start = "same"'))
    assert first < second < start
    assert check_lesson(parse_lesson(text, "mine")).ok


@pytest.mark.slow
def test_an_hour_stays_small_and_replays(tmp_path: Path) -> None:
    """An hour of a lively hand: drags in every half minute, training in between."""
    path, clock = tmp_path / "hour.jsonl", Clock()
    session = open_session("ring")
    recorder = Recorder(session, path, clock)
    rng = np.random.default_rng(1)
    session.apply(act.Run())
    for _ in range(120):
        live(session, clock, 27, recorder.tick)
        knob = int(rng.integers(25))
        session.apply(act.Grab((knob,)))
        for value in np.cumsum(rng.normal(scale=0.02, size=180)).tolist():
            clock.now += 1 / 60
            session.apply(act.Turn((knob,), (value,)))
        session.apply(act.Release())
        session.apply(act.Run())
    recorder.stop()
    assert path.stat().st_size < 5_000_000
    again = Session(open_session("ring").scenario)
    playback = Playback(again, read_recording(path), "hour")
    playback.go_to(playback.length)
    assert again.parameters.theta.tobytes() == session.parameters.theta.tobytes()
    assert playback.mismatch is None


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Monday", "Monday"),
        ("a-lecture-on-monday-before-three-hundred-people", None),
        ("words " * 40, None),
        ("{loss}", "(loss)"),
        ("a\x7f\tb", "a b"),
        ("\udcff", "A recording"),  # not text at all
    ],
)
def test_any_name_of_a_recording_becomes_a_title(
    tmp_path: Path, name: str, title: str | None
) -> None:
    session = open_session("ring")
    save_log(session, tmp_path / "log.jsonl")
    text, _ = as_lesson(read_recording(tmp_path / "log.jsonl"), name)
    lesson = parse_lesson(text.encode().decode(), "mine")
    assert lesson.title["en"] == (title or f"{name[:41]}…")
