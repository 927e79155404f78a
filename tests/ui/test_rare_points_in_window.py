"""A network whose loss is recorded at few points only: what is left between two of them stays."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from simulated_clock import SimulatedClock

from eq_sim.app import App
from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def plot(app: App) -> QWidget:
    return app.window.panel("loss").plot


def settle(app: App, clock: SimulatedClock) -> None:
    while app.window.looking.busy:
        clock.tick(app)
    app.look()


def click(app: App, clock: SimulatedClock, x: float, y: float) -> None:
    """Presses and lets go where a point of the plot is."""
    view = plot(app).plot
    box = view.getPlotItem().getViewBox()
    at: QPoint = view.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    QTest.mousePress(view.viewport(), LEFT, NONE, at)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, at)
    settle(app, clock)


@pytest.mark.parametrize("how", ["plot", "undo"])
def test_what_is_left_between_two_points_is_drawn_and_can_be_pressed(
    opened: Opened, clock: SimulatedClock, how: str
) -> None:
    app = opened(open_session("digits", changes=[("hidden", (256,))]), clock=clock)
    session, window = app.session, app.window
    app.do(Train(66))
    app.do(Train(12))
    app.look()
    assert session.history.points[0, -1] == 64
    whole, losses, step = session.parameters.theta.tobytes(), session.losses, session.step
    if how == "plot":
        low, high = plot(app).plot.getPlotItem().getViewBox().viewRange()[1]
        click(app, clock, 70, low + 0.02 * (high - low))
        assert session.looking_back
        QTest.mouseClick(window.strip.go_on, LEFT)
    else:
        window.commands.knobs.undo.trigger()
    app.look()
    assert not session.looking_back
    assert 64 < session.step < step
    (drawn,) = [curve for curve in plot(app).left.curves if curve.left is not None]
    assert drawn.left is not None
    words = plot(app).left.words(drawn.left)
    assert words.startswith(f"branch 1: up to step {step}, train loss 0.")
    assert drawn.x[-1] == step
    assert drawn.points[2, -1] == losses.train
    click(app, clock, float(drawn.x[-1]), float(drawn.y[-1]))
    while session.step < step:  # a pixel may be less than a step
        window.looking.step(1)
        settle(app, clock)
    assert session.parameters.theta.tobytes() == whole
    assert session.losses == losses
    window.looking.back_to_now()
