"""Anything a person may do to the real window, in any order, with mouse, wheel and keys.

Whatever was done: the log replays to the same bits, undoing everything leads back to where the
experiment began, every value that is shown is the knob's own, and nothing is written on stderr.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import capture_exceptions
from simulated_clock import SimulatedClock

from eq_sim.app import App, build
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.network.types import Array
from eq_sim.session.actions import AnyAction, Load, Resume
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.scenario import Scenario
from eq_sim.session.session import Session
from eq_sim.session.state import State
from eq_sim.ui.console import reading_order
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.console.bay import Strip
from eq_sim.ui.console.console import Console
from eq_sim.ui.console.figures import Figures
from eq_sim.ui.console.measures import Level
from eq_sim.ui.style import numbers

KEY = Qt.Key
NONE, CONTROL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton

ON_KNOBS: list[tuple[Qt.Key, Qt.KeyboardModifier]] = [
    *((key, NONE) for key in (
        KEY.Key_Up, KEY.Key_Down, KEY.Key_Left, KEY.Key_Right, KEY.Key_PageUp, KEY.Key_PageDown,
        KEY.Key_Home, KEY.Key_End, KEY.Key_0, KEY.Key_Delete, KEY.Key_Escape, KEY.Key_Tab,
        KEY.Key_N, KEY.Key_I,
    )),
    (KEY.Key_Up, CONTROL), (KEY.Key_Right, SHIFT), (KEY.Key_F, SHIFT), (KEY.Key_M, SHIFT),
    (KEY.Key_O, SHIFT), (KEY.Key_Z, SHIFT), (KEY.Key_A, CONTROL), (KEY.Key_C, CONTROL),
    (KEY.Key_V, CONTROL), (KEY.Key_B, CONTROL | SHIFT),
]  # fmt: skip
AT_FINDING: list[tuple[Qt.Key, Qt.KeyboardModifier]] = [
    (KEY.Key_Return, NONE), (KEY.Key_Return, CONTROL), (KEY.Key_Escape, NONE), (KEY.Key_Down, NONE),
]  # fmt: skip
ON_TRAINING: list[tuple[Qt.Key, Qt.KeyboardModifier]] = [
    (KEY.Key_Space, NONE), (KEY.Key_S, NONE), (KEY.Key_S, SHIFT), (KEY.Key_B, CONTROL),
    (KEY.Key_R, CONTROL), (KEY.Key_Plus, NONE), (KEY.Key_Minus, NONE), (KEY.Key_X, NONE),
    (KEY.Key_F, NONE),
]  # fmt: skip
ON_DIALOGS: list[tuple[Qt.Key, Qt.KeyboardModifier]] = [
    (KEY.Key_M, NONE), (KEY.Key_F1, NONE), (KEY.Key_G, CONTROL), (KEY.Key_Comma, CONTROL),
]  # fmt: skip
ON_PANELS = (KEY.Key_F6, KEY.Key_F7, KEY.Key_F8, KEY.Key_F9)
SIZES = ((1280, 720), (900, 640), (1600, 900), (1100, 1000))
MOST_HEARD = 3_000  # knobs that are asked for what a screen reader says, of a lesson's million
SCENARIOS = (KEY.Key_1, KEY.Key_2, KEY.Key_3, KEY.Key_4)


class Noise:
    """What is written on stderr, by anybody, Qt included."""

    def __init__(self) -> None:
        self._read, write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(write, False)
        self._kept = os.dup(2)
        os.dup2(write, 2)
        os.close(write)

    def heard(self) -> str:
        """Returns what was written since the last time."""
        try:
            return os.read(self._read, 1 << 16).decode(errors="replace")
        except BlockingIOError:
            return ""

    def end(self) -> None:
        """Gives stderr back."""
        os.dup2(self._kept, 2)
        os.close(self._kept)
        os.close(self._read)


class Painted:
    """The numbers as they were last painted under the faders, those of one size together.

    Qt paints with one widget all others that wait for it, and small desks among them.
    """

    def __init__(self) -> None:
        self.values: list[float] = []
        self.begun = False

    def look_at(self, console: Console) -> None:
        """Sees what this console paints, and no other."""
        draw = console._scene.draw

        def drawn(*what: object, **how: object) -> None:
            self.begun = True
            try:
                draw(*what, **how)  # type: ignore[arg-type]
            finally:
                self.begun = False

        console._scene.draw = drawn  # type: ignore[method-assign]

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Sees every number that is set into pixels."""
        whole = Figures.fill

        def fill(figures: Figures, target: object, values: Array, *how: int) -> None:
            if self.begun:
                self.values.extend(values.tolist())
            whole(figures, target, values, *how)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Figures, "fill", fill)
            yield


def beginning(of: Session) -> State | None:
    """Returns where undoing everything leads: the scenario that was loaded last.

    None where that is beyond the log: it began anew, as at a moment before its first.
    """
    loaded = [
        record.action for record in of.log.records if isinstance(record.action, Load | Resume)
    ]
    last = loaded[-1]
    return Session(last.scenario, last.seed).state() if isinstance(last, Load) else None


class AnythingInWindow(RuleBasedStateMachine):
    """A person in a hurry."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = contextlib.ExitStack()
        self.noise = Noise()
        self.stack.callback(self.noise.end)
        self.raised = self.stack.enter_context(capture_exceptions())
        self.painted = Painted()
        self.stack.enter_context(self.painted.watched())
        self.clock = SimulatedClock()
        self.pressed: QPoint | None = None

    @initialize(name=st.sampled_from(["ring", "house-price", "sine", "moons"]))
    def open(self, name: str) -> None:
        self.session = open_session(name)
        self.app: App = build(self.session, "dark", None, self.clock)
        self.window = self.app.window
        self.console = self.window.console
        self.painted.look_at(self.console)
        self.window.resize(*SIZES[0])
        self.window.reset_arrangement()
        self.app.show()
        make_accessible(self.console)
        self.window.activateWindow()
        QApplication.processEvents()

    # What can be done

    @precondition(lambda self: self.pressed is None)
    @rule(pick=st.floats(0, 0.999), keys=st.sampled_from([NONE, NONE, SHIFT, CONTROL]))
    def press(self, pick: float, keys: Qt.KeyboardModifier) -> None:
        knob = int(pick * self.session.layout.size)
        self.console.show_knob(knob)
        self.pressed = self.console.center_of(knob).toPoint()
        QTest.mousePress(self.console.viewport(), LEFT, keys, self.pressed)

    @precondition(lambda self: self.pressed is not None)
    @rule(ways=st.lists(st.integers(-40, 40), min_size=1, max_size=4), fine=st.booleans())
    def move(self, ways: list[int], fine: bool) -> None:
        view = self.console.viewport()
        for way in ways:
            assert self.pressed is not None
            self.pressed += QPoint(0, way)
            where, keys = QPointF(view.mapToGlobal(self.pressed)), CONTROL if fine else NONE
            event = QMouseEvent(
                QEvent.Type.MouseMove, QPointF(self.pressed), where, NO_BUTTON, LEFT, keys
            )
            QApplication.sendEvent(view, event)

    @precondition(lambda self: self.pressed is not None)
    @rule()
    def release(self) -> None:
        assert self.pressed is not None
        QTest.mouseRelease(self.console.viewport(), LEFT, NONE, self.pressed)
        self.pressed = None

    @rule(pick=st.floats(0, 0.999), notches=st.sampled_from([-3, -1, 1, 2]))
    def wheel(self, pick: float, notches: int) -> None:
        view, at = self.console.viewport(), self.console.center_of(self.some(pick))
        none = Qt.ScrollPhase.NoScrollPhase
        where = QPointF(view.mapToGlobal(at.toPoint()))
        event = QWheelEvent(
            at, where, QPoint(), QPoint(0, 120 * notches), NO_BUTTON, NONE, none, False
        )
        QApplication.sendEvent(view, event)

    @rule(keys=st.lists(st.sampled_from(ON_KNOBS), min_size=1, max_size=4), pick=st.floats(0, 0.99))
    def type_on_knobs(self, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]], pick: float) -> None:
        self.console.setFocus()
        if self.console.input.focused is None:
            self.console.go_to(self.some(pick))
        for key, held in keys:
            self.key(key, held)

    @rule(pick=st.floats(0, 0.99), text=st.sampled_from(["0.5", "-2", "1/3", "x", "", "1e300"]))
    def type_a_value(self, pick: float, text: str) -> None:
        self.console.go_to(self.some(pick))
        self.key(KEY.Key_Return)
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        self.key(KEY.Key_Return)
        self.key(KEY.Key_Escape)

    @rule(
        text=st.sampled_from(["largest", "neuron 1", "dead", "moved last", "bias", "1", "?!", ""]),
        ends=st.lists(st.sampled_from(AT_FINDING), max_size=2),
    )
    def find(self, text: str, ends: list[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
        self.key(KEY.Key_F, CONTROL)
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)
        for key, held in ends:  # without any, the field stays open
            self.key(key, held)

    @rule(pick=st.floats(0, 0.99))
    def double_click(self, pick: float) -> None:
        at = self.console.center_of(self.some(pick)).toPoint()
        view = self.console.viewport()
        QTest.mouseClick(view, LEFT, NONE, at)
        QTest.mouseDClick(view, LEFT, NONE, at)
        QTest.mouseRelease(view, LEFT, NONE, at)

    @rule(keys=st.lists(st.sampled_from(ON_TRAINING), min_size=1, max_size=3))
    def type_on_training(self, keys: list[tuple[Qt.Key, Qt.KeyboardModifier]]) -> None:
        for key, held in keys:
            self.key(key, held)

    @rule(frames=st.integers(1, 6))
    def let_time_pass(self, frames: int) -> None:
        for _ in range(frames):
            self.clock.tick(self.app)

    @rule(undo=st.integers(1, 3), redo=st.integers(0, 2))
    def undo_and_redo(self, undo: int, redo: int) -> None:
        for _ in range(undo):
            self.key(KEY.Key_Z, CONTROL)
        for _ in range(redo):
            self.key(KEY.Key_Z, CONTROL | SHIFT)

    @rule(key=st.sampled_from(SCENARIOS))
    def open_another(self, key: Qt.Key) -> None:
        self.key(key, CONTROL)

    @rule(opens=st.sampled_from(ON_DIALOGS))
    def look_into_a_dialog(self, opens: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
        self.key(*opens)
        QApplication.processEvents()
        dialog = QApplication.activeModalWidget() or QApplication.activeWindow()
        if dialog is not None and dialog is not self.window:
            QTest.keyClick(dialog, KEY.Key_Escape)
        QApplication.processEvents()
        assert QApplication.activeModalWidget() is None

    @rule(key=st.sampled_from(ON_PANELS))
    def show_or_hide_a_panel(self, key: Qt.Key) -> None:
        self.key(key)

    @rule(size=st.sampled_from(SIZES))
    def resize(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)

    @rule(name=st.sampled_from(sorted(bundled_lessons())), frames=st.integers(1, 30))
    def play_a_lesson(self, name: str, frames: int) -> None:
        self.window.open_lesson(load_lesson(name)).bar.toggle()
        for _ in range(frames):
            self.clock.tick(self.app, 0.1)

    @precondition(lambda self: self.window.show_now is not None)
    @rule(key=st.sampled_from([KEY.Key_Space, KEY.Key_PageDown, KEY.Key_PageUp, KEY.Key_1]))
    def key_in_a_lesson(self, key: Qt.Key) -> None:
        self.key(key)

    @precondition(lambda self: self.window.show_now is not None)
    @rule()
    def leave_the_lesson(self) -> None:
        assert self.window.show_now is not None
        self.window.show_now.leave()

    # What holds

    @invariant()
    def every_value_shown_is_the_knobs_own(self) -> None:
        if not hasattr(self, "app"):
            return
        QApplication.processEvents()
        self.window.phases.settle()  # a knob that glides to its next value is shown on its way
        self.window.refresh()
        before = self.looked_at()
        self.painted.values.clear()
        self.console.viewport().repaint()
        assert self.looked_at() == before, "a paint looks from where the one before did"
        session, theta = self.session, self.session.parameters.theta
        own = session.switches.whole(theta)
        order = reading_order.order(session.layout)
        if self.painted.values:
            seen = self.knobs_in_view()
            painted = np.array(self.painted.values, theta.dtype)
            assert same(painted, theta[seen], own[seen]), (before, painted, theta[seen])
        root = QAccessible.queryAccessibleInterface(self.console)
        every = -(-order.size // MOST_HEARD)
        spoken = [knob.valueInterface().currentValue() for knob in leaves(root, every)]
        assert same(np.array(spoken), theta[order[::every]], own[order[::every]])
        knob, inspector = self.console.input.focused, self.window.panel("inspector")
        if knob is not None and inspector is not None and inspector.isVisible():
            shown = inspector.value.text().split()[0]
            assert shown in {numbers.signed(float(values[knob]), 4) for values in (theta, own)}
        readouts = self.window.transport.readouts
        train = session.losses.train
        assert readouts["train"].text == numbers.loss(train), (train, theta[:3], session.computing)

    def looked_at(self) -> tuple[object, ...]:
        """Returns which part of the desk is in view, and from how near."""
        view, canvas = self.console.view, self.console.canvas
        size = self.console.viewport().size()
        levels = tuple(of.level for of in canvas.geometry.of)
        return size.toTuple(), canvas.shown.getRect(), view.closeness, levels

    def knobs_in_view(self) -> list[int]:
        """Returns the knobs of which a fader can be seen, those of one size together.

        Last come those whose bars are about to be faders, layer by layer.
        """
        canvas = self.console.canvas
        shown = canvas.shown
        edges = (shown.left(), shown.top(), shown.right(), shown.bottom())
        strips = canvas.geometry.strips_in(*edges, least=Level.BAR)
        faders = [strip for strip in strips if strip.of.level is Level.FADER]
        coming = [strip for strip in strips if strip.of.level is Level.BAR and strip.of.coming]
        layers = [[s for s in coming if s.layer == at] for at in sorted({s.layer for s in coming})]
        return [knob for some in (faders, *layers) for knob in self.seen_of(some)]

    def seen_of(self, strips: list[Strip]) -> list[int]:
        """Returns the knobs of some strips of which something can be seen, by size."""
        canvas, seen = self.console.canvas, dict[tuple[float, float], list[int]]()
        shown = canvas.shown
        for strip in strips:
            knobs = canvas.layout.neuron(strip.layer, strip.neuron).tolist()
            for column, knob in enumerate(knobs):
                begin = strip.left + column * strip.of.pitch
                if begin < shown.right() and begin + strip.of.pitch > shown.left():
                    seen.setdefault((strip.of.pitch, strip.of.travel), []).append(knob)
        return [knob for some in seen.values() for knob in some]

    @invariant()
    def nothing_is_on_stderr(self) -> None:
        assert not self.raised, self.raised
        assert self.noise.heard() == ""

    def teardown(self) -> None:
        try:
            if hasattr(self, "app"):
                self.end()
        finally:
            if hasattr(self, "app"):
                self.close()
            self.stack.close()

    def end(self) -> None:
        """The log leads to the same bits, and undoing everything to the start."""
        if self.pressed is not None:
            self.release()
        if self.window.show_now is not None:
            self.window.show_now.leave()
        session = self.session
        text = msgspec.json.encode([record.action for record in session.log.records])
        again = replay(msgspec.json.decode(text, type=list[AnyAction]))
        assert again.parameters.theta.tobytes() == session.parameters.theta.tobytes()
        assert again.losses == session.losses
        self.console.setFocus()
        for _ in range(2000):
            self.key(KEY.Key_Z, CONTROL)
            if session.undo.undo_name is None and not session.running:
                break
        assert session.undo.undo_name is None
        first = beginning(session)
        if first is not None and not session.undo.forgotten:
            assert session.parameters.theta.tobytes() == first.theta.tobytes()
            assert at_one_speed(session.scenario) == at_one_speed(first.scenario)
        self.nothing_is_on_stderr()
        self.close()
        self.nothing_is_on_stderr()

    def close(self) -> None:
        self.window.close()
        assert not self.app.timer.isActive()
        self.window.deleteLater()
        self.app.deleteLater()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del self.app

    def some(self, pick: float) -> int:
        knob = int(pick * self.session.layout.size)
        self.console.show_knob(knob)
        return knob

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        if QApplication.activeWindow() is None:  # no desktop here gives the focus back
            self.window.activateWindow()
            QApplication.processEvents()
        target: QWidget = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, keys)


def same(shown: Array, theta: Array, own: Array) -> bool:
    """Whether values are those of the knobs; a muted one may show what it will come back to."""
    return shown.size == theta.size and bool(((shown == theta) | (shown == own)).all())


def at_one_speed(scenario: Scenario) -> Scenario:
    """Returns a scenario without its speed, which is no part of the experiment."""
    training = msgspec.structs.replace(scenario.training, speed=1.0)
    return msgspec.structs.replace(scenario, training=training)


def leaves(place: QAccessibleInterface, every: int) -> list[Any]:
    """Returns every so many-th knob of the console's tree, in reading order."""
    found, knob = [], 0
    for layer in (place.child(number) for number in range(place.childCount())):
        for neuron in (layer.child(number) for number in range(layer.childCount())):
            count = neuron.childCount()
            found += [neuron.child(index) for index in range(-knob % every, count, every)]
            knob += count
    return found


def run(examples: int, steps: int, *, shrink: bool = False) -> None:
    run_state_machine_as_test(
        AnythingInWindow,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        ),
    )


def test_anything_in_any_order(qapp: QApplication) -> None:
    run(4, 25)


@pytest.mark.slow
def test_anything_in_any_order_for_long(qapp: QApplication) -> None:
    run(60, 50, shrink=False)
