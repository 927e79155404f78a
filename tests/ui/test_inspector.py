"""What the inspector says of a knob is true of what the window shows."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtWidgets import QApplication
from session_free import wide_digits

from eq_sim.app import App
from eq_sim.session.actions import Grab, Mute, Pause, Run, Solo, Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.ui.console.painting import Trend
from eq_sim.ui.models.activity import SessionActivity
from eq_sim.ui.models.next_step import NextStep
from eq_sim.ui.panels.inspector import Inspector

Opened = Callable[..., App]
SENTENCE = re.compile(r"Turn it (up|down) by ([\d.]+): the train loss falls by ([\d.]+)\.")


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("inspector"))


def inspect(app: App, knob: int) -> Inspector:
    app.window.activateWindow()
    app.window.console.go_to(knob)
    app.window.show_inspector()
    QApplication.processEvents()
    app.window.refresh()
    inspector = app.window.panel("inspector")
    assert isinstance(inspector, Inspector)
    return inspector


def test_of_many_digits_too_it_says_what_the_train_loss_on_screen_does(opened: Opened) -> None:
    app = opened("digits")
    session = app.session
    session.apply(Train(300))
    checked = 0
    for knob in range(700, 2400, 240):
        said = SENTENCE.fullmatch(inspect(app, knob).push.text())
        if said is None:
            continue
        by, fall = float(said[2]) * (1 if said[1] == "up" else -1), float(said[3])
        before, here = session.losses.train, float(session.parameters.theta[knob])
        app.do(Turn((knob,), (here + by,)))
        assert before - session.losses.train == pytest.approx(fall, rel=0.06, abs=2e-8)
        app.do(Turn((knob,), (here,)))
        checked += 1
    assert checked > 5


def test_its_curve_goes_through_the_loss_on_screen(opened: Opened) -> None:
    app = opened("digits")
    app.session.apply(Train(300))
    inspector = inspect(app, 800)
    assert inspector.curve.loss == pytest.approx(app.session.losses.train, rel=1e-6)
    assert "samples" not in inspector.lowest.text()  # it is of all


def test_a_network_too_large_to_ask_all_samples_says_so_and_promises_nothing(
    opened: Opened,
) -> None:
    app = opened(wide_digits())
    inspector = inspect(app, 5)
    assert inspector.push.isHidden()
    assert "On 250 of 1,258 training samples." in inspector.lowest.text()


def test_it_says_what_the_open_arrow_goes_by(opened: Opened) -> None:
    app = opened("ring")
    app.do(Train(37))
    for knob in range(0, 25, 4):
        said = inspect(app, knob).arrow.text()
        before = app.session.parameters.theta.copy()
        app.do(Train(1))
        way = "up" if app.session.parameters.theta[knob] > before[knob] else "down"
        assert said == (
            f"The next step (open arrow) turns it {way}, by its batch of 25 of 300 training "
            "samples."
        )
    app.do(Run())
    app.window.refresh()
    assert inspect(app, 3).arrow.isHidden()
    app.do(Pause())


def test_the_arrow_of_a_step_with_more_behind_it_names_that(opened: Opened) -> None:
    app = opened("digits")
    app.do(Train(5))
    said = inspect(app, 700).arrow.text()  # bars have no arrows
    assert re.fullmatch(
        r"The next step turns it (up|down), by its batch of 64 of 1,258 training samples, "
        r"the steps before it and weight decay\. "
        r"[+−]\d\.\d+ without the penalty, [+−]\d\.\d+ from it: [+−]\d\.\d+ in all\.",
        said,
    )


def test_a_muted_knob_is_promised_nothing(opened: Opened) -> None:
    app = opened("ring")
    app.do(Mute((3,), True))
    assert inspect(app, 3).push.text() == "Muted: it has to be unmuted before it can be turned."
    app.do(Solo(0, True))
    said = "Silent while others play solo: it cannot be turned now."
    assert inspect(app, 4).push.text() == said


def test_as_many_arrows_say_moved_as_the_transport_counts(opened: Opened) -> None:
    app = opened("ring")
    session = app.session
    trend = Trend(app.window.console.bank, SessionActivity(session))
    for steps in (1, 60, 400):
        session.apply(Train(steps))
        app.window.refresh()
        shown = app.window.transport.readouts["moved"].text
        assert shown == f"{np.count_nonzero(trend.ways())} of 25" == "25 of 25"
    session.apply(Grab((4, 5)))
    session.apply(Run())
    for _ in range(3):
        session.advance(steps=20)
        ways = trend.ways()
        assert np.flatnonzero(ways == 0).tolist() == [4, 5]
        assert np.count_nonzero(ways) == session.moved() == 23


def test_no_arrow_points_where_the_next_step_would_not_go() -> None:
    house = open_session("house-price")
    house.apply(Train(300))  # it has arrived: no step is larger than a last digit any more
    next_step = NextStep(house)
    next_step.refresh()
    moves = next_step.moves
    assert moves is not None
    before = house.parameters.theta.copy()
    house.apply(Train(1))
    np.testing.assert_array_equal(moves != 0, house.parameters.theta != before)
    assert not moves.any()


def test_a_hand_that_has_only_taken_hold_tells_the_loss_as_it_stands(opened: Opened) -> None:
    app = opened("ring")
    console = app.window.console
    console.input.hands.take((22,))
    app.do(Turn((22,), (1.4,)))
    app.window.refresh()
    console.input.let_go()
    app.session.apply(Train(200))
    console.input.hands.take((4,))  # nothing was looked at since
    bubble = console.bubble
    assert bubble is not None
    stands = f"{app.session.losses.train:.2f}"
    assert bubble.lines[2] == f"loss {stands} → {stands}"
    console.input.let_go()
