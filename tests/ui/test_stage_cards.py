"""Cards of the stage: a setting, the muted knobs, a neuron's sum; and the sample one follows."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from few_panels import few
from painted_texts import recorded
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.lessons.scene import TICKS
from eq_sim.session.actions import Mute, Turn, Undo
from eq_sim.ui.lesson_view.lesson_view import LessonView
from eq_sim.ui.painted.faults import look
from eq_sim.ui.panels.notice import Notice
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.painted_plane import PaintedPlane
from eq_sim.ui.stage.curves_card import CurvesCard
from eq_sim.ui.stage.formula_card import FormulaCard
from eq_sim.ui.stage.muted_card import MutedCard
from eq_sim.ui.stage.setting_card import SettingCard
from eq_sim.ui.style.numbers import MINUS
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]

HEAD = """
title = "Cards"
idea = "A lesson for tests."
"""


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def play(app: App, text: str, seconds: float = 1.0) -> LessonView:
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


SETTING = """
scenario = "one-knob"
seed = 8
change = { learning_rate = 0.1 }
[[step]]
show = ["setting: learning_rate", "loss"]
seconds = 0
[[step]]
say = "It is small."
seconds = 2
[[step]]
set = "learning_rate"
to = 1.63
[[step]]
say = "It is large."
seconds = 2
"""


def test_a_setting_says_what_it_is_and_was_and_a_hand_turns_it(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = play(app, SETTING)
    card = show.stage.stage.on_stage("setting: learning_rate")
    assert isinstance(card, SettingCard)
    now = card.now
    assert (now.title, now.value, now.before, now.over) == ("Learning rate", "0.1", "", False)
    assert now.limit is not None
    assert now.at is not None
    assert now.at < now.limit.share
    go_on(app, show, 2)
    now = card.now
    assert (now.value, now.before) == ("1.63", "0.1")
    assert now.over is (float(now.limit.words) <= 1.63)  # type: ignore[union-attr]
    assert "1.63" in card.accessibleDescription()
    assert "before: 0.1" in card.accessibleDescription()
    show.player.back()
    look_again(app, show)
    back = show.stage.stage.on_stage("setting: learning_rate")
    assert isinstance(back, SettingCard)
    assert (back.now.value, back.now.before) == ("0.1", "")
    turned_by_hand(app, show, back)
    show.leave()


def test_a_lesson_can_keep_the_limit_for_later_and_says_itself_what_it_came_to(
    opened: Opened,
) -> None:
    app = opened("ring", (1280, 720))
    said = SETTING.replace('learning_rate", "loss', 'learning_rate, no limit", "two runs')
    show = play(app, said + AWAY)
    card = show.stage.stage.on_stage("setting: learning_rate, no limit")
    assert isinstance(card, SettingCard)
    assert card.now.limit is None
    assert card.now.value == "0.1"
    go_on(app, show, 2)
    assert not card.now.over  # nothing is given away
    assert "table" not in card.accessibleDescription()  # neither "Stable" nor "stable"
    plot = show.stage.stage.on_stage("two runs")
    assert isinstance(plot, CurvesCard)
    go_on(app, show, 3)
    assert app.session.goal_reached
    assert app.session.step == 1
    notices = show.stage.stage.findChildren(Notice)
    assert notices
    assert not any(notice.isVisible() for notice in notices)
    go_on(app, show, 3)
    first, second = plot.ways_out
    assert first is None
    assert second is not None
    assert 0 < second < 60  # the arrow stands where the loss leaves the plot
    show.leave()


AWAY = """
[[step]]
start = "same"
[[step]]
set = "learning_rate"
to = "limit / 2"
[[step]]
train = 1
seconds = 1
[[step]]
say = "It is there."
seconds = 2
[[step]]
start = "same"
[[step]]
set = "learning_rate"
to = 1.6
[[step]]
train = 60
seconds = 1
[[step]]
say = "It is gone."
seconds = 2
"""


def turned_by_hand(app: App, show: LessonView, card: SettingCard) -> None:
    show.player.play()

    def rate() -> float:
        return app.session.scenario.training.learning_rate

    where = QPointF(card.rect().center())
    notch = QWheelEvent(
        where, card.mapToGlobal(where), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(card, notch)
    assert rate() == 0.15
    assert not show.player.playing  # a hand was at it: the lesson waits
    assert (card.now.value, card.now.before) == ("0.15", "0.1")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Down)
    QTest.keyClick(card, Qt.Key.Key_Down)
    assert rate() == 0.07
    card.grab()  # only what is drawn can be held
    track = card.track
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=track.center().toPoint())
    high = track.height() > track.width()
    for share in (0.3, 0.1):
        at = (
            QPointF(track.center().x(), track.bottom() - share * track.height())
            if high
            else QPointF(track.left() + share * track.width(), track.center().y())
        )
        QTest.mouseMove(card, at.toPoint())
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert rate() < 1e-4
    assert card.now.before == "0.07"  # and nothing that the hand only passed
    app.session.apply(Undo())
    assert rate() == 0.07


MUTED = """
scenario = "ring"
seed = 1
[[step]]
train = 60
seconds = 0
[[step]]
show = ["muted", "output"]
seconds = 0
[[step]]
mute = "x1 -> neuron 3, layer 1"
[[step]]
say = "One."
seconds = 2
[[step]]
mute = "neuron 1, layer 2"
[[step]]
mute = "bias of neuron 2, layer 1"
[[step]]
say = "More."
seconds = 2
"""


def test_the_list_of_the_muted_grows_and_counts_the_answers_that_change(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = play(app, MUTED)
    card = show.stage.stage.on_stage("muted")
    assert isinstance(card, MutedCard)
    assert (card.now.knobs, card.now.of) == (1, app.session.layout.size)
    assert [one.name for one in card.now.last] == ["x₁ → neuron 3, layer 1"]
    go_on(app, show, 2)
    now, session = card.now, app.session
    assert now.knobs == int(session.switches.silent.sum())
    assert now.last[0].name == "bias of neuron 2, layer 1"
    assert now.last[-1].name == "x₁ → neuron 3, layer 1"
    muted = np.flatnonzero(session.switches.mutes).tolist()
    silent = session.evaluation.answers[1][0] >= 0.5
    assert now.changed is not None
    session.apply(Mute.of(muted, on=False))
    whole = session.evaluation.answers[1][0] >= 0.5
    assert now.changed.answers == int((silent != whole).sum()) > 0
    assert (now.changed.of, now.changed.part) == (len(session.evaluation.test), "test")
    look_again(app, show)
    assert card.now.knobs == 0
    assert card.now.changed is not None
    assert card.now.changed.answers == 0
    show.leave()


FORMULA = """
scenario = "moons"
seed = 1
change = { hidden = [] }
[[step]]
show = ["output", "formula: upper at point 1"]
seconds = 0
[[step]]
follow = "point 1"
[[step]]
say = "One point."
seconds = 2
[[step]]
turn = "bias of upper"
to = 1.5
seconds = 0
[[step]]
follow = "sample 3"
[[step]]
say = "Another one."
seconds = 2
[[step]]
follow = "nothing"
[[step]]
say = "None."
seconds = 2
"""


def number(text: str) -> float:
    return float(text.replace(MINUS, "-").replace("+", ""))


def adds_up(app: App, show: LessonView) -> None:
    card = show.stage.stage.on_stage("formula: upper at point 1")
    assert isinstance(card, FormulaCard)
    assert card.title == "Upper at point 1"
    for bias in (None, 1.5, -0.3333):
        if bias is not None:
            app.session.apply(Turn.of([2], [bias]))
            look_again(app, show)
        lines = {line[0]: line for line in card.lines}
        assert list(lines) == ["x₁", "x₂", "bias", "sum", "sigmoid of it"]
        decimals = len(lines["x₁"][5].partition(".")[2])
        for name in ("x₁", "x₂"):
            _, value, _, weight, _, product = lines[name]
            assert round(number(value) * number(weight), decimals) == number(product)
        total = sum(number(lines[name][5]) for name in ("x₁", "x₂", "bias"))
        assert round(total, decimals - 1) == number(lines["sum"][5])
        theta = app.session.parameters.theta
        assert number(lines["bias"][5]) == pytest.approx(float(theta[2]), abs=1e-4)
        share = 1 / (1 + np.exp(-number(lines["sum"][5])))
        assert f"{100 * share:.1f} %" == lines["sigmoid of it"][5]


def test_a_sum_follows_its_knobs_and_a_lesson_its_sample(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    show = play(app, FORMULA)
    adds_up(app, show)
    show.player.play()
    go_on(app, show, 0.1)
    chosen = app.window.chosen
    first = int(app.session.evaluation.train[0])
    assert chosen.sample == first
    go_on(app, show, 2)
    assert chosen.sample == 2
    show.player.back()
    look_again(app, show)
    assert chosen.sample == first
    show.player.play()
    go_on(app, show, 4)
    assert chosen.sample is None
    show.player.back()
    look_again(app, show)
    assert chosen.sample == 2
    show.leave()
    assert chosen.sample is None


LAYOUT = """
scenario = "digits"
seed = 1
[[step]]
mute = ["neuron 3, layer 1", "neuron 5 -> digit 4"]
[[step]]
show = ["muted", "setting: learning_rate", "setting: optimizer", "formula: digit 4 at point 3"]
seconds = 0
[[step]]
set = "learning_rate"
to = 1.63
[[step]]
say = "All cards."
seconds = 2
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1280, 720), (640, 1136)])
def test_every_word_of_a_card_is_whole_and_large_enough(
    opened: Opened, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", size, panels=PANELS)
    show = play(app, LAYOUT)
    stage = show.stage.stage
    for thing in stage.staged.things:  # type: ignore[union-attr]
        card = stage.on_stage(thing)
        assert card is not None
        seen = look(card, pixmaps)
        assert seen.texts, thing
        assert seen.faults == [], thing
        assert card.accessibleName()
        assert card.accessibleDescription()
    muted = stage.on_stage("muted")
    assert isinstance(muted, MutedCard)
    assert 0 < muted.named < muted.now.knobs
    more = f"and {muted.now.knobs - muted.named} more"
    assert more in look(muted, pixmaps).words
    show.leave()


@pytest.mark.slow
def test_in_a_hall_the_answer_has_the_room_of_its_controls(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("ring", (1280, 720), panels=PANELS)
    show = play(app, FORMULA)
    output = app.window.panel("output")
    assert isinstance(output, OutputPanel)
    assert output.asked.isVisible()
    show.arrange(720)
    look_again(app, show)
    assert not output.asked.isVisible()
    assert app.window.focusWidget() is app.window  # and not whoever came next
    assert isinstance(output.view, PaintedPlane)
    assert output.view.foot() == 0  # the legend stands beside the picture
    seen = look(output.view, pixmaps)
    assert seen.faults == []
    legend = [text for text in seen.texts if text.words in ("upper", "lower", "learns from")]
    spots = [output.view.spot_of(sample) for sample in range(app.session.dataset.size)]
    assert len(legend) == 3
    assert min(text.ink.left() for text in legend) > max(spot.x() for spot in spots if spot)
    show.leave()
    look_again(app, show)
    assert output.asked.isVisible()


SIDE_BY_SIDE = """
scenario = "house-price"
seed = 8
[[step]]
show = ["knob: all knobs", "loss"]
large = "loss"
seconds = 0
[[step]]
say = "Three of them."
seconds = 2
[[step]]
expect = "loss < 1000"
"""


@pytest.mark.parametrize("size", [(1280, 720), (1600, 900), (1024, 768)])
def test_values_of_faders_side_by_side_are_read_apart(
    opened: Opened, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened("house-price", size, panels=PANELS)
    show = play(app, SIDE_BY_SIDE)
    app.session.apply(Turn((0, 1, 2), (1.31, -0.79, 6.81)))
    look_again(app, show)
    card = show.stage.stage.on_stage("knob: all knobs")
    assert card is not None
    values = [
        text.ink for text in look(card, pixmaps).texts if text.words[-3:] in (".31", ".79", ".81")
    ]
    values.sort(key=lambda ink: ink.left())
    assert len(values) == 3
    for left, right in pairwise(values):
        digit = left.width() / 4
        assert right.left() - left.right() > 0.6 * digit
    show.leave()
