"""What is remembered of a window's place and its docks, and how it comes back onto a screen."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

_ARRANGEMENT = 2  # the version of the docks; others are not taken up
_GEOMETRY, _DOCKS = "window/geometry", "window/docks"


def remember(window: QMainWindow, settings: QSettings) -> None:
    """Keeps where the window and its docks are."""
    settings.setValue(_GEOMETRY, window.saveGeometry())
    settings.setValue(_DOCKS, window.saveState(_ARRANGEMENT))


def restore(window: QMainWindow, settings: QSettings) -> None:
    """Takes up the arrangement of the last time, on a screen that is there."""
    geometry = settings.value(_GEOMETRY, QByteArray(), type=QByteArray)
    state = settings.value(_DOCKS, QByteArray(), type=QByteArray)
    if isinstance(geometry, QByteArray) and not geometry.isEmpty():
        window.restoreGeometry(geometry)
        _come_on_screen(window)
    if isinstance(state, QByteArray) and not state.isEmpty():
        window.restoreState(state, _ARRANGEMENT)


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
