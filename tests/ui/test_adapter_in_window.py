"""An adapter in its panel: added, turned, weighed, looked into, merged, taken away, saved alone."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QFileDialog
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.adapter_file import OTHER_BASE, read_adapter
from eq_sim.ui.models.shown import Kind
from eq_sim.ui.panels.adapter_panel import AdapterPanel
from eq_sim.ui.style.preferences import Preferences, current

Opened = Callable[..., App]
KEY, NO, LEFT = Qt.Key, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("adapter", "compare", "inspector"))


def shown(app: App) -> AdapterPanel:
    app.window.docks.bring("adapter")
    settle(app)
    return app.window.panel("adapter")


def settle(app: App) -> None:
    for _ in range(2):
        app.window.refresh()
        QApplication.processEvents()


def test_it_is_added_turned_weighed_and_taken_away(opened: Opened, qtbot: QtBot) -> None:
    app = opened("fine-tuning", (1600, 900))
    session, panel = app.session, shown(app)
    assert "96 new knobs beside 2,410 locked" in panel.note.text()
    first, second = panel.ranks.fields
    assert (first.maximum(), second.maximum()) == (32, 10)
    second.setValue(1)
    assert "138 new knobs" in panel.note.text()
    first.setValue(0)
    second.setValue(0)
    assert not panel.add.isEnabled()
    first.setValue(1)
    base = np.array(session.parameters.theta)
    qtbot.mouseClick(panel.add, LEFT)
    settle(app)
    assert session.layout.size == 2506
    assert panel.note.text() == "96 new knobs beside 2,410 locked."
    assert app.window.console.bank.layout.size == 2410
    assert app.window.console_panel.eyebrow.text() == "LOCKED: AN ADAPTER LEARNS"
    app.do(act.Train(20))
    settle(app)
    with_it, without = panel.scores.rows
    right = session.measure.test
    assert right is not None
    assert with_it.cells[1] == f"{100 * right:.1f} %"
    assert without.cells[1] == "80.4 %"
    moved = app.window.panel("transport").readouts["moved"]
    assert moved.text == f"{session.moved()} of 2,506"
    assert 90 <= session.moved() <= 96

    w = np.array(session.parameters.w)
    slider = panel.strength
    entries = session.undo.undo_name
    slider.setFocus()
    QTest.keyPress(slider, KEY.Key_Home)
    QTest.keyRelease(slider, KEY.Key_Home)
    settle(app)
    assert session.parameters.making.strength == 0
    assert np.array_equal(session.parameters.w, base)
    assert panel.scores.rows[0].cells == panel.scores.rows[1].cells
    assert session.undo.undo_name == "strength of the adapter"
    app.do(act.Undo())
    settle(app)
    assert session.undo.undo_name == entries
    assert np.array_equal(session.parameters.w, w)
    assert slider.value() == 100

    qtbot.mouseClick(panel.merge, LEFT)
    settle(app)
    assert panel.console is None
    assert np.array_equal(session.parameters.theta, w)
    app.do(act.Undo())
    qtbot.mouseClick(panel.remove, LEFT)
    settle(app)
    assert np.array_equal(session.parameters.theta, base)
    assert panel.add.isVisible()


def test_its_knobs_are_turned_inspected_frozen_and_found_again(
    opened: Opened, qtbot: QtBot
) -> None:
    app = opened("ring", (1600, 900))
    session, window, panel = app.session, app.window, shown(app)
    app.do(act.AddAdapter((1, 0, 1)))
    app.do(act.Train(10))
    settle(app)
    console = panel.console
    assert console is not None
    assert [panel.layer.itemText(k) for k in range(2)] == ["Hidden layer 1", "Output"]
    wired = session.layout.wired
    theta = np.array(session.parameters.theta)
    console.go_to(3)
    QTest.keyClick(console, KEY.Key_Up)
    settle(app)
    (turned,) = np.flatnonzero(session.parameters.theta != theta)
    assert turned == wired + 3
    assert session.undo.undo_name == "turn B: rank 1 → neuron 2, layer 1"

    window.docks.bring("inspector")
    settle(app)
    inspector = window.panel("inspector")
    assert inspector.title.text() == "B: rank 1 → neuron 2, layer 1"
    assert inspector.neuron.text() == "Neuron 2: its sum"
    assert float(inspector.value.text()) == pytest.approx(
        float(session.parameters.theta[wired + 3]), abs=1e-3
    )
    console.go_to(0)
    settle(app)
    assert inspector.title.text() == "A: x₁ → rank 1, layer 1"
    assert inspector.neuron.isHidden()
    window.console.go_to(4)
    settle(app)
    assert inspector.title.text() == session.name(4)[0].upper() + session.name(4)[1:]

    console.go_to(1)
    QTest.keyClick(console, KEY.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert session.switches.frozen[wired + 1]
    assert session.switches.frozen[:wired].all(), "not those of the main console"
    QTest.keyClick(console, KEY.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert session.switches.mutes.nonzero()[0].tolist() == [wired + 1]
    size = session.layout.size
    assert not console.input.alterations.layers.neurons(0) > 1
    QTest.keyClick(console, KEY.Key_Plus, Qt.KeyboardModifier.AltModifier)
    assert session.layout.size == size

    window.panel("compare")  # names knobs that differ, and goes to them
    app.do(act.SwitchSide())
    app.do(act.Turn((size - 1,), (2.0,)))
    window.docks.bring("compare")
    settle(app)
    differences = window.panel("compare").differences
    names = [button.text() for row in differences.rows for button in row[:1]]
    assert names[0].startswith("B: rank 1 → the output")
    qtbot.mouseClick(differences.rows[0][0], LEFT)
    settle(app)
    assert panel.layer.currentText() == "Output"
    assert panel.console is not None
    assert panel.console.input.focused == panel.console.bank.layout.size - 1


@pytest.mark.slow
@pytest.mark.parametrize(("name", "ranks"), [("ring", (1, 0, 1)), ("digits", (1, 0))])
def test_nothing_breaks_beside_it_with_every_panel_open(
    opened: Opened, name: str, ranks: tuple[int, ...]
) -> None:
    app = opened(name, (1600, 900))
    session, window = app.session, app.window
    for dock in window.findChildren(QDockWidget):
        dock.show()
    app.do(act.Train(5))
    app.do(act.KeepCheckpoint())
    knobs = window.console_panel.knobs
    deeds: list[Callable[[], object]] = [
        lambda: app.do(act.AddAdapter(ranks)),
        lambda: window.console.go_to(3),
        lambda: app.do(act.Train(3)),
        *([lambda: app.do(act.TakePhase())] * 5),
        lambda: app.do(act.SetStrength(0.5)),
        lambda: knobs.mute((2, 5)),
        lambda: knobs.solo(1),
        lambda: knobs.solo(1),
        lambda: app.do(act.Solo.of(session.layout.wired, on=True)),
        knobs.all_zero,
        lambda: app.do(act.Undo()),
        lambda: knobs.shake(5),
        knobs.to_own_lowest,
        lambda: app.do(act.Undo()),
        *(lambda kind=kind: window.console.show_in_cells(kind) for kind in Kind),
        lambda: app.do(act.KeepCheckpoint()),
        lambda: app.do(act.NewStart()),
        lambda: app.do(act.Quantise(4)),
        lambda: app.do(act.Train(2)),
        lambda: app.do(act.AddNeurons(0)),
        lambda: app.do(act.MergeAdapter()),
        lambda: app.do(act.Undo()),
        lambda: app.do(act.RemoveAdapter()),
    ]
    for deed in deeds:
        deed()
        window.refresh()
    QApplication.processEvents()
    while session.undo.undo_name:
        app.do(act.Undo())
        window.refresh()
    assert session.step == 0
    assert not session.layout.adapters


def test_its_file_and_its_fader(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("ring", (1600, 900))
    session, panel = app.session, shown(app)
    path = tmp_path / "a.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    app.do(act.AddAdapter((1, 0, 0)))
    app.do(act.Train(5))
    settle(app)
    slider = panel.strength
    middle = slider.rect().center()
    qtbot.mousePress(slider, LEFT, pos=middle)
    for place in (30, 60, 90):
        qtbot.mouseMove(slider, middle + QPoint(place, 0))
        settle(app)
    qtbot.mouseRelease(slider, LEFT, pos=middle + QPoint(90, 0))
    assert session.parameters.making.strength > 1.1
    app.do(act.Undo())
    assert session.parameters.making.strength == 1.0, "one drag is one thing to undo"

    theta = np.array(session.parameters.theta)
    qtbot.mouseClick(panel.save, LEFT)
    assert read_adapter(path).values.size == 6
    app.do(act.RemoveAdapter())
    settle(app)
    qtbot.mouseClick(panel.load, LEFT)
    assert np.array_equal(session.parameters.theta, theta)
    app.do(act.RemoveAdapter())
    app.do(act.Turn((0,), (1.5,)))
    settle(app)
    qtbot.mouseClick(panel.load, LEFT)
    notice = app.window.console_panel.notice
    assert notice.text() == OTHER_BASE
    app.do(act.RemoveAdapter())
    settle(app)
    path.write_bytes(b"")
    qtbot.mouseClick(panel.load, LEFT)
    assert "not a sound safetensors file" in notice.text()
    assert not session.layout.adapters


@pytest.mark.slow
def test_with_large_words_it_takes_no_other_panels_room(opened: Opened) -> None:
    app = opened("fine-tuning", (1600, 900))
    app.window.set_look(replace(current(), text=150), remember=False)
    panel = shown(app)
    app.do(act.AddAdapter((1, 0)))
    for _ in range(6):
        settle(app)
    edge = panel.mapTo(app.window, panel.rect().topRight()).x()
    for key in ("output", "map", "loss"):
        other = app.window.panel(key)
        assert other is not None
        assert edge < other.mapTo(app.window, other.rect().topLeft()).x(), key
    app.window.set_look(Preferences(), remember=False)
