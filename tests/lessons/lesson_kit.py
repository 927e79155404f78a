"""What the tests of the lessons share: a small lesson, and players on it."""

from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.session.session import Session

HEAD = """
title = "A test"
idea = "None."
scenario = "ring"
seed = 3
"""

SMALL = (
    HEAD
    + """
[[step]]
chapter = "One"
[[step]]
say = "The loss is {loss}."
"say.de" = "Der Loss ist {loss}."
[[step]]
turn = "x1 -> neuron 3"
to = 1.5
seconds = 1
[[step]]
turn = "bias of neuron 2, layer 2"
by = -0.5
seconds = 1
and_back = true
[[step]]
chapter = "Two"
[[step]]
remember = "here"
[[step]]
train = 97
seconds = 1.3
[[step]]
guess = "Which?"
answers = ["this", "that"]
right = 2
reveal = "That."
seconds = 1
after = 1
[[step]]
chapter = "Three"
[[step]]
rival = 60
seconds = 0.7
[[step]]
ask = "Turn x1 up."
hint = "The first knob."
until = "{knob: x1 -> neuron 1} > 2"
seconds = 1
way_on = [{ turn = "x1 -> neuron 1", to = 3, seconds = 1 }, { train = 5, seconds = 0.1 }]
[[step]]
chapter = "Four"
[[step]]
recall = "here"
seconds = 0.5
[[step]]
expect = "loss > 0"
[[step]]
chapter = "End"
[[step]]
pause = 0.5
"""
)


def lesson(text: str = SMALL) -> Lesson:
    """Returns a lesson in a text."""
    return parse_lesson(text, "test")


def player(text: str = SMALL, *, auto: bool = True) -> Player:
    """Returns a player on a session that stood elsewhere before."""
    made = lesson(text)
    return Player(Session(made.opening.scenario(), 99), made, auto=auto)


def play_to_the_end(of: Player, frame: int = 20) -> None:
    """Plays on, and fails if it never ends."""
    of.play()
    for _ in range(2 * of.length // frame + 10):
        if of.finished:
            return
        of.advance(frame)
    raise AssertionError("it does not end")


def state(of: Player) -> tuple[object, ...]:
    """Returns all that decides what is seen and how it goes on."""
    session = of._session
    trainer = session.trainer
    return (
        session.parameters.theta.tobytes(),
        trainer.optimizer.state.tobytes(),
        session.step,
        session.epochs,
        session.scenario,
        of.tick,
        of.caption,
        of.on_stage.question,
        of.on_stage.request,
        of.on_stage.highlights,
        of.on_stage.hidden,
        of.on_stage.beyond,
        of.on_stage.near,
        of.on_stage.chapter,
        of.findings,
        of.checksums,
        of.finished,
    )
