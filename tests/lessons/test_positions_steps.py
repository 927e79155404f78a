"""Knobs that click into positions in a lesson: the step, its numbers, and what can be wrong."""

import numpy as np
import pytest
from lesson_kit import HEAD, play_to_the_end, player

from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session import actions as act
from eq_sim.session.files.recording import Done
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

CLICKS = (
    HEAD
    + """
[[step]]
train = 60
seconds = 1
[[step]]
expect = "memory = 100 to 5 digits"
[[step]]
bits = 3
per = "tensor"
[[step]]
expect = "positions = 7 to 5 digits"
[[step]]
expect = "memory = 22 to 5 digits"
[[step]]
bits = 2
[[step]]
expect = "{at zero} > 0"
[[step]]
train = 5
seconds = 0.2
"""
)


def by_hand() -> Session:
    session = Session(load_scenario("ring"), 3)
    for action in (
        act.Train(60), act.Quantise(3, "tensor"), act.Quantise(2), act.Train(5),
    ):  # fmt: skip
        session.apply(action)
    return session


def test_a_lesson_lets_knobs_click_and_speaks_of_it() -> None:
    of = player(CLICKS)
    play_to_the_end(of, 25)
    assert [finding.held for finding in of.findings] == [True] * len(of.findings)
    assert len(of.findings) == 4
    assert np.array_equal(of._session.parameters.w, by_hand().parameters.w)


def test_captions_say_where_a_knob_stands_and_what_counts() -> None:
    said = '\n[[step]]\nsay = "{knob: x1 -> neuron 1 to 6 digits}, '
    said += '{counts as: x1 -> neuron 1 to 6 digits}, {positions}, {memory}."\nseconds = 1\n'
    of = player(CLICKS + said)
    play_to_the_end(of, 25)
    session = by_hand()
    theta, w = (float(of[0]) for of in (session.parameters.theta, session.parameters.w))
    assert theta != w
    texts = [f"{abs(value):.6g}" for value in (theta, w)]
    for text in (*texts, "3, 35 B."):
        assert text.rstrip("0") in str(of.caption)


@pytest.mark.parametrize(
    ("step", "reason"),
    [("bits = 1", "from 2"), ("bits = 33", "32"), ('bits = 4\nper = "layer"', "cannot be")],
)
def test_what_cannot_be_is_found_before_anybody_plays(step: str, reason: str) -> None:
    with pytest.raises(LessonError, match=reason):
        parse_lesson(f"{HEAD}\n[[step]]\n{step}\n", "a.toml")


def test_positions_are_no_number_where_knobs_turn_freely() -> None:
    of = player(f'{HEAD}\n[[step]]\nexpect = "positions > 0"\n')
    play_to_the_end(of, 25)
    assert not of.findings[0].held


def test_a_recording_of_it_becomes_a_lesson_that_leads_there() -> None:
    actions: list[act.AnyAction] = [
        act.Load(load_scenario("ring"), 3), act.Train(60), act.Quantise(3, "tensor"),
        act.Quantise(2), act.Train(5),
    ]  # fmt: skip
    text, left_out = as_lesson([Done(at, at, action) for at, action in enumerate(actions)], "Few")
    assert not left_out
    of = player(text)
    play_to_the_end(of, 25)
    assert np.array_equal(of._session.parameters.w, by_hand().parameters.w)
