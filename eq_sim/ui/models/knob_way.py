"""Where a knob has been since it stood at its start: what was passed over, turns, and steps."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.session.change import Change, Watch
from eq_sim.session.questions.optimum import Kind
from eq_sim.session.session import Session
from eq_sim.ui.console.reach import rung
from eq_sim.ui.models.best_knobs import BestKnobs

JUMP = 0.025
"""The share of a scale's end from which on a step jumps; a shorter one passes over its way."""

_TURNED = 0.02  # the share of a scale's end by which a knob has to come back to have turned
_THERE = 0.002  # the share of a scale's end that nobody sees: from there on it is the best place
_BEYOND = 0.5  # of the way to the best place, as far as a hand goes beyond it
_MOST = 200  # jumps that are kept
_ANEW = Change.STRUCTURE | Change.DATA | Change.OBJECTIVE

Stretch = tuple[float, float]
"""From a lower to an upper value: all between them was passed over."""


@dataclass(frozen=True)
class Jump:
    """A place to which training steps have taken a knob.

    Attributes:
        value: of the knob.
        loss: the train loss there and then; None where it was not known.
        single: whether one step led here from the place before.
    """

    value: float
    loss: float | None
    single: bool


class KnobWay:
    """The way of one knob.

    It begins anew with another network, other data or another loss, and where the knob is brought
    back to its start. When other knobs move, what was passed over is no more: the loss along this
    knob is another one.

    Args:
        session: whose knob.
        knob: which.
        limit: returns the end of the knob's scale.
        best_knobs: where the best knobs are.

    Attributes:
        knob: which.
        revision: grows with each change of what is here.
        here: where the knob stands.
        began: where the way began.
        stretches: what was passed over, in order and apart.
        turns: where it turned round.
        jumps: where steps have taken it, the place before the first of them included.
        heading: 1 while it goes up, −1 while it goes down, 0 before the first move.
        beginning: grows when the way begins anew.
        others_moved: whether other knobs have moved since the way began.
    """

    def __init__(
        self, session: Session, knob: int, limit: Callable[[int], float], best_knobs: BestKnobs
    ) -> None:
        self._session, self.knob, self._limit, self._best = session, knob, limit, best_knobs
        self._watch = Watch(session.changes, ~(Change.SHELF | Change.SIDES))
        self._others: NDArray[np.floating] = np.empty(0)
        self._step = 0
        self._loss: float | None = None
        self.revision = self.beginning = 0
        self._begin()

    @property
    def exists(self) -> bool:
        """Whether the network has such a knob."""
        return self.knob < self._session.layout.size

    @property
    def start(self) -> float:
        """Where the knob comes back to."""
        return float(self._session.parameters.start[self.knob])

    @property
    def limit(self) -> float:
        """The end of the scale on which the knob is shown alone.

        It is that of its layer, or wider where least squares puts the knob so far away that a hand
        would go beyond it: no scale changes while it does.
        """
        limit, best = self._limit(self.knob), self.least_squares()
        if best is None:
            return limit
        return max(limit, rung(abs(best + _BEYOND * (best - self.start))))

    @property
    def held(self) -> bool:
        """Whether the knob is in a hand."""
        held = self._session.trainer.held
        return held is not None and bool((held == self.knob).any())

    @property
    def alone(self) -> bool:
        """Whether it is the only knob of its network."""
        return self._session.layout.size == 1

    def known_best(self) -> float | None:
        """Returns where least squares puts the knob, as soon as it has been there or beyond."""
        best = self.least_squares()
        if best is None or not self._best.on:
            return None
        near = _THERE * self.limit  # training comes ever nearer, and from one side
        return best if self._low - near <= best <= self._high + near else None

    def least_squares(self) -> float | None:
        """Returns where least squares puts the knob; None where there is no one such place."""
        found = self._best.found
        if found is None or found.kind is not Kind.KNOWN or found.theta is None:
            return None
        if found.theta.size != self._session.layout.size or not found.free[self.knob]:
            return None
        return float(found.theta[self.knob])

    def coming_back(self) -> bool:
        """Whether a hand brings the knob back to the best place, which it has been beyond."""
        best = self.known_best()
        if best is None or not self.held or not self.turns:
            return False
        return (best - self.here) * self.heading > 0

    def refresh(self) -> bool:
        """Follows the knob. Returns whether anything is other than before."""
        session, revision = self._session, self.revision
        news = self._watch.news()
        if not news:
            return False
        self._best.refresh()
        if not self.exists:
            return False
        held, step = self.held, session.step
        here = float(session.parameters.theta[self.knob])
        leap = abs(here - self.here) >= JUMP * self.limit
        back = leap and not held and here == self.start and step == 0
        if news & _ANEW or step < self._step or back:
            self._begin()
        elif self._moved_others():
            self._pass_by_others()
        if np.isfinite(here):
            self._go(here, step - self._step)
        self._step, self._loss = step, self._train_loss()
        self.revision += 1
        return self.revision != revision

    def _begin(self) -> None:
        self.beginning += 1
        self.turns: list[float] = []
        self.jumps: deque[Jump] = deque(maxlen=_MOST)
        self.heading, self.others_moved = 0, False
        if not self.exists:
            self.here = self.began = self._furthest = 0.0
            self.stretches: list[Stretch] = []
            return
        here = float(self._session.parameters.theta[self.knob])
        self.here = self.began = self._furthest = self._low = self._high = here
        self.stretches = [(here, here)]
        self._step, self._loss = self._session.step, self._train_loss()
        self._moved_others()

    def _moved_others(self) -> bool:
        """Whether other knobs stand elsewhere than at the last call."""
        if self.alone:
            return False
        others = np.array(self._session.parameters.theta)
        others[self.knob] = 0
        moved = others.size == self._others.size and not np.array_equal(others, self._others)
        self._others = others
        return moved

    def _pass_by_others(self) -> None:
        """Forgets what was passed over, which was another loss."""
        self.others_moved = True
        self.turns.clear()
        self.stretches = [(self.here, self.here)]

    def _go(self, here: float, steps: int) -> None:
        """Goes on to where the knob is now."""
        before, limit = self.here, self.limit
        far = abs(here - before) >= JUMP * limit
        self._low, self._high = min(self._low, here), max(self._high, here)
        if steps > 0 and far:
            if not self.jumps or self.jumps[-1].value != before:
                self.jumps.append(Jump(before, self._loss, single=False))
            self.jumps.append(Jump(here, self._train_loss(), single=steps == 1))
            self.stretches = joined(self.stretches, here, here)
            self.heading, self._furthest = 0, here
        elif here != before:
            low, high = min(before, here), max(before, here)
            self.stretches = joined(self.stretches, low, high)
            self._note_turn(here, _TURNED * limit)
        self.here = here

    def _note_turn(self, here: float, enough: float) -> None:
        if self.heading == 0:
            self.heading = 1 if here > self.here else -1
        ahead = (here - self._furthest) * self.heading
        if ahead >= 0:
            self._furthest = here
        elif -ahead >= enough:
            self.turns.append(self._furthest)
            self.heading, self._furthest = -self.heading, here

    def _train_loss(self) -> float | None:
        session = self._session
        if session.computing or session.evaluation.step is not None:
            return None
        return session.losses.train


class KnobWays:
    """The ways of the knobs that somebody looks at, each kept for as long as the window is open.

    Args:
        session: whose knobs.
        limit: returns the end of a knob's scale.
        best_knobs: where the best knobs are.
    """

    def __init__(
        self, session: Session, limit: Callable[[int], float], best_knobs: BestKnobs
    ) -> None:
        self._session, self._limit, self._best = session, limit, best_knobs
        self._ways: dict[int, KnobWay] = {}

    def of(self, knob: int) -> KnobWay:
        """Returns the way of a knob; it begins with the first call."""
        way = self._ways.get(knob)
        if way is None:
            way = self._ways[knob] = KnobWay(self._session, knob, self._limit, self._best)
        return way


def joined(stretches: list[Stretch], low: float, high: float) -> list[Stretch]:
    """Returns stretches with one more, in order; those that touch are one."""
    apart = [one for one in stretches if one[1] < low or one[0] > high]
    met = [one for one in stretches if one[1] >= low and one[0] <= high]
    low = min([low, *(one[0] for one in met)])
    high = max([high, *(one[1] for one in met)])
    return sorted([*apart, (low, high)])
