"""Neurons and layers added and taken away in a lesson, checked before anybody plays it."""

import pytest
from lesson_kit import HEAD, play_to_the_end, player

from eq_sim.lessons.check import check_lesson
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.files.recording_to_lesson import as_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.playback import in_words
from eq_sim.session import actions as act
from eq_sim.session.files.recording import Done
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session


def steps(*texts: str) -> str:
    return HEAD + "".join(f"\n[[step]]\n{text}\n" for text in texts)


GROWN = steps(
    "train = 40\nseconds = 1",
    'note = "then"\nof = "loss"',
    "add_neurons = 2\nlayer = 1",
    "add_layer = 2",
    'expect = "{loss} = {then} to 5 digits"',
    'turn = "neuron 6 -> neuron 6, layer 2"\nto = 0.5\nseconds = 0',
    "remove_neuron = 1\nlayer = 3",
    'add_layer = 1\nneurons = 3\nactivation = "relu"',
    "remove_layer = 3",
    "train = 20\nseconds = 1",
)


def test_a_lesson_alters_the_network_and_speaks_of_it_as_it_is_then() -> None:
    of = player(GROWN)
    play_to_the_end(of, 25)
    assert [finding.held for finding in of.findings] == [True]
    by_hand = Session(load_scenario("ring"), 3)
    for action in (
        act.Train(40), act.AddNeurons(0, 2), act.AddLayer(1),
    ):  # fmt: skip
        by_hand.apply(action)
    by_hand.apply(act.Turn((by_hand.layout.index(1, 5, 5),), (0.5,)))
    for action in (
        act.RemoveNeuron(2, 0), act.AddLayer(0, 3, "relu"), act.RemoveLayer(2), act.Train(20),
    ):  # fmt: skip
        by_hand.apply(action)
    assert of._session.parameters.theta.tobytes() == by_hand.parameters.theta.tobytes()
    assert of._session.layout.architecture.sizes == (2, 3, 6, 1, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (steps("add_neurons = 1\nlayer = 3"), "outputs follow from the data"),
        (steps("remove_neuron = 5\nlayer = 1"), "Layer 1 has 4 neurons, and no neuron 5"),
        (steps("add_layer = 5"), "There is no layer 5"),
        (steps("remove_layer = 1", "remove_layer = 2"), "outputs follow"),
        (steps("add_neurons = 0\nlayer = 1"), "from 1 on"),
        (steps("add_layer = 1\nactivation = 'x'"), "'?activation'?"),
        (steps('turn = "x1 -> neuron 5"\nto = 1'), "neuron 5"),
    ],
)
def test_what_cannot_be_is_found_before_anybody_plays(text: str, reason: str) -> None:
    with pytest.raises(LessonError, match=reason):
        parse_lesson(text, "a.toml")


def test_a_recording_of_it_becomes_a_lesson_that_leads_there() -> None:
    actions: list[act.AnyAction] = [
        act.Load(load_scenario("ring"), 3), act.Train(10), act.AddNeurons(0, 2), act.AddLayer(1),
        act.Train(5), act.AddLayer(0, 3, "relu"), act.RemoveNeuron(1, 0), act.RemoveLayer(2),
        act.Train(5),
    ]  # fmt: skip
    done = [Done(at, at, action) for at, action in enumerate(actions)]
    text, left_out = as_lesson(done, "Grown")
    assert not left_out
    lesson = parse_lesson(text, "grown.toml")
    assert check_lesson(lesson).ok
    of = player(text)
    play_to_the_end(of, 25)
    by_hand = Session(load_scenario("ring"), 3)
    for action in actions[1:]:
        by_hand.apply(action)
    assert of._session.parameters.theta.tobytes() == by_hand.parameters.theta.tobytes()


def test_a_recording_says_what_was_done_and_by_which_key() -> None:
    ring = Session(load_scenario("ring"), 3)
    assert in_words(ring, act.AddNeurons(0)) == "add a neuron to layer 1 (Alt++)"
    assert in_words(ring, act.RemoveNeuron(0, 2)) == "remove neuron 3 of layer 1 (Alt+−)"
    assert in_words(ring, act.AddLayer(1)) == "add layer 2 with 4 neurons (Ctrl+Alt++)"
    assert in_words(ring, act.RemoveLayer(1)) == "remove layer 2 (Ctrl+Alt+−)"
