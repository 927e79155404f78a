"""Where an epoch began: how many steps back or on that is, by the batches of a moment."""

from eq_sim.session.state import State

_MOST_LOOKS = 12
"""Moments that are looked at on the way: batches may have been of other sizes before."""


class EpochWish:
    """The wish to be where an epoch begins.

    Args:
        epoch: how many epochs lie before it; less than 0 counts as 0.

    Attributes:
        epoch: how many epochs lie before it.
    """

    def __init__(self, epoch: int) -> None:
        self.epoch = max(0, epoch)
        self._looks = 0

    def step(self, state: State) -> int:
        """Returns the steps that had been taken there, if batches are as large as in a state."""
        training, count = state.training, len(state.data.train)
        size = state.scenario.training.batch_size
        batch = count if size == "full" else min(size, count)
        whole = -(-count // batch)
        if training.epoch >= self.epoch:
            back = (training.epoch - self.epoch) * whole + -(-training.cursor // batch)
            return max(0, training.step - back)
        on = (self.epoch - training.epoch - 1) * whole
        return training.step + on + -(-(count - training.cursor) // batch)

    def is_before(self, state: State) -> bool:
        """Whether it lies before a moment."""
        return (self.epoch, 0) < (state.training.epoch, state.training.cursor)

    def goes_on(self, state: State) -> bool:
        """Whether a moment is another one, and is worth going on from."""
        self._looks += 1
        there = (state.training.epoch, state.training.cursor)
        return there != (self.epoch, 0) and self._looks < _MOST_LOOKS
