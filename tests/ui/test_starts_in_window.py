"""Many starts in the window: trained beside it, chosen, compared, gone to, put on A and B."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import NewStart, Run, Set, Train, Undo
from eq_sim.ui.panels.starts_panel import StartsPanel

Opened = Callable[..., App]


def test_from_training_them_to_the_end_of_the_window(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    session = app.session
    app.do(Train(20))
    dock = app.window.docks["starts"]
    assert dock.isHidden()
    app.window.docks.bring("starts")
    panel: StartsPanel = app.window.panel("starts")  # type: ignore[assignment]
    app.window.refresh()
    assert "several random starts" in panel.empty.text()
    assert panel.steps.value() == session.scenario.training.steps
    assert not panel.go.isEnabled()
    before = session.parameters.theta.copy()
    panel.count.setValue(4)
    panel.steps.setValue(200)
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(panel.table.isVisible)
    np.testing.assert_array_equal(session.parameters.theta, before)

    # The best two are chosen, and what was found of all is said.
    table = panel.table
    assert table.rowCount() == 4
    assert len(table.numbers) == 2
    assert panel.said.text().startswith("Of 6 good pairs ")
    assert "4 starts, 200 steps each" in panel.said.text()
    assert panel.path.pair is not None
    assert panel.sides.isEnabled()
    assert not panel.go.isEnabled()
    assert [row.number for row in panel.knobs.rows] != []
    assert "the full colour is" in panel.knobs.accessibleDescription()

    # Two others: what lies between them.
    table.clearSelection()
    table.choose((0, 3))
    table.chosen.emit()
    assert (panel.path.pair.first, panel.path.pair.second) == (0, 3)
    assert "From start 0 to start 3 the train loss rises by" in panel.said.text()
    assert panel.path.accessibleDescription() == panel.said.text()
    app.do(Run())
    qtbot.mouseClick(panel.sides, Qt.MouseButton.LeftButton)
    assert not session.running  # it would lead away from A at once
    first, second = session.sides.values
    window = session.fork()
    window.apply(NewStart(0))
    window.apply(Train(200))
    assert first is not None
    assert second is not None
    assert (
        first.tobytes() == window.parameters.theta.tobytes() == session.parameters.theta.tobytes()
    )
    assert app.window.docks["compare"].isVisible()
    app.do(Undo())
    np.testing.assert_array_equal(session.parameters.theta, before)

    # One of them, by the keyboard: its start and its steps, taken back one after the other.
    table.choose((3,))
    table.chosen.emit()
    assert panel.go.isEnabled()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert (session.start_number, session.step) == (3, 200)
    assert session.parameters.theta.tobytes() == second.tobytes()
    app.do(Undo())
    app.do(Undo())
    np.testing.assert_array_equal(session.parameters.theta, before)

    # Lined up or as they are.
    lined = panel.knobs.grab().toImage()
    panel.line_up.click()
    assert panel.knobs.grab().toImage() != lined

    # Another setting: these are not its starts.
    app.do(Set("learning_rate", 0.1))
    app.window.refresh()
    assert not panel.go.isEnabled()
    assert panel.said.text().startswith("These are starts of other settings")
    app.do(Undo())
    app.window.refresh()
    assert panel.go.isEnabled()

    # Stopped: what was there stays.
    panel.steps.setValue(50_000_000)
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    assert panel.said.text().startswith("Training: ")
    qtbot.mouseClick(panel.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.said.text() == "Stopped.")
    assert table.rowCount() == 4

    # Runs, asked for below, share its place.
    app.window.docks.bring("runs")
    runs = app.window.docks["runs"]
    assert app.window.tabifiedDockWidgets(runs) == [dock]

    # A window that closes ends what goes on.
    qtbot.mouseClick(panel.train, Qt.MouseButton.LeftButton)
    assert panel.is_training
    app.window.close()
    assert not panel.is_training
