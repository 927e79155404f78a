"""The window arranged for an audience: console, output, loss and caption, in letters for a hall."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow

from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.stage_link import leave_to_window
from eq_sim.ui.style.preferences import Preferences, current

CAPTION_SHARE = 1 / 20
TEXT_SHARE = 1 / 40
"""Of the screen's height: what the last row of a hall can read."""

STAGE_SHARE = 1 / 34
"""The same on a stage, which shows fewer things, and larger."""

_BODY = 13.0  # pixels of ordinary words at 100 %


@dataclass(frozen=True)
class Arrangement:
    """How a window was arranged, to go back to it."""

    state: QByteArray
    look: Preferences
    shown: Qt.WindowState

    @classmethod
    def of(cls, window: QMainWindow) -> "Arrangement":
        """Returns how a window is arranged now."""
        return cls(window.saveState(), current(), window.windowState())

    def restore(self, window: QMainWindow, host: LessonHost) -> None:
        """Arranges a window as it was; ``host`` is the same window."""
        host.audience.hall = False
        window.menuBar().show()
        host.bar.show()
        host.set_look(self.look, remember=False)
        if not self.shown & Qt.WindowState.WindowFullScreen:
            # Maximised it comes back maximised: that was kept beside the full screen.
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
        window.restoreState(self.state)


def arrange_for_hall(
    window: QMainWindow, host: LessonHost, height: int, share: float = TEXT_SHARE
) -> None:
    """Leaves console, output, loss and caption, in letters for a hall.

    Args:
        window: what is arranged.
        host: the same window.
        height: of the screen, in logical pixels.
        share: of it that ordinary words take.
    """
    host.audience.hall = True
    had = window.focusWidget()
    window.menuBar().hide()
    host.bar.hide()
    text = round(100 * share * height / _BODY)
    host.set_look(replace(current(), text=max(text, 100), least=_BODY), remember=False)
    host.docks.arrange_for_hall()
    leave_to_window(window, had)
