"""Sound through a filter, block by block, without a click when the filter changes."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from eq_sim.network.types import Array
from eq_sim.sound.filter_design import TAPS
from eq_sim.sound.rate import BLOCK, CHANNELS

_SIZE = 4_096
_Spectrum: TypeAlias = npt.NDArray[np.complexfloating]

assert TAPS + BLOCK <= _SIZE


class Convolver:
    """Two channels through one filter, by overlap-save.

    A filter that has changed takes over from the one before within a block: both are heard, the
    one more and more, so that no sample jumps.
    """

    def __init__(self) -> None:
        self._heard = np.zeros((CHANNELS, _SIZE))  # the last that came in, the newest at its end
        self._spectrum: _Spectrum = np.ones(_SIZE // 2 + 1, complex)
        self._ramp = np.arange(1, BLOCK + 1) / BLOCK

    def filtered(self, block: Array, taps: Array | None) -> Array:
        """Returns the next block, filtered.

        Args:
            block: what comes in, ``(CHANNELS, BLOCK)``.
            taps: the filter from now on, ``(TAPS,)``; None if it is the one before.
        """
        heard = self._heard
        heard[:, :-BLOCK] = heard[:, BLOCK:].copy()
        heard[:, -BLOCK:] = block
        coming = np.fft.rfft(heard)
        now = self._through(coming)
        if taps is None:
            return now
        self._spectrum = np.fft.rfft(taps, _SIZE)
        return now + self._ramp * (self._through(coming) - now)

    def _through(self, coming: _Spectrum) -> Array:
        # What lies before the last block is wrapped around, and of no use.
        return np.asarray(np.fft.irfft(coming * self._spectrum, _SIZE)[:, -BLOCK:])
