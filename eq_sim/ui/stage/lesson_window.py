"""What a lesson on screen needs of the window that it plays in."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QDockWidget, QMainWindow, QToolBar, QWidget

from eq_sim.session.session import Session
from eq_sim.ui.audience import Audience
from eq_sim.ui.console.console import Console
from eq_sim.ui.preferences import Preferences
from eq_sim.ui.theme import Theme


class LessonDocks(Protocol):
    """Where the window's panels stand."""

    @property
    def more(self) -> bool:
        """Whether any of the panels that a beginner can do without is shown."""
        ...

    def of(self, name: str) -> QDockWidget | None:
        """Returns the dock of a panel or a part of one; None for what stands in no dock."""
        ...

    def is_extra(self, dock: QDockWidget) -> bool:
        """Whether a beginner can do without it."""
        ...

    def show_more(self, on: bool) -> None:
        """Shows or hides the panels that a beginner can do without."""
        ...

    def arrange_for_hall(self) -> None:
        """Leaves the panels that a hall can read."""
        ...


class LessonWindow(Protocol):
    """The window of one session, as a lesson sees it.

    Attributes:
        session: the experiment.
        theme: the colours.
        console: the knobs.
        bar: the controls of the experiment.
        clock: seconds, ever growing.
        audience: who looks on.
    """

    session: Session
    theme: Theme
    console: Console
    bar: QToolBar
    clock: Callable[[], float]
    audience: Audience

    @property
    def frame(self) -> QMainWindow:
        """The window itself, over which things float."""
        ...

    @property
    def docks(self) -> LessonDocks:
        """Where its panels stand."""
        ...

    def panel(self, name: str) -> QWidget | None:
        """Returns a panel or a part of one by the name that lessons use."""
        ...

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget under the console."""
        ...

    def refresh(self) -> None:
        """Refreshes all views."""
        ...

    def set_look(self, wanted: Preferences, *, remember: bool) -> None:
        """Changes how the window looks."""
        ...

    def tell_lesson(self) -> None:
        """Tells that a lesson plays, waits, or has ended."""
        ...

    def show_ended(self, show: object) -> None:
        """A lesson was left."""
        ...
