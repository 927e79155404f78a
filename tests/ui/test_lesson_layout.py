"""Each step of a lesson laid out: what is lit is there, and every text can be read."""

import json

import pytest

from eq_sim.cli.program import main
from eq_sim.lesson_layout import faults_of
from eq_sim.lessons.files.lesson_file import bundled_lessons, parse_lesson

HEAD = """
title = "Laid out"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
"""
CLASSIC = {"4:3": (640, 480)}

WHOLE = (
    HEAD
    + """
[[step]]
show = ["loss"]
[[step]]
say = "The loss."
highlight = "loss"
[[step]]
expect = "loss < 9"
"""
)

APART = (
    HEAD
    + """
[[step]]
show = ["console", "output", "loss"]
[[step]]
say = "The first, and the last."
highlight = ["x1 -> neuron 1, layer 1", "bias of inside"]
[[step]]
expect = "loss < 9"
"""
)


def test_what_cannot_be_seen_together_is_named_with_its_step() -> None:
    assert not faults_of(parse_lesson(WHOLE, "whole"), shapes=CLASSIC)
    found = [str(one) for one in faults_of(parse_lesson(APART, "apart"), shapes=CLASSIC)]
    lit = [words for words in found if "is highlighted and" in words]
    assert lit
    assert all(words.startswith("step 2 in 4:3 en: ") for words in lit)
    assert any("inside" in words or "x1" in words for words in lit)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bundled_lessons()))
def test_every_shipped_lesson_can_be_seen_and_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", name, "--layout", "--json"])
    report = json.loads(capsys.readouterr().out)[name]
    assert report["problems"] == []
    assert code == 0
