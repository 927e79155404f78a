"""Neurons and layers by + and −: on the console, in menus, by keys, in the settings."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.ui.console.heading_buttons import buttons_of
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.panels.layers_editor import LayersEditor, LayerSize
from eq_sim.ui.style.preferences import Preferences, use

Opened = Callable[..., App]
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings"))


def sizes(app: App) -> tuple[int, ...]:
    return app.session.layout.architecture.sizes


def button(app: App, layer: int, way: int) -> QPoint:
    """Where − (−1) or + (1) beside a layer's name is."""
    canvas = app.window.console.canvas
    section = next(one for one in canvas.geometry.sections if one.layer == layer)
    boxes = buttons_of(canvas.layout, section, canvas.shown)
    assert boxes is not None
    box: QRectF = boxes[way > 0]
    return canvas.in_view(box).center()


def click(app: App, layer: int, way: int) -> None:
    QTest.mouseClick(app.window.console.viewport(), LEFT, pos=button(app, layer, way))
    app.window.refresh()


def press(app: App, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    app.window.activateWindow()
    QTest.keyClick(app.window, key, keys)
    app.window.refresh()


def editor(app: App) -> LayersEditor:
    panel = app.window.panel("hyperparameters")
    assert isinstance(panel, Hyperparameters)
    app.window.docks["settings"].raise_()
    QApplication.processEvents()
    return panel.layers


def test_plus_and_minus_beside_a_layers_name_add_and_remove_its_last_neuron(
    opened: Opened,
) -> None:
    app = opened()
    app.do(act.Train(20))
    app.do(act.Run())
    loss = app.session.losses.train
    click(app, 0, 1)
    click(app, 1, 1)
    assert sizes(app) == (2, 5, 3, 1)
    assert app.session.losses.train == pytest.approx(loss, rel=1e-6)
    assert app.session.running
    click(app, 0, -1)
    assert sizes(app) == (2, 4, 3, 1)
    app.do(act.Undo())
    app.do(act.Undo())
    app.do(act.Undo())
    assert sizes(app) == (2, 4, 2, 1)
    canvas = app.window.console.canvas
    output = next(one for one in canvas.geometry.sections if one.layer == 2)
    assert buttons_of(canvas.layout, output, canvas.shown) is None


def test_the_last_neuron_stays_and_that_is_said(opened: Opened) -> None:
    app = opened()
    for _ in range(2):
        click(app, 1, -1)
    assert sizes(app) == (2, 4, 1, 1)
    assert "remove the layer instead" in app.window.console_panel.notice.text()


def test_a_button_says_first_whether_the_answers_stay(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    view = app.window.console.viewport()

    def tip(layer: int, way: int) -> str:
        at = button(app, layer, way)
        event = QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at))
        QToolTip.hideText()
        QApplication.sendEvent(view, event)
        return QToolTip.text()

    assert tip(0, 1) == "Add a neuron to layer 1: the answers stay"
    assert tip(0, -1) == "Remove neuron 4 of layer 1: the answers change"
    click(app, 0, 1)
    assert tip(0, -1) == "Remove neuron 5 of layer 1: the answers stay"  # nobody listens to it
    app.do(act.Train(1))
    app.window.refresh()
    assert tip(0, -1) == "Remove neuron 5 of layer 1: the answers change"
    QToolTip.hideText()


def test_what_is_chosen_follows_its_knobs(opened: Opened) -> None:
    app = opened()
    console, session = app.window.console, app.session
    layout = session.layout
    chosen = [layout.index(1, 1, 2), layout.index(1, 0, 3)]
    console.go_to(chosen[0])
    console.input.selected = np.array(chosen)
    names = [session.name(knob) for knob in chosen]

    def now() -> list[str]:
        app.window.refresh()
        assert console.canvas.layout is session.layout
        assert console.input.focused == console.input.selected[0]
        return [session.name(int(knob)) for knob in console.input.selected]

    for action in (act.AddNeurons(0), act.AddNeurons(1, 2), act.Undo(), act.Undo(), act.Redo()):
        app.do(action)
        assert now() == names
    app.do(act.AddLayer(0))
    assert now() == [name.replace("layer 2", "layer 3") for name in names]
    app.do(act.Undo())
    app.do(act.RemoveNeuron(0, 0))  # the neurons that they listen to are one less from here on
    assert now() == ["neuron 2 → neuron 2, layer 2", "neuron 3 → neuron 1, layer 2"]
    app.do(act.RemoveNeuron(1, 1))  # with the first of them: its neighbour has the focus
    assert now() == ["neuron 2 → neuron 1, layer 2"]
    app.do(act.Set("hidden", (3,)))
    app.window.refresh()
    assert console.canvas.layout is session.layout
    assert console.input.focused is None  # quite another network


def test_keys_add_and_remove_around_the_knob_with_the_focus(opened: Opened) -> None:
    app = opened()
    app.window.console.go_to(app.session.layout.index(0, 1, 0))
    press(app, KEY.Key_Plus, ALT)
    assert sizes(app) == (2, 5, 2, 1)
    press(app, KEY.Key_Minus, ALT)
    assert sizes(app) == (2, 4, 2, 1)
    assert app.session.undo.names[0] == "remove neuron 2 of layer 1"
    press(app, KEY.Key_Plus, ALT | CONTROL)
    assert sizes(app) == (2, 4, 4, 2, 1)
    assert app.session.layout.architecture.activations[1] == "identity"
    press(app, KEY.Key_Minus, ALT | CONTROL)
    assert sizes(app) == (2, 4, 2, 1)
    assert app.session.undo.names[0] == "remove layer 1"


def test_a_hand_lets_go_before_the_network_is_another(opened: Opened) -> None:
    app = opened()
    console = app.window.console
    console.go_to(3)
    QTest.keyPress(console, KEY.Key_Up)
    assert app.session.held == (3,)
    press(app, KEY.Key_Plus, ALT)
    assert app.session.held == ()
    assert sizes(app) == (2, 5, 2, 1)
    QTest.keyRelease(console, KEY.Key_Up)
    assert app.session.undo.names == ["add a neuron to layer 1", "turn x₁ → neuron 4, layer 1"]


def words_of(app: App, *target: object) -> dict[str, bool]:
    menu = app.window.commands.knobs.menu_of(target, app.window)
    found = {one.text(): one.isEnabled() for one in menu.actions() if "answers" in one.text()}
    found |= {one.text(): one.isEnabled() for one in menu.actions() if one.text()[:6] == "Remove"}
    menu.deleteLater()
    return found


def test_menus_of_a_neuron_and_of_a_layer_say_what_comes_of_it(opened: Opened) -> None:
    app = opened()
    assert words_of(app, "neuron", 0, 1) == {
        "Add a neuron to layer 1 (the answers stay)": True,
        "Remove neuron 2 of layer 1 (the answers change)": True,
    }
    assert words_of(app, "layer", 1) == {
        "Add a neuron to layer 2 (the answers stay)": True,
        "Remove neuron 2 of layer 2 (the answers change)": True,
        "Add a layer before layer 2 (the answers stay)": True,
        "Add a layer before the output (the answers stay)": True,
        "Add a tanh layer before the output (the answers change)": True,
        "Remove layer 2 (the answers change)": True,
    }
    assert words_of(app, "neuron", 2, 0) == {}
    assert list(words_of(app, "layer", 2)) == [
        "Add a layer before the output (the answers stay)",
        "Add a tanh layer before the output (the answers change)",
    ]
    app.do(act.Set("hidden", (1,)))
    assert words_of(app, "neuron", 0, 0)["Remove neuron 1 of layer 1"] is False

    # The product of two linear layers says the same, until it has to click into positions.
    app.do(act.Set("activation", "identity"))
    assert "Remove layer 1 (the answers stay)" in words_of(app, "layer", 0)
    app.do(act.Quantise(3))
    app.window.refresh()
    assert "Remove layer 1 (the answers change)" in words_of(app, "layer", 0)
    assert editor(app).fewer.accessibleName() == "Remove layer 1: the answers change"
    assert "Add a neuron to layer 1 (the answers stay)" in words_of(app, "layer", 0)


def test_the_bar_offers_the_same_for_the_knob_with_the_focus(opened: Opened) -> None:
    app = opened()
    menu = next(
        one
        for one in app.window.menus["&Knobs"].findChildren(QMenu)
        if one.title().replace("&", "") == "Neurons and layers"
    )
    app.window.console.go_to(app.session.layout.index(0, 2, None))
    menu.aboutToShow.emit()
    assert [one.text() for one in menu.actions()] == [
        "Add a neuron to layer 1 (the answers stay)",
        "Remove neuron 3 of layer 1 (the answers change)",
        "Add a layer before layer 2 (the answers stay)",
        "Remove layer 1 (the answers change)",
    ]
    menu.actions()[1].trigger()
    assert sizes(app) == (2, 3, 2, 1)
    assert app.session.undo.names[0] == "remove neuron 3 of layer 1"


def test_the_settings_add_and_remove_without_a_new_start(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    app.do(act.Train(20))
    layers, loss = editor(app), app.session.losses.train
    layers.more.click()
    QTest.keyClick(layers.layers[0], KEY.Key_Up)
    app.window.refresh()
    assert sizes(app) == (2, 5, 2, 2, 1)
    assert app.session.step == 20
    assert app.session.losses.train == pytest.approx(loss, rel=1e-6)
    assert [box.value() for box in layers.layers] == [5, 2, 2]
    QTest.keyClick(layers.layers[0], KEY.Key_Down)
    QTest.keyClick(layers.layers[2], KEY.Key_PageDown)  # as many as there are, but for the last
    layers.fewer.click()
    app.window.refresh()
    assert sizes(app) == (2, 4, 2, 1)
    assert app.session.step == 20
    for box in layers.layers:
        assert box.property("steps")
    where = layers.layers[1].rect().bottomRight() - QPoint(6, 5)
    QTest.mouseClick(layers.layers[1], LEFT, pos=where)  # its −
    assert sizes(app) == (2, 4, 1, 1)


def test_a_typed_number_begins_a_new_start_and_says_so_first(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    app.do(act.Train(20))
    box = editor(app).layers[0]
    said = editor(app).formula
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "7")
    assert said.text() == "A typed number begins a new start, with Enter."
    assert app.session.step == 20
    QTest.keyClick(box, KEY.Key_Return)
    app.window.refresh()
    assert (sizes(app), app.session.step) == ((2, 7, 2, 1), 0)
    assert said.text().startswith("(2·7+7)")


def test_the_count_says_bytes_and_operations(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    formula = editor(app).formula
    assert formula.text() == ("(2·4+4) + (4·2+2) + (2·1+1) = 25 knobs, 100 B, 3,000 FLOP a step")
    for part in (
        "100 B in 32 bits, 50 B in 16 bits, 25 B in 8 bits and 12.5 B in 4 bits",
        "A training step on 25 samples has 3,000 FLOP, floating-point operations",
    ):
        assert part in formula.toolTip()
        assert part in formula.accessibleDescription()
    app.do(act.Set("batch_size", 50))
    app.window.refresh()
    assert formula.text().endswith("6,000 FLOP a step")
    app.do(act.AddNeurons(0))
    app.window.refresh()
    assert "(2·5+5) + (5·2+2) + (2·1+1) = 30 knobs, 120 B" in formula.text()
    app.do(act.Undo())
    use(Preferences(decimal="comma"))
    editor(app).show_count()
    assert "12,5 B in 4 bits" in formula.toolTip()
    assert "100 B, 6 000 FLOP a step" in formula.text().replace("\u202f", " ")


def test_controls_have_names_that_say_what_they_do(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    layers = editor(app)
    box = layers.layers[0]
    assert isinstance(box, LayerSize)
    assert layers.more.accessibleName() == "Add a layer before the output: the answers stay"
    assert layers.fewer.accessibleName() == "Remove layer 2: the answers change"
    assert "Add a neuron to layer 1: the answers stay" in box.toolTip()
    assert "Remove neuron 4 of layer 1: the answers change" in box.toolTip()
    assert box.accessibleName() == "Neurons in hidden layer 1"
