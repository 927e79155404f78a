"""The card of what is heard against the original, on a lesson's stage."""

from collections.abc import Callable

import numpy as np
import pytest
from painted_texts import recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Undo
from eq_sim.session.responses import responses
from eq_sim.sound.listening import response_heard
from eq_sim.ui.painted.faults import look
from eq_sim.ui.stage.heard_card import HeardCard

Opened = Callable[..., App]

LESSON = """
title = "Heard"
idea = "A lesson for tests."
scenario = "equalizer"
seed = 464
[[step]]
show = ["console", "heard"]
seconds = 0
[[step]]
say = "The bad radio."
seconds = 1
[[step]]
turn = "8 kHz -> response"
by = "0 - {heard: 8 kHz}"
seconds = 0
[[step]]
say = "One band is right."
seconds = 1
[[step]]
train = 400
seconds = 0
[[step]]
say = "All are."
seconds = 2
"""


def test_it_is_flat_where_it_sounds_as_it_was(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("equalizer", (1280, 720))
    show = app.window.open_lesson(parse_lesson(LESSON, "heard"), auto=True)
    app.timer.stop()
    show.player.play()

    def go_on(seconds: float) -> HeardCard:
        show.player.advance(round(seconds * TICKS))
        for _ in range(2):
            app.window.refresh()
            show.refresh()
            QApplication.processEvents()
        card = show.stage.stage.on_stage("heard")
        assert isinstance(card, HeardCard)
        return card

    card = go_on(0.5)
    response = response_heard(app.session)
    assert response is not None
    drawn = np.interp(card.now.hertz, response.hertz, response.decibels)
    assert np.abs(card.now.levels - drawn).max() < 0.3
    assert (card.now.most, card.accessibleName()) == ("13 dB off", "What is heard")
    assert card.now.counted == "0 of 10 bands within 1 dB"
    seen = look(card, pixmaps)
    assert seen.faults == []
    assert {"13 dB off", "louder", "softer", "1 kHz", card.now.counted} <= seen.words
    card = go_on(1)
    assert card.now.close.tolist() == [band == 8 for band in range(10)]
    before = card.accessibleDescription()
    card = go_on(1)
    assert card.now.close.all()
    assert np.abs(card.now.levels).max() < 0.5
    assert card.now.counted in card.accessibleDescription() != before
    show.player.pause()
    app.do(Undo())
    card = go_on(0)
    assert int(card.now.close.sum()) == responses(app.session).close < 10
    show.leave()
