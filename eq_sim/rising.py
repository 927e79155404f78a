"""Says that the loss rises for long while training runs, and offers what helps."""

from collections.abc import Callable

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, Set
from eq_sim.session.change import Change
from eq_sim.session.questions.rising_loss import advice, last_change
from eq_sim.session.session import Session
from eq_sim.session.settings.table import CAPTIONS
from eq_sim.session.words import words
from eq_sim.ui.window.main_window import MainWindow


class RisingLoss:
    """Watches the curve of one window.

    Args:
        session: whose curve.
        window: where it is said.
        do: takes what is done.
    """

    def __init__(
        self, session: Session, window: MainWindow, do: Callable[[AnyAction], bool]
    ) -> None:
        self._session, self._window, self._do = session, window, do
        self._points = self._step = 0
        self._said = ""
        self._said_of: object = None
        session.observe(self._heard)

    def look(self) -> None:
        """Says it once after each change by hand, if a new point of the curve shows it."""
        session, window = self._session, self._window
        points = session.history.points
        last = int(points[0, -1]) if points.shape[1] else 0
        if last == self._points:
            return
        self._points = last
        if self._said or window.show_now is not None or window.hinting:
            return
        told = advice(session)
        if told is not None:
            self._said, self._said_of, self._step = words(told), self._stretch, session.step
            lower = str(told.arguments["lower"])
            offer = (
                tr("Halve the {setting}", setting=tr(CAPTIONS[lower])),
                lambda: self._halve(lower),
            )
            window.console_panel.say(self._said, warning=False, offer=offer)

    @property
    def _stretch(self) -> object:
        """What training has gone on in without a hand in it."""
        return self._session.structure, last_change(self._session)

    def _heard(self, change: Change) -> None:
        """Takes it back with the steps that it is of, and with what was changed by hand since."""
        session = self._session
        if not self._said or session.looking_back:
            return
        if session.step < self._step or self._stretch != self._said_of:
            self._window.console_panel.unsay(self._said)
            self._said = ""

    def _halve(self, setting: str) -> None:
        value = getattr(self._session.scenario.training, setting) / 2
        self._window.console_panel.clear_notice()
        self._do(Set(setting, value))
