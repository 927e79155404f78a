"""A knob and the loss along it on stage: drawn as the hand goes, and turned where they stand."""

from collections.abc import Callable
from functools import partial
from typing import cast

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleValueInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.scene import TICKS
from eq_sim.session import actions as act
from eq_sim.session.questions.stable_rate import largest_stable_rate
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.painted.faults import look
from eq_sim.ui.painted.pixmaps import noted
from eq_sim.ui.stage.big_fader import BigFader
from eq_sim.ui.stage.knob_card import KnobCard
from eq_sim.ui.stage.loss_along_card import LossAlongCard

Opened = Callable[..., App]
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key

LESSON = """
title = "The bowl"
idea = "A lesson for tests."
scenario = "{scenario}"
seed = 8
[[step]]
show = ["knob: {knobs}", "loss along: {knob}"]
seconds = 0
[[step]]
say = "The hand goes."
seconds = 1
[[step]]
turn = "{knob}"
by = {by}
seconds = 1
[[step]]
turn = "{knob}"
by = -0.4
seconds = 1
[[step]]
say = "That is all."
seconds = 1
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def lesson(
    scenario: str = "one-knob",
    knob: str = "x -> y",
    knobs: str = "",
    options: str = "",
    by: float = 3,
) -> str:
    text = LESSON.format(scenario=scenario, knob=knob, knobs=knobs or knob, by=by)
    return text.replace(f'along: {knob}"', f'along: {knob}{options}"')


def begun(app: App, text: str) -> LessonView:
    show = app.window.open_lesson(parse_lesson(text, "bowl"), auto=True)
    app.timer.stop()
    show.player.play()
    go_on(app, show, 0.2)
    return show


def go_on(app: App, show: LessonView, seconds: float) -> None:
    """Lets a lesson's time pass, with a look five times a second."""
    for _ in range(round(5 * seconds)):
        show.player.advance(TICKS // 5)
        see(app, show)


def see(app: App, show: LessonView) -> None:
    app.window.refresh()
    show.refresh()
    QApplication.processEvents()


def bowl(show: LessonView, thing: str = "loss along: x -> y") -> LossAlongCard:
    return cast("LossAlongCard", show.stage.stage.on_stage(thing))


def faders(show: LessonView, thing: str = "knob: x -> y") -> tuple[BigFader, ...]:
    return cast("KnobCard", show.stage.stage.on_stage(thing)).faders


def test_the_bowl_is_drawn_as_the_hand_goes(opened: Opened) -> None:
    with noted() as pixmaps:
        app = opened("one-knob", (1280, 720))
        show = begun(app, lesson(options=", points"))
        session, card = app.session, bowl(show, "loss along: x -> y, points")
        (fader,) = faders(show)
        start = float(session.parameters.theta[0])
        span = card.span
        assert card.way.stretches == [(start, start)]
        assert set(fader.marks) == {"start"}  # nothing is given away
        go_on(app, show, 1.4)
        assert card.way.stretches == [(start, card.way.here)]
        assert start < card.way.here < start + 3
        go_on(app, show, 1.2)
        turned, here = start + 3, float(session.parameters.theta[0])
        best = card.way.least_squares()
        assert best is not None
        x, y = session.dataset.inputs[0], session.dataset.targets[0]
        assert best == pytest.approx(float(x @ y / (x @ x)))
        assert card.way.turns == [pytest.approx(turned)]
        assert turned - 0.4 < here < turned
        assert fader.marks == {"start": start, "best": best}
        assert "Coming back" in fader.accessibleDescription()
        assert card.span == span  # no other scale in a gesture
        assert card.ball == (here, session.losses.train)
        assert card.along is not None
        on_curve = np.interp(here, card.along.values, card.along.losses)
        assert session.losses.train == pytest.approx(on_curve, rel=0.01)
        seen = look(app.window, pixmaps)
        assert [fault for fault in seen.faults if "Card" in fault or "Fader" in fault] == []
        assert f"train loss {card.loss_text}" in seen.words
        assert {"The knob", "coming back", "start −0.84", "60 points"} <= seen.words
        assert f"turned at {turned:.2f}" in seen.words
        show.player.pause()
        session.apply(act.BackToStart())
        see(app, show)
        assert (card.way.stretches, card.way.turns) == ([(start, start)], [])
        show.leave()


def test_a_fader_on_stage_is_turned_by_mouse_keys_reader_and_training(opened: Opened) -> None:
    app = opened("one-knob", (1280, 720))
    show = begun(app, lesson())
    show.player.pause()
    session, (fader,) = app.session, faders(show)
    start = float(session.parameters.theta[0])

    def here() -> float:
        see(app, show)
        return float(session.parameters.theta[0])

    middle = fader.rect().center()
    QTest.mousePress(fader, LEFT, pos=middle)
    for pixels in (20, 40, 60):
        QTest.mouseMove(fader, middle + QPoint(0, pixels))
    QTest.mouseRelease(fader, LEFT, pos=middle + QPoint(0, 60))
    app.window.refresh()  # the lesson waits: nobody else looks at its stage
    assert bowl(show).ball == (float(session.parameters.theta[0]), session.losses.train)
    down = 60 * 2 * fader.limit / fader.travel
    assert here() == pytest.approx(start - down, rel=1e-5)
    assert fader.value_text == f"{here():.2f}".replace("-", "−")
    session.apply(act.Undo())  # a drag is one thing to undo
    assert here() == start
    assert not fader.ringed  # nobody has asked for the keyboard
    fader.clearFocus()
    fader.setFocus(Qt.FocusReason.TabFocusReason)
    assert fader.ringed == fader.hasFocus()
    QTest.keyClick(fader, KEY.Key_Up)
    assert here() == pytest.approx(start + fader.press)
    QTest.keyClick(fader, KEY.Key_End)
    assert here() == pytest.approx(fader.limit)
    QTest.keyClick(fader, KEY.Key_Delete)
    assert here() == start
    QTest.keyPress(fader, KEY.Key_Up)
    assert session.held == (0,)
    QTest.keyClick(fader, KEY.Key_Escape)
    assert (here(), session.held) == (start, ())
    slider = QAccessible.queryAccessibleInterface(fader)
    assert slider.role() is QAccessible.Role.Slider
    value = cast("QAccessibleValueInterface", slider.valueInterface())
    assert (value.minimumValue(), value.maximumValue()) == (-fader.limit, fader.limit)
    value.setCurrentValue(1.5)
    assert here() == pytest.approx(1.5)
    assert slider.text(QAccessible.Text.Value) == "1.50"
    assert slider.text(QAccessible.Text.Name) == "x → y"
    session.apply(act.BackToStart())
    steps_leap_over_the_bottom(app, show)  # in the same window: a window takes long to open
    show.leave()


def steps_leap_over_the_bottom(app: App, show: LessonView) -> None:
    """Steps that are too long lead from side to side, and then out of the bowl."""
    session, card = app.session, bowl(show)
    see(app, show)
    best = card.way.least_squares()
    assert best is not None
    session.apply(act.Set("learning_rate", 1.4))
    places = [float(session.parameters.theta[0])]
    for _ in range(4):
        session.apply(act.Train(1))
        see(app, show)
        places.append(float(session.parameters.theta[0]))
    sides = [place > best for place in places]
    assert sides == [False, True, False, True, False]  # a zigzag
    assert [jump.value for jump in card.way.jumps] == places
    assert [jump.single for jump in card.way.jumps] == [False, True, True, True, True]
    assert card.ball_inside
    span = card.span
    session.apply(act.Set("learning_rate", 5.0))
    for _ in range(3):
        session.apply(act.Train(1))
        see(app, show)
    assert not card.ball_inside
    assert card.span == span  # and the scale stays honest
    card.grab()
    assert any(f"train loss {card.loss_text}" in words for words in card.written)
    assert "outside the picture" in card.accessibleDescription()
    steps_swing_wider_and_wider(app, show)


def steps_swing_wider_and_wider(app: App, show: LessonView) -> None:
    """The frame grows once for steps that one can follow, and then stays."""
    session, card = app.session, bowl(show)
    session.apply(act.BackToStart())
    see(app, show)
    begun_with, limit = card.span, largest_stable_rate(session)
    assert begun_with is not None
    assert limit is not None
    session.apply(act.Set("learning_rate", 1.02 * limit))
    tops = [begun_with.top]
    while card.ball_inside and session.step < 40:
        session.apply(act.Train(1))
        see(app, show)
        assert card.span is not None
        tops.append(card.span.top)
    assert len(set(tops)) == 2
    assert tops[-1] > 1.9 * begun_with.top
    assert 5 < session.step < 40
    assert not card.ball_inside


@pytest.mark.slow
def test_where_other_knobs_move_the_curve_is_of_the_present(opened: Opened) -> None:
    app = opened("house-price", (1280, 720))
    show = begun(app, lesson("house-price", "lot size -> price", "layer 1"))
    show.player.pause()
    session, card = app.session, bowl(show, "loss along: lot size -> price")
    names = [fader.accessibleName() for fader in faders(show, "knob: layer 1")]
    assert names == [session.name(knob) for knob in range(3)]
    assert not card.way.others_moved
    session.apply(act.Train(20))
    see(app, show)
    assert card.way.others_moved
    assert card.way.stretches[0][1] - card.way.stretches[0][0] < 1
    assert card.along is not None
    assert card.ball == (float(session.parameters.theta[card.way.knob]), session.losses.train)
    at_ball = np.interp(card.along.here, card.along.values, card.along.losses)
    assert at_ball == pytest.approx(session.losses.train, rel=0.01)
    show.leave()


@pytest.mark.parametrize(
    ("scenario", "knob", "options", "why"),
    [
        ("one-knob", "x -> y", ", half", "half"),
        ("house-price", "layer 1", "", "it is about one knob, and 'layer 1' are 3"),
    ],
)
def test_a_lesson_is_told_what_the_loss_along_a_knob_can_be(
    scenario: str, knob: str, options: str, why: str
) -> None:
    with pytest.raises(LessonError, match=why):
        parse_lesson(lesson(scenario, knob, options=options), "bowl")
