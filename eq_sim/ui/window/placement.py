"""What is remembered of a window's place and its docks, and how it comes back onto a screen."""

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from eq_sim.ui.style.preferences_file import PreferencesFile

_ARRANGEMENT = 2  # the version of the docks; others are not taken up
_DOCKS = "window/docks"

GEOMETRY = "window/geometry"
"""Where it is remembered where the window stood."""


def remember(window: QMainWindow, settings: PreferencesFile) -> None:
    """Keeps where the window and its docks are."""
    geometry, docks = window.saveGeometry().data(), window.saveState(_ARRANGEMENT).data()
    settings.keep({GEOMETRY: bytes(geometry), _DOCKS: bytes(docks)})


def restore(window: QMainWindow, settings: PreferencesFile) -> None:
    """Takes up the arrangement of the last time, on a screen that is there."""
    geometry, docks = settings.data(GEOMETRY), settings.data(_DOCKS)
    if geometry:
        window.restoreGeometry(QByteArray(geometry))
        _come_on_screen(window)
    if docks:
        window.restoreState(QByteArray(docks), _ARRANGEMENT)


def _come_on_screen(window: QMainWindow) -> None:
    """Moves and shrinks the window so that all of it is on one screen."""
    screen = QGuiApplication.screenAt(window.geometry().center())
    screen = screen or QGuiApplication.primaryScreen()
    room = screen.availableGeometry()
    box = window.geometry()
    box.setSize(box.size().boundedTo(room.size()))
    box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width() + 1))
    box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height() + 1))
    window.setGeometry(box)
