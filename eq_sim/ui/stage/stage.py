"""The stage: panels and cards, each as large as the lesson says, in the place of the desk.

A panel on stage is the very panel of the desk: it is taken out of its dock and put back later. So
what a hand does to it on stage is done to it everywhere.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QSizePolicy, QWidget

from eq_sim.language.tr import tr
from eq_sim.lessons.staging import Staged, Subject
from eq_sim.ui.stage.cards import CARDS
from eq_sim.ui.stage.loan import Loan
from eq_sim.ui.stage.passing import Passing
from eq_sim.ui.style.preferences import current
from eq_sim.ui.style.theme import Theme
from eq_sim.ui.window.panel_spec import Panel, PanelModels

_GAP = 0.011  # of the window's height, between things
_LEAST_GAP = 8


class Stage(QWidget):
    """What a lesson shows.

    Args:
        models: what cards are made from.
        panel: returns the widget of a panel by its name.
    """

    dock_shown = Signal(bool)
    """A dock of the desk has come into sight, or gone, and Qt is done with placing it."""

    def __init__(self, models: PanelModels, panel: Callable[[str], QWidget | None]) -> None:
        super().__init__()
        self._models, self._panel = models, panel
        self._staged: Staged | None = None
        self._loans: dict[str, Loan] = {}
        self._cards: dict[str, QWidget] = {}
        self._passing = Passing(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(tr("Stage"))
        self.hide()

    @property
    def staged(self) -> Staged | None:
        """What is on stage; None while there is none."""
        return self._staged

    def watch(self, dock: QDockWidget) -> None:
        """Hears of a dock, but never in the midst of Qt's placing of docks.

        Who gave them other places in there would take from Qt what it is looking at.

        Args:
            dock: of the desk.
        """
        dock.visibilityChanged.connect(self._dock_shown, Qt.ConnectionType.QueuedConnection)

    def _dock_shown(self, shown: bool) -> None:
        self.dock_shown.emit(shown)

    def on_stage(self, thing: str) -> QWidget | None:
        """Returns what is on stage under a name, as a lesson calls it; None where it is not."""
        if thing in self._cards:
            return self._cards[thing]
        return self._loans[thing].widget if thing in self._loans else None

    def set_scene(self, staged: Staged | None) -> None:
        """Puts other things on stage, or takes all away."""
        if staged == self._staged:
            return
        if self._staged is not None and staged is not None and not current().still:
            self._passing.begin(self.grab())
        self._staged = staged
        subjects = {} if staged is None else {one.thing: one for one in staged.subjects}
        for thing in [thing for thing in self._loans if thing not in subjects]:
            self._loans.pop(thing).give_back()
        for thing in [thing for thing in self._cards if thing not in subjects]:
            card = self._cards.pop(thing)
            card.hide()
            card.deleteLater()
        for thing, subject in subjects.items():
            if self.on_stage(thing) is None:
                self._bring(thing, subject)
        self.setVisible(staged is not None)
        self._place()
        if staged is not None:
            self.setAccessibleDescription(", ".join(staged.things))

    def show_passage(self, share: float) -> None:
        """Shows how far the passage from what was on stage is, from 0 to 1."""
        self._passing.show_share(share)

    def refresh(self) -> None:
        """Refreshes the cards; panels are refreshed with all others."""
        for card in self._cards.values():
            cast("Panel", card).refresh()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours of the cards."""
        for card in self._cards.values():
            cast("Panel", card).set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        for card in self._cards.values():
            cast("Panel", card).rescale()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Gives all things their places again."""
        super().resizeEvent(event)
        self._place()

    def _bring(self, thing: str, subject: Subject) -> None:
        """Brings one thing on stage."""
        spec = CARDS.get(subject.name)
        if spec is not None:
            card = spec.factory(self._models, subject)
            assert isinstance(card, QWidget)
            card.setParent(self)
            self._cards[thing] = card
            cast("Panel", card).refresh()
            card.show()
            return
        widget = self._panel(subject.name)
        if widget is not None:
            self._loans[thing] = loan = Loan(widget)
            loan.widget.setParent(self)
            loan.widget.show()

    def _place(self) -> None:
        """Gives everything its part of the stage, by the shape of the window."""
        if self._staged is None or self.height() < 1:
            return
        window = self.window()
        gap = max(_LEAST_GAP, round(_GAP * window.height()))
        wide, high = self.width() + gap, self.height() + gap
        for thing, area in self._staged.places(window.width() / max(1, window.height())).items():
            widget = self.on_stage(thing)
            if widget is None:
                continue
            left, top = round(area[0] * wide), round(area[1] * high)
            right = round((area[0] + area[2]) * wide)
            bottom = round((area[1] + area[3]) * high)
            widget.setGeometry(QRect(left, top, right - left - gap, bottom - top - gap))
        self._passing.setGeometry(self.rect())
