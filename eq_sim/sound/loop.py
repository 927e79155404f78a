"""A stretch of sound that begins again when it ends."""

from dataclasses import dataclass

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import CHANNELS

LOUDNESS = 10 ** (-20 / 20)
"""Root of the mean square of a loop: every response that is drawn leaves it room above."""


@dataclass(frozen=True, eq=False)
class Loop:
    """A source.

    Attributes:
        name: what it is called, as a person would.
        samples: ``(CHANNELS, frames)``.
    """

    name: str
    samples: Array

    def part(self, start: int, frames: int) -> Array:
        """Returns so many frames from one on, over the end to the beginning, if need be."""
        whole = self.samples.shape[1]
        start %= whole
        if start + frames <= whole:
            return self.samples[:, start : start + frames]
        return self.samples[:, np.arange(start, start + frames) % whole]


def as_loop(name: str, samples: Array) -> Loop:
    """Returns sound as a loop of the common loudness; silence stays silent.

    Args:
        name: what it is called.
        samples: ``(frames,)`` or ``(CHANNELS, frames)``.
    """
    both = np.broadcast_to(samples, (CHANNELS, samples.shape[-1]))
    size = float(np.sqrt(np.mean(both * both)))
    return Loop(name, both * (LOUDNESS / size) if size > 0 else both)
