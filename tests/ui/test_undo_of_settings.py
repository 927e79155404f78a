"""A setting can be taken back: one drag of its slider is one thing, however long it takes."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QStyle, QStyleOptionSlider, QWidget

from eq_sim.app import App
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.session import actions as act
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.panels.compare import Compare
from eq_sim.ui.panels.fields import ChoiceField, LadderField
from eq_sim.ui.panels.hyperparameters import Hyperparameters
from eq_sim.ui.panels.loss_panel import LossPanel

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few("settings", "loss", "compare"))


class Drag:
    """A pointer that holds a slider's handle."""

    def __init__(self, slider: QSlider) -> None:
        self.slider = slider
        self._at = self._handle().center()
        QTest.mousePress(slider, LEFT, pos=self._at)

    def to(self, *places: int) -> "Drag":
        for place in places:
            while self.slider.value() != place:
                self._at += QPoint(2 if place > self.slider.value() else -2, 0)
                assert self.slider.rect().contains(self._at)
                QTest.mouseMove(self.slider, self._at)
        return self

    def release(self) -> None:
        QTest.mouseRelease(self.slider, LEFT, pos=self._at)

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.slider.initStyleOption(option)
        style = QStyle.SubControl.SC_SliderHandle
        return self.slider.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, style, self.slider
        )


@pytest.fixture
def app(opened: Opened) -> App:
    made = opened("ring", (1600, 1000))
    made.window.docks["settings"].raise_()
    QApplication.processEvents()
    return made


def panel(app: App) -> Hyperparameters:
    found = app.window.panel("hyperparameters")
    assert isinstance(found, Hyperparameters)
    return found


def ladder(app: App, name: str) -> LadderField:
    field = panel(app).field(name)
    assert isinstance(field, LadderField)
    return field


def undo_words(app: App) -> str:
    """What the Edit menu would undo, and do again."""
    menu = app.window.menus["&Edit"]
    menu.aboutToShow.emit()
    return menu.actions()[0].text().replace("&", "")


def press(
    app: App, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(app.window, key, keys)
    app.window.refresh()


def undo(app: App) -> None:
    press(app, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)


def redo(app: App) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(app, KEY.Key_Z, both)


def hold(widget: QWidget, key: Qt.Key, repeats: int) -> None:
    """Holds a key down until it has repeated so often."""
    none = Qt.KeyboardModifier.NoModifier
    for again in range(repeats + 1):
        event = QKeyEvent(QEvent.Type.KeyPress, key, none, "", again > 0)
        QApplication.sendEvent(widget, event)
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyRelease, key, none))


def test_one_drag_of_a_slider_is_one_thing_to_undo(app: App) -> None:
    session, rate = app.session, ladder(app, "learning_rate")
    first, place = session.scenario.training.learning_rate, rate.slider.value()
    drag = Drag(rate.slider).to(place + 1, place + 2)
    app.window.refresh()
    drag.to(place + 3, place + 2)
    drag.release()
    app.window.refresh()
    there = session.scenario.training.learning_rate
    assert there == SETTINGS["learning_rate"].ladder[place + 2]
    assert len(session.undo.names) == 1
    assert undo_words(app) == "Undo set learning rate"
    undo(app)
    assert session.scenario.training.learning_rate == first
    assert (rate.slider.value(), rate.field.text()) == (place, "0.5")
    assert undo_words(app) == "Nothing to undo"
    redo(app)
    assert session.scenario.training.learning_rate == there
    assert rate.slider.value() == place + 2


def test_a_slider_goes_back_even_before_anything_was_drawn(app: App) -> None:
    rate = ladder(app, "learning_rate")
    place = rate.slider.value()
    Drag(rate.slider).to(place + 2).release()
    undo(app)
    assert rate.slider.value() == place


def test_a_press_that_moves_nothing_is_nothing_to_undo(app: App) -> None:
    app.do(act.Train(3))
    Drag(ladder(app, "learning_rate").slider).release()
    assert undo_words(app) == "Undo 3 steps"


def test_a_held_key_is_one_thing_to_undo(app: App) -> None:
    rate = ladder(app, "l2")
    rate.slider.setFocus()
    hold(rate.slider, KEY.Key_Right, 4)
    app.window.refresh()
    assert app.session.scenario.training.l2 == SETTINGS["l2"].ladder[5]
    assert app.session.undo.names == ["set weight decay (L2)"]
    hold(rate.slider, KEY.Key_Left, 0)
    assert len(app.session.undo.names) == 2
    undo(app)
    undo(app)
    assert app.session.scenario.training.l2 == 0


def test_a_drag_while_training_runs_is_between_two_runs(app: App) -> None:
    session, rate = app.session, ladder(app, "learning_rate")
    app.do(act.Run())
    app.timer.stop()
    session.advance(steps=5)
    place = rate.slider.value()
    drag = Drag(rate.slider).to(place + 1)
    session.advance(steps=5)
    drag.to(place + 2)
    session.advance(steps=5)
    drag.release()
    session.advance(steps=5)
    assert session.running
    app.do(act.Pause())
    assert session.undo.names == ["training, 5 steps", "set learning rate", "training, 5 steps"]
    undo(app)
    assert session.step == 15
    assert rate.slider.value() == place + 2
    undo(app)
    assert session.step == 5
    assert (session.scenario.training.learning_rate, rate.slider.value()) == (0.5, place)


def test_a_drag_of_the_blend_is_one_thing_to_undo(app: App) -> None:
    app.do(act.CopySide())
    app.do(act.NewStart())
    app.window.docks["compare"].raise_()
    QApplication.processEvents()
    compare = app.window.panel("compare")
    assert isinstance(compare, Compare)
    theta = app.session.parameters.theta.copy()
    count = len(app.session.undo.names)
    first = compare.blend.value()
    drag = Drag(compare.blend)
    far = [100, 120] if first < 60 else [80, 60]
    for place in far:
        compare.blend.setSliderPosition(place)
    drag.release()
    assert len(app.session.undo.names) == count + 1
    assert undo_words(app) == "Undo blend of A and B"
    undo(app)
    assert np.array_equal(app.session.parameters.theta, theta)
    assert compare.blend.value() == first
    grabs = [one.action for one in app.session.log.records if isinstance(one.action, act.Grab)]
    assert grabs == [act.Grab((), "blend")]


def curve(app: App) -> tuple[np.ndarray, np.ndarray]:
    found = app.window.panel("loss")
    assert isinstance(found, LossPanel)
    assert found.plot is not None
    return found.plot.train.getData()


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [("dtype", "float64", "precision"), ("hidden", (3,), "layers"), ("noise", 0.5, "noise")],
)
def test_undo_shows_the_old_network_and_its_curve(
    app: App, setting: str, value: object, words: str
) -> None:
    app.do(act.Train(30))
    app.window.refresh()
    steps, losses = curve(app)
    shown = app.window.console.grab().toImage()
    theta = app.session.parameters.theta.copy()
    if setting == "dtype":
        field = panel(app).field("dtype")
        assert isinstance(field, ChoiceField)
        field.box.activated.emit(field.box.findData(value))
    else:
        app.do(act.Set(setting, value))  # type: ignore[arg-type]
    app.do(act.Train(4))
    app.window.refresh()
    assert not np.array_equal(curve(app)[1], losses)
    undo(app)
    assert undo_words(app) == f"Undo set {words}"
    undo(app)
    assert np.array_equal(app.session.parameters.theta, theta)
    assert app.session.parameters.theta.dtype == theta.dtype
    assert np.array_equal(curve(app)[0], steps)
    assert np.array_equal(curve(app)[1], losses)
    assert app.window.console.grab().toImage() == shown


def test_a_held_arrow_of_a_layers_number_is_one_thing_to_undo(app: App) -> None:
    box = panel(app).layers.layers[0]
    box.setFocus()
    hold(box, KEY.Key_Up, 3)
    app.window.refresh()
    assert app.session.layout.architecture.sizes[1] > 5
    assert app.session.undo.names == ["set layers"]
    undo(app)
    assert box.value() == 4


def test_a_lesson_waits_for_a_hand_that_sets_something_but_its_pace(app: App) -> None:
    show = app.window.open_lesson(load_lesson(bundled_lessons()[0]), auto=True)
    show.player.play()
    app.do(act.Set("speed", 20.0))
    assert show.player.playing
    rate = ladder(app, "learning_rate")
    app.window.docks["settings"].show()
    place = rate.slider.value()
    rate.slider.sliderPressed.emit()
    rate.slider.setValue(place + 1)
    rate.slider.sliderReleased.emit()
    assert not show.player.playing
    show.player.play()
    app.do(act.Grab((0,)))
    assert not show.player.playing
