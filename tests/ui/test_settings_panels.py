"""The panels of settings, as the table of settings has them."""

from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from eq_sim.app import App
from eq_sim.session.actions import Load, NewStart, Set, Train, Undo
from eq_sim.session.errors import SettingError
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings.setting import Kind, Setting, Touches
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.activations_field import ActivationsField
from eq_sim.ui.panels.fields import ChoiceField, LadderField, shown, understood
from eq_sim.ui.panels.hyperparameters import stands_apart
from eq_sim.ui.style.preferences import Preferences, use
from eq_sim.ui.style.theme import LIGHT

Opened = Callable[..., App]
ROWS = [
    setting
    for setting in SETTINGS.values()
    if setting.touches is not Touches.PACE and setting.kind is not Kind.SIZES
]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings"))


def control(app: App, setting: Setting) -> LadderField | ChoiceField:
    window = app.window
    if stands_apart(setting):
        return window.panel("data").fields[setting.name]
    return window.panel("hyperparameters").field(setting.name)


def test_every_setting_has_its_row_and_the_data_stand_apart(opened: Opened) -> None:
    app = opened()
    window = app.window
    window.panel("hyperparameters").more.click()
    rows = [*window.panel("hyperparameters").fields, *window.panel("data").fields]
    assert rows == [setting.name for setting in ROWS]
    assert set(window.panel("data").fields) == {
        *("formula", "from_x", "to_x"),
        *("examples", "contrast", "rotation", "shift_x", "shift_y"),
        *("points", "noise", "test_fraction"),
    }
    for setting in ROWS:
        field = control(app, setting)
        assert field.toolTip().splitlines()[0] == setting.tip
        assert field.toolTip().splitlines()[1:] == [setting.consequence] * bool(setting.consequence)
        assert setting.title in [label.text() for label in field.findChildren(QLabel)]
    assert window.panel("hyperparameters").layers.setting is SETTINGS["hidden"]
    assert window.transport.speed.toolTip() == SETTINGS["speed"].tip


def test_rows_are_grey_where_they_make_no_difference(opened: Opened) -> None:
    app = opened()
    changes = (None, ("optimizer", "nesterov"), ("optimizer", "adamw"), ("hidden", ()))
    for name, change in product(bundled(), changes):
        app.session.apply(Set(*change) if change else Load(load_scenario(name), 1))
        app.window.refresh()
        for setting in ROWS:
            field = control(app, setting)
            applies = setting.applies(app.session.scenario)
            enabled = field.isEnabledTo(field.parentWidget())
            assert enabled == applies, (name, change, setting.name)
            if stands_apart(setting) or setting.only_where_used:
                assert field.isHidden() == (not applies), (name, change, setting.name)


@pytest.mark.parametrize("setting", ROWS, ids=lambda setting: setting.name)
@pytest.mark.parametrize("comma", [False, True], ids=["point", "comma"])
def test_what_a_panel_shows_is_understood_when_typed(setting: Setting, comma: bool) -> None:
    use(Preferences(decimal="comma" if comma else "point"))
    try:
        for value in setting.ladder:
            assert understood(setting, shown(setting, value)) == pytest.approx(value)
    finally:
        use(Preferences())


@pytest.mark.parametrize(
    ("setting", "text", "value"),
    [
        ("dropout", "20 %", 0.2),
        ("dropout", "20", 0.2),
        ("dropout", "2,5%", 0.025),
        ("batch_size", "All", "full"),
        ("batch_size", "full", "full"),
        ("points", "1,000", 1000),
    ],
)
def test_what_is_typed_in_a_panel(setting: str, text: str, value: object) -> None:
    assert understood(SETTINGS[setting], text) == value


@pytest.mark.parametrize(("setting", "text"), [("dropout", "some"), ("batch_size", "4_000")])
def test_what_a_panel_cannot_read(setting: str, text: str) -> None:
    with pytest.raises(SettingError):
        understood(SETTINGS[setting], text)


def test_a_slider_and_a_list_change_their_setting(opened: Opened) -> None:
    app = opened()
    rate, optimizer = control(app, SETTINGS["l2"]), control(app, SETTINGS["optimizer"])
    assert isinstance(rate, LadderField)
    assert isinstance(optimizer, ChoiceField)
    rate.slider.setFocus()
    QTest.keyClick(rate.slider, Qt.Key.Key_End)
    assert app.session.scenario.training.l2 == SETTINGS["l2"].ladder[-1]
    optimizer.box.activated.emit(optimizer.box.findData("adam"))
    assert app.session.scenario.training.optimizer == "adam"


def test_a_refused_value_leaves_the_row_as_it_was(opened: Opened) -> None:
    app = opened()
    field = control(app, SETTINGS["points"])
    assert isinstance(field, LadderField)
    before = field.field.text()
    field.field.setText("3")
    field.field.setModified(True)
    field.field.editingFinished.emit()
    assert field.field.text() == before
    said = app.window.console_panel.notice.text()
    assert said == "The points need a whole number from 10 to 100,000, such as 300, not 3"


def test_panels_look_again_only_after_a_change(opened: Opened) -> None:
    app = opened()
    panel = app.window.panel("hyperparameters")
    start = control(app, SETTINGS["initializer"])
    assert isinstance(start, ChoiceField)
    assert start.box.currentText().startswith("random 1")
    panel.refresh()
    start.box.setItemText(start.box.currentIndex(), "not looked at")
    app.session.apply(Train(5))
    panel.refresh()
    assert start.box.currentText() == "not looked at"
    app.session.apply(NewStart())
    panel.refresh()
    assert start.box.currentText().startswith("random 2")


def test_text_size_and_decimal_sign_change_in_place(opened: Opened) -> None:
    app = opened()
    window = app.window
    panels = (window.panel("hyperparameters"), window.panel("data"))
    field = control(app, SETTINGS["learning_rate"])
    assert isinstance(field, LadderField)
    narrow = field.field.width()
    use(Preferences(text=150, decimal="comma"))
    try:
        for panel in panels:
            panel.rescale()
            panel.set_theme(LIGHT)
        assert field.field.text() == "0,5"
        assert field.field.width() > narrow
    finally:
        use(Preferences())
    for panel in panels:
        panel.rescale()
    assert field.field.text() == "0.5"


def test_each_layer_can_have_its_own_activation_without_a_reset(opened: Opened) -> None:
    app = opened()
    session = app.session
    session.apply(Train(7))
    before = session.parameters.theta.tobytes()
    app.window.refresh()
    field = control(app, SETTINGS["activation"])
    assert isinstance(field, ActivationsField)
    assert field.each == []
    field.box.activated.emit(field.box.count() - 1)  # by layer
    assert [box.currentText() for box in field.each] == ["tanh", "tanh"]
    assert session.scenario.network.activation == "tanh"
    relu = field.each[1].findData("relu")
    field.each[1].setCurrentIndex(relu)
    field.each[1].activated.emit(relu)
    assert session.scenario.network.activation == ("tanh", "relu")
    assert session.layout.architecture.activations == ("tanh", "relu", "identity")
    assert (session.step, session.parameters.theta.tobytes()) == (7, before)
    app.window.refresh()
    assert [box.currentText() for box in field.each] == ["tanh", "ReLU"]
    assert field.each[1].accessibleName() == "Activation of Layer 2"
    session.apply(Undo())
    app.window.refresh()
    assert session.scenario.network.activation == "tanh"
    assert [box.currentText() for box in field.each] == ["tanh", "tanh"]
    field.box.activated.emit(field.box.findData("silu"))
    app.window.refresh()
    assert session.scenario.network.activation == "silu"
    assert field.each == []


def test_a_list_of_activations_opens_a_row_for_each_layer(opened: Opened) -> None:
    app = opened()
    app.session.apply(Set("activation", ("relu", "silu")))
    app.window.refresh()
    field = control(app, SETTINGS["activation"])
    assert isinstance(field, ActivationsField)
    assert field.box.currentText() == "by layer"
    assert [box.currentText() for box in field.each] == ["ReLU", "SiLU"]
    app.session.apply(Set("hidden", (5,)))
    app.window.refresh()
    assert (field.each, field.box.currentText()) == ([], "ReLU")


def test_the_present_learning_rate_stands_under_the_one_that_is_set(opened: Opened) -> None:
    app = opened()
    field = control(app, SETTINGS["learning_rate"])
    assert isinstance(field, LadderField)
    assert field.now.isHidden()
    app.session.apply(Set("learning_rate", 0.1))
    app.session.apply(Set("schedule", "cosine"))
    app.session.apply(Set("schedule_length", 100))
    app.session.apply(Train(58))
    app.window.refresh()
    assert field.field.text() == "0.1"
    # a person reads: half a cosine wave at 58 of 100 steps, (1 + cos 0.58π) / 2 = 0.3757
    assert field.now.text() == "→ now 0.0376"
    assert not field.now.isHidden()
    app.session.apply(Set("schedule", "constant"))
    app.window.refresh()
    assert field.now.isHidden()


def test_what_needs_a_new_start_says_so_before(opened: Opened) -> None:
    app = opened()
    field = control(app, SETTINGS["initializer"])
    assert "New start" in [label.text() for label in field.findChildren(QLabel)]
    assert "begins a new start; undo brings everything back" in field.toolTip()
    for name in ("noise", "test_fraction", "points", "validation_fraction"):
        tip = control(app, SETTINGS[name]).toolTip()
        assert "leaves the knobs as they are and begins a new curve" in tip
    for name in ("learning_rate", "activation", "optimizer", "dropout", "l2"):
        assert "\n" not in control(app, SETTINGS[name]).toolTip()
