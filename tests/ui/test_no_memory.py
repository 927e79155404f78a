"""Memory runs out in the midst of an action: it is said, and the window goes on."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import eq_sim
from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session

PROGRAM = str(Path(eq_sim.__file__).parent)  # and not what else stands in a folder of this name
Opened = Callable[..., App]
BEFORE = "There is not enough memory for that. Nothing was changed."
AFTER = "There is not enough memory for that. That was done all the same."


class Shortage:
    """Raises at the n-th line that a session's doors run; then there is memory again."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = 0
        self.lines = 0
        self._on = False
        for door in ("apply", "bring_back"):  # another scenario comes by the second one
            monkeypatch.setattr(session, door, partial(self._watched, getattr(session, door)))

    def at(self, line: int) -> None:
        self.left, self.lines, self._on = line, 0, True

    def _watched(self, door: Callable[..., object], what: object) -> object:
        if not self._on:
            return door(what)
        self._on = False
        sys.settrace(self._call)
        try:
            return door(what)
        finally:
            sys.settrace(None)

    def _call(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        if frame.f_code.co_name == "__del__":  # what it raises goes to nobody
            return None
        return self._line if frame.f_code.co_filename.startswith(PROGRAM) else None

    def _line(self, frame: FrameType, event: str, argument: object) -> Callable[..., object] | None:
        if event == "line":
            self.lines += 1
            if self.lines == self.left:
                raise MemoryError
        return self._line


ACTIONS: dict[str, act.AnyAction] = {
    "turn": act.Turn((3,), (0.7,)),
    "freeze": act.Freeze((1, 2), on=True),
    "layers": act.Set("hidden", (6, 5)),
    "precision": act.Set("dtype", "float64"),
    "load": act.Load(load_scenario("penguins"), 2),
    "run": act.Run(),
    "undo": act.Undo(),
    "steps": act.Train(5),
}


def knobs(session: Session) -> tuple[object, ...]:
    return (
        session.parameters.theta.tobytes(),
        session.switches.frozen.tobytes(),
        session.scenario,
        session.step,
        session.running,
        tuple(session.undo.names),
    )


def prepared(app: App) -> None:
    app.session.apply(act.Load(load_scenario("ring"), 1))  # afresh, whatever is parked
    for action in (
        act.Train(4),
        act.Turn((0,), (0.5,)),
    ):
        assert app.do(action)
    app.window.console_panel.clear_notice()
    app.window.refresh()


@pytest.mark.parametrize(
    ("name", "between"),
    [
        *((name, 2) for name in list(ACTIONS)[:1]),
        *(pytest.param(name, 6, marks=pytest.mark.slow) for name in ACTIONS),
    ],
)
def test_the_window_goes_on_after_memory_ran_out(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, name: str, between: int
) -> None:
    app, action = opened("ring", (1000, 640)), ACTIONS[name]
    session, shortage = app.session, Shortage(app.session, monkeypatch)
    for _ in range(2):  # the second time what is kept from the first needs no line
        prepared(app)
        before = knobs(session)
        shortage.at(10**9)
        assert app.do(action)
        app.timer.stop()
    total, after = shortage.lines, knobs(session)
    assert total > 20
    lines = {1, *np.linspace(2, total, between + 2, dtype=int).tolist(), total - 1, total}
    for line in sorted(lines):
        prepared(app)
        shortage.at(line)
        done = app.do(action)
        app.timer.stop()
        assert shortage.lines >= line, f"line {line} of {total}"
        now, said = knobs(session), app.window.console_panel.notice.text()
        if name == "steps":  # whole steps are kept
            assert 4 <= session.step <= 9
        else:
            assert now == (after if done else before), f"line {line} of {total}"
            assert said == (AFTER if done else BEFORE)
        # It paints what is true, and the next action works.
        app.window.refresh()
        QApplication.processEvents()
        assert not app.window.grab().isNull()
        assert app.window.console.box_of(session.layout.size - 1).isValid()
        QTest.keyClick(app.window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        assert session.step == 0
        app.window.refresh()
        assert app.window.transport.readouts["step"].text == "0"


def test_training_rests_after_memory_ran_out(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("ring", (1000, 640))
    session, advance = app.session, app.session.advance

    def short(*arguments: float, **named: int) -> int:
        monkeypatch.setattr(session, "advance", advance)
        raise MemoryError

    app.do(act.Run())
    monkeypatch.setattr(session, "advance", short)
    app.tick()
    assert not session.running
    assert not app.timer.isActive()
    said = app.window.console_panel.notice.text()
    assert said == "There is not enough memory to train. The steps so far are kept."
    app.do(act.Run())
    app.timer.stop()
    session.advance(steps=3)
    assert session.step >= 3
