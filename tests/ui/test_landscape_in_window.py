"""The landscape in its panel: worked out between frames, read by keys, gone to, followed."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Freeze, Load, Set, Train, Turn, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.models.live_landscape import LiveLandscape
from eq_sim.ui.panels.landscape_panel import LandscapePanel
from eq_sim.ui.panels.landscape_view import BANDS, bands

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("landscape"))


def panel(app: App, qtbot: QtBot) -> LandscapePanel:
    """Shows the panel, and waits until all of it is worked out."""
    app.window.docks.bring("landscape")
    shown: LandscapePanel = app.window.panel("landscape")  # type: ignore[assignment]
    complete(app, shown, qtbot)
    return shown


def complete(app: App, shown: LandscapePanel, qtbot: QtBot) -> None:
    app.window.refresh()
    qtbot.waitUntil(lambda: shown.is_complete)
    app.window.refresh()


def test_it_is_read_gone_to_and_follows_what_is_done(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    assert app.window.docks["landscape"].isHidden()
    app.do(Train(40))
    shown = panel(app, qtbot)
    view, session = shown.view, app.session
    loss = session.losses.train
    assert view.accessibleName() == "Train loss around step 40"
    assert view.accessibleDescription().startswith("middle ")
    assert "draw 1" in shown.note.text()
    assert "The line is the path of 40 steps" in shown.note.text()

    # Keys: from the middle outwards, then there.
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.place == (16, 16)
    assert view.words()[1].startswith("0.00 across, 0.00 up: ")
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.words()[1].startswith("\N{MINUS SIGN}0.06 across, +0.50 up: ")
    assert view.words()[1] == view.accessibleDescription()
    said = float(view.words()[1].rsplit(" ", 1)[1])
    before = session.parameters.theta.copy()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert session.losses.train == pytest.approx(said, rel=2e-3)
    complete(app, shown, qtbot)
    assert view.words()[0] == "Train loss around step 40"
    app.do(Undo())
    np.testing.assert_array_equal(session.parameters.theta, before)
    assert session.losses.train == loss
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.place is None

    # The mouse.
    for off in (0, 3):
        QTest.mouseMove(view, QPoint(view.width() // 2 + off, view.height() // 2))
    QApplication.processEvents()
    assert view.place is not None

    complete(app, shown, qtbot)

    # Turned knobs move on what was worked out, until the next one is whole.
    live = shown.live
    first = live.shown
    assert first is not None
    np.testing.assert_allclose(live.here, 0, atol=1e-6)
    assert first.at_centre == loss
    app.do(Turn((0,), (session.parameters.theta[0] + 1.0,)))
    app.window.refresh()
    assert live.shown is first
    assert np.abs(live.here).max() > 0.01
    complete(app, shown, qtbot)
    np.testing.assert_allclose(live.here, 0, atol=1e-6)
    assert live.shown is not None
    assert live.shown.at_centre == session.losses.train != loss

    # Another draw, other directions; the path's own hold nearly all of it.
    picture = view.grab().toImage()
    shown.draw.setValue(2)
    complete(app, shown, qtbot)
    assert view.grab().toImage() != picture
    shown.which.setCurrentIndex(1)
    shown.which.activated.emit(1)
    complete(app, shown, qtbot)
    assert shown.draw.isHidden()
    assert "has gone farthest" in shown.note.text()

    # Knobs that stand still, and another network.
    app.do(Freeze(tuple(range(24)), True))
    complete(app, shown, qtbot)
    assert view.isHidden()
    assert shown.note.text() == (
        "A plane has two directions: two knobs that can move are the least."
    )
    app.do(Undo())
    app.do(Set("hidden", (5,)))
    app.window.refresh()  # a portion of its landscape is worked out
    app.session.apply(Load(load_scenario("house-price"), 1))
    (between,) = shown.findChildren(QTimer)
    for _ in range(4):  # and before any view has looked, work between frames goes on
        between.timeout.emit()
    complete(app, shown, qtbot)
    assert view.isVisible()
    assert shown.note.text().startswith("The path has no two directions yet")


def test_where_each_look_takes_long_there_is_none() -> None:
    session = open_session("digits")
    session.apply(Set("hidden", (2000,)))
    live = LiveLandscape(session)
    assert live.refresh()
    assert live.missing == "One look at all data takes too long here for a whole landscape."
    assert live.shown is None
    assert not live.refresh()


def test_bands_are_of_equal_factors_and_bear_what_is_no_number() -> None:
    losses = np.exp(np.linspace(0, 14, 9))[np.newaxis].repeat(9, axis=0)
    found = bands(losses, 57)
    assert found.min() == 0
    assert found.max() == BANDS - 1
    widths = np.bincount(found[0])
    assert widths.max() - widths.min() <= 2  # from each to the next by the same factor
    losses[0, 0], losses[8, 8] = np.inf, np.nan
    broken = bands(losses, 9)
    assert broken[8, 0] == broken[0, 8] == BANDS - 1  # the top row comes first
    assert bands(np.zeros((5, 5)), 5).max() == 0
