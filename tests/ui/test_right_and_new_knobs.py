"""Cards of the stage: answers that are right, an adapter's knobs, and a fader that clicks."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import recorded
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Undo
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.painted.faults import look
from eq_sim.ui.panels.digits_view import DigitsView
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.stage.knob_card import KnobCard
from eq_sim.ui.stage.new_knobs_card import NewKnobsCard
from eq_sim.ui.stage.right_card import RightCard

Opened = Callable[..., App]

HEAD = """
title = "Cards"
idea = "A lesson for tests."
"""

CLICKS = """
scenario = "ring"
seed = 1
[[step]]
train = 60
seconds = 0
[[step]]
show = ["knob: x1 -> neuron 3, layer 1", "right"]
seconds = 0
[[step]]
say = "Freely."
seconds = 1
[[step]]
bits = 3
[[step]]
say = "It clicks."
seconds = 2
"""

ADAPTER = """
scenario = "ring"
seed = 1
[[step]]
show = ["new knobs", "right"]
seconds = 0
[[step]]
say = "None."
seconds = 1
[[step]]
adapter = [1, 0, 0]
[[step]]
say = "Some."
seconds = 1
[[step]]
train = 40
seconds = 0
[[step]]
say = "Turned."
seconds = 2
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output"))


def play(app: App, text: str, seconds: float) -> LessonView:
    show = app.window.open_lesson(parse_lesson(HEAD + text, "cards"), auto=True)
    app.timer.stop()
    show.player.play()
    go_on(app, show, seconds)
    return show


def go_on(app: App, show: LessonView, seconds: float) -> None:
    show.player.advance(round(seconds * TICKS))
    look_again(app, show)


def look_again(app: App, show: LessonView) -> None:
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def counted(app: App) -> tuple[int, int]:
    evaluation = app.session.evaluation
    answers, targets = evaluation.answers[1], evaluation.targets[1]
    hits = (answers[0] >= 0.5) == (targets[0] >= 0.5)
    return int(hits.sum()), hits.size


def test_a_large_fader_shows_its_positions_and_how_many_answers_stay_right(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", (1280, 720))
    show = play(app, CLICKS, 0.5)
    stage = show.stage.stage
    knob, right = stage.on_stage("knob: x1 -> neuron 3, layer 1"), stage.on_stage("right")
    assert isinstance(knob, KnobCard)
    assert isinstance(right, RightCard)
    fader = knob.faders[0]
    assert fader.stops == ()
    assert "turned to" not in fader.marks
    free = fader.value
    assert (right.now.right, right.now.hits.size) == counted(app)
    go_on(app, show, 1)
    assert len(fader.stops) == 7
    assert np.allclose(np.diff(fader.stops), fader.stops[-1] / 3)
    assert fader.value in np.asarray(fader.stops, dtype=app.session.parameters.theta.dtype)
    assert fader.marks["turned to"] == pytest.approx(free)
    assert (right.now.right, right.now.hits.size) == counted(app)
    assert right.now.part == "test"
    assert right.accessibleName() == "Right on test"
    assert right.now.counted in right.accessibleDescription()
    words = look(knob, pixmaps).words
    assert any(word.startswith("turned to") for word in words)
    show.player.pause()
    place = min(range(7), key=lambda at: abs(fader.stops[at] - fader.value))
    key = Qt.Key.Key_Down if place else Qt.Key.Key_Up
    after = place - 1 if place else 1
    QTest.keyClick(fader, key)
    look_again(app, show)
    assert fader.value == pytest.approx(fader.stops[after])
    show.leave()


def test_an_adapter_is_drawn_and_a_hand_turns_its_strength_as_one_gesture(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = play(app, ADAPTER, 0.5)
    card = show.stage.stage.on_stage("new knobs")
    assert isinstance(card, NewKnobsCard)
    assert card.now.bank is None
    assert not card.strength.isVisible()
    go_on(app, show, 1)
    layout = app.session.layout
    assert card.now.knobs == layout.size - layout.wired > 0
    assert card.now.bank is not None
    assert not card.now.bank.b.any()
    go_on(app, show, 1)
    adapter, theta = layout.adapters[0], app.session.parameters.theta
    assert np.array_equal(card.now.bank.b, adapter.b(theta))
    assert np.array_equal(card.now.bank.a, adapter.a(theta).T)
    assert card.now.bank.b.any()
    assert np.abs(card.now.bank.b).max() <= card.now.bank.ends[1]
    assert f"beside {layout.wired} locked" in card.accessibleDescription()
    show.player.pause()
    slider = card.strength
    before = app.session.undo.undo_name
    middle = slider.cap.center().toPoint()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    for x in (middle.x() // 2, middle.x() // 4, 0):
        QTest.mouseMove(slider, QPoint(x, middle.y()))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(0, middle.y()))
    look_again(app, show)
    assert app.session.parameters.making.strength == 0
    assert "Strength 0." in card.accessibleDescription()
    assert app.session.undo.undo_name == "strength of the adapter"
    app.session.apply(Undo())
    assert app.session.undo.undo_name == before
    look_again(app, show)
    assert card.now.strength == 1
    assert slider.value() == 100
    QTest.keyClick(slider, Qt.Key.Key_Left)
    look_again(app, show)
    assert app.session.parameters.making.strength == pytest.approx(0.95)
    show.leave()


def test_right_is_nothing_where_answers_are_no_classes() -> None:
    steps = '[[step]]\nshow = ["right"]\n[[step]]\nexpect = "loss < 9"'
    with pytest.raises(LessonError, match="no answer is right or wrong"):
        parse_lesson(f'{HEAD}scenario = "one-knob"\nseed = 1\n{steps}', "test")


DIGITS = """
scenario = "digits"
seed = 1
[[step]]
show = ["output"]
seconds = 0
[[step]]
say = "Pictures."
seconds = 2
"""


def test_pictures_on_stage_are_large_whatever_the_pixels(opened: Opened) -> None:
    app = opened("digits", (1280, 720))
    show = play(app, DIGITS, 0.5)
    output = app.window.panel("output")
    assert isinstance(output, OutputPanel)
    view = output.view
    assert isinstance(view, DigitsView)
    view.grab()
    test = app.session.evaluation.test
    few = view.draws(test)
    assert 20 <= few <= 36
    app.window.resize(2560, 1440)
    look_again(app, show)
    view.grab()
    assert abs(view.draws(test) - few) <= 6
    show.leave()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (640, 1136), (1920, 1080)])
def test_every_word_of_these_cards_is_whole(
    opened: Opened, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", size)
    for text, seconds in ((CLICKS, 2.0), (ADAPTER, 3.0)):
        show = play(app, text, seconds)
        stage = show.stage.stage
        for thing in stage.staged.things:  # type: ignore[union-attr]
            card = stage.on_stage(thing)
            assert card is not None
            seen = look(card, pixmaps)
            assert seen.texts, thing
            assert seen.faults == [], thing
            assert card.accessibleName()
        show.leave()
        look_again(app, show)
