"""In a window a lesson's long steps are prepared by a worker: what a tick shows is the same."""

import numpy as np
import pytest
from training_aside import WhenTold

from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson import Lesson
from eq_sim.lessons.player import Player
from eq_sim.network.optimizers import Adam
from eq_sim.session.actions import Grab, Pause, Run, Set, Train, Turn
from eq_sim.session.files.replay import replay
from eq_sim.session.session import Session

TEXT = """
number = 1
title = "Long steps"
idea = "They are prepared"
scenario = "digits"
seed = 1
change = {{ hidden = [256], batch_size = 300 }}

[[step]]
chapter = "One"

[[step]]
say = "After {{step}} steps the loss is {{loss}}."
live = {live}
seconds = 0

[[step]]
train = 12
seconds = 1

[[step]]
note = "after"
of = "loss"

[[step]]
say = "It was {{after}}."
"""
FRAME = 10  # ticks


def lesson(*, live: bool = False) -> Lesson:
    return parse_lesson(TEXT.format(live=str(live).lower()), "long")


def by_worker(what: Lesson) -> tuple[Player, Session, WhenTold]:
    session, executor = Session(what.opening.scenario(), 1), WhenTold()
    session.work_aside(lambda: executor, lambda: None, pytest.fail)
    player = Player(session, what, auto=True)
    player.play()
    return player, session, executor


def alone(what: Lesson) -> tuple[Player, Session]:
    session = Session(what.opening.scenario(), 1)
    player = Player(session, what, auto=True)
    player.play()
    return player, session


def same(one: Session, other: Session) -> bool:
    return (
        one.step == other.step
        and one.parameters.theta.tobytes() == other.parameters.theta.tobytes()
        and one.trainer.optimizer.state.tobytes() == other.trainer.optimizer.state.tobytes()
        and [record.action for record in one.log.records]
        == [record.action for record in other.log.records]
        and np.array_equal(one.history.points, other.history.points, equal_nan=True)
    )


def test_each_tick_shows_the_same_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    what = lesson()
    player, session, executor = by_worker(what)
    beside, other = alone(what)
    taken, propose, works = [0], Adam.propose, [False]

    def counted(*arguments: object) -> object:
        taken[0] += not works[0]
        return propose(*arguments)  # type: ignore[arg-type]

    held = 0
    while not player.finished:
        with monkeypatch.context() as patch:
            patch.setattr(Adam, "propose", counted)
            player.advance(FRAME)
            works[0] = True
            executor.work()
            works[0] = False
        beside.advance(FRAME)
        held += session.under_way
        assert same(session, other)
    assert taken == [0]
    assert held > 10
    assert player.caption == beside.caption
    assert session.undo.names == other.undo.names
    session.apply(Train(3))  # and they go on alike
    other.apply(Train(3))
    assert same(session, other)


def test_numbers_in_captions_are_of_the_knobs_as_they_stand() -> None:
    what = lesson(live=True)
    player, _, executor = by_worker(what)
    beside, _ = alone(what)
    said = set()
    while not player.finished:
        player.advance(FRAME)
        beside.advance(FRAME)
        assert player.caption == beside.caption
        said.add(player.caption)
        executor.work()
    assert len(said) > 10


def test_what_was_prepared_has_not_been() -> None:
    what = lesson()
    player, session, _ = by_worker(what)
    while not session.under_way:
        player.advance(FRAME)
    player.advance(20 * FRAME)
    assert session.under_way
    step = session.step
    player.pause()
    assert not session.under_way
    assert session.step == step
    beside, other = alone(what)
    beside.advance(player.tick)
    beside.pause()
    assert same(session, other)
    for one in (session, other):  # what a person does then
        one.apply(Grab((7,)))
        one.apply(Turn((7,), (0.5,)))
        one.apply(Set("learning_rate", 0.002))
        one.apply(Run())
        one.apply(Train(2))
        one.apply(Pause())
    assert same(session, other)
    assert same(replay(record.action for record in session.log.records), session)
    for one in (player, beside):
        one.play()
        one.advance(player.length)
    assert same(session, other)


@pytest.mark.slow
def test_a_jump_and_the_way_back() -> None:
    what = lesson()
    player, session, _ = by_worker(what)
    beside, other = alone(what)
    for tick in (400, 250, player.length - 1, 100):
        player.go_to(tick)
        beside.go_to(tick)
        assert same(session, other)


def test_what_fails_in_the_worker_is_said_and_has_not_been(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    what = lesson()
    session, executor, failed = Session(what.opening.scenario(), 1), WhenTold(), list[Exception]()
    session.work_aside(lambda: executor, lambda: None, failed.append)
    player = Player(session, what, auto=True)
    player.play()

    def broken(*arguments: object) -> object:
        raise ZeroDivisionError("on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(Adam, "propose", broken)
        while not failed:
            player.advance(FRAME)
    assert [type(error) for error in failed] == [ZeroDivisionError]
    assert session.step == 0
