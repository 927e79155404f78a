"""Pruning in its panel: a fader by mouse and keyboard, the curve, the file, the way back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import AddAdapter, Load, Mute, Prune, Train, Undo
from eq_sim.session.files.parameter_file import save_parameters
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.pruning_panel import PruningPanel

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("pruning"))


def panel(app: App) -> PruningPanel:
    app.window.docks.bring("pruning")
    app.window.refresh()
    QApplication.processEvents()
    return app.window.panel("pruning")


def said_of_curve(shown: PruningPanel) -> dict[str, str]:
    told = shown.curve.accessibleDescription().split("; ")
    return dict(line.split(": ") for line in told)


def test_no_file_of_parameters_is_promised_beside_an_adapter(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    app.do(AddAdapter((1, 0, 0)))
    assert "no place for an adapter" in panel(app).file.text()


def test_a_share_is_pruned_seen_saved_trained_and_brought_back(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened("ring", (1600, 900))
    assert app.window.docks["pruning"].isHidden()
    app.do(Train(120))
    session, shown = app.session, panel(app)
    theta = np.array(session.parameters.theta)
    assert shown.play.text() == "25 of 25 knobs play."
    qtbot.waitUntil(lambda: "100 %" in said_of_curve(shown))

    # The keyboard: one press is one thing to undo.
    shown.share.setFocus()
    for _ in range(5):
        qtbot.keyClick(shown.share, Qt.Key.Key_PageUp)
    app.window.refresh()
    assert shown.share.value() == 50
    assert session.switches.mutes.sum() == 13
    assert shown.play.text() == "12 of 25 knobs play."
    assert shown.value.text() == "52.0 %", "what is pruned, not what was asked for"
    assert session.undo.undo_name == "pruning"

    qtbot.keyClick(shown.share, Qt.Key.Key_Right)  # a hundredth of 25 knobs is none
    app.window.refresh()
    assert (shown.share.value(), session.switches.mutes.sum()) == (51, 13)
    qtbot.keyClick(shown.share, Qt.Key.Key_Left)

    # What the curve says of a share is what pruning it leads to.
    qtbot.waitUntil(lambda: shown.pointed.text() == "Solid: train. Dashed: test.")
    curve = said_of_curve(shown)
    assert next(iter(curve)) == "0 %"
    assert len(curve) == 14
    fork = session.fork()
    for said in ("30 %", "90 %"):
        fork.apply(Prune(float(said.removesuffix(" %")) / 100))
        measure = fork.evaluation.measure("accuracy")
        right = f"{100 * measure.train:.1f} % on train, {100 * measure.test:.1f} % on test"
        assert curve[said] == right
    shown.curve.setFocus()
    qtbot.keyClick(shown.curve, Qt.Key.Key_Home)
    qtbot.keyClick(shown.curve, Qt.Key.Key_Right)
    assert shown.pointed.text() == f"Pruned 10 %: {curve['10 %']}"
    qtbot.keyClick(shown.curve, Qt.Key.Key_Escape)

    # A file is as long as it is said to be.
    path = tmp_path / "few.safetensors"
    save_parameters(
        path,
        session.switches,
        session.parameters.theta,
        session.scenario,
        session.seed,
        session.dataset,
    )
    assert shown.file.text().startswith(f"A file of parameters takes {path.stat().st_size:,} bytes")

    # The rest is trained, and what is muted stays muted.
    assert shown.train.text() == "Train the rest"
    gone, step = np.array(session.switches.mutes), session.step
    qtbot.mouseClick(shown.train, Qt.MouseButton.LeftButton)
    app.window.refresh()
    assert shown.train.text() == "Pause"
    session.advance(2.0)
    qtbot.mouseClick(shown.train, Qt.MouseButton.LeftButton)
    assert session.step > step
    assert not session.parameters.theta[gone].any()

    # All come back, each to its value.
    app.do(Undo())
    qtbot.mouseClick(shown.back, Qt.MouseButton.LeftButton)
    app.window.refresh()
    assert np.array_equal(session.parameters.theta, theta)
    assert not shown.back.isEnabled()
    assert shown.share.value() == 0

    # A drag is one thing to undo, and leaves alone what a hand has muted.
    app.do(Mute((0,), on=True))
    entries = session.undo.undo_name
    place, end = QPoint(8, shown.share.height() // 2), shown.share.width() - 8
    QTest.mousePress(shown.share, Qt.MouseButton.LeftButton, pos=place)
    for x in (end // 4, end // 2, 3 * end // 4):
        QTest.mouseMove(shown.share, QPoint(x, place.y()))
        QApplication.processEvents()
        app.window.refresh()
        share = shown.share.value() / 100
        assert share > 0.1
        assert session.switches.mutes.sum() == 1 + int(24 * share + 0.5)
    QTest.mouseRelease(shown.share, Qt.MouseButton.LeftButton, pos=QPoint(3 * end // 4, place.y()))
    assert "with all knobs" in shown.file.text(), "what waits for the end of a drag comes with it"
    app.do(Undo())
    assert session.switches.mutes.sum() == 1
    assert session.undo.undo_name == entries

    # By layer: chosen anew, as many in each.
    shown.share.setValue(50)
    shown.by.setFocus()
    shown.by.setCurrentIndex(1)
    shown.by.activated.emit(1)
    counts = [block.view(session.switches.pruned.knobs).sum() for block in session.layout.blocks]
    assert session.switches.pruned.by == "layer"
    assert counts == [6, 5, 2]  # half of 11 that play, of 10, and of 3

    app.do(Load(load_scenario("house-price"), 1))
    app.window.refresh()
    assert shown.curve.accessibleName() == "Explained share of the variance with each share pruned"
    qtbot.waitUntil(lambda: "0 %" in shown.curve.accessibleDescription())
    assert shown.play.text() == "3 of 3 knobs play."
    assert shown.share.value() == 0
