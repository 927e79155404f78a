"""The race of a lesson on its stage: both runners on one measure, and true after any jump."""

from collections.abc import Callable

import pytest
from painted_texts import Pixmaps, faults, recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.panels.notice import Notice
from eq_sim.ui.stage.curves_card import CurvesCard
from eq_sim.ui.style import numbers

Opened = Callable[..., App]

LESSON = """
title = "A race"
idea = "A lesson for tests."
scenario = "ring"
seed = 1
change = { batch_size = "full", learning_rate = 0.1 }
[[step]]
show = ["race"]
[[step]]
rival = 300
seconds = 2
[[step]]
say = "One at a time: {loss}."
seconds = 1
[[step]]
start = "same"
[[step]]
train = 100
seconds = 2
[[step]]
say = "All at once: {loss}."
seconds = 1
[[step]]
load = "ring"
seed = 2
[[step]]
say = "Another start."
seconds = 1
[[step]]
expect = "loss < 9"
"""
HALF_RIVAL, AFTER_RIVAL, HALF, END, LOADED = 1.6, 3.0, 4.6, 6.0, 7.2


def at(app: App, show: LessonView, seconds: float) -> CurvesCard:
    show.player.go_to(round(seconds * TICKS))
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()
    card = show.stage.stage.on_stage("race")
    assert isinstance(card, CurvesCard)
    return card


def curve(card: CurvesCard) -> tuple[list[float], list[float]]:
    found = card.shown.curves[0]
    assert found is not None
    return found[0].tolist(), found[1].tolist()


def test_both_runners_begin_at_one_loss_and_take_as_many_passes(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, texts = opened("ring", (1280, 720)), recorded(monkeypatch)
    session = app.session
    show = app.window.open_lesson(parse_lesson(LESSON, "race"), auto=True)
    app.timer.stop()
    show.player.play()
    card = at(app, show, HALF_RIVAL)
    assert 0 < curve(card)[0][-1] < 300
    assert card.shown.curves[1] is None
    assert card.loss_texts[1] == ""
    at(app, show, AFTER_RIVAL)
    whole = curve(card)
    assert whole[0][-1] == 300
    assert card.loss_texts[0] == numbers.loss(session.losses.train)
    assert list(whole[1]) == sorted(whole[1], reverse=True)
    at(app, show, HALF)
    assert card.shown.curves[1] is not None
    assert card.shown.curves[1][0][-1] == 3 * session.step < 300
    at(app, show, END)
    passes, losses = card.shown.curves[1]
    assert passes[-1] == card.shown.end == 300
    assert losses[0] == whole[1][0]
    assert card.loss_texts[1] == numbers.loss(session.losses.train)
    assert "learning rate 0.1" in card.said
    assert "300 passes each" in card.said
    assert faults(app.window, texts) == []
    app.window.resize(720, 1280)
    at(app, show, END)
    assert faults(app.window, texts) == []
    at(app, show, LOADED)  # another start: nothing of the race before counts
    assert card.shown.curves == (None, None)
    assert card.loss_texts == ("", "")
    at(app, show, HALF_RIVAL)
    at(app, show, AFTER_RIVAL)
    assert curve(card) == whole  # however one came here
    show.leave()
    two_runs(app)
    remedies(app, texts)


TWO = """
title = "Two runs"
idea = "A lesson for tests."
scenario = "ring"
seed = 1
[[step]]
show = ["two runs"]
[[step]]
train = 60
seconds = 1
[[step]]
say = "Fast."
seconds = 1
[[step]]
start = "same"
[[step]]
set = "learning_rate"
to = 0.1
[[step]]
train = 40
seconds = 1
[[step]]
say = "Slower."
seconds = 1
[[step]]
expect = "loss < 9"
"""


def two_runs(app: App) -> None:
    """The run that was left and the one on screen stand in one plot, called by what differs."""
    show = app.window.open_lesson(parse_lesson(TWO, "two"), auto=True)
    show.player.play()
    show.player.go_to(round(2.0 * TICKS))
    left = numbers.loss(app.session.losses.train)
    show.player.go_to(round(4.0 * TICKS))
    show.refresh()
    card = show.stage.stage.on_stage("two runs")
    assert isinstance(card, CurvesCard)
    assert card.shown.names == ("learning rate 0.5", "learning rate 0.1")
    assert card.loss_texts == (left, numbers.loss(app.session.losses.train))
    before, now = card.shown.curves
    assert before is not None
    assert now is not None
    assert (before[0][-1], now[0][-1]) == (60, 40)
    assert before[1][0] == now[1][0]
    assert card.shown.end_text == "60 steps"
    show.leave()


TESTED = """
title = "Remedies"
idea = "A lesson for tests."
scenario = "too-many"
seed = 1
change = { batch_size = "full", validation_fraction = 0.2 }
[[step]]
show = ["two runs: test, first"]
seconds = 0
[[step]]
train = 60
seconds = 1
[[step]]
say = "Without."
seconds = 1
[[step]]
start = "same"
[[step]]
set = "dropout"
to = 0.2
[[step]]
train = 40
seconds = 1
[[step]]
start = "same"
[[step]]
set = "dropout"
to = 0
[[step]]
set = "early_stopping"
to = 2
[[step]]
train = 200
seconds = 1
[[step]]
say = "Stopped."
seconds = 1
[[step]]
expect = "loss < 9"
"""


def remedies(app: App, texts: Pixmaps) -> None:
    """Both test losses stand over their train losses, beside the first run; nothing covers them."""
    show = app.window.open_lesson(parse_lesson(TESTED, "tested"), auto=True)
    app.window.resize(1280, 720)
    show.player.play()
    show.player.go_to(round(1.5 * TICKS))
    first = app.session.losses
    show.player.go_to(round(2.9 * TICKS))
    show.refresh()
    card = show.stage.stage.on_stage("two runs: test, first")
    assert isinstance(card, CurvesCard)
    assert card.shown.names == ("no dropout", "dropout 20 %")
    show.player.play()
    show.player.advance(round(1.6 * TICKS))  # as time passes: what is said meanwhile is said
    QApplication.processEvents()
    app.window.refresh()
    show.refresh()
    assert app.session.stopped
    now = app.session.losses
    assert card.shown.names == ("no early stopping", "early stopping")
    assert first.test is not None
    assert now.test is not None
    assert card.loss_texts == (numbers.loss(first.test), numbers.loss(now.test))
    assert f"test loss {numbers.loss(now.test)}" in card.said
    assert f"on test; train {numbers.loss(first.train)}" in card.said
    for curve, train in zip(card.shown.under, (first.train, now.train), strict=True):
        assert curve is not None
        assert curve[1][-1] == train
    assert not [
        notice
        for notice in show.stage.stage.findChildren(Notice)
        if notice.isVisible() and notice.words.text()
    ]
    assert faults(app.window, texts) == []
    show.leave()
