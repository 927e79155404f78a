"""The lesson step that takes a training step apart."""

from pathlib import Path

import pytest

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import read_recording, save_log

HEAD = 'title = "T"\nidea = "I"\nscenario = "ring"\nseed = 1\n'


def step(line: str) -> str:
    return f"\n[[step]]\n{line}\n"


@pytest.mark.parametrize("seconds", [0, 2])
def test_phases_up_to_one_and_the_same_bits_as_a_step(seconds: int) -> None:
    phases = [f'phase = "{name}"\nseconds = {seconds}' for name in ("compare", "update", "update")]
    text = HEAD + "".join(
        map(
            step,
            [
                'checkpoint = "before"',
                *phases[:1],
                'expect = "{step} < 1"',
                'expect = "{batch loss} > 0.1"',
                *phases[1:],
                'expect = "{step} = 2 to 5 digits"',
                'remember = "apart"',
                'restore = "before"',
                "train = 1\nseconds = 0",
                'expect = "{changed knobs: apart} > 24"',
                "train = 1\nseconds = 0",
                'expect = "{changed knobs: apart} < 1"',
            ],
        )
    )
    assert check_lesson(parse_lesson(text, "mine")).ok


def test_a_recording_with_phases_becomes_a_lesson_with_phases(tmp_path: Path) -> None:
    session = open_session("ring")
    for _ in range(6):
        session.apply(act.TakePhase())
    save_log(session, tmp_path / "a.jsonl")
    text, left_out = as_lesson(read_recording(tmp_path / "a.jsonl"), "Mine")
    assert not left_out
    names = ["forward", "compare", "backward", "update", "forward", "compare"]
    assert [line for line in text.splitlines() if line.startswith("phase")] == [
        f'phase = "{name}"' for name in names
    ]
    assert check_lesson(parse_lesson(text, "mine")).ok
