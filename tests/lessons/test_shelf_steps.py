"""Scenes and checkpoints in a lesson: brought back to the bit, refused where there are none."""

import pytest
from lesson_kit import HEAD, lesson, play_to_the_end, player

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.player import Player
from eq_sim.session import actions as act
from eq_sim.session.files.recording import Done
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def steps(*texts: str) -> str:
    return HEAD + "".join(f"\n[[step]]\n{text}\n" for text in texts)


KEPT = steps(
    "train = 20\nseconds = 1",
    "store = 3",
    'checkpoint = "twenty"\nnote = "words"',
    'note = "then"\nof = "loss"',
    "train = 30\nseconds = 1",
    "glide = 3\nseconds = 1",
    'expect = "{loss} = {then} to 15 digits"',
    'expect = "step = 50 to 15 digits"',
    'restore = "twenty"',
    'expect = "step = 20 to 15 digits"',
    'expect = "{loss} = {then} to 15 digits"',
)


@pytest.mark.parametrize("frame", [1, 20, 25, 600])
def test_they_are_kept_and_brought_back_whatever_the_frame_rate(frame: int) -> None:
    of = player(KEPT)
    play_to_the_end(of, frame)
    assert [finding.held for finding in of.findings] == [True] * 4
    by_hand = Session(load_scenario("ring"), 3)
    by_hand.apply(act.Train(20))
    assert of._session.parameters.theta.tobytes() == by_hand.parameters.theta.tobytes()
    (kept,) = of._session.shelf.checkpoints
    assert (kept.name, kept.note, kept.step) == ("twenty", "words", 20)


def test_a_glide_is_one_gesture_and_can_be_interrupted() -> None:
    text = steps("store = 1", "train = 30\nseconds = 0", "glide = 1\nseconds = 2", "pause = 1")
    through, rested = player(text), player(text)
    for of in (through, rested):
        of.play()
        of.advance(600)
    session = rested._session
    start, there = session.shelf.scenes[0], session.parameters.theta.copy()
    assert start is not None
    assert session.held
    between = abs(there - start).max()
    assert between > 0
    rested.pause()
    assert not session.held
    rested.play()
    for of in (through, rested):
        of.advance(1200)
    assert session.parameters.theta.tobytes() == start.tobytes()
    assert session.parameters.theta.tobytes() == through._session.parameters.theta.tobytes()
    assert through._session.undo.names[:2] == ["glide to scene 1", "training, 30 steps"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (steps("glide = 2"), "nothing was stored in scene 2"),
        (steps("store = 9"), "whole number up to 8"),
        (steps('restore = "best"'), "no checkpoint 'best' was kept before: none so far"),
        (steps('checkpoint = "a"', 'restore = "b"'), "no checkpoint 'b' was kept before: a"),
        (steps('checkpoint = "a"', 'load = "ring"', 'restore = "a"'), "none so far"),
        (steps('keep = "epochs"'), "'epochs' needs 'every'"),
        (steps('keep = "best"\nevery = 3'), "nothing else has it"),
    ],
)
def test_what_cannot_be_there_is_said_before_anybody_plays(text: str, reason: str) -> None:
    with pytest.raises(LessonError, match=reason):
        lesson(text)


def test_the_best_that_training_never_kept_is_refused_with_a_sentence() -> None:
    report = check_lesson(
        lesson(steps('keep = "best"', 'keep = "nothing"', "train = 9", 'restore = "best"'))
    )
    assert "there is no checkpoint called 'best'" in report.lines()[0]


def test_where_to_stop_brings_back_the_bits_of_its_step() -> None:
    of = Player(Session(load_scenario("ring"), 1), load_lesson("where-to-stop"), auto=True)
    opening = of.lesson.opening
    of.go_to(of.length)
    session = of._session
    by_hand = Session(opening.scenario(), opening.seed)
    by_hand.apply(act.Train(session.step))
    assert session.step < 1000
    assert session.parameters.theta.tobytes() == by_hand.parameters.theta.tobytes()
    assert session.losses == by_hand.losses


def test_a_recording_with_scenes_and_checkpoints_is_written_as_a_lesson() -> None:
    done = [act.Load(load_scenario("ring"), 3), act.Train(20), act.StoreScene(2)]
    done += [act.KeepCheckpoint("twenty"), act.Train(30), act.RecallScene(2), act.Restore(1)]
    text, left_out = as_lesson([Done(0.0, 0.0, action) for action in done], "Kept")
    assert not left_out
    assert "store = 3" in text
    assert "glide = 3" in text
    assert 'checkpoint = "twenty"' in text
    assert check_lesson(lesson(text)).ok
