"""Teacher and student in the window: made by a button, compared, softened, by mouse and by keys."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from few_panels import few
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.network.distillation import chances
from eq_sim.session.actions import Load, LockKnobs, Set, SetTeacher, Train, Undo
from eq_sim.session.files.parameter_file import save_parameters
from eq_sim.session.questions.distilling import measure_of_teacher, twin_of
from eq_sim.session.scenario import load_scenario
from eq_sim.session.session import Session
from eq_sim.ui.panels.distillation_panel import DistillationPanel

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("distillation"))


def panel(app: App) -> DistillationPanel:
    app.window.docks.bring("distillation")
    app.window.refresh()
    QApplication.processEvents()
    found = app.window.panel("distillation")
    assert isinstance(found, DistillationPanel)
    return found


def percent(share: float | None) -> str:
    assert share is not None
    return f"{100 * share:.1f} %"


def test_a_button_makes_the_teacher_and_what_is_shown_is_true(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    app = opened("penguins", (1600, 900))
    assert app.window.docks["distillation"].isHidden()
    app.do(Train(150))
    shown, session = panel(app), app.session
    assert "the teacher" in shown.about.text()
    assert not shown.scores[0].isVisible()
    shown.hidden.setValue(3)
    shown.points.setValue(40)
    shown.make.setFocus()
    QTest.keyClick(shown.make, Qt.Key.Key_Return)
    assert session.layout.architecture.sizes == (4, 3, 3)
    app.window.refresh()
    assert "learned from the labels of 239 samples; the student learns from 40" in (
        shown.about.text()
    )
    assert "Neither has learned from the 103" in shown.about.text()

    # The three scores; the twin is really trained beside it.
    app.do(Train(80))
    twin = Session(twin_of(session.state()))
    twin.apply(Train(80))
    taught = percent(measure_of_teacher(session.data, "accuracy").test)
    wanted = [taught, percent(session.measure.test), percent(twin.measure.test)]
    qtbot.waitUntil(lambda: [score.text() for score in shown.scores] == wanted)
    assert shown.scores[2].accessibleName() == f"Student on labels alone: {wanted[2]}"
    assert shown.judged.text() == "Right on test"

    # Both answers to one sample, softened; the temperature changes them at once.
    def check_answers(temperature: float) -> None:
        sample = app.window.chosen.sample
        assert sample is not None
        sums = session.data.taught()[:, sample : sample + 1]
        soft = chances(sums, temperature)[:, 0]
        assert [row[1] for row in shown.answers.rows] == pytest.approx(soft.tolist(), abs=1e-5)
        student = session.evaluation.answers
        place = session.evaluation.test.tolist().index(sample)
        if temperature == 1:
            assert [row[2] for row in shown.answers.rows] == pytest.approx(
                student[1][:, place].tolist(), abs=1e-5
            )
        assert f"Chances at T = {temperature:g} for test sample" in shown.which.text()

    following = [
        button
        for button in shown.findChildren(type(shown.make))
        if button.accessibleName() == "Next sample"
    ]
    following[0].click()
    check_answers(3)
    app.do(Set("temperature", 1.0))
    app.window.refresh()
    check_answers(1)
    assert "Adelie: teacher " in shown.answers.accessibleDescription()

    # Labels alone, and back.
    shown.learns.setFocus()
    QTest.keyClick(shown.learns, Qt.Key.Key_Down)
    app.window.refresh()
    assert session.scenario.training.loss == "softmax_cross_entropy"
    assert not shown.fields["temperature"].isVisible()
    app.do(Undo())
    app.window.refresh()
    assert shown.fields["temperature"].isVisible()

    # A file teaches; one that is none is told.
    path = tmp_path / "teacher.safetensors"
    save_parameters(
        path, session.switches, session.parameters.theta, session.scenario, 1, session.dataset
    )
    shown.ask_file = lambda: str(path)
    shown.file.click()
    app.window.refresh()
    assert "from another teacher’s answers to 40 samples" in shown.about.text()
    shown.ask_file = lambda: str(tmp_path / "none.safetensors")
    before = session.scenario
    shown.file.click()
    assert session.scenario == before

    # Where numbers are learned there is none.
    app.do(Load(load_scenario("house-price"), 1))
    app.window.refresh()
    assert "gives chances of classes" in shown.about.text()
    assert not shown.make.isVisible()


def test_a_student_with_locked_knobs_is_compared_as_before(opened: Opened, qtbot: QtBot) -> None:
    app = opened("penguins", (1600, 900))
    for action in (Train(60), SetTeacher(hidden=(3,), train_points=40), Train(20), LockKnobs(True)):
        app.do(action)
    twin = Session(twin_of(app.session.state()))
    twin.apply(Train(20))
    shown = panel(app)
    qtbot.waitUntil(lambda: shown.scores[2].text() == percent(twin.measure.test))
    assert shown.scores[1].text() == percent(app.session.measure.test)
