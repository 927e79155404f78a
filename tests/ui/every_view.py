"""Opens every panel, every dialog and every menu of a window, one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMenu,
    QMessageBox,
    QScrollArea,
    QWidget,
)

from eq_sim.app import App
from eq_sim.session.actions import KeepCheckpoint, NewStart, Train
from eq_sim.session.files.opening import open_session
from eq_sim.ui.dialogs.checkpoint_words import CheckpointWords
from eq_sim.ui.dialogs.recovered import RecoveredDialog
from eq_sim.ui.dialogs.run_name import RunName
from eq_sim.ui.dialogs.sheets import about_sheet, stillness_sheet
from eq_sim.ui.dialogs.unsaved import ask_about
from eq_sim.ui.lesson_view.film_dialog import FilmDialog
from eq_sim.ui.own_data.dialog import OwnDataDialog
from eq_sim.ui.style.preferences import current, scaled
from eq_sim.ui.window.panel_spec import Area
from eq_sim.ui.window.panels import PANELS

CELLS = "diameter (mm);thickness (mm);note;diagnosis\n" + "\n".join(
    f"{20 + row % 7},5;{'' if row == 9 else 3 + row % 5};row {row};{'ill' if row % 2 else 'well'}"
    for row in range(60)
)


def with_a_past(name: str) -> App:
    """Returns an experiment in a window, with a finished run, a checkpoint and some steps."""
    from eq_sim.app import build

    session = open_session(name)
    for action in (Train(20), NewStart(), Train(20), KeepCheckpoint()):
        session.apply(action)
    return build(session, "dark", None)


def settle(app: App) -> None:
    """Lets the window do what it has put off."""
    for _ in range(6):
        QApplication.processEvents()
        app.window.refresh()


def panels(app: App) -> Iterator[tuple[str, QWidget]]:
    """Yields the window with each panel in front, by the panel's key."""
    app.window.docks.show_more(True)
    for spec in PANELS:
        app.window.panel(spec.key)
        if spec.docked:
            app.window.docks[spec.key].show_in_front(True)
        settle(app)
        yield spec.key, app.window
        if spec.area is Area.BELOW or spec.closed:
            app.window.docks[spec.key].show_in_front(False)  # alone with what is always there
            settle(app)


def dialogs(app: App, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Yields each dialog as it is open, by its name, and closes it."""
    window, session = app.window, app.session
    commands = window.commands
    assert commands is not None
    for name, show in {
        "preferences": commands.show_preferences,
        "gallery": commands.show_gallery,
        "shortcuts": commands.show_shortcuts,
        "words": commands.show_words,
    }.items():
        show()
        yield from _open_one(app, name)
    (folder / "cells.csv").write_text(CELLS)
    window.own_data_asked = None
    for name, made in {
        "stillness": lambda: stillness_sheet(session, window),
        "about": lambda: about_sheet(window),
        "run name": lambda: RunName(1, "", lambda _: None, window),
        "checkpoint words": lambda: CheckpointWords("", "", lambda *_: None, window),
        "recovered": lambda: RecoveredDialog(session, "", 1.7e9, window),
        "film": lambda: FilmDialog("Mine", "one-knob", "dark", "de", window.clock, window),
    }.items():
        dialog = made()
        dialog.open()
        yield from _open_one(app, name)
    window.dropped.emit(str(folder / "cells.csv"))
    yield from _open_one(app, "own data")
    window.sweeps.open()
    yield from _open_one(app, "sweep")
    yield from _unsaved(app)


def _open_one(app: App, name: str) -> Iterator[tuple[str, QWidget]]:
    settle(app)
    found = [each for each in app.window.findChildren(QDialog) if each.isVisible()]
    assert len(found) == 1, (name, found)
    if isinstance(found[0], OwnDataDialog):
        while found[0].draft.table is None:
            QApplication.processEvents()
    yield name, found[0]
    found[0].reject()
    settle(app)


def _unsaved(app: App) -> Iterator[tuple[str, QWidget]]:
    seen: list[QWidget] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box)
        box.reject()

    for names in (["ring"], ["ring", "moons"]):
        QTimer.singleShot(0, look)
        ask_about(names, app.window)
    box = seen[-1]
    yield "unsaved", box


def menus(app: App) -> Iterator[tuple[str, QWidget]]:
    """Yields each menu as it is open, by its place in the bar."""
    for place, menu in enumerate(app.window.menus.values()):
        yield from _menu(f"menu {place}", menu)


def _menu(name: str, menu: QMenu) -> Iterator[tuple[str, QWidget]]:
    menu.popup(menu.pos())
    QApplication.processEvents()
    yield name, menu
    menu.close()
    for place, action in enumerate(menu.actions()):
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from _menu(f"{name}.{place}", inside)


def in_look(app: App, **changes: object) -> None:
    """Changes how the window looks, its language too."""
    before = app.window
    spoken = current().language
    app.window.set_look(replace(current(), **changes))  # type: ignore[arg-type]
    if changes.get("language", spoken) != spoken:
        while app.window is before:
            QApplication.processEvents()
    app.show()
    settle(app)


def texts_of_actions(window: QWidget) -> set[str]:
    """Returns the words of every entry of every menu."""
    return {action.text() for action in window.findChildren(QAction)}


def too_wide(window: QWidget, most: int = 16) -> list[str]:
    """Returns columns whose inside is wider than they are: part of it is out of sight.

    Args:
        window: whose.
        most: how many pixels may be, of words of their plain size.
    """
    return [
        f"{type(area.widget()).__name__} is {over} too wide"
        for area in window.findChildren(QScrollArea)
        if area.isVisible() and area.widgetResizable()
        if (over := area.horizontalScrollBar().maximum()) > scaled(most)
    ]
