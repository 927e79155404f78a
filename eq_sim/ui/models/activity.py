"""What is going on with the knobs: whether training runs, which are in a hand, what moved."""

from typing import Protocol

import numpy as np

from eq_sim.network.types import Array, IndexArray
from eq_sim.session.session import Session

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
    def loss(self) -> float:
        """The train loss of the knobs as they stand; it may take a pass through the data."""

    def last_move(self) -> Array | None:
        """Returns by how much the last training step moved each knob; None for not at all."""


class NoActivity:
    """Nothing is going on: the knobs are only looked at."""

    running = False
    step = 0
    held = NO_KNOBS
    loss = 0.0

    def last_move(self) -> Array | None:
        """Returns None: nothing moved."""
        return None


class SessionActivity:
    """What is going on in a session.

    Args:
        session: which.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

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
        held = self._session.trainer.held
        return NO_KNOBS if held is None else held

    @property
    def loss(self) -> float:
        """The train loss of the knobs as they stand."""
        return self._session.losses.train

    def last_move(self) -> Array | None:
        """Returns by how much the last training step moved each knob."""
        trainer = self._session.trainer
        return np.asarray(trainer.after - trainer.before)
