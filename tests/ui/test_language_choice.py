"""The language is chosen by its own name, and the window speaks it from the next start on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eq_sim.app import build, user_settings
from eq_sim.language.numerals import with_comma
from eq_sim.language.spoken import spoken
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.preferences_dialog import PreferencesDialog
from eq_sim.ui.dialogs.shortcuts import ShortcutSheet
from eq_sim.ui.style.preferences import Preferences, load, save, use


@pytest.fixture(autouse=True)
def _usual() -> Iterator[None]:
    yield
    use(Preferences())


def test_a_language_has_its_own_name_and_comes_with_the_next_start(qtbot: QtBot) -> None:
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    qtbot.waitExposed(app.window)
    app.window.commands.show_preferences()
    dialog = app.window.findChild(PreferencesDialog)
    box = dialog.language
    names = [box.itemText(place) for place in range(box.count())]
    assert names == ["Like the system", "English", "Deutsch"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentData() == "de"
    assert (spoken(), with_comma()) == ("en", False)  # not by halves
    QTest.mouseClick(dialog.still, Qt.MouseButton.LeftButton)
    assert box.currentData() == "de"
    dialog.accept()
    app.window.close()
    kept = load(user_settings())
    assert kept.language == "de"
    use(kept)
    assert (spoken(), with_comma()) == ("de", True)


def test_a_german_window(qtbot: QtBot) -> None:
    save(user_settings(), Preferences(language="de"))
    app = build(open_session("ring"), "dark", user_settings())
    app.show()
    window = app.window
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.furnished)
    assert [menu.title() for menu in window.menus.values()][:2] == ["&Datei", "&Bearbeiten"]
    dock = window.docks["map"]
    # What is remembered of the arrangement fits every language.
    assert (dock.windowTitle(), dock.objectName()) == ("Karte", "dock-map")
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
    show = window.show_now
    assert show.player.language == "de"
    assert show.bar.language.currentData() == "de"
    show.leave()
    window.close()
