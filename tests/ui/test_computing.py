"""A hand on a network so large that a frame has no room for a pass through all data.

A worker makes it. Until then, whoever shows a loss or an answer says so; then the numbers are those
that a session without a window has, to the bit.
"""

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from simulated_clock import SimulatedClock
from training_aside import WhenTold

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.network.mlp import Evaluator
from eq_sim.picture import shown
from eq_sim.session.actions import AnyAction, Load, Pause, Release, Run, Train, Turn, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.files.replay import replay
from eq_sim.session.questions.loss_along_knob import KnobSlices
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.session.settings.setting import Value
from eq_sim.ui.dialogs.answer_picture import answer_then
from eq_sim.ui.models.knob_questions import KnobQuestions
from eq_sim.ui.panels import checkpoint_list
from eq_sim.ui.style.numbers import COMPUTING, loss
from eq_sim.ui.window.panel_spec import TURNS

Opened = Callable[..., App]
Changes = Sequence[tuple[str, Value]]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
KNOB = 300
FELT: Changes = [("hidden", (512, 320)), ("optimizer", "sgd"), ("batch_size", 64)]
"""Of the digits: the passes of a network of 200,000 knobs are felt, too, and this one is quick."""


class Window:
    """A window whose worker works when a test says so; it counts passes that others make."""

    def __init__(self, opened: Opened, monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
        self.executor, self.clock = WhenTold(), SimulatedClock()
        self.passes = 0
        self.works = self.elsewhere = False
        run, window = Evaluator.run, self

        def counted(evaluator: Evaluator) -> np.ndarray:
            window.passes += not (window.works or window.elsewhere)
            return run(evaluator)

        def then(*arguments: object) -> object:
            window.elsewhere = True
            made = answer_then(*arguments)
            window.elsewhere = False
            return made

        # A checkpoint's picture is of another moment, by a session of its own, when all rests.
        monkeypatch.setattr(checkpoint_list, "answer_then", then)

        monkeypatch.setattr(Evaluator, "run", counted)
        self.app = opened(session, (1600, 900), clock=self.clock, executor=lambda: self.executor)
        self.session = session
        self.at = QPointF()
        self.rest()
        self.passes = 0

    def work(self) -> None:
        """The worker does what it was given, and what comes of it is shown."""
        self.works = True
        self.executor.work()
        self.works = False
        QApplication.processEvents()
        self.app.look()
        QApplication.processEvents()

    def rest(self) -> None:
        """Until nothing is looked for any more."""
        self.app.look()
        while self.executor.given:
            self.work()

    def mouse(self, kind: QEvent.Type, dy: float, button: Qt.MouseButton) -> None:
        view = self.app.window.console.viewport()
        self.at += QPointF(0, dy)
        where = QPointF(view.mapToGlobal(self.at.toPoint()))
        keys = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(view, QMouseEvent(kind, self.at, where, button, LEFT, keys))
        for _ in range(TURNS):  # each panel has its turn
            self.app.look()
        QApplication.processEvents()

    def press(self) -> None:
        console = self.app.window.console
        console.go_to(KNOB)
        self.at = console.center_of(KNOB)
        self.mouse(QEvent.Type.MouseButtonPress, 0, LEFT)

    def drag(self, dy: float) -> None:
        self.mouse(QEvent.Type.MouseMove, dy, NONE)

    def release(self) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, 0, LEFT)

    def texts(self) -> list[str]:
        """Everything that is written in the window's labels."""
        return [label.text().lower() for label in self.app.window.findChildren(QLabel)]


@pytest.fixture
def make(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Window]:
    def of(name: str = "digits", steps: int = 0, changes: Changes = FELT) -> Window:
        session = open_session(name, changes=changes if name == "digits" else [])
        if steps:
            session.apply(Train(steps))
        return Window(opened, monkeypatch, session)

    return of


def headless(session: Session) -> Session:
    """Returns the same experiment, from its log, without a window."""
    return replay(record.action for record in session.log.records)


def same(one: Session, other: Session) -> bool:
    answers = zip(one.evaluation.answers, other.evaluation.answers, strict=True)
    return (
        one.losses == other.losses
        and one.measure == other.measure
        and all(np.array_equal(mine, yours) for mine, yours in answers)
        and one.evaluation.reaches() == other.evaluation.reaches()
        and np.array_equal(one.history.points, other.history.points, equal_nan=True)
    )


def readouts(of: Window) -> dict[str, tuple[str, str, bool]]:
    """Returns of each number of the top row its caption, its text, and whether it is pale."""
    parts = of.app.window.transport.readouts
    return {
        name: (
            parts[name].findChildren(QLabel)[0].text(),
            parts[name].text,
            not parts[name].label.isEnabled(),
        )
        for name in ("train", "test", "measure")
    }


def test_a_knob_of_a_million_is_dragged(make: Callable[..., Window]) -> None:
    of = make("digits-million")
    app, session = of.app, of.session
    app.window.docks.show_more(True)
    for key in ("inspector", "compare", "by_hand", "settings"):
        app.window.docks.bring(key)
    of.rest()
    of.passes = 0
    before, points = readouts(of), len(session.history.marks)
    assert not any(pale for *_, pale in before.values())
    of.press()
    of.drag(-15)
    of.drag(-15)
    assert of.passes == 0
    now = readouts(of)
    assert {caption for caption, *_ in now.values()} == {COMPUTING.upper()}
    assert all(pale for *_, pale in now.values())
    assert [text for _, text, _ in now.values()] == [text for _, text, _ in before.values()]
    console = app.window.console
    assert console.bubble is not None
    assert console.bubble.lines[2] == f"loss {COMPUTING}"
    assert app.window.panel("output").summary_text == COMPUTING
    of.work()  # what was looked for first is of where the knob has been since
    assert readouts(of)["train"][2]
    assert of.passes == 0
    of.work()
    assert not session.computing
    assert readouts(of)["train"][1] == loss(session.losses.train)
    assert " → " in console.bubble.lines[2]
    of.drag(-15)
    of.release()
    assert len(session.history.marks) == points  # the hand lets go when the loss is known
    of.rest()
    assert len(session.history.marks) == points + 1
    assert isinstance(session.log.records[-1].action, Release)
    assert of.passes == 0
    assert not any(COMPUTING in text for text in of.texts())
    now = readouts(of)
    assert now["train"][0] == before["train"][0]
    assert now["train"][1] == loss(session.losses.train)
    assert not any(pale for *_, pale in now.values())
    assert same(session, headless(session))


def test_every_reader_says_so(make: Callable[..., Window]) -> None:
    of = make()
    window = of.app.window
    window.docks.show_more(True)
    window.begin_challenge()
    of.rest()
    of.passes = 0
    for key in ("compare", "settings", "by_hand", "inspector", "loss", "output"):
        window.docks.bring(key)
        of.press()
        of.drag(-9)
        assert of.session.computing
        panel = window.panel(key)
        assert panel is not None
        texts = [label.text().lower() for label in panel.findChildren(QLabel)]
        if key == "inspector":  # it asks a part of the samples, and says of how many
            assert not any(COMPUTING in text for text in texts)
        else:
            assert any(COMPUTING in text for text in texts), key
        of.release()
        of.rest()
        assert not any(COMPUTING in text for text in of.texts()), key
    assert of.passes == 0


def test_the_curve_ends_where_the_loss_is_known(make: Callable[..., Window]) -> None:
    of = make()
    plot = of.app.window.panel("loss").plot
    of.press()
    of.drag(-20)
    first = plot.train.getData()[1].copy()
    of.work()
    of.work()
    assert not of.session.computing
    for _ in range(TURNS):  # each panel has its turn
        of.app.look()
    assert plot.train.getData()[1].size == first.size + 1  # the knobs as they stand


def test_undo_switch_and_close_before_it_is_known(make: Callable[..., Window]) -> None:
    of = make()
    app, session = of.app, of.session
    start = session.losses
    of.press()
    of.drag(-20)
    of.release()
    app.do(Undo())  # of what the hand did, though it had not let go yet
    assert np.array_equal(session.parameters.theta, session.parameters.start)
    of.passes = 0
    of.rest()
    assert of.passes == 0
    assert session.losses == start
    of.press()
    of.drag(-20)
    app.do(Load(load_scenario("ring"), 1))
    assert not session.computing
    of.work()
    assert same(session, headless(session))
    app.do(Undo())  # back to the digits
    of.rest()
    assert session.scenario.name == "digits"
    of.press()
    of.drag(-20)
    of.release()
    wanted = float(app.window.console.bank.whole()[KNOB])
    app.window.close()
    assert isinstance(session.log.records[-1].action, Release)
    assert session.parameters.theta[KNOB] == np.float32(wanted)
    assert not of.executor.given
    assert same(session, headless(session))


@pytest.mark.slow
def test_a_real_thread_finds_out(opened: Opened, qtbot: object) -> None:
    app = opened(open_session("digits", changes=FELT))
    session = app.session
    for value in (0.5, 0.25, -0.5):
        app.window.console.input.hands.put(np.array([KNOB]), np.array([value]))
    qtbot.waitUntil(lambda: not session.computing and not session.held)  # type: ignore[attr-defined]
    assert len([r for r in session.log.records if isinstance(r.action, Release)]) == 3
    assert same(session, headless(session))
    app.window.close()
    assert "training" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.slow
def test_training_begins_with_what_it_shows_meanwhile(make: Callable[..., Window]) -> None:
    of = make(steps=1)
    app, session = of.app, of.session
    of.rest()
    of.press()
    of.drag(-20)
    of.release()
    app.do(Run())  # the hand lets go before
    assert isinstance(session.log.records[-2].action, Release)
    passes = of.passes
    for _ in range(8):
        of.clock.tick(app)
        of.works = True
        of.executor.work()
        of.works = False
        QApplication.processEvents()
        assert not session.computing or session.evaluation.step is None
    assert of.passes == passes
    app.do(Pause())
    of.rest()
    assert of.passes == passes
    assert same(session, headless(session))


@pytest.mark.slow
def test_a_hand_lets_go_while_training_goes_on(make: Callable[..., Window]) -> None:
    of = make(steps=1)
    app, session = of.app, of.session
    app.do(Run())
    of.clock.tick(app)
    of.press()
    of.drag(-20)
    of.release()
    for _ in range(8):
        of.clock.tick(app)
        of.works = True
        of.executor.work()
        of.works = False
        QApplication.processEvents()
    assert not session.held
    actions: list[AnyAction] = [record.action for record in session.log.records]
    assert [type(each) for each in actions if isinstance(each, Turn | Release)] == [Turn, Release]
    app.do(Pause())
    of.rest()
    assert same(session, headless(session))


@pytest.mark.slow
def test_what_fails_there_is_met_by_whoever_asks(
    make: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    of = make()
    of.press()
    of.drag(-20)
    with monkeypatch.context() as patch:
        run = Evaluator.run

        def full(evaluator: Evaluator) -> np.ndarray:
            if of.works:
                raise MemoryError
            return run(evaluator)

        patch.setattr(Evaluator, "run", full)
        of.rest()
    assert not of.session.computing
    assert of.passes == 1
    assert readouts(of)["train"][1] == loss(of.session.losses.train)


def test_a_picture_and_a_film_wait_for_their_numbers() -> None:
    session = open_session("digits", changes=FELT)
    session.apply(Turn((KNOB,), (0.5,)))
    session.apply(Undo())
    with shown(session, (1280, 720), 1.0, "dark") as window:
        texts = [label.text().lower() for label in window.findChildren(QLabel)]
        assert not session.computing
        assert not any(COMPUTING in text for text in texts)


LESSON = """
title = "Many"
idea = "One of them"
scenario = "digits"
seed = 1
change = { hidden = [512, 320], optimizer = "sgd", batch_size = 64 }

[[step]]
chapter = "One"

[[step]]
turn = "neuron 1 -> neuron 1, layer 2"
to = 0.5
seconds = 1

[[step]]
say = "Now {accuracy} is right on test, and the loss is {loss}."
"""


@pytest.mark.slow
def test_a_lesson_says_only_what_is_known(make: Callable[..., Window]) -> None:
    of = make()
    view = of.app.window.open_lesson(parse_lesson(LESSON, "many"))
    view.player.go_to(view.player.length - 1)
    of.app.window.refresh()
    view.refresh()
    other = headless(of.session)
    assert f"the loss is {other.losses.train:.3g}." in view.player.caption
    assert same(of.session, other)


def test_while_a_worker_trains_every_panel_is_of_the_same_step(
    make: Callable[..., Window],
) -> None:
    long: Changes = [("hidden", (256,)), ("batch_size", 300), ("speed", 100.0)]
    of = make("digits", 144, long)
    app, session, window = of.app, of.session, of.app.window
    app.do(Run())
    while session.evaluation.step is None or session.evaluation.step >= session.step - 1:
        of.clock.tick(app)
        of.executor.work()
        QApplication.processEvents()
    app.timer.stop()
    of.clock.tick(app)
    app.timer.stop()
    assert session.under_way
    step, now, knob = session.evaluation.step, session.step, 2
    assert step is not None
    texts = []
    for key in ("compare", "settings"):  # one in front of the other
        window.docks.bring(key)
        window.refresh()
        texts += of.texts()
    known = loss(session.losses.train)
    assert readouts(of)["train"][:2] == (f"TRAIN LOSS AT {step}", known)
    assert any(f"loss at step {step}: {known}." in text for text in texts)
    assert any(text.startswith(f"reached: at step {step} ") for text in texts)
    assert window.panel("output").summary_text.startswith(f"at step {step}: ")
    curve = window.panel("loss").plot.train.getData()
    assert curve[0][-1] == step < now  # not of a step whose loss nobody knows
    along = KnobQuestions(session).along(knob, 1.0)
    part = along.used < along.total
    here = KnobSlices(session).losses(knob, np.array([along.here]), part=part)
    assert along.loss == here[0]  # on its own curve
