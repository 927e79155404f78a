"""Knobs that are a quantity of their own say its unit: the equalizer's are in dB."""

from collections.abc import Callable
from functools import partial

import pytest
from few_panels import few
from PySide6.QtGui import QAccessible

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.ui.console.accessible import make_accessible

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("inspector"))


def spoken(app: App, knob: int) -> str:
    make_accessible(app.window.console)
    place = app.window.console.bank.layout.knob(knob)
    part = QAccessible.queryAccessibleInterface(app.window.console)
    for index in (place.layer, place.neuron, place.source or 0):
        part = part.child(index)
    return str(part.text(QAccessible.Text.Value))


def read(app: App, knob: int) -> str:
    app.window.console.go_to(knob)
    app.window.docks.bring("inspector")
    app.window.refresh()
    return str(app.window.panel("inspector").value.text())


def test_the_equalizer_says_decibels_everywhere(opened: Opened) -> None:
    app = opened("equalizer")
    app.do(act.Turn((3,), (-4.5,)))
    assert spoken(app, 3) == "−4.500 dB"
    assert read(app, 3) == "−4.5000 dB"
    assert app.window.console.scales.limit(3) == 12


@pytest.mark.parametrize("name", ["ring", "house-price"])
def test_a_plain_number_has_no_unit(opened: Opened, name: str) -> None:
    app = opened(name)
    app.do(act.Turn((1,), (-0.5,)))
    assert spoken(app, 1) == "−0.500"
    assert read(app, 1) == "−0.5000"


def test_behind_a_hidden_layer_a_knob_is_no_gain(opened: Opened) -> None:
    app = opened("equalizer")
    app.do(act.Set("hidden", (3,)))
    app.do(act.Turn((1,), (-0.5,)))
    assert spoken(app, 1) == "−0.500"
    assert app.window.console.scales.limit(1) < 12
