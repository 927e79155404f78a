"""The window as a whole: menus, docks, themes, what it remembers, what it says."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build, user_settings
from eq_sim.session.actions import Grab, Pause, Run, Set, Train, Turn
from eq_sim.session.files.opening import open_session
from eq_sim.ui.style.theme import DARK, LIGHT, Theme

Opened = Callable[..., App]
AtRest = Callable[[App], None]
CLOSED = [
    "Runs",
    "Many starts",
    "Spread",
    "Prune",
    "Positions",
    "Landscape",
    "Tuning",
    "Adapter",
    "θ*",
    "PCA",
    "Distil",
    "Sound",
]  # fmt: skip - the tabs of panels that are there when asked for


def texts(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_every_action_is_in_a_menu_and_shortcuts_are_unique(opened: Opened) -> None:
    app = opened()
    actions = [
        action
        for menu in app.window.menuBar().findChildren(QMenu)
        for action in menu.actions()
        if action.text()
    ]
    assert len(actions) > 20
    keys = [keys.toString() for action in actions for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_help_lists_every_shortcut(opened: Opened) -> None:
    app = opened()
    app.window.commands.show_shortcuts()
    dialog = app.window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    said = texts(dialog)
    for words in ("Train or pause", "Space", "Reset arrangement", "Ctrl+Shift+R", "F1"):
        assert words in said
    dialog.accept()


def test_docks_close_move_and_come_back(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    window = app.window
    in_front = [window.docks[key] for key in ("settings", "output", "loss")]
    before = [dock.geometry() for dock in in_front]
    window.docks["settings"].close()
    window.docks["output"].setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.docks["loss"])
    window.reset_arrangement()
    qtbot.waitUntil(lambda: window.docks.all[0].geometry() == before[0])
    QApplication.processEvents()
    hidden = [dock.windowTitle() for dock in window.docks.all if dock.isHidden()]
    assert hidden == CLOSED  # they are there when they are asked for
    assert window.docks["settings"].isVisible()
    assert not window.docks["output"].isFloating()
    for dock, old in zip(in_front, before, strict=True):
        assert abs(dock.geometry().x() - old.x()) <= 4
        assert abs(dock.width() - old.width()) <= 4


def test_arrangement_theme_and_axes_are_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    first = build(open_session("ring"), "light", user_settings())
    first.window.resize(960, 666)
    first.show()
    qtbot.waitExposed(first.window)
    first.window.docks["loss"].close()
    first.window.panel("loss").log_button.setChecked(False)
    first.window.commands.view.themes["dark"].trigger()
    first.window.commands.view.themes["light"].trigger()
    first.window.close()
    settings = user_settings()
    assert settings.path.is_relative_to(tmp_path)
    assert settings.text("window/theme") == "light"
    second = build(open_session("ring"), "light", settings)
    second.show()
    qtbot.waitExposed(second.window)
    assert second.window.height() == first.window.height()
    assert second.window.screen().geometry().contains(second.window.geometry())
    assert not second.window.docks["loss"].isVisible()
    assert not second.window.panel("loss").log_button.isChecked()
    second.window.close()


def test_a_window_remembered_off_screen_opens_on_screen(qtbot: QtBot) -> None:
    first = build(open_session("ring"), "dark", user_settings())
    first.show()
    qtbot.waitExposed(first.window)
    first.window.setGeometry(QRect(9000, -4000, 5000, 3000))
    first.window.close()
    second = build(open_session("ring"), "dark", user_settings())
    second.show()
    qtbot.waitExposed(second.window)
    room = QGuiApplication.primaryScreen().availableGeometry()
    box = second.window.geometry()
    assert room.contains(box.center())
    assert box.top() >= room.top()
    second.window.close()


def test_damaged_settings_do_no_harm(qtbot: QtBot) -> None:
    settings = user_settings()
    settings.keep({"window/geometry": b"rubbish", "window/docks": 17})
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    docks = app.window.docks.all
    assert [dock.windowTitle() for dock in docks if not dock.isVisible()] == CLOSED
    app.window.close()


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read(theme: Theme) -> None:
    for ground in (theme.panel, theme.strip, theme.window):
        for ink in (theme.text, theme.muted, theme.alarm):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(theme.go_text, theme.go) >= 4.5
    # A knob's value is written in the colour of its sign in the bubble.
    assert contrast(theme.positive, theme.panel) >= 4.5
    assert contrast(theme.negative, theme.panel) >= 4.5


@pytest.mark.parametrize(
    "name",
    ["ring", *(pytest.param(name, marks=pytest.mark.slow) for name in ("house-price", "digits"))],
)
def test_themes_change_every_panel(opened: Opened, name: str) -> None:
    app = opened(name)
    dark = app.window.grab().toImage()
    app.window.commands.view.themes["light"].trigger()
    QApplication.processEvents()
    light = app.window.grab().toImage()
    shades = []
    for image in (dark, light):
        places = [(20, 300), (500, 110), (1250, 300), (1250, 700), (700, 35)]
        shades.append([image.pixelColor(x, y).lightness() for x, y in places])
    assert max(shades[0]) < 90
    assert min(shades[1]) > 160


def test_moved_in_last_step_names_those_that_stood_still(opened: Opened) -> None:
    app = opened("digits")
    app.session.apply(Set("l2", 0.0))
    app.session.apply(Grab((5,)))
    app.session.apply(Train(1))
    app.window.refresh()
    moved = app.session.moved()
    shown = app.window.transport.readouts["moved"]
    assert shown.text == f"{moved:,} of 2,410"
    assert shown.button is not None
    shown.button.click()
    dialog = app.window.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    said = texts(dialog)
    assert "In your hand" in said
    assert "Blank input" in said
    assert app.session.name(5) in said
    dialog.accept()


def test_settings_panel_changes_live_and_refuses_nonsense(opened: Opened) -> None:
    app = opened()
    panel = app.window.panel("hyperparameters")
    app.session.apply(Train(10))
    theta = app.session.parameters.theta.copy()
    field = panel.fields["learning_rate"].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,25")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert app.session.scenario.training.learning_rate == 0.25
    assert app.session.step == 10
    assert np.array_equal(app.session.parameters.theta, theta)
    field.selectAll()
    QTest.keyClicks(field, "much")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert app.session.scenario.training.learning_rate == 0.25
    assert app.window.console_panel.notice.text() == (
        "The learning rate needs a number from 0 on, such as 0.1, not 'much'"
    )
    app.window.refresh()
    assert field.text() == "0.25"


def test_layers_are_edited_and_the_count_explains_itself(opened: Opened) -> None:
    app = opened()
    panel = app.window.panel("hyperparameters").layers
    assert panel.formula.text().startswith("(2·4+4) + (4·2+2) + (2·1+1) = 25 knobs, ")
    panel.layers[0].setValue(7)
    assert app.session.scenario.network.hidden == (7, 2)
    app.window.refresh()
    assert panel.formula.text().startswith("(2·7+7) + (7·2+2) + (2·1+1) = 40 knobs, ")
    panel.more.click()
    app.window.refresh()
    assert app.session.scenario.network.hidden == (7, 2, 2)
    assert len(panel.layers) == 3
    for _ in range(3):
        panel.fewer.click()
        app.window.refresh()
    assert app.session.scenario.network.hidden == ()
    assert not panel.fewer.isEnabled()


def test_sliders_show_what_a_file_or_lesson_sets(opened: Opened) -> None:
    app = opened()
    app.session.apply(Set("dropout", 0.3))
    app.session.apply(Set("batch_size", "full"))
    app.window.refresh()
    panel = app.window.panel("hyperparameters")
    assert panel.fields["dropout"].field.text() == "30 %"
    assert panel.fields["batch_size"].field.text() == "all"


def test_house_formula_is_written_in_real_units(opened: Opened) -> None:
    from eq_sim.session.questions.linear_formula import linear_formula

    app = opened("house-price")
    session = app.session
    session.apply(Train(300))
    text = linear_formula(session.layout, session.dataset, session.parameters.theta)
    assert text is not None
    assert text.startswith("price = $68,122 + $6.05 × (lot − 5,150)")


def test_scale_notice_and_picture_on_the_clipboard(opened: Opened) -> None:
    app = opened()
    app.session.apply(Turn((0,), (42.0,)))
    app.window.refresh()
    QTest.keyClick(
        app.window,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert "clipboard" in app.window.console_panel.notice.text()
    assert app.window.console.scales.layers[0].limit == 50
    assert not QGuiApplication.clipboard().image().isNull()


def test_loss_plot_follows_steps_and_epochs(opened: Opened) -> None:
    app = opened()
    app.session.apply(Train(100))
    app.window.refresh()
    plot = app.window.panel("loss").plot
    x, y = plot.train.getData()
    assert x[-1] == 100
    assert y[-1] == pytest.approx(np.log10(app.session.losses.train))
    app.window.panel("loss").epoch_button.click()
    app.window.panel("loss").log_button.click()
    x, y = plot.train.getData()
    assert x[-1] == pytest.approx(app.session.epochs)
    assert y[-1] == pytest.approx(app.session.losses.train)
    app.session.apply(Turn((0,), (3.0,)))
    app.window.refresh()
    assert len(plot.marks) == 1


def test_an_idle_window_has_nothing_to_do(opened: Opened, qtbot: QtBot, at_rest: AtRest) -> None:
    """Nothing in it runs by itself: what no timer wakes and no event calls uses no time."""
    app = opened()
    at_rest(app)
    dispatcher = QAbstractEventDispatcher.instance()
    owners = [app, *app.findChildren(QObject), app.window, *app.window.findChildren(QObject)]
    assert len(owners) > 200
    assert [owner for owner in owners if dispatcher.registeredTimers(owner)] == []
    # The check would notice: a window that trains has its display tick.
    app.do(Run())
    assert dispatcher.registeredTimers(app.timer)
    app.do(Pause())
    qtbot.waitUntil(lambda: not app.timer.isActive())
