"""A response in decibels as a filter: the shortest answer in time that has it."""

from functools import lru_cache

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import RATE

TAPS = 3_296
"""Of a filter: with a block, one transform of 4,096."""

REACH = 40.0
"""Decibels up and down that a filter follows a response to: beyond it only hurts."""

_SIZE = 8_192
_NEPERS = np.log(10.0) / 20.0  # of a decibel


def taps_of(hertz: Array, decibels: Array) -> Array:
    """Returns the minimum-phase filter of a response.

    Its phase is the Hilbert transform of the logarithm of its gain, which folding the cepstrum
    comes to (A. V. Oppenheim and R. W. Schafer, *Discrete-Time Signal Processing*, 1989, ch. 12).

    Args:
        hertz: where the response is known, ascending, ``(points,)``.
        decibels: the response there, ``(points,)``; beyond its ends it goes on as it ended. What
            is no number counts as 0.

    Returns:
        The answer to a single sample, ``(TAPS,)``.
    """
    places = np.log(np.asarray(hertz, np.float64))
    known = np.nan_to_num(decibels, nan=0.0, posinf=REACH, neginf=-REACH)
    gains = np.interp(_bins(), places, np.clip(known, -REACH, REACH))
    cepstrum = np.fft.irfft(gains * _NEPERS, _SIZE)
    cepstrum[1 : _SIZE // 2] *= 2
    cepstrum[_SIZE // 2 + 1 :] = 0
    return np.asarray(np.fft.irfft(np.exp(np.fft.rfft(cepstrum)), _SIZE)[:TAPS])


def beyond_reach(decibels: Array) -> bool:
    """Returns whether a response asks for more than a filter follows."""
    return bool(np.abs(decibels).max(initial=0.0) > REACH)


@lru_cache(maxsize=1)
def _bins() -> Array:
    """Returns the logarithms of the frequencies of the transform; 0 Hz counts as the first."""
    hertz = np.fft.rfftfreq(_SIZE, 1 / RATE)
    hertz[0] = hertz[1]
    return np.asarray(np.log(hertz))
