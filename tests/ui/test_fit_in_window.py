"""The gap between test and train loss on screen, its name, and remedies one click from it."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from eq_sim.app import App
from eq_sim.session.actions import BackToStart, Set, Train, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.history import Losses
from eq_sim.session.questions.fit import Fit, Overfitting, Underfitting
from eq_sim.session.questions.remedies import Compared, Remedy
from eq_sim.ui.panels.fit_line import FitLine
from eq_sim.ui.panels.fit_words import compared_words, gap_words, remedy_words, said_of
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import Preferences, use

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("loss"))


def line(app: App) -> FitLine:
    app.window.refresh()
    found = app.window.panel("loss").fit
    assert isinstance(found, FitLine)
    return found


def entries(of: FitLine) -> list[QAction]:
    return of.menu().actions()


def test_the_gap_is_told_in_the_numbers_of_the_top_row(opened: Opened) -> None:
    app = opened("moons")
    assert line(app).isHidden()
    app.session.apply(Train(200))
    losses = app.session.losses
    assert losses.test is not None
    told = line(app)
    ratio = losses.test / losses.train
    gap = numbers.loss(abs(losses.test - losses.train))
    assert told.lines.text() in (
        f"Gap {gap}: test loss = {ratio:.2f} × train loss",
        f"Gap −{gap}: test loss = {ratio:.2f} × train loss",
    )
    assert told.lines.accessibleName() == told.lines.text()
    assert told.helps.isHidden()


def test_without_a_test_part_there_is_no_gap(opened: Opened) -> None:
    app = opened("one-knob")
    app.session.apply(Train(20))
    assert line(app).isHidden()
    x, _ = app.window.panel("loss").plot.gap.band.getData()
    assert x is None or not len(x)


def test_the_band_lies_between_both_curves(opened: Opened) -> None:
    app = opened("moons")
    app.session.apply(Train(100))
    line(app)
    plot = app.window.panel("loss").plot
    x, heights = plot.gap.band.getData()
    (along, train), (_, test) = plot.train.getData(), plot.test.getData()
    half = len(x) // 2
    assert set(x[:half]) <= set(along)
    assert set(heights[:half]) <= set(test)
    assert set(heights[half:]) <= set(train)
    app.session.apply(BackToStart())


def test_overfitting_is_named_and_a_remedy_is_one_click_away(opened: Opened) -> None:
    app = opened("too-many")
    app.session.apply(Train(600))
    told = line(app)
    assert told.lines.text().startswith("Overfitting: test loss ")
    assert not told.helps.isHidden()
    first = app.session.parameters.start.tobytes()
    without = app.session.losses
    begins, dropout, decay, stop, more = entries(told)
    assert not begins.isEnabled()
    assert [one.text() for one in (dropout, decay, stop, more)] == [
        "Dropout 20 %",
        "Weight decay (L2) 0.01",
        "Stop early: choose by 25 %, wait 300 steps",
        "More data: 4,800 points",
    ]
    decay.trigger()
    session = app.session
    assert (session.step, session.scenario.training.l2, session.running) == (0, 0.01, True)
    assert session.parameters.theta.tobytes() == first
    session.advance(steps=600)
    told = line(app)
    assert told.lines.text().startswith(
        "With weight decay the gap is smaller and test loss lower. Step 600: gap "
    )
    assert told.lines.text().endswith(f"test {numbers.loss(without.test)}.")
    for _ in range(2):  # the run, and what began it
        app.do(Undo())
    assert (session.step, session.scenario.training.l2) == (600, 0.0)
    assert line(app).lines.text().startswith("Overfitting: ")


def test_another_setting_ends_the_comparison(opened: Opened) -> None:
    app = opened("too-many")
    app.session.apply(Train(600))
    entries(line(app))[1].trigger()
    app.session.advance(steps=20)
    assert line(app).lines.text().startswith("With dropout ")
    app.do(Set("speed", 50.0))  # which is no part of the experiment
    assert line(app).lines.text().startswith("With dropout ")
    app.do(Set("learning_rate", 0.02))
    assert line(app).lines.text().startswith("Gap ")


def test_underfitting_is_named_and_more_knobs_are_offered(opened: Opened) -> None:
    app = opened("too-few")
    app.session.apply(Train(4000))
    told = line(app)
    assert told.lines.text().startswith("Underfitting: train loss ")
    _, more = entries(told)
    assert more.text() == "More knobs: layers of 16, 16"
    more.trigger()
    app.session.advance(steps=500)
    assert app.session.layout.size == 337
    assert line(app).lines.text().startswith("With more knobs the train loss is lower. Step 500: ")


def test_the_button_is_pressed_by_key(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("too-many")
    app.session.apply(Train(600))
    told = line(app)
    opens: list[bool] = []
    monkeypatch.setattr(FitLine, "menu", lambda self: opens.append(True) or _NoMenu())
    told.helps.setFocus(Qt.FocusReason.TabFocusReason)
    assert told.helps.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(told.helps, Qt.Key.Key_Return)
    assert opens == [True]


class _NoMenu:
    """A menu that nobody has to close."""

    def popup(self, at: object) -> None:
        """Opens nothing."""


def test_in_a_lesson_nothing_can_be_pressed(opened: Opened) -> None:
    app = opened(open_session("too-many"))
    app.session.apply(Train(600))
    told = line(app)
    app.window.panel("loss")._audience.lesson = True
    told.refresh()
    assert told.helps.isHidden()
    assert told.lines.text().startswith("Overfitting: ")


OVER = Fit(Losses(0.0125, 1.25), Overfitting(lowest=0.5, step=1200), wide=True)


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (OVER, "Overfitting: test loss 1.250 = 100 × train loss = 2.50 × its lowest (0.500, step "
         "1,200)."),
        (Fit(Losses(0.6, 0.6), Underfitting(0.693, 0.031)),
         "Underfitting: train loss 0.600 (one answer to all: 0.693) fell by only 3.1 % in the "
         "second half of the steps."),
        (Fit(Losses(0.6, 0.6), Underfitting(0.693, -0.01)),
         "Underfitting: train loss 0.600 (one answer to all: 0.693) no longer falls."),
        (Fit(Losses(0.5, 0.375)), "Gap −0.125: test loss = 0.75 × train loss"),
        (Fit(Losses(0.0, 0.4)), "Gap 0.400"),
        (Fit(Losses(0.5, None)), ""),
        (Fit(Losses(0.5, float("nan"))), ""),
    ],
)  # fmt: skip
def test_words_of_a_fit(fit: Fit, words: str) -> None:
    assert said_of(fit) == words


def test_numbers_have_the_sign_that_a_person_chose() -> None:
    use(Preferences(decimal="comma"))
    try:
        assert gap_words(Fit(Losses(0.5, 0.75))) == "Gap 0,250: test loss = 1,50 × train loss"
        assert remedy_words(Remedy("weight decay", (("l2", 0.01),))) == "Weight decay (L2) 0,01"
    finally:
        use(Preferences())


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((0.2, 0.3), (0.1, 0.4), "the gap is smaller and test loss lower."),
        ((0.4, 0.5), (0.1, 0.4), "the gap is smaller, but test loss is no lower."),
        ((0.0, 0.35), (0.1, 0.4), "test loss is lower, but the gap is no smaller."),
        ((0.1, 0.5), (0.1, 0.4), "it gets no better: it does not help here."),
    ],
)
def test_words_of_what_came_of_a_remedy(
    now: tuple[float, float], before: tuple[float, float], words: str
) -> None:
    told = compared_words(
        Remedy("dropout", (("dropout", 0.2),)), Compared(Losses(*now), 40, Losses(*before), 90)
    )
    assert told.startswith(f"With dropout {words} Step 40 against 90: gap ")
    assert told.endswith(f"without, gap 0.300, test {before[1]:.3f}.")


def test_words_of_remedies() -> None:
    assert remedy_words(Remedy("more data", (("test_fraction", 0.8664),))) == (
        "More data: check on 86.64 %"
    )
    free = Remedy("no restraint", (("dropout", 0.0),))
    assert remedy_words(free) == "Without dropout and penalties"
    told = compared_words(free, Compared(Losses(0.2, 0.3), 5, Losses(0.1, 0.4), 5))
    assert told == "With this the train loss is no lower. Step 5: 0.200 with it, 0.100 without."
