"""Every panel, dialog and film is whole: in German, and in a language that is 40 % longer.

In the one that nobody speaks words may lose a few pixels: no real one is so long throughout.
"""

import re
from contextlib import closing
from pathlib import Path

import pytest
from every_view import dialogs, in_look, panels, settle, too_wide, with_a_past
from painted_texts import look, recorded
from pytestqt.qtbot import QtBot

from eq_sim.language.pseudo import PSEUDO
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson
from eq_sim.lessons.schedule import schedule
from eq_sim.offscreen_film import OffscreenFilm
from eq_sim.ui.style.theme import load_fonts

SIZES = {100: (1280, 720), 150: (1920, 1080)}
NO_FAULT = re.compile(
    "in QTabBar|struck through in QMenuBar|in QLineEdit .* is elided|qt_scrollarea_viewport is cut"
)
"""Tabs and columns of tables scroll, menus underline a letter, an empty field says what to type."""

_CUT = re.compile(r"is cut by (\d+\.\d)$")
_MOST = {"de": 1.1, PSEUDO: 12.0}


@pytest.mark.slow
@pytest.mark.parametrize("text", SIZES)
@pytest.mark.parametrize(
    ("name", "language"),
    [
        *(("ring", "de"), ("house-price", "de"), ("digits", "de"), ("distillation", "de")),
        *(("fine-tuning", "de"), ("equalizer", "de"), ("ring", PSEUDO)),
    ],
)
def test_no_panel_and_no_dialog_has_a_text_that_is_cut(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    language: str,
    text: int,
) -> None:
    pixmaps = recorded(monkeypatch)
    load_fonts()
    app = with_a_past(name)
    in_look(app, language=language, text=text)
    app.window.resize(*SIZES[text])
    settle(app)
    found: dict[str, set[str]] = {}
    views = [panels(app)]
    if name == "ring":
        views.append(dialogs(app, tmp_path))
    for each in views:
        for key, view in each:
            faults = {fault for fault in look(view, pixmaps).faults if is_one(fault, language)}
            faults |= set(too_wide(view, 40 if language == PSEUDO else 16))
            if faults:
                found[key] = faults
    app.window.close()
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_lessons())
def test_no_film_in_a_longer_language_has_a_text_that_is_cut(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pixmaps = recorded(monkeypatch)
    lesson = load_lesson(name)
    found: dict[int, set[str]] = {}
    with closing(OffscreenFilm(lesson, (1280, 720), "dark", PSEUDO)) as film:
        for step in schedule(lesson):
            if step.end > step.start:
                film.run_to(step.end - 1)
                faults = {
                    each for each in look(film.window, pixmaps).faults if is_one(each, PSEUDO)
                }
                if faults:
                    found[step.end] = faults
    assert found == {}


def is_one(fault: str, language: str) -> bool:
    if NO_FAULT.search(fault):
        return False
    cut = _CUT.search(fault)
    return cut is None or float(cut[1]) > _MOST[language]
