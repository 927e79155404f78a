"""What's this? By a click, by a right click, by the keyboard, and in the list of words."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Load, LockKnobs, Mute, Set
from eq_sim.session.scenario import bundled, load_scenario
from eq_sim.session.settings.setting import Kind
from eq_sim.session.settings.table import SETTINGS
from eq_sim.ui.dialogs.words_sheet import WordsSheet
from eq_sim.ui.explaining.places import terms_at

Opened = Callable[..., App]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown, instead of a bubble on the screen."""
    shown: list[str] = []
    monkeypatch.setattr(QWhatsThis, "showText", lambda where, text, widget: shown.append(text))
    return shown


def keys_at(widget: QWidget) -> list[str]:
    return [term.key for term in terms_at(widget, widget.rect().center())]


def ask(app: App, widget: QWidget, at: QPoint | None = None) -> None:
    """Enters the mode by its keys, and clicks."""
    app.window.activateWindow()
    QTest.keyClick(app.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert QWhatsThis.inWhatsThisMode()
    QTest.mouseClick(widget, LEFT, pos=widget.rect().center() if at is None else at)
    assert not QWhatsThis.inWhatsThisMode()


def test_a_click_explains_a_row_and_its_choice_and_changes_nothing(
    opened: Opened, told: list[str]
) -> None:
    app = opened()
    app.window.docks.show_more(True)
    QApplication.processEvents()
    fields = app.window.panel("hyperparameters").fields
    before = app.session.log.records
    ask(app, fields["optimizer"], QPoint(8, 8))
    assert "Optimizer" in told[-1]
    assert "SGD" in told[-1]
    ask(app, fields["learning_rate"].slider)
    assert "Learning rate" in told[-1]
    ask(app, app.window.transport.train)
    assert "Training" in told[-1]
    assert not app.session.running
    assert app.session.log.records == before
    console = app.window.console
    bias = int(app.session.layout.neuron(0, 0)[-1])
    ask(app, console.viewport(), console.box_of(0).center())
    assert "Weight" in told[-1]
    app.session.apply(Mute((bias,), on=True))
    app.window.refresh()
    ask(app, console.viewport(), console.box_of(bias).center())
    assert "Bias" in told[-1]
    assert "Muted" in told[-1]
    assert app.window.console_panel.notice.text() == ""  # the way to ask is said while it is asked


def test_the_keyboard_asks_about_what_it_is_on(opened: Opened, told: list[str]) -> None:
    app = opened()
    app.window.docks.show_more(True)
    app.window.activateWindow()
    QApplication.processEvents()
    for focus, words in (
        (app.window.panel("hyperparameters").fields["l2"].slider, "Weight decay"),
        (app.window.console, "Weight"),
    ):
        if focus is app.window.console:
            focus.input.focus(0)
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(2):
            QTest.keyClick(app.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
        assert not QWhatsThis.inWhatsThisMode()
        assert words in told[-1]
    QTest.keyClick(app.window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert "Esc" in app.window.console_panel.notice.text()
    QTest.keyClick(app.window, Qt.Key.Key_Escape)
    assert not QWhatsThis.inWhatsThisMode()
    assert app.window.console_panel.notice.text() == ""
    assert len(told) == 2


def open_menu(widget: QWidget) -> QMenu:
    middle = widget.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, widget.mapToGlobal(middle))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_right_click_offers_it_in_fields_readouts_panels_and_on_knobs(
    opened: Opened, told: list[str], qtbot: QtBot
) -> None:
    app = opened()
    app.window.docks.show_more(True)
    QApplication.processEvents()
    field = app.window.panel("hyperparameters").fields["learning_rate"]
    assert isinstance(field.field, QLineEdit)
    app.window.panel("hyperparameters").more.click()
    late = app.window.panel("hyperparameters").fields["momentum"]  # made by that click
    for widget, words in (
        (field.field, "Learning rate"),
        (late.field, "Momentum"),
        (field.slider, "Learning rate"),
        (app.window.transport.readouts["test"], "Test loss"),
        (app.window.panel("loss"), "Train loss"),
    ):
        menu = open_menu(widget)
        entry = menu.actions()[-1]
        assert entry.text() == "What's this?"
        entry.trigger()
        menu.close()
        assert words in told[-1]
    console = app.window.console
    where = console.box_of(0).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, where, console.viewport().mapToGlobal(where)
    )
    QApplication.sendEvent(console.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    assert "Weight" in told[-1]
    bar = app.window.bar  # beside everything there is no word
    asked = QHelpEvent(QEvent.Type.QueryWhatsThis, QPoint(2, 2), bar.mapToGlobal(QPoint(2, 2)))
    QApplication.sendEvent(bar, asked)
    assert not asked.isAccepted()


def test_the_words_are_searched_and_read_by_keyboard(opened: Opened) -> None:
    app = opened()
    app.window.commands.show_words()
    sheet = next(iter(app.window.findChildren(WordsSheet)))
    whole = sheet.list.count()
    QTest.keyClicks(sheet.search, "he")
    QTest.keyClick(sheet.search, Qt.Key.Key_Backspace)
    QTest.keyClick(sheet.search, Qt.Key.Key_Backspace)
    assert sheet.list.count() == whole
    QTest.keyClicks(sheet.search, "relu")
    assert sheet.list.currentItem().text() == "ReLU"
    assert "max(0, z)" in sheet.meaning.text()
    QTest.keyClick(sheet.search, Qt.Key.Key_Down)
    second = sheet.list.currentItem()
    assert second.text() == "leaky ReLU"
    assert "leaky ReLU" in sheet.meaning.accessibleName()
    assert second.data(Qt.ItemDataRole.AccessibleTextRole).startswith("leaky ReLU:")
    sheet.search.setText("nothing of the kind")
    assert not sheet.nothing.isHidden()
    assert sheet.meaning.text() == ""
    sheet.close()


def test_every_row_panel_and_heading_has_an_entry(opened: Opened) -> None:
    app = opened()
    app.window.docks.show_more(True)
    app.session.apply(Set("activation", "gelu_tanh"))
    app.window.refresh()
    for panel in ("hyperparameters", "data"):
        for name, field in app.window.panel(panel).fields.items():
            assert keys_at(field)[0] == name
            if SETTINGS[name].kind is Kind.CHOICE:
                assert keys_at(field)[1] == f"{name}.{field.box.currentData()}"
    assert keys_at(app.window.panel("hyperparameters").layers) == ["hidden"]
    for spec in app.window.specs:
        for name in {*spec.parts, spec.key} - {"transport", "settings", "console"}:
            assert keys_at(app.window.panel(name)), name
    legend = app.window.console_panel.legend
    places = [QPoint(x, 8) for x in range(legend.width()) if legend.word_at(x)]
    assert list(dict.fromkeys(terms_at(legend, at)[0].key for at in places)) == [
        "sign", "bias", "moved", "next_step", "initializer"
    ]  # fmt: skip
    headings = set()
    for name in [*bundled()[:5], "digits"]:
        app.session.apply(Load(load_scenario(name), 1))
        app.session.apply(LockKnobs(name == "digits"))
        app.window.refresh()
        for readout in app.window.transport.readouts.values():
            assert keys_at(readout), readout.caption
            headings.add(readout.caption)
    assert {"EPOCH", "OFF THE BEST FIT", "MOVED SINCE LOCKED", "RIGHT ON TEST"} <= headings
    assert keys_at(app.window.transport.speed) == ["speed"]
