"""θ* in the window: a mark on each fader, its panel with numbers and curves, menus, words."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import load_lesson
from eq_sim.session.actions import Freeze, Load, Set, Train, Turn
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.explaining.places import terms_at
from eq_sim.ui.panels.optimum_panel import OptimumPanel

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("optimum", "inspector"))


def panel(app: App) -> OptimumPanel:
    app.window.docks.bring("optimum")
    look(app)
    return app.window.panel("optimum")


def look(app: App) -> None:
    app.window.refresh()
    QApplication.processEvents()


def load(app: App, name: str) -> None:
    app.do(Load(load_scenario(name), 1))
    look(app)


def is_marked(app: App, knob: int, value: float) -> bool:
    """Whether something bright is at a value's height, right of a knob's cap and its arrow."""
    console = app.window.console
    column = console.box_of(knob)
    share = min(max(value / console.scales.limit(knob), -1), 1)
    y = console.canvas.center_of(knob, share).y() - 2
    picture = console.viewport().grab(column).toImage()
    ratio = picture.devicePixelRatio()
    places = range(column.width() // 2 + 37, min(column.width() // 2 + 60, column.width() - 1))
    row = [
        picture.pixelColor(round(x * ratio), round((y - column.y()) * ratio)).lightness()
        for x in places
    ]
    return max(row) > 180


def mark_entry(app: App) -> QAction:
    actions = app.window.menus["&View"].actions()
    return next(action for action in actions if action.text() == "Mark θ* on the faders")


def test_each_fader_is_marked_where_it_is_known_and_the_menu_takes_it_away(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened("house-price", (1600, 900))
    session, console = app.session, app.window.console
    look(app)
    inputs = session.dataset.inputs[:, session.data.train]
    rows = np.vstack([inputs, np.ones(inputs.shape[1])]).T
    wanted, *_ = np.linalg.lstsq(rows, session.dataset.targets[0, session.data.train], rcond=None)
    best = console.best_knobs
    assert best is not None
    assert best.name == "θ*"
    assert abs(wanted[2]) > console.scales.limit(2)
    assert is_marked(app, 2, float(wanted[2]))  # at the end of the scale
    for knob in range(3):
        assert np.isclose(best.value(knob), wanted[knob], atol=1e-5)
    app.do(Train(40))
    look(app)
    assert all(is_marked(app, knob, float(wanted[knob])) for knob in range(3))
    legend = app.window.panel("console").legend
    at = next(x for x in range(legend.width()) if legend.word_at(x) == "θ*")
    assert [term.key for term in terms_at(legend, QPoint(at, 8))] == ["optimum"]
    assert "θ*" in legend.toolTip()

    # What a screen reader and the inspector say.
    make_accessible(console)
    root = QAccessible.queryAccessibleInterface(console)
    knob = root.child(0).child(0).child(0)
    there = f"{wanted[0]:+.3f}"
    assert f"θ*: {there}." in knob.text(QAccessible.Text.Description)
    console.go_to(0)
    app.window.docks.bring("inspector")
    look(app)
    assert app.window.panel("inspector").best.text() == f"θ*: {wanted[0]:+.4f}"

    # A frozen knob has no mark, and the others go where they are best beside it.
    app.do(Turn((2,), (4.0,)))
    app.do(Freeze((2,), on=True))
    look(app)
    assert best.value(2) is None
    assert not is_marked(app, 2, float(wanted[2]))
    app.do(Freeze((2,), on=False))
    look(app)
    assert is_marked(app, 2, float(wanted[2]))

    entry = mark_entry(app)
    assert entry.isChecked()
    assert entry.shortcut().toString() == "Shift+F5"
    entry.trigger()
    look(app)
    assert not entry.isChecked()
    assert not any(is_marked(app, knob, float(wanted[knob])) for knob in range(3))
    assert best.name == legend.best == ""
    entry.trigger()
    look(app)
    assert is_marked(app, 2, float(wanted[2]))

    # A lesson shows it only to those who ask.
    app.window.open_lesson(load_lesson("three-knobs"))
    look(app)
    assert best.name == ""
    app.window.show_now.leave()


def test_the_panel_says_how_far_it_is_and_how_that_came(opened: Opened, qtbot: QtBot) -> None:
    app = opened("house-price", (1600, 900))
    assert app.window.docks["optimum"].isHidden()
    shown = panel(app)
    assert shown.heading.text() == "θ* is known"
    assert shown.numbers["Distance to θ*"] == ("6.89", "6.89 at the start")
    app.do(Train(60))
    look(app)
    assert shown.numbers["Distance to θ*"] == ("0.3169", "6.89 at the start")
    assert shown.numbers["Train loss"] == ("2.291", "2.241 at θ*")
    assert "one factor" in shown.note.text()
    curve = shown.distance.curve
    assert curve.title == "Distance to θ*"
    assert curve.steps.tolist() == list(range(61))
    assert (np.diff(curve.values) < 0).all()
    assert np.isclose(curve.values[-1], 0.3169, atol=1e-4)

    view = shown.distance
    assert view.accessibleName() == "Distance to θ* over the steps"
    assert view.accessibleDescription().endswith("From 6.89 to 0.317, step 0 to 60")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.said == "6.89 at step 0"
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.said.endswith("at step 1")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.said == "0.317 at step 60"
    qtbot.mouseMove(view, QPoint(60, view.height() // 2))
    qtbot.waitUntil(lambda: view.point is not None)

    app.do(Train(400))
    look(app)
    assert shown.numbers["Train loss"] == ("2.241", "2.241 at θ*")  # rounding tells nothing apart
    assert 0 < float(shown.numbers["Distance to θ*"][0].replace("−", "-")) < 1e-5

    # With a penalty it is elsewhere, and what training lowers has it in.
    app.do(Set("l2", 1.0))
    look(app)
    assert "and the L2 penalty" in shown.words.text()
    now, there = shown.numbers["Train loss + penalty"]
    assert float(now) >= float(there.split()[0])
    app.do(Set("batch_size", 32))
    look(app)
    assert "Each batch has a best setting of its own" in shown.note.text()
    app.do(Freeze((0,), on=True))
    look(app)
    assert "1 knob is frozen or silent" in shown.words.text()


def test_best_seen_and_infinity_are_said_to_be_that(opened: Opened) -> None:
    app = opened("ring", (1280, 720))
    console = app.window.console
    app.do(Train(20))
    look(app)
    assert console.best_knobs.name == ""  # nobody has asked
    shown = panel(app)
    assert shown.heading.text() == "θ* is not known"
    best = app.session.best
    said = f"the lowest test loss recorded in this run, at step {best.step}."
    assert shown.words.text().startswith("With hidden layers there is no formula")
    assert shown.words.text().endswith(said)
    assert console.best_knobs.name == "best seen"
    assert console.best_knobs.value(3) == float(best.theta[3])
    assert app.window.panel("console").legend.best == "best seen"
    app.do(Train(1980))
    look(app)
    assert app.session.evaluation.measure("accuracy").train == 1
    assert shown.heading.text() == "θ* lies at infinity"
    assert "On all 300 training samples its logit has the right sign" in shown.words.text()
    assert console.best_knobs.name == ""
    length = float(np.linalg.norm(app.session.parameters.theta.astype(float)))
    assert shown.numbers["Length of θ"][0] == f"{length:.4g}"
    curve = shown.distance.curve
    assert curve.title == "Length of θ"
    assert curve.values[-1] > 3 * curve.values[0]
    assert np.isclose(curve.values[-1], length)
    assert shown.loss.curve.values[-1] < 0.01

    load(app, "one-knob")
    assert shown.heading.text() == "θ* is known"
    app.window.docks["optimum"].hide()
    load(app, "ring")
    assert console.best_knobs.found is None
