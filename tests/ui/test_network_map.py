"""The map of the network in the window: what it draws, and that it chooses what the desk shows."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.session.actions import Freeze, Mute, Set, Train, Turn
from eq_sim.ui.panels.network_panel import NetworkPanel

Opened = Callable[..., App]
LEFT, NONE, KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key


def shown(app: App, qtbot: QtBot) -> NetworkPanel:
    app.window.docks.bring("map")
    panel = app.window.panel("map")
    assert isinstance(panel, NetworkPanel)
    qtbot.waitUntil(panel.map.isVisible)
    app.window.refresh()
    QApplication.processEvents()
    return panel


def hover(panel: NetworkPanel, at: QPointF) -> None:
    view = panel.map
    where = QPointF(view.mapToGlobal(at.toPoint()))
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, where, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, NONE
    )
    QApplication.sendEvent(view, event)


def places_of(panel: NetworkPanel, layer: int, neuron: int) -> QPoint:
    assert panel.map.places is not None
    return panel.map.places.box(layer + 1, neuron).center().toPoint()


@pytest.mark.parametrize(
    "name",
    [
        "one-knob",
        "spiral",
        "digits-million",
        pytest.param("house-price", marks=pytest.mark.slow),
        pytest.param("penguins", marks=pytest.mark.slow),
        pytest.param("digits", marks=pytest.mark.slow),
    ],
)
def test_it_draws_every_network_and_says_what_it_leaves_out(
    opened: Opened, qtbot: QtBot, name: str
) -> None:
    app = opened(name, (1600, 900))
    panel = shown(app, qtbot)
    session, network = app.session, panel.map.network
    drawn, sizes = network.drawn, session.layout.architecture.sizes
    theta, limits = session.parameters.theta, app.window.console.scales.limits
    lines = network.lines
    np.testing.assert_allclose(
        lines.shares, np.clip(theta[lines.knobs] / limits(lines.knobs), -1, 1), rtol=1e-6
    )
    for place, knob in enumerate(lines.knobs.tolist()):
        known = session.layout.knob(knob)
        assert known.layer == lines.layers[place]
        assert known.source == drawn.columns[known.layer][lines.sources[place]]
        assert known.neuron == drawn.columns[known.layer + 1][lines.neurons[place]]
    # What is left out is weaker than anything that is drawn.
    for layer, block in enumerate(session.layout.blocks):
        rows, columns = drawn.columns[layer], drawn.columns[layer + 1]
        between = block.view(np.arange(theta.size))[np.ix_(rows, columns)].ravel()
        left = np.setdiff1d(between, lines.knobs)
        if left.size:
            mine = lines.knobs[lines.layers == layer]
            weakest = np.abs(theta[mine] / limits(mine)).min()
            assert np.abs(theta[left] / limits(left)).max() <= weakest + 1e-6
    weights = int(session.layout.weights.sum())
    said = panel.map.summary()
    if lines.knobs.size == weights:
        assert said.endswith(f"{weights:,} weight" + ("s" if weights > 1 else ""))
    else:
        assert f"{lines.knobs.size:,} of {weights:,} weights" in said
        shown_neurons = sum(len(column) for column in drawn.columns[1:])
        if shown_neurons < sum(sizes[1:]):
            assert f"{shown_neurons:,} of {sum(sizes[1:]):,} neurons" in said
    before = panel.map.grab().toImage()
    app.do(Turn((int(lines.knobs[-1]),), (-float(theta[lines.knobs[-1]]) * 0.9,)))
    app.window.refresh()
    assert panel.map.grab().toImage() != before


def test_a_line_a_dot_and_a_square_choose_on_the_desk(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel, console = shown(app, qtbot), app.window.console
    layout = app.session.layout
    for knob in (13, layout.index(0, 1, None), layout.size - 1):
        at = panel.map.point_of(knob)
        assert at is not None
        hover(panel, at)
        assert console.input.hovered == knob
        assert app.window.session.layout is layout
        name = console.bank.name(knob)
        assert any(name in child.text() for child in panel.findChildren(type(panel.title)))
        QTest.mouseClick(panel.map, LEFT, NONE, at.toPoint())
        assert console.input.focused == knob
        assert console.hasFocus()  # the arrows turn it now
    QTest.mouseClick(panel.map, LEFT, NONE, places_of(panel, 0, 2))
    assert set(console.input.selected.tolist()) == set(layout.neuron(0, 2).tolist())
    hover(panel, QPointF(1, 1))
    assert console.input.hovered is None


def test_the_desk_chooses_on_the_map(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel = shown(app, qtbot)
    before = panel.map.grab().toImage()
    app.window.console.input.focus(15)
    chosen = panel.map.grab().toImage()
    assert chosen != before
    app.window.console.input.hover(3)
    assert panel.map.grab().toImage() != chosen
    assert panel.map.words().startswith(app.window.console.bank.name(3))


def test_by_keys_and_for_a_screen_reader(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel, console = shown(app, qtbot), app.window.console
    view, layout = panel.map, app.session.layout
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Down)
    assert set(console.input.selected.tolist()) == set(layout.neuron(0, 0).tolist())
    QTest.keyClick(view, KEY.Key_Down)
    QTest.keyClick(view, KEY.Key_Right)
    assert set(console.input.selected.tolist()) == set(layout.neuron(1, 1).tolist())
    QTest.keyClick(view, KEY.Key_PageDown)
    knob = console.input.focused
    assert knob == layout.index(1, 1, 1)
    assert view.hasFocus()
    said = view.accessibleDescription()
    assert said.startswith(console.bank.name(knob))
    assert "7 neurons, 18 weights" in said
    QTest.keyClick(view, KEY.Key_Return)
    assert console.hasFocus()
    before = float(app.session.parameters.theta[knob])
    QTest.keyClick(console, KEY.Key_Up)
    assert app.session.parameters.theta[knob] > before


def test_a_neuron_that_is_not_drawn_is_drawn_when_it_is_chosen(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened("digits", (1600, 900))
    panel, console = shown(app, qtbot), app.window.console
    drawn = panel.map.network.drawn
    assert drawn.left_out(1) > 0
    knob = app.session.layout.index(0, 30, 27)
    assert drawn.place(1, 30) is None
    console.input.focus(knob)
    assert panel.map.network.drawn.place(1, 30) is not None
    assert panel.map.point_of(knob) is not None


def test_frozen_and_silent_knobs_look_otherwise(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel = shown(app, qtbot)
    app.do(Train(50))
    seen = []
    for action in (Freeze((0,), True), Mute((13,), True)):
        app.do(action)
        app.window.refresh()
        seen.append(panel.map.grab().toImage())
    assert seen[0] != seen[1]
    lines = panel.map.network.lines
    assert lines.knobs[lines.frozen].tolist() == [0]
    assert lines.knobs[lines.silent].tolist() == [13]
    # As strong as it will be when it is back.
    assert abs(lines.shares[lines.knobs == 13][0]) > 0
    texts = " ".join(child.text() for child in panel.findChildren(type(panel.title)))
    assert "bar: frozen" in texts
    assert "dotted: silent" in texts
    app.window.console.input.hover(13)
    assert panel.map.words().endswith("muted")


def test_a_chosen_sample_fills_it(opened: Opened, qtbot: QtBot) -> None:
    for name in ("ring", "digits"):
        app = opened(name, (1600, 900))
        panel = shown(app, qtbot)
        before = panel.map.grab().toImage()
        app.window.chosen.choose(3)
        app.window.refresh()
        assert panel.map.grab().toImage() != before


def test_another_network_is_another_map(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel = shown(app, qtbot)
    app.window.console.input.focus(24)
    app.do(Set("hidden", (3,)))
    panel.map.repaint()  # before any refresh
    assert panel.map.spot_at(QPointF(places_of(panel, 0, 0))) is None
    app.window.refresh()
    assert panel.map.network.drawn.sizes == (2, 3, 1)
    assert panel.map.spot_at(QPointF(places_of(panel, 0, 0))) == ("neuron", 0, 0)


def test_it_is_large_or_small_beside_the_desk(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    panel = shown(app, qtbot)
    small = panel.width()
    entries = {action.text(): action for action in app.window.menus["&View"].actions()}
    entries["Large map of the network"].trigger()
    qtbot.waitUntil(lambda: panel.width() > 1.5 * small)
    assert panel.large.isChecked()
    assert app.window.console.isVisible()
    entries["Large map of the network"].trigger()
    qtbot.waitUntil(lambda: abs(panel.width() - small) < 20)


LESSON = """
title = "A map"
idea = "It is spoken of."
scenario = "ring"
seed = 1
[[step]]
highlight = "panel map"
[[step]]
say = "Look there."
"""


def test_a_lesson_can_show_it(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    app.window.docks.show_more(False)
    assert not app.window.panel("map").isVisible()
    show = app.window.open_lesson(parse_lesson(LESSON, "map"), auto=True)
    app.timer.stop()
    show.player.play()
    show.player.advance(1)
    show.refresh()
    qtbot.waitUntil(app.window.panel("map").isVisible)
    show.leave()
