"""Many knobs at once are one step of a lesson, with a name where there is one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lesson_kit import HEAD, lesson, player

from eq_sim.lessons.check import headless
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.language.knob_sets import find_knobs, name_knobs
from eq_sim.lessons.language.scope import Scope
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session import actions as act
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import Done
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.switches import layer_mutes, neuron_mutes

DIGITS = open_session("digits")
LAYER = tuple(range(DIGITS.layout.blocks[0].size))  # 64 inputs, 32 neurons and their biases


def written(*actions: act.AnyAction, scenario: str = "digits") -> tuple[Session, Lesson, list[str]]:
    """Records some actions, a second apart, and writes them as a lesson.

    Returns:
        The session that did them, the lesson, and the text of each of its own steps.
    """
    session = Session(load_scenario(scenario), 1)
    done = [Done(0.0, 0.0, act.Load(load_scenario(scenario), 1))]
    for second, action in enumerate(actions):
        session.apply(action)
        done.append(Done(0.1 * second, 0.1 * second, action))
    text, left_out = as_lesson(done, "Mine")
    assert not left_out
    steps = [step.strip() for step in text.split("[[step]]\n")[1:]]
    return session, parse_lesson(text, "mine"), steps[1:-1]  # between chapter and expectation


def played(of: Lesson) -> Session:
    """Returns the session after a lesson."""
    it = headless(of)
    it.go_to(it.length)
    return it._session


def places(array: np.ndarray) -> tuple[int, ...]:
    return tuple(array.tolist())


NAMED = {
    "a layer": (LAYER, '"layer 1"'),
    "all": (tuple(range(DIGITS.layout.size)), '"all knobs"'),
    "the neurons of a layer": (places(layer_mutes(DIGITS.layout, 0)), '"weights of layer 2"'),
    "the output layer": (places(layer_mutes(DIGITS.layout, 1)), '"layer 2"'),
    "a neuron": (places(neuron_mutes(DIGITS.layout, 0, 4)), '"neuron 5 → layer 2"'),
    "an output": (places(neuron_mutes(DIGITS.layout, 1, 9)), '"neuron 10, layer 2"'),
    "biases": (places(np.arange(64 * 32, 65 * 32)), '"biases of layer 1"'),
    "an input": (places(np.arange(32)), '"pixel in row 1, column 1 → layer 1"'),
    "a layer and a neuron": (
        (*LAYER, *places(neuron_mutes(DIGITS.layout, 1, 0))),
        '["layer 1", "neuron 1, layer 2"]',
    ),
    "a range": (tuple(range(100, 140)), '"knobs 101 to 140"'),
}


@pytest.mark.parametrize("kind", ["mute", "freeze"])
@pytest.mark.parametrize("name", NAMED)
def test_a_switch_on_many_knobs_is_one_step_with_a_name(kind: str, name: str) -> None:
    knobs, words = NAMED[name]
    switch = act.Mute if kind == "mute" else act.Freeze
    session, made, steps = written(switch(knobs, True))
    assert len(steps) == 1
    assert steps[0] == f"{kind} = {words}"
    again = played(made)
    for mask in ("frozen", "mutes"):
        now, then = getattr(again.switches, mask), getattr(session.switches, mask)
        np.testing.assert_array_equal(now, then)
    _, _, steps = written(switch(knobs, True), switch(knobs, False))
    assert len(steps) == 2
    assert steps[1].endswith("off = true")


def test_a_muted_layer_that_is_undone_is_one_step_more() -> None:
    session, made, steps = written(act.Train(20), act.Mute(LAYER, True), act.Undo())
    assert steps[1:] == ['mute = "layer 1"', 'mute = "layer 1"\noff = true']
    again = played(made)
    np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)
    assert not again.switches.mutes.any()


def test_what_is_tuned_becomes_freezes() -> None:
    tune = (act.FineTune("last"), act.Train(5), act.FineTune("biases"), act.Train(5))
    session, made, steps = written(*tune, scenario="fine-tuning")
    assert steps[0] == 'freeze = "layer 1"'
    again = played(made)
    np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)
    np.testing.assert_array_equal(again.switches.frozen, session.switches.frozen)


def test_a_recording_that_begins_in_the_middle_becomes_a_lesson() -> None:
    """The state at its beginning is built of steps: turns, then what is frozen and muted."""
    session = open_session("digits")
    for action in (act.Train(30), act.Mute.of(LAYER, on=True), act.Freeze((2090, 2091), True)):
        session.apply(action)
    resumed = act.Resume(SavedState.of(session.state()))
    done = [Done(0.0, 0.0, resumed), Done(1.0, 2.0, act.Train(3)), Done(3.0, 3.0, resumed)]
    text, left_out = as_lesson(done, "Mine")
    assert [said.partition(": ")[2][:11] for said in left_out] == ["the moments"]
    assert 'mute = "layer 1"' in text
    again = played(parse_lesson(text, "mine"))
    np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)
    np.testing.assert_array_equal(again.switches.frozen, session.switches.frozen)
    for of in (again, session):
        of.apply(act.Mute.of(LAYER, on=False))
    np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)


def test_a_thousand_scattered_knobs_are_one_short_step() -> None:
    knobs = places(np.flatnonzero(np.arange(DIGITS.layout.size) % 5 < 3))
    session, made, steps = written(act.Mute(knobs, True))
    assert len(steps) == 1
    assert len(steps[0]) < 16_000
    np.testing.assert_array_equal(played(made).switches.mutes, session.switches.mutes)


def test_a_layer_that_is_turned_to_one_value_is_one_step() -> None:
    values = (0.0,) * len(LAYER)
    session, made, steps = written(act.Turn(LAYER, values))
    assert steps == ['turn = "layer 1"\nto = 0.0\nseconds = 0.0']
    np.testing.assert_array_equal(played(made).parameters.theta, session.parameters.theta)
    grabbed = (act.Grab(LAYER), act.Turn(LAYER, values), act.Release())
    assert written(*grabbed)[2] == ['turn = "layer 1"\nto = 0.0\nseconds = 0.2']


def test_a_layer_that_is_shaken_is_one_step_with_all_its_values() -> None:
    """More knobs than can be told one after another were silently left out of a gesture."""
    values = tuple((DIGITS.parameters.theta[list(LAYER)] * 1.1).tolist())
    session, made, steps = written(act.Grab(LAYER), act.Turn(LAYER, values), act.Release())
    assert len(steps) == 1
    assert steps[0].startswith('turn = "weights of layer 1"\nto = [')  # its biases were and are 0
    np.testing.assert_array_equal(played(made).parameters.theta, session.parameters.theta)


def test_a_lesson_stays_small_enough_to_be_read() -> None:
    """What would make it too long is left out, and said."""
    load = act.Load(load_scenario("digits"), 1)
    values = DIGITS.parameters.theta[list(LAYER)].astype(float)
    done = [Done(0.0, 0.0, load)]
    done += [Done(k, k, act.Turn(LAYER, tuple((values + k).tolist()))) for k in range(1, 40)]
    text, left_out = as_lesson(done, "Mine")
    assert len(text) < 1_000_000
    assert len(left_out) == text.count("# At ") == 25
    assert left_out[0].endswith("2,080 knobs turned to as many values")
    parse_lesson(text, "mine")


def test_of_two_values_for_a_knob_the_last_counts() -> None:
    session, made, _ = written(act.Turn((4, 4, 2), (1.0, 2.0, 2.0)), scenario="ring")
    np.testing.assert_array_equal(played(made).parameters.theta, session.parameters.theta)


def test_a_gesture_that_ends_where_it_began_is_no_step() -> None:
    theta = DIGITS.parameters.theta
    away, home = tuple((theta[:9] + 1).tolist()), tuple(theta[:9].tolist())
    knobs = tuple(range(9))
    gesture = (act.Grab(knobs), act.Turn(knobs, away), act.Turn(knobs, home), act.Release())
    assert written(*gesture)[2] == []


@pytest.mark.parametrize("scenario", ["ring", "house-price", "one-knob", "digits"])
def test_every_set_of_knobs_has_names_that_mean_it_and_no_other(scenario: str) -> None:
    session = open_session(scenario)
    scope, size = Scope.of(session), session.layout.size

    @settings(max_examples=60, deadline=None)
    @given(some.integers(0, 2**32 - 1), some.sampled_from((0.02, 0.3, 0.5, 0.9, 0.99)))
    def round_trip(seed: int, share: float) -> None:
        knobs = np.flatnonzero(np.random.default_rng(seed).random(size) < share)
        names = name_knobs(knobs, session.layout, session.dataset)
        found = [find_knobs(name, scope) for name in names]
        meant = np.concatenate(found) if found else np.empty(0, dtype=np.intp)
        np.testing.assert_array_equal(np.sort(meant), knobs)

    round_trip()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("weights of layer 2", 16),
        ("biases of layer 1", 4),
        ("x1 -> layer 1", 4),
        ("neuron 3 → layer 2", 4),
        ("knobs 5 to 17", 13),
        ("knob 25", 1),
    ],
)
def test_several_knobs_by_one_name(words: str, count: int) -> None:
    session = open_session("ring")
    session.apply(act.Set("hidden", (4, 4)))
    assert len(find_knobs(words, Scope.of(session))) == count


@pytest.mark.parametrize(
    ("step", "key", "words"),
    [
        ('freeze = "knobs 5 to 99"', "freeze", "knobs are 1 to"),
        ('freeze = "x9 -> layer 1"', "freeze", "no input 'x9'"),
        ('freeze = ["layer 1", "layer 9"]', "freeze", "no layer 9"),
        ("freeze = []", "freeze", "a list of at least 1"),
        ('solo = "x1 -> layer 1"', "solo", "only one knob"),
        ('turn = "layer 1"\nto = [1, 2]', "to", "2 values for 12 knobs"),
        ('turn = "layer 1"\nto = [nan]', "to", "finite"),
    ],
)
def test_a_mistake_in_many_knobs_is_named(step: str, key: str, words: str) -> None:
    with pytest.raises(LessonError) as found:
        lesson(f"{HEAD}[[step]]\n{step}\n")
    assert {item.key for item in found.value.mistakes} == {key}
    assert words in found.value.mistakes[0].reason


def test_a_list_of_values_leaves_silent_knobs_alone() -> None:
    text = (
        HEAD
        + """
[[step]]
mute = "knob 2"
[[step]]
turn = ["knobs 1 to 2", "knob 4"]
to = [0.5, 1.5, -2]
seconds = 0
"""
    )
    of = player(text)
    of.go_to(of.length)
    theta = of._session.parameters.theta
    assert (theta[0], theta[1], theta[3]) == (0.5, 0.0, -2.0)
