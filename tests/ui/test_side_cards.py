"""A, B, what stands between them, and the loss on the way: cards of a lesson's stage."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import faults, recorded
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session import actions as act
from eq_sim.session.questions.loss_at import LossAt
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.models.blending import Blending
from eq_sim.ui.stage.side_card import SideCard
from eq_sim.ui.stage.small_desk import strongest
from eq_sim.ui.stage.way_card import WayCard
from eq_sim.ui.style import numbers
from eq_sim.ui.style.theme import DARK

Opened = Callable[..., App]

LESSON = """
title = "Two settings"
idea = "A lesson for tests."
scenario = "ring"
seed = 1
change = { optimizer = "adam", learning_rate = 0.05 }
[[step]]
show = ["A", "halfway", "B", "way from A to B"]
large = "way from A to B"
[[step]]
train = 120
seconds = 1
[[step]]
switch = "B"
[[step]]
start = "new"
[[step]]
train = 120
seconds = 1
[[step]]
switch = "A"
[[step]]
say = "Two."
seconds = 1
[[step]]
blend = 0.5
seconds = 2
[[step]]
say = "Halfway: {loss}."
seconds = 1
[[step]]
blend = 0
seconds = 0
[[step]]
line_up = "B"
[[step]]
blend = 1
seconds = 1
[[step]]
load = "one-knob"
[[step]]
say = "Another network."
seconds = 1
[[step]]
expect = "loss < 9"
"""
AT_A, ON_WAY, HALFWAY, LINED, LOADED = 3.2, 4.6, 6.2, 7.0, 8.2


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def begun(app: App) -> LessonView:
    show = app.window.open_lesson(parse_lesson(LESSON, "two"), auto=True)
    app.timer.stop()
    show.player.play()
    return show


def at(app: App, show: LessonView, seconds: float) -> None:
    show.player.go_to(round(seconds * TICKS))
    settle(app, show)


def settle(app: App, show: LessonView) -> None:
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def setting(show: LessonView, name: str) -> SideCard:
    card = show.stage.stage.on_stage(name)
    assert isinstance(card, SideCard)
    return card


def way(show: LessonView) -> WayCard:
    card = show.stage.stage.on_stage("way from A to B")
    assert isinstance(card, WayCard)
    return card


def test_three_desks_and_the_way_between_tell_what_is_true(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, texts = opened("ring", (1280, 720)), recorded(monkeypatch)
    session, show = app.session, begun(app)
    at(app, show, 0.7)
    assert setting(show, "B").said == "not set yet"
    assert way(show).said.startswith("A ")
    at(app, show, AT_A)
    loss_at = LossAt(session.evaluation, session.parameters)
    first, second = (np.array(one) for one in session.sides.values if one is not None)
    losses = loss_at(first), loss_at(second)
    for name, loss, values in zip("AB", losses, (first, second), strict=True):
        card = setting(show, name)
        assert card.loss_text == numbers.loss(loss)
        assert card.setting is not None
        np.testing.assert_array_equal(card.setting.values, values)
        assert card.second_text.endswith("right on test")
    curve = way(show).way
    assert curve.passages == ()  # nothing is given away
    assert way(show).place_text == setting(show, "halfway").title == "A"
    assert curve.zero == loss_at(np.zeros_like(first))
    top = curve.top
    at(app, show, ON_WAY)
    share = session.sides.share
    assert 0 < share < 0.5
    assert setting(show, "halfway").title == f"{round(100 * share)} % of the way"
    assert [float(one.shares[-1]) for one in curve.passages] == [share]
    assert faults(app.window, texts) == []
    at(app, show, HALFWAY)
    for card in (setting(show, "halfway"), way(show)):
        assert numbers.loss(session.losses.train) in card.said
    assert setting(show, "halfway").title == way(show).place_text == "halfway"
    assert setting(show, "A").loss_text == numbers.loss(losses[0])
    (passage,) = curve.passages
    middle = (first.astype(np.float64) + second) / 2
    assert float(passage.losses[-1]) == pytest.approx(loss_at(middle.astype(first.dtype)))
    assert float(passage.losses[0]) == losses[0]
    app.window.resize(720, 1280)
    settle(app, show)
    assert faults(app.window, texts) == []
    at(app, show, LINED)
    assert [float(one.shares[-1]) for one in curve.before] == [0.5]
    assert [float(one.shares[0]) for one in curve.passages] == [0.0]
    assert curve.top == top  # the same scale, for both are compared
    at(app, show, AT_A)  # and back
    assert curve.passages == curve.before == ()
    show.player.pause()
    a_hand_takes_the_marker_along(app, show)
    session.apply(act.Blend(0.5))
    session.apply(act.Turn((0,), (0.75,)))
    settle(app, show)
    assert way(show).place_text == setting(show, "halfway").title == "off the way"
    at(app, show, LOADED)
    assert setting(show, "A").said.startswith("train loss")
    assert setting(show, "B").setting is None
    show.leave()


def a_hand_takes_the_marker_along(app: App, show: LessonView) -> None:
    """By mouse and by keys; each drag, and each key that is held, is one thing to undo."""
    session, card, left = app.session, way(show), Qt.MouseButton.LeftButton
    begin, end = (QPoint(round(share * card.width()), 80) for share in (0.3, 0.7))
    QTest.mousePress(card, left, pos=begin)
    assert 0.1 < session.sides.share < 0.4
    QTest.mouseMove(card, end)
    QTest.mouseRelease(card, left, pos=end)
    assert 0.6 < session.sides.share < 0.9
    app.window.refresh()  # the lesson rests, and what a hand does is shown all the same
    assert card.way.passages[0].shares[-1] == session.sides.share
    session.apply(act.Undo())
    assert session.sides.share == 0
    QTest.keyPress(card, Qt.Key.Key_Right)
    QTest.keyPress(card, Qt.Key.Key_Up)
    QTest.keyRelease(card, Qt.Key.Key_Up)
    assert session.sides.share == pytest.approx(0.02)
    session.apply(act.Undo())
    assert session.sides.share == 0
    QTest.keyClick(card, Qt.Key.Key_End)
    assert session.sides.share == 1
    QTest.keyClick(card, Qt.Key.Key_Home)
    assert session.sides.share == 0


@pytest.mark.parametrize("name", ["one-knob", "house-price", "equalizer", "penguins", "digits"])
def test_every_kind_of_answer_stands_on_a_card_of_any_shape(
    name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, texts = Session(load_scenario(name), 1), recorded(monkeypatch)
    session.apply(act.SwitchSide())
    session.apply(act.NewStart())
    session.apply(act.Blend(0.5))
    blending = Blending(session)
    card = SideCard(blending, "halfway", DARK)
    qtbot.addWidget(card)
    card.refresh()
    assert card.loss_text == numbers.loss(session.losses.train)
    pictures = set()
    for size in ((300, 200), (300, 600), (900, 300)):
        card.resize(*size)
        pictures.add(bytes(card.grab().toImage().constBits()))
        assert faults(card, texts) == [], size
    assert len(pictures) == 3
    at_half = bytes(card.grab().toImage().constBits())
    session.apply(act.Blend(1.0))
    card.refresh()
    assert bytes(card.grab().toImage().constBits()) != at_half
    for limit, block, far in zip(
        blending.limits, session.layout.blocks, furthest(session), strict=True
    ):
        assert limit >= far or block.size >= 200  # of very many knobs a scale holds the bulk


def furthest(session: Session) -> list[float]:
    """Returns the largest magnitude in each layer, of A and of B."""
    both = np.stack([np.abs(one) for one in session.sides.values if one is not None]).max(axis=0)
    return [float(block.view(both).max()) for block in session.layout.blocks]


def test_of_neighbours_in_one_pixel_the_strongest_is_seen() -> None:
    matrix = np.array([[0.1, -0.9, 0.2], [0.3, 0.0, -0.4], [0.0, 0.0, 0.5]])
    np.testing.assert_array_equal(strongest(matrix, 3, 3), matrix)
    np.testing.assert_array_equal(strongest(matrix, 2, 2), [[-0.9, -0.4], [0.0, 0.5]])
    np.testing.assert_array_equal(strongest(matrix, 1, 1), [[-0.9]])
