"""The network's answer for each kind of data, in the real window."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Load, Set, Train, Turn
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.ui.panels.scatter_view import ScatterView
from eq_sim.ui.panels.table_view import TableView

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "settings"))


def test_the_answer_changes_with_the_knobs(opened: Opened) -> None:
    app = opened()
    for name in bundled():
        app.session.apply(Load(load_scenario(name), 1))
        app.window.refresh()
        view = app.window.panel("output").view
        assert view is not None
        before = view.grab().toImage()
        size = app.session.layout.size
        values = app.session.parameters.theta + 0.4
        app.session.apply(Turn(tuple(range(size)), tuple(values.tolist())))
        app.window.refresh()
        assert view.grab().toImage() != before, name
        assert view.summary(), name


def test_the_share_explained_is_of_the_variance_on_what_it_learns_from(opened: Opened) -> None:
    app = opened("house-price")
    session, view = app.session, app.window.panel("output").view
    assert isinstance(view, ScatterView)
    app.window.refresh()
    assert view.worth() == "worse than always saying the average (training part)"
    for action in (Train(300), Set("test_fraction", 0.3), Train(300)):
        app.do(action)
    app.window.refresh()
    actual, predicted = session.evaluation.targets[0][0], session.evaluation.answers[0][0]
    assert len(actual) < session.dataset.size
    share = 1 - np.sum((actual - predicted) ** 2) / np.sum((actual - actual.mean()) ** 2)
    assert view.worth() == (
        f"explains {100 * share:.1f} % of the variance in price (training part)"
    )


@pytest.mark.slow
def test_every_scenario_can_follow_every_other(opened: Opened) -> None:
    app = opened()
    for name in [*bundled(), *reversed(bundled())]:
        app.session.apply(Load(load_scenario(name), 2))
        app.session.apply(Train(3))
        app.window.refresh()
        QApplication.processEvents()
        view = app.window.panel("output").view
        assert view is not None
        assert view.shows is app.session.dataset.view


def test_a_drawn_digit_is_answered_while_drawing(opened: Opened, qtbot: QtBot) -> None:
    app = opened("digits")
    app.session.apply(Train(400))
    app.window.refresh()
    output = app.window.panel("output")
    output.show_page("draw")
    QApplication.processEvents()
    pad = output.pad
    assert pad is not None
    assert not pad.bars.shares.any()
    width, height = pad.pad.width(), pad.pad.height()
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2

    def at(x: float, y: float) -> QPoint:
        return QPoint(left + round(x * side), top + round(y * side))

    # A one: a vertical stroke in the middle.
    QTest.mousePress(pad.pad, LEFT, pos=at(0.52, 0.06))
    QTest.mouseMove(pad.pad, at(0.52, 0.5))
    QTest.mouseMove(pad.pad, at(0.52, 0.94))
    QTest.mouseRelease(pad.pad, LEFT, pos=at(0.52, 0.94))
    shares = pad.bars.shares
    assert shares.sum() == pytest.approx(1, abs=1e-5)
    assert pad.said.text() == f"It says {int(shares.argmax())}"
    first = shares.copy()
    app.session.apply(Train(30))
    app.window.refresh()
    assert not np.array_equal(pad.bars.shares, first)
    pad.pad.clear()
    assert pad.said.text() == ""
    output.show_page("answer")
    assert output.pad is None


def test_the_pad_counts_ink_as_the_data_do(opened: Opened) -> None:
    app = opened("digits")
    output = app.window.panel("output")
    output.show_page("draw")
    assert output.pad is not None
    pad = output.pad.pad
    pad.ink[:4, :4] = True
    pad.ink[4:6, :4] = True
    assert pad.pixels[0] == 1
    assert pad.pixels[8] == 0.5
    assert pad.pixels.sum() == 1.5


def test_penguins_can_be_seen_from_all_sides(opened: Opened) -> None:
    app = opened("penguins")
    view = app.window.panel("output").view
    assert isinstance(view, TableView)
    assert [box.currentText() for box in view.chosen] == ["bill length", "flipper length"]
    before = view.grab().toImage()
    view.chosen[0].setCurrentIndex(3)
    view.chosen[0].activated.emit(3)
    assert view.grab().toImage() != before
    assert "2 of 344 rows have missing cells" in app.window.panel("data").about.text()
