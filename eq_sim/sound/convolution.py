"""Sound through a filter, block by block, without a click when the filter changes."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from eq_sim.network.types import Array
from eq_sim.sound.filter_design import TAPS
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE

_SIZE = 4_096
_FINE = 1 << 16  # of which a place is less than a hertz from the next
Spectrum: TypeAlias = npt.NDArray[np.complexfloating]

assert TAPS + BLOCK <= _SIZE


def spectrum_of(taps: Array) -> Spectrum:
    """Returns a filter, ``(taps,)`` of at most ``TAPS``, as a convolver takes it."""
    return np.asarray(np.fft.rfft(taps, _SIZE))


def gains_of(spectrum: Spectrum, hertz: Array) -> Array:
    """Returns how much louder, in decibels, a filter makes tones; ``hertz`` is where, and how many.

    Between the places of its own transform a longer one is looked at.
    """
    fine = np.abs(np.fft.rfft(np.fft.irfft(spectrum, _SIZE), _FINE))
    decibels = 20 * np.log10(np.maximum(fine, np.finfo(np.float64).tiny))
    return np.asarray(np.interp(hertz, np.fft.rfftfreq(_FINE, 1 / RATE), decibels))


NOTHING_DONE = spectrum_of(np.ones(1))
"""The filter that leaves everything as it is."""


class Convolver:
    """Two channels through one filter, by overlap-save.

    A filter that has changed takes over from the one before within a block: both are heard, the
    one more and more, so that no sample jumps.
    """

    def __init__(self) -> None:
        self._heard = np.zeros((CHANNELS, _SIZE))  # the last that came in, the newest at its end
        self._spectrum = NOTHING_DONE
        self._ramp = np.arange(1, BLOCK + 1) / BLOCK

    def filtered(self, block: Array, spectrum: Spectrum | None) -> Array:
        """Returns the next block, filtered.

        Args:
            block: what comes in, ``(CHANNELS, BLOCK)``.
            spectrum: the filter from now on; None if it is the one before.
        """
        heard = self._heard
        heard[:, :-BLOCK] = heard[:, BLOCK:].copy()
        heard[:, -BLOCK:] = block
        coming = np.fft.rfft(heard)
        # What lies before the last block is wrapped around, and of no use.
        if spectrum is None:
            return np.asarray(np.fft.irfft(coming * self._spectrum, _SIZE)[:, -BLOCK:])
        filters = np.array((self._spectrum, spectrum))[:, None]
        was, now = np.fft.irfft(coming * filters, _SIZE)[:, :, -BLOCK:]
        self._spectrum = spectrum
        return np.asarray(was + self._ramp * (now - was))
