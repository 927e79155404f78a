"""The goal in the window: its number, its bound and its words agree on every seed."""

import re
from collections.abc import Callable
from functools import partial

import msgspec
import pytest
from few_panels import few
from PySide6.QtWidgets import QLabel, QWidget

from eq_sim.app import App
from eq_sim.session.actions import Load, Set, Train
from eq_sim.session.scenario import Scenario, convert, load_scenario
from eq_sim.session.session import Session

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings", "by_hand"))


def with_goal(scenario: Scenario, value: float) -> Scenario:
    document = msgspec.to_builtins(scenario)
    document["goal"]["value"] = value
    return convert(document)


def words(panel: QWidget) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel)]


def number(text: str) -> float:
    found = re.search(r"\d[\d,]*\.?\d*", text)
    assert found is not None, text
    return float(found.group().replace(",", ""))


@pytest.mark.parametrize("name", ["ring", "sine", "equalizer"])
def test_a_goal_just_missed_is_not_shown_as_its_bound(opened: Opened, name: str) -> None:
    before = Session(load_scenario(name), 1)
    before.apply(Train(40))
    assert before.goal_value is not None
    sign = 1 if before.scenario.goal.op == ">=" else -1
    app = opened(before)
    window = app.window
    data = window.panel("data")
    for off in (2e-5, -2e-5, 0.0):
        hard = with_goal(before.scenario, before.goal_value * (1 + sign * off))
        app.session.apply(Load(hard, 1))
        app.session.apply(Train(40))
        window.refresh()
        shown = data.near.text()
        header = number(window.transport.readouts["measure"].text)
        assert data.progress.accessibleDescription() == ("99 %" if off > 0 else "100 %")
        if off <= 0:
            assert shown.startswith("Reached: now ")
            assert number(shown) == header
            continue
        now, wanted = (number(part) for part in shown.split("wanted"))
        assert now == header
        assert (now - wanted) * sign < 0


def test_a_wave_that_drowns_in_noise_has_no_goal(opened: Opened) -> None:
    app = opened("sine")
    data, by_hand = app.window.panel("data"), app.window.panel("by_hand")
    app.session.apply(Set("noise", 10.0))
    data.refresh()
    by_hand.refresh()
    assert data.near.text().startswith("No goal here")
    assert by_hand.rule.text().startswith("No goal here")
    app.session.apply(Set("noise", 0.15))
    data.refresh()
    by_hand.refresh()
    assert "wanted at most 1.25× noise" in data.near.text()
    assert by_hand.rule.text().startswith("Turn knobs until the error is at most 1.25 times")


def test_the_test_part_is_named_where_there_is_one(opened: Opened) -> None:
    app = opened("ring")
    data = app.window.panel("data")
    assert data.goal.text() == "97 % right on the test part"
    app.session.apply(Set("test_fraction", 0.0))
    app.window.refresh()
    app.window.panel("by_hand").refresh()
    assert data.goal.text() == "97 % right"
    assert not any("test part" in text for text in words(app.window.panel("by_hand")))
