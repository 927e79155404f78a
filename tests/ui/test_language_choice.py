"""The language is chosen in the preferences, by its own name, and the window speaks it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.app import build, user_settings
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.dialogs.shortcuts import ShortcutSheet
from eq_sim.ui.style.preferences import load


def test_german_is_chosen_and_spoken(qtbot: QtBot) -> None:
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    first = app.window
    qtbot.waitExposed(first)
    first.commands.show_preferences()
    box = first.findChild(PreferencesDialog).language
    names = [box.itemText(place) for place in range(box.count())]
    assert names == ["Like the system", "English", "Deutsch"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: app.window is not first)
    assert load(user_settings()).language == "de"
    window = app.window
    dialog = next(one for one in window.findChildren(PreferencesDialog) if one.isVisible())
    assert dialog.windowTitle() == "Programmeinstellungen"
    assert dialog.language.currentData() == "de"
    dialog.accept()
    assert [menu.title() for menu in window.menus.values()][:2] == ["&Datei", "&Bearbeiten"]
    # What is remembered of the arrangement fits every language.
    assert window.docks["map"].objectName() == "dock-map"
    assert window.docks["map"].windowTitle() == "Karte"
    window.welcome()
    said = window.onboarding.callout.words.text()
    assert said.startswith("Jeder Schieber ist eine Zahl in diesem Netz. Diesen nach ")
    window.onboarding.finish()
    window.commands.show_shortcuts()
    sheet = window.findChild(ShortcutSheet)
    QTest.keyClicks(sheet.search, "feiner")
    line = ("Zehnmal feiner drehen", "Strg beim Ziehen und mit Tasten, Umschalt mit dem Mausrad")
    assert sheet.shown == {"Ein Regler": [line]}
    sheet.search.clear()
    assert "Eine laufende Lektion" in sheet.shown
    sheet.accept()
    lessons = window.menus["&Lessons"]
    lessons.aboutToShow.emit()
    lessons.actions()[0].trigger()
    assert window.show_now.player.language == "de"
    assert window.show_now.bar.language.currentData() == "de"
    window.show_now.leave()
    window.close()
