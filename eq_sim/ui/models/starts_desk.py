"""The many starts of one window: what was trained last, and what can be done with it."""

from collections.abc import Callable

from eq_sim.session.actions import AnyAction, Pause, SetSides
from eq_sim.session.change import Change, Watch
from eq_sim.session.session import Session
from eq_sim.sweeps.starts import Starts, go_to
from eq_sim.ui.models.many_starts import ManyStarts

_SHOWN = Change.SETTINGS | Change.STRUCTURE | Change.DATA | Change.SWITCHES


class StartsDesk:
    """Trains starts of the open experiment, one set of them at a time.

    Args:
        session: the experiment.
        do: takes what the hand does; returns whether it was done.

    Attributes:
        running: what was begun last; None before the first time.
        shown: what has come last; None before anything has.
    """

    def __init__(self, session: Session, do: Callable[[AnyAction], bool]) -> None:
        self._session, self._do = session, do
        self._watch = Watch(session.changes, _SHOWN)
        self.running: ManyStarts | None = None
        self.shown: ManyStarts | None = None

    @property
    def news(self) -> bool:
        """Whether the experiment may be another one since one last asked."""
        return bool(self._watch.news())

    @property
    def steps(self) -> int:
        """For how many steps the experiment asks."""
        return self._session.scenario.training.steps

    @property
    def goes_on(self) -> bool:
        """Whether starts are trained."""
        return self.running is not None and self.running.goes_on

    @property
    def fits(self) -> bool:
        """Whether what is shown is of the experiment as it is now."""
        return self.shown is not None and self.shown.fits(self._session)

    def begin(self, count: int, steps: int) -> None:
        """Trains starts of the experiment as it is now; what goes on ends.

        Raises:
            EqSimError: so many of them cannot be trained.
        """
        self.end()
        self.running = ManyStarts(Starts(self._session.state(), count, steps))

    def stop(self) -> None:
        """Asks what goes on to stop."""
        if self.running is not None:
            self.running.stop()

    def end(self) -> None:
        """Stops what goes on, and returns when nothing does."""
        if self.running is not None:
            self.running.end()

    def take(self) -> bool:
        """Shows what has come. Returns whether anything has; nothing goes on any more."""
        if self.running is None or self.running.found is None:
            return False
        self.shown = self.running
        return True

    def go_to(self, number: int) -> None:
        """Goes to where a start has ended, by its own steps."""
        if self.shown is not None and self.shown.found is not None:
            self._pause()
            place = self.shown.found.numbers.index(number)
            go_to(self._session, self.shown.ended[place], self._do)

    def put_on_sides(self, first: int, second: int) -> bool:
        """Makes two networks A and B. Returns whether it was done."""
        if self.shown is None or self.shown.found is None:
            return False
        found, ended = self.shown.found, self.shown.ended
        self._pause()
        both = (ended[found.numbers.index(number)].theta for number in (first, second))
        return self._do(SetSides.of(*both))

    def _pause(self) -> None:
        """Lets training rest: it would lead away at once from where one goes."""
        if self._session.running:
            self._do(Pause())
