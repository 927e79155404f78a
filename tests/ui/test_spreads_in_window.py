"""The spread of each layer's knobs in its panel: pictures, numbers, keys, the past."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import look, recorded
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Load, NewStart, Train, Turn, Undo
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.spreads_panel import SpreadsPanel

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("spreads"))


def panel(app: App) -> SpreadsPanel:
    app.window.docks.bring("spreads")
    app.window.refresh()
    QApplication.processEvents()
    return app.window.panel("spreads")


def test_it_is_closed_until_asked_for_and_shows_each_layer(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    dock = app.window.docks["spreads"]
    assert dock.isHidden()
    app.window.docks.show_more(False)
    app.window.docks.show_more(True)
    assert dock.isHidden()
    app.do(Train(60))
    shown = panel(app)
    assert shown.isVisible()
    session = app.session
    assert [view.layer.title for view in shown.views] == [
        "Hidden layer 1", "Hidden layer 2", "Output",
    ]  # fmt: skip
    weights = np.array(session.parameters.theta[:8])
    first = shown.views[0]
    assert first.layer.here_middle[1] == np.median(weights.astype(float))
    assert first.layer.limit == app.window.console.scales.layers[0].limit
    assert first.accessibleName() == "Hidden layer 1: 8 weights"
    assert "recorded from step 0 to 60" in first.accessibleDescription()
    assert shown.note.text().startswith("25 knobs, every value kept at 61 steps so far.")
    assert "5\N{NO-BREAK SPACE}% of the knobs" in shown.note.text()  # never torn apart

    # Keys: along the steps, along the scale, and away.
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Home)
    assert first.words()[1].startswith("step 0: median ")
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert first.words()[1].startswith("step 1: ")
    assert " of 8 from " in first.words()[1]
    assert first.words()[1] in first.accessibleDescription()
    counted = 0
    for row in range(65):
        first.row = row
        counted += int(first.words()[1].split(": ")[1].split(" of ")[0])
    assert counted == 8  # every weight is in one row
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert first.words()[1].startswith("median ")

    # The mouse.
    for off in (0, 3):
        QTest.mouseMove(first, QPoint(first.width() // 2 + off, first.height() // 2))
    QApplication.processEvents()
    assert first.moment is not None
    assert first.words()[1].startswith(f"step {first.layer.steps[first.moment]}: ")

    # Biases, by the keyboard.
    shown.which.setFocus()
    qtbot.keyClick(shown.which, Qt.Key.Key_Down)
    shown.which.activated.emit(1)
    assert first.accessibleName() == "Hidden layer 1: 4 biases"
    biases = session.parameters.theta[8:12].astype(float)
    assert first.layer.here_middle[1] == np.median(biases)


def test_it_follows_hands_the_past_undo_and_other_networks(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("ring", (1280, 720))
    pixmaps = recorded(monkeypatch)
    app.do(Train(40))
    shown, session = panel(app), app.session
    app.do(Turn((0,), (50.0,)))
    app.window.refresh()
    view = shown.views[0]
    assert max(view.layer.beyond) > 0 or view.layer.limit >= 50
    app.do(Undo())
    app.window.refresh()
    assert view.layer.beyond == (0, 0)
    here = view.layer.here_middle.tolist()
    assert {"0", "step 40"} <= look(view, pixmaps).words

    looking = app.window.looking
    looking.look_at_step(15)
    qtbot.waitUntil(lambda: session.looking_back and not looking.busy)
    app.window.refresh()
    assert (view.layer.step, view.layer.steps[-1]) == (15, 40)  # the whole way, and where one is
    assert view.layer.here_middle.tolist() == view.layer.middle[15].tolist() != here
    looking.look_at_step(40)
    qtbot.waitUntil(lambda: not looking.busy)

    app.do(NewStart(3))
    app.window.refresh()
    assert view.layer.steps.tolist() == [0]
    ends = {words for words in look(view, pixmaps).words if words.startswith("step ")}
    assert ends == {"step 0"}
    app.do(Load(load_scenario("house-price"), 1))
    app.window.refresh()
    assert [one.layer.title for one in shown.views] == ["Output"]
