"""A muted knob, and one beside a solo, still show the value that they come back to."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.ui.console.accessible import make_accessible

Opened = Callable[..., App]
KNOB, OTHER = 1, 10
VALUES = (0.9, -0.7)


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("inspector"))


def silenced(app: App, value: float, by: str) -> None:
    """Turns a knob, and mutes it or lets another of its layer play solo."""
    app.do(act.Turn((KNOB,), (value,)))
    if by == "a mute":
        app.do(act.Mute((KNOB,), on=True))
    else:
        app.do(act.Solo.of(OTHER, on=True))
    assert app.session.parameters.theta[KNOB] == 0
    app.window.refresh()
    QApplication.processEvents()


def column(app: App) -> QImage:
    app.window.console.refresh()
    return app.window.console.viewport().grab(app.window.console.box_of(KNOB, whole=True)).toImage()


def cap(app: App) -> int:
    """The row of a knob's column at which its cap can be taken."""
    box = app.window.console.box_of(KNOB, whole=True)
    return round(app.window.console.center_of(KNOB).y()) - box.top()


@pytest.mark.parametrize("by", ["a mute", "a solo"])
def test_its_fader_stays_and_its_number_too(opened: Opened, by: str) -> None:
    app = opened()
    columns, caps = [], []
    for value in VALUES:
        app.do(act.Turn((KNOB,), (value,)))
        app.window.refresh()
        played = cap(app)
        silenced(app, value, by)
        assert cap(app) == played
        caps.append(played)
        columns.append(column(app))
        app.do(act.Undo())
    first, second = columns
    whole = range(first.width())
    differ = {
        y for y in range(first.height()) for x in whole if first.pixel(x, y) != second.pixel(x, y)
    }
    assert caps[0] < caps[1] - 20
    assert set(caps) <= differ  # a cap is drawn where the knob stands
    assert max(differ) > app.window.console.box_of(KNOB).height()  # and so is its number


def test_its_bar_stays_without_the_colour_of_a_sign(opened: Opened) -> None:
    app = opened("digits")
    app.window.console.setFocus()
    knob = int(np.argmax(np.abs(app.session.parameters.theta[: 65 * 32])))
    box = app.window.console.box_of(knob)

    def colours() -> dict[str, int]:
        app.window.refresh()
        image = app.window.console.viewport().grab(box).toImage()
        seen: dict[str, int] = {}
        for y in range(image.height()):
            name = image.pixelColor(image.width() // 2, y).name()
            seen[name] = seen.get(name, 0) + 1
        return seen

    theme, before = app.window.theme, colours()
    signs = {theme.color(name).name() for name in ("positive", "negative")}
    height = sum(before.get(name, 0) for name in signs)
    assert height > 2
    app.do(act.Mute((knob,), on=True))
    after = colours()
    assert not signs & set(after)
    assert after[theme.color("muted").name()] >= height - 1


@pytest.mark.parametrize(
    ("by", "words"), [("a mute", "Muted: counts as 0"), ("a solo", "Silent beside a solo")]
)
def test_the_inspector_says_what_it_comes_back_to(opened: Opened, by: str, words: str) -> None:
    app = opened()
    app.window.console.go_to(KNOB)
    app.window.docks.bring("inspector")
    silenced(app, 0.9, by)
    inspector = app.window.panel("inspector")
    assert inspector.value.text() == "+0.9000"
    assert inspector.state.text().startswith(words)
    assert "turned" in inspector.push.text()  # and no turn is offered that would be refused
    assert "falls" not in inspector.push.text()


def test_the_bubble_shows_what_it_comes_back_to(opened: Opened) -> None:
    app = opened()
    app.window.console.go_to(KNOB)
    app.window.console.setFocus()
    pictures = []
    for value in VALUES:
        silenced(app, value, "a mute")
        console = app.window.console
        assert console.bubble is not None
        beside = console.canvas.in_view(console.bubble.box)
        pictures.append(console.viewport().grab(beside).toImage())
        app.do(act.Undo())
    assert pictures[0] != pictures[1]


def test_a_screen_reader_hears_what_it_comes_back_to(opened: Opened) -> None:
    app = opened()
    make_accessible(app.window.console)
    place = app.window.console.bank.layout.knob(KNOB)
    part = QAccessible.queryAccessibleInterface(app.window.console)
    for index in (place.layer, place.neuron, place.source or 0):
        part = part.child(index)
    silenced(app, 0.9, "a mute")
    assert part.text(QAccessible.Text.Value) == "+0.900, muted"
    assert part.valueInterface().currentValue() == pytest.approx(0.9)
    assert "counts as 0" in part.text(QAccessible.Text.Description)
    app.do(act.Mute((KNOB,), on=False))
    assert part.text(QAccessible.Text.Value) == "+0.900"


def test_its_value_is_copied_and_typed_over_as_it_is_shown(opened: Opened) -> None:
    app = opened()
    silenced(app, 0.9, "a mute")
    app.window.console_panel.knobs.copy(KNOB)
    assert float(QApplication.clipboard().text()) == pytest.approx(0.9)
