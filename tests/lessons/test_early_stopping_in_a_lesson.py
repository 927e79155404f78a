"""A lesson's training ends early where the lesson has asked for it, and its numbers say so."""

import pytest
from lesson_kit import lesson, play_to_the_end

from eq_sim.lessons.player import Player
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped

EARLY = """
title = "A test"
idea = "None."
scenario = "sine"
seed = 1
[[step]]
chapter = "One"
[[step]]
load = "sine"
change = { points = 100, noise = 0.5, test_fraction = 0.5, validation_fraction = 0.3, \
hidden = [24, 24], learning_rate = 0.02, early_stopping = 60 }
[[step]]
train = 900
seconds = 3
[[step]]
expect = "stopped_at < 900"
[[step]]
expect = "validation_loss <= best_loss"
[[step]]
expect = "chosen_by >= 15"
"""


@pytest.mark.parametrize("tick", [7, 40])
def test_a_lesson_ends_its_training_where_a_command_ends_it(tick: int) -> None:
    made = lesson(EARLY)
    first = made.steps[1]
    there = Session(first.scenario(), 1)
    taken = train_until_stopped(there, 900)
    assert taken < 900
    session = Session(first.scenario(), 1)
    play_to_the_end(Player(session, made), tick)
    assert session.step == taken
    assert session.parameters.theta.tobytes() == there.parameters.theta.tobytes()
