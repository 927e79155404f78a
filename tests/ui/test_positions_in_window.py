"""Faders that click into positions: under the hand, in words, and in their panel."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Load, Mute, Quantise, Run, Train, Turn, Undo
from eq_sim.session.knob_bank import ArrayBank, LiveBank
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.explaining.places import terms_at, terms_of_target
from eq_sim.ui.panels.positions_panel import PositionsPanel

Opened = Callable[..., App]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def clicking(opened: Opened, bits: int = 4, per: str = "neuron") -> App:
    app = opened("ring", (1600, 900))
    app.do(Train(200))
    app.do(Quantise(bits, per))
    app.window.refresh()
    return app


def numbers(app: App) -> np.ndarray:
    """Which position each knob is at, from the session alone."""
    session = app.session
    rounding = session.parameters.making.rounding
    assert rounding is not None
    return np.rint(session.parameters.w / rounding.steps(session.layout)).astype(int)


def drag(app: App, knob: int, way: int) -> list[tuple[float, float]]:
    """Drags pixel by pixel. Returns what was turned and what counts after each."""
    console, seen = app.window.console, []
    view, at = console.viewport(), console.center_of(knob).toPoint()
    QTest.mousePress(view, LEFT, NONE, at)
    for _ in range(abs(way)):
        at += QPoint(0, 1 if way > 0 else -1)
        where = QPointF(view.mapToGlobal(at))
        kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
        QApplication.sendEvent(view, QMouseEvent(kind, QPointF(at), where, none, LEFT, NONE))
        session = app.session
        seen.append((float(session.parameters.theta[knob]), float(session.parameters.w[knob])))
    QTest.mouseRelease(view, LEFT, NONE, at)
    return seen


def notch(app: App, knob: int, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    console = app.window.console
    at = console.center_of(knob)
    where = QPointF(console.viewport().mapToGlobal(at.toPoint()))
    phase, none = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
    event = QWheelEvent(at, where, QPoint(), QPoint(0, 120 * notches), none, keys, phase, False)
    QApplication.sendEvent(console.viewport(), event)


def test_a_hand_clicks_from_position_to_position(opened: Opened) -> None:
    app = clicking(opened)
    session, console = app.session, app.window.console
    before, theta = numbers(app)[4], float(session.parameters.theta[4])
    assert theta != session.parameters.w[4]
    seen = drag(app, 4, 60)
    stops = sorted({w for _, w in seen})
    rounding = session.parameters.making.rounding
    assert rounding is not None
    step = rounding.steps(session.layout)[4]
    assert 3 <= len(stops) < 30
    assert np.allclose(np.diff(stops), step), "no position is passed over, none lies between"
    turned = [value for value, w in seen if w != seen[0][1]]
    assert turned
    assert set(turned) <= set(stops), "the knob itself stands at its position, too"
    assert numbers(app)[4] < before
    app.do(Undo())
    assert float(session.parameters.theta[4]) == theta, "one gesture, and back to the bit"

    # Keys and the wheel go a position at a time, the finest too.
    app.window.activateWindow()
    console.go_to(4)
    for key, keys, by in (
        (Qt.Key.Key_Up, NONE, 1),
        (Qt.Key.Key_Up, CONTROL, 1),
        (Qt.Key.Key_Down, NONE, -1),
    ):
        at = numbers(app)[4]
        QTest.keyClick(console, key, keys)
        assert numbers(app)[4] == at + by
    for keys in (NONE, SHIFT):
        at = numbers(app)[4]
        notch(app, 4, 1, keys)
        assert numbers(app)[4] == at + 1
        console.let_go()
    QTest.keyClick(console, Qt.Key.Key_PageUp)
    QTest.keyClick(console, Qt.Key.Key_PageUp)
    assert numbers(app)[4] == rounding.limit, "it stops at the last one"
    held = float(session.parameters.theta[4])
    assert held == session.parameters.w[4]


def test_escape_in_a_drag_brings_back_the_bits(opened: Opened) -> None:
    app = clicking(opened)
    console, theta = app.window.console, np.array(app.session.parameters.theta)
    hands = console.input.hands
    assert hands.take((4,), 100.0)
    hands.drag(40.0, fine=False)
    assert app.session.parameters.theta[4] != theta[4]
    hands.put_back()
    assert np.array_equal(app.session.parameters.theta, theta)


def test_typed_values_stop_at_the_nearest_and_that_is_said(opened: Opened) -> None:
    app = clicking(opened)
    console, session = app.window.console, app.session
    rounding = session.parameters.making.rounding
    assert rounding is not None
    step = rounding.steps(session.layout)[0]
    said = app.window.console_panel.notice
    app.window.activateWindow()
    console.go_to(0)
    QTest.keyClick(console, Qt.Key.Key_Return)
    QTest.keyClicks(app.window.focusWidget(), f"{2.3 * step:.6f}")
    QTest.keyClick(app.window.focusWidget(), Qt.Key.Key_Return)
    assert session.parameters.w[0] == pytest.approx(2 * step, rel=1e-6)
    assert session.parameters.theta[0] == session.parameters.w[0]
    assert "position 10 of 15" in said.text()
    assert "lies between two" in said.text()
    QGuiApplication.clipboard().setText(str(-2.4 * step))
    app.window.console_panel.knobs.paste((0,))
    assert session.parameters.w[0] == pytest.approx(-2 * step, rel=1e-6)
    assert "position 6 of 15" in said.text()
    app.window.console_panel.clear_notice()
    app.window.console_panel.knobs.put_typed((0,), (0.0,), "put")
    assert said.text() == "", "0 is a position"


def test_faders_and_words_show_the_position(opened: Opened) -> None:
    app = clicking(opened)
    window, session = app.window, app.session
    console, knob = window.console, 4
    w, theta = session.parameters.w, session.parameters.theta
    assert np.array_equal(console.bank.whole(), w)
    assert np.array_equal(console.bank.turned(), theta)
    app.do(Mute((0,), on=True))
    assert session.parameters.w[0] == 0
    rounding = session.parameters.making.rounding
    assert rounding is not None
    stop = np.rint(theta[0] / rounding.steps(session.layout)[0])
    shown = console.bank.whole()[0] / rounding.steps(session.layout)[0]
    parked = session.switches.parked[0] / rounding.steps(session.layout)[0]
    assert stop == 0
    assert shown == pytest.approx(np.rint(parked)), "a muted fader stands in its position, too"
    app.do(Undo())
    window.docks.bring("inspector")
    QApplication.processEvents()
    console.go_to(knob)
    window.refresh()
    inspector = window.panel("inspector")
    place = numbers(app)[knob] + 8
    assert inspector.position.text() == (
        f"Position {place} of 15. Turned to {theta[knob]:+.4f}, it counts as {w[knob]:+.4f}."
        .replace("-", "\N{MINUS SIGN}")
    )  # fmt: skip
    bubble = console.bubble
    assert bubble is not None
    assert f"position {place} of 15, turned to" in bubble.lines[2]
    assert [term.key for term in terms_of_target(("knob", knob), console)][-1] == "positions"
    assert window.panel("console").legend.clicks
    app.do(Quantise(32))
    window.refresh()
    assert console.input.focused == knob, "it is the same knob, and stays chosen"
    assert list(console.input.selected) == [knob]
    assert inspector.position.text() == ""
    assert not window.panel("console").legend.clicks


def test_detents_stand_beside_the_tracks_where_they_can_be_told_apart(opened: Opened) -> None:
    app = clicking(opened, bits=3, per="tensor")
    console = app.window.console
    rounding = app.session.parameters.making.rounding
    assert rounding is not None
    step = rounding.steps(app.session.layout)[0]
    limit = console.scales.limit(0)

    def lines() -> list[int]:
        """Rows with a mark at the right end of the first fader's column."""
        picture = console.viewport().grab().toImage()
        box = console.box_of(0)
        x = box.center().x() + 18  # beside the cap, and short of the next column
        muted = QColor(app.window.theme.color("muted")).rgb()
        return [y for y in range(box.top(), box.bottom()) if picture.pixel(x, y) == muted]

    seen = lines()
    many = sum(abs(n * step) <= limit for n in range(-3, 4))
    assert len(seen) == many
    assert np.ptp(np.diff(seen)) <= 1, "evenly apart"
    app.do(Quantise(16, "tensor"))
    app.window.refresh()
    assert len(lines()) < many, "positions too many to be told apart are not drawn"


def test_banks_without_positions_have_none(opened: Opened) -> None:
    session = Session(load_scenario("ring"), 1)
    bank = LiveBank(session)
    assert bank.positions is None
    assert np.array_equal(bank.turned(), bank.whole())
    still = ArrayBank(session.layout, session.parameters.theta)
    assert still.positions is None
    assert np.array_equal(still.turned(), still.whole())


# The panel


def panel(app: App) -> PositionsPanel:
    app.window.docks.bring("positions")
    shown: PositionsPanel = app.window.panel("positions")
    return shown


def settle(app: App, qtbot: QtBot) -> PositionsPanel:
    shown = panel(app)
    app.window.refresh()
    qtbot.waitUntil(lambda: len(shown.table.rows) == 8)
    app.window.refresh()
    return shown


def test_the_panel_says_what_each_number_of_bits_costs(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    dock = app.window.docks["positions"]
    assert dock.isHidden(), "it is closed until somebody asks for it"
    app.do(Train(200))
    shown = settle(app, qtbot)
    assert "Knobs turn freely: 100 B" in shown.now.text()
    assert not shown.fit.isEnabled()
    rows = {row[0]: row[1:] for row in shown.table.rows[1:]}
    assert list(rows) == ["32", "16", "8", "6", "4", "3", "2"]
    theta = np.array(app.session.parameters.theta)
    for bits in (4, 2):  # the panel's numbers are those that come about
        QTest.keyClick(shown.bits, Qt.Key.Key_Home)
        while shown.bits.currentData() != bits:
            QTest.keyClick(shown.bits, Qt.Key.Key_Down)
        shown.bits.activated.emit(shown.bits.currentIndex())
        measure = app.session.measure
        assert rows[str(bits)] == (f"{100 * measure.train:.1f} %", f"{100 * measure.test:.1f} %")
    assert np.array_equal(app.session.parameters.theta, theta)
    assert "3 positions. 35 B with 7 scales: 11.2 bits a knob in all." in shown.now.text()
    assert "at most" in shown.now.text()
    shown.per.setCurrentIndex(1 - shown.per.currentIndex())
    shown.per.activated.emit(shown.per.currentIndex())
    rounding = app.session.parameters.making.rounding
    assert rounding is not None
    assert (rounding.bits, rounding.per) == (2, "tensor")
    assert "19 B with 3 scales" in shown.now.text()
    qtbot.waitUntil(lambda: len(shown.table.rows) == 8)
    shown.what.setCurrentIndex(shown.what.findData("size"))
    shown.what.activated.emit(shown.what.currentIndex())
    assert shown.table.rows[-1] == ("2", "19 B", "6.08")
    assert "3 positions: bytes 19 B" in shown.curve.accessibleDescription()
    shown.what.setCurrentIndex(shown.what.findData("distance"))
    shown.what.activated.emit(shown.what.currentIndex())
    far = np.abs(app.session.parameters.w - theta)
    assert shown.table.rows[-1] == ("2", *(f"{x:.2g}" for x in (
        far.mean(), np.median(far), far.max()
    )))  # fmt: skip

    # A click on the curve chooses, too; undo takes it back.
    QTest.mouseClick(shown.curve, LEFT, NONE, QPoint(shown.curve.width() - 16, 40))
    assert app.session.parameters.making.rounding is rounding, "that is 2 bits already"
    QTest.mouseClick(shown.curve, LEFT, NONE, QPoint(48, 40))
    assert app.session.parameters.making.rounding is None
    app.do(Undo())
    app.window.refresh()
    assert shown.bits.currentData() == 2
    assert [term.key for term in terms_at(shown, QPoint(4, 4))] == [
        "positions", "scale_of_positions",
    ]  # fmt: skip


def test_positions_are_fitted_again_on_request_alone(opened: Opened, qtbot: QtBot) -> None:
    app = clicking(opened)
    shown = settle(app, qtbot)
    scales = np.array(app.session.parameters.making.rounding.scales)
    app.do(Turn((0,), (9.0,)))
    app.window.refresh()
    assert np.array_equal(app.session.parameters.making.rounding.scales, scales)
    assert app.session.parameters.w[0] < 3
    QTest.mouseClick(shown.fit, LEFT)
    assert app.session.parameters.w[0] == pytest.approx(9.0)


def test_while_training_runs_the_curve_stays_that_of_its_step(opened: Opened, qtbot: QtBot) -> None:
    app = clicking(opened)
    shown = settle(app, qtbot)
    rows = shown.table.rows
    app.do(Run())
    app.do(Train(7))
    app.window.refresh()
    app.window.refresh()
    app.window.refresh()
    assert shown.table.rows == rows
    assert shown.waits.text() == "The curve is of the knobs at step 200."
    app.do(Load(load_scenario("house-price"), 1))
    app.window.refresh()
    shown = settle(app, qtbot)
    assert "Typical error" in shown.now.text()
    assert "$" in shown.table.rows[1][1]
