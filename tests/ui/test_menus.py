"""Menus: their marks, their shortcuts, the panels that they bring, the files that they ask for."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session import actions as act
from eq_sim.ui.dialogs.shortcuts import ShortcutSheet
from eq_sim.ui.style.preferences import TEXT_CHOICES, Preferences, current, use

Opened = Callable[..., App]
KEY = Qt.Key


def entry(app: App, menu: str, words: str) -> QAction:
    whole = app.window.menus[menu]
    actions = (action for some in (whole, *whole.findChildren(QMenu)) for action in some.actions())
    return next(action for action in actions if action.text().replace("&", "") == words)


def shown_panels(app: App) -> set[str]:
    """What a person sees: the panels that are not behind another's tab."""
    names = ("settings", "inspector", "compare", "by_hand", "output", "loss")
    return {name for name in names if not app.window.panel(name).visibleRegion().isEmpty()}


def press(app: App, key: Qt.Key) -> None:
    app.window.activateWindow()
    QTest.keyClick(app.window, key)
    QApplication.processEvents()


def test_a_key_raises_a_panel_behind_a_tab_and_closes_one_in_front(opened: Opened) -> None:
    app = opened()
    app.window.docks.bring("inspector")
    QApplication.processEvents()
    assert "settings" not in shown_panels(app)
    press(app, KEY.Key_F6)  # it is behind the inspector
    assert "settings" in shown_panels(app)
    assert not app.window.docks["inspector"].isHidden()
    press(app, KEY.Key_F9)
    assert "inspector" in shown_panels(app)
    press(app, KEY.Key_F9)
    assert app.window.docks["inspector"].isHidden()
    assert "inspector" not in shown_panels(app)
    press(app, KEY.Key_F9)
    assert "inspector" in shown_panels(app)


def test_the_view_menu_marks_what_can_be_seen(opened: Opened, qtbot: QtBot) -> None:
    app = opened()
    titles = {spec.title: spec.key for spec in app.window.specs if spec.docked}

    def marked() -> set[str]:
        actions = app.window.menus["&View"].actions()
        return {titles[one.text()] for one in actions if one.text() in titles and one.isChecked()}

    qtbot.waitUntil(lambda: marked() == shown_panels(app) != set())
    app.window.docks.bring("compare")
    app.window.docks["loss"].close()
    qtbot.waitUntil(lambda: marked() == shown_panels(app))
    assert {"compare"} <= marked() <= {"compare", "output"}


def test_a_right_click_between_panels_offers_the_panels_and_no_empty_line(opened: Opened) -> None:
    app = opened()
    menu = app.window.createPopupMenu()
    words = [action.text() for action in menu.actions()]
    assert words == [spec.title for spec in app.window.specs if spec.docked]
    menu.deleteLater()


def test_an_entry_that_is_a_switch_has_its_mark(opened: Opened) -> None:
    app = opened()
    panel = app.window.panel("loss")
    for words, key, button in (
        ("Logarithmic loss", KEY.Key_L, panel.log_button),
        ("Count epochs", KEY.Key_E, panel.epoch_button),
    ):
        switch = entry(app, "&View", words)
        assert switch.isCheckable()
        assert switch.isChecked() == button.isChecked()
        press(app, key)
        assert switch.isChecked() == button.isChecked(), words
        button.click()
        assert switch.isChecked() == button.isChecked(), words
        switch.trigger()
        assert switch.isChecked() == button.isChecked(), words


def right_click(app: App, knob: int) -> QMenu:
    console = app.window.console
    at = console.center_of(knob).toPoint()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, console.viewport().mapToGlobal(at))
    QApplication.sendEvent(console.viewport(), event)
    return next(menu for menu in console.findChildren(QMenu) if menu.isVisible())


def test_a_right_click_shows_the_keys_that_the_menus_answer_to(opened: Opened) -> None:
    app = opened()
    bar = {
        action.text().replace("&", "").split(" or ")[0].removesuffix(" value"): action.shortcut()
        for name in ("&Edit", "&Knobs")
        for action in app.window.menus[name].actions()
    }
    menu = right_click(app, 6)
    shown = dict(action.text().split("\t") for action in menu.actions() if "\t" in action.text())
    for words in ("Copy", "Paste", "Freeze", "Mute", "Solo in its layer", "Inspect"):
        assert shown[words] == bar[words].toString(QKeySequence.SequenceFormat.NativeText)
    assert set(shown) >= {"Set value…", "Reset"}
    menu.close()


def test_no_menu_has_an_empty_line(opened: Opened) -> None:
    app = opened()
    menus: list[QMenu] = [*app.window.menuBar().findChildren(QMenu), right_click(app, 6)]
    for target in (("neuron", 0, 1), ("layer", 1)):
        menus.append(app.window.commands.knobs.menu_of(target, app.window.console))
    for menu in menus:
        menu.aboutToShow.emit()
        lines = [action for action in menu.actions() if action.isVisible()]
        assert all(action.isSeparator() or action.text().strip() for action in lines)
        # A section is drawn as a line without its words, and a line needs something on both sides.
        assert not any(action.isSeparator() and action.text() for action in lines)
        kinds = [action.isSeparator() for action in lines]
        assert not lines or not (kinds[0] or kinds[-1])
        assert not any(one and two for one, two in pairwise(kinds))
    menus[-3].close()


def test_a_group_says_whether_it_is_muted_or_frozen(opened: Opened) -> None:
    app = opened()

    def words(*target: object) -> list[str]:
        menu = app.window.commands.knobs.menu_of(target, app.window.console)
        return [action.text() for action in menu.actions()]

    assert {"Freeze", "Mute neuron"} <= set(words("neuron", 0, 1))
    app.window.console_panel.knobs.mute_neuron(0, 1)
    app.do(act.Freeze.of(app.session.layout.neuron(0, 1), on=True))
    assert {"Thaw", "Unmute neuron"} <= set(words("neuron", 0, 1))
    assert {"Freeze", "Mute all neurons"} <= set(words("layer", 0))


ASKED = {
    "Open…": "*.eqsim *.toml *.safetensors *.jsonl *.csv *.tsv *.txt",
    "Open your own data…": "*.csv *.tsv *.txt",
    "Save as a scenario…": "*.toml",
    "Parameters into this network…": "*.safetensors",
    "Parameters (safetensors)…": "*.safetensors",
    "What happened, as a recording…": "*.jsonl",
    "Record what happens…": "*.jsonl",
    "Play a recording…": "*.jsonl",
    "Make a lesson of a recording…": "*.jsonl *.toml",
}


def test_file_dialogs_show_the_files_that_fit(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, _name: str, kinds: str) -> tuple[str, str]:
        asked.append(kinds)
        return "", ""

    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, ask)
    for words, endings in ASKED.items():
        entry(app, "&File", words).trigger()
        first, last = asked.pop().split(";;")
        assert first.endswith(f"({endings})"), words
        assert last == "All files (*)"
    app.window.ask_lesson()
    assert asked.pop().startswith("Lessons (*.toml)")


def test_the_loss_along_a_knob_names_its_dashed_line(opened: Opened) -> None:
    app = opened()
    app.window.console.go_to(6)
    app.window.docks.bring("inspector")
    app.window.refresh()
    curve = app.window.panel("slice")
    assert curve.legend() == ("now", "here", "lowest")
    app.do(act.Train(50))
    app.window.refresh()
    assert curve.legend() == ("now", "before", "here", "lowest")
    curve.grab()


# Every key


def sheet_of(app: App) -> ShortcutSheet:
    press(app, KEY.Key_F1)
    sheets = [one for one in app.window.findChildren(ShortcutSheet) if one.isVisible()]
    assert len(sheets) == 1
    return sheets[0]


def test_f1_lists_the_keys_of_each_menu_in_a_group(opened: Opened) -> None:
    app = opened()
    shown = sheet_of(app).shown
    for words, menu in app.window.menus.items():
        keys = [action for action in menu.actions() if action.shortcuts()]
        if keys:
            lines = dict(shown[words.replace("&", "")])
            native = QKeySequence.SequenceFormat.NativeText
            for action in keys:
                said = lines[action.text().replace("&", "")]
                assert action.shortcuts()[0].toString(native) in said
    assert ("Turn it ten times finer", "Ctrl with drag and keys, Shift with the wheel") in shown[
        "A knob"
    ]


def test_f1_is_searched_by_typing(opened: Opened) -> None:
    sheet = sheet_of(opened())
    assert sheet.focusWidget() is sheet.search
    QTest.keyClicks(sheet.search, "mute")
    assert sheet.shown == {
        "Knobs": [("Mute or unmute", "Shift+M")],
        "View": [("Mute the sound, or hear it again", "Ctrl+Shift+J")],
    }
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "f6")
    assert sheet.shown == {
        "View": [
            ("Settings", "F6"),
            ("Many starts", "Shift+F6"),
            ("Spread of the knobs", "Ctrl+F6"),
            ("Fine-tuning", "Ctrl+Shift+F6"),
        ]
    }
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "zebra")
    assert sheet.shown == {}
    assert not sheet.nothing.isHidden()
    QTest.keyClick(sheet.search, KEY.Key_Return)
    assert sheet.isVisible()
    QTest.keyClick(sheet.search, KEY.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize(
    "text",
    [
        text
        if text in (min(TEXT_CHOICES), max(TEXT_CHOICES))
        else pytest.param(text, marks=pytest.mark.slow)
        for text in TEXT_CHOICES
    ],
)
def test_f1_needs_no_scrolling_sideways(opened: Opened, text: int) -> None:
    app = opened()
    app.window.set_look(replace(current(), text=text))
    try:
        sheet = sheet_of(app)
        QApplication.processEvents()
        area = sheet.findChild(QScrollArea)
        assert area.widget().width() <= area.viewport().width()
        for words in area.findChildren(QLabel):
            room = words.contentsRect()
            flags = Qt.TextFlag.TextWordWrap if words.wordWrap() else Qt.TextFlag.TextSingleLine
            needed = words.fontMetrics().boundingRect(room, int(flags), words.text())
            assert needed.width() <= room.width(), words.text()
            assert words.mapTo(area.widget(), room.topRight()).x() <= area.viewport().width()
        sheet.accept()
    finally:
        use(Preferences())
