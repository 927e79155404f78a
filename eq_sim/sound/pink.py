"""Pink noise: as much in each octave as in the next."""

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import CHANNELS, RATE

SECONDS = 8

_LOWEST, _HIGHEST = 20.0, 20_000.0  # hertz: what a person hears


def pink_noise(seed: int = 0) -> Array:
    """Returns a stretch of pink noise that begins again without a seam, ``(CHANNELS, frames)``.

    Its power falls as 1/f, and each turn of its phases is drawn from a seed.
    """
    frames = SECONDS * RATE
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    within = (hertz >= _LOWEST) & (hertz <= _HIGHEST)
    turns = np.random.default_rng(seed).random((CHANNELS, within.sum()))
    spectrum = np.zeros((CHANNELS, len(hertz)), complex)
    spectrum[:, within] = np.exp(2j * np.pi * turns) / np.sqrt(hertz[within])
    return np.fft.irfft(spectrum, frames)
