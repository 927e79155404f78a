"""The output answers questions: what is here, how far off, which mistakes, how sure, and why."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from painted_texts import recorded
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.network.losses import LOSSES
from eq_sim.session.actions import Load, Set, Train, Turn
from eq_sim.session.questions.one_knob import arithmetic
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.models.answer_words import shares
from eq_sim.ui.models.shown_sum import sum_lines
from eq_sim.ui.painted.faults import look
from eq_sim.ui.panels.answer_view import AnswerView
from eq_sim.ui.panels.confidence_view import ConfidenceView
from eq_sim.ui.panels.confusion_view import ConfusionView
from eq_sim.ui.panels.output import OutputPanel
from eq_sim.ui.panels.sum_page import SumPage
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
LEFT, NONE, KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output"))


def output_of(app: App) -> OutputPanel:
    app.window.refresh()
    panel = app.window.panel("output")
    assert isinstance(panel, OutputPanel)
    return panel


def view_of(app: App) -> AnswerView:
    view = output_of(app).view
    assert view is not None
    view.repaint()
    return view


def hover(view: AnswerView, at: QPointF) -> None:
    where = QPointF(view.mapToGlobal(at.toPoint()))
    nothing = Qt.MouseButton.NoButton
    QApplication.sendEvent(
        view, QMouseEvent(QEvent.Type.MouseMove, at, where, nothing, nothing, NONE)
    )


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("%", "").replace("+", "").replace(",", ""))


def answers_of(app: App) -> np.ndarray:
    """Every sample's answer as a person reads it, by plain matrix products."""
    session = app.session
    theta, signal = session.parameters.theta.astype(np.float64), session.dataset.inputs
    functions = {"tanh": np.tanh, "relu": lambda z: np.maximum(z, 0), "identity": lambda z: z}
    for block, name in zip(
        session.layout.blocks, session.layout.architecture.activations, strict=True
    ):
        matrix = block.view(theta)
        signal = matrix[: block.inputs].T @ signal
        if block.bias:
            signal = signal + matrix[block.inputs][:, np.newaxis]
        signal = functions[name](signal)
    return np.asarray(LOSSES[session.scenario.training.loss].link(signal))


# A pointer over it


def test_over_the_plane_it_says_where_what_and_the_nearest_point(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    app.do(Train(300))
    view, session = view_of(app), app.session
    sample = int(session.evaluation.test[4])
    spot = view.spot_of(sample)
    assert spot is not None
    hover(view, spot)
    assert view.probe is not None
    where, what, says = view.probe.lines
    x, y = session.dataset.inputs[:, sample]
    assert where.startswith(f"x₁ {x:+.2f}, x₂ {y:+.2f}".replace("-", "−"))
    assert f"sample {sample + 1:,} (test)" in what
    truth = session.dataset.classes[int(session.dataset.targets[0, sample])]
    assert what.endswith(f"is {truth}")
    inside = float(answers_of(app)[0, sample])
    share = max(inside, 1 - inside)
    assert abs(number(says.partition("(")[2].partition(" %")[0]) - 100 * share) < 0.06
    assert ("inside" if inside >= 0.5 else "outside") in says
    # It follows the knobs, and goes with the pointer.
    app.do(Train(50))
    app.window.refresh()
    assert view.probe.lines[2] != says
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert view.probe is None
    # What was asked of a place is not asked of another size.
    hover(view, spot)
    app.window.resize(1280, 720)
    QApplication.processEvents()
    assert view.probe is None


def test_a_pointer_by_keys_says_the_same(opened: Opened) -> None:
    app = opened("ring", (1600, 900), panels=PANELS)
    view = view_of(app)
    view.setFocus()
    QTest.keyClick(view, KEY.Key_Up, SHIFT)
    first = view.probe
    assert first is not None
    QTest.keyClick(view, KEY.Key_Right, SHIFT)
    assert view.probe is not None
    assert view.probe.at.x() > first.at.x()
    assert view.probe.at.y() == first.at.y()
    assert view.accessibleDescription() == ". ".join(view.probe.lines)
    hover(view, view.probe.at)
    assert view.accessibleDescription() == ". ".join(view.probe.lines)
    QTest.keyClick(view, KEY.Key_Escape)
    assert view.probe is None


@pytest.mark.parametrize("name", ["sine", "house-price", "equalizer", "penguins", "digits"])
def test_over_a_sample_it_says_what_it_is_and_how_far_off(opened: Opened, name: str) -> None:
    app = opened(name, (1600, 900))
    app.do(Train(100))
    view, session = view_of(app), app.session
    sample = int(next(k for k in session.evaluation.train if view.spot_of(int(k)) is not None)
                 if name != "digits" else session.evaluation.test[2])  # fmt: skip
    spot = view.spot_of(sample)
    assert spot is not None
    hover(view, spot)
    assert view.probe is not None
    said = " ".join(view.probe.lines)
    answer = answers_of(app)
    if session.dataset.classes:
        assert " is " in said
        assert "the network says " in said
        return
    shown = [line for line in view.probe.lines if line.startswith("error ")]
    target = session.dataset.target
    assert target is not None
    near = int(said.partition("sample ")[2].partition(" (")[0].replace(",", "")) - 1
    off = float(
        target.to_person(answer[0, near]) - target.to_person(session.dataset.targets[0, near])
    )
    exact = number(shown[0].removeprefix("error ").replace("$", "").replace(" dB", ""))
    assert exact == pytest.approx(off, abs=1.01 if target.unit == "$" else 0.0011)


# Residuals


@pytest.mark.parametrize("name", ["sine", "house-price", "equalizer"])
def test_errors_are_drawn_and_summed_up_for_each_part(opened: Opened, name: str) -> None:
    app = opened(name, (1600, 900))
    app.do(Train(60))
    panel, view = output_of(app), view_of(app)
    before = view.grab().toImage()
    panel.show_page("errors")
    app.window.refresh()
    assert view.isVisible()
    assert view.grab().toImage() != before
    panel.show_page("answer")
    app.window.refresh()
    assert view.grab().toImage() == before
    assert panel.asked.findData("mistakes") == -1


# Mistakes


@pytest.mark.parametrize(("name", "classes"), [("ring", 2), ("penguins", 3), ("digits", 10)])
def test_the_matrix_counts_what_is_said_of_what(opened: Opened, name: str, classes: int) -> None:
    app = opened(name, (1600, 900))
    app.do(Train(20))
    panel, session = output_of(app), app.session
    panel.show_page("mistakes")
    page = panel.page
    assert isinstance(page, ConfusionView)
    test = session.evaluation.test
    answers, targets = answers_of(app)[:, test], session.dataset.targets[:, test]
    said = answers.argmax(axis=0) if classes > 2 else (answers[0] >= 0.5).astype(int)
    are = targets.argmax(axis=0) if classes > 2 else targets[0].astype(int)
    wanted = np.zeros((classes, classes), dtype=int)
    np.add.at(wanted, (are, said), 1)
    np.testing.assert_array_equal(page.counts, wanted)
    assert f"{np.trace(wanted):,} of {len(test):,} right on test" == page.summary()
    # A click on a cell chooses its samples, one after the other, and says which.
    row, column = np.unravel_index(np.argmax(wanted - 10**6 * np.eye(classes)), wanted.shape)
    cell = (int(row), int(column))
    samples = test[(are == cell[0]) & (said == cell[1])].tolist()
    chosen = []
    for _ in range(len(samples) + 1):
        spot: QPoint = page.box_of(cell).center().toPoint()
        QTest.mouseClick(page, LEFT, NONE, spot)
        chosen.append(app.window.chosen.sample)
    assert chosen == [*samples, samples[0]]
    name_of = session.dataset.classes
    assert page.words()[0].startswith(f"is {name_of[cell[0]]}, the network says {name_of[cell[1]]}")
    assert page.accessibleDescription().startswith(page.words()[0])
    QTest.keyClick(page, KEY.Key_Escape)
    assert app.window.chosen.sample is None
    QTest.keyClick(page, KEY.Key_Down)
    assert page.cell == (0, 0)


# How sure


@pytest.mark.parametrize("name", ["ring", "digits"])
def test_how_sure_it_is_and_how_right(opened: Opened, name: str) -> None:
    app = opened(name, (1600, 900))
    app.do(Train(60))
    panel, session = output_of(app), app.session
    panel.show_page("sure")
    page = panel.page
    assert isinstance(page, ConfidenceView)
    test = session.evaluation.test
    answers = answers_of(app)[:, test]
    sure = np.maximum(answers[0], 1 - answers[0]) if len(answers) == 1 else answers.max(axis=0)
    assert sum(level.samples for level in page.levels) == len(test)
    measure = session.evaluation.measure("accuracy").test
    assert measure is not None
    assert sum(level.right for level in page.levels) == round(measure * len(test))
    for level in page.levels:
        within = (sure * 10 >= level.low) & (sure * 10 < level.low + 1)
        assert abs(level.samples - int(within.sum())) <= 1  # float32 at an edge
    assert page.verdict == f"{100 * sure.mean():.1f} % sure on average, {100 * measure:.1f} % right"
    assert f"{len(test):,} test samples" in page.heading
    assert page.accessibleDescription().startswith(page.heading)


def test_without_a_test_part_it_says_train(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    app.do(Set("test_fraction", 0.0))
    panel = output_of(app)
    for name in ("mistakes", "sure"):
        panel.show_page(name)
        assert panel.page is not None
        assert "train" in panel.page.summary()  # type: ignore[union-attr]


def test_shares_that_are_shown_together_make_a_hundred(opened: Opened) -> None:
    for name in ("penguins", "digits"):
        app = opened(name)
        app.do(Train(30))
        answers = answers_of(app)
        for sample in range(40):
            shown = shares(app.session.dataset, app.session.scenario, answers[:, sample])
            assert sum(number(share) for share in shown) == 100
            for share, exact in zip(shown, answers[:, sample].tolist(), strict=True):
                assert abs(number(share) - 100 * exact) < 1


# One sum


@pytest.mark.parametrize(
    "name",
    [
        "ring",
        "penguins",
        "house-price",
        pytest.param("digits", marks=pytest.mark.slow),
        pytest.param("sine", marks=pytest.mark.slow),
        pytest.param("xor", marks=pytest.mark.slow),
    ],
)
def test_an_output_is_worked_out_in_numbers_that_agree(opened: Opened, name: str) -> None:
    app = opened(name, (1600, 900))
    app.do(Train(150))
    session = app.session
    answers = answers_of(app)
    last = len(session.layout.blocks) - 1
    for sample in range(0, session.dataset.size, max(1, session.dataset.size // 60)):
        for output in range(min(3, len(answers))):
            told = arithmetic(session, last, output, sample)
            lines = sum_lines(told, 8)
            place = [line[0] for line in lines].index("sum")
            for line in lines[:place]:
                if line[1]:
                    factors = number(line[1]) * number(line[3])
                    digits = len(line[5].partition(".")[2])
                    assert number(line[5]) == pytest.approx(factors, abs=0.51 * 10**-digits)
            total, digits = lines[place][5], len(lines[place][5].partition(".")[2])
            together = sum(number(line[5]) for line in lines[:place])
            assert number(total) == pytest.approx(together, abs=0.51 * 10**-digits)
            assert number(total) == pytest.approx(told.total, abs=0.51 * 10**-digits)
            if told.linked is None:
                continue
            shown = number(lines[-1][5])
            assert shown == pytest.approx(100 * answers[output, sample], abs=0.06)
            if told.linked.name == "sigmoid":
                assert shown == pytest.approx(100 / (1 + np.exp(-number(total))), abs=0.0501)
            else:
                own, whole = (number(line[5]) for line in lines[-3:-1])
                assert shown == pytest.approx(100 * own / whole, abs=0.0501)


def test_the_sum_of_what_is_chosen(opened: Opened) -> None:
    app = opened("digits", (1600, 900))
    app.do(Train(200))
    panel = output_of(app)
    panel.show_page("sum")
    page = panel.page
    assert isinstance(page, SumPage)
    assert page.about.text() == "Choose a sample first: click one in the answer."
    app.window.chosen.choose(11)
    app.window.refresh()
    said = int(answers_of(app)[:, 11].argmax())
    most = page.sum.lines[-1]
    assert most[0] == "share of it"
    assert number(most[5]) == pytest.approx(100 * answers_of(app)[said, 11], abs=0.06)
    other = (said + 1) % 10
    page.output.setCurrentIndex(page.output.findData(other))
    page.output.activated.emit(page.output.currentIndex())
    assert page.sum.lines[-1] != most
    assert "share of it" in page.sum.accessibleName()


def test_another_scenario_has_pages_of_its_own(opened: Opened) -> None:
    app = opened("ring", (1600, 900))
    panel = output_of(app)
    panel.show_page("sure")
    assert isinstance(panel.page, ConfidenceView)
    app.session.apply(Load(load_scenario("sine"), 1))
    app.window.refresh()
    assert panel.page is None
    assert panel.view is not None
    assert panel.view.isVisible()
    panel.show_page("sum")
    app.session.apply(Load(load_scenario("digits"), 1))
    app.window.refresh()
    assert isinstance(panel.page, SumPage)
    panel.show_page("draw")
    assert panel.page is None
    assert panel.pad is not None
    panel.show_page("mistakes")
    assert panel.pad is None
    assert isinstance(panel.page, ConfusionView)


def test_how_far_a_line_reaches_is_said_where_the_line_is_not(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, pixmaps = opened("one-knob"), recorded(monkeypatch)
    for slope, above in ((-3.0, True), (3.0, False)):
        app.do(Turn((0,), (slope,)))
        view = view_of(app)
        seen = look(app.window, pixmaps)
        (words,) = (text for text in seen.texts if text.words.startswith(("line: ", "the line ")))
        middle = view.mapTo(app.window, view.rect().center()).y()
        assert (words.ink.bottom() < middle) is above
        assert not any("line" in fault and "struck" in fault for fault in seen.faults)
