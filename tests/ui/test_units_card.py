"""The card that writes a network in dollars: its numbers, its arrows, and from what it measures."""

from collections.abc import Callable

import numpy as np
import pytest
from painted_texts import recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Turn
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.painted.faults import look
from eq_sim.ui.stage.knob_card import KnobCard
from eq_sim.ui.stage.units_card import UnitsCard

Opened = Callable[..., App]

HOUSES = """
title = "Cards"
idea = "A lesson for tests."
scenario = "house-price"
seed = 1
change = { initializer = "zeros" }
[[step]]
show = ["knob: all knobs", "real units"]
seconds = 0
[[step]]
say = "Measured from {average input: lot size}."
seconds = 9
"""


def look_again(app: App, show: LessonView) -> None:
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def test_a_network_is_written_in_dollars_with_arrows_to_the_average(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", (1280, 720))
    show = app.window.open_lesson(parse_lesson(HOUSES, "cards"), auto=True)
    app.timer.stop()
    show.player.play()
    show.player.advance(TICKS)
    look_again(app, show)
    card = show.stage.stage.on_stage("real units")
    assert isinstance(card, UnitsCard)
    assert [line.color for line in card.lines] == ["text"] * 3
    session = app.session
    target, (lot, bedrooms) = session.dataset.target, session.dataset.columns
    assert target is not None
    # Where an input is measured from: the mean of the houses that are learned from.
    inputs = session.dataset.inputs[:, session.evaluation.train]
    assert np.abs(inputs.mean(axis=1)).max() < 1e-5
    session.apply(Turn.of([0, 1, 2], [1.3, -0.5, 6.8]))
    look_again(app, show)
    base, first, second = card.lines
    assert base.amount == f"${6.8 * target.scale + target.centre:,.0f}"
    assert first.text == f"+ ${1.3 * target.scale / lot.scale:.2f} × (lot − {lot.centre:,.0f})"
    dollars = f"{0.5 * target.scale / bedrooms.scale:,.0f}"
    assert second.text == f"− ${dollars} × (bedrooms − {bedrooms.centre:.2f})"
    assert [line.color for line in card.lines] == ["positive", "positive", "negative"]
    assert first.note == f"average lot size: {lot.centre:,.0f} sq ft"
    assert show.player.caption == f"Measured from {lot.centre:,.0f} sq ft."
    assert base.amount in card.accessibleDescription()
    # A fader's name has a line for what it is, and one for whose it is.
    faders = show.stage.stage.on_stage("knob: all knobs")
    assert isinstance(faders, KnobCard)
    assert faders.faders[2].name_lines == ["bias of", "price"]
    # What it says is all on the card and whole, whatever its shape.
    for width, height in ((300, 200), (200, 400), (600, 200), (900, 600)):
        card.resize(width, height)
        seen = look(card, pixmaps)
        assert seen.faults == [], (width, height)
        assert {base.amount, first.centre, second.centre, first.note} <= seen.words
    show.leave()
