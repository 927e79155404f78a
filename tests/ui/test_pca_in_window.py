"""The PCA panel: its numbers, keys and clicks; the slider; undo; drawing through the stage."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Freeze, Load, Mute, Train, Undo
from eq_sim.session.files.opening import open_session
from eq_sim.session.scenario import load_scenario
from eq_sim.ui.panels.pca_panel import PcaPanel

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


def panel(app: App) -> PcaPanel:
    app.window.docks.bring("pca")
    app.window.refresh()
    QApplication.processEvents()
    return app.window.panel("pca")


def value_of(words: str) -> float:
    """Returns the number in "pixel in row 2, column 5: −0.1834, locked …"."""
    return float(words.split(": ")[1].split(",")[0].replace("−", "-"))


def drawn_as_the_stage_and_the_network_say(app: App) -> None:
    """Draws a stroke, and works out here what is answered to it."""
    app.do(Train(20))
    app.window.refresh()
    output = app.window.panel("output")
    assert output.view.summary().endswith("right on test")
    output.show_page("draw")
    pad = output.pad
    pad.pad.ink[4:28, 14:18] = True
    pad.answer()
    pca, layout = app.session.dataset.pca, app.session.layout
    answers = pca.components @ (pad.pad.pixels - pca.mean)
    views = layout.views(app.session.parameters.theta)
    for block, matrix in zip(layout.blocks, views, strict=True):
        answers = matrix[: block.inputs].T @ answers + matrix[block.inputs]
        answers = np.maximum(answers, 0) if block.layer == 0 else answers
    shares = np.exp(answers) / np.exp(answers).sum()
    np.testing.assert_allclose(pad.bars.shares, shares, atol=1e-5)
    output.show_page("answer")


def test_every_locked_number_has_its_place_and_its_name(opened: Opened, qtbot: QtBot) -> None:
    app = opened(open_session("digits", 1, (("points", 400), ("components", 20))), (1600, 900))
    assert app.window.docks["pca"].isHidden()  # until it is asked for
    shown = panel(app)
    pca = app.session.dataset.pca
    assert shown.counted.text() == "1,002 trained knobs beside 1,344 locked ones"
    assert shown.note.text().startswith(
        "20 × 64 components + 64 means, learned from the 280 samples of the train part."
    )
    sheet, view = shown.sheet, shown.view
    assert sheet.accessibleName() == "20 × 64 components + 64 means, locked"
    assert view.words()[0] == "Component 1"
    assert view.words()[1] == f"{100 * pca.explained[0]:.1f}\N{NO-BREAK SPACE}% of the variance"

    # Keys: from component to component, from number to number.
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    together = f"the first 3 together {100 * pca.explained[:3].sum():.1f}"
    assert together in view.words()[1]
    assert together in sheet.accessibleDescription()
    found = []
    view.setFocus()
    for row in range(8):
        view.feature = 8 * row
        for column in range(8):
            name = f"pixel in row {row + 1}, column {column + 1}: "
            assert view.words()[1].startswith(name)
            assert "locked" in view.words()[1]
            found.append(value_of(view.words()[1]))
            if column < 7:
                qtbot.keyClick(view, Qt.Key.Key_Right)
    np.testing.assert_allclose(found, pca.components[2], atol=5.1e-5)
    assert view.accessibleDescription() == view.words()[1]
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.feature is None

    # The mouse: the means, a pixel of them, and a bar of what is explained.
    QTest.mouseClick(sheet, LEFT, pos=sheet.box_of(0).center().toPoint())
    assert view.words()[0] == "Means"
    spot = view.drawing.box_of(view.room(), 28).center().toPoint()
    for off in (QPoint(0, 1), QPoint(0, 0)):
        QTest.mouseMove(view, spot + off)
    QApplication.processEvents()
    assert abs(value_of(view.words()[1]) - pca.mean[28]) < 5.1e-5
    QTest.mouseClick(
        shown.explained,
        LEFT,
        pos=QPoint(shown.explained.width() - 4, shown.explained.height() // 2),
    )
    assert sheet.chosen == 20

    drawn_as_the_stage_and_the_network_say(app)

    app.do(Freeze((0,), on=True))
    app.window.refresh()
    assert shown.counted.text() == "1,001 trained knobs, 1 frozen beside 1,344 locked ones"

    app.do(Mute((0, 1), on=True))
    app.window.refresh()
    assert shown.counted.text() == "1,000 trained knobs, 2 silent beside 1,344 locked ones"
    app.do(Undo())

    # Another number, by the panel's own field; off; and undone.
    shown.field.field.setText("10")
    shown.field.field.setModified(True)
    shown.field.field.editingFinished.emit()
    app.window.refresh()
    assert shown.counted.text() == "681 trained knobs, 1 frozen beside 704 locked ones"
    assert sheet.chosen == 10
    shown.field.slider.setValue(0)
    app.window.refresh()
    QApplication.processEvents()
    assert app.session.layout.size == 2410
    assert shown.field.field.text() == "none"
    assert not sheet.isVisible()
    assert shown.note.text().startswith("Off: ")
    app.do(Undo())
    app.do(Undo())
    app.window.refresh()
    QApplication.processEvents()
    assert shown.counted.text() == "1,001 trained knobs, 1 frozen beside 1,344 locked ones"
    assert sheet.isVisible()
    assert app.window.panel("settings").part("hyperparameters").fields["components"].isVisible()

    app.do(Load(load_scenario("penguins"), 1))
    app.window.refresh()
    assert shown.field.slider.maximum() == 4  # a table of four inputs has no more components
    app.do(Load(load_scenario("ring"), 1))
    app.window.refresh()
    QApplication.processEvents()
    assert "These data are none." in shown.note.text()
    assert not shown.field.isVisible()
