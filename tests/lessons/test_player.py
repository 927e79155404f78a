"""The player: the same at every frame rate, really back, and touched and resumed."""

from dataclasses import replace
from typing import ClassVar

import numpy as np
import pytest
from lesson_kit import HEAD, SMALL, lesson, play_to_the_end, player, state

from eq_sim.lessons.context import StepContext
from eq_sim.lessons.player import Player
from eq_sim.lessons.steps.step import Gate, RunningStep, Step
from eq_sim.session.actions import Load, NewStart, Run, Set, Train, Turn
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def test_every_frame_rate_gives_the_same_knobs_at_each_chapter() -> None:
    ends = []
    for frames in (24, 25, 30, 50, 60):
        of = player()
        play_to_the_end(of, 600 // frames)
        ends.append((of.checksums, of._session.parameters.theta.tobytes(), of._session.step))
    one = player()
    one.play()
    one.advance(one.length)  # all in one frame
    ends.append((one.checksums, one._session.parameters.theta.tobytes(), one._session.step))
    assert len(ends[0][0]) == 5
    assert ends.count(ends[0]) == len(ends)


def test_the_same_lesson_twice_is_the_same_tick_by_tick() -> None:
    first, second = player(), player()
    for of in (first, second):
        of.play()
    while not first.finished:
        first.advance(37)
        second.advance(37)
        assert state(first) == state(second)


def test_a_speed_changes_no_knob() -> None:
    slow, fast = player(), player()
    fast.speed, slow.speed = 2.5, 0.3
    play_to_the_end(fast)
    slow.play()
    while not slow.finished:
        slow.advance(20)
    assert slow.checksums == fast.checksums


def test_a_training_is_one_entry_in_the_history() -> None:
    of = player()
    of.play()
    end = next(each.end for each in of.schedule if each.step.key == "train")
    while of.tick < end:
        of.advance(10)
    assert of._session.undo.undo_name == "training, 97 steps"


def test_a_turn_is_one_entry_in_the_history() -> None:
    of = player()
    of.go_to(next(each.end for each in of.schedule if each.step.key == "turn"))
    assert of._session.undo.names == ["turn x₁ → neuron 3, layer 1"]


def test_back_is_really_back() -> None:
    of = player()
    of.play()
    seen = {}
    while not of.finished:
        seen[of.tick] = state(of)
        of.advance(25)
    for tick in sorted(seen, reverse=True)[::9]:
        of.go_to(tick)
        assert state(of) == seen[tick]


def test_back_goes_from_what_is_said_to_what_was_said_before() -> None:
    of = player()
    of.play()
    of.advance(10)
    texts = []
    for _ in range(3):
        of.next()
        texts.append(of.tick)
    before = state(of)
    of.next()
    of.back()
    assert state(of) == before
    of.back()
    assert of.tick == texts[1]
    for _ in range(9):
        of.back()
    assert of.tick == 0


def test_chapters_can_be_gone_to_both_ways() -> None:
    of, other = player(), player()
    assert [title for title, _ in of.on_stage.chapters] == ["One", "Two", "Three", "Four", "End"]
    of.go_to_chapter(3)
    assert of.on_stage.chapter == 3
    there = state(of)
    of.go_to_chapter(1)
    assert of.on_stage.chapter == 1
    of.go_to_chapter(3)
    assert state(of) == there
    play_to_the_end(other)
    play_to_the_end(of)
    assert of.checksums == other.checksums


@pytest.mark.parametrize("share", [0.25, 0.36, 0.45, 0.7, 0.9])
def test_touching_and_resuming_brings_back_where_the_lesson_was(share: float) -> None:
    of, other = player(), player()
    of.play()
    while of.tick < share * of.length:
        of.advance(20)
    of.pause()
    session = of._session
    assert not session.running
    assert not session.held
    session.apply(Turn((0, 5), (3.0, -3.0)))
    session.apply(Set("learning_rate", 0.7))
    session.apply(Run())
    session.advance(1.0)
    session.apply(NewStart())
    of.play()
    play_to_the_end(of)
    play_to_the_end(other)
    assert state(of) == state(other)


def test_even_another_scenario_is_taken_back() -> None:
    of, other = player(), player()
    of.play()
    of.advance(900)
    of.pause()
    of._session.apply(Load(load_scenario("digits"), 4))
    of.play()
    play_to_the_end(of)
    play_to_the_end(other)
    assert state(of) == state(other)


def test_a_pause_without_a_touch_changes_nothing() -> None:
    of, other = player(), player()
    of.play()
    while not of.finished:
        of.advance(100)
        of.pause()
        of.advance(100)  # nothing: it rests
        of.play()
    play_to_the_end(other)
    assert of.checksums == other.checksums
    assert of._session.parameters.theta.tobytes() == other._session.parameters.theta.tobytes()


def test_a_hand_that_comes_in_while_it_plays_does_not_change_the_lesson() -> None:
    of, other = player(), player()
    of.play()
    while not of.finished:
        of.advance(150)
        if not of.on_stage.your_turn:
            of._session.apply(Train(1))
    play_to_the_end(other)
    assert of.checksums == other.checksums


def waiting_at(kind: str) -> Player:
    of = player(auto=False)
    of.play()
    for _ in range(400):
        of.advance(20)
        if of.on_stage.waits_for == "answer":
            if kind == "guess":
                return of
            of.answer(0)
        if of.on_stage.waits_for == "turn":
            return of
    raise AssertionError("it never waits")


def test_a_guess_waits_reveals_and_goes_on() -> None:
    of = waiting_at("guess")
    tick = of.tick
    of.advance(6000)
    assert of.tick == tick
    assert of.on_stage.question is not None
    assert not of.on_stage.question.revealed
    of.answer(0)
    assert of.on_stage.question.chosen == 0
    assert of.on_stage.question.revealed
    assert of.on_stage.question.right == 1
    assert of.caption == "That."
    of.advance(601)
    assert of.on_stage.question is None


def test_next_reveals_a_guess_without_a_choice() -> None:
    of = waiting_at("guess")
    of.next()
    assert of.on_stage.question is not None
    assert (of.on_stage.question.chosen, of.on_stage.question.revealed) == (None, True)


def test_a_turn_that_is_done_leads_to_where_the_way_on_leads() -> None:
    of, other = waiting_at("ask"), player()
    of.advance(9000)
    assert of.on_stage.waits_for == "turn"
    of._session.apply(Turn((0,), (1.0,)))
    of.advance(20)
    assert of.on_stage.waits_for == "turn"
    of._session.apply(Train(3))
    of._session.apply(Turn((0,), (2.5,)))
    of.advance(20)
    assert of.on_stage.waits_for is None
    assert float(of._session.parameters.theta[0]) != 2.5
    play_to_the_end(of)
    play_to_the_end(other)
    assert state(of) == state(other)


def test_a_turn_that_is_given_up_plays_the_way_on() -> None:
    of, other = waiting_at("ask"), player()
    of._session.apply(Turn((0,), (1.0,)))
    of.next()
    assert of.on_stage.waits_for is None
    play_to_the_end(of)
    play_to_the_end(other)
    assert state(of) == state(other)


def test_what_is_shown() -> None:
    text = (
        HEAD
        + """
[[step]]
hide = ["settings", "compare"]
[[step]]
highlight = "x2 -> neuron 4"
[[step]]
say = "Step {step}, {knobs} knobs."
"say.de" = "Schritt {step}, {knobs} Regler."
notes = "Breathe."
"notes.de" = "Atmen."
live = true
seconds = 0
[[step]]
train = 50
seconds = 1
[[step]]
highlight = "panel loss"
[[step]]
pause = "click"
"""
    )
    of = player(text, auto=False)
    assert of.on_stage.hidden == ("settings", "compare")
    (lit,) = of.on_stage.highlights
    assert lit.kind == "knob"
    assert of._session.name(lit.knobs[0]) == "x₂ → neuron 4, layer 1"
    assert of.on_stage.notes == "Breathe."
    assert of.caption == "Step 0, 25 knobs."
    of.play()
    of.advance(300)
    assert of.caption == "Step 25, 25 knobs."
    of.language = "de"
    assert of.caption == "Schritt 25, 25 Regler."
    assert of.on_stage.notes == "Atmen."
    of.advance(6000)
    assert of.on_stage.waits_for == "next"
    assert [lit.panel for lit in of.on_stage.highlights] == ["loss"]
    of.next()
    assert of.finished
    assert not of.playing


def test_switches_and_sides_follow_the_script() -> None:
    text = (
        HEAD
        + """
[[step]]
switch = "B"
[[step]]
start = "new"
[[step]]
blend = 0.5
seconds = 0.1
[[step]]
freeze = "layer 1"
[[step]]
mute = { layer = 3, neuron = 1, source = 2 }
[[step]]
solo = "bias of neuron 2, layer 1"
[[step]]
expect = "{knob: x1 -> neuron 3} = 0 to 5 digits"
[[step]]
solo = "bias of neuron 2, layer 1"
off = true
[[step]]
set = "batch_size"
to = 10
[[step]]
set = "hidden"
to = [3]
[[step]]
turn = "x1 -> neuron 3"
to = 1
seconds = 0
[[step]]
expect = "{knob: x1 -> neuron 3} = 1 to 5 digits"
"""
    )
    of = player(text)
    play_to_the_end(of)
    assert [finding.held for finding in of.findings] == [True, True]
    assert of._session.scenario.training.batch_size == 10


def test_a_ramp_is_soft_and_ends_exactly() -> None:
    of = player(HEAD + '[[step]]\nturn = "all knobs"\nto = 2\nseconds = 1\n')
    start = np.array(of._session.parameters.theta)
    of.play()
    of.advance(300)
    assert np.allclose(of._session.parameters.theta, (start + 2) / 2)
    of.advance(300)
    assert (of._session.parameters.theta == 2).all()


def test_the_session_may_be_replayed_from_its_log() -> None:
    from eq_sim.session.files.replay import replay

    of = player()
    play_to_the_end(of)
    again = replay(record.action for record in of._session.log.records)
    assert again.parameters.theta.tobytes() == of._session.parameters.theta.tobytes()


def test_the_length_is_known_before_it_plays() -> None:
    of = player()
    assert of.length == round(600 * lesson().seconds)
    play_to_the_end(of)
    assert of.tick == of.length
    assert isinstance(Session(lesson().opening.scenario(), 1), Session)
    assert SMALL.count("chapter") == len(of.on_stage.chapters)


class Blink(Step, frozen=True, kw_only=True):
    """A kind of step that nobody else knows."""

    key: ClassVar[str] = "blink"
    beat: ClassVar[bool] = True
    blink: int

    @property
    def ticks(self) -> int:
        return 300

    @property
    def gate(self) -> Gate:
        return Gate(200, "next")

    def begin(self, context: StepContext) -> RunningStep:
        return Blinking(context, self.blink)


class Blinking(RunningStep):
    def __init__(self, context: StepContext, knob: int) -> None:
        self.context, self.knob = context, knob
        context.scene.notes = {"en": ""}
        self.resume()

    def note(self, what: str) -> None:
        self.context.scene.notes["en"] += f"{what} "

    def at(self, tick: int) -> None:
        self.note(f"{tick}")

    def end(self) -> None:
        self.note("end")

    def suspend(self) -> None:
        self.note("off")

    def resume(self) -> None:
        self.note("on")


def test_the_player_needs_to_know_no_kind_of_step() -> None:
    base = lesson(HEAD + "[[step]]\npause = 0.1\n")
    of = Player(Session(base.opening.scenario(), 1), replace(base, steps=(Blink(blink=1),)))
    of.play()
    of.advance(100)
    of.pause()
    of.play()
    of.advance(150)
    assert of.on_stage.waits_for == "next"
    assert of.tick == 200
    of.next()
    of.advance(100)
    assert of.finished
    assert of.on_stage.notes == "on 0 off on 100 off on 200 200 201 300 end "


def test_from_chapter_to_chapter() -> None:
    text = HEAD + "".join(
        f'[[step]]\nchapter = "{name}"\n[[step]]\nsay = "Now {name}."\nseconds = 3\n'
        for name in ("one", "two", "three")
    )
    of = player(text)
    assert of.on_stage.next_tick == 1800
    of.next_chapter()
    assert (of.tick, of.on_stage.chapter) == (1800, 1)
    of.next_chapter()
    of.next_chapter()  # there is no later one
    assert (of.tick, of.on_stage.chapter) == (3600, 2)
    assert of.on_stage.next_tick == of.length
    of.go_to(3600 + 700)
    of.chapter_before()  # first to where this one began
    assert of.tick == 3600
    of.chapter_before()
    assert of.tick == 1800
    of.chapter_before()
    of.chapter_before()
    assert of.tick == 0
