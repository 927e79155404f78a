"""The network's score beside a linear fit and one answer to all, below the goal."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.data.own.choice import Choice
from eq_sim.data.own.columns import Numbers
from eq_sim.data.own.table import Table
from eq_sim.session.actions import BackToStart, Load, Set, Train
from eq_sim.session.own_scenario import scenario_for
from eq_sim.session.questions.references import references
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.references import ReferencesView

Opened = Callable[..., App]


@pytest.fixture
def app(opened: Opened) -> App:
    return opened("ring", (1600, 900))


def view(app: App) -> ReferencesView:
    app.window.refresh()
    return app.window.panel("data").references


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def test_scores_of_classes_stand_below_the_goal_and_say_who_is_better(app: App) -> None:
    session = app.session
    for seed in (1, 2, 5):
        app.do(Load(load_scenario("ring"), seed))
        app.do(Train(100))
        shown = view(app).scores
        found = references(session.data, session.scenario.training.loss)
        assert shown.network.said == percent(session.evaluation.measure("accuracy").test)
        assert shown.linear.said == percent(found.linear.measures["accuracy"].test)
        assert shown.constant.said == percent(found.constant.measures["accuracy"].test)
        said = view(app).accessibleName()
        assert said.startswith("Right on test: this network: ")
        assert shown.linear.said in said
        assert shown.constant.said in said
    lines = view(app).lines  # all of them in a window of this size
    assert lines.visibleRegion().boundingRect().height() == lines.height() > 20
    app.do(Load(load_scenario("penguins"), 1))
    assert view(app).scores.linear.held == ""
    app.do(Train(10))
    assert view(app).scores.linear.held == "better here"
    app.do(Load(load_scenario("ring"), 1))
    app.do(Train(1500))
    shown = view(app).scores
    assert (shown.linear.held, shown.constant.held) == ("", "")
    assert float(shown.network.said[:-2]) > float(shown.linear.said[:-2])


def test_errors_are_in_the_units_of_the_data_and_the_part_is_named(app: App) -> None:
    app.do(Load(load_scenario("house-price"), 1))
    app.do(Train(300))
    shown, session = view(app).scores, app.session
    error = session.evaluation.measure("typical_error").train * session.dataset.target.scale
    assert re.fullmatch(r"\$[\d,]+", shown.network.said)
    assert int(shown.network.said[1:].replace(",", "")) == round(error)
    assert shown.of == "Typical error on train"
    assert shown.note == "Without a hidden layer, this network is a linear fit itself."
    assert "Explained share of the variance there: this network " in view(app).toolTip()
    app.do(Set("test_fraction", 0.25))
    assert view(app).scores.of == "Typical error on test"

    app.do(Load(load_scenario("moons"), 1))
    panel = app.window.panel("data")
    app.do(Train(20))
    shown, goal = view(app).scores, app.session.scenario.goal
    linear, constant = panel.progress.marks
    assert linear.share == pytest.approx(shown.linear.value / goal.value)
    assert constant.share == pytest.approx(shown.constant.value / goal.value)
    app.do(Load(load_scenario("house-price"), 1))
    assert view(app).scores.metric == "typical_error"
    assert panel.progress.marks == ()  # the goal there is one of knobs


def test_what_takes_a_while_is_worked_out_between_the_frames(app: App, qtbot: QtBot) -> None:
    app.do(Load(load_scenario("digits"), 3))
    shown = view(app)
    assert shown.scores.network.said
    assert not shown.is_complete
    assert "a plain linear fit: computing …" in shown.accessibleName()
    qtbot.waitUntil(lambda: shown.is_complete)
    found = references(app.session.data, "softmax_cross_entropy")
    assert shown.scores.linear.said == percent(found.linear.measures["accuracy"].test)
    app.do(BackToStart())
    assert view(app).is_complete  # the data are the same
    app.do(Load(load_scenario("digits"), 4))
    assert not view(app).is_complete
    app.do(Load(load_scenario("digits"), 5))
    shown = view(app)
    qtbot.waitUntil(lambda: shown.is_complete)
    found = references(app.session.data, "softmax_cross_entropy")
    assert shown.scores.linear.said == percent(found.linear.measures["accuracy"].test)


def test_long_names_of_a_table_leave_every_number_in_sight(app: App) -> None:
    stream = np.random.default_rng(1)
    asked = stream.normal(size=60)
    names = ("x" * 120, "the_power_that_was_taken_" * 6)
    columns = Numbers(names[0], asked), Numbers(names[1], 5000 * asked + stream.normal(size=60))
    choice = Choice((names[0],), names[1], "number")
    app.do(Load(scenario_for(Table(columns), choice, "a_very_long_name_" * 5 + ".csv", 1), 1))
    app.do(Train(20))
    shown, panel = view(app), app.window.panel("data")
    QApplication.processEvents()
    assert panel.minimumSizeHint().width() <= panel.visibleRegion().boundingRect().width()
    assert panel.scenario.toolTip().startswith("a_very_long_name_")
    error = references(app.session.data, "half_mse").linear.measures["typical_error"].test
    plain = error * app.session.dataset.target.scale
    assert shown.note.text().startswith("Typical error ")
    said = re.search(r"of the linear fit ([\d.]+),", shown.note.text())
    assert float(said[1]) == pytest.approx(plain, rel=0.01)


def test_other_words_come_at_once_over_other_data(app: App) -> None:
    view(app)
    app.session.apply(Load(load_scenario("sine"), 1))  # and nobody has looked since
    app.window.panel("data").references.rescale()
    found = references(app.session.data, "half_mse")
    shown = app.window.panel("data").references.scores
    assert shown.linear.value == found.linear.measures[shown.metric].test
