"""The numbers that lessons say of what is heard are those of the sound; and the whole lesson."""

import numpy as np
import pytest
from sound_kit import equalizer, spectrum_of

from eq_sim.lesson_sound import sound_of
from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.context import StepContext
from eq_sim.lessons.files.lesson_file import load_lesson, parse_lesson
from eq_sim.lessons.language.expressions import read
from eq_sim.lessons.language.number_format import NoNumberError
from eq_sim.lessons.player import Player
from eq_sim.session.actions import Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.sound.rate import BLOCK, RATE

HEAD = """
title = "Heard"
idea = "A lesson for tests."
scenario = "equalizer"
seed = 1004
"""


def test_they_are_those_of_the_sound_by_a_transform_of_its_own() -> None:
    session = equalizer(1004)
    context = StepContext(session)
    context.scene.settings["start"] = session.parameters.theta.copy()
    hertz, first = spectrum_of(session)
    assert read("heard off", context).value == pytest.approx(np.abs(first).max(), abs=0.05)
    at_4_khz = np.interp(4_000, hertz, first)
    assert read("heard: 4 kHz", context).value == pytest.approx(at_4_khz, abs=0.05)
    assert read("heard change: start", context).value == 0
    session.apply(Turn.of([7], [float(session.parameters.theta[7]) - at_4_khz]))
    assert read("heard: 4 kHz", context).value == pytest.approx(0, abs=0.05)
    session.apply(Train(600))
    hertz, last = spectrum_of(session)
    assert read("heard off", context).value == pytest.approx(np.abs(last).max(), abs=0.02)
    change = np.abs(last - first).max()
    assert read("heard change: start", context).value == pytest.approx(change, abs=0.05)
    assert read("bands within", context).text() == "10"
    assert read("worst band", context).value == session.evaluation.measure("worst_band")[0]
    assert read("heard off", context).text("de").endswith(" dB")


def test_where_nothing_is_played_there_are_none_and_no_card() -> None:
    context = StepContext(open_session("ring", 1))
    for name in ("heard off", "bands within", "worst band"):
        with pytest.raises(NoNumberError):
            read(name, context)
    text = HEAD.replace("equalizer", "ring") + '[[step]]\nshow = ["heard"]\n'
    with pytest.raises(Exception, match="nothing is played here: the data are no response"):
        parse_lesson(text, "a test")
    found = check_lesson(parse_lesson(HEAD + '[[step]]\nexpect = "{heard off} < 1"\n', "a test"))
    assert "but heard off is " in found.lines()[0]


@pytest.mark.slow
def test_the_lesson_is_dull_at_first_and_ends_as_the_music_was() -> None:
    lesson = load_lesson("until-it-sounds-right")
    session = Session(lesson.opening.scenario(), lesson.opening.seed)
    sound = np.concatenate(list(sound_of(Player(session, lesson, auto=True), session, 2.0)), axis=1)
    seconds = 4  # from and to the beginning of a bar: the same beats of the loop
    first, last = sound[:, : seconds * RATE], sound[:, -seconds * RATE - BLOCK : -BLOCK]
    assert min(np.abs(first).max(), np.abs(last).max()) > 0.05
    assert treble(first) < 0.02
    assert treble(last) > 5 * treble(first)


def treble(sound: np.ndarray) -> float:
    """The share of the power that lies above 4 kHz."""
    power = (np.abs(np.fft.rfft(sound)) ** 2).sum(axis=0)
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    return float(power[hertz > 4_000].sum() / power.sum())
