"""The knobs, their menus and what is said of them, in German."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from few_panels import few
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from eq_sim.app import App
from eq_sim.session.actions import Freeze, Train
from eq_sim.ui.console.accessible import make_accessible
from eq_sim.ui.style.preferences import current

Opened = Callable[..., App]


@pytest.fixture
def opened(opened: Opened) -> Opened:
    return partial(opened, panels=few())


@pytest.fixture
def german(opened: Opened, qtbot: QtBot) -> App:
    app = opened()
    before = app.window
    before.set_look(replace(current(), language="de"))
    qtbot.waitUntil(lambda: app.window is not before)
    return app


def test_the_menus_of_the_knobs_speak_german(german: App) -> None:
    commands, console = german.window.commands, german.window.console
    assert commands is not None
    menu = commands.knobs.menu_of(("knob", 0), console)
    words = [action.text().partition("\t")[0] for action in menu.actions()]
    assert {"Wert setzen…", "Zurücksetzen", "Einfrieren", "Stummschalten"} <= set(words)
    menu = commands.knobs.menu_of(("layer", 0), console)
    words = [action.text() for action in menu.actions()]
    assert "Neuron zu Schicht 1 hinzufügen (die Antworten bleiben)" in words
    assert "Skala: ±2, automatisch" in words
    german.do(Freeze((0,), on=True))
    commands.knobs.show_past()
    assert commands.knobs.undo.text().startswith("&Rückgängig: ")
    files = [action.text() for action in german.window.menus["&File"].actions()]
    assert files[:2] == ["&Neu", "Ö&ffnen…"]


def test_a_notice_keeps_the_numbers_of_its_sentence(german: App) -> None:
    german.do(Train(5))
    panel = german.window.console_panel
    panel.knobs.to_own_lowest()
    assert "Zusammen" in panel.notice.text()
    losses = german.session.losses.train
    assert f" auf {losses:.3g}: ".replace(".", ",") in panel.notice.text()
    german.window.say("Saved v1.500.eqsim.")
    assert panel.notice.text() == "Saved v1.500.eqsim."  # a name is no number
    panel.knobs.all_zero()
    assert panel.notice.text().startswith("Alle auf null. ")


def test_a_screen_reader_hears_german(german: App) -> None:
    console = german.window.console
    make_accessible(console)
    root = QAccessible.queryAccessibleInterface(console)
    assert root.text(QAccessible.Text.Name) == "Pult der Parameter"
    size = console.bank.layout.size
    assert root.text(QAccessible.Text.Description).startswith(f"{size} Regler. Links und Rechts")
    console.input.choose(np.array([0]))
    knob = root.child(0).child(0).child(0)
    said = knob.text(QAccessible.Text.Description)
    assert said.startswith(
        "Gewicht: wie stark eine Eingabe zählt; bei 0 wird sie übergangen. Start"
    )
