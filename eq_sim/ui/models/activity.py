"""What is going on with the knobs: whether training runs, which are in a hand, what moved."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.knob_portion import NOTHING, Chosen, Portion, all_knobs
from eq_sim.session.knob_sets import places_of
from eq_sim.session.session import Session
from eq_sim.session.state import Checkpoint

NO_KNOBS: IndexArray = np.empty(0, dtype=np.intp)


class Activity(Protocol):
    """What is going on."""

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""

    @property
    def step(self) -> int:
        """Training steps since the start."""

    @property
    def held(self) -> IndexArray:
        """The knobs in a hand; the same array while it is the same hand."""

    @property
    def between(self) -> bool:
        """Whether the knobs stand somewhere between A and B."""

    @property
    def loss(self) -> float | None:
        """The train loss of the knobs as they stand; it may take a pass through the data.

        While a worker trains it is that of an earlier step; None while it is not known yet.
        """

    @property
    def computing(self) -> bool:
        """Whether the loss of the knobs as they stand is not known yet."""

    @property
    def loss_step(self) -> int | None:
        """After how many steps the loss was that; None where it is of the knobs as they stand."""

    def stands_at(self, knob: int) -> float | None:
        """Returns where a knob still stands that a hand has turned while steps are under way.

        None for any other: it stands where it is drawn.
        """

    def last_move(self) -> Array | None:
        """Returns by how much the last training step moved each knob; None for not at all."""

    def gradient(self) -> Array | None:
        """Returns the slope of the last step's batch along each knob; None where it is unknown."""

    def checkpoints(self) -> Sequence[Checkpoint]:
        """Returns the checkpoints of a network of this shape, in the order they were kept in."""

    def kept(self, checkpoint: Checkpoint) -> Array:
        """Returns where each knob stood at a checkpoint."""


class NoActivity:
    """Nothing is going on: the knobs are only looked at."""

    running = False
    step = 0
    between = False
    held = NO_KNOBS
    loss: float | None = 0.0
    computing = False
    loss_step = None

    def stands_at(self, knob: int) -> float | None:
        """Returns None: nothing is under way."""
        return None

    def last_move(self) -> Array | None:
        """Returns None: nothing moved."""
        return None

    def gradient(self) -> Array | None:
        """Returns None: no step was taken."""
        return None

    def checkpoints(self) -> Sequence[Checkpoint]:
        """Returns nothing: nothing was kept."""
        return ()

    def kept(self, checkpoint: Checkpoint) -> Array:
        """Returns where each knob stood at a checkpoint."""
        return checkpoint.state.whole


class SessionActivity:
    """What is going on in a session.

    Args:
        session: which.
        part: which of its knobs, counted by themselves; all of them by itself.
    """

    def __init__(self, session: Session, part: Chosen = all_knobs) -> None:
        self._session, self._part = session, part
        self._held: tuple[IndexArray, IndexArray] | None = None

    @property
    def _portion(self) -> Portion:
        found = self._part(self._session.layout)
        return NOTHING if found is None else found

    @property
    def running(self) -> bool:
        """Whether training goes on by itself."""
        return self._session.running

    @property
    def step(self) -> int:
        """Training steps since the start."""
        return self._session.step

    @property
    def held(self) -> IndexArray:
        """The knobs in a hand."""
        held, portion = self._session.trainer.held, self._portion
        if held is None:
            return NO_KNOBS
        if portion.whole:
            return held
        if self._held is None or self._held[0] is not held:
            self._held = (held, portion.places(held))
        return self._held[1]

    @property
    def between(self) -> bool:
        """Whether the knobs stand somewhere between A and B."""
        return 0 < self._session.sides.share < 1

    @property
    def loss(self) -> float | None:
        """The train loss of the knobs as they stand, or as they stood at ``loss_step``."""
        return None if self._session.computing else self._session.losses.train

    @property
    def computing(self) -> bool:
        """Whether the loss of the knobs as they stand is not known yet."""
        return self._session.computing

    @property
    def loss_step(self) -> int | None:
        """After how many steps the loss was that."""
        return self._session.evaluation.step

    def stands_at(self, knob: int) -> float | None:
        """Returns where a knob still stands that waits for the steps under way."""
        session, pending = self._session, self._session.pending
        knob += self._portion.first
        if pending is None or knob not in places_of(pending.knobs, session.layout.size):
            return None
        return float(session.parameters.theta[knob])

    def last_move(self) -> Array | None:
        """Returns by how much the last training step moved each knob."""
        trainer = self._session.trainer
        return np.asarray(self._portion.of(trainer.after - trainer.before))

    def gradient(self) -> Array | None:
        """Returns the slope of the last step's batch along each knob, with penalties."""
        trainer = self._session.trainer
        if not trainer.gradient_rate:
            return None
        return np.asarray(self._portion.of(trainer.gradient) / trainer.gradient_rate)

    def checkpoints(self) -> Sequence[Checkpoint]:
        """Returns the checkpoints of a network of this shape, in the order they were kept in."""
        layout, portion = self._session.layout, self._portion
        kept = self._session.shelf.checkpoints
        if portion.adapter is not None:
            return [one for one in kept if portion.adapter in one.state.layout.adapters]
        sizes = layout.architecture.sizes
        return [one for one in kept if one.state.layout.architecture.sizes == sizes]

    def kept(self, checkpoint: Checkpoint) -> Array:
        """Returns where each knob stood at a checkpoint."""
        there = self._part(checkpoint.state.layout)
        return (NOTHING if there is None else there).of(checkpoint.state.whole)
