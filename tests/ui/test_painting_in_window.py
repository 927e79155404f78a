"""Painting on the output by mouse and by keys, and a curve typed in the data panel."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import Load, Run, Set, Train, Undo
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.models.brush import Tool
from eq_sim.ui.panels.formula_field import FormulaField
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.painted_plane import PaintedPlane

Opened = Callable[..., App]
LEFT, RIGHT, KEY = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.Key
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def output(app: App) -> OutputPanel:
    app.window.refresh()
    panel = app.window.panel("output")
    assert isinstance(panel, OutputPanel)
    return panel


def plane(app: App) -> PaintedPlane:
    view = output(app).view
    assert isinstance(view, PaintedPlane)
    view.repaint()
    return view


def place(app: App, x: float, y: float) -> QPointF:
    """Returns where on the view a place of the plane is, by where a sample of it is drawn."""
    view, dataset = plane(app), app.session.dataset
    spots = [view.spot_of(sample) for sample in range(dataset.size)]
    left, top = np.array([(spot.x(), spot.y()) for spot in spots if spot is not None]).T
    across, down = dataset.inputs  # these planes are in a person's units as they are
    scale, middle = np.polyfit(across, left, 1)
    return QPointF(scale * x + middle, float(np.mean(top + scale * down)) - scale * y)


def send(view: PaintedPlane, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton) -> None:
    moves = kind == QEvent.Type.MouseMove
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    pressed = Qt.MouseButton.NoButton if moves else button
    where = QPointF(view.mapToGlobal(QPoint(0, 0))) + at
    QApplication.sendEvent(view, QMouseEvent(kind, at, where, pressed, held, NONE))


def drag(view: PaintedPlane, *way: QPointF, button: Qt.MouseButton = LEFT) -> None:
    send(view, QEvent.Type.MouseButtonPress, way[0], button)
    for at in way[1:]:
        send(view, QEvent.Type.MouseMove, at, button)
    send(view, QEvent.Type.MouseButtonRelease, way[-1], button)


def test_a_press_paints_a_point_a_drag_a_cloud_and_the_eraser_takes_what_is_in_its_ring(
    opened: Opened,
) -> None:
    app = opened("paint")
    session, view = app.session, plane(app)
    assert view.tool is Tool.ONE  # a scenario that is painted has a brush in hand
    drag(view, place(app, 1.0, 2.0))
    point = session.scenario.data.painted[-1]
    assert (round(point.x, 1), round(point.y, 1), point.kind) == (1.0, 2.0, 1)
    assert view.accessibleDescription() == "Painted a point of the class “circle”. 3 samples in all"
    start = place(app, -2.0, -2.0)
    way = [start + QPointF(8 * k, 0) for k in range(9)]  # 64 pixels: a point each 12
    drag(view, *way, button=RIGHT)
    cloud = session.scenario.data.painted[3:]
    assert [one.kind for one in cloud] == [0] * 6
    assert len({one.y for one in cloud}) > 3  # not on one line
    app.do(Undo())
    assert len(session.scenario.data.painted) == 3
    drag(view, *way, button=RIGHT)
    assert session.scenario.data.painted[3:] == cloud  # no clock and no chance in it
    app.do(Undo())
    square, circle, empty = place(app, -1.5, 0.0), place(app, 1.5, 0.0), place(app, 1.0, 2.0)
    tools = output(app).tools
    assert tools is not None
    tools.buttons[Tool.ERASE].click()
    drag(view, empty)
    assert [one.number for one in session.scenario.data.painted] == [0, 1]
    assert view.accessibleDescription() == "Erased a point. 2 samples are left"
    drag(view, circle)
    drag(view, square)
    assert len(session.scenario.data.painted) == 1
    assert "One sample at least has to be left" in app.window.console_panel.notice.text()


def test_by_keys_alone_points_are_painted_and_erased_while_the_surface_follows(
    opened: Opened,
) -> None:
    app = opened("ring")
    session, view = app.session, plane(app)
    assert view.tool is Tool.LOOK
    app.do(Run())
    QTest.keyClick(app.window, KEY.Key_P)
    assert (view.tool, view.hasFocus()) == (Tool.ONE, True)
    for _ in range(4):
        QTest.keyClick(view, KEY.Key_Right)
    QTest.keyClick(view, KEY.Key_Return)
    QTest.keyClick(view, KEY.Key_Up)
    QTest.keyClick(view, KEY.Key_Return, SHIFT)
    one, other = session.scenario.data.painted
    assert (one.kind, other.kind) == (1, 0)
    assert one.x == other.x > 0
    assert other.y > one.y == 0
    assert session.running
    before = app.window.surface.answers().copy()
    app.do(Train(50))
    assert not np.array_equal(app.window.surface.answers(), before)
    QTest.keyClick(view, KEY.Key_Delete)
    assert session.dataset.size < 502
    QTest.keyClick(app.window, KEY.Key_P)
    assert plane(app).tool is Tool.ZERO
    QTest.keyClick(view, KEY.Key_Escape)
    assert plane(app).tool is Tool.LOOK
    QTest.keyClick(app.window, KEY.Key_P, SHIFT)
    assert plane(app).tool is Tool.ERASE
    app.do(Load(load_scenario("formula"), 1))
    tools = output(app).tools
    assert tools is not None
    assert not tools.isVisible()
    QTest.keyClick(app.window, KEY.Key_P)
    assert "two inputs and two classes make a plane" in app.window.console_panel.notice.text()
    check_a_typed_curve(app)


def check_a_typed_curve(app: App) -> None:
    """It is taken where it is one, and said below where it is none."""
    field = app.window.panel("data").fields["formula"]
    assert isinstance(field, FormulaField)
    before = app.session.scenario

    def typed(text: str) -> None:
        field.field.setFocus()
        field.field.selectAll()
        QTest.keyClicks(field.field, text)
        QTest.keyClick(field.field, KEY.Key_Return)
        app.window.refresh()

    typed("1/x")
    assert field.mistake.text() == "f(x): 1/x has no value at x = 0"
    assert not field.mistake.isHidden()
    assert app.session.scenario is before
    typed("abs(x)")
    assert field.mistake.isHidden()
    assert app.session.scenario.data.formula == "abs(x)"
    app.do(Set("formula", "x^2"))
    app.window.refresh()
    assert field.field.text() == "x^2"
