"""A lesson of what happened comes to where that came, or says in a row what it cannot tell."""

import typing
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pytest

from eq_sim.lessons.making.draft import Draft
from eq_sim.lessons.making.recorded import RecordedDraft
from eq_sim.lessons.making.trial import lesson_of
from eq_sim.lessons.player import Player
from eq_sim.session import actions as act
from eq_sim.session.drawn_digits import DrawnDigit
from eq_sim.session.errors import EqSimError
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.recording import timed
from eq_sim.session.saved_state import SavedState
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.until_stopped import train_until_stopped

RING = open_session("ring")
SIZE = RING.layout.size
PLAIN = act.Set("batch_size", "full")  # with "sgd", no step depends on how many there were
ELSEWHERE = act.SetSides.of(np.linspace(-1, 1, SIZE), np.linspace(1, -1, SIZE))


@dataclass(frozen=True)
class Example:
    """An action, and what comes before it.

    Attributes:
        action: what is done.
        first: what has to be done before.
        missing: whether a lesson has no word for it.
        scenario: in which.
    """

    action: act.AnyAction
    first: tuple[act.AnyAction, ...] = ()
    missing: bool = False
    scenario: str = "ring"


ADAPTER = act.AddAdapter((1, 1, 1))
RUN = (act.Train(10), act.BackToStart(), act.Train(5))
EXAMPLES = (
    Example(act.Load(load_scenario("xor"), 3)),
    Example(act.Resume(SavedState.of(open_session("xor").state()))),
    Example(act.Set("learning_rate", 0.001)),
    Example(act.Set("activation", "relu")),
    Example(act.Set("noise", 0.2)),
    Example(act.Set("hidden", (3,))),
    Example(act.BeginWith((("activation", "relu"), ("learning_rate", 0.1)))),
    Example(act.Grab((), "blend")),
    Example(act.Turn((3, 4), (0.75, -0.5))),
    Example(act.Release(), (act.Grab((3,)), act.Turn((3,), (0.75,)))),
    Example(act.Train(30)),
    Example(act.TakePhase(), (act.TakePhase(),)),
    Example(act.Run()),
    Example(act.Pause(), (act.Run(), act.Train(3))),
    Example(
        act.StopEarly(), (act.Set("validation_fraction", 0.2), act.Train(3), act.Turn((3,), (5.0,)))
    ),
    Example(act.BackToStart()),
    Example(act.NewStart()),
    Example(act.NewStart(7)),
    Example(act.SetStart.of(np.full(SIZE, 0.1))),
    Example(act.Freeze((3, 4), True)),
    Example(act.Mute((3, 4), True)),
    Example(act.Solo(3, True, "layer")),
    Example(act.Solo(2, True), missing=True),
    Example(act.FineTune("biases")),
    Example(act.SwitchSide(), (ELSEWHERE,)),
    Example(act.SwitchSide(), (ELSEWHERE, act.Blend(0.25))),
    Example(act.CopySide(), (ELSEWHERE,), missing=True),
    Example(act.Blend(0.25), (ELSEWHERE,)),
    Example(act.LineUp(), (ELSEWHERE,)),
    Example(ELSEWHERE),
    Example(act.ToBest(), (act.Turn((3,), (5.0,)),)),
    Example(act.StoreScene(1)),
    Example(act.RecallScene(1), (act.StoreScene(1), act.Turn((3,), (5.0,)))),
    Example(act.ClearScene(1), (act.StoreScene(1),)),
    Example(act.KeepCheckpoint("mine")),
    Example(act.KeepAutomatically(best=True)),
    Example(act.Restore(1), (act.KeepCheckpoint(), act.Train(5))),
    Example(act.DescribeCheckpoint(1, "mine"), (act.KeepCheckpoint(),)),
    Example(act.LetGoCheckpoint(1), (act.KeepCheckpoint(),)),
    Example(act.LockKnobs(True), missing=True),
    Example(act.AddNeurons(0, 2)),
    Example(act.RemoveNeuron(0, 1)),
    Example(act.AddLayer(1)),
    Example(act.RemoveLayer(0)),
    Example(act.PaintPoints(((0.5, 0.5),), 1), missing=True),
    Example(act.ErasePoints(own=(3,)), missing=True),
    Example(act.GoToRunStart(1), RUN),
    Example(act.GoToRunEnd(1), RUN),
    Example(act.NameRun(1, "mine"), RUN),
    Example(act.PinRuns((1,), True), RUN),
    Example(act.DeleteRuns((1,)), RUN),
    Example(act.SetTeacher(hidden=(3,)), missing=True),
    Example(act.Quantise(3)),
    Example(act.Prune(0.5)),
    Example(act.Prune(0.2, "layer"), (act.Prune(0.5), act.Train(5))),
    Example(ADAPTER),
    Example(act.AddAdapter((1, 1, 1), strength=0.5), missing=True),
    Example(act.SetStrength(0.25), (ADAPTER, act.Train(5))),
    Example(act.MergeAdapter(), (ADAPTER, act.Train(5))),
    Example(act.RemoveAdapter(), (ADAPTER, act.Train(5))),
    Example(act.AddDrawing(DrawnDigit(3, "0g" * 32)), missing=True, scenario="fine-tuning"),
    Example(
        act.LetGoDrawings(),
        (act.AddDrawing(DrawnDigit(3, "0g" * 32)),),
        missing=True,
        scenario="fine-tuning",
    ),
    Example(act.Undo(), (act.Turn((3,), (0.75,)),)),
    Example(act.Redo(), (act.Turn((3,), (0.75,)), act.Undo())),
    Example(act.GoTo(2, 10)),
)
AFTER = (
    pytest.param((act.Undo(), act.Train(20)), id="and undone"),
    pytest.param((act.Train(20),), id="and trained", marks=pytest.mark.slow),
    pytest.param(
        (act.Undo(), act.Redo(), act.Train(20)), id="and done again", marks=pytest.mark.slow
    ),
    pytest.param(
        (act.Train(10), act.BackToStart(), act.Train(20)),
        id="and begun again",
        marks=pytest.mark.slow,
    ),
)


SEVERAL = {
    "undone twice": (act.Train(20), act.Turn((3,), (0.5,)), act.Undo(), act.Undo(), act.Train(5)),
    "each training undone by itself": (act.Train(5), act.Train(7), act.Undo(), act.Train(5)),
    "gone to after a change of speed": (
        act.Set("speed", 5.0),
        act.Turn((3,), (0.5,)),
        act.Set("speed", 7.0),
        act.Train(5),
        act.Train(5),
        act.GoTo(3),
        act.Train(3),
    ),
    "a start that was set": (act.Train(5), act.SetStart.of(np.full(SIZE, 0.1)), act.Train(5)),
    "the same start of another number": (act.NewStart(7), act.Train(20), act.BackToStart()),
    "turned, and undone in the hand": (
        act.Grab((3,)),
        act.Turn((3,), (0.5,)),
        act.Undo(),
        act.Turn((4,), (0.5,)),
        act.Train(3),
    ),
    "begun again in the hand": (
        act.Grab((3,)),
        act.Turn((3,), (0.5,)),
        act.BackToStart(),
        act.Turn((4,), (0.5,)),
        act.Train(3),
    ),
    "a neuron taken away in the hand": (
        act.Grab((3, 4)),
        act.Turn((3, 4), (0.5, 0.7)),
        act.RemoveNeuron(1, 0),
        act.Release(),
        act.Train(3),
    ),
    "knobs of an adapter turned and frozen": (
        ADAPTER,
        act.Turn((SIZE, SIZE + 1), (0.5, 0.6)),
        act.Freeze((SIZE + 2,), True),
        act.Train(3),
    ),
    "data undone": (act.Train(5), act.Set("noise", 0.3), act.Train(5), act.Undo(), act.Undo()),
    "gone to before another scenario": (
        act.Train(5),
        act.Load(load_scenario("xor"), 4),
        act.GoTo(2),
        act.Train(3),
    ),
    "sides copied and undone": (ELSEWHERE, act.Train(3), act.SwitchSide(), act.Undo()),
}


def done(session: Session, *actions: act.AnyAction) -> Session:
    """Does what can be done of it."""
    for action in actions:
        with suppress(EqSimError):
            session.apply(action)
    return session


def told(session: Session) -> Draft:
    work = RecordedDraft(timed(session.log.records), "Mine")
    while work.go_on():
        pass
    assert work.draft is not None
    return work.draft


def check_told(session: Session) -> list[str]:
    """Returns what a lesson of it says it cannot tell; where that is nothing, it is the same."""
    draft = told(session)
    missing = [entry.missing for entry in draft.entries if entry.missing]
    if not missing:
        lesson = lesson_of(draft)
        again = lesson.session()
        player = Player(again, lesson, auto=True)
        player.go_to(player.length)
        np.testing.assert_array_equal(again.parameters.theta, session.parameters.theta)
        assert again.losses.train == session.losses.train
        np.testing.assert_array_equal(again.switches.frozen, session.switches.frozen)
    return missing


def test_every_kind_of_action_has_its_example() -> None:
    assert {type(each.action) for each in EXAMPLES} == set(typing.get_args(act.AnyAction))


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: type(each.action).__name__)
def test_an_action_is_told_or_said_to_be_left_out(
    example: Example, after: tuple[act.AnyAction, ...]
) -> None:
    session = done(open_session(example.scenario), PLAIN, act.Train(15), *example.first)
    session.apply(example.action)
    assert bool(check_told(done(session, *after))) == example.missing


@pytest.mark.parametrize("actions", SEVERAL.values(), ids=SEVERAL)
def test_what_follows_each_other_is_told(actions: tuple[act.AnyAction, ...]) -> None:
    session = open_session("ring")
    for action in (PLAIN, *actions):
        session.apply(action)
    assert not check_told(session)


def test_what_training_remembers_of_steps_taken_back_is_said_to_be_missing() -> None:
    session = open_session("ring")
    for action in (act.Set("optimizer", "adam"), act.Train(20), act.Undo(), act.Train(20)):
        session.apply(action)
    assert not check_told(session)  # back at step 0, where nothing is remembered yet
    for action in (act.Train(20), act.Undo(), act.Train(20)):
        session.apply(action)
    (missing,) = check_told(session)
    assert missing.startswith("the moments")


def test_knobs_in_a_hand_while_training_runs_are_said_to_be_missing() -> None:
    session = open_session("ring")
    for action in (act.Grab((3,)), act.Turn((3,), (5.0,)), act.Train(100), act.Release()):
        session.apply(action)
    assert check_told(session) == ["knobs in a hand while training ran"]


def test_early_stopping_is_told_and_so_is_training_beyond_it() -> None:
    session = open_session("ring")
    for action in (act.Set("validation_fraction", 0.2), act.Set("early_stopping", 20)):
        session.apply(action)
    assert train_until_stopped(session, 5000) < 5000
    assert not check_told(session)
    session.apply(act.Train(3000))
    assert check_told(session) == ["training beyond where early stopping ends it"]


@pytest.mark.slow
@pytest.mark.parametrize("settings", [(("batch_size", "full"),), (), (("optimizer", "adam"),)])
@pytest.mark.parametrize("seed", range(20))
def test_anything_is_told_or_said_to_be_left_out(
    seed: int, settings: tuple[tuple[str, str | int], ...]
) -> None:
    random = np.random.default_rng(seed)
    session = open_session("ring")
    for setting, value in settings:
        session.apply(act.Set(setting, value))
    for _ in range(15):
        example = EXAMPLES[random.integers(len(EXAMPLES))]
        choice = (example.action, act.Undo(), act.Train(5), *example.first)
        done(session, choice[random.integers(len(choice))])
    done(session, act.Train(5))
    check_told(session)
