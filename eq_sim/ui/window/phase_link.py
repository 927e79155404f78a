"""A step that is taken apart, in the window: its bar over the console, its strip below it."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from eq_sim.session.actions import AnyAction
from eq_sim.session.looking import Looking
from eq_sim.session.session import Session
from eq_sim.ui.models.phase_walk import PhaseWalk
from eq_sim.ui.models.phase_words import said
from eq_sim.ui.models.phases import Phases
from eq_sim.ui.panels.phase_bar import PhaseBar
from eq_sim.ui.panels.phase_strip import PhaseStrip
from eq_sim.ui.style.theme import Theme

_LOW = 500  # pixels at 100 %: a lower window has no room for bar, caption and console


class Middle(Protocol):
    """Where the console stands."""

    def add_above_console(self, widget: QWidget) -> None:
        """Puts a widget above it."""

    def add_below_console(self, widget: QWidget) -> None:
        """Puts a widget below it."""


class PhaseLink:
    """Bar and strip, and the way through the phases.

    Args:
        middle: where they stand.
        session: whose steps.
        phases: the step that is taken apart.
        looking: where one is in the past.
        do: takes what a hand does.
        theme: the colours.

    Attributes:
        walk: goes back and on.
        bar: the four phases.
        strip: what is said of them.
    """

    def __init__(
        self,
        middle: Middle,
        session: Session,
        phases: Phases,
        looking: Looking,
        do: Callable[[AnyAction], bool],
        theme: Theme,
    ) -> None:
        self._phases, self._looking = phases, looking
        self.walk = PhaseWalk(session, looking, phases, do)
        self.bar = PhaseBar(self.walk, theme)
        self.strip = PhaseStrip(phases, lambda: said(session, phases), theme)
        middle.add_above_console(self.bar)
        middle.add_below_console(self.strip)

    def refresh(self) -> None:
        """Shows how far the step is."""
        self.bar.refresh(crowded=self.strip.is_crowded(_LOW))
        self.strip.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.bar.set_theme(theme)
        self.strip.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        self.bar.rescale()
        self.strip.rescale()

    def leave(self) -> bool:
        """Shows no step taken apart any more. Returns whether one was shown."""
        past = self._looking.active and not self._looking.same_step
        if not self._phases.open or past:
            return False
        self.walk.close()
        self.refresh()
        return True
