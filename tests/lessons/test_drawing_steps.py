"""A lesson draws, and the network reads: an answer, how sure it is, and no knob that changes."""

import numpy as np
import pytest

from eq_sim.data.pen import inked, pixels_of_ink
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.player import Player
from eq_sim.lessons.scene import TICKS
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

HEAD = """
title = "Drawn"
idea = "A lesson for tests."
scenario = "digits"
seed = 1
"""
TRAINED = '[[step]]\ntrain = 300\nseconds = 0\n[[step]]\nremember = "trained"\n'


def player(steps: str, head: str = HEAD) -> Player:
    lesson = parse_lesson(head + steps, "drawn")
    made = Player(Session(load_scenario("ring"), 1), lesson, auto=True)
    made.play()
    return made


def reason(steps: str, head: str = HEAD) -> str:
    with pytest.raises(LessonError) as found:
        parse_lesson(head + steps, "drawn")
    (mistake,) = found.value.mistakes
    return mistake.reason


def test_what_is_drawn_is_read_and_no_knob_changes() -> None:
    played = player(
        TRAINED
        + """
[[step]]
draw = "3"
seconds = 2
[[step]]
note = "first"
of = "answer checksum"
[[step]]
expect = "{read as} = 3 to 3 digits"
[[step]]
say = "{read as}, {sure}, {changed knobs: trained} of {knobs}"
seconds = 1
[[step]]
draw = "letter X"
seconds = 1
[[step]]
expect = "({answer checksum} - {first}) * ({answer checksum} - {first}) > 0"
[[step]]
draw = "3"
seconds = 0
[[step]]
expect = "{answer checksum} - {first} = 0 to 15 digits"
[[step]]
expect = "{changed knobs: trained} = 0 to 15 digits"
[[step]]
train = 1
seconds = 0
[[step]]
expect = "{changed knobs: trained} > 2300"
[[step]]
expect = "({answer checksum} - {first}) * ({answer checksum} - {first}) > 0"
"""
    )
    played.advance(5 * TICKS // 2)
    said, share, changed = played.caption.split(", ")
    assert (said, changed) == ("3", "0 of 2,410")
    assert 50 < float(share.removesuffix(" %")) < 100
    played.advance(9 * TICKS)
    assert [finding.text for finding in played.findings if not finding.held] == []
    assert len(played.findings) == 6


def test_the_drawing_is_a_matter_of_the_tick_alone() -> None:
    text = '[[step]]\ndraw = "8"\nseconds = 2\n[[step]]\nexpect = "knobs > 0"\n'
    at_once, bit_by_bit = player(text), player(text)
    at_once.advance(TICKS)
    for _ in range(TICKS // 20):
        bit_by_bit.advance(20)
    first, second = at_once.on_stage.drawing, bit_by_bit.on_stage.drawing
    assert first is not None
    assert first == second
    half = inked(first.strokes, (8, 8)).sum()
    at_once.advance(2 * TICKS)
    whole = at_once.on_stage.drawing
    assert whole is not None
    assert 0 < half < inked(whole.strokes, (8, 8)).sum()
    at_once.go_to(TICKS)
    assert at_once.on_stage.drawing == first


def test_strokes_of_ones_own_are_added_turned_and_wiped() -> None:
    played = player(
        """
[[step]]
draw = [[[0.5, 0.1], [0.5, 0.9]]]
seconds = 1
[[step]]
draw = [[[0.5, 0.1], [0.5, 0.9]]]
turned = 90
add = true
seconds = 1
[[step]]
draw = "nothing"
[[step]]
pause = 1
[[step]]
load = "digits"
[[step]]
expect = "knobs > 0"
"""
    )

    def seen() -> np.ndarray:
        drawing = played.on_stage.drawing
        assert drawing is not None
        return pixels_of_ink(inked(drawing.strokes, (8, 8))).reshape(8, 8)

    played.advance(TICKS - 1)
    line = seen()
    played.advance(TICKS)
    np.testing.assert_allclose(seen(), np.maximum(line, line.T), atol=0.3)  # ink is counted once
    assert seen()[3:5, 1:7].min() > 0.4
    played.advance(TICKS // 2)
    assert not seen().any()
    played.advance(2 * TICKS)
    assert played.on_stage.drawing is None


def test_mistakes_about_drawings_are_named() -> None:
    assert "choose 0, 1, 2" in reason('[[step]]\ndraw = "dragon"\n')
    said = "nothing was drawn before"
    assert reason('[[step]]\nsay = "{read as}"\n') == said
    assert reason('[[step]]\nexpect = "sure > 0"\n') == said
    wiped = '[[step]]\ndraw = "3"\n[[step]]\ndraw = "nothing"\n[[step]]\nsay = "{sure}"\n'
    assert reason(wiped) == said
    ring = HEAD.replace("digits", "ring")
    no_picture = "there is nothing to draw on: a sample is no picture here"
    assert reason('[[step]]\ndraw = "3"\n', ring) == no_picture
    assert reason('[[step]]\nshow = ["drawing"]\n', ring) == no_picture
    assert "about nothing" in reason('[[step]]\nshow = ["drawing: 3"]\n')
