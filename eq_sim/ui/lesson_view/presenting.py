"""The window arranged for an audience: console, output, loss and caption, in letters for a hall."""

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QByteArray, QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QMainWindow

from eq_sim.ui.lesson_view.host import LessonHost
from eq_sim.ui.lesson_view.screens import screens
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
    place: QRect
    screen: QScreen

    @classmethod
    def of(cls, window: QMainWindow) -> "Arrangement":
        """Returns how a window is arranged now."""
        shown = window.windowState()
        place = window.geometry() if shown == Qt.WindowState.WindowNoState else None
        place = place or window.normalGeometry()
        return cls(window.saveState(), current(), shown, place, window.screen())

    def restore(self, window: QMainWindow, host: LessonHost) -> None:
        """Arranges a window as it was; ``host`` is the same window."""
        host.audience.hall = False
        window.menuBar().show()
        host.bar.show()
        host.set_look(self.look, remember=False)
        there = any(screen is self.screen for screen in screens())
        if there and window.screen() is not self.screen:
            window.setWindowState(Qt.WindowState.WindowNoState)
            handle = window.windowHandle()
            if handle is not None:
                handle.setScreen(self.screen)
            window.setGeometry(self.place)
        window.setWindowState(self.shown)
        window.restoreState(self.state)


@dataclass
class Talk:
    """What goes on from one lesson to the next while an audience looks on.

    Attributes:
        before: how the window was arranged before.
        began: when the clock of the talk was set to 0, in seconds.
        language: of the captions.
        swapped: whether the presenter wants the two screens the other way round.
    """

    before: Arrangement
    began: float
    language: str
    swapped: bool = False

    def go_on(self, window: QMainWindow, host: LessonHost, lesson: "TakesUp | None") -> None:
        """Goes on with another lesson in the window; without one, it is as it was before."""
        if lesson is None:
            self.before.restore(window, host)
        else:
            lesson.go_on_with(self)


class TakesUp(Protocol):
    """A lesson that can go on with the audience of another one."""

    def go_on_with(self, talk: Talk) -> None:
        """Goes on with a talk."""


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
