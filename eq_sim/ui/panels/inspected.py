"""Which knob is inspected: that with the focus in the console where a person was last."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eq_sim.ui.console.console import Console


class Inspected(QObject):
    """The knob that questions are about.

    Args:
        console: the console of all layers.

    Attributes:
        console: where a knob had the focus last.
    """

    changed = Signal()
    """Another knob has the focus, or none."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._main = console
        self.console = console
        self._first: Callable[[], int] = lambda: 0
        console.knob_focused.connect(lambda: self._take(console, lambda: 0))

    def follow(self, console: Console, first: Callable[[], int]) -> None:
        """Follows the focus into another console, too, for as long as that is there.

        Args:
            console: of a part of the knobs.
            first: returns the place of its first knob in θ.
        """
        console.knob_focused.connect(lambda: self._take(console, first))

    def leave(self) -> None:
        """Comes back to the console of all layers."""
        if self.console is not self._main:
            self._take(self._main, lambda: 0)

    @property
    def knob(self) -> int | None:
        """Its place among the knobs of its console; None for none."""
        knob = self.console.input.focused
        return knob if knob is not None and knob < self.console.bank.layout.size else None

    @property
    def first(self) -> int:
        """The place in θ of the first knob of its console."""
        return self._first()

    def _take(self, console: Console, first: Callable[[], int]) -> None:
        self.console, self._first = console, first
        self.changed.emit()
