"""Fine-tuning in its panel: what is trained, both tasks, a fresh start, how far knobs moved."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import BackToStart, Freeze, Load, Mute, NewStart, Train, Turn, Undo
from eq_sim.session.bases import base_of
from eq_sim.session.questions.two_tasks import fresh_start, old_data
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.tuning_panel import Lines, TuningPanel

Opened = Callable[..., App]


def panel(app: App) -> TuningPanel:
    app.window.docks.bring("tuning")
    app.window.refresh()
    QApplication.processEvents()
    return app.window.panel("tuning")


def cells(lines: Lines) -> dict[str, tuple[str, ...]]:
    return {row.name: row.cells for row in lines.rows}


def right(app: App, pictures: np.ndarray, answers: np.ndarray) -> str:
    """The share of right answers, worked out here, as the panel writes it."""
    first, second = app.session.layout.views(app.session.parameters.theta.astype(float))
    hidden = np.maximum(first[:-1].T @ pictures + first[-1][:, None], 0)
    chosen = (second[:-1].T @ hidden + second[-1][:, None]).argmax(axis=0)
    return f"{100 * np.mean(chosen == answers.argmax(axis=0)):.1f}\N{NO-BREAK SPACE}%"


def test_the_panel_says_what_is_trained_and_what_came_of_it(opened: Opened, qtbot: QtBot) -> None:
    app = opened("fine-tuning", (1600, 900))
    session, window = app.session, app.window
    begins = window.panel("hyperparameters").fields["initializer"].box
    assert begins.currentText() == "base “digits”"
    assert window.docks["tuning"].isHidden()
    data = window.panel("data")
    assert data.tuning.isVisible()
    qtbot.mouseClick(data.tuning, Qt.MouseButton.LeftButton)
    assert window.docks["tuning"].isVisible()
    shown = panel(app)
    new, old = session.data, old_data("digits")

    def both() -> tuple[str, str]:
        return tuple(
            right(app, part.dataset.inputs[:, part.test], part.dataset.targets[:, part.test])
            for part in (new, old)
        )

    start = both()
    assert start == ("80.4\N{NO-BREAK SPACE}%", "95.6\N{NO-BREAK SPACE}%")
    app.do(Train(30))
    window.refresh()
    now = both()
    assert now != start
    found = cells(shown.scores)
    assert found["New task"] == (start[0], now[0])
    assert found["Old task"] == (start[1], now[1])
    assert found["Random start"][1] == "computing …"
    qtbot.waitUntil(lambda: "computing …" not in shown.scores.rows[2].cells)
    fresh = fresh_start(session.state(), 30)
    assert shown.scores.rows[2].cells[1] == f"{100 * fresh.same:.1f}\N{NO-BREAK SPACE}%"
    assert shown.scores.rows[3].name == f"… rate {fresh.rate:g}"
    assert shown.scores.rows[3].cells[1] == f"{100 * fresh.best:.1f}\N{NO-BREAK SPACE}%"
    assert "30 steps" in shown.note.text()
    assert "same 20 examples" in shown.note.text()
    assert shown.scores.accessibleName().startswith(f"New task: start {start[0]}, now {now[0]}; ")

    # How far each knob moved.
    apart = np.abs(session.parameters.theta.astype(float) - base_of("digits").values)
    moved, median, most = cells(shown.distances)["Hidden layer"]
    assert moved == f"{np.count_nonzero(apart[:2080] > 1e-8):,} of 2,080"
    assert float(median) == pytest.approx(np.median(apart[:2080]), rel=0.05)
    assert float(most) == pytest.approx(apart[:2080].max(), rel=0.05)

    # What is trained: by the keyboard.
    assert shown.what.currentText() == "All knobs: 2,410"
    shown.what.setFocus()
    for wanted, knobs in (("The last layer alone: 330", 330), ("The biases alone: 42", 42)):
        qtbot.keyClick(shown.what, Qt.Key.Key_Down)
        assert shown.what.currentText() == wanted
        assert np.count_nonzero(~session.switches.frozen) == knobs
    app.do(Undo())
    window.refresh()
    assert shown.what.currentText() == "The last layer alone: 330"
    app.do(BackToStart())
    app.do(Train(3))
    window.refresh()
    assert cells(shown.distances)["Hidden layer"] == ("0 of 2,080", "0", "0")
    app.do(Freeze.of(range(10), on=False))
    window.refresh()
    assert shown.what.currentText() == "What is not frozen: 340"
    app.do(Turn.of([0], [0.5]))
    window.refresh()
    assert cells(shown.distances)["Hidden layer"][0].startswith("1 of 2,080")

    # A random start, other data, a muted start, a scenario without a base.
    app.do(NewStart())
    window.refresh()
    assert "These knobs did not start at the base" in shown.note.text()
    assert begins.currentText() == "random 2, He"
    app.do(Mute.of(range(2410), on=True))
    window.refresh()
    assert len(set(cells(shown.scores)["New task"])) == 1

    # A digit that is drawn is learned from, in the ink of the data.
    output = window.panel("output")
    output.show_page("draw")
    teach, pad = output.pad.teach, output.pad.pad
    QApplication.processEvents()
    assert teach.isVisible()
    assert not teach.learn.isEnabled()
    middle = pad.rect().center()
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(pad, middle + QPoint(9, 9))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=middle)
    ink = pad.pixels.copy()
    assert ink.any()
    teach.digit.setCurrentIndex(4)
    qtbot.mouseClick(teach.learn, Qt.MouseButton.LeftButton)
    assert session.data.train.size == 21
    np.testing.assert_allclose(session.dataset.inputs[:, 20], 0.5 + 0.35 * (ink - 0.5))
    assert session.dataset.targets[:, 20].argmax() == 4
    assert not pad.pixels.any()
    window.refresh()
    assert "21 examples" in shown.note.text()
    qtbot.mouseClick(teach.forget, Qt.MouseButton.LeftButton)
    assert session.data.train.size == 20
    assert not teach.forget.isVisible()

    app.do(Load(load_scenario("ring"), 1))
    window.refresh()
    assert not shown.scores.isVisible()
    assert "had no base" in shown.note.text()
    assert shown.what.count() == 3
    assert not data.tuning.isVisible()
