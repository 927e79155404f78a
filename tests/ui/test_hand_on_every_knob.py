"""Manual exploration with real mouse, wheel and key events: what does this knob do?"""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import Grab, Load, NewStart, Pause, Release, Run, Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.one_knob import arithmetic
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.gestures import KEY_STEPS
from eq_sim.ui.console.state_marks import share_of

Opened = Callable[..., App]
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
KEY = Qt.Key


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


def press_key(app: App, key: Qt.Key, keys: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(app.window.console, key, keys)
    QApplication.processEvents()


def focus(app: App, knob: int) -> None:
    app.window.activateWindow()
    app.window.console.go_to(knob)
    QApplication.processEvents()


def click(app: App, knob: int, keys: Qt.KeyboardModifier = NONE) -> None:
    console = app.window.console
    QTest.mouseClick(console.viewport(), LEFT, keys, console.center_of(knob).toPoint())


def drag(app: App, knob: int, *ways: int, keys: Qt.KeyboardModifier = NONE) -> None:
    console = app.window.console
    view, at = console.viewport(), console.center_of(knob).toPoint()
    QTest.mousePress(view, LEFT, keys, at)
    for way in ways:
        for _ in range(abs(way)):
            at += QPoint(0, 1 if way > 0 else -1)
            move(view, at, keys)
    QTest.mouseRelease(view, LEFT, keys, at)
    QApplication.processEvents()


def move(view: object, at: QPoint, keys: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    where = QPointF(view.mapToGlobal(at))  # type: ignore[attr-defined]
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), where, Qt.MouseButton.NoButton, LEFT, keys
    )
    QApplication.sendEvent(view, event)  # type: ignore[arg-type]


def wheel(app: App, knob: int, notches: float, keys: Qt.KeyboardModifier = NONE) -> None:
    console = app.window.console
    at = console.center_of(knob)
    event = QWheelEvent(
        at,
        QPointF(console.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(console.viewport(), event)


def value(app: App, knob: int) -> float:
    return float(app.session.parameters.theta[knob])


def step_of(app: App, knob: int) -> float:
    return app.window.console.input.reach(knob) / KEY_STEPS


# Turning


def test_a_drag_over_zero_is_caught_there_softly(opened: Opened) -> None:
    app = opened()
    focus(app, 0)
    app.do(Turn((4,), (0.3,)))
    seen = []
    console = app.window.console
    view, at = console.viewport(), console.center_of(4).toPoint()
    QTest.mousePress(view, LEFT, NONE, at)
    for _ in range(60):
        at += QPoint(0, 1)
        move(view, at, NONE)
        seen.append(value(app, 4))
    QTest.mouseRelease(view, LEFT, NONE, at)
    zeros = [place for place, now in enumerate(seen) if now == 0]
    assert 4 <= len(zeros) <= 9  # it stays a moment, and then goes on
    assert zeros == list(range(zeros[0], zeros[-1] + 1))
    assert seen[-1] < 0


def test_control_is_ten_times_finer(opened: Opened) -> None:
    app = opened()
    before = value(app, 0)
    drag(app, 0, -20)
    coarse = value(app, 0) - before
    drag(app, 0, -20, keys=CONTROL)
    fine = value(app, 0) - before - coarse
    assert fine == pytest.approx(coarse / 10, rel=0.01)


def test_the_wheel_turns_the_knob_under_it_as_one_gesture(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    before = value(app, 7)
    for _ in range(3):
        wheel(app, 7, 1)
    assert value(app, 7) == pytest.approx(before + 3 * step_of(app, 7), rel=1e-5)
    wheel(app, 7, -1, SHIFT)
    assert value(app, 7) == pytest.approx(before + 2.9 * step_of(app, 7), rel=1e-4)
    qtbot.waitUntil(lambda: app.session.held == ())
    assert app.session.undo.names == [f"turn {app.session.name(7)}"]


def test_keys_turn_and_travel(opened: Opened) -> None:
    app = opened()
    focus(app, 0)
    session, given = app.session, app.window.console.input
    before = value(app, 0)
    press_key(app, KEY.Key_Up, times=3)
    assert value(app, 0) == pytest.approx(before + 3 * step_of(app, 0), rel=1e-5)
    press_key(app, KEY.Key_Down, CONTROL)
    press_key(app, KEY.Key_PageDown)
    assert value(app, 0) == pytest.approx(before - 7.1 * step_of(app, 0), rel=1e-4)
    press_key(app, KEY.Key_End)
    assert value(app, 0) == given.reach(0)
    press_key(app, KEY.Key_Home)
    assert value(app, 0) == -given.reach(0)
    press_key(app, KEY.Key_Delete)
    assert value(app, 0) == before
    # Along the knobs of a neuron, then on to the next neuron and the next layer.
    met = [given.focused]
    for _ in range(24):
        press_key(app, KEY.Key_Right)
        met.append(given.focused)
    assert met == reading_order.order(app.session.layout).tolist()
    press_key(app, KEY.Key_Left)
    assert given.focused == met[-2]
    press_key(app, KEY.Key_Left, CONTROL)
    assert session.layout.knob(given.focused).layer == 1
    press_key(app, KEY.Key_Tab)
    assert session.layout.knob(given.focused).neuron == 1
    assert session.held == ()


def test_counting_down_to_zero_ends_at_zero(opened: Opened) -> None:
    app = opened()
    focus(app, 24)  # a bias: it starts at 0
    press_key(app, KEY.Key_Up, times=7)
    press_key(app, KEY.Key_Down, times=7)
    assert value(app, 24) == 0.0


TYPED = {"0.5": 0.5, "1/3": 1 / 3, "0,5": 0.5, "-2e-3": -0.002, "−1": -1.0}


def test_enter_types_a_value(opened: Opened) -> None:
    app = opened()
    for text, wanted in TYPED.items():
        focus(app, 5)
        press_key(app, KEY.Key_Return)
        field = app.window.console.viewport().findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        assert field.hasFocus(), text
        field.insert(text)  # over what is selected
        QTest.keyClick(field, KEY.Key_Return)
        assert value(app, 5) == pytest.approx(wanted), text
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        assert app.window.console.hasFocus(), text


REFUSED = {"abc": "not a number", "": "Type a number", "1/0": "divided by 0", "nan": "finite"}


def test_anything_else_is_refused_with_a_word_why(opened: Opened) -> None:
    app = opened()
    before = value(app, 5)
    for text, why in REFUSED.items():
        focus(app, 5)
        press_key(app, KEY.Key_Return)
        field = app.window.console.viewport().findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.clear()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, KEY.Key_Return)
        assert field.why.isVisible(), text  # type: ignore[attr-defined]
        assert why in field.why.text()  # type: ignore[attr-defined]
        assert value(app, 5) == before, text
        QTest.keyClick(field, KEY.Key_Escape)
        assert value(app, 5) == before, text
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert app.window.console.hasFocus(), text


def test_a_double_click_brings_a_knob_back(opened: Opened) -> None:
    app = opened()
    app.do(Turn((3,), (1.5,)))
    console = app.window.console
    view, at = console.viewport(), console.center_of(3).toPoint()
    QTest.mouseClick(view, LEFT, NONE, at)
    QTest.mouseDClick(view, LEFT, NONE, at)
    QTest.mouseRelease(view, LEFT, NONE, at)
    assert value(app, 3) == float(app.session.parameters.start[3])


def test_several_chosen_knobs_turn_together(opened: Opened) -> None:
    app = opened()
    before = app.session.parameters.theta.copy()
    click(app, 0)
    click(app, 1, SHIFT)
    click(app, 2, SHIFT)
    drag(app, 1, -15)
    moved = app.session.parameters.theta - before
    assert np.flatnonzero(moved).tolist() == [0, 1, 2]
    np.testing.assert_allclose(moved[:3], moved[1], rtol=1e-4)
    assert app.session.undo.undo_name == "turn 3 knobs"
    focus(app, 1)
    press_key(app, KEY.Key_Right, SHIFT)
    assert len(app.window.console.input.chosen) == 2
    press_key(app, KEY.Key_Escape)
    assert len(app.window.console.input.chosen) == 1


def test_a_held_key_shows_the_start(opened: Opened, clock: SimulatedClock) -> None:
    app = opened(clock=clock)  # it stands: no step is taken while the keys are pressed
    session = app.session
    app.do(Train(50))
    app.do(Run())
    app.timer.stop()  # the test is the clock
    before = session.parameters.theta.copy()
    focus(app, 3)
    QTest.keyPress(app.window.console, KEY.Key_H)
    np.testing.assert_array_equal(session.parameters.theta, session.parameters.start)
    assert not session.running
    QTest.keyRelease(app.window.console, KEY.Key_H)
    np.testing.assert_array_equal(session.parameters.theta, before)
    assert session.running
    app.do(Pause())
    assert session.undo.names[-1] == "50 steps"
    assert not any("look" in name for name in session.undo.names)


def test_a_key_that_nobody_hears_of_any_more_holds_nothing(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    session = app.session
    app.do(Train(50))
    before = session.parameters.theta.copy()
    focus(app, 3)
    QTest.keyPress(app.window.console, KEY.Key_H)
    np.testing.assert_array_equal(session.parameters.theta, session.parameters.start)
    other = QWidget()  # as after Alt+Tab: it is there that the key is let go
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not app.window.isActiveWindow())
    np.testing.assert_array_equal(session.parameters.theta, before)
    assert session.held == ()
    app.window.activateWindow()
    qtbot.waitUntil(app.window.isActiveWindow)
    QTest.keyPress(app.window.console, KEY.Key_H)
    np.testing.assert_array_equal(session.parameters.theta, session.parameters.start)
    app.window.hide()
    np.testing.assert_array_equal(session.parameters.theta, before)


# Menus


def menu_of(app: App, *target: object) -> dict[str, object]:
    menu = app.window.commands.knobs.menu_of(target, app.window.console)
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_a_right_click_offers_everything(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    console = app.window.console
    at = console.center_of(6).toPoint()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, console.viewport().mapToGlobal(at)
    )
    QApplication.sendEvent(console.viewport(), event)
    shown = [menu for menu in console.findChildren(QMenu) if menu.isVisible()]
    assert len(shown) == 1
    words = [action.text().split("\t")[0] for action in shown[0].actions()]
    for wanted in ("Set value…", "Reset", "Copy", "Paste", "Freeze", "Mute", "Inspect"):
        assert wanted in words
    assert "Solo in its layer" in words
    shown[0].close()


def test_copy_and_paste(opened: Opened) -> None:
    app = opened()
    focus(app, 0)
    menu_of(app, "knob", 0)["Copy"].trigger()  # type: ignore[attr-defined]
    focus(app, 9)
    menu_of(app, "knob", 9)["Paste"].trigger()  # type: ignore[attr-defined]
    assert value(app, 9) == value(app, 0)
    QGuiApplication.clipboard().setText("pear")
    menu_of(app, "knob", 9)["Paste"].trigger()  # type: ignore[attr-defined]
    assert value(app, 9) == value(app, 0)
    assert "pear" in app.window.console_panel.notice.text()


def test_a_strip_and_a_layer_can_be_reset_zeroed_muted(opened: Opened) -> None:
    app = opened()
    app.do(Train(30))
    session = app.session
    row = session.layout.neuron(0, 2)
    menu_of(app, "neuron", 0, 2)["Set to zero"].trigger()  # type: ignore[attr-defined]
    assert not session.parameters.theta[row].any()
    menu_of(app, "neuron", 0, 2)["Reset to start"].trigger()  # type: ignore[attr-defined]
    np.testing.assert_array_equal(session.parameters.theta[row], session.parameters.start[row])
    menu_of(app, "layer", 1)["Mute all neurons"].trigger()  # type: ignore[attr-defined]
    assert not session.parameters.theta[session.layout.neuron(2, 0)[:2]].any()
    menu_of(app, "layer", 1)["Unmute all neurons"].trigger()  # type: ignore[attr-defined]
    assert session.parameters.theta[session.layout.neuron(2, 0)[:2]].all()


def test_strip_and_layer_are_reached_without_a_mouse(opened: Opened) -> None:
    app = opened()
    focus(app, 3)
    menu = app.window.commands.knobs.menu_of(("knob", 3), app.window.console)
    inside = {sub.title(): sub for sub in menu.findChildren(QMenu)}
    assert set(inside) == {"The whole of neuron 4", "Hidden layer 1", "Scale: ±2, automatic"}
    zero = next(a for a in inside["Hidden layer 1"].actions() if a.text() == "Set to zero")
    zero.trigger()
    assert not app.session.parameters.theta[:12].any()
    assert app.session.parameters.theta[12:].any()


def test_freeze_mute_and_solo_by_keys_and_undo(opened: Opened) -> None:
    app = opened()
    session = app.session
    focus(app, 4)
    press_key(app, KEY.Key_M, SHIFT)
    assert session.switches.mutes[4]
    drag(app, 4, -20)
    assert "it is muted" in app.window.console_panel.notice.text()
    press_key(app, KEY.Key_Z, CONTROL)
    assert not session.switches.mutes[4]
    press_key(app, KEY.Key_F, SHIFT)
    assert session.switches.frozen[4]
    before = value(app, 4)
    app.do(Train(50))
    assert value(app, 4) == before
    press_key(app, KEY.Key_O, SHIFT)
    assert session.switches.silent.sum() == 11  # all else in that layer
    assert "the other 11 knobs of the layer are 0" in app.window.console_panel.notice.text()
    for _ in range(3):
        press_key(app, KEY.Key_Z, CONTROL)
    assert session.switches.fixed is None
    press_key(app, KEY.Key_Z, CONTROL | SHIFT)
    assert session.switches.frozen[4]


def test_the_menu_names_what_it_would_undo(opened: Opened) -> None:
    app = opened()
    menus = app.window.commands.knobs
    drag(app, 8, -20)
    menus.show_past()
    assert menus.undo.text() == f"&Undo turn {app.session.name(8)}"
    menus.undo.trigger()
    menus.show_past()
    assert menus.redo.text() == f"&Redo turn {app.session.name(8)}"
    assert not menus.limit.isVisible()
    app.session.set_undo_budget(1)
    drag(app, 8, -20)
    drag(app, 9, -20)
    menus.show_past()
    assert "forgotten" in menus.limit.text()
    assert menus.limit.isVisible()


def test_presets(opened: Opened) -> None:
    app = opened()
    session, knobs = app.session, app.window.console_panel.knobs
    app.do(Train(300))
    trained = session.losses.test
    knobs.all_zero()
    assert not session.parameters.theta.any()
    said = app.window.console_panel.notice.text()
    assert "Only the 1 bias of the output can move" in said
    before = session.parameters.theta.copy()
    app.do(Train(1))
    assert np.flatnonzero(session.parameters.theta != before).tolist() == [24]
    knobs.to_best()
    assert session.losses.test == pytest.approx(trained, rel=0.05)
    knobs.all_to_start()
    np.testing.assert_array_equal(session.parameters.theta, session.parameters.start)
    before = session.parameters.theta.astype(np.float64)
    knobs.shake(20)
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(session.parameters.theta / before - 1)[before != 0]
    assert far.max() <= 0.2001
    assert far.max() > 0.1
    loss = session.losses.train
    knobs.to_own_lowest()
    assert session.losses.train != loss
    assert "Together the loss" in app.window.console_panel.notice.text()


def test_all_zero_says_the_truth_for_sigmoid_too(opened: Opened) -> None:
    from session_free import sigmoid_ring

    app = opened(sigmoid_ring())
    app.window.console_panel.knobs.all_zero()
    said = app.window.console_panel.notice.text()
    before = app.session.parameters.theta.copy()
    app.session.apply(Train(1))
    moved = np.count_nonzero(app.session.parameters.theta != before)
    assert f"{moved} of 25 knobs can move" in said


# The inspector


def test_the_inspector_explains_the_focused_knob(opened: Opened, qtbot: QtBot) -> None:
    app = opened(panels=few("inspector", "output"))
    focus(app, 8)
    press_key(app, KEY.Key_I)
    inspector = app.window.panel("inspector")
    qtbot.waitUntil(inspector.isVisible)
    app.window.refresh()
    assert inspector.title.text().lower() == app.session.name(8).lower()
    assert "bias" in inspector.what.text()
    assert "the train loss falls by" in inspector.push.text()
    assert inspector.curve.knob == 8
    assert "Lowest at" in inspector.lowest.text()
    before = inspector.curve.losses.copy()
    drag(app, 20, -60)
    focus(app, 8)
    app.window.refresh()
    assert not np.allclose(before, inspector.curve.losses)


def test_the_curve_changes_shape_and_leaves_a_ghost(opened: Opened, qtbot: QtBot) -> None:
    app = opened(panels=few("inspector", "output"))
    focus(app, 8)
    app.window.show_inspector()
    app.window.refresh()
    curve = app.window.panel("inspector").curve
    first = curve.losses.copy()
    assert curve.ghost is None
    app.do(Turn((22,), (1.4,)))
    app.window.refresh()
    assert curve.ghost is not None
    np.testing.assert_array_equal(curve.ghost[1], first)


def test_without_a_knob_it_says_what_to_do(opened: Opened) -> None:
    app = opened(panels=few("inspector", "output"))
    app.window.show_inspector()
    QApplication.processEvents()
    app.window.refresh()
    inspector = app.window.panel("inspector")
    assert inspector.empty.text() == "Click a knob."
    assert inspector.empty.isVisible()
    click(app, 0)
    app.window.refresh()
    assert not inspector.empty.isVisible()


def test_a_click_on_a_sample_lights_its_way(opened: Opened) -> None:
    app = opened(panels=few("inspector", "output"))
    focus(app, 22)
    app.window.show_inspector()
    QApplication.processEvents()
    view = app.window.panel("output").view
    assert view is not None
    view.repaint()
    sample = int(app.session.evaluation.train[3])
    spot = view.spot_of(sample)
    assert spot is not None
    QTest.mouseClick(view, LEFT, NONE, spot.toPoint())
    QApplication.processEvents()
    chosen = app.window.chosen.sample
    assert chosen is not None  # it, or one drawn right over it
    app.window.refresh()
    lines = app.window.panel("inspector").sum.lines
    told = arithmetic(app.session, 2, 0, chosen)
    assert [line[0] for line in lines] == ["n₁", "n₂", "bias", "sum", "sigmoid of it"]
    for line, term in zip(lines, told.terms, strict=False):
        shown = float(line[1].replace("−", "-")) * float(line[3].replace("−", "-"))
        assert float(line[5].replace("−", "-")) == pytest.approx(shown, abs=5.1e-4)
        assert float(line[5].replace("−", "-")) == pytest.approx(term.product, abs=2e-3)
    # And by keys.
    view.setFocus()
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Left):
        QTest.keyClick(view, key)
    assert app.window.chosen.sample not in (chosen, None)
    QTest.keyClick(view, KEY.Key_Left)
    assert app.window.chosen.sample == chosen
    QTest.keyClick(view, KEY.Key_Escape)
    assert app.window.chosen.sample is None
    QTest.keyClick(view, KEY.Key_Right)
    app.do(Load(load_scenario("xor"), 1))
    assert app.window.chosen.sample is None


@pytest.mark.parametrize("name", ["digits", "penguins", "house-price", "sine", "equalizer"])
def test_inspector_and_samples_fit_every_scenario(opened: Opened, name: str) -> None:
    app = opened(name, panels=few("inspector", "output"))
    focus(app, min(5, app.session.layout.size - 1))
    app.window.show_inspector()
    QApplication.processEvents()
    view = app.window.panel("output").view
    assert view is not None
    view.repaint()
    part = app.session.evaluation
    shown = part.test if len(part.test) and name in ("digits",) else part.train
    spot = view.spot_of(int(shown[2]))
    assert spot is not None
    QTest.mouseClick(view, LEFT, NONE, spot.toPoint())
    assert app.window.chosen.sample is not None
    app.window.panel("inspector").what_if.setChecked(True)
    app.window.refresh()
    QApplication.processEvents()
    assert app.window.panel("inspector").change.text().startswith("Up by 0.1")
    if name == "digits":
        assert "of 1,258 training answers" in app.window.panel("inspector").change.text()


def test_next_step_arrows_can_be_switched_off(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    with_arrows = console.grab().toImage()
    app.window.commands.knobs.next_step.trigger()
    without = console.grab().toImage()
    assert with_arrows != without
    assert not console.next_step


# A | B and the challenge


@pytest.mark.parametrize(
    ("hidden", "said"), [((4, 2), "3,072 settings"), ((1500,), "4,567 digits")]
)
def test_the_two_settings_of_a_wide_network(
    opened: Opened, hidden: tuple[int, ...], said: str
) -> None:
    app = opened(open_session("ring", changes=[("hidden", hidden)]), panels=few("compare"))
    app.window.docks["compare"].raise_()
    QApplication.processEvents()
    panel = app.window.panel("compare")
    panel.refresh()
    assert said in panel.equal.text()
    assert "hidden neurons may change places" in panel.equal.text()


def test_two_sides_in_their_panel(opened: Opened) -> None:
    app = opened(panels=few("compare"))
    window, session = app.window, app.session
    window.docks["compare"].raise_()
    QApplication.processEvents()
    compare = window.panel("compare")
    app.do(Train(20))
    first = session.parameters.theta.copy()
    QTest.mouseClick(compare.sides[1], LEFT)
    app.do(NewStart())
    window.refresh()
    assert compare.sides[1].isChecked()
    assert compare.rows[0][0].text()
    compare.blend.setFocus()
    QTest.keyClick(compare.blend, KEY.Key_Home)
    np.testing.assert_array_equal(session.parameters.theta, first)
    QTest.keyClick(app.window.console, KEY.Key_X)
    assert session.sides.active == 1
    compare.blend.sliderPressed.emit()
    for place in (150, 100, 60):
        compare.blend.setValue(place)
    compare.blend.sliderReleased.emit()
    window.refresh()
    assert session.undo.undo_name == "blend of A and B"
    assert "30 % of the way" in compare.where.text()
    assert "3,072 settings" in compare.equal.text()


def test_you_against_gradient_descent(opened: Opened) -> None:
    app = opened("house-price", panels=few("by_hand", "loss"))
    window, session = app.window, app.session
    window.docks["by_hand"].raise_()
    QApplication.processEvents()
    by_hand = window.panel("by_hand")
    QTest.mouseClick(by_hand.start, LEFT)
    for knob, way in ((0, -30), (2, -60), (1, -10)):
        drag(app, knob, way)
    window.refresh()
    assert by_hand.turns == 3
    assert by_hand.count.text() == "3 turns"
    assert len(by_hand.losses) == 4
    assert by_hand.losses[-1] == session.losses.train
    plot = window.panel("loss").plot
    assert plot is not None
    assert len(plot.hand.getData()[0]) == 4
    QTest.mouseClick(by_hand.same_start, LEFT)
    assert session.running
    session.advance(steps=200)
    window.refresh()
    assert by_hand.turns == 3
    assert len(plot.hand.getData()[0]) == 4  # both curves
    assert len(plot.train.getData()[0]) > 20
    app.do(Pause())
    app.do(Load(load_scenario("ring"), 1))
    window.refresh()
    assert not by_hand.losses


def test_turns_are_counted_on_where_the_log_begins_anew(opened: Opened) -> None:
    app = opened("house-price", panels=few("by_hand", "loss"))
    app.window.docks["by_hand"].raise_()
    QApplication.processEvents()
    by_hand = app.window.panel("by_hand")
    app.do(Train(5))
    QTest.mouseClick(by_hand.start, LEFT)
    drag(app, 0, -30)
    app.window.refresh()
    app.session.begin_log_anew()
    drag(app, 2, -60)
    drag(app, 1, -10)
    app.window.refresh()
    assert by_hand.turns == 3


# In a hurry


def test_undo_everything_after_a_wild_minute(opened: Opened) -> None:
    app = opened()
    session = app.session
    start = session.parameters.theta.copy()
    rng = np.random.default_rng(3)
    for _ in range(30):
        knob = int(rng.integers(25))
        match int(rng.integers(7)):
            case 0:
                drag(app, knob, int(rng.integers(-30, 30)))
            case 1:
                wheel(app, knob, float(rng.integers(-3, 4)))
            case 2:
                focus(app, knob)
                press_key(app, KEY.Key_Up)
            case 3:
                app.do(Run())
                session.advance(steps=int(rng.integers(1, 20)))
            case 4:
                app.window.console_panel.knobs.mute([knob])
            case 5:
                app.window.console_panel.knobs.shake(20)
            case 6:
                app.window.resize(int(rng.integers(960, 1500)), int(rng.integers(540, 900)))
    while session.undo.names or session.running:
        press_key(app, KEY.Key_Z, CONTROL)
    np.testing.assert_array_equal(session.parameters.theta, start)
    assert session.step == 0
    app.window.refresh()


def test_a_silent_knobs_ghost_is_where_it_comes_back_to(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    limit = console.scales.limit(4)
    before = console.canvas.height_of(4, share_of(value(app, 4), limit))
    app.window.console_panel.knobs.mute([4])
    parked = float(app.session.switches.parked[4])
    after = console.canvas.height_of(4, share_of(parked, limit))
    assert after == before
    for action in (Grab((4,)), Release()):
        app.do(action)
