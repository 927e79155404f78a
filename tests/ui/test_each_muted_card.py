"""The card that tries each knob muted alone: it counts what muting them one by one changes."""

from collections.abc import Callable

import numpy as np
import pytest
from painted_texts import recorded
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Mute
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.painted.faults import look
from eq_sim.ui.stage.each_muted_card import EachMutedCard

Opened = Callable[..., App]

LESSON = """
title = "Cards"
idea = "A lesson for tests."
scenario = "{scenario}"
seed = 1
[[step]]
train = {steps}
seconds = 0
[[step]]
show = ["each knob muted"]
seconds = 0
[[step]]
say = "Each."
seconds = 2
"""


def shown(app: App, scenario: str, steps: int) -> tuple[LessonView, EachMutedCard]:
    text = LESSON.replace("{scenario}", scenario).replace("{steps}", str(steps))
    show = app.window.open_lesson(parse_lesson(text, "cards"), auto=True)
    app.timer.stop()
    show.player.play()
    show.player.advance(TICKS)
    look_again(app, show)
    card = show.stage.stage.on_stage("each knob muted")
    assert isinstance(card, EachMutedCard)
    return show, card


def look_again(app: App, show: LessonView) -> None:
    for _ in range(2):
        app.window.refresh()
        show.refresh()
        QApplication.processEvents()


def muted_one_by_one(app: App) -> list[int]:
    session = app.session.fork()
    before = session.evaluation.answers[1][0] >= 0.5
    changed = []
    for knob in range(session.layout.size):
        session.apply(Mute.of([knob], on=True))
        changed.append(int(np.count_nonzero((session.evaluation.answers[1][0] >= 0.5) != before)))
        session.apply(Mute.of([knob], on=False))
    return changed


def test_it_counts_what_muting_each_knob_changes_and_looks_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", (1280, 720))
    show, card = shown(app, "ring", 300)
    each = card.now.each
    assert each is not None
    assert each.changed.tolist() == muted_one_by_one(app)
    assert (each.answers, each.part) == (len(app.session.evaluation.test), "test")
    quiet = 100 * each.quiet / app.session.layout.size
    assert 0 < each.quiet < app.session.layout.size
    assert card.accessibleDescription().startswith(f"{quiet:g} % of 25 knobs")
    assert card.accessibleName() == "Each knob muted alone"
    assert card.now.share in look(card, pixmaps).words
    loudest = int(each.changed.argmax())
    app.session.apply(Mute.of([loudest], on=True))
    look_again(app, show)
    again = card.now.each
    assert again is not None
    assert again.changed[loudest] == 0
    show.leave()
    show, card = shown(app, "one-knob", 1)
    assert card.now.each is None
    assert "numbers" in card.accessibleDescription()
    show.leave()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (640, 1136), (1024, 768)])
@pytest.mark.parametrize("scenario", ["digits", "ring"])
def test_every_word_of_it_is_whole(
    opened: Opened, scenario: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", size)
    show, card = shown(app, scenario, 20)
    seen = look(card, pixmaps)
    assert seen.faults == []
    assert "5 or more" in seen.words
    assert card.now.share in seen.words
    show.leave()
