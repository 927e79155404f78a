"""What is remembered of a window's place and its docks, and how it comes back onto a screen."""

from PySide6.QtCore import QByteArray, QMargins, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from eq_sim.ui.style.preferences_file import PreferencesFile

_ARRANGEMENT = 2  # the version of the docks; others are not taken up
_DOCKS = "window/docks"
_FIRST, _LEAST = QSize(1600, 900), QSize(960, 540)

GEOMETRY = "window/geometry"
"""Where it is remembered where the window stood."""

_EXPECTED_FRAME = QMargins(2, 40, 2, 2)
"""What systems put around a window at most. How much it is they tell when it is on the screen."""


def remember(window: QMainWindow, settings: PreferencesFile) -> None:
    """Keeps where the window and its docks are."""
    geometry, docks = window.saveGeometry().data(), window.saveState(_ARRANGEMENT).data()
    settings.keep({GEOMETRY: bytes(geometry), _DOCKS: bytes(docks)})


def restore(window: QMainWindow, settings: PreferencesFile) -> None:
    """Takes up the arrangement of the last time, on a screen that is there."""
    geometry, docks = settings.data(GEOMETRY), settings.data(_DOCKS)
    if geometry:
        window.restoreGeometry(QByteArray(geometry))
        come_on_screen(window)
    if docks:
        window.restoreState(QByteArray(docks), _ARRANGEMENT)


def take_first_size(window: QMainWindow) -> None:
    """Gives a window that is not remembered its size; the system chooses its place."""
    window.resize(_FIRST)
    come_on_screen(window, moving=False)


def come_on_screen(window: QMainWindow, *, moving: bool = True) -> None:
    """Shrinks and moves the window so that all of it, its frame included, is on one screen.

    Args:
        window: shown already, or about to be.
        moving: whether it has a place that it shall keep, where that is on the screen.
    """
    screen = QGuiApplication.screenAt(window.geometry().center())
    screen = screen or QGuiApplication.primaryScreen()
    handle = window.windowHandle()
    shown = handle is not None and window.isVisible()
    frame = handle.frameMargins() if shown else _EXPECTED_FRAME
    room = screen.availableGeometry().marginsRemoved(frame)
    window.setMinimumSize(_LEAST.boundedTo(room.size()))
    if window.isMaximized() or window.isFullScreen() or window.isMinimized():
        return  # the system gives it its size
    box = window.geometry()
    box.setSize(box.size().boundedTo(room.size()))
    if moving:
        box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width() + 1))
        box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height() + 1))
        if box != window.geometry():
            window.setGeometry(box)
    else:
        window.resize(box.size())
