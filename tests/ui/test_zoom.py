"""Coming nearer and going away: by wheel, fingers, keys, buttons and double-clicks."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.scene import Highlight
from eq_sim.network.layout import Architecture, Layout
from eq_sim.session.actions import Grab, Load
from eq_sim.session.knob_bank import ArrayBank
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.measures import Level
from eq_sim.ui.lesson_view.highlight_box import boxes_of_knobs, bring_into_view
from eq_sim.ui.style.preferences import Preferences
from eq_sim.ui.style.theme import DARK
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def wheel(console: Console, at: QPointF, turn: int, keys: Qt.KeyboardModifier = CONTROL) -> None:
    view = console.viewport()
    event = QWheelEvent(
        at, QPointF(view.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, turn),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def level(console: Console, layer: int = 0) -> Level:
    return console.canvas.geometry.of[layer].level


def test_what_is_under_the_pointer_stays_there(opened: Opened) -> None:
    app = opened("digits")
    console = app.window.console
    before = app.session.parameters.theta.copy()
    for knob in (0, 700, 1500, 2300):
        at = console.center_of(knob)
        seen = [level(console)]
        for _ in range(30):
            wheel(console, at, 120)
            seen.append(level(console))
            center = console.center_of(knob)
            column = console.box_of(knob).adjusted(-2, -2, 2, 2)
            now = console.canvas
            room = now.size.width() - now.view.width()
            if 0 < now.scroll.x() < room - 1:  # but for the ends of the canvas
                assert column.left() <= at.x() <= column.right(), knob
            assert abs(center.x() - at.x()) < console.viewport().width() / 2, knob
        assert seen == sorted(seen)
        assert seen[-1] is Level.FADER
        assert console.knob_at(console.center_of(knob)) == knob
        assert (app.session.parameters.theta == before).all()  # zooming turns nothing
        for _ in range(40):
            wheel(console, at, -120)
        assert console.view.closeness == 0, knob
        assert console.canvas.all_shown, knob


def test_ctrl_and_wheel_zoom_and_shift_and_wheel_turn_finely(opened: Opened) -> None:
    app = opened()
    console, session = app.window.console, app.session
    at, limit = console.center_of(3), console.scales.limit(3)
    before = session.parameters.theta[3]
    wheel(console, at, 120, SHIFT)
    assert session.parameters.theta[3] - before == pytest.approx(limit / 500, rel=1e-3)
    assert console.view.closeness == 0
    wheel(console, console.center_of(3), 120)
    assert console.view.closeness > 0
    console.input.let_go()


def test_two_fingers_zoom(opened: Opened) -> None:
    app = opened("digits")
    console = app.window.console
    at = console.center_of(900)
    for value in (0.1, 0.2, 0.3):
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
            at, at, QPointF(console.viewport().mapToGlobal(at.toPoint())), value, QPointF(),
        )  # fmt: skip
        QApplication.sendEvent(console.viewport(), event)
    assert console.view.closeness > 0.05


# Qt says so of the fingers' last event, after the gesture is over.
@pytest.mark.qt_log_ignore("could not find the target for gesture")
def test_two_fingers_on_a_touch_screen_zoom_and_turn_nothing(opened: Opened) -> None:
    app = opened("digits", panels=PANELS)
    console, session = app.window.console, app.session
    view, screen = console.viewport(), QTest.createTouchDevice()
    at = console.center_of(900).toPoint()
    before, deed = session.parameters.theta.copy(), session.undo.undo_name

    def both(spread: int) -> None:
        fingers = QTest.touchEvent(view, screen)
        fingers.move(0, at - QPoint(20 + spread, 0), view)
        fingers.move(1, at + QPoint(20 + spread, 4 + spread // 4), view)
        fingers.commit()
        QApplication.processEvents()

    QTest.touchEvent(view, screen).press(0, at - QPoint(20, 0), view).commit()
    fingers = QTest.touchEvent(view, screen).stationary(0)
    fingers.press(1, at + QPoint(20, 4), view).commit()
    for spread in range(10, 60, 10):
        both(spread)
    near = console.view.closeness
    assert near > 0.1
    assert console.grip is None
    for spread in range(50, 20, -10):  # not as far as beyond all knobs
        both(spread)
    assert console.view.closeness < near - 0.05
    fingers = QTest.touchEvent(view, screen)
    fingers.release(0, at - QPoint(10, 0), view).release(1, at + QPoint(10, 0), view).commit()
    assert (session.parameters.theta == before).all()
    assert session.undo.undo_name == deed
    # One finger alone still turns a knob.
    console.fit_all()
    QApplication.processEvents()
    at = console.center_of(900).toPoint()
    QTest.touchEvent(view, screen).press(0, at, view).commit()
    for way in (8, 16, 24):
        QTest.touchEvent(view, screen).move(0, at - QPoint(0, way), view).commit()
    QTest.touchEvent(view, screen).release(0, at - QPoint(0, 24), view).commit()
    turned = np.flatnonzero(session.parameters.theta != before)
    assert turned.size == 1


def test_keys_and_buttons_zoom_and_fit(opened: Opened) -> None:
    app = opened("digits")
    console, zoom = app.window.console, app.window.console_panel.zoom
    assert not zoom.fit.isEnabled()
    QTest.keyClick(app.window, Qt.Key.Key_Plus)
    QTest.mouseClick(zoom.near, LEFT)
    near = console.view.closeness
    assert near > 0.1
    assert zoom.fit.isEnabled()
    QTest.keyClick(app.window, Qt.Key.Key_Minus)
    assert 0 < console.view.closeness < near
    QTest.keyClick(app.window, Qt.Key.Key_0)
    assert console.view.closeness == 0
    QTest.mouseClick(zoom.near, LEFT)
    QTest.mouseClick(zoom.fit, LEFT)
    assert console.view.closeness == 0
    for button, name in (
        (zoom.near, "Zoom in"),
        (zoom.out, "Zoom out"),
        (zoom.fit, "Fit all knobs"),
    ):
        assert button.accessibleName() == name


def test_keys_zoom_to_the_knob_with_the_focus(opened: Opened) -> None:
    app = opened("digits")
    console = app.window.console
    console.go_to(2000)
    for _ in range(12):
        QTest.keyClick(app.window, Qt.Key.Key_Plus)
    assert level(console) is Level.FADER
    assert console.viewport().rect().contains(console.center_of(2000).toPoint())


def test_a_double_click_opens_a_layer_a_neuron_and_its_faders_and_esc_goes_back(
    opened: Opened,
) -> None:
    app = opened("digits", (1600, 900))
    console = app.window.console
    view = console.viewport()

    def twice(at: QPoint) -> None:
        QTest.mouseClick(view, LEFT, NO_KEYS, at)
        QTest.mouseDClick(view, LEFT, NO_KEYS, at)

    section = console.canvas.geometry.sections[1]
    twice(QPoint(round(section.x + 30), round(section.y + 10)))
    layer = console.box_of_neuron(1, 0) | console.box_of_neuron(1, 9)
    assert layer.width() > 0.9 * view.width() or layer.height() > 0.9 * view.height()
    console.setFocus()
    QTest.keyClick(console, Qt.Key.Key_Escape)
    assert console.view.closeness == 0
    head = console.box_of_neuron(0, 17)
    twice(QPoint(head.right() - 20, head.top() + 6))
    neuron = console.box_of_neuron(0, 17)
    assert neuron.width() > 0.9 * view.width()
    assert view.rect().adjusted(-2, -2, 2, 2).contains(neuron)
    first = console.view.closeness
    twice(QPoint(neuron.right() - 30, neuron.top() + 6))
    assert level(console) is Level.FADER
    QTest.keyClick(console, Qt.Key.Key_Escape)
    assert console.view.closeness == pytest.approx(first)
    QTest.keyClick(console, Qt.Key.Key_Escape)
    assert console.view.closeness == 0
    assert app.session.undo.undo_name is None or "turn" not in app.session.undo.undo_name


def test_the_ground_is_dragged_and_so_is_anything_with_the_middle_button(opened: Opened) -> None:
    app = opened("digits")
    console = app.window.console
    view, bar = console.viewport(), console.horizontalScrollBar()
    console.view.zoom_to(0.7, console.center_of(900))
    before, theta = bar.value(), app.session.parameters.theta.copy()
    at = console.center_of(900).toPoint()
    QTest.mousePress(view, MIDDLE, NO_KEYS, at)
    QTest.mouseMove(view, at + QPoint(-40, 0))
    drag(view, at + QPoint(-60, 0), MIDDLE)
    QTest.mouseRelease(view, MIDDLE, NO_KEYS, at + QPoint(-60, 0))
    assert bar.value() == before + 60
    assert (app.session.parameters.theta == theta).all()
    gap = next(
        QPoint(x, y)
        for y in range(5, view.height() - 5, 3)
        for x in range(60, view.width() - 60, 40)
        if console.knob_at(QPointF(x, y)) is None
    )
    QTest.mousePress(view, LEFT, NO_KEYS, gap)
    drag(view, gap + QPoint(30, 0), LEFT)
    QTest.mouseRelease(view, LEFT, NO_KEYS, gap + QPoint(30, 0))
    assert bar.value() == before + 30


def drag(view: QWidget, to: QPoint, button: Qt.MouseButton) -> None:
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(to), QPointF(to), button, button, NO_KEYS)
    QApplication.sendEvent(view, event)


def test_the_overview_is_there_while_not_all_is_and_takes_one_anywhere(opened: Opened) -> None:
    app = opened("digits")
    console = app.window.console
    small = app.window.console_panel.overview
    assert small.isHidden()
    place = console.geometry()
    console.view.zoom_to(0.6, QPointF(5, 5))
    assert console.geometry() == place  # nothing moves for it
    assert small.isVisible()
    QTest.mousePress(small, LEFT, NO_KEYS, small.rect().bottomRight() - QPoint(6, 6))
    bars = (console.horizontalScrollBar(), console.verticalScrollBar())
    assert bars[0].value() > 0.9 * bars[0].maximum()
    assert bars[1].value() > 0.9 * bars[1].maximum()
    drag(small, QPoint(6, 6), LEFT)
    assert bars[0].value() < 0.1 * bars[0].maximum()
    QTest.mouseRelease(small, LEFT, NO_KEYS, QPoint(6, 6))
    console.fit_all()
    assert small.isHidden()


def test_one_comes_back_to_where_one_looked(opened: Opened) -> None:
    app = opened("digits")
    console, scenarios = app.window.console, app.window.commands.scenarios
    console.view.zoom_to(0.6, console.center_of(1200))
    there = console.canvas.shown.center()
    app.do(Load(scenarios["ring"], 1))
    app.window.refresh()
    assert console.view.closeness == 0
    app.do(Load(scenarios["digits"], 1))
    app.window.refresh()
    assert console.view.closeness == pytest.approx(0.6)
    assert (console.canvas.shown.center() - there).manhattanLength() < 4


@pytest.mark.parametrize("text", [100, 150])
def test_a_few_hundred_knobs_are_faders_at_every_size(opened: Opened, text: int) -> None:
    app = opened("penguins", (1280, 720), panels=PANELS)
    app.window.set_look(Preferences(text=text))
    for name in ("penguins", "spiral", "xor", "equalizer"):
        app.session.apply(Load(load_scenario(name), 1))
        app.window.refresh()
        QApplication.processEvents()
        console = app.window.console
        assert console.canvas.geometry.faders, name
        for knob in range(0, app.session.layout.size, 9):
            console.show_knob(knob)
            assert console.viewport().rect().contains(console.center_of(knob).toPoint()), name
            assert console.knob_at(console.center_of(knob)) == knob, name


def test_a_million_knobs_are_reached_by_hand(qtbot: QtBot) -> None:
    sizes = (64, 1024, 900, 10)
    layout = Layout(Architecture(sizes, ("relu", "relu", "identity"), (True,) * 3))
    values = np.random.default_rng(1).normal(size=layout.size).astype(np.float32)
    console = Console(ArrayBank(layout, values, np.zeros_like(values)), DARK)
    qtbot.addWidget(console)
    console.resize(960, 640)
    console.show()
    assert console.canvas.all_shown
    knob = 555_555
    at = console.center_of(knob)
    shown = console.knob_at(at)
    here = console.canvas.knobs_at(at)
    assert knob in here
    assert len(here) > 1
    assert shown == here[np.argmax(np.abs(values[here]))]
    for _ in range(80):
        wheel(console, console.center_of(knob), 120)
    assert level(console, 1) is Level.FADER
    assert console.knob_at(console.center_of(knob)) == knob
    assert console.viewport().rect().contains(console.center_of(knob).toPoint())
    assert not console.grab().isNull()


# Pictures of weights


def cell(console: Console, neuron: int, row: int, column: int) -> QPoint:
    knob = console.bank.layout.index(0, neuron, row * 8 + column)
    box = console.canvas.cell_of(knob)
    assert box is not None
    return console.canvas.in_view(box).center()


def test_a_picture_of_weights_is_hovered_and_turned_pixel_by_pixel(opened: Opened) -> None:
    app = opened("digits", (1600, 900))
    console, session = app.window.console, app.session
    view = console.viewport()
    for row, column in ((0, 0), (3, 5), (7, 7)):
        at = cell(console, 11, row, column)
        knob = session.layout.index(0, 11, row * 8 + column)
        assert console.knob_at(QPointF(at)) == knob
        before = session.parameters.theta.copy()
        QTest.mousePress(view, LEFT, NO_KEYS, at)
        drag(view, at - QPoint(0, 30), LEFT)
        QTest.mouseRelease(view, LEFT, NO_KEYS, at - QPoint(0, 30))
        turned = np.flatnonzero(session.parameters.theta != before)
        assert turned.tolist() == [knob]
        assert session.parameters.theta[knob] > before[knob]


def test_one_paints_in_a_picture_with_what_its_first_pixel_is(opened: Opened) -> None:
    app = opened("digits", (1600, 900))
    console, session = app.window.console, app.session
    view, layout = console.viewport(), session.layout
    before = session.parameters.theta.copy()
    QTest.mousePress(view, LEFT, SHIFT, cell(console, 4, 2, 1))
    for row, column in ((2, 4), (5, 4)):
        drag(view, cell(console, 4, row, column), LEFT)
    drag(view, cell(console, 5, 5, 4), LEFT)  # another neuron's picture is left alone
    QTest.mouseRelease(view, LEFT, SHIFT, cell(console, 4, 5, 4))
    way = [(2, 1), (2, 2), (2, 3), (2, 4), (3, 4), (4, 4), (5, 4)]
    painted = [layout.index(0, 4, row * 8 + column) for row, column in way]
    theta = session.parameters.theta
    assert (theta[painted] == before[painted[0]]).all()
    others = np.setdiff1d(np.arange(layout.size), painted)
    assert (theta[others] == before[others]).all()
    assert session.undo.undo_name == "painting in a picture"
    QTest.keyClick(app.window, Qt.Key.Key_Z, CONTROL)
    assert (session.parameters.theta == before).all()
    QTest.mouseClick(view, LEFT, SHIFT, cell(console, 4, 6, 6))  # a click still chooses
    assert layout.index(0, 4, 54) in console.input.selected


def test_pictures_stay_where_they_are_under_a_notice(opened: Opened) -> None:
    app = opened("digits", (1600, 900))
    console = app.window.console
    before = [strip.picture for strip in console.canvas.geometry.strips_in(0, 0, 2000, 2000)]
    assert max(side for _, _, side in before) > 40
    app.window.say("A sentence that says something at length, and takes room for it. " * 3)
    app.window.refresh()
    QApplication.processEvents()
    after = [strip.picture for strip in console.canvas.geometry.strips_in(0, 0, 2000, 2000)]
    assert after == before


# The bubble


def test_what_a_chosen_knob_says_goes_away_by_itself(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    console = app.window.console
    console.setFocus()
    console.go_to(5)
    assert console.bubble is not None
    console.speaking.timer.setInterval(0)
    console.go_to(6)
    qtbot.waitUntil(lambda: console.bubble is None)
    assert console.input.focused == 6
    at = console.center_of(6)
    QTest.mouseMove(console.viewport(), at.toPoint())
    drag(console.viewport(), at.toPoint(), Qt.MouseButton.NoButton)
    assert console.bubble is not None  # it still speaks where the pointer is


@pytest.mark.parametrize("size", [(1280, 720), (1600, 900)], ids=str)
def test_the_bubble_is_over_no_number_of_a_neighbour(opened: Opened, size: tuple[int, int]) -> None:
    app = opened("ring", size, panels=PANELS)
    console = app.window.console
    for name in ("ring", "penguins", "spiral", "xor"):
        app.session.apply(Load(load_scenario(name), 1))
        app.window.refresh()
        QApplication.processEvents()
        layout = app.session.layout
        for knob in range(0, layout.size, 5):
            console.show_knob(knob)
            console.input.hover(knob)
            bubble = console.bubble
            assert bubble is not None
            box = console.canvas.in_view(bubble.box)
            place = layout.knob(knob)
            for other in layout.neuron(place.layer, place.neuron).tolist():
                column, whole = console.box_of(other), console.box_of(other, whole=True)
                number = whole.adjusted(2, column.height() + 2, -2, -2)
                assert other == knob or not box.intersects(number), (name, knob, other)
        console.input.hover(None)


def test_in_a_film_a_chosen_knob_speaks_for_three_simulated_seconds(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    console = app.window.console
    console.setFocus()
    console.go_to(5)
    app.stop_clock()
    assert not console.speaking.timer.isActive()
    console.go_to(6)
    for _ in range(29):
        console.speaking.advance(0.1)
    assert console.bubble is not None
    console.speaking.advance(0.2)
    assert console.bubble is None
    assert not console.speaking.timer.isActive()


# What a lesson speaks of


def test_the_knob_in_a_lessons_hand_is_brought_into_view(opened: Opened) -> None:
    app = opened("spiral", (1280, 720))
    console = app.window.console
    knob = app.session.layout.size - 3
    assert not console.viewport().rect().contains(console.center_of(knob).toPoint())
    app.session.apply(Grab((knob,)))
    app.window.refresh()
    assert console.viewport().rect().contains(console.center_of(knob).toPoint())


def test_what_a_lesson_lights_is_brought_into_view(opened: Opened) -> None:
    app = opened("spiral", (1280, 720))
    console = app.window.console
    layout = app.session.layout
    knobs = tuple(layout.neuron(1, 9)[:3].tolist())
    view = console.viewport()
    for kind in ("knob", "neuron"):
        console.verticalScrollBar().setValue(0)
        lit = Highlight(kind, knobs, "", "")
        bring_into_view((lit,), app.window)
        (box,) = boxes_of_knobs(lit, app.window)
        assert box.width() > 20
        assert box.height() > 60
        assert view.rect().contains(console.center_of(knobs[0]).toPoint())


# From look to look


@pytest.mark.parametrize(("name", "nearer"), [("spiral", Level.BAR), ("digits", Level.FADER)])
def test_the_next_look_appears_step_by_step(
    opened: Opened, name: str, nearer: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From look to look no frame changes at once: what comes is laid over what goes."""
    app = opened(name)
    console = app.window.console
    shares: list[float] = []
    at = QPointF(console.viewport().rect().center())
    for closeness in np.linspace(0.0, 1.0, 161).tolist():
        console.view.zoom_to(closeness, at)
        of = console.canvas.geometry.of[0]
        if of.level is nearer:
            break
        if of.level == nearer - 1:
            shares.append(of.coming)
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] > 0.8
    assert len({round(share, 3) for share in shares}) > 4
    seen: list[float] = []
    drawn = QPainter.setOpacity
    monkeypatch.setattr(QPainter, "setOpacity", lambda p, x: (seen.append(x), drawn(p, x)))
    console.view.zoom_to(console.view.closeness - 0.01, at)
    share = console.canvas.geometry.of[0].coming
    console.viewport().repaint()
    assert 0 < share < 1
    assert share in seen
