"""The largest stable learning rate stands at its field, and on its slider."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtCore import QPoint

from eq_sim.app import App
from eq_sim.session.actions import Freeze, Load, Set
from eq_sim.session.scenario import load_scenario
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.explaining.places import terms_at

Opened = Callable[..., App]
LADDER = SETTINGS["learning_rate"].ladder


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings"))


def test_it_is_said_and_marked_where_it_holds_and_only_there(opened: Opened) -> None:
    app = opened("house-price")
    app.window.docks.show_more(True)
    field = app.window.panel("hyperparameters").fields["learning_rate"]

    def after(*actions: object) -> str:
        for action in actions:
            app.session.apply(action)
        app.window.refresh()
        assert field.note.isHidden() == (not field.note.text())
        return field.note.text()

    assert after() == "Stable below 1.736"
    assert "1.736" in field.toolTip()
    assert field.slider.accessibleDescription() == field.note.text()
    low, high = LADDER.index(1.5), LADDER.index(2.0)
    assert low < field.slider.mark < high
    assert 0 < field.slider.mark_at() < field.slider.width()
    keys = [term.key for term in terms_at(field, QPoint(4, 4))]
    assert keys == ["learning_rate", "largest_rate"]
    assert after(Set("learning_rate", 2.0)) == "Too high: stable below 1.736"
    assert after(Freeze((0,), on=True)) == "Too high: stable below 1.999"
    assert after(Set("optimizer", "adam")) == ""
    assert field.slider.mark is None
    assert field.toolTip() == SETTINGS["learning_rate"].tip
    assert "Stable below" in after(Set("optimizer", "momentum"))
    assert after(Load(load_scenario("ring"), 1)) == ""
