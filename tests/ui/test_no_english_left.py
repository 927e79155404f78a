"""In a language that nobody speaks, no word that a person sees or hears is left in English.

Its sentences have no plain vowels: what has one was never given to the catalogues, or is a name.
"""

import re
from dataclasses import replace

import pytest
from painted_texts import painted, recorded
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build
from eq_sim.language.pseudo import PSEUDO
from eq_sim.session.actions import Train
from eq_sim.session.files.opening import open_session
from eq_sim.ui.style.preferences import Preferences
from eq_sim.ui.window.panels import PANELS

WORD = re.compile(r"[A-Za-z]*[aeiouAEIOU][A-Za-z]*")
NAMES = {
    *(
        "eq_sim",
        "eqsim",
        "safetensors",
        "toml",
        "Xavier",
        "normal",
        "uniform",
        "sigmoid",
        "identity",
    ),
    *(
        "Adam",
        "AdamW",
        "RMSProp",
        "Nesterov",
        "ReLU",
        "softmax",
        "GELU",
        "SiLU",
        "leaky",
        "softplus",
    ),
    *("float", "cosine", "outside"),
}
"""Of algorithms, files and the class that has no output of its own."""

OF_QT = {
    *("Closes the dock widget", "Undocks and re-attaches the dock widget", "Float", "Close"),
    *("Scroll Left", "Scroll Right", "Export..."),
}
"""What Qt and pyqtgraph say by themselves; Qt's own translations do not know our language."""


def names_of_data(app: App) -> set[str]:
    dataset = app.session.dataset
    found = [*dataset.outputs, *(column.name for column in dataset.columns)]
    return {word.casefold() for name in found for word in WORD.findall(name)}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ring", "house-price", "digits", "sine"])
def test_no_word_is_left_in_english(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pixmaps = recorded(monkeypatch)
    session = open_session(name)
    session.apply(Train(20))
    app = build(session, "dark", None, looks=replace(Preferences(), language=PSEUDO))
    window = app.window
    window.resize(1600, 900)
    app.show()
    qtbot.waitExposed(window)
    window.docks.show_more(True)
    texts: set[str] = set()
    for spec in PANELS:
        panel = window.panel(spec.key)
        assert panel is not None
        if spec.docked:
            window.docks[spec.key].show_in_front(True)
        QApplication.processEvents()
        window.refresh()
        drawn = painted(window, pixmaps)[0]
        texts |= {
            text.words
            for text in drawn
            if not isinstance(text.owner, QLabel | QAbstractButton | QComboBox)  # wrapped or cut
        }
    for widget in window.findChildren(QWidget):
        texts |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            texts.add(widget.text())
        if isinstance(widget, QComboBox):
            texts |= {widget.itemText(place) for place in range(widget.count())}
    texts |= {action.text() for action in window.findChildren(QAction)}
    known = {word.casefold() for word in NAMES} | names_of_data(app)
    left = {}
    for text in texts - OF_QT:
        plain = re.sub(r"<[^>]*>|eq_sim|Ctrl|Alt|Shift|Esc|Enter|Space", "", text)
        words = [word for word in WORD.findall(plain) if len(word) > 2]
        if wrong := [word for word in words if word.casefold() not in known and not _filler(text)]:
            left[text] = wrong
    window.close()
    assert left == {}


def _filler(text: str) -> bool:
    """Whether a text is said in the language that nobody speaks."""
    return bool(re.search("[áéíóúñç]", text))
