"""A step taken apart in the window: by keys, by buttons, back and on, and out of the way again."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import Set, Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.training.training_state import Phase
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]
LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key.Key_S
ON = Qt.KeyboardModifier.ShiftModifier
BACK = ON | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output"))


def states(app: App) -> list[str]:
    return [button.state for button in app.window.apart.bar.buttons.values()]


def press(app: App, clock: SimulatedClock, keys: Qt.KeyboardModifier = ON) -> None:
    """A phase on or back, shown to its end."""
    QTest.keyClick(app.window, KEY, keys)
    shown(app, clock)


def shown(app: App, clock: SimulatedClock) -> None:
    """Lets what is under way come to its end."""
    app.window.refresh()
    while app.window.looking.busy or app.window.phases.moves_on:
        app.window.phases.settle()
        clock.tick(app)


def test_phases_light_one_after_another_and_esc_leaves(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened(clock=clock)
    window = app.window
    app.session.apply(Train(20))
    theta = app.session.parameters.theta.copy()
    assert window.apart.bar.isHidden()
    assert window.apart.strip.isHidden()
    expected = [
        ["lit", "to come", "to come", "to come"],
        ["done", "lit", "to come", "to come"],
        ["done", "done", "lit", "to come"],
        ["done", "done", "done", "lit"],
    ]
    heads = ("Forward", "Compare", "Backward", "Update")
    for count, head in enumerate(heads):
        press(app, clock)
        assert states(app) == expected[count]
        assert window.apart.bar.isVisible()
        assert window.apart.strip.sentence.text().startswith(f"{head}: ")
        assert np.array_equal(app.session.parameters.theta, theta) == (head != "Update")
        console = window.console
        view = console.viewport().rect()
        assert all(view.contains(console.box_of(knob).center()) for knob in range(theta.size))
    assert app.session.step == 21
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.apart.bar.isHidden()
    assert window.apart.strip.isHidden()
    press(app, clock)
    assert states(app) == expected[0]


def test_the_formula_on_screen_is_what_the_update_then_does(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened(clock=clock)
    session = app.session
    session.apply(Set("learning_rate", 0.1))
    session.apply(Train(300))
    app.window.console.go_to(session.layout.index(1, 0, 2))
    for _ in range(3):
        press(app, clock)
    strip = app.window.apart.strip
    assert strip.name.text() == "neuron 3 → neuron 1, layer 2"
    rule, numbers = strip.formula.accessibleName().split(": ")
    assert rule == "w = w − learning rate × gradient"
    new = float(numbers.split()[0])
    assert new == pytest.approx(0.996, abs=1e-3)
    press(app, clock)
    assert strip.formula.accessibleName().split(": ")[1] == numbers
    stands = float(session.parameters.theta[session.layout.index(1, 0, 2)])
    assert new == pytest.approx(stands, abs=6e-4)


def test_arrows_come_layer_by_layer_from_the_answer_and_with_no_motion_at_once(
    opened: Opened, clock: SimulatedClock
) -> None:
    app = opened(clock=clock)
    app.session.apply(Train(20))
    phases, blocks = app.window.phases, app.session.layout.blocks
    for _ in range(2):
        press(app, clock)
        assert phases.moves() is None
    QTest.keyClick(app.window, KEY, ON)
    app.window.refresh()
    seen = []
    for _ in range(40):
        moves = phases.moves()
        assert moves is not None
        seen.append(tuple(bool(block.view(moves).any()) for block in blocks))
        clock.tick(app, 0.05)
    order = list(dict.fromkeys(seen))
    assert order == [(False, False, True), (False, True, True), (True, True, True)]
    assert phases.heading(2) == "arrows came first"
    assert phases.heading(0) == "arrows just came"
    app.window.set_look(replace(current(), still=True))
    QTest.keyClick(app.window, KEY, ON)
    app.window.refresh()
    assert phases.share == 1
    assert phases.moves() is None


def test_caps_glide_to_where_their_knobs_stand(opened: Opened, clock: SimulatedClock) -> None:
    app = opened(clock=clock)
    app.session.apply(Train(20))
    for _ in range(3):
        press(app, clock)
    before = app.session.parameters.theta.copy()
    QTest.keyClick(app.window, KEY, ON)
    app.window.refresh()
    after, phases = app.session.parameters.theta, app.window.phases
    assert np.allclose(phases.gliding(after), before)
    clock.tick(app, 0.1)
    for _ in range(4):
        clock.tick(app, 0.1)
    halfway = phases.gliding(after)
    assert np.allclose(halfway, (before + after) / 2, atol=np.abs(after - before).max() / 4)
    assert not np.array_equal(halfway, after)
    shown(app, clock)
    assert phases.gliding(after) is after


def test_back_by_key_button_and_click_and_on_to_the_same_bits(
    opened: Opened, clock: SimulatedClock, qtbot: QtBot
) -> None:
    app, fused = opened(clock=clock), open_session("ring")
    session, window = app.session, app.window
    session.apply(Train(5))
    for _ in range(6):
        press(app, clock)
    press(app, clock, BACK)
    assert (session.step, session.phase) == (6, Phase.COMPARE)
    assert window.strip.isHidden()  # no knob differs: it is the same step
    qtbot.mouseClick(window.apart.bar.back, LEFT)
    shown(app, clock)
    assert states(app) == ["done", "done", "done", "lit"]  # the step before it, as it was left
    qtbot.mouseClick(window.apart.bar.back, LEFT)
    shown(app, clock)
    assert (session.step, session.phase) == (5, Phase.UPDATE)
    assert window.strip.isVisible()
    assert "3 of 4 phases" in window.strip.words.text()
    qtbot.mouseClick(window.apart.bar.buttons[Phase.FORWARD], LEFT)
    shown(app, clock)
    assert (session.step, session.phase) == (5, Phase.COMPARE)
    for _ in range(5):
        press(app, clock)
    assert not window.looking.active
    assert (session.step, session.phase) == (6, Phase.BACKWARD)
    qtbot.mouseClick(window.apart.bar.buttons[Phase.UPDATE], LEFT)
    fused.apply(Train(7))
    assert session.step == 7
    assert np.array_equal(session.parameters.theta, fused.parameters.theta)


def test_by_step_and_by_epoch(opened: Opened, clock: SimulatedClock, qtbot: QtBot) -> None:
    app = opened(clock=clock)
    session, bar = app.session, app.window.apart.bar
    press(app, clock)
    bar.unit.setCurrentText("Epoch")
    qtbot.mouseClick(bar.on, LEFT)
    assert session.epochs == 1
    steps = session.step
    bar.unit.setCurrentText("Step")
    qtbot.mouseClick(bar.on, LEFT)
    assert session.step == steps + 1
    qtbot.mouseClick(bar.back, LEFT)
    shown(app, clock)
    assert session.step == steps
    QTest.keyClick(app.window, Qt.Key.Key_E, BACK)
    shown(app, clock)
    assert session.step == 0
    QTest.keyClick(app.window, Qt.Key.Key_E, ON)
    shown(app, clock)
    assert session.step == steps
    QTest.keyClick(app.window, Qt.Key.Key_E, ON)
    shown(app, clock)
    assert (session.step, app.window.looking.active) == (steps + 1, False)


def test_it_gets_out_of_the_way_when_training_runs(opened: Opened, clock: SimulatedClock) -> None:
    app = opened(clock=clock)
    press(app, clock)
    assert app.window.apart.bar.isVisible()
    QTest.keyClick(app.window, Qt.Key.Key_Space)
    clock.tick(app, 0.1)
    assert app.session.running
    assert app.window.apart.bar.isHidden()
    press(app, clock)  # taken apart again: it pauses first
    assert not app.session.running
    assert app.window.apart.bar.isVisible()


def test_the_batch_is_ringed_and_one_of_it_followed(
    opened: Opened, clock: SimulatedClock, qtbot: QtBot
) -> None:
    app = opened(clock=clock)
    app.session.apply(Train(20))
    output, window = app.window.panel("output"), app.window
    assert output.batch.isHidden()
    press(app, clock)
    assert output.batch.words == "the 25 samples of this batch"
    first = window.phases.followed
    bare = output.view.grab().toImage()
    qtbot.mouseClick(window.apart.strip.other, LEFT)
    window.refresh()
    assert window.chosen.sample == window.phases.followed != first
    assert output.view.grab().toImage() != bare
    assert "sample 2 of 25" in window.apart.strip.of.text()
    assert output.batch.wrong == ""
    press(app, clock)
    assert output.batch.wrong == "how wrong"
    outside = next(
        sample for sample in app.session.evaluation.train.tolist()
        if sample not in window.phases.apart.samples
    )  # fmt: skip
    window.chosen.choose(outside)
    window.refresh()
    assert window.phases.followed == first


def test_phases_of_many_knobs(opened: Opened, clock: SimulatedClock) -> None:
    app = opened("digits-wide", clock=clock)
    window, session = app.window, app.session
    for count in range(4):
        press(app, clock)
        window.grab()
        assert states(app)[count] == "lit"
    assert session.step == 1
    assert window.phases.knob is not None


def test_a_refused_update_lights_nothing(opened: Opened, clock: SimulatedClock) -> None:
    app = opened("house-price", clock=clock)
    app.session.apply(Set("learning_rate", 1e30))
    for _ in range(4):
        press(app, clock)
    assert app.session.step == 0
    assert states(app) == ["to come"] * 4
    assert "Lower the learning rate" in app.window.console_panel.notice.text()
