"""Which screen the audience looks at, and which is the presenter's."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


def two_of(here: QScreen, *, swapped: bool = False) -> tuple[QScreen, QScreen | None]:
    """Returns the audience's screen and the presenter's; None where there is but one.

    The presenter's is the system's first one, as of a laptop; the audience's is another, and that
    on which the window stands, if there are several.

    Args:
        here: where the window stands.
        swapped: whether the presenter wants it the other way round.
    """
    first = QGuiApplication.primaryScreen()
    others = [screen for screen in screens() if screen is not first]
    if not others:
        return first, None
    # That screen may be gone: it is asked nothing.
    other = here if any(screen is here for screen in others) else others[0]
    return (first, other) if swapped else (other, first)


def screens() -> Sequence[QScreen]:
    """Returns the screens that there are."""
    return QGuiApplication.screens()


def fill(window: QWidget, screen: QScreen) -> None:
    """Lets a window fill a screen, another one than before, too."""
    full = Qt.WindowState.WindowFullScreen
    if window.isFullScreen() and window.screen() is screen:
        return
    if window.screen() is not screen:
        # A window that is full or maximised stays where it is, whatever place it is given.
        window.setWindowState(Qt.WindowState.WindowNoState)
        _show_on(window, screen)
        window.setGeometry(screen.geometry())
    window.setWindowState(window.windowState() | full)


def come_to(window: QWidget, screen: QScreen) -> None:
    """Brings a window to a screen, as large as it was if there is room."""
    _show_on(window, screen)
    room = screen.availableGeometry()
    size = window.size().boundedTo(room.size())
    window.resize(size)
    window.move(
        room.left() + (room.width() - size.width()) // 2,
        room.top() + (room.height() - size.height()) // 2,
    )


def _show_on(window: QWidget, screen: QScreen) -> None:
    """Tells the system to which screen a window belongs; Wayland knows no other way."""
    handle = window.windowHandle()
    if handle is not None:
        handle.setScreen(screen)
