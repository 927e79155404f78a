"""What the view of a lesson needs of the window that it plays in, besides that it is one."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QDockWidget, QToolBar, QVBoxLayout, QWidget

from eq_sim.lessons.lesson import Lesson
from eq_sim.session.session import Session
from eq_sim.ui.models.audience import Audience
from eq_sim.ui.models.chosen_sample import ChosenSample
from eq_sim.ui.panels.card import Dock
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.style.preferences import Preferences
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window.desk import Desk
from eq_sim.ui.window.panel_spec import PanelModels, PanelSpec


class LessonDocks(Protocol):
    """Where the window's panels stand."""

    @property
    def all(self) -> list[Dock]:
        """Every dock."""

    @property
    def more(self) -> bool:
        """Whether the panels behind "More" are shown."""

    def of(self, name: str) -> QDockWidget | None:
        """Returns the dock of a panel or a part of one; None for what stands in no dock."""

    def is_below(self, dock: QDockWidget) -> bool:
        """Whether a dock stands below the knobs at first."""

    def is_extra(self, dock: QDockWidget) -> bool:
        """Whether a dock is behind "More"."""

    def show_more(self, on: bool) -> None:
        """Shows or hides the panels behind "More"."""

    def arrange_for_hall(self) -> None:
        """Leaves the panels that a hall can read."""


class BeyondView(Protocol):
    """Networks too large to run here, in the place of the knobs."""

    def show_at(self, at: float | None) -> None:
        """Shows them from as far as is said; None shows the knobs."""


class LessonHost(Protocol):
    """A window that lessons play in.

    Attributes:
        audience: who looks on.
        chosen: the sample that is marked.
        desk: the knobs, or in their place the way beyond them.
        middle: the room between the docks.
        models: what panels are made from.
        specs: the panels, as they are registered.
    """

    audience: Audience
    chosen: ChosenSample
    desk: Desk
    middle: QVBoxLayout
    models: PanelModels
    specs: tuple[PanelSpec, ...]

    @property
    def session(self) -> Session:
        """The experiment."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds, ever growing."""

    def say(self, sentence: str, *, warning: bool = True) -> None:
        """Shows a sentence above the console."""

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget under the console."""

    def play_lesson(self, lesson: Lesson) -> None:
        """Begins a lesson, and plays it, before the same audience."""

    def set_look(self, wanted: Preferences, *, remember: bool = True) -> None:
        """Changes colours and sizes."""

    def refresh(self, frame: int | None = None) -> None:
        """Refreshes the visible views."""

    @property
    def bar(self) -> QToolBar:
        """The tool bar with the controls of training."""

    @property
    def console_panel(self) -> ConsolePanel:
        """The knobs."""

    @property
    def beyond(self) -> BeyondView:
        """The way beyond the last real knob."""

    @property
    def docks(self) -> LessonDocks:
        """Where its panels stand."""

    def panel(self, name: str) -> QWidget | None:
        """Returns a panel or a part of one by its name; None where it is not made yet."""
