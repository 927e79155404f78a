"""A large network trains beside the window: a hand is answered at once, nothing is half true."""

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock
from training_aside import InMidStep

from eq_sim.app import App
from eq_sim.network.optimizers import Adam
from eq_sim.session.actions import Load, Pause, Release, Run, Set, Train, Turn, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.table import FULL_SPEED

Opened = Callable[..., App]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def digits(steps: int = 0) -> Session:
    """Returns digits whose steps are long: 17 million multiplications each."""
    changes = [("hidden", (256,)), ("batch_size", 300), ("speed", float(FULL_SPEED))]
    made = open_session("digits", changes=changes)
    if steps:
        made.apply(Train(steps))
    return made


class Held:
    """A window in which training stands still in mid-step, as often as a test wants it to."""

    def __init__(self, opened: Opened, monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
        self.clock, self.executor = SimulatedClock(), InMidStep(monkeypatch)
        self.app = opened(session, clock=self.clock, executor=lambda: self.executor)
        self.session = session
        self.at = QPointF()

    def tick(self) -> None:
        self.clock.tick(self.app)
        QApplication.processEvents()
        self.app.timer.stop()

    def train_into_a_step(self) -> None:
        """Lets a quantum begin, and stand still in its middle."""
        self.executor.go.clear()
        self.tick()
        assert self.session.under_way
        self.executor.stands_still()

    def mouse(self, kind: QEvent.Type, dy: float, button: Qt.MouseButton) -> None:
        view = self.app.window.console.viewport()
        self.at += QPointF(0, dy)
        where = QPointF(view.mapToGlobal(self.at.toPoint()))
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view, QMouseEvent(kind, self.at, where, button, LEFT, keys))

    def press(self, knob: int) -> None:
        self.at = self.app.window.console.center_of(knob)
        self.mouse(QEvent.Type.MouseButtonPress, 0, LEFT)

    def drag(self, dy: float) -> None:
        self.mouse(QEvent.Type.MouseMove, dy, NONE)

    def release(self) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, 0, LEFT)

    def picture(self) -> QImage:
        """Everything that can be seen, drawn anew."""
        self.app.window.refresh()
        return self.app.window.grab().toImage()


@pytest.fixture
def held(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Held]]:
    made: list[Held] = []

    def make(steps: int) -> Held:
        made.append(Held(opened, monkeypatch, digits(steps)))
        return made[-1]

    yield make
    for each in made:
        each.executor.begin.set()
        each.executor.go.set()


def same_bits(one: Session, other: Session) -> bool:
    return bool(np.array_equal(one.parameters.theta, other.parameters.theta)) and (
        one.trainer.optimizer.state.tobytes() == other.trainer.optimizer.state.tobytes()
        and (one.step, one.epochs, one.running) == (other.step, other.epochs, other.running)
    )


def replayed(session: Session) -> Session:
    return replay(record.action for record in session.log.records)


def test_no_pixel_is_of_a_step_that_is_not_done(held: Callable[[int], Held]) -> None:
    of = held(140)  # from here on a quantum has several steps
    window = of.app.window
    window.show_inspector()
    window.console.go_to(20)
    window.console.speaking.timer.stop()  # what the knob says goes with no second of this machine
    of.app.do(Set("learning_rate", 0.1))  # one step is seen: nobody has to look closely
    of.app.do(Run())
    of.tick()
    of.executor.go.set()
    of.session.join()
    of.executor.go.clear()
    of.executor.begin.clear()
    for _ in range(4):  # each view has had its turn, and what has grown has found its room
        of.tick()
    assert of.session.under_way
    before = of.picture()  # not a step is taken yet
    of.executor.begin.set()
    of.executor.stands_still()
    assert window.transport.readouts["step"].text == f"{of.session.step}"
    window.console.set_theme(window.console._scene._theme)  # nothing that was drawn is kept
    assert of.picture() == before
    of.tick()
    assert of.picture() == before
    of.executor.go.set()
    of.session.join()
    assert of.picture() != before


def test_a_hand_in_mid_step(held: Callable[[int], Held]) -> None:
    of = held(140)
    session, console, knob = of.session, of.app.window.console, 2
    of.app.do(Run())
    of.press(knob)
    of.train_into_a_step()
    stood = float(session.parameters.theta[knob])
    seen = [float(console.bank.whole()[knob])]
    pictures = [console.grab().toImage()]
    for _ in range(3):
        of.drag(-12)
        of.tick()
        seen.append(float(console.bank.whole()[knob]))
        pictures.append(console.grab().toImage())
    assert session.under_way  # nobody has waited
    assert float(session.parameters.theta[knob]) == stood == seen[0]
    assert sorted(set(seen)) == seen  # and the fader follows
    assert all(one != other for one, other in pairwise(pictures))
    assert console.bubble is not None
    assert console.bubble.lines[1].endswith(" …")
    assert f"step {session.evaluation.step}" in console.bubble.lines[2]
    of.executor.go.set()
    of.release()
    assert float(session.parameters.theta[knob]) == np.float32(seen[-1])
    turns = [one.action for one in session.log.records if isinstance(one.action, Turn)]
    assert len(turns) == 1
    assert isinstance(session.log.records[-1].action, Release)
    of.app.do(Pause())
    assert same_bits(replayed(session), session)


def test_drag_undo_switch_and_close_in_mid_step(held: Callable[[int], Held]) -> None:
    of = held(140)
    session, app = of.session, of.app
    app.do(Run())
    of.press(2)
    of.train_into_a_step()
    of.drag(-20)
    of.executor.go.set()
    of.release()
    of.train_into_a_step()
    of.executor.go.set()
    app.do(Undo())  # of the run's last steps; it rests then
    assert not session.running
    app.do(Run())
    of.train_into_a_step()
    first = session.log.state
    of.executor.go.set()
    app.do(Load(load_scenario("ring"), 1))
    waiting = app.documents.documents.waiting[-1][1]
    assert len(waiting.log) > len(first) - 1
    went = Session(waiting.state, undo=waiting.undo, log=waiting.log)
    assert same_bits(replay(record.action for record in waiting.log), went)
    app.do(Load(load_scenario("digits"), 1))  # and back to it
    assert session.step == waiting.state.training.step
    session.apply(Train(3))
    went.apply(Train(3))
    assert same_bits(session, went)


def test_closing_in_mid_step_loses_nothing(held: Callable[[int], Held]) -> None:
    of = held(140)
    of.app.do(Run())
    of.press(2)
    of.train_into_a_step()
    of.drag(-20)
    step, wanted = of.session.step, float(of.app.window.console.bank.whole()[2])
    of.executor.go.set()
    of.app.window.close()
    assert not of.session.under_way
    assert of.session.step > step
    assert float(of.session.parameters.theta[2]) == np.float32(wanted)
    assert "training" not in [thread.name for thread in threading.enumerate()]
    of.session.apply(Pause())
    assert same_bits(replayed(of.session), of.session)


def test_what_goes_wrong_in_the_worker_is_said_once(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, log = opened(digits()), tmp_path / "eq_sim.log"

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("on purpose")

    with app.faults_caught(log):
        with monkeypatch.context() as patch:
            patch.setattr(Adam, "propose", broken)
            app.do(Run())
            qtbot.waitUntil(lambda: not app.session.running)
        assert app.window.console_panel.notice.text() == (
            f"Something inside failed. What happened is written in {log}. Training is paused."
        )
        assert "ZeroDivisionError: on purpose" in log.read_text()
        assert app.session.step == 0
        app.do(Run())
        qtbot.waitUntil(lambda: app.session.step > 5)
        app.do(Pause())
    assert same_bits(replayed(app.session), app.session)


def test_no_memory_in_the_worker(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(digits())

    def full(*arguments: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Adam, "propose", full)
        app.do(Run())
        qtbot.waitUntil(lambda: not app.session.running)
    assert app.window.console_panel.notice.text() == (
        "There is not enough memory to train. The steps so far are kept. Training is paused."
    )
    assert app.session.step == 0


def test_the_first_hints_keep_nobody_waiting(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(digits())
    app.window.welcome()
    forks: list[Session] = []
    monkeypatch.setattr(Session, "fork", forks.append)
    app.do(Run())
    assert not forks  # nobody tries on one how far it is: that would take as long as to go there
    qtbot.waitUntil(lambda: app.session.step > 3)
    app.do(Pause())


def test_a_real_thread_trains_and_rests(opened: Opened, qtbot: QtBot) -> None:
    app = opened(digits())
    app.do(Run())
    qtbot.waitUntil(lambda: app.session.step > 20)
    assert (
        "at"
        in app.window.transport.readouts["train"]
        .findChildren(type(app.window.transport.rate))[0]
        .text()
        .lower()
    )
    app.do(Set("speed", 20.0))
    app.do(Run())  # it pauses where the goal is reached first
    step = app.session.step
    qtbot.waitUntil(lambda: app.session.step > step + 2)
    app.do(Pause())
    assert app.session.evaluation.step is None
    assert same_bits(replayed(app.session), app.session)
