"""How a person wants the window: chosen in the dialog, seen at once, remembered, reset."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import log10
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot
from simulated_clock import SimulatedClock

from eq_sim.app import App, build, user_settings
from eq_sim.language.numerals import local
from eq_sim.lessons.files.lesson_file import parse_lesson
from eq_sim.session.actions import Run, Train
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.panels.fields import plain_number
from eq_sim.ui.style import numbers
from eq_sim.ui.style.preferences import Preferences, current, load, use
from eq_sim.ui.style.theme import DARK, LIGHT, Theme, theme_for

SAYING = """
title = "Saying"
"title.de" = "Sprechen"
idea = "A lesson for tests."
scenario = "ring"
seed = 3
change = { learning_rate = 2.5 }
[[step]]
say = "{learning rate} of 1,234.5 and GPT-3.5"
"say.de" = "{learning rate} von 1.234,5"
"""

Opened = Callable[..., App]


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    use(Preferences())


def dialog_of(app: App) -> PreferencesDialog:
    app.window.commands.show_preferences()
    dialog = app.window.findChild(PreferencesDialog)
    assert isinstance(dialog, PreferencesDialog)
    return dialog


def choose(box: QComboBox, value: object) -> None:
    """Opens the box and takes an entry with the keyboard."""
    box.setFocus()
    place = box.findData(value)
    assert place >= 0
    while box.currentIndex() != place:
        way = Qt.Key.Key_Down if box.currentIndex() < place else Qt.Key.Key_Up
        before = box.currentIndex()
        QTest.keyClick(box, way)
        assert box.currentIndex() != before


def test_the_decimal_sign_is_changed_everywhere(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    app.do(Train(30))
    dialog = dialog_of(app)
    choose(dialog.decimal, "comma")
    window = app.window
    loss = f"{app.session.losses.train:.3f}".replace(".", ",")
    qtbot.waitUntil(lambda: window.transport.readouts["train"].text == loss)
    assert window.panel("hyperparameters").fields["learning_rate"].field.text() == "0,5"
    assert "," in window.transport.readouts["epoch"].text
    plot = window.panel("loss").plot
    assert plot is not None
    axis = plot.plot.getPlotItem().getAxis("left")
    assert axis.tickStrings([log10(0.5)], 1, 1) == ["0,5"]
    # What is typed is read the same way.
    field = window.panel("hyperparameters").fields["learning_rate"].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert app.session.scenario.training.learning_rate == 0.25
    # A lesson's captions follow, in each language, numbers that somebody has typed as well.
    show = window.open_lesson(parse_lesson(SAYING, "saying"))
    assert show.bar.caption.text == f"2,50 of 1{numbers.THIN}234,5 and GPT-3.5"
    choose(dialog.decimal, "point")
    assert show.bar.caption.text == "2.50 of 1,234.5 and GPT-3.5"
    choose(show.bar.language, "de")
    assert show.bar.caption.text == "2.50 von 1,234.5"
    dialog.accept()


def test_thousands_and_decimals_do_not_meet() -> None:
    assert local("2,410 knobs, 0.5 each") == "2,410 knobs, 0.5 each"
    assert plain_number("1,500") == "1500"
    use(Preferences(decimal="comma"))
    assert local("2,410 knobs, 0.5 each") == f"2{numbers.THIN}410 knobs, 0,5 each"
    assert local("1,234,567.25") == f"1{numbers.THIN}234{numbers.THIN}567,25"
    assert plain_number("1,500") == "1.500"
    assert plain_number(f"1{numbers.THIN}500,5") == "1500.5"


@pytest.mark.parametrize(
    "text", [150, *(pytest.param(text, marks=pytest.mark.slow) for text in (115, 130))]
)
def test_larger_words_leave_nothing_cut_off(opened: Opened, qtbot: QtBot, text: int) -> None:
    app = opened("ring", (1600, 900))
    console = app.window.console
    small = app.window.transport.train.sizeHint()
    dialog = dialog_of(app)
    choose(dialog.text, text)
    dialog.accept()
    window = app.window
    qtbot.waitUntil(lambda: window.transport.train.sizeHint().height() > small.height())
    QApplication.processEvents()
    app.window.refresh()
    transport = window.transport
    for readout in transport.readouts.values():
        assert not readout.isVisible() or readout.geometry().right() <= transport.width()
    # Every knob is still where the hand finds it.
    for knob in range(app.session.layout.size):
        assert console.knob_at(console.center_of(knob)) == knob
    knob = 3
    before = float(app.session.parameters.theta[knob])
    at = console.center_of(knob).toPoint()
    view = console.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, QPoint(at.x(), at.y() - 20))
    qtbot.waitUntil(lambda: app.session.parameters.theta[knob] != before)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y() - 20))
    assert app.session.parameters.theta[knob] != before


def test_preferences_are_remembered_and_reset(qtbot: QtBot, tmp_path: Path) -> None:
    first = build(open_session("ring"), "dark", user_settings())
    first.show()
    qtbot.waitExposed(first.window)
    dialog = dialog_of(first)
    choose(dialog.palette_box, "safe")
    choose(dialog.text, 130)
    choose(dialog.undo, 64)
    assert first.session.undo.budget == 64 << 20
    QTest.mouseClick(dialog.still, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    QTest.mouseClick(dialog.minimised, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert dialog.still.isChecked()
    dialog.accept()
    first.window.close()
    kept = load(user_settings())
    assert kept == Preferences("dark", "safe", 130, still=True, undo=64, minimised=True)
    second = build(open_session("ring"), "dark", user_settings())
    second.show()
    qtbot.waitExposed(second.window)
    assert current() == kept
    assert second.window.theme.positive != DARK.positive
    dialog = dialog_of(second)
    QTest.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert current() == Preferences()
    assert load(user_settings()) == Preferences()
    assert second.window.theme == DARK
    dialog.accept()
    second.window.close()


def test_a_theme_for_once_is_not_remembered(qtbot: QtBot) -> None:
    app = build(open_session("ring"), "light", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    dialog = dialog_of(app)
    choose(dialog.decimal, "comma")
    dialog.accept()
    app.window.close()
    assert load(user_settings()) == Preferences(theme="dark", decimal="comma")


def test_damaged_preferences_are_as_usual() -> None:
    settings = user_settings()
    settings.path.parent.mkdir()
    settings.path.write_text(
        "[look]\nundo=-3\ntext=99999999999999999999\npalette=a, b\ndecimal=quarter\n"
        "still=@Invalid()\n[window]\ntheme=3\n"
    )
    assert load(settings) == Preferences()


def test_reduced_motion_draws_the_knobs_seldom(opened: Opened, clock: SimulatedClock) -> None:
    app = opened(clock=clock)
    app.window.set_look(replace(current(), still=True))
    assert not app.window.isAnimated()
    painted: list[bool] = []
    console = app.window.console
    app.do(Run())
    console.viewport().repaint()
    for _ in range(60):  # a second
        clock.tick(app)
        painted.append(console.wants_paint)
        console.viewport().repaint()
    assert sum(painted) == 4
    app.window.set_look(replace(current(), still=False))
    assert app.window.isAnimated()


# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15 (2009), severity 1.0, for linear RGB.
BLINDNESS = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def seen(color: str, eye: str) -> np.ndarray:
    """Returns the CIELAB colour that such an eye sees."""
    parts = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(BLINDNESS[eye]) @ linear, 0, 1)
    share = TO_XYZ @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", BLINDNESS)
@pytest.mark.parametrize("base", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_safe_palette_keeps_meanings_apart(base: Theme, eye: str) -> None:
    use(Preferences(palette="safe"))
    theme = theme_for(base.name)
    for one, other in (
        ("positive", "negative"),
        ("class_one", "class_zero"),
        ("class_one", "class_two"),
        ("class_zero", "class_two"),
    ):
        far = seen(getattr(theme, one), eye) - seen(getattr(theme, other), eye)
        assert np.linalg.norm(far) > 30, (one, other)
    # The usual palette is not good enough: this test would notice.
    if eye == "deutan":
        near = seen(base.class_one, eye) - seen(base.class_zero, eye)
        assert np.linalg.norm(near) < 30


def test_a_dialog_in_a_hurry(opened: Opened, qtbot: QtBot) -> None:
    """Everything is changed while training runs and a knob is in the hand."""
    app = opened()
    app.do(Run())
    dialog = dialog_of(app)
    for text in (150, 100):
        choose(dialog.text, text)
        choose(dialog.decimal, "comma" if text == 150 else "point")
        choose(dialog.theme, "light" if text == 150 else "dark")
        step = app.session.step
        qtbot.waitUntil(lambda step=step: app.session.step > step)
    dialog.accept()
    assert app.session.running
    QApplication.processEvents()


@pytest.mark.skipif(os.name != "posix", reason="pipes have no names there")
def test_preferences_that_are_a_pipe_are_not_waited_for() -> None:
    path = user_settings().path
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    assert load(user_settings()) == Preferences()
