"""The registry of panels: one entry is enough to be found everywhere; every panel can be read."""

import gc
import subprocess
import sys
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from eq_sim.app import App, build
from eq_sim.lessons.files.lesson_file import bundled_lessons, load_lesson, parse_lesson
from eq_sim.lessons.language import panel_names as lesson_panels
from eq_sim.lessons.lesson_error import LessonError
from eq_sim.session.actions import Mute, Train
from eq_sim.session.files.opening import open_session
from eq_sim.ui.panels import card
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.near_bar import NearBar
from eq_sim.ui.style.preferences import Preferences, current, use
from eq_sim.ui.style.theme import TEXT_SIZES, Theme, font, style_sheet, theme_for
from eq_sim.ui.window.panel_spec import TURNS, Area, PanelModels, PanelSpec, checked
from eq_sim.ui.window.panels import PANELS

Opened = Callable[..., App]
LEAST = 4.5
"""What text must differ from what is behind it by, as WCAG counts."""


@pytest.fixture(autouse=True)
def _usual(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(lesson_panels, "_known", dict(lesson_panels._known))
    yield
    use(Preferences())


# A panel of five lines


class Counts(Card):
    def __init__(self, models: PanelModels) -> None:
        super().__init__("A test", "Counts")
        self.told: list[object] = []
        self.body.addWidget(label("some words", "note"))

    def refresh(self) -> None:
        self.told.append("refresh")

    def set_theme(self, theme: Theme) -> None:
        self.told.append(theme.name)

    def rescale(self) -> None:
        super().rescale()
        self.told.append(current().text)


COUNTS = PanelSpec("counts", "Counts", Counts, Area.LEFT, "Ctrl+Alt+F7", beginner=False)


LESSON = """
title = "A panel of its own"
idea = "It is spoken of and hidden."
scenario = "ring"
seed = 1
[[step]]
highlight = "panel counts"
[[step]]
say = "Look there."
[[step]]
hide = ["counts"]
[[step]]
say = "It is gone."
"""


def test_a_registered_panel_is_found_everywhere(qtbot: QtBot) -> None:
    with pytest.raises(LessonError, match="no panel 'counts'"):
        parse_lesson(LESSON, "counts")
    app = build(open_session("ring"), "dark", None, panels=(*PANELS, COUNTS))
    window = app.window
    window.resize(1280, 720)
    app.show()
    qtbot.waitExposed(window)
    panel = window.panel("counts")
    assert isinstance(panel, Counts)
    # In a dock of its own, behind "More", and in the View menu with its keys.
    dock = window.docks["counts"]
    assert dock.isAncestorOf(panel)
    assert dock in window.docks.extras
    entry = next(action for action in window.menus["&View"].actions() if action.text() == "Counts")
    assert entry.shortcut().toString() == "Ctrl+Alt+F7"
    dock.raise_()
    qtbot.waitUntil(panel.isVisible)
    entry.trigger()
    assert dock.isHidden()
    entry.trigger()
    dock.raise_()
    qtbot.waitUntil(panel.isVisible)
    # It is refreshed, dressed and rescaled.
    panel.told.clear()
    window.refresh()
    assert "refresh" in panel.told
    window.set_look(replace(current(), theme="light"))
    assert "light" in panel.told
    window.set_look(replace(current(), text=130))
    assert 130 in panel.told
    window.set_look(replace(current(), text=100, theme="dark"))
    # A lesson brings it out, and hides it.
    show = window.open_lesson(parse_lesson(LESSON, "counts"), auto=True)
    app.timer.stop()
    show.player.play()
    show.player.advance(1)
    show.refresh()
    assert not dock.isHidden()
    assert [lit.panel for lit in show.player.on_stage.highlights] == ["counts"]
    show.player.go_to(show.player.length - 1)
    show.refresh()
    assert dock.isHidden()
    show.leave()
    window.close()


PLAIN = """
title = "Plain"
idea = "A lesson without a stage."
scenario = "house-price"
seed = 1
[[step]]
say = "All of it."
[[step]]
expect = "loss < 1e9"
"""


def test_a_hall_sees_the_panels_of_a_beginner(qtbot: QtBot) -> None:
    mine = replace(COUNTS, area=Area.RIGHT, beginner=True)
    app = build(open_session("ring"), "dark", None, panels=(*PANELS, mine))
    window = app.window
    window.resize(1280, 720)
    app.show()
    qtbot.waitExposed(window)
    assert window.docks["counts"].x() == window.docks["loss"].x()  # below it, at the right
    assert window.docks["counts"].y() > window.docks["loss"].y()
    show = window.open_lesson(parse_lesson(PLAIN, "plain"))
    app.timer.stop()
    show.arrange(720)
    shown = {spec.key for spec in window.specs if spec.docked and spec.beginner}
    assert shown == {"output", "loss", "counts"}
    for spec in window.specs:
        if spec.docked:
            assert window.docks[spec.key].isHidden() != (spec.key in shown)
    assert window.bar.isHidden()
    show.leave()
    window.close()


def test_lessons_know_the_names_of_the_registry() -> None:
    assert set(lesson_panels.SHIPPED) == {name for spec in PANELS for name in spec.names}
    assert {part: spec.key for spec in PANELS for part in spec.parts} == lesson_panels.PARTS


def test_every_name_leads_to_a_widget(opened: Opened) -> None:
    window = opened().window
    for spec in PANELS:
        for name in spec.names:
            assert isinstance(window.panel(name), QWidget), name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": "loss"}, "name 'loss'"),
        ({"key": "other", "parts": ("slice",)}, "name 'slice'"),
        ({"title": "Output"}, "title 'Output'"),
        ({"shortcut": "F6"}, "shortcut 'F6'"),
        ({"turn": TURNS}, f"turn {TURNS}"),
    ],
)
def test_two_panels_do_not_share_what_tells_them_apart(
    change: dict[str, object], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        checked((*PANELS, replace(COUNTS, **change)))  # type: ignore[arg-type]


@pytest.mark.parametrize("turn", [0, 1, 2, None])
def test_panels_take_turns_while_training_runs(qtbot: QtBot, turn: int | None) -> None:
    app = build(open_session("ring"), "dark", None, panels=(*PANELS, replace(COUNTS, turn=turn)))
    app.show()
    qtbot.waitExposed(app.window)
    panel = app.window.panel("counts")
    assert isinstance(panel, Counts)
    app.window.docks["counts"].raise_()
    qtbot.waitUntil(panel.isVisible)
    seen = []
    for frame in range(2 * TURNS):
        panel.told.clear()
        app.window.refresh(frame)
        if panel.told:
            seen.append(frame)
    assert seen == [frame for frame in range(2 * TURNS) if turn in (None, frame % TURNS)]
    app.window.docks["counts"].hide()
    panel.told.clear()
    app.window.refresh()
    assert not panel.told  # nobody sees it
    app.window.close()


# Readable as painted


def shade(image: QImage) -> np.ndarray:
    """Returns (height, width) relative luminances as WCAG 2 defines them."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    parts = pixels[:, : image.width(), 2::-1] / 255
    linear = np.where(parts <= 0.03928, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def ground_and_contrast(shades: np.ndarray) -> tuple[float, float]:
    """Returns the ground, which is the most frequent shade, and how far the ink differs."""
    values, counts = np.unique(shades.round(5), return_counts=True)
    ground = float(values[counts.argmax()])
    far = max((max(v, ground) + 0.05) / (min(v, ground) + 0.05) for v in values.tolist())
    return ground, far


def unreadable(panel: QWidget, theme: str) -> list[str]:
    """Returns the words and drawings of a panel that cannot be read as they are painted."""
    shades = shade(panel.grab().toImage())
    found = []
    for child in panel.findChildren(QWidget):
        drawing = not child.findChildren(QWidget) and type(child).__module__.startswith("eq_sim")
        drawing = drawing and not isinstance(child, NearBar)  # it has no words
        words = isinstance(child, QLabel | QPushButton | QLineEdit) and bool(child.text().strip())
        if not child.isVisibleTo(panel):
            continue
        if not (words or drawing) or not child.accessibleName() + getattr(child, "text", str)():
            continue
        box = QRect(child.mapTo(panel, child.rect().topLeft()), child.size())
        box = box.intersected(panel.rect())
        inside = shades[box.top() : box.bottom() + 1, box.left() : box.right() + 1]
        if not inside.size:
            continue
        ground, far = ground_and_contrast(inside)
        name = f"{type(child).__name__} {child.accessibleName() or child.text()!r}"
        if far < LEAST:
            found.append(f"{name}: {far:.2f}")
        if drawing and (ground > 0.4) != (theme == "light"):
            found.append(f"{name}: on a ground of {ground:.2f}")
    if np.ptp(shades) == 0:
        found.append("empty")
    return found


def complete(app: App) -> None:
    """Makes panels show all that they can."""
    app.do(Train(20))
    app.do(Mute((2,), True))
    window = app.window
    window.console.input.focus(1)
    window.chosen.choose(5)
    inspector = window.panel("inspector")
    inspector.what_if.setChecked(True)  # type: ignore[union-attr]
    settings = window.panel("hyperparameters")
    settings.more.setChecked(True)  # type: ignore[union-attr]
    by_hand = window.panel("by_hand")
    by_hand.begin()  # type: ignore[union-attr]
    app.do(Train(20))


LOOKS = (("dark", 100), ("light", 100), ("light", 150), ("dark", 150), ("dark", 100))
VIEWS = ("digits", "penguins", "house-price", "sine", "equalizer")  # their answers look otherwise
TWO = (("light", 150), ("dark", 100))


@pytest.mark.parametrize(
    ("name", "looks"),
    [
        ("ring", TWO),
        pytest.param("ring", LOOKS, marks=pytest.mark.slow),
        *(pytest.param(name, LOOKS, marks=pytest.mark.slow) for name in VIEWS),
    ],
)
def test_every_panel_can_be_read_in_every_look(
    opened: Opened, qtbot: QtBot, name: str, looks: tuple[tuple[str, int], ...]
) -> None:
    app = opened(name, (1600, 900))
    complete(app)
    window = app.window
    bad: dict[str, list[str]] = {}
    for theme, text in looks:
        window.set_look(replace(current(), theme=theme, text=text))
        for spec in PANELS:
            panel = window.panel(spec.key)
            assert panel is not None
            if spec.docked:
                window.docks[spec.key].show_in_front(True)
                qtbot.waitUntil(panel.isVisible)
            window.refresh()
            QApplication.processEvents()
            assert panel.findChildren(QLabel), spec.key
            wrong = unreadable(panel, theme)
            if wrong:
                bad[f"{spec.key}, {theme}, {text} %"] = wrong
    assert not bad


def test_the_inspector_shows_the_same_after_other_looks(opened: Opened, qtbot: QtBot) -> None:
    app = opened("ring", (1600, 900))
    complete(app)
    window = app.window
    inspector = window.panel("inspector")
    window.show_inspector()
    qtbot.waitUntil(inspector.isVisible)
    window.refresh()
    QApplication.processEvents()
    before = inspector.curve.grab().toImage(), inspector.sum.grab().toImage()
    lines = list(inspector.sum.lines)
    for theme, text in (("light", 100), ("light", 150), ("dark", 100)):
        window.set_look(replace(current(), theme=theme, text=text))
        QApplication.processEvents()
        assert inspector.sum.lines == lines
        assert inspector.curve.knob == 1
        # Each line by itself: the rule above the sum is no words.
        rows = shade(inspector.sum.grab().toImage())
        high = 18 * text // 100
        for place in range(len(lines)):
            ground, far = ground_and_contrast(rows[place * high + 4 : (place + 1) * high])
            assert (ground > 0.4) == (theme == "light")
            assert far >= LEAST
    window.refresh()
    QApplication.processEvents()
    after = inspector.curve.grab().toImage(), inspector.sum.grab().toImage()
    assert [image.height() for image in after] == [image.height() for image in before]


# Nothing is made twice


def census(window: QWidget) -> Counter[str]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return Counter(type(child).__name__ for child in window.findChildren(QWidget))


@pytest.mark.slow
def test_changes_of_text_size_leave_nothing_behind(opened: Opened) -> None:
    app = opened("penguins", (1600, 900))
    complete(app)
    window = app.window
    lessons = window.menus["&Lessons"]
    lessons.aboutToShow.emit()
    entries = [action.text() for action in lessons.actions()]
    panels = {spec.key: window.panel(spec.key) for spec in PANELS}
    app.window.panel("output").view.chosen[0].setCurrentIndex(1)
    before, actions = census(window), len(window.actions())
    for change in range(5):
        decimal = "comma" if change % 3 else "point"
        text = (150, 115, 130, 100)[change % 4]
        window.set_look(replace(current(), text=text, decimal=decimal))
        QApplication.processEvents()
    assert census(window) == before
    assert len(window.actions()) == actions
    assert {spec.key: window.panel(spec.key) for spec in PANELS} == panels
    assert app.window.panel("output").view.chosen[0].currentIndex() == 1
    lessons.aboutToShow.emit()
    assert [action.text() for action in lessons.actions()] == entries
    assert sum(f"&{number}  " in "".join(entries) for number in range(1, 10)) >= 7
    assert len(bundled_lessons()) == 15


def test_a_lesson_that_is_left_is_freed(opened: Opened) -> None:
    app = opened("house-price")  # the lesson's own, so that views stay the same
    window = app.window
    for spec in window.specs:
        window.panel(spec.key)  # what the lesson shows may have waited to be asked for
    before = census(window)
    window.menus["&Lessons"].aboutToShow.emit()
    show = window.open_lesson(load_lesson("three-knobs"))
    app.timer.stop()
    show.show_notes()
    show.ask_film()
    window.menus["&Lessons"].aboutToShow.emit()  # it now offers what plays
    gone = [weakref.ref(part) for part in (show, show.bar, show.spotlight, show.player)]
    show.leave()
    del show
    after = census(window)
    gc.collect()
    assert [ref() for ref in gone] == [None] * len(gone)
    assert after == before


def test_what_stands_behind_a_tab_is_made_when_somebody_looks(opened: Opened) -> None:
    app = opened()
    window = app.window
    keys = [spec.key for spec in window.specs if spec.behind]
    assert keys
    for key in keys:
        assert key not in {made.spec.key for made in window.panels._made}
        window.docks[key].raise_()
        QApplication.processEvents()
        panel = window.findChild(type(window.panel(key)))
        assert panel is window.panel(key)
        assert not panel.visibleRegion().isEmpty()
    settings = window.panel("hyperparameters")
    assert "momentum" not in settings.fields
    assert settings.field("momentum").field.text() == "0.9"  # as the scenario has it
    for spec in window.specs:
        if spec.scrolls:  # a card's round corners show what is behind it
            assert not window.panel(spec.key).autoFillBackground(), spec.key


# The style sheet


def test_words_have_the_sizes_of_the_one_table(opened: Opened) -> None:
    app = opened()
    for text in (100, 150):
        app.window.set_look(replace(current(), text=text))
        for role in ("eyebrow", "title", "note", "callout", "readout", "brand"):
            made = label("words", role, app.window)
            made.ensurePolished()
            assert made.font().pixelSize() == round(TEXT_SIZES[role] * text / 100), text
            assert font(role).pixelSize() == round(TEXT_SIZES[role])
            made.deleteLater()


def test_the_style_sheet_has_no_name_left() -> None:
    for theme in ("dark", "light"):
        sheet = style_sheet(theme_for(theme))
        assert "@" not in sheet
        assert theme_for(theme).panel in sheet


# The first frame


def test_panels_and_menus_are_imported_when_they_are_made() -> None:
    code = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from eq_sim.app import make_application, shell
from eq_sim.session.files.opening import open_session
app = shell(open_session("ring"), "dark", None)
app.window.show()
make_application().processEvents()
late = ["numpy.ma", "safetensors", "eq_sim.session.files.recording"]
late += ["eq_sim.session.questions.one_knob"]
late += ["pyqtgraph", "eq_sim.ui.window.menus", "eq_sim.ui.window.onboarding"]
late += ["eq_sim.ui.lesson_view", "eq_sim.lessons"]
late += ["eq_sim.ui.panels." + name for name in
         ("transport", "output", "loss_panel", "inspector", "compare", "by_hand", "data_panel")]
print([name for name in late if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_docks_share_a_window_that_grew_as_if_they_were_arranged_anew(qtbot: QtBot) -> None:
    places = []
    for anew in (True, False):
        window = build(open_session("ring"), "dark", None).window
        window.resize(1500, 840)
        window.reset_arrangement() if anew else window.docks.share_room()
        window.show()
        qtbot.waitExposed(window)
        QApplication.processEvents()
        in_front = [dock for dock in window.docks.all if not dock.visibleRegion().isEmpty()]
        places.append([(dock.windowTitle(), dock.geometry()) for dock in in_front])
        window.close()
    assert places[0] == places[1]
    assert len(places[0]) == 4


def test_keys_show_and_hide_each_dock(opened: Opened, qtbot: QtBot) -> None:
    window = opened().window
    for key, shown in (("output", Qt.Key.Key_F7), ("loss", Qt.Key.Key_F8)):
        QTest.keyClick(window, shown)
        assert window.docks[key].isHidden()
        QTest.keyClick(window, shown)
        qtbot.waitUntil(window.docks[key].isVisible)


def test_a_panel_is_given_what_it_shows_and_never_the_door() -> None:
    """What takes a whole session could change it."""
    folder = Path(card.__file__).parent
    doors = {
        path.stem
        for path in folder.glob("*.py")
        if "eq_sim.session.session" in path.read_text(encoding="utf-8")
    }
    assert doors == set()
