"""The rival of gradient descent: one knob after another, each until it stops improving.

This is how a hand would do it, without slopes: turn a little, look at the loss, go on while it
falls. A look costs one pass through the data. The loss is the bare one, without a penalty.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.mlp import Network
from eq_sim.network.slices import Slices
from eq_sim.session.actions import Grab, Release, Turn
from eq_sim.session.questions.loss_along_knob import slices_through
from eq_sim.session.session import Session
from eq_sim.session.training.loss_of import loss_of

_FIRST_STRIDE = 0.25
_LEAST_STRIDE = 1e-5
_VISIBLE = 1e-4
"""The least share of the loss that counts as an improvement: what four digits on a screen show.

Without such a limit one knob that helps a little and for ever takes all the passes: turned far
enough, a bias saturates, and each stride still gains a millionth."""


class Rival:
    """Turns the knobs of a session one at a time, through its door.

    All of it, from ``begin`` to ``end``, is one gesture and so one entry that can be undone.
    Knobs that are muted or frozen are left alone.

    Args:
        session: whose knobs.
        order: which order the knobs come in; each number is another one.

    Attributes:
        passes: looks at the loss so far.
        visits: knobs taken in hand so far, each one as often as it was its turn.
        turns: (passes, train loss) after each knob that it has turned; the start is the first.
    """

    def __init__(self, session: Session, order: int = 0) -> None:
        self._session = session
        self.passes = 0
        self.visits = 0
        inputs, targets = session.evaluation.learned_from
        self._slices = slices_through(session, inputs, targets)
        self._slices.stand()
        idle = session.switches.silent | session.switches.frozen
        # In the order of θ the 64 pixels of a picture's blank corner would come first.
        key = (5, order) if order else (5,)
        stream = np.random.default_rng(np.random.SeedSequence(session.seed, spawn_key=key))
        self._order: list[int] = stream.permutation(np.flatnonzero(~idle)).tolist()
        self._strides = np.full(session.layout.size, _FIRST_STRIDE)
        self._next = 0
        self._hand: _Hand | None = None
        self._loss = session.losses.train
        self.turns: list[tuple[int, float]] = [(0, self._loss)]

    @property
    def touched(self) -> int:
        """How many different knobs it has had in hand."""
        return min(self.visits, len(self._order))

    @property
    def hands(self) -> tuple[int, ...]:
        """Which knobs those are, in the order in which it had them."""
        return tuple(self._order[: self.touched])

    def begin(self) -> None:
        """Takes all knobs in hand, so that what follows is one entry in the history."""
        self._session.apply(Grab(tuple(range(self._session.layout.size)), "one-at-a-time"))

    def end(self) -> None:
        """Lets go."""
        self._session.apply(Release())

    def spend(self, passes: int) -> None:
        """Looks at the loss so many more times, and turns knobs where that makes it fall."""
        for _ in range(passes if self._order else 0):
            if self._hand is None:
                self._hand = self._take_next()
            hand = self._hand
            loss = float(self._slices.losses(hand.knob, np.array([hand.trial]))[0])
            self.passes += 1
            hand.look(loss)
            if hand.done:
                self._let_go(hand)

    def _take_next(self) -> "_Hand":
        knob = self._order[self._next % len(self._order)]
        self._next += 1
        value = float(self._session.parameters.theta[knob])
        return _Hand(knob, value, self._loss, float(self._strides[knob]))

    def _let_go(self, hand: "_Hand") -> None:
        self.visits += 1
        self._strides[hand.knob] = max(hand.next_stride, _LEAST_STRIDE)
        self._hand = None
        if hand.moved:
            self._session.apply(Turn((hand.knob,), (hand.value,)))
            self._slices.stand()
            self._loss = hand.loss
            self.turns.append((self.passes, self._loss))


class _Hand:
    """One knob in the hand: forward while the loss falls, else backward, else the next knob.

    Attributes:
        knob: which knob.
        value: the best value so far.
        loss: the loss there.
        trial: the value to look at next.
        moved: whether the knob has left its place.
        done: whether it has stopped improving.
        next_stride: the stride to begin with when its turn comes again.
    """

    def __init__(self, knob: int, value: float, loss: float, stride: float) -> None:
        self.knob, self.value, self.loss = knob, value, loss
        self.moved = self.done = False
        self.next_stride = stride
        self._stride = stride
        self._other_way = True
        self.trial = value + stride

    def look(self, loss: float) -> None:
        """Takes in the loss at the trial value, and chooses the next trial."""
        if loss < self.loss * (1 - _VISIBLE):
            self.value, self.loss = self.trial, loss
            self.moved, self._other_way = True, False
            self.next_stride = abs(self._stride)
        elif self._other_way:
            self._other_way = False
            self._stride = -self._stride
        else:
            self.done = True
            self.next_stride = abs(self._stride) / (1 if self.moved else 4)
            return
        self.trial = self.value + self._stride


@dataclass(frozen=True)
class Asked:
    """What it takes to ask each knob which way is downhill.

    Attributes:
        slopes: (size,) the slope along each knob, found by nudging it.
        passes: looks at the loss that this took: one per knob, and one to begin with.
        difference: the largest difference from the slopes of one backward pass, as a share of
            the largest slope.
    """

    slopes: NDArray[np.float64]
    passes: int
    difference: float


def ask_each_knob(session: Session, nudge: float = 1e-6) -> Asked:
    """Nudges every knob by itself and looks at the loss, and compares with one backward pass.

    The session is left alone. It is computed in float64 whatever the network's precision: a
    difference of two nearly equal float32 losses would be noise.
    """
    layout, loss = session.layout, loss_of(session.scenario.training)
    theta = np.array(session.parameters.theta, dtype=np.float64)
    inputs, targets = (part.astype(np.float64) for part in session.evaluation.learned_from)
    slices = Slices(layout, theta, loss, inputs, targets)
    slices.stand()
    standing = float(slices.losses(0, theta[:1])[0])
    passes, slopes = 1, np.empty(layout.size)
    for knob in range(layout.size):
        nudged = float(slices.losses(knob, theta[knob : knob + 1] + nudge)[0])
        slopes[knob] = (nudged - standing) / nudge
        passes += 1
    backward = Network(layout, loss).gradient(theta, inputs[:-1], targets)
    scale = float(np.abs(backward).max()) or 1.0
    return Asked(slopes, passes, float(np.abs(slopes - backward).max()) / scale)
