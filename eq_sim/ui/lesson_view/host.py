"""What the view of a lesson needs of the window that it plays in, besides that it is one."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QDockWidget, QToolBar, QWidget

from eq_sim.session.session import Session
from eq_sim.ui.panels.console_panel import ConsolePanel
from eq_sim.ui.panels.inspector import Inspector
from eq_sim.ui.preferences import Preferences
from eq_sim.ui.theme import Theme


class FurnishedPanels(Protocol):
    """The panels besides the console, which are made after the first paint."""

    @property
    def output(self) -> QWidget:
        """The network's answer."""

    @property
    def loss_card(self) -> QWidget:
        """The loss curve."""

    @property
    def transport(self) -> QWidget:
        """The controls of training."""

    @property
    def inspector(self) -> Inspector:
        """One knob, with the loss along it."""

    @property
    def hyperparameters(self) -> QWidget:
        """The settings of training."""

    @property
    def data_panel(self) -> QWidget:
        """The settings of the data."""

    @property
    def compare(self) -> QWidget:
        """A and B."""


class LessonHost(Protocol):
    """A window that lessons play in.

    Attributes:
        presenting: whether it is arranged for an audience.
    """

    presenting: bool

    @property
    def session(self) -> Session:
        """The experiment."""

    @property
    def theme(self) -> Theme:
        """The colours."""

    @property
    def clock(self) -> Callable[[], float]:
        """Seconds, ever growing."""

    @property
    def more(self) -> bool:
        """Whether the panels behind "More" are shown."""

    def show_more(self, on: bool) -> None:
        """Shows or hides them."""

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget under the console."""

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
    def furnished(self) -> bool:
        """Whether ``furniture`` is there."""

    @property
    def furniture(self) -> FurnishedPanels:
        """The other panels."""

    @property
    def settings_dock(self) -> QDockWidget:
        """Holds hyperparameters and data."""

    @property
    def output_dock(self) -> QDockWidget:
        """Holds the network's answer."""

    @property
    def loss_dock(self) -> QDockWidget:
        """Holds the loss curve."""

    @property
    def inspector_dock(self) -> QDockWidget:
        """Holds the inspector."""

    @property
    def sides_dock(self) -> QDockWidget:
        """Holds A and B."""

    @property
    def extras(self) -> tuple[QDockWidget, ...]:
        """The docks behind "More"."""
