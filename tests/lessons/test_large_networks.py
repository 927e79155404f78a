"""Lessons that go beyond the last real knob: the step, and the numbers of large networks."""

from math import log10

import numpy as np
import pytest
from lesson_kit import HEAD, lesson, play_to_the_end, player

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.language.number_format import Number

BEYOND = (
    HEAD
    + """
[[step]]
beyond = "your network"
seconds = 1
[[step]]
beyond = "gpt-3"
seconds = 2
[[step]]
pause = 1
[[step]]
beyond = "nothing"
[[step]]
pause = 1
"""
)


def test_the_step_zooms_out_from_where_it_stands_and_nothing_is_the_knobs() -> None:
    of = player(BEYOND)
    of.play()
    of.advance(300)
    assert of.on_stage.beyond == pytest.approx(log10(25))
    of.advance(900)
    assert of.tick == 1200
    halfway = (log10(25) + log10(174.6e9)) / 2
    assert of.on_stage.beyond == pytest.approx(halfway)
    of.advance(900)
    assert of.on_stage.beyond == pytest.approx(log10(174.6e9))
    of.advance(600)
    assert of.on_stage.beyond is None
    of.go_to(1200)
    assert of.on_stage.beyond == pytest.approx(halfway)
    play_to_the_end(of)
    assert of.on_stage.beyond is None


def test_the_zoom_leaves_the_experiment_alone() -> None:
    of = player(BEYOND)
    before = of._session.parameters.theta.tobytes()
    play_to_the_end(of)
    assert of._session.parameters.theta.tobytes() == before
    assert of._session.step == 0


@pytest.mark.parametrize(
    ("number", "digits", "english", "german"),
    [
        (Number(24.1, "length"), None, "24.1 m", "24,1 m"),
        (Number(9980.7, "length"), None, "9.98 km", "9,98 km"),
        (Number(1.746e9, "length"), None, "1.75 million km", "1,75 Millionen km"),
        (Number(25 / 31_557_600, "time"), None, "25 seconds", "25 Sekunden"),
        (Number(53_869.7, "time"), 2, "54,000 years", "54\u202f000 Jahre"),
        (Number(1.7e12, "large"), 2, "1.7 trillion", "1,7 Billionen"),
        (Number(174.6e9, "large"), 4, "174.6 billion", "174,6 Milliarden"),
        (Number(2410, "large"), 4, "2,410", "2\u202f410"),
    ],
)
def test_amounts_stand_in_the_unit_that_fits_in_each_language(
    number: Number, digits: int | None, english: str, german: str
) -> None:
    assert number.text("en", digits) == english
    assert number.text("de", digits) == german


def test_numbers_of_desks_are_computed() -> None:
    text = (
        HEAD
        + """
[[step]]
say = "{desk}, {years}; {knobs of: GPT-3}, {moons of: GPT-3 to 2 digits}, {desk of: GPT-3}."
[[step]]
expect = "{desk} = knobs / 100 to 12 digits"
[[step]]
expect = "{moons of: GPT-3} = {desk of: GPT-3} / 384400000 to 12 digits"
[[step]]
expect = "{years of: GPT-4} = 1700000000000 / 31557600 to 12 digits"
[[step]]
expect = "{years} = knobs / 31557600 to 12 digits"
"""
    )
    assert check_lesson(lesson(text)).lines() == []
    of = player(text)
    of.play()
    of.advance(60)
    assert of.caption == "25 cm, 25 seconds; 175 billion, 4.5, 1.75 million km."


def test_the_share_that_moved_far_is_counted_by_layers() -> None:
    text = HEAD + '[[step]]\ntrain = 20\nseconds = 1\n[[step]]\nsay = "{moved far}"\n'
    of = player(text)
    of.play()
    of.advance(620)
    session = of._session
    theta, start, moved = session.parameters.theta, session.parameters.start, 0
    for block in session.layout.blocks:
        part = slice(block.offset, block.offset + block.size)
        weights = start[part][: block.inputs * block.outputs]
        far = np.abs(theta[part] - start[part]) > 0.01 * np.abs(weights).max()
        moved += int(far.sum())
    assert 0 < moved < 25
    assert of.caption == f"{100 * moved / 25:.0f} %"
