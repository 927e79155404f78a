"""The challenge: what the hand came to is the hand's, whatever training does afterwards."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import Grab, Pause, Release, Run, Set, TakePhase, Train, Turn, Undo
from eq_sim.ui.panels.by_hand import ByHand
from eq_sim.ui.style.numbers import loss

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("by_hand"))


def begun(app: App) -> ByHand:
    app.window.docks["by_hand"].raise_()
    QApplication.processEvents()
    by_hand = app.window.panel("by_hand")
    assert isinstance(by_hand, ByHand)
    by_hand.start.click()
    return by_hand


def turn(app: App, knob: int, value: float) -> None:
    app.do(Grab((knob,)))
    app.do(Turn((knob,), (value,)))
    app.do(Release())
    app.window.refresh()


def said(by_hand: ByHand) -> tuple[str, str, str]:
    return by_hand.count.text(), by_hand.time.text().split("loss ")[1], by_hand.near.text()


def test_training_that_goes_on_changes_nothing_of_what_the_hand_did(opened: Opened) -> None:
    app = opened("ring")
    app.do(Set("learning_rate", 0.1))
    by_hand = begun(app)
    turn(app, 22, 0.9)
    by_the_hand = app.session.losses.train
    value = app.session.goal_value
    assert value is not None
    app.do(Run())
    app.session.advance(steps=400)
    app.window.refresh()
    assert app.session.losses.train != by_the_hand
    assert said(by_hand) == ("1 turn", loss(by_the_hand), f"You came to {100 * value:.1f} %.")
    assert by_hand.bar.share < 1
    now = app.session.goal_value
    assert now is not None
    assert by_hand.machine.text() == (
        f"Training, from your knobs: {100 * now:.1f} % after {app.session.step} steps."
    )


def test_a_turn_in_hand_belongs_to_the_hand_and_a_step_does_not(opened: Opened) -> None:
    app = opened("ring")
    for steps in (Train(1), TakePhase(), Run()):
        by_hand = begun(app)
        turn(app, 22, 0.9)
        by_the_hand = app.session.losses.train
        if isinstance(steps, Run):
            app.do(Grab((22,)))
            app.do(Turn((22,), (0.7,)))
            by_the_hand = app.session.losses.train
        app.do(steps)
        app.do(Train(3))
        app.window.refresh()
        assert by_hand.losses[-1] == by_the_hand
        assert not by_hand.playing
        assert "after" in by_hand.machine.text()
    app.do(Pause())


def test_training_from_the_same_start_is_told_apart(opened: Opened) -> None:
    app = opened("house-price")
    by_hand = begun(app)
    turn(app, 2, 6.0)
    by_hand.same_start.click()
    app.session.advance(steps=5)
    app.window.refresh()
    assert by_hand.turns == 1
    assert re.fullmatch(
        r"Training, from the same start: [\d.,]+ % after 5 steps\.", by_hand.machine.text()
    )
    app.do(Pause())


def test_what_undo_brings_back_from_training_is_not_the_hand_s(opened: Opened) -> None:
    app = opened("ring")
    app.do(Train(400))
    by_hand = begun(app)
    app.do(Undo())  # the way back to the start
    app.window.refresh()
    assert app.session.step == 400
    assert not by_hand.losses


def test_an_undone_turn_counts_and_its_numbers_are_those_on_screen(opened: Opened) -> None:
    app = opened("ring")
    by_hand = begun(app)
    turn(app, 22, 0.9)
    app.do(Undo())
    app.window.refresh()
    assert said(by_hand)[:2] == ("2 turns", loss(app.session.losses.train))


def test_a_knob_put_back_and_a_look_at_the_start_are_no_turns(opened: Opened) -> None:
    app = opened("ring")
    by_hand = begun(app)
    turn(app, 22, float(app.session.parameters.theta[22]))
    turn(app, 22, 0.9)
    app.window.console_panel.knobs.look_at_start(True)
    app.window.console_panel.knobs.look_at_start(False)
    app.window.refresh()
    assert by_hand.count.text() == "1 turn"


def test_it_gets_warmer_only_where_it_does(opened: Opened) -> None:
    app = opened("one-knob")
    by_hand = begun(app)
    assert "getting" not in by_hand.near.text()
    way = []
    for value in (0.9, 1.2, 1.4, 1.2, -3.0):
        turn(app, 0, value)
        way.append(by_hand.near.text())
    assert ["warmer" in words for words in way] == [True, True, True, False, False]
    assert ["colder" in words for words in way] == [False, False, False, True, True]
    app.do(Grab((0,)))
    app.do(Turn((0,), (1.0,)))
    app.window.refresh()
    assert "getting warmer" in by_hand.near.text()  # while it is in the hand, too
    assert loss(app.session.losses.train) in by_hand.time.text()
    app.do(Release())


def test_the_goal_reached_in_the_hand_is_told_with_its_own_numbers(opened: Opened) -> None:
    app = opened("one-knob")
    by_hand = begun(app)
    app.do(Grab((0,)))
    app.do(Turn((0,), (1.4444467,)))
    app.window.refresh()
    assert "There! You did it by hand" in by_hand.near.text()
    assert said(by_hand)[:2] == ("1 turn", loss(app.session.losses.train))
    app.do(Turn((0,), (0.0,)))
    app.do(Release())
    app.window.refresh()
    assert "There! You did it by hand" in by_hand.near.text()
    assert by_hand.turns == 1
