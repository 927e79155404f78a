"""A German window and a German film have no English word, in a panel, a dialog, a menu, a step."""

from contextlib import closing
from pathlib import Path

import pytest
from english_words import english_in
from every_view import dialogs, in_look, menus, panels, texts_of_actions, with_a_past
from painted_texts import look, recorded
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.schedule import schedule
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.ui.style.theme import load_fonts

GIVEN = {
    *("diameter", "thickness", "note", "diagnosis", "row", "ill", "well", "cells"),
    *("Mine", "moons", "root", "one", "knob"),
    *("Export",),  # of pyqtgraph, which no catalogue knows
    *("Return",),  # what Qt calls the key
    *("base",),  # of BERT, a name
}
"""What the test gives: a table, names, a path; and what is not of this program."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "ring",
        "house-price",
        "digits",
        "distillation",
        "fine-tuning",
        "penguins",
        "equalizer",
        "xor",
    ],
)
def test_a_german_window_has_no_english_word(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    pixmaps = recorded(monkeypatch)
    load_fonts()
    app = with_a_past(name)
    app.window.resize(1920, 1080)
    in_look(app, language="de")
    texts: set[str] = set()
    for _, view in panels(app):
        texts |= look(view, pixmaps).words
    if name == "ring":
        for seen in (dialogs(app, tmp_path), menus(app)):
            for _, view in seen:
                texts |= look(view, pixmaps).words
    for widget in app.window.findChildren(QWidget):
        texts |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
    texts |= texts_of_actions(app.window)
    app.window.close()
    assert english(texts) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_lessons())
def test_a_german_film_has_no_english_word(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pixmaps = recorded(monkeypatch)
    lesson = load_lesson(name)
    texts: set[str] = set()
    with closing(OffscreenFilm(lesson, (1280, 720), "dark", "de")) as film:
        for step in schedule(lesson):
            if step.end > step.start:
                film.run_to(step.end - 1)
                texts |= look(film.window, pixmaps).words
    assert len(texts) > 50
    assert english(texts) == {}


def english(texts: set[str]) -> dict[str, list[str]]:
    found = {text: [word for word in english_in(text) if word not in GIVEN] for text in texts}
    return {text: words for text, words in found.items() if words}
