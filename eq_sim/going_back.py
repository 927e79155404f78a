"""Brings the window to the moment of the past that a person wants to see, tick by tick."""

from collections.abc import Callable

from eq_sim.language.tr import tr
from eq_sim.session.actions import AnyAction, Undo
from eq_sim.session.errors import EqSimError
from eq_sim.ui.window.main_window import MainWindow

_ON_THE_WAY = 0.03  # seconds of a tick that may go by on the way


class GoingBack:
    """What the display timer does while one looks back.

    Args:
        window: what is shown.
        clock: seconds, ever growing.
        wake: lets the timer run if there is something to do.
    """

    def __init__(
        self, window: MainWindow, clock: Callable[[], float], wake: Callable[[], None]
    ) -> None:
        self._window, self._clock, self._wake = window, clock, wake
        window.looking.observe(self._wished)

    def returns(self, action: AnyAction) -> bool:
        """Whether an action only comes back to now: undo does, before it does anything else."""
        return isinstance(action, Undo) and self._window.looking.active

    def tick(self, seconds: float) -> bool:
        """Goes as far on the way as a frame has room for.

        Args:
            seconds: of simulated time since the last tick.

        Returns:
            Whether there was a way to go.
        """
        looking, until = self._window.looking, self._clock() + _ON_THE_WAY
        if not looking.busy:
            if looking.tree.studies and not looking.study():
                self._wake()
            return False
        try:
            looking.advance(seconds)
            while looking.go_on() and self._clock() < until:
                pass
        except (EqSimError, MemoryError) as error:
            looking.back_to_now()
            self._window.say(str(error) or tr("There is not enough memory to look back."))
        self._window.refresh()
        self._wake()
        return True

    def _wished(self) -> None:
        """Somebody looks back: a lesson that plays waits, and the timer brings them there."""
        window = self._window
        if window.looking.busy and window.show_now is not None:
            window.show_now.touched()
        self._wake()
