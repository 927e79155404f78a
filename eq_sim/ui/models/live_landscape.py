"""The landscape around the knobs while they move: worked out a portion at a time, between frames.

What is shown is of one moment of the knobs and stays until another one is whole; the knobs and
their path are drawn on it as they go on. Nothing of it is kept, and nothing decided by it.
"""

import numpy as np
from numpy.typing import NDArray

from eq_sim.language.tr import later, tr
from eq_sim.network.types import Array
from eq_sim.session.finding import FELT
from eq_sim.session.questions.knob_path import knob_path
from eq_sim.session.questions.landscape import Landscape
from eq_sim.session.questions.loss_at import LossAt
from eq_sim.session.questions.plane import Directions, Plane, path_plane, random_plane
from eq_sim.session.session import Session
from eq_sim.session.training.costs import point_cost

_PORTION = FELT / 8
"""What is worked out in a frame, as costs are counted: some two milliseconds."""

_FINE, _COARSE = 33, 17  # places along a side
_MOST = 20 * FELT  # what a whole picture may cost, to be a fine one: a fifth of a second or so

TOO_FEW = later("A plane has two directions: two knobs that can move are the least.")
TOO_LARGE = later("One look at all data takes too long here for a whole landscape.")


class LiveLandscape:
    """The landscape of one experiment.

    Args:
        session: whose knobs.

    Attributes:
        directions: whose directions are wanted.
        draw: decides the random ones.
        shown: what is known best; None before anything is.
        step: the training steps at whose knobs it was begun.
        steps: (moments,) training steps of the path.
        path: (moments, 2) places of the knobs on the way; without a moment where they are not
            known.
        here: (2,) the place of the knobs now.
        holds: which part of the path lay in the plane when it was made; None without a path.
        missing: why there is none, in a sentence; empty where there is one, or will be.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.directions: Directions = "random"
        self.draw = 1
        self.shown: Landscape | None = None
        self.step = 0
        self.steps: NDArray[np.int64] = np.empty(0, np.int64)
        self.path: NDArray[np.float64] = np.empty((0, 2))
        self.here: NDArray[np.float64] = np.zeros(2)
        self.holds: float | None = None
        self.missing = ""
        self._making: Landscape | None = None
        self._making_step = 0
        self._made_at: object = None
        self._loss_at: LossAt | None = None
        self._key: object = None
        self._seen: object = None
        self._done_at: object = None
        self._memory: object = None  # of the record of the path, so that it is told from another

    def choose(self, directions: Directions, draw: int) -> None:
        """Wants other directions."""
        self.directions, self.draw = directions, draw

    @property
    def is_complete(self) -> bool:
        """Whether all there is to work out is known, of the knobs as they stand."""
        done = self._done_at == self._now() and not self._wants_finer()
        return bool(self.missing) or (self._making is None and done)

    @property
    def is_moving(self) -> bool:
        """Whether the knobs are on their way: what is begun is then finished for an old moment."""
        return self._session.running or bool(self._session.held)

    def refresh(self) -> bool:
        """Looks at the experiment, and works out a portion. Returns whether there is news."""
        key = self._wanted()
        begins = key != self._key
        if begins:
            self._key, self.shown, self._making, self._seen = key, None, None, None
            self._loss_at, self._done_at = None, None
            self.missing = self._why_missing()
        if self.missing:
            return begins
        moved = self._making is not None and self._made_at != self._now()
        if self._making is None or (moved and not self.is_moving):
            if self._done_at == self._now() and not self._wants_finer():
                return self._follow() or begins
            self._begin()
        return self._go_on() or self._follow() or begins

    def _go_on(self) -> bool:
        """Works out a portion more. Returns whether something else is shown now."""
        making = self._making
        if making is None:
            return False
        finer = making.go_on(self._places())
        done = making.is_complete
        if not (done or (finer and self.shown in (None, making))):
            return False
        self.shown, self.step, self._seen = making, self._making_step, None
        if done:
            self._making, self._done_at = None, self._made_at
        self._follow()
        return True

    def turned_to(self, across: float, up: float) -> tuple[NDArray[np.intp], Array]:
        """Returns which knobs a place of the plane moves, and their values there."""
        assert self.shown is not None
        moving = np.flatnonzero(~self._still())
        values = self.shown.plane.at(across, up)[moving]
        return moving, values.astype(self._session.parameters.theta.dtype)

    def _wanted(self) -> object:
        session = self._session
        return (
            session.structure,
            session.objective.loss,
            self._still().tobytes(),
            session.parameters.making,
            self.directions,
            self.draw,
        )

    def _still(self) -> NDArray[np.bool_]:
        switches = self._session.switches
        return np.asarray(switches.frozen | switches.silent)

    def _side(self) -> int:
        """Returns how many places along a side are wanted: few while the knobs are moving."""
        affordable = _FINE**2 * self._cost() <= _MOST
        return _FINE if affordable and not self.is_moving else _COARSE

    def _now(self) -> object:
        return self._session.structure, self._session.parameters.revision

    def _wants_finer(self) -> bool:
        """Whether what is shown was worked out roughly, while the knobs were moving."""
        return self.shown is not None and self.shown.side < self._side()

    def _cost(self) -> float:
        session = self._session
        return point_cost(session.layout.architecture, session.dataset.size)

    def _places(self) -> int:
        """Returns how many places a frame has room for; a picture waits for all of them."""
        if not self._session.has_worker:
            return 1 << 30
        return max(1, int(_PORTION / self._cost()))

    def _why_missing(self) -> str:
        if np.count_nonzero(~self._still()) < 2:
            return tr(TOO_FEW)
        return tr(TOO_LARGE) if self._cost() >= FELT else ""

    def _begin(self) -> None:
        session = self._session
        if self._loss_at is None:
            self._loss_at = LossAt(session.evaluation, session.parameters)
        self._making = Landscape(self._plane(), self._loss_at, self._side())
        self._making_step = session.step
        self._made_at = self._now()

    def _plane(self) -> Plane:
        session, still = self._session, self._still()
        theta = session.parameters.theta
        if self.directions == "path":
            plane = path_plane(theta, knob_path(session.spreads, session.layout)[1], still)
            if plane is not None:
                return plane
        return random_plane(session.layout, theta, self.draw, still)

    def _follow(self) -> bool:
        """Finds the places of the knobs and of their path on what is shown."""
        session, shown = self._session, self.shown
        seen = (self._now(), len(session.spreads.steps))
        if shown is None or seen == self._seen:
            return False
        anew, self._seen = self._seen is None, seen
        record, known = session.spreads, len(self.steps)
        goes_on = (
            not anew
            and record.memory is self._memory
            and np.array_equal(record.steps[:known], self.steps)
        )
        self._memory = record.memory
        steps, path = knob_path(record, session.layout, known if goes_on else 0)
        places = shown.plane.places(path) if len(path) else np.empty((0, 2))
        self.steps = np.append(self.steps, steps) if goes_on else steps
        self.path = np.append(self.path, places, axis=0) if goes_on else places
        self.here = shown.plane.places(session.parameters.theta[np.newaxis])[0]
        if not goes_on:
            self.holds = shown.plane.holds(path) if len(path) else None
        return True
