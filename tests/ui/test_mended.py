"""Faults that were found by using the window, each with the test that would have found it."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import BackToStart, Grab, Load, NewStart, Release, Set, Train, Turn
from eq_sim.session.questions.unmoved_knobs import reasons
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import FULL_SPEED
from eq_sim.ui.panels.fields import ChoiceField, LadderField
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def mouse(
    app: App, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    view = app.window.console.viewport()
    where = QPointF(view.mapToGlobal(at.toPoint()))
    keys = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, at, where, button, held, keys))


def wheel(widget: QWidget) -> None:
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(0, 0), QPoint(0, -120), NONE,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_a_knob_in_hand_does_not_outlive_its_network(opened: Opened) -> None:
    app = opened()
    for knob, what in (
        (24, BackToStart()),
        (24, NewStart()),
        (24, Set("hidden", (2,))),
        (5, Load(load_scenario("house-price"), 1)),
    ):
        app.window.refresh()
        at = app.window.console.center_of(knob)
        mouse(app, QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
        mouse(app, QEvent.Type.MouseMove, at - QPointF(0, 5), NONE, LEFT)
        assert app.window.console.grip is not None
        app.session.apply(what)
        theta = app.session.parameters.theta.copy()
        # These come before any refresh.
        mouse(app, QEvent.Type.MouseMove, at - QPointF(0, 30), NONE, LEFT)
        app.window.console.grab()
        mouse(app, QEvent.Type.MouseButtonRelease, at, LEFT, NONE)
        assert np.array_equal(app.session.parameters.theta, theta), what
        assert app.window.console.grip is None, what


def test_a_button_released_elsewhere_lets_go(opened: Opened) -> None:
    app = opened()
    at = app.window.console.center_of(3)
    mouse(app, QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
    value = float(app.session.parameters.theta[3])
    mouse(app, QEvent.Type.MouseMove, at - QPointF(0, 40), NONE, NONE)
    assert app.window.console.grip is None
    assert app.session.held == ()
    assert float(app.session.parameters.theta[3]) == value


def test_two_quick_grabs_are_two_grabs(opened: Opened) -> None:
    app = opened()
    at = app.window.console.center_of(3)
    mouse(app, QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
    mouse(app, QEvent.Type.MouseButtonRelease, at, LEFT, NONE)
    mouse(app, QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT)
    value = float(app.session.parameters.theta[3])
    mouse(app, QEvent.Type.MouseMove, at - QPointF(0, 20), NONE, LEFT)
    assert float(app.session.parameters.theta[3]) > value
    mouse(app, QEvent.Type.MouseButtonRelease, at, LEFT, NONE)


def test_a_panel_that_was_hidden_shows_what_is_true_now(opened: Opened, qtbot: QtBot) -> None:
    app = opened("house-price", panels=PANELS)
    for dock in app.window.docks.all:
        dock.close()
    app.session.apply(Load(load_scenario("ring"), 1))
    app.session.apply(Train(5))
    app.window.refresh()
    for dock in app.window.docks.all:
        dock.show()
    QApplication.processEvents()
    window = app.window
    assert (
        window.panel("hyperparameters")
        .layers.formula.text()
        .startswith("(2·4+4) + (4·2+2) + (2·1+1) = 25 knobs")
    )
    assert window.panel("data").scenario.currentText() == "Ring"
    assert window.panel("output").view is not None
    assert window.panel("output").view.shows is app.session.dataset.view
    assert window.panel("loss").plot is not None
    assert window.panel("loss").plot.train.getData()[0][-1] == 5


def test_the_wheel_scrolls_and_changes_no_setting(opened: Opened) -> None:
    app = opened(panels=few("settings"))
    app.session.apply(Train(3))
    panel, data = app.window.panel("hyperparameters"), app.window.panel("data")
    before = app.session.scenario, app.session.seed
    for control in (
        *(field.slider for field in panel.fields.values() if isinstance(field, LadderField)),
        *(field.box for field in panel.fields.values() if isinstance(field, ChoiceField)),
        *panel.layers.layers,
        data.scenario,
        data.seed,
    ):
        wheel(control)
    assert (app.session.scenario, app.session.seed) == before
    assert app.session.step == 3


def test_the_settings_fit_their_column_for_any_depth(opened: Opened) -> None:
    app = opened(panels=PANELS)
    panel, dock = app.window.panel("hyperparameters"), app.window.docks["settings"]
    column = dock.width() - 8
    for layers in range(7):
        app.session.apply(Set("hidden", (3,) * layers))
        app.window.refresh()
        QApplication.processEvents()
        assert dock.width() - 8 == column, layers
        assert panel.layers.more.mapTo(dock, QPoint(0, 0)).x() < column - 20, layers
        assert panel.minimumSizeHint().width() <= column, layers


def test_a_dock_floats_on_a_double_click_and_has_a_bar_then(opened: Opened) -> None:
    app = opened(panels=PANELS)
    dock = app.window.docks["output"]
    handle = dock.titleBarWidget()
    assert handle is not None
    QTest.mouseDClick(handle, LEFT, pos=QPoint(60, 4))
    assert dock.isFloating()
    assert dock.titleBarWidget() is None
    app.window.reset_arrangement()
    assert not dock.isFloating()
    assert dock.titleBarWidget() is handle


def test_speed_is_shown_while_paused(opened: Opened) -> None:
    app = opened()
    transport = app.window.transport
    first = transport.speed.value()
    for _ in range(2):
        QTest.keyClick(app.window, Qt.Key.Key_Period)
        app.window.refresh()
    assert transport.speed.value() == first + 2
    assert transport.rate.text() == "60 steps/s"
    QTest.keyClick(app.window, Qt.Key.Key_F)
    app.window.refresh()
    assert transport.rate.text() == "full speed"
    QTest.keyClick(app.window, Qt.Key.Key_Comma)
    app.window.refresh()
    assert transport.rate.text() == "5,000 steps/s"


def test_the_speed_is_the_one_asked_for_and_what_was_reached_only_where_it_differs(
    opened: Opened,
) -> None:
    app = opened(size=(1600, 900))
    transport = app.window.transport
    for reached in (28.9, 30.0, 31.2):  # counted over half a second
        transport.show_rate(reached)
        assert transport.rate.text() == "30 steps/s"
    transport.show_rate(21.0)
    assert transport.rate.text() == "30 steps/s, reached 21"
    app.window.resize(1280, 720)
    QApplication.processEvents()
    transport.show_rate(21.0)
    assert transport.rate.text() == "reached 21 steps/s"
    app.do(Set("speed", 1.0))
    for counted in (0.0, 2.0):
        transport.show_rate(counted)
        assert transport.rate.text() == "1 step/s"
    app.do(Set("speed", FULL_SPEED))
    transport.show_rate(8412.3)
    assert transport.rate.text() == "8,412 steps/s"


def test_a_hands_turn_is_not_counted_as_moved_by_the_step(opened: Opened) -> None:
    app = opened()
    app.session.apply(Grab((4,)))
    app.session.apply(Train(1))
    assert app.session.moved() == 24
    app.session.apply(Turn((4,), (1.5,)))
    app.session.apply(Release())
    assert app.session.moved() == 24
    assert reasons(app.session) == [(4, "in your hand")]


def test_a_step_refused_phase_by_phase_is_said(opened: Opened) -> None:
    app = opened("house-price")
    app.session.apply(Set("learning_rate", 1e30))
    for _ in range(4):
        QTest.keyClick(app.window, Qt.Key.Key_S, Qt.KeyboardModifier.ShiftModifier)
    assert "Lower the learning rate" in app.window.console_panel.notice.text()


def test_points_and_rates_are_read_as_they_are_written(opened: Opened) -> None:
    app = opened(panels=few("settings"))
    field = app.window.panel("data").fields["points"].field
    for typed, value in (("1,000", 1000), ("400", 400), ("  250 ", 250)):
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert app.session.scenario.data.points == value, typed
    field = app.window.panel("hyperparameters").fields["learning_rate"].field
    for typed, rate in (("2e−05", 2e-5), ("0,5", 0.5), ("0.1000", 0.1)):
        field.setText(typed)
        field.setModified(True)
        field.editingFinished.emit()
        assert app.session.scenario.training.learning_rate == rate, typed
        assert field.text() != "0.1000"


def test_a_hidden_layer_on_the_house_still_has_a_measure(opened: Opened) -> None:
    app = opened("house-price")
    app.session.apply(Set("hidden", (3,)))
    app.session.apply(Train(50))
    app.window.refresh()
    assert app.window.transport.readouts["measure"].text.endswith("%")


def test_numbers_shown_together_agree_in_every_frame(opened: Opened) -> None:
    app = opened(panels=PANELS)
    output, transport = app.window.panel("output"), app.window.transport
    for frame in range(30):
        app.session.apply(Train(7))
        app.window.refresh(frame)
        if frame >= 3:
            share = transport.readouts["measure"].text
            assert output.summary_text == f"{share} right on test"
