"""The part that chooses, in the window: its curve, its number, its count, and the early end."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtWidgets import QApplication, QLabel

from eq_sim.app import App
from eq_sim.session.actions import Load, Run, Set, Undo
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import changed_together

Opened = Callable[..., App]
NOISY = changed_together(
    load_scenario("sine"),
    {
        "points": 100,
        "noise": 0.5,
        "test_fraction": 0.5,
        "validation_fraction": 0.3,
        "hidden": (24, 24),
        "learning_rate": 0.02,
        "early_stopping": 60,
    },
)


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings", "loss"))


@pytest.fixture
def stopped(opened: Opened) -> App:
    """A window whose training has just been stopped early."""
    app = opened()
    app.do(Load(NOISY, 1))
    app.do(Run())
    for _ in range(300):
        app.session.advance(steps=50)
        if not app.session.running:
            break
    app.window.refresh()
    QApplication.processEvents()
    return app


def test_it_says_that_training_ended_and_why(stopped: App) -> None:
    session = stopped.session
    said = stopped.window.console_panel.notice.text()
    assert session.stopped is not None
    assert said == session.stopped.sentence
    assert f"step {session.best.step:,}" in said
    assert stopped.window.transport.train.text() == "Train"
    stopped.do(Undo())
    assert session.best is not None
    assert session.losses.validation > session.best.loss


def test_its_curve_is_drawn_and_named(stopped: App) -> None:
    panel, session = stopped.window.panel("loss"), stopped.session
    x, y = panel.plot.validation.getData()
    assert x[-1] == session.step
    np.testing.assert_allclose(10.0 ** y[:-1], session.history.validation)
    assert 10 ** y[-1] == pytest.approx(session.losses.validation)
    panel.refresh_numbers()
    named = [label.text() for label in panel.findChildren(QLabel)]
    assert any("━·━ validation" in words for words in named)


def test_the_top_row_and_the_data_tell_its_number_and_its_count(stopped: App) -> None:
    window, session = stopped.window, stopped.session
    readout = window.transport.readouts["validation"]
    window.resize(1600, 900)
    QApplication.processEvents()
    assert readout.isVisibleTo(window)
    data = window.panel("data")
    assert data.parts.text() == "35 samples learn, 15 choose, 50 judge."
    assert data.learn.text() == "35 of 100"
    stopped.do(Set("validation_fraction", 0.0))
    window.refresh()
    QApplication.processEvents()
    assert not readout.isVisibleTo(window)
    assert data.parts.isHidden()
    assert data.learn.text() == "50 of 100"
    assert not np.isfinite(session.history.validation).any()


def test_asking_for_patience_without_a_part_that_chooses_is_answered(opened: Opened) -> None:
    app = opened()
    app.do(Set("early_stopping", 100))
    assert "Early stopping waits for a validation part" in app.window.console_panel.notice.text()
    app.do(Set("validation_fraction", 0.2))
    assert not app.window.console_panel.notice.text()
