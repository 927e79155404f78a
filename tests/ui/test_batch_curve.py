"""The batch's own loss on the loss plot: thin, named, of this run alone."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtWidgets import QLabel

from eq_sim.app import App
from eq_sim.session.actions import Train, Undo
from eq_sim.session.files.opening import open_session

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("loss"))


def drawn(app: App) -> tuple[np.ndarray, np.ndarray]:
    app.window.refresh()
    x, y = app.window.panel("loss").plot.batches.curve.getData()
    return (np.empty(0), np.empty(0)) if x is None else (x, y)


def named(app: App) -> bool:
    app.window.refresh()
    texts = [label.text() for label in app.window.panel("loss").findChildren(QLabel)]
    return any("this batch" in text for text in texts)


def test_the_batchs_own_loss_is_drawn_between_the_points_and_named(opened: Opened) -> None:
    app = opened(open_session("digits", changes=[("hidden", (256,))]))
    assert not named(app)
    app.session.apply(Train(300))
    x, y = drawn(app)
    assert named(app)
    seen, points = app.session.history.batches, app.session.history.points
    between = (seen[0] > points[0, -2]) & (seen[0] < points[0, -1])
    assert np.count_nonzero(between) > 5
    np.testing.assert_array_equal(x[::2], seen[0])
    np.testing.assert_allclose(y[::2], np.log10(seen[2]))
    app.window.panel("loss").epoch_button.click()
    app.window.panel("loss").log_button.click()
    x, y = drawn(app)
    np.testing.assert_array_equal(x[::2], seen[1])
    np.testing.assert_allclose(y[1::2], seen[3])


def test_what_was_undone_is_not_drawn(opened: Opened) -> None:
    app = opened("digits")
    app.session.apply(Train(100))
    app.session.apply(Train(100))
    assert drawn(app)[0].max() > 150
    app.session.apply(Undo())
    assert 50 < drawn(app)[0].max() < 100
    app.session.apply(Undo())
    assert drawn(app)[0].size == 0
    assert not named(app)


def test_many_steps_are_drawn_as_few_with_their_lowest_and_highest(opened: Opened) -> None:
    app = opened("spiral")
    app.session.apply(Train(6000))
    seen = app.session.history.batches
    x, y = drawn(app)
    assert seen.shape[1] > 1000
    assert len(x) <= 2000
    np.testing.assert_allclose([y.min(), y.max()], np.log10([seen[2].min(), seen[3].max()]))
