"""No sample is ever louder than is good for ears."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE

CEILING = 10 ** (-1 / 20)
"""Of a sample: 1 dB below full scale."""

DELAY = 80
"""Frames that it looks ahead, and by which its answer comes later."""

_RECOVERY = 0.2  # seconds in which it comes back to nearly all
_PARTS = BLOCK // DELAY
_ALLOWED = CEILING * (1 - 1e-9)  # rounding takes no sample above it
_BACK = 1 - np.exp(-DELAY / RATE / _RECOVERY)


class Limiter:
    """Turns down what would be too loud, before it comes, and slowly up again after it.

    The gain is a line between corners ``DELAY`` frames apart. Each corner is at most what the
    parts on both its sides may have, so the line is, too.
    """

    def __init__(self) -> None:
        self._waiting: Array = np.zeros((CHANNELS, DELAY))
        self._may = 1.0  # gain of the part that waits
        self._corner = 1.0  # gain at its beginning

    def limited(self, block: Array) -> Array:
        """Returns the next block, ``(CHANNELS, BLOCK)``, ``DELAY`` frames late."""
        peaks = np.abs(block).reshape(CHANNELS, _PARTS, DELAY).max(axis=(0, 2))
        may = _ALLOWED / np.maximum(peaks, _ALLOWED)
        corners = [self._corner]
        before = self._may
        for gain in may.tolist():
            last = corners[-1]
            corners.append(min(before, gain, last + (1.0 - last) * _BACK))
            before = gain
        line = np.array(corners)
        share = np.arange(DELAY) / DELAY
        gains = (line[:-1, None] + np.diff(line)[:, None] * share).reshape(-1)
        late = np.concatenate((self._waiting, block), axis=1)
        self._waiting, self._may, self._corner = late[:, BLOCK:], before, corners[-1]
        return late[:, :BLOCK] * gains
