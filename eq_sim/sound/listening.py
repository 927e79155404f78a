"""What an experiment sounds like at this moment: looked at once a block, and only looked at."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.session.readings import Readings
from eq_sim.session.responses import has_responses, responses
from eq_sim.session.session import Session
from eq_sim.sound.engine import Response
from eq_sim.sound.voices import MOST_STRINGS, Moved, Training

_LOWEST, _HIGHEST = 25.0, 16_000.0  # hertz that most loudspeakers play and most people hear
_MOST_KNOBS = 1 << 16
"""That are compared from one look to the next; of more, every second, third and so on."""


def response_heard(readings: Readings) -> Response | None:
    """Returns what lies between a source and the ear; None where the data are no response.

    The source has been through a bad radio, whose response is the inverse of the wanted one; then
    it goes through the one that the knobs make. Where both are equal, it is as it was.
    """
    if not has_responses(readings):
        return None
    both = responses(readings)
    return Response(both.hertz, both.made - both.wanted)


def tones_of(response: Response) -> tuple[Array, Array]:
    """Returns tones that are heard, in hertz, and how much louder each is, in decibels.

    It is looked at in the filter that is played, and not in what it was made from.
    """
    hertz = response.hertz
    there = hertz[(hertz >= _LOWEST) & (hertz <= _HIGHEST)]
    return there, response.played(there)


class Ear:
    """Hears training: how high the loss is, and which knobs moved most since the last look."""

    def __init__(self) -> None:
        self._structure = -1
        self._step = -1
        self._refused = False
        self._theta: Array = np.empty(0)

    def heard(self, session: Session) -> Training | None:
        """Returns what training did since the last look; None if nothing."""
        begun = (session.structure, session.step)
        before, self._structure, self._step = (self._structure, self._step), *begun
        theta = session.parameters.theta
        stride = -(-theta.size // _MOST_KNOBS)
        was, self._theta = self._theta, theta[::stride].copy()
        refused = session.refusal is not None
        ran_away, self._refused = refused and not self._refused, refused
        if begun[0] != before[0] or (begun[1] <= before[1] and not ran_away):
            return None
        first = float(session.history.points[2, 0])
        now = session.history.points[2, -1] if session.computing else session.losses.train
        loss = np.inf if refused else now / first if first > 0 else 1.0
        return Training(float(loss), _largest(np.abs(self._theta - was)))


def _largest(moves: Array) -> tuple[Moved, ...]:
    """Returns the largest moves, the largest first."""
    count = min(MOST_STRINGS, moves.size)
    chosen = np.argpartition(-moves, count - 1)[:count] if count < moves.size else np.arange(count)
    chosen = chosen[np.argsort(-moves[chosen], kind="stable")]
    largest = float(moves[chosen[0]]) if count else 0.0
    if not np.isfinite(largest) or largest <= 0:
        return ()
    last = max(moves.size - 1, 1)
    return tuple(Moved(int(k) / last, float(moves[k]) / largest) for k in chosen if moves[k] > 0)
