"""What hands and keys need of the view that they work on, and no more of it."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from eq_sim.ui.console.canvas_map import CanvasMap
from eq_sim.ui.console.canvas_view import CanvasView


class Surroundings(Protocol):
    """What hands and keys need of the view they work on."""

    @property
    def canvas(self) -> CanvasMap:
        """Where every knob is now."""

    view: CanvasView
    """How near one is, and where one looks."""

    def viewport(self) -> QWidget:
        """Returns the widget that is painted."""

    def show_knob(self, knob: int) -> None:
        """Scrolls until a knob can be seen."""

    def edit(self, knob: int) -> None:
        """Lets a person type a value."""
