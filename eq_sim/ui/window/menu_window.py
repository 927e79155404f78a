"""What the menus need of the window that they belong to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from eq_sim.session.actions import AnyAction
from eq_sim.session.looking import Looking
from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.style.preferences import Preferences
from eq_sim.ui.style.preferences_file import PreferencesFile
from eq_sim.ui.window.beyond_link import BeyondLink
from eq_sim.ui.window.docks import Docks
from eq_sim.ui.window.frame import Files
from eq_sim.ui.window.hear_link import HearLink
from eq_sim.ui.window.made_panels import MadePanels
from eq_sim.ui.window.phase_link import PhaseLink
from eq_sim.ui.window.sweep_link import SweepLink

if TYPE_CHECKING:
    from eq_sim.lessons.lesson import Lesson
    from eq_sim.ui.lesson_view.lesson_view import LessonView

Act = Callable[[QMenu, str, str, Callable[[], object]], QAction]
"""(menu, words, keys, what it does) -> the action, added to the menu."""


class MenuWindow(Protocol):
    """The window, as its menus see it.

    Attributes:
        session: the experiment.
        looking: where one is in its past.
        apart: a step that is taken apart, and the way through its phases.
        do: takes what is done; returns whether it was.
        settings: where choices are remembered; None for nowhere.
        files: what the File menu can do; no words for a line.
        console: the knobs.
        console_panel: what is around them.
        menus: the menus of the bar by their English words, to be filled.
        docks: where panels stand.
        panels: the panels.
        beyond: the way beyond the last real knob.
        sweeps: many runs that differ in one setting.
    """

    session: Session
    looking: Looking
    apart: PhaseLink
    do: Callable[[AnyAction], bool]
    settings: PreferencesFile | None
    files: Files
    console: Console
    console_panel: ConsolePanel
    menus: dict[str, QMenu]
    docks: Docks
    panels: MadePanels
    beyond: BeyondLink
    sweeps: SweepLink
    sound: HearLink

    @property
    def frame(self) -> QMainWindow:
        """The window itself, over which dialogs open."""
        ...

    @property
    def show_now(self) -> "LessonView | None":
        """The lesson on screen."""
        ...

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence above the console."""
        ...

    def set_look(self, wanted: Preferences) -> None:
        """Changes how the window looks."""
        ...

    def reset_arrangement(self) -> None:
        """Puts every dock back to its first place."""
        ...

    def full_screen(self) -> None:
        """Fills the screen, or goes back."""
        ...

    def show_inspector(self) -> None:
        """Shows the inspector in front."""
        ...

    def welcome(self) -> None:
        """Begins the hints of the first minute."""
        ...

    def play_lesson(self, lesson: "Lesson") -> None:
        """Begins a lesson, and plays it."""
        ...

    def open_setup(self, line: str) -> None:
        """Asks for what a line of text says how to start."""
        ...

    def ask_own_data(self) -> None:
        """Asks for a table of a person's own."""
        ...

    def ask_lesson(self) -> None:
        """Asks for a lesson's file."""
        ...

    def edit_lesson(self) -> None:
        """Opens the text of the lesson that plays, to be edited."""
        ...
