"""Looking back in the window: by the plot, the bar and the keys; and going on from there."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import (
    BackToStart,
    Grab,
    KeepCheckpoint,
    Load,
    NewStart,
    Pause,
    Release,
    Run,
    Set,
    Train,
    Turn,
    Undo,
)
from eq_sim.session.files.experiment_file import Experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
Bits = tuple[object, ...]
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("loss", "by_hand"))


def bits(of: Session) -> Bits:
    """Everything that a person sees of an experiment, bit for bit."""
    best = of.best
    return (
        of.layout.size,
        of.step,
        of.scenario.training.optimizer,
        of.parameters.theta.tobytes(),
        of.trainer.optimizer.state.tobytes(),
        of.history.points.tobytes(),
        best and (best.step, best.theta.tobytes()),
    )


def bar(app: App) -> QWidget:
    return app.window.panel("loss").past


def plot(app: App) -> QWidget:
    return app.window.panel("loss").plot


def settle(app: App, clock: SimulatedClock) -> None:
    """Lets ticks pass until there is no way to go any more."""
    while app.window.looking.busy:
        clock.tick(app)
    app.look()


def in_plot(app: App, x: float, y: float) -> QPoint:
    """Where on the screen a point of the plot is."""
    view = plot(app).plot
    box = view.getPlotItem().getViewBox()
    return view.mapFromScene(box.mapViewToScene(QPointF(x, y)))


def press(app: App, at: QPoint) -> None:
    QTest.mousePress(plot(app).plot.viewport(), LEFT, NONE, at)


def look_at(app: App, clock: SimulatedClock, step: int) -> None:
    """Clicks on the plot, in its middle, where so many steps had been taken."""
    low, high = plot(app).plot.getPlotItem().getViewBox().viewRange()[1]
    at = in_plot(app, step, low + 0.02 * (high - low))
    press(app, at)
    QTest.mouseRelease(plot(app).plot.viewport(), LEFT, NONE, at)
    settle(app, clock)


def trained(opened: Opened, clock: SimulatedClock, steps: int = 300) -> App:
    app = opened("ring", clock=clock)
    app.do(Train(steps))
    app.look()
    return app


def test_any_moment_of_a_run_comes_back_by_mouse_to_the_last_bit(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened(open_session("ring", changes=[("points", 40), ("batch_size", 7)]), clock=clock)
    session, looking = app.session, app.window.looking
    was = [bits(session)]

    def train(steps: int) -> None:
        for _ in range(steps):
            session.advance(steps=1)
            was.append(bits(session))

    def do(action: object) -> None:
        app.do(action)
        was.append(bits(session))

    app.do(Run())
    train(150)
    do(Set("hidden", (3, 2)))
    app.do(Run())
    train(200)
    app.do(Grab((3,)))
    for value in (0.5, 1.5, -1.0):
        do(Turn((3,), (value,)))
        train(20)
    app.do(Release())
    train(60)
    do(Set("optimizer", "adam"))
    train(200)
    app.do(Pause())
    now = bits(session)
    app.look()
    draw = random.Random(5)
    slider, seen = bar(app).slider, set()
    for by_plot in (False, True):
        for _ in range(50):
            if by_plot:
                left, right = plot(app).plot.getPlotItem().getViewBox().viewRange()[0]
                low, high = plot(app).plot.getPlotItem().getViewBox().viewRange()[1]
                at = in_plot(app, draw.uniform(left, right), draw.uniform(low, high))
                press(app, at)
                QTest.mouseRelease(plot(app).plot.viewport(), LEFT, NONE, at)
            else:
                x = draw.randrange(slider.width())
                QTest.mouseClick(slider, LEFT, NONE, QPoint(x, slider.height() // 2))
                assert looking.wanted == slider.value()
            settle(app, clock)
            assert bits(session) == was[looking.place]
            seen.add(looking.place)
    assert len(seen) > 60
    assert len({one[0] for one in (was[place] for place in seen)}) == 2  # both layouts
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    assert bits(session) == now


def test_the_window_says_that_it_looks_back_and_comes_back(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = trained(opened, clock, 1500)
    session, strip = app.session, app.window.strip
    now = bits(session)
    records = len(session.log.records)
    assert not strip.isVisible()
    look_at(app, clock, 400)
    assert abs(session.step - 400) <= 8  # a pixel is several steps wide
    step = f"{session.step:,}"
    assert strip.isVisible()
    assert strip.words.text() == f"Looking back: step {step} of 1,500. Esc: back to now"
    assert app.window.transport.readouts["step"].text.endswith(step)
    assert bar(app).slider.accessibleDescription() == f"step {step} of 1,500"
    QTest.mouseClick(strip.now, LEFT)
    assert bits(session) == now
    app.look()
    assert not strip.isVisible()
    assert len(session.log.records) == records


def test_a_look_back_is_nothing_to_save(
    opened: Opened, clock: SimulatedClock, tmp_path: Path
) -> None:
    app = trained(opened, clock)
    session, documents = app.session, app.documents.documents
    documents.saved(documents.current, tmp_path / "one.eqsim", session.state())
    assert not documents.unsaved
    look_at(app, clock, 100)
    assert not documents.unsaved
    saved = Experiment.of(session)
    assert saved.session().step == 300
    app.window.looking.back_to_now()
    assert not documents.unsaved
    look_at(app, clock, 100)
    app.do(Train(1))
    assert documents.unsaved


def test_the_pointer_is_followed_and_the_newest_wish_wins(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = trained(opened, clock)
    viewport = plot(app).plot.viewport()
    _, (low, _) = plot(app).plot.getPlotItem().getViewBox().viewRange()
    press(app, in_plot(app, 50, low + 0.1))
    for step in (80, 120, 200):
        QTest.mouseMove(viewport, in_plot(app, step, low + 0.1))
    assert app.session.step == 300  # it waits for the next tick
    settle(app, clock)
    assert abs(app.session.step - 200) <= 3
    QTest.mouseRelease(viewport, LEFT, NONE, in_plot(app, 200, low + 0.1))
    QTest.mouseMove(viewport, in_plot(app, 20, low + 0.1))
    assert not app.window.looking.busy


def test_the_timer_brings_one_there_and_stops(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring")
    app.do(Train(300))
    app.do(Run())
    app.window.looking.look_at(100)
    qtbot.waitUntil(lambda: app.session.step == 100)
    qtbot.waitUntil(lambda: app.window.strip.isVisible())
    qtbot.waitUntil(lambda: not app.timer.isActive())
    app.window.looking.play()
    qtbot.waitUntil(lambda: app.session.step < 95)
    assert app.timer.isActive()
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not app.timer.isActive())
    qtbot.waitUntil(lambda: not app.window.strip.isVisible())
    assert app.session.step >= 300


def test_keys_go_back_on_backwards_and_to_now(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock)
    session, window = app.session, app.window

    def key(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(window, key, modifiers)
        settle(app, clock)

    alt = Qt.KeyboardModifier.AltModifier
    key(Qt.Key.Key_Left, alt)
    key(Qt.Key.Key_Left, alt)
    assert session.step == 298
    key(Qt.Key.Key_Right, alt)
    assert session.step == 299
    assert app.do(Set("speed", 60.0))
    assert session.step == 299  # the speed is nobody's to go back to
    QTest.keyClick(window, Qt.Key.Key_Left, alt | Qt.KeyboardModifier.ShiftModifier)
    for _ in range(12):
        clock.tick(app, 1 / 60)
    assert session.looking_back
    assert abs(session.step - 287) <= 1
    assert session.scenario.training.speed == 60.0
    QTest.keyClick(window, Qt.Key.Key_Left, alt | Qt.KeyboardModifier.ShiftModifier)
    assert not window.looking.playing
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not session.looking_back
    assert session.step == 300
    bar(app).slider.setFocus()
    QTest.keyClick(bar(app).slider, Qt.Key.Key_Home)
    settle(app, clock)
    assert session.step == 0


def test_buttons_of_the_bar_do_what_they_are_called(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock, 30)
    past, session = bar(app), app.session
    names = [past.play, past.back, past.on, past.now]
    assert [button.accessibleName() for button in names] == [
        "Play backwards",
        "One step back",
        "One step on",
        "Back to now",
    ]
    assert not past.on.isEnabled()
    assert not past.now.isEnabled()
    QTest.mouseClick(past.back, LEFT)
    settle(app, clock)
    assert session.step == 29
    QTest.mouseClick(past.on, LEFT)
    settle(app, clock)
    assert session.step == 30
    QTest.mouseClick(past.play, LEFT)
    settle(app, clock)  # until the beginning
    assert session.step == 0
    assert not past.back.isEnabled()
    QTest.mouseClick(past.now, LEFT)
    assert session.step == 30
    assert not session.looking_back


@pytest.mark.parametrize("how", ["train", "turn", "button", "key"])
def test_one_goes_on_from_the_moment_and_undo_returns(
    opened: Opened, clock: SimulatedClock, how: str
) -> None:
    app = trained(opened, clock)
    session, window = app.session, app.window
    now = bits(session)
    look_at(app, clock, 100)
    step, then = session.step, bits(session)
    match how:
        case "train":
            QTest.mouseClick(window.transport.train, LEFT)
            assert session.running
            app.timer.stop()
            session.advance(steps=10)
            app.do(Pause())
            assert session.step == step + 10
        case "turn":
            window.console.setFocus()
            QTest.keyClick(window.console, Qt.Key.Key_Right)
            QTest.keyClick(window.console, Qt.Key.Key_Up)
            window.console.let_go()
            assert session.step == step
            assert bits(session) != then
        case "button":
            QTest.mouseClick(window.strip.go_on, LEFT)
            assert bits(session) == then
        case "key":
            QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
            assert bits(session) == then
    assert not session.looking_back
    app.look()
    assert not window.strip.isVisible()
    for _ in range(2 if how in ("train", "turn") else 1):
        app.do(Undo())
    assert bits(session) == now


def test_a_knob_can_be_touched_and_dragged_in_the_past(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = trained(opened, clock)
    session, console = app.session, app.window.console
    look_at(app, clock, 100)
    records, step, then = len(session.log.records), session.step, bits(session)
    at = console.center_of(3).toPoint()
    view = console.viewport()
    QTest.mousePress(view, LEFT, NONE, at)
    QTest.mouseRelease(view, LEFT, NONE, at)
    assert session.looking_back  # a touch changes nothing
    assert len(session.log.records) == records
    assert bits(session) == then
    QTest.mousePress(view, LEFT, NONE, at)
    QTest.mouseMove(view, at - QPoint(0, 12))
    QTest.mouseMove(view, at - QPoint(0, 25))
    assert not session.looking_back
    assert session.held == (3,)
    assert session.step == step
    QTest.mouseRelease(view, LEFT, NONE, at - QPoint(0, 25))
    assert session.held == ()
    assert session.undo.names[1] == f"going to step {step}"


def test_a_look_at_the_start_leaves_the_past_alone(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock)
    session = app.session
    look_at(app, clock, 100)
    then, records = bits(session), len(session.log.records)
    QTest.keyPress(app.window, Qt.Key.Key_H)
    assert session.parameters.theta.tobytes() == session.parameters.start.tobytes()
    QTest.keyRelease(app.window, Qt.Key.Key_H)
    assert session.looking_back
    assert bits(session) == then
    assert len(session.log.records) == records


def test_a_look_at_a_trained_network_wins_no_challenge(
    opened: Opened, clock: SimulatedClock, qtbot: QtBot
) -> None:
    app = trained(opened, clock, 1500)  # its goal is met
    app.do(BackToStart())
    app.window.begin_challenge()
    app.look()
    panel = app.window.panel("by_hand")
    while app.session.step == 0:
        app.window.looking.step(-1)
        settle(app, clock)
    assert app.session.step == 1500
    assert app.session.goal_value >= app.session.scenario.goal.value
    said = panel.time.text(), panel.near.text()
    second = next(timer for timer in panel.findChildren(QTimer) if timer.isActive())
    with qtbot.waitSignal(second.timeout, timeout=60_000):
        second.setInterval(0)
    second.setInterval(500)
    app.window.set_look(replace(current(), decimal="comma"))  # words are written anew
    assert panel.playing
    assert (panel.time.text(), panel.near.text()) == said
    app.window.looking.back_to_now()
    app.look()
    assert "," in panel.near.text()
    assert panel.playing
    panel.stop()


def test_undo_while_looking_back_comes_back_to_now(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock)
    now = bits(app.session)
    look_at(app, clock, 100)
    knobs = app.window.commands.knobs
    knobs.show_past()
    assert knobs.undo.text() == "&Undo looking back"
    knobs.undo.trigger()
    assert bits(app.session) == now
    assert len(app.session.undo.names) == 1


def test_branches_are_numbered_pressed_and_forgotten(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock)
    session, window = app.session, app.window
    first, rate = bits(session), session.scenario.training.learning_rate
    look_at(app, clock, 100)
    app.do(Set("learning_rate", 0.01))
    app.do(Train(40))
    app.look()
    (branch,) = window.looking.tree.branches
    assert branch.step == 300
    last = float(branch.points[0, -1])
    drawn = plot(app).left.curves[0]
    at = in_plot(app, last, float(drawn.y[-1]))
    assert "branch 1: up to step 300" in plot(app).left.words(branch)
    press(app, at)
    QTest.mouseRelease(plot(app).plot.viewport(), LEFT, NONE, at)
    settle(app, clock)
    assert abs(session.step - last) <= 3
    assert session.scenario.training.learning_rate == rate
    slider = bar(app).slider
    QTest.keyClick(slider, Qt.Key.Key_End)
    settle(app, clock)
    assert bits(session) == first
    # Going on there makes the other one the branch.
    app.do(window.looking.onward)
    app.look()
    (other,) = window.looking.tree.branches
    assert other.step == session.log.records[-1].step < 300
    app.do(Undo())
    assert session.scenario.training.learning_rate == 0.01
    assert [left.step for left in window.looking.tree.branches] == [300]
    window.commands.history.forget.trigger()
    app.look()
    assert window.looking.tree.branches == ()
    assert plot(app).left.curves == []


def test_what_was_before_a_new_start_stays_and_can_be_looked_at(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = trained(opened, clock)
    session, looking = app.session, app.window.looking
    trained_bits = bits(session)
    app.do(BackToStart())
    app.do(NewStart())
    app.do(Train(20))
    app.look()
    assert [left.step for left in looking.tree.branches] == [300]
    for _ in range(2 + 20):
        looking.step(-1)
    settle(app, clock)
    assert bits(session) == trained_bits
    assert app.window.strip.words.text().startswith("Looking back: step 300 of 300.")


def test_it_says_how_far_back_it_reaches(opened: Opened, clock: SimulatedClock) -> None:
    app = trained(opened, clock)
    app.window.commands.history.forget.trigger()
    app.do(Train(50))
    app.look()
    slider = bar(app).slider
    assert (slider.minimum(), slider.maximum()) == (0, 50)
    look_at(app, clock, 10)
    assert app.session.step == 300
    assert "It reaches back no further." in app.window.strip.words.text()
    middle = slider.rect().center()
    help_wanted = QHelpEvent(QEvent.Type.ToolTip, middle, slider.mapToGlobal(middle))
    QApplication.sendEvent(slider, help_wanted)
    assert "It reaches back to step 300." in slider.toolTip()
    assert "of at most 128 MB" in slider.toolTip()


def test_a_long_way_goes_in_portions_and_says_how_far_it_is(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened("ring", clock=clock)
    looking, session = app.window.looking, app.session
    session.timeline.budget = 0  # next to nothing is kept: the way is long
    app.do(Train(12_000))
    looking.look_at(10_800)
    shares = []
    while len(shares) < 5 and looking.go_on():
        app.look()
        shares.append(looking.share)
        words = app.window.strip.words.text()
        assert f"On the way to step 10,800: {100 * looking.share:.0f} % done." in words
    assert shares == sorted(set(shares))
    assert shares[-1] < 0.5
    assert session.step == 12_000
    looking.look_at(5)  # the newest wish wins
    settle(app, clock)
    assert session.step == 5


@pytest.mark.parametrize("what", ["scenario", "close", "lesson", "checkpoint"])
def test_what_else_happens_while_one_looks_back(
    opened: Opened, clock: SimulatedClock, what: str
) -> None:
    app = trained(opened, clock)
    session, window = app.session, app.window
    look_at(app, clock, 100)
    window.looking.look_at(7)
    match what:
        case "scenario":
            app.do(Load(load_scenario("moons"), 1))
            assert session.scenario.name == "moons"
        case "lesson":
            window.play_lesson(load_lesson("one-knob"))
            assert window.show_now is not None
        case "checkpoint":
            settle(app, clock)
            app.do(KeepCheckpoint("here"))
            assert session.shelf.checkpoints[0].state.training.step == 7
        case "close":
            window.close()
            return
    assert not session.looking_back
    assert not window.looking.busy
    app.look()
    assert not window.strip.isVisible()


def test_a_file_is_looked_back_along_branches_and_undo_included(
    opened: Opened, clock: SimulatedClock, tmp_path: Path
) -> None:
    first = trained(opened, clock)
    look_at(first, clock, 100)
    first.do(Train(30))
    first.do(Turn((2,), (0.5,)))
    first.do(Undo())
    first.do(Train(10))
    left = [(one.tip, one.step) for one in first.window.looking.tree.branches]
    first.window.looking.look_at(50)
    settle(first, clock)
    then = bits(first.session)
    first.window.looking.back_to_now()
    path = tmp_path / "one.eqsim"
    save_experiment(path, Experiment.of(first.session))
    app = opened(open_session(str(path)), clock=clock)
    looking = app.window.looking
    while looking.moves:  # it is found out by itself, tick by tick
        clock.tick(app)
    assert [(one.tip, one.step) for one in looking.tree.branches] == left
    app.look()
    assert len(plot(app).left.curves) == len(left)
    looking.step(-1)
    settle(app, clock)
    assert app.session.step == first.session.step - 1
    assert [(one.tip, one.step) for one in looking.tree.branches] == left
    assert looking.lineage.last == first.window.looking.lineage.last
    looking.look_at(50)
    settle(app, clock)
    assert bits(app.session) == then
