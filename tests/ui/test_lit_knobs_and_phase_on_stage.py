"""On a lesson's stage: which knobs were turned, and a phase of a step worked out large."""

from collections.abc import Callable

import numpy as np
import pytest
from painted_texts import faults, recorded
from PySide6.QtWidgets import QApplication, QWidget

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.stage.phase_card import PhaseCard
from eq_sim.ui.stage.touched_card import TouchedCard, arrangements

Opened = Callable[..., App]

LESSON = """
title = "Lit"
idea = "A lesson for tests."
scenario = "ring"
seed = 1
change = { batch_size = "full", learning_rate = 0.1 }
[[step]]
show = ["touched"]
seconds = 0
[[step]]
say = "Nothing yet."
seconds = 1
[[step]]
rival = 40
seconds = 2
[[step]]
say = "{visited} of {knobs}."
seconds = 1
[[step]]
start = "same"
[[step]]
train = 4
seconds = 1
[[step]]
say = "{moved} of {knobs}."
seconds = 1
[[step]]
show = ["console", "phase"]
seconds = 0
[[step]]
phase = "compare"
seconds = 2
[[step]]
phase = "update"
seconds = 2
[[step]]
show = ["console"]
seconds = 0
[[step]]
say = "Again small."
seconds = 1
[[step]]
expect = "loss < 9"
"""
NOTHING, HALF_RIVAL, AFTER_RIVAL, TRAINED = 0.5, 2.0, 3.5, 5.5  # seconds
COMPARED, TURNING, UPDATED, SMALL = 7.3, 8.3, 9.6, 10.5


def at(app: App, show: LessonView, seconds: float) -> None:
    show.player.go_to(round(seconds * TICKS))
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def card(show: LessonView, name: str) -> QWidget | None:
    return show.stage.stage.on_stage(name)


def test_knobs_that_were_turned_are_lit_and_a_phase_is_worked_out(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, texts = opened("ring", (1280, 720)), recorded(monkeypatch)
    show = app.window.open_lesson(parse_lesson(LESSON, "lit"), auto=True)
    app.timer.stop()
    show.player.play()
    at(app, show, NOTHING)
    start = app.session.parameters.theta.copy()
    touched = card(show, "touched")
    assert isinstance(touched, TouchedCard)
    assert [side.words for side in touched.sides] == ["not yet", "not yet"]
    at(app, show, HALF_RIVAL)
    half = touched.sides[0].lit
    assert half is not None
    at(app, show, AFTER_RIVAL)
    lit = touched.sides[0].lit
    assert lit is not None
    assert 0 < np.count_nonzero(half) < np.count_nonzero(lit) < 25
    assert bool(lit[half].all())  # what was in hand stays lit
    begun = app.session.parameters.theta != start
    assert bool(lit[begun].all())  # no knob has moved that is not lit
    assert touched.sides[0].count in show.player.caption
    assert touched.sides[1].lit is None
    assert faults(app.window, texts) == []
    at(app, show, TRAINED)
    assert touched.sides[1].words == "of 25 moved in its last step"
    assert touched.sides[1].count == "25"
    assert "all at once: 25 of 25" in touched.accessibleDescription()
    app.window.resize(720, 1280)
    at(app, show, TRAINED)
    assert faults(app.window, texts) == []
    app.window.resize(1280, 720)
    phase_large(app, show)
    show.leave()


def phase_large(app: App, show: LessonView) -> None:
    """The card works out each phase with the step's own numbers, and the strip says nothing."""
    at(app, show, COMPARED)
    large = card(show, "phase")
    assert isinstance(large, PhaseCard)
    assert large.shown.about == "loss of sample 1 of 300"
    assert large.shown.lines[0].tokens[0].caption == "loss"
    assert "mean of the batch" in large.accessibleDescription()
    strip = app.window.apart.strip
    assert strip.isHidden()
    assert large.width() > 2 * large.height()  # it stands below the knobs, and not beside them
    assert large.geometry().top() >= app.window.height() // 3
    at(app, show, TURNING)
    at(app, show, UPDATED)
    (line,) = large.shown.lines
    shown = [float(token.text.strip("()")) for token in line.tokens if token.caption]
    new, old, rate, gradient = shown
    assert new == pytest.approx(old - rate * gradient, abs=6e-4)
    knob = app.window.phases.knob
    assert knob is not None
    assert new == pytest.approx(float(app.session.parameters.theta[knob]), abs=6e-4)
    assert "the gradient is the mean of these 300 samples" in large.accessibleDescription()
    at(app, show, SMALL)
    assert card(show, "phase") is None
    assert strip.isHidden() != app.window.phases.open


def test_every_arrangement_has_a_square_for_each_knob(opened: Opened) -> None:
    layers = opened("ring").session.layout.blocks
    lit = np.zeros(25, np.bool_)
    lit[[0, 7, 24]] = True
    for grid in arrangements(layers, lit):
        assert np.count_nonzero(grid >= 0) == 25
        assert np.count_nonzero(grid == 1) == 3
