"""Checkpoints in the window: kept, named, looked at, gone back to, compared, let go; flags."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from every_view import in_look
from painted_texts import Pixmaps, look
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.session.files.experiment_file import Experiment, read_experiment, save_experiment
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.dialogs.checkpoint_words import CheckpointWords
from eq_sim.ui.panels.checkpoints import Checkpoints

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def kept(opened: Opened) -> tuple[App, Checkpoints]:
    """A window whose ring was kept at step 20 and has gone on to step 50."""
    session = open_session("ring")
    session.apply(act.Train(20))
    app = opened(session)
    app.window.docks.bring("checkpoints")
    panel = app.window.panel("checkpoints")
    assert isinstance(panel, Checkpoints)
    QTest.mouseClick(panel.keep, LEFT)
    app.do(act.Train(30))
    app.look()
    return app, panel


def rows(panel: Checkpoints) -> list[str]:
    return [panel.list.item(row).text().replace("\n", ", ") for row in range(panel.list.count())]


def choose(panel: Checkpoints, words: str) -> None:
    (row,) = [row for row, text in enumerate(rows(panel)) if text.startswith(words)]
    panel.list.setCurrentRow(row)


def test_the_list_says_step_and_loss_and_has_a_picture_of_each(
    kept: tuple[App, Checkpoints], qtbot: QtBot
) -> None:
    app, panel = kept
    then = open_session("ring")
    then.apply(act.Train(20))
    qtbot.waitUntil(lambda: all("test loss" in text for text in rows(panel)))
    assert rows(panel) == [
        f"Best so far, step 50, test loss {app.session.best.loss:.3f}",
        f"Step 20, test loss {then.losses.test:.3f}",
    ]
    pictures = [panel.list.item(row).icon().pixmap(64, 48).toImage() for row in range(2)]
    assert pictures[0] != pictures[1]
    assert all(picture.pixelColor(30, 20).alpha() == 255 for picture in pictures)


def test_with_large_words_a_row_has_room_for_name_step_and_loss(
    kept: tuple[App, Checkpoints], qtbot: QtBot
) -> None:
    app, panel = kept
    in_look(app, text=150)
    qtbot.waitUntil(lambda: all("test loss" in text for text in rows(panel)))
    app.window.refresh()
    seen = look(panel, Pixmaps())
    assert not [fault for fault in seen.faults if "scrollarea" in fault]
    assert f"test loss {app.session.best.loss:.3f}" in seen.words


def test_the_best_of_another_network_is_no_more(
    kept: tuple[App, Checkpoints], at_rest: Callable[[App], None]
) -> None:
    app, panel = kept
    choose(panel, "Best so far")
    app.session.apply(act.Load(load_scenario("house-price"), 1))
    there = app.session.parameters.theta.tobytes()
    QTest.mousePress(panel.look, LEFT)  # sooner than the list was shown anew
    assert app.session.parameters.theta.tobytes() == there
    QTest.mouseRelease(panel.look, LEFT)
    at_rest(app)
    assert all("loss" in text for text in rows(panel))


def test_it_goes_back_to_the_bits_and_undo_returns(kept: tuple[App, Checkpoints]) -> None:
    app, panel = kept
    session = app.session
    now = session.parameters.theta.tobytes()
    choose(panel, "Step 20")
    QTest.mouseClick(panel.restore, LEFT)
    there = open_session("ring")
    there.apply(act.Train(20))
    assert session.parameters.theta.tobytes() == there.parameters.theta.tobytes()
    assert session.step == 20
    app.do(act.Undo())
    assert (session.step, session.parameters.theta.tobytes()) == (50, now)
    # What can be let go can be undone, and the chosen one stays chosen.
    app.do(act.KeepCheckpoint("second"))
    app.look()
    choose(panel, "Step 20")
    app.do(act.KeepCheckpoint("third"))
    app.look()
    assert panel.list.currentItem().text().startswith("Step 20")
    QTest.mouseClick(panel.let_go, LEFT)
    app.look()
    assert [text.split(",")[0] for text in rows(panel)] == ["Best so far", "third", "second"]


def test_the_best_brings_its_knobs_or_all_of_its_moment(kept: tuple[App, Checkpoints]) -> None:
    app, panel = kept
    session = app.session
    app.do(act.Set("learning_rate", 1.0))
    app.do(act.Train(300))
    app.do(act.Turn((0,), (5.0,)))
    app.look()
    best = session.best
    assert best is not None
    choose(panel, "Best so far")
    assert panel.restore.text() == "Go to its knobs"
    assert not panel.let_go.isEnabled()
    step = session.step
    QTest.mouseClick(panel.restore, LEFT)
    assert session.parameters.theta.tobytes() == best.theta.tobytes()
    assert session.step == step
    # What training kept of it is the whole moment, and stands in the list once.
    app.do(act.BackToStart())
    panel.keeps_best.setChecked(True)
    app.do(act.Train(300))
    app.do(act.Turn((0,), (5.0,)))
    app.look()
    best = session.best
    assert best is not None
    assert len(rows(panel)) == 2
    choose(panel, "Best so far")
    assert panel.restore.text() == "Go back to it"
    QTest.mouseClick(panel.restore, LEFT)
    assert session.parameters.theta.tobytes() == best.theta.tobytes()
    assert session.step == best.step


def test_holding_shows_that_moment_and_nothing_else_changes(kept: tuple[App, Checkpoints]) -> None:
    app, panel = kept
    session = app.session
    now, records = session.parameters.theta.tobytes(), list(session.log.records)
    choose(panel, "Step 20")
    QTest.mousePress(panel.look, LEFT)
    assert session.step == 20
    assert session.parameters.theta.tobytes() != now
    QTest.mouseRelease(panel.look, LEFT)
    assert (session.step, session.parameters.theta.tobytes()) == (50, now)
    assert list(session.log.records) == records
    # Training goes on after it.
    app.do(act.Run())
    QTest.mousePress(panel.look, LEFT)
    assert not app.session.running
    QTest.mouseRelease(panel.look, LEFT)
    assert app.session.running
    app.do(act.Pause())


def test_name_and_note_are_asked_for_and_can_be_undone(kept: tuple[App, Checkpoints]) -> None:
    app, panel = kept
    choose(panel, "Step 20")
    QTest.mouseClick(panel.words, LEFT)
    (dialog,) = panel.findChildren(CheckpointWords)
    dialog.name.setText("Good enough")
    dialog.note.setPlainText("It was <b>late</b>.")
    dialog.accept()
    app.look()
    choose(panel, "Good enough, step 20")
    assert "It was &lt;b&gt;late" in panel.list.currentItem().toolTip()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert app.session.shelf.checkpoints[0].note == "It was <b>late</b>."
    app.do(act.Undo())
    app.look()
    assert rows(panel)[1].startswith("Step 20")


def test_the_knobs_that_changed_most_come_first_and_lead_to_their_knob(
    kept: tuple[App, Checkpoints],
) -> None:
    app, panel = kept
    session = app.session
    app.do(act.Turn((7,), (4.0,)))
    app.look()
    choose(panel, "Step 20")
    app.look()
    then = session.shelf.checkpoints[0].state.theta
    now = session.parameters.theta
    order = np.argsort(-np.abs(then - now))[:8]
    names = [row[0].text() for row in panel.differences.rows]
    assert names == [session.name(int(knob)) for knob in order]
    assert panel.differences.rows[0][2].text() == "+4.00"
    QTest.mouseClick(panel.differences.rows[0][0], LEFT)
    assert list(app.window.console.input.chosen) == [7]
    app.do(act.Set("hidden", (3,)))
    app.look()
    assert panel.heading.text() == "Another network: 25 knobs then, 13 now"


def test_of_a_network_with_more_neurons_the_knobs_that_are_in_both_are_compared(
    kept: tuple[App, Checkpoints], tmp_path: Path
) -> None:
    app, panel = kept
    session = app.session
    knob = session.name(7)
    app.do(act.Turn((7,), (4.0,)))
    app.do(act.AddNeurons(0, 2))
    choose(panel, "Step 20")
    app.look()
    said = "Another network: 25 knobs then, 35 now. Changed most of the 25 in both"
    assert panel.heading.text() == said
    first = panel.differences.rows[0]
    assert (first[0].text(), first[2].text()) == (knob, "+4.00")
    save_experiment(tmp_path / "a.eqsim", Experiment.of(session))
    app.session.bring_back(Session(read_experiment(tmp_path / "a.eqsim").session().state()).park())
    app.look()
    choose(panel, "Step 20")
    assert panel.heading.text() == said
    assert first[0].text() == knob


def test_keys_and_training_keep_them_too(kept: tuple[App, Checkpoints]) -> None:
    app, panel = kept
    app.window.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(app.window, Qt.Key.Key_K, control)
    assert [one.step for one in app.session.shelf.checkpoints] == [20, 50]
    app.do(act.Train(10))
    QTest.keyClick(app.window, Qt.Key.Key_K, control | Qt.KeyboardModifier.ShiftModifier)
    assert app.session.step == 50
    # Training keeps what was chosen here.
    panel.every.setValue(2)
    assert app.session.shelf.automatic.epochs == 2
    app.do(act.Train(50))
    assert [one.by for one in app.session.shelf.checkpoints].count("epochs") > 1
    app.do(act.Undo())
    app.do(act.Undo())
    app.look()
    assert panel.every.value() == 0


def test_flags_stand_on_the_curve_of_their_run_alone(kept: tuple[App, Checkpoints]) -> None:
    app, _ = kept
    plot = app.window.panel("loss").plot

    def flags() -> list[tuple[float, float]]:
        app.look()
        QApplication.processEvents()
        x, y = plot.flags.spots.getData()
        return [(float(a), float(10**b)) for a, b in zip(x, y, strict=True)]

    points = app.session.history.points
    at = float(points[3][points[0] == 20][0])
    assert flags() == [(20.0, pytest.approx(at))]
    app.do(act.NewStart())
    app.do(act.Train(40))
    assert flags() == []
    app.do(act.Restore(1))
    assert flags() == [(20.0, pytest.approx(at))]
    app.do(act.LetGoCheckpoint(1))
    assert flags() == []
