"""The loss around the knobs: a plane through them, and the path that training took in it."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QSpinBox

from eq_sim.language.tr import later, tr
from eq_sim.session.actions import AnyAction, Turn
from eq_sim.ui.models.live_landscape import LiveLandscape
from eq_sim.ui.panels.card import Card, label
from eq_sim.ui.panels.choice_box import ChoiceBox
from eq_sim.ui.panels.fields import WheelGuard
from eq_sim.ui.panels.flow import flowing
from eq_sim.ui.panels.landscape_view import LandscapeView
from eq_sim.ui.panels.landscape_words import whose
from eq_sim.ui.style.preferences import scaled
from eq_sim.ui.style.theme import Theme

_MOST_DRAWS = 99
_DRAW = 70  # pixels
_TIP = later(
    "Arrows, or the pointer, read the loss at a place. Enter or a double-click turns the knobs "
    "there; Undo takes it back"
)


class LandscapePanel(Card):
    """The picture, which directions it is along, and what it holds.

    Args:
        live: what is shown.
        do: takes what the hand does; returns whether it was done.
        theme: the colours.

    Attributes:
        live: as given.
    """

    def __init__(self, live: LiveLandscape, do: Callable[[AnyAction], bool], theme: Theme) -> None:
        super().__init__(later("The loss around the knobs"), later("Landscape"))
        self.live, self._do = live, do
        self.which = ChoiceBox(scrolled=True)
        self.which.setObjectName("page")
        self.which.setAccessibleName(tr("Directions of the plane"))
        self.which.setToolTip(tr("Along which two directions of all knobs the loss is looked at"))
        self.which.addItem(tr("Random plane"), userData="random")
        self.which.addItem(tr("Plane of the path"), userData="path")
        self.which.activated.connect(lambda _: self._choose())
        self.draw = QSpinBox()
        self.draw.setRange(0, _MOST_DRAWS)
        self.draw.setValue(live.draw)
        self.draw.setKeyboardTracking(False)
        self.draw.setAccessibleName(tr("Draw of the random directions"))
        self.draw.setToolTip(
            tr("Another number, other random directions; the same number, the same")
        )
        self.draw.valueChanged.connect(lambda _: self._choose())
        WheelGuard(self.draw)
        self.draw.setPrefix(tr("draw "))
        self.draw.setMaximumWidth(scaled(_DRAW))
        self.body.addWidget(flowing(6, self.which, self.draw))
        self.view = LandscapeView(live, theme)
        self.view.setToolTip(tr(_TIP))
        self.view.asked.connect(self._turn)
        self.body.addWidget(self.view)
        self.note = label("", "note")
        self.note.setWordWrap(True)
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self._between = QTimer(self)
        self._between.setInterval(0)
        self._between.timeout.connect(self._go_on)

    @property
    def is_complete(self) -> bool:
        """Whether everything that it shows of the knobs is known."""
        return self.live.is_complete

    def refresh(self) -> None:
        """Shows the landscape and the path as far as they are known."""
        if self.live.refresh():
            self._show()
        if not self.live.is_complete:
            self._between.start()

    def set_theme(self, theme: Theme) -> None:
        """Changes the colours."""
        self.view.set_theme(theme)

    def rescale(self) -> None:
        """Takes up words of another size and another decimal sign."""
        super().rescale()
        self.which.hug()
        self.draw.setMaximumWidth(scaled(_DRAW))
        self._show()
        self.view.updateGeometry()

    def _go_on(self) -> None:
        """Works out a portion between frames; while training runs, frames alone have one."""
        if not self.isVisible() or self.live.is_complete or self.live.is_moving:
            self._between.stop()
        elif self.live.refresh():
            self._show()

    def _choose(self) -> None:
        self.live.choose(self.which.currentData(), self.draw.value())
        self.refresh()

    def _show(self) -> None:
        live = self.live
        with QSignalBlocker(self.draw):
            self.draw.setValue(live.draw)
        self.draw.setVisible(live.shown is None or live.shown.plane.directions == "random")
        self.view.setVisible(not live.missing)
        self.note.setText(whose(live))
        self.view.show_news()

    def _turn(self, across: float, up: float) -> None:
        knobs, values = self.live.turned_to(across, up)
        self._do(Turn.of(knobs, values))
