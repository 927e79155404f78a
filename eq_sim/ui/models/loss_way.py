"""The train loss on the straight way from A to B, as far as the blend has gone it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.session.ab import NAMES, Passed, Sides
from eq_sim.session.questions.loss_at import LossAt
from eq_sim.ui.models.blending import HALFWAY, Blending

_FINE, _COARSE = 100, 20  # spaces between points of the curve, of a small network and a large one
_FEW = 4  # spaces by which the scale of a large one is found: each takes a pass through the data
_LARGE = 50_000_000  # knobs times samples
_ROOM = 1.12  # above the highest
_LEVELS = 1.6  # times the loss at zero, that the scale shows at least


@dataclass(frozen=True, eq=False)
class Passage:
    """A part of the way that was gone.

    Attributes:
        shares: (points,) from A (0) to B (1), growing.
        losses: (points,) the train loss there.
    """

    shares: NDArray[np.float64]
    losses: NDArray[np.float64]


class _Between:
    """The losses between two settings, each worked out once."""

    def __init__(self, loss_at: "_Loss", first: Array, second: Array, spaces: int) -> None:
        self._loss_at, self._spaces = loss_at, spaces
        self.ends = (first, second)
        self._known: dict[float, float] = {}

    def loss(self, share: float) -> float:
        """Returns the loss at a share of the way."""
        if share not in self._known:
            self._known[share] = self._loss_at(Sides(self.ends).blended(share)[1])
        return self._known[share]

    def highest(self) -> float:
        """Returns about the highest finite loss of the whole way."""
        spaces = _FEW if self._spaces == _COARSE else _COARSE
        losses = np.array([self.loss(k / spaces) for k in range(spaces + 1)])
        finite = losses[np.isfinite(losses)]
        return float(finite.max()) if finite.size else 0.0

    def passages(self, passed: Passed, here: tuple[float, float] | None) -> tuple[Passage, ...]:
        """Returns the curve of what was passed.

        Args:
            passed: the parts.
            here: a share whose loss is known, and that loss.
        """
        found = []
        for begin, end in passed:
            inside = [k / self._spaces for k in range(self._spaces + 1)]
            shares = [begin, *(share for share in inside if begin < share < end), end]
            losses = [
                here[1] if here is not None and share == here[0] else self.loss(share)
                for share in shares
            ]
            found.append(Passage(np.array(shares), np.array(losses)))
        return tuple(found)


class _Loss:
    """The train loss at any setting of all knobs, muted ones muted."""

    def __init__(self, blending: Blending) -> None:
        session = blending.session
        self._silent = session.switches.silent
        self._loss_at = LossAt(session.evaluation, session.parameters)
        self.size = session.layout.size
        self.work = self.size * session.evaluation.learned_from[0].shape[1]
        self.dtype = session.parameters.theta.dtype

    def __call__(self, values: Array) -> float:
        return self._loss_at(np.where(self._silent, 0, values))


class LossWay:
    """The curve of the losses from A to B: what of it was gone, and what it is held against.

    Args:
        blending: A, B and where the blend stands.

    Attributes:
        revision: grows with each change.
        start: the train loss of A.
        end: the train loss of B.
        here: the train loss of the knobs in play; None while it is not known yet.
        zero: the train loss with all knobs at zero.
        top: where the scale of the losses ends: it does not change while the blend moves.
        passages: what was gone of this way.
        before: what was gone of the way before B was lined up.
    """

    def __init__(self, blending: Blending) -> None:
        self.blending = blending
        self.revision = 0
        self._seen = self._network = -1
        self._loss: _Loss | None = None
        self._way: _Between | None = None
        self._old: _Between | None = None
        self.start = self.end = self.zero = 0.0
        self.here: float | None = None
        self.top = 1.0
        self.passages: tuple[Passage, ...] = ()
        self.before: tuple[Passage, ...] = ()

    def refresh(self) -> None:
        """Works out what has been gone since, if anything has changed."""
        blending = self.blending
        blending.refresh()
        if blending.revision == self._seen:
            return
        self._seen = blending.revision
        self.revision += 1
        if self._loss is None or blending.network != self._network:
            self._network, self._loss = blending.network, _Loss(blending)
            self._way = self._old = None
            self.zero = self._loss(np.zeros(self._loss.size, self._loss.dtype))
        sides, share = blending.sides, blending.share
        first, second = sides.values
        assert first is not None
        assert second is not None
        self._way = self._between(self._way, first, second)
        self.here = blending.setting(HALFWAY).loss
        known = None
        if self.here is not None and blending.on_way:
            known = (share, self.here)
        ends = [blending.setting(name).loss for name in NAMES]
        self.start, self.end = (np.nan if loss is None else loss for loss in ends)
        self.passages = self._way.passages(sides.passed, known)
        self.before = ()
        if sides.before is not None:
            old = sides.before
            self._old = self._between(self._old, old.first, old.second)
            self.before = self._old.passages(old.passed, None)
        else:
            self._old = None
        self.top = self._top()

    def _between(self, known: _Between | None, first: Array, second: Array) -> _Between:
        if known is not None and known.ends[0] is first and known.ends[1] is second:
            return known
        assert self._loss is not None
        spaces = _COARSE if self._loss.work > _LARGE else _FINE
        return _Between(self._loss, first, second, spaces)

    def _top(self) -> float:
        """Returns where the scale ends: known before the blend moves, and kept in lining up."""
        losses = [self.start, self.end, self.zero * _LEVELS / _ROOM]
        resting = not self.blending.session.running
        if resting and self.blending.is_set:
            losses += [way.highest() for way in (self._way, self._old) if way is not None]
        finite = [loss for loss in losses if np.isfinite(loss)]
        return (_ROOM * max(finite) if finite else 1.0) or 1.0
