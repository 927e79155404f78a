"""The panels of settings, as the table of settings has them."""

from collections.abc import Callable
from itertools import product

from PySide6.QtWidgets import QLabel

from eq_sim.app import App
from eq_sim.session.actions import Load, Set
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings.setting import Kind, Setting, Touches
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.fields import ChoiceField, LadderField
from eq_sim.ui.panels.hyperparameters import stands_apart

Opened = Callable[..., App]
ROWS = [
    setting
    for setting in SETTINGS.values()
    if setting.touches is not Touches.PACE and setting.kind is not Kind.SIZES
]


def control(app: App, setting: Setting) -> LadderField | ChoiceField:
    window = app.window
    panel = window.panel("data") if stands_apart(setting) else window.panel("hyperparameters")
    return panel.fields[setting.name]


def test_every_setting_has_its_row_and_the_data_stand_apart(opened: Opened) -> None:
    app = opened()
    window = app.window
    rows = [*window.panel("hyperparameters").fields, *window.panel("data").fields]
    assert rows == [setting.name for setting in ROWS]
    assert set(window.panel("data").fields) == {"points", "noise", "test_fraction"}
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
