"""Where the drawn scale stands in the window: in the place of the console, while one is beyond."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eq_sim.session.session import Session
from eq_sim.ui.console.console import Console
from eq_sim.ui.style.theme import Theme

if TYPE_CHECKING:
    from eq_sim.ui.beyond.beyond import Beyond


class BeyondLink:
    """The way beyond the last real knob, and back. The view is made when it is first asked for.

    Args:
        middle: where the console stands.
        knobs: what makes room for it.
        console: the knobs in it, which one zooms out of.
        session: the experiment.
        theme: returns the colours.
        leave: called when one leaves the knobs: what points at them has to go.

    Attributes:
        view: the view; None before it was asked for.
    """

    def __init__(
        self,
        middle: QVBoxLayout,
        knobs: QWidget,
        console: Console,
        session: Session,
        theme: Callable[[], Theme],
        leave: Callable[[], object],
    ) -> None:
        self._middle, self._knobs, self._console = middle, knobs, console
        self._session, self._theme, self._leave = session, theme, leave
        console.zoomed_past_all.connect(self.go)
        self.view: Beyond | None = None

    @property
    def shown(self) -> bool:
        """Whether one is beyond."""
        return self.view is not None and not self.view.isHidden()

    @property
    def at(self) -> float | None:
        """From how far one looks, as ``show_at`` takes it; None at the knobs."""
        return self.view.zoom.at if self.view is not None and self.shown else None

    def go(self) -> None:
        """Goes beyond, to the network that runs here, as one does who zooms out of it."""
        view = self._open()
        view.begin()
        view.setFocus()

    def toggle(self) -> None:
        """Goes beyond, or comes back."""
        if self.shown:
            self.come_back()
        else:
            self.go()

    def zoom_out(self) -> None:
        """Zooms out of the knobs, or further out beyond them."""
        if self.shown and self.view is not None:
            self.view.zoom_out()
        else:
            self._console.zoom_out()

    def zoom_in(self) -> None:
        """Zooms in, at last to the knobs again."""
        if self.shown and self.view is not None:
            self.view.zoom_in()
        else:
            self._console.zoom_in()

    def fit_all(self) -> None:
        """Shows all knobs."""
        self.come_back()
        self._console.fit_all()

    def show_at(self, at: float | None) -> None:
        """Shows the scale from as far as is said; the keyboard stays where it is.

        Args:
            at: the logarithm of the number of knobs whose square fills the view; None: the knobs.
        """
        if at is not None:
            self._open().show_at(at)
        elif self.shown:
            self._close()

    def come_back(self) -> None:
        """Shows the knobs again."""
        if self.shown:
            self._close()
            self._console.setFocus()

    def refresh(self) -> None:
        """Takes up another network that runs here."""
        if self.view is not None and self.shown:
            self.view.refresh()

    def dress(self) -> None:
        """Takes up the colours, the size of words and the decimal sign."""
        if self.view is not None:
            self.view.set_theme(self._theme())

    def _open(self) -> "Beyond":
        from eq_sim.ui.beyond.beyond import Beyond

        view = self.view
        if view is None:
            view = self.view = Beyond(lambda: self._session.layout.size, self._theme())
            view.left.connect(self.come_back)
            view.hide()
            self._middle.insertWidget(self._middle.indexOf(self._knobs) + 1, view, 1)
        if not self.shown:
            self._leave()
            view.refresh()
            self._knobs.hide()
            view.show()
        return view

    def _close(self) -> None:
        assert self.view is not None
        self.view.hide()
        self._knobs.show()
