"""What is heard of a response against the original: how much louder or softer each tone is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import tr
from eq_sim.network.types import Array
from eq_sim.session.change import Change, Watch
from eq_sim.session.responses import responses
from eq_sim.session.session import Session
from eq_sim.sound.listening import response_heard, tones_of
from eq_sim.ui.style.numbers import plain

_SHOWN = Change.KNOBS | Change.STRUCTURE | Change.DATA | Change.OBJECTIVE
_REACH = 12.0  # decibels up and down that are in view at least


@dataclass(frozen=True, eq=False)
class HeardNow:
    """What is heard, in decibels above the original.

    Attributes:
        hertz: of tones, ascending, ``(tones,)``.
        levels: of each of them.
        bands: the middle of each band, in hertz.
        close: for each band whether it is within 1 dB.
    """

    hertz: Array
    levels: Array
    bands: Array
    close: NDArray[np.bool_]

    @property
    def is_there(self) -> bool:
        """Whether there is a response to hear."""
        return self.hertz.size > 0

    @property
    def most(self) -> str:
        """How far the tone is off that is furthest."""
        if not self.is_there:
            return "—"
        return tr("{most} dB off", most=plain(float(np.abs(self.levels).max()), 2))

    @property
    def counted(self) -> str:
        """How many bands are close."""
        close = int(np.count_nonzero(self.close))
        return tr("{close} of {all} bands within 1 dB", close=close, all=len(self.bands))

    @property
    def words(self) -> str:
        """All of it, for a screen reader."""
        return tr("The tone furthest from the original: {most}.", most=self.most) + (
            f" {self.counted}."
        )


_NOTHING = HeardNow(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0, np.bool_))


class Heard:
    """Listens to an experiment.

    Args:
        session: whose response.

    Attributes:
        now: what is heard.
        reach: decibels up and down that hold all that was heard so far.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watch = Watch(session.changes, _SHOWN)
        self._waits, self._structure = False, session.structure
        self.reach = _REACH
        self.now = self._look()

    def refresh(self) -> bool:
        """Listens again, if anything may have changed. Returns whether it has."""
        if not self._watch.news() and not self._waits:
            return False
        self._waits = self._session.computing
        before, self.now = self.now, self._look()
        return not np.array_equal(before.levels, self.now.levels)

    def _look(self) -> HeardNow:
        session = self._session
        if session.structure != self._structure:
            self._structure, self.reach = session.structure, _REACH
        response = response_heard(session)
        if response is None:
            return _NOTHING
        hertz, levels = tones_of(response)
        self.reach = max(self.reach, 1.1 * float(np.abs(levels).max()))
        bands = response.hertz[session.dataset.inputs.argmax(axis=1)]
        return HeardNow(hertz, levels, bands, responses(session).errors <= 1)
