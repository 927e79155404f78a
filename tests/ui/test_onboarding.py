"""A newcomer's first minute, by mouse and again by keyboard alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App, shell, user_settings
from eq_sim.session.actions import (
    ErasePoints,
    Load,
    Mute,
    PaintPoints,
    Pause,
    Run,
    Set,
    Train,
    Undo,
)
from eq_sim.session.files.opening import open_session
from eq_sim.session.questions.steps_to_goal import steps_to_goal
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.by_hand import ByHand
from eq_sim.ui.style.numbers import change
from eq_sim.ui.style.preferences import current
from eq_sim.ui.window.callout import Callout
from eq_sim.ui.window.onboarding import Hint, Onboarding
from eq_sim.ui.window.ramp import Ramp, growth

LEFT = Qt.MouseButton.LeftButton


class Clock:
    """Time that the test lets pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(qtbot: QtBot, clock: Clock) -> Iterator[Callable[..., App]]:
    """Starts the program as ``open_window`` does for someone who was never here."""
    made: list[App] = []

    def begin(
        name: str = "ring",
        *,
        first: bool = True,
        size: tuple[int, int] = (1280, 720),
        seed: int = 1,
    ) -> App:
        app = shell(open_session(name, seed), "dark", user_settings())
        app._clock = clock
        app.window.resize(*size)
        app.window.reset_arrangement()
        if first:
            app.welcome()
        app.show()
        qtbot.waitExposed(app.window)
        app.furnish()
        app.window.activateWindow()
        QApplication.processEvents()
        made.append(app)
        return app

    yield begin
    for app in made:
        app.window.close()
        app.window.deleteLater()
        app.deleteLater()
    QApplication.processEvents()


def hints(app: App) -> Onboarding:
    assert app.window.onboarding is not None
    return app.window.onboarding


def words(app: App) -> str:
    callout = hints(app).callout
    assert isinstance(callout, Callout)
    assert callout.isVisible()
    return callout.words.text()


def let_run(app: App, clock: Clock, most: float = 40.0) -> list[tuple[float, int]]:
    """Lets time pass, a frame at a time, until training rests. Returns (seconds, step) pairs."""
    app.timer.stop()
    began, seen = clock.now, []
    while app.session.running and clock.now - began < most:
        clock.now += 1 / 60
        app.tick()
        seen.append((clock.now - began, app.session.step))
    QApplication.processEvents()
    return seen


def drag(app: App, knob: int, by: int) -> None:
    console = app.window.console
    view, at = console.viewport(), console.center_of(knob).toPoint()
    QTest.mousePress(view, LEFT, pos=at)
    for step in range(1, 5):
        QTest.mouseMove(view, at + QPoint(0, by * step // 4))
    QTest.mouseRelease(view, LEFT, pos=at + QPoint(0, by))
    QApplication.processEvents()


def test_by_mouse(start: Callable[..., App], clock: Clock) -> None:
    app = start()
    window, session = app.window, app.session
    assert not session.running
    assert window.docks["settings"].isHidden()
    assert not window.docks["output"].isHidden()
    assert not window.docks["loss"].isHidden()
    assert "Drag this one" in words(app)
    knob, before = hints(app).knob, session.losses.train
    drag(app, knob, -40)
    first, second = change(before, session.losses.train)
    assert first != second
    said = words(app)
    assert said.startswith(f"Loss {first} → {second}. You turned 1 of 25.")
    assert said.endswith("press Train.")
    QTest.mouseClick(window.transport.train, LEFT)
    assert session.running
    assert "All 25 knobs" in words(app)
    needed = steps_to_goal(session, 4000)
    assert needed is not None
    seen = let_run(app, clock)
    # Half a second for each of the first five steps, about twelve for the whole run.
    for step in range(1, 6):
        reached = next(seconds for seconds, at in seen if at >= step)
        assert reached == pytest.approx(step / 2, abs=0.1)
    assert 10.5 < seen[-1][0] < 13.5
    assert session.goal_reached
    assert session.step == needed
    assert session.scenario.training.speed == 30.0  # as it was
    assert words(app) == "Goal reached."
    callout = hints(app).callout
    assert callout is not None
    assert f"after {needed:,} steps" in callout.more.text()
    QTest.mouseClick(callout.buttons[0], LEFT)
    assert session.step == 0
    assert hints(app).hint is Hint.OFF
    assert hints(app).callout is None
    # The challenge is open, says what is to be reached, and has begun.
    by_hand = window.panel("by_hand")
    assert isinstance(by_hand, ByHand)
    QApplication.processEvents()
    assert not by_hand.visibleRegion().isEmpty()
    assert by_hand.rule.text().startswith(f"Turn knobs until {session.goal_text}.")
    assert by_hand.playing
    assert by_hand.count.text() == "0 turns"
    assert window.console.hasFocus()
    assert window.console_panel.notice.text() == ""
    window.close()
    # They stay away afterwards, and come back from Help.
    assert user_settings().flag("hints/done", default=False)


def test_by_keyboard_alone(start: Callable[..., App], clock: Clock) -> None:
    app = start()
    session, window = app.session, app.window
    knob = hints(app).knob
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyPress(focus, Qt.Key.Key_Up)
    QTest.keyRelease(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert session.parameters.theta[knob] > session.parameters.start[knob]
    assert "You turned 1 of 25." in words(app)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert session.running
    let_run(app, clock)
    assert session.goal_reached
    assert words(app) == "Goal reached."
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)  # Turn a knob
    assert hints(app).callout is None
    assert session.step > 0
    assert window.console.hasFocus()
    before = session.parameters.theta.copy()
    QTest.keyClick(window.console, Qt.Key.Key_Down)
    assert (session.parameters.theta != before).sum() == 1
    # And on by Tab: every neuron, then the rest of the window.
    met = []
    for _ in range(20):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if not window.console.hasFocus():
            break
        met.append(window.console.input.focused)
    assert not window.console.hasFocus()


def test_hints_block_nothing(start: Callable[..., App]) -> None:
    app = start()
    console = app.window.console
    callout = hints(app).callout
    assert callout is not None
    knob = hints(app).knob
    callout.place_at(console.box_of(knob), console.box_of(knob))  # right over a knob
    under = console.center_of(knob).toPoint()
    assert callout.covers.contains(under)
    found = app.window.childAt(console.viewport().mapTo(app.window, under))
    assert found is console.viewport()
    before = float(app.session.parameters.theta[knob])
    drag(app, knob, -30)
    assert app.session.parameters.theta[knob] != before


def test_someone_in_a_hurry(start: Callable[..., App], clock: Clock) -> None:
    """Train at once, a drag and another speed meanwhile, another scenario midway."""
    app = start()
    session = app.session
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    app.timer.stop()
    for _ in range(120):
        clock.now += 1 / 60
        app.tick()
    drag(app, 4, -30)
    app.do(Set("speed", 100.0))
    for _ in range(30):
        clock.now += 1 / 60
        app.tick()
    assert session.scenario.training.speed == 100.0  # the person's choice stays
    app.do(Pause())
    app.do(Load(load_scenario("house-price"), 1))
    assert "Drag this one" in words(app)
    assert hints(app).knob < 3
    app.window.resize(960, 600)
    QApplication.processEvents()
    QTest.mouseClick(hints(app).callout.close_button, LEFT)  # type: ignore[union-attr]
    assert hints(app).callout is None
    assert user_settings().flag("hints/done", default=False)


def test_help_brings_them_back(start: Callable[..., App]) -> None:
    app = start(first=False)
    assert not app.window.hinting
    app.window.welcome()
    assert "Drag this one" in words(app)
    app.window.set_look(replace(current(), theme="light"))
    assert "Drag this one" in words(app)
    drag(app, 0, 25)
    assert re.match(r"Loss \d\.\d+ → \d\.\d+\. You turned 1 of 25\.", words(app))
    drag(app, 1, 25)
    assert "You turned 2 of 25." in words(app)


@pytest.mark.parametrize(
    ("name", "size"),
    [
        *((name, (1280, 720)) for name in ("ring", "house-price", "digits")),
        *(
            pytest.param(name, size, marks=pytest.mark.slow)
            for name, size in (
                ("one-knob", (1280, 720)),
                ("xor", (1280, 720)),
                ("ring", (1600, 900)),
                ("penguins", (1600, 900)),
            )
        ),
    ],
)
def test_a_hint_covers_neither_its_knob_nor_the_neighbours_nor_what_it_says(
    start: Callable[..., App], name: str, size: tuple[int, int]
) -> None:
    app = start(name, size=size)
    callout, console, knob = hints(app).callout, app.window.console, hints(app).knob
    assert callout is not None
    assert callout.parentWidget().rect().contains(callout.covers)
    place = app.session.layout.knob(knob)
    for neighbour in app.session.layout.neuron(place.layer, place.neuron).tolist():
        box = console.box_of(neighbour, whole=True)
        assert not callout.covers.intersects(box), app.session.name(neighbour)
    view, at = console.viewport(), console.center_of(knob).toPoint()
    QTest.mousePress(view, LEFT, pos=at)
    QTest.mouseMove(view, at - QPoint(0, 12 * hints(app).way))
    bubble = console.bubble
    assert bubble is not None
    assert not callout.covers.intersects(console.canvas.in_view(bubble.box))
    QTest.mouseRelease(view, LEFT, pos=at - QPoint(0, 12 * hints(app).way))


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        ("ring", 1),
        ("house-price", 1),
        ("digits", 1),
        *(
            pytest.param(name, seed, marks=pytest.mark.slow)
            for name, seed in (("ring", 2), ("ring", 3), ("moons", 2))
        ),
    ],
)
def test_the_offered_knob_lowers_the_loss_the_way_it_is_said_and_it_can_be_seen(
    start: Callable[..., App], name: str, seed: int
) -> None:
    app = start(name, seed=seed)
    session, knob, way = app.session, hints(app).knob, hints(app).way
    there, key = ("up", Qt.Key.Key_Up) if way > 0 else ("down", Qt.Key.Key_Down)
    assert f"Drag this one {there}, and watch the answer: the loss falls." in words(app)
    callout = hints(app).callout
    assert callout is not None
    assert callout.more.text() == f"Or press the arrow key {'↑' if way > 0 else '↓'}."
    # The open arrow beside it points the same way.
    assert np.sign(-session.trainer.next_update()[knob]) == way
    before, losses = np.array(session.evaluation.answers[0]), [session.losses.train]
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), key)
        losses.append(session.losses.train)
    assert (np.diff(losses) < 0).all()
    unlike = np.abs(session.evaluation.answers[0] - before).max(axis=0)
    assert unlike.mean() > 0.004
    assert unlike.max() > 0.02


def test_larger_words_of_a_hint_stay_in_the_window(start: Callable[..., App]) -> None:
    app = start()
    app.window.set_look(replace(current(), text=150))
    QApplication.processEvents()
    callout = hints(app).callout
    assert callout is not None
    assert callout.parentWidget().rect().contains(callout.covers)
    assert not callout.covers.intersects(app.window.console.box_of(hints(app).knob, whole=True))
    app.window.set_look(replace(current(), text=100))


def test_another_setting_may_mean_another_knob(start: Callable[..., App]) -> None:
    app = start()
    for rate in (0.5, 0.01):
        app.do(Set("learning_rate", rate))
        app.do(Set("momentum", 0.5))
        knob, way = hints(app).knob, hints(app).way
        assert np.sign(-app.session.trainer.next_update()[knob]) == way
    app.do(Mute((hints(app).knob,), True))
    assert not app.session.switches.silent[hints(app).knob]


def test_where_no_knob_helps_the_hint_promises_nothing(start: Callable[..., App]) -> None:
    app = start("one-knob", first=False)
    app.session.apply(Train(2000))  # at the bottom
    app.window.welcome()
    callout = hints(app).callout
    assert callout is not None
    assert words(app).endswith("Drag this one.")
    assert callout.more.text() == "Or press the arrow keys ↑ and ↓."


def test_the_hint_s_key_turns_its_knob_where_nothing_else_wants_it(
    start: Callable[..., App],
) -> None:
    app = start()
    knob, way = hints(app).knob, hints(app).way
    app.window.setFocus()  # a click beside everything
    before = float(app.session.parameters.theta[knob])
    QTest.keyClick(app.window, Qt.Key.Key_Up if way > 0 else Qt.Key.Key_Down)
    assert (app.session.parameters.theta[knob] - before) * way > 0
    assert app.window.console.hasFocus()


def test_tab_never_leaves_the_window_for_what_cannot_be_seen(start: Callable[..., App]) -> None:
    app = start()
    window, met = app.window, []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        for _ in range(25):
            QTest.keyClick(QApplication.focusWidget(), key)
            widget = QApplication.focusWidget()
            assert widget is not None
            box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            assert window.rect().intersects(box), widget
            met.append(widget)
    assert window.console in met
    assert window.transport.train in met


def test_a_bubble_keeps_clear_of_the_hint_below_the_train_button(
    start: Callable[..., App],
) -> None:
    app = start("digits")
    drag(app, hints(app).knob, -10 * hints(app).way)
    callout, console = hints(app).callout, app.window.console
    assert callout is not None
    assert hints(app).hint is Hint.TRAIN
    corner = console.viewport().mapTo(app.window, QPoint(0, 0))
    seen = 0
    for knob in range(0, app.session.layout.size, 97):
        console.go_to(knob)
        bubble = console.bubble
        assert bubble is not None
        box = console.canvas.in_view(bubble.box).translated(corner)
        assert not callout.covers.intersects(box)
        seen += 1
    assert seen > 20


def test_more_shows_and_hides_the_other_panels(start: Callable[..., App]) -> None:
    app = start()
    more = app.window.transport.more
    assert not more.isChecked()
    QTest.mouseClick(more, LEFT)
    QApplication.processEvents()
    assert app.window.docks["settings"].isVisible()
    app.window.docks["settings"].close()
    QApplication.processEvents()
    assert more.isChecked()  # the inspector is still there
    QTest.mouseClick(more, LEFT)
    QApplication.processEvents()
    assert all(dock.isHidden() for dock in app.window.docks.extras)


def test_empty_panels_say_what_to_do(start: Callable[..., App]) -> None:
    app = start(first=False)
    plot = app.window.panel("loss").plot
    assert plot is not None
    assert plot.hint.isVisible()
    assert plot.hint.text() == "Press Train."
    QTest.keyClick(app.window, Qt.Key.Key_S)
    app.window.refresh()
    assert not plot.hint.isVisible()


def test_speed_grows_to_take_the_steps_in_the_time() -> None:
    for steps in (20, 300, 5000):
        k, taken, seconds = growth(steps, 9.5), 0.0, 0.0
        while seconds < 9.5:
            taken += 2.0 * 2.718281828459045 ** (k * seconds) * 1e-4
            seconds += 1e-4
        assert taken == pytest.approx(steps, rel=0.01)
    few = Ramp(0, 3, 30.0)
    assert few.after(20.0, 6) == 2.0


def test_where_knobs_are_cells_the_computer_turns_them_first(
    start: Callable[..., App], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = start("digits-wide")
    window = app.window
    assert window.console.has_cells
    assert words(app).startswith("Each cell is one number inside this network.")
    assert "turn all 99,954: press Train" in words(app)
    callout, train = hints(app).callout, window.transport.train
    assert callout is not None
    corner = train.mapTo(window, QPoint(0, 0))
    gap = callout.geometry().top() - QRect(corner, train.size()).bottom()
    assert abs(gap) < 2 * train.height()
    app.do(Train(1))
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert app.session.running
    assert "All 99,954 knobs turn at once" in words(app)
    app.do(Pause())


def test_who_paints_is_told_how_and_is_not_begun_anew_with_each_point(
    start: Callable[..., App],
) -> None:
    app = start("paint")
    assert words(app).startswith("Paint points on the network's answer")
    focus = QApplication.focusWidget()
    assert app.do(PaintPoints(((1.0, 1.0),), 0))
    assert words(app).startswith("Paint points on the network's answer")
    assert QApplication.focusWidget() is focus


@pytest.mark.slow
def test_a_painted_cloud_has_its_boundary_within_fifteen_seconds_of_the_first_run(
    start: Callable[..., App], clock: Clock
) -> None:
    app = start("paint")
    angle = np.linspace(0, 2 * np.pi, 24)
    around = np.array([2 * np.cos(angle), 2 * np.sin(angle)]).T.round(3).tolist()
    assert app.do(PaintPoints(tuple((x, y) for x, y in around), 0))
    assert app.do(PaintPoints(tuple((x / 5, y / 5) for x, y in around), 1))
    assert app.do(ErasePoints(painted=(0, 1)))
    assert app.do(Run())
    let_run(app, clock, most=15.0)
    assert app.session.measure.train == 1.0
    assert app.session.running
    assert hints(app).hint is Hint.WATCH
    app.do(Pause())


def test_the_hint_takes_no_drag_of_another_slider_apart(start: Callable[..., App]) -> None:
    app = start("house-price")
    app.window.docks.bring("pruning")
    app.window.refresh()
    QApplication.processEvents()
    assert app.window.onboarding.hint is Hint.DRAG
    share = app.window.panel("pruning").share
    share.setFocus()
    QTest.mousePress(share, LEFT, pos=QPoint(8, share.height() // 2))
    for part in (0.4, 0.6, 0.95):
        QTest.mouseMove(share, QPoint(round(part * share.width()), share.height() // 2))
        QApplication.processEvents()
    QTest.mouseRelease(share, LEFT)
    assert share.hasFocus()
    assert app.session.switches.mutes.any()
    app.do(Undo())
    assert not app.session.switches.mutes.any()
