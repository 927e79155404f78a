"""A stretch of sound that begins again when it ends."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eq_sim.network.types import Array
from eq_sim.sound.rate import CHANNELS

LOUDNESS = 10 ** (-20 / 20)
"""Root of the mean square of a loop: every response that is drawn leaves it room above."""


@dataclass(frozen=True, eq=False)
class Loop:
    """A source.

    Attributes:
        name: what it is called, as a person would.
        samples: ``(CHANNELS, frames)``, of 32 bits: a long one fills half the memory.
    """

    name: str
    samples: NDArray[np.float32]

    def part(self, start: int, frames: int) -> NDArray[np.float32]:
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
    both = np.broadcast_to(samples, (CHANNELS, samples.shape[-1])).astype(np.float32)
    largest = max(float(both.max(initial=0)), -float(both.min(initial=0)))
    # Where samples are floats, their squares may be too large or small for 32 bits. A power of two
    # changes no digit of any of them.
    np.ldexp(both, -np.frexp(largest)[1], out=both)
    size = float(np.sqrt(np.mean([np.mean(side * side, dtype=np.float64) for side in both])))
    if size > 0:
        both *= np.float32(LOUDNESS / size)
    return Loop(name, both)
