"""What cells show is chosen in the heading, the View menu or by keys, and the colours are named."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from numpy.typing import NDArray
from painted_texts import faults, recorded
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eq_sim.app import App
from eq_sim.session.actions import DescribeCheckpoint, KeepCheckpoint, LetGoCheckpoint, Set, Train
from eq_sim.session.files.opening import open_session
from eq_sim.session.session import Session
from eq_sim.ui.models.shown import Kind
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("output", "loss"))


def wide(*hidden: int) -> Session:
    """Returns digits with so many knobs that they are cells."""
    session = open_session("digits")
    for name, value in {"hidden": hidden, "optimizer": "sgd", "learning_rate": 0.1}.items():
        session.apply(Set(name, value))
    return session


def picture(app: App) -> NDArray[np.uint32]:
    app.window.refresh()
    image = app.window.console.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32)
    return pixels.reshape(image.height(), -1).copy()


def press(app: App, kind: Kind) -> None:
    app.window.activateWindow()
    key = Qt.Key(Qt.Key.Key_1 + list(Kind).index(kind))
    QTest.keyClick(app.window, key, MODIFIERS)
    QApplication.processEvents()


def test_cells_show_what_one_chooses_and_the_legend_says_what(opened: Opened) -> None:
    app = opened(wide(200, 60))
    panel, shown = app.window.console_panel, app.window.console.shown
    assert panel.console.has_cells
    assert panel.show_bar.isVisible()
    assert panel.colors.isVisible()
    assert not panel.legend.isVisible()
    press(app, Kind.START)
    said = panel.colors.accessibleName()
    assert said.startswith("Change since the start, in % of the largest start weight of its layer")
    for words in ("full colour at 4 %", "half colour at 1 %", "quarter of the colour at 0.25 %"):
        assert words in said
    assert "0.0 % of 25,670 knobs" in panel.colors.accessibleDescription()
    press(app, Kind.GRADIENT)
    assert "It is known after the next step" in panel.colors.accessibleName()
    app.do(Train(20))
    looks = {}
    for kind in list(Kind)[:4]:
        press(app, kind)
        assert shown.kind is kind
        assert panel.show_bar.buttons[kind].isChecked()
        looks[kind] = picture(app)
    assert len({look.tobytes() for look in looks.values()}) == 4
    panel.show_bar.buttons[Kind.VALUE].click()
    assert "half colour at 50 %" in panel.colors.accessibleName()
    assert (picture(app) == looks[Kind.VALUE]).all()


def test_half_of_the_visible_cells_change_while_their_values_stand_still(opened: Opened) -> None:
    app = opened(wide(256, 312))
    console = app.window.console
    canvas = console.canvas
    cells = np.zeros(picture(app).shape, dtype=bool)
    for layer in range(len(canvas.layout.blocks)):
        box = canvas.box_of_layer(layer) & console.viewport().rect()
        cells[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = True
    looks = []
    for _ in range(2):
        for kind in (Kind.VALUE, Kind.START):
            console.show_in_cells(kind)
            looks.append(picture(app)[cells])
        app.do(Train(60))
    value, start, value_after, start_after = looks
    assert (start != start_after).mean() >= 0.5
    assert (value != value_after).mean() < 0.25


def test_a_checkpoint_can_be_chosen_once_there_is_one(opened: Opened) -> None:
    app = opened(wide(200, 60))
    panel, shown = app.window.console_panel, app.window.console.shown
    button = panel.show_bar.buttons[Kind.CHECKPOINT]
    assert not button.isEnabled()
    press(app, Kind.CHECKPOINT)
    assert shown.kind is Kind.VALUE
    assert "keep one" in panel.notice.text()
    app.do(Train(5))
    app.do(KeepCheckpoint())
    app.window.refresh()
    assert button.isEnabled()
    button.click()
    assert not shown.numbers.any()
    app.do(Train(5))
    app.window.refresh()
    assert shown.numbers.any()
    assert "checkpoint 1, step 5" in panel.colors.accessibleName()


def test_faders_show_values_whatever_is_chosen(opened: Opened) -> None:
    app = opened()
    panel = app.window.console_panel
    app.do(Train(5))
    before = picture(app)
    assert not panel.show_bar.isVisible()
    assert panel.legend.isVisible()
    press(app, Kind.START)
    assert "these show values" in panel.notice.text()
    assert (picture(app) == before).all()


def test_nothing_jumps_as_cells_become_faders_and_cells_again(opened: Opened) -> None:
    app = opened(wide(200, 60))
    panel = app.window.console_panel
    console = panel.console
    far, room = picture(app), console.size()
    console.view.zoom_to(1.0, console.viewport().rect().center().toPointF())
    QApplication.processEvents()
    assert not console.has_cells
    assert panel.legend.isVisible()
    assert not panel.show_bar.isVisible()
    assert console.size() == room
    app.do(Train(20))
    app.window.refresh()
    assert "values" in panel.colors.accessibleName()
    console.fit_all()
    QApplication.processEvents()
    assert panel.show_bar.isVisible()
    assert "Change since the start" in panel.colors.accessibleName()
    assert (picture(app) != far).mean() > 0.2


def test_a_window_of_one_size_shows_the_same_whatever_its_size_was(opened: Opened) -> None:
    app = opened("digits", (1280, 720), panels=PANELS)
    panel, seen = app.window.console_panel, []
    for size in ((1280, 720), (1280, 400), (1280, 720)):
        app.window.resize(*size)
        QApplication.processEvents()
        app.window.refresh()
        QApplication.processEvents()
        seen.append((panel.console.has_cells, panel.colors.isVisible(), panel.console.size()))
    assert seen[0] == seen[2] != seen[1]
    assert not seen[0][0]
    assert all(cells == colors for cells, colors, _ in seen)


def test_words_around_cells_are_whole_in_a_small_window(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixmaps = recorded(monkeypatch)
    app = opened(wide(200, 60), (960, 540), panels=PANELS)
    panel = app.window.console_panel
    assert panel.show_bar.field.isVisible()
    assert panel.rect().contains(panel.show_bar.geometry())
    panel.show_bar.field.setCurrentIndex(3)
    panel.show_bar.field.activated.emit(3)
    assert panel.console.shown.kind is Kind.START
    texts = (panel.colors, panel.show_bar)
    mine = [
        fault
        for fault in faults(app.window, pixmaps)
        if any(type(one).__name__ in str(fault) for one in texts)
    ]
    assert not mine


def test_one_chooses_which_checkpoint(opened: Opened) -> None:
    app = opened(wide(200, 60))
    panel, shown = app.window.console_panel, app.window.console.shown
    bar, thetas = panel.show_bar, []
    for name in ("early", "salt & pepper", ""):
        app.do(Train(5))
        app.do(KeepCheckpoint())
        thetas.append(app.session.parameters.theta.copy())
        if name:
            number = app.session.shelf.checkpoints[-1].number
            app.do(DescribeCheckpoint(number, name, ""))
    app.do(Train(5))
    app.window.refresh()
    assert not bar.which.isVisible()
    press(app, Kind.CHECKPOINT)
    assert bar.which.isVisible()
    assert "checkpoint 3, step 15" in panel.colors.accessibleName()
    now = app.session.parameters.theta
    assert np.array_equal(shown.numbers, now - thetas[2])
    bar.which.setFocus()
    QTest.keyClick(bar.which, Qt.Key.Key_Return)
    offered = [entry.text() for entry in bar.menu.actions()]
    assert bar.menu.isVisible()
    assert offered == [
        "The last one", "checkpoint 3, step 15", "checkpoint 2, step 10: salt && pepper",
        "checkpoint 1, step 5: early",
    ]  # fmt: skip
    assert [entry.isChecked() for entry in bar.menu.actions()] == [True, False, False, False]
    for _ in range(3):
        QTest.keyClick(bar.menu, Qt.Key.Key_Down)
    QTest.keyClick(bar.menu, Qt.Key.Key_Return)
    assert np.array_equal(shown.numbers, now - thetas[0])
    app.window.refresh()
    assert "checkpoint 1, step 5" in panel.colors.accessibleName()
    assert "checkpoint 1, step 5: early" in bar.which.accessibleName()
    app.do(KeepCheckpoint())
    app.window.refresh()
    assert np.array_equal(shown.numbers, now - thetas[0])  # it stays the chosen one
    app.do(LetGoCheckpoint(1))
    app.window.refresh()
    assert not shown.numbers.any()  # it is no more: the last one, which is now
    QTest.keyClick(app.window, Qt.Key.Key_6, MODIFIERS)
    assert bar.menu.isVisible()
    assert bar.menu.actions()[0].isChecked()
    bar.menu.close()
