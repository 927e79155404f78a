"""What is wanted to be heard becomes samples, a block at a time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.convolution import NOTHING_DONE, Convolver, Spectrum, gains_of, spectrum_of
from eq_sim.sound.filter_design import taps_of
from eq_sim.sound.limiter import Limiter
from eq_sim.sound.loop import Loop
from eq_sim.sound.rate import BLOCK, CHANNELS
from eq_sim.sound.voices import Training, Voices

QUIET = 10 ** (-12 / 20)
"""The volume that one starts with."""


@dataclass(frozen=True, eq=False)
class Response:
    """What is done to each frequency of a source.

    Attributes:
        hertz: ascending, ``(points,)``.
        decibels: there, ``(points,)``.
    """

    hertz: Array
    decibels: Array

    @cached_property
    def spectrum(self) -> Spectrum:
        """The filter that has this response; whoever asks first works it out."""
        return spectrum_of(taps_of(self.hertz, self.decibels))

    def played(self, hertz: Array) -> Array:
        """Returns how much louder, in decibels, its filter makes tones of some frequencies."""
        return gains_of(self.spectrum, hertz)

    def same_as(self, other: "Response | None") -> bool:
        """Returns whether another does the same."""
        return (
            other is not None
            and np.array_equal(self.decibels, other.decibels)
            and np.array_equal(self.hertz, other.hertz)
        )


@dataclass(frozen=True, eq=False)
class Wish:
    """What is to be heard from now on: a value, put in place of another in one go.

    Attributes:
        loop: what is played; None for nothing.
        response: through what; None for nothing between it and the ear.
        volume: from 0 to 1; what is beyond counts as the nearer of them.
    """

    loop: Loop | None = None
    response: Response | None = None
    volume: float = QUIET


class Engine:
    """Renders a wish, block by block; the same wishes give the same samples.

    A block is a 60th of a second. Whatever changes takes that long to change, so nothing clicks.
    """

    def __init__(self) -> None:
        self._convolver, self._limiter, self._voices = Convolver(), Limiter(), Voices()
        self._place = 0
        self._loop: Loop | None = None
        self._response: Response | None = None
        self._volume = 0.0
        self._ramp = np.arange(1, BLOCK + 1) / BLOCK

    def block(self, wish: Wish, training: Training | None = None) -> Array:
        """Returns the next block, ``(CHANNELS, BLOCK)``, no sample above the limiter's ceiling.

        Args:
            wish: what is to be heard.
            training: what training did since the last block, if that is to be heard.
        """
        sound = self._convolver.filtered(self._played(wish.loop), self._filter(wish.response))
        if training is not None or not self._voices.silent:
            sound = sound + self._voices.block(training)
        wanted = min(max(wish.volume, 0.0), 1.0)
        volume = self._volume + (wanted - self._volume) * self._ramp
        self._volume = wanted
        return self._limiter.limited(sound * volume)

    def _played(self, loop: Loop | None) -> Array:
        """Returns the source's next block; another source begins, and takes over within it."""
        before, place = self._loop, self._place
        if loop is before:
            self._place += BLOCK
            return _part(loop, place)
        self._loop, self._place = loop, BLOCK
        was = _part(before, place)
        return was + self._ramp * (_part(loop, 0) - was)

    def _filter(self, response: Response | None) -> Spectrum | None:
        """Returns the filter of a response; None where it is the one before."""
        before = self._response
        if response is before or (response is not None and response.same_as(before)):
            return None
        self._response = response
        return NOTHING_DONE if response is None else response.spectrum


def _part(loop: Loop | None, place: int) -> Array:
    return np.zeros((CHANNELS, BLOCK)) if loop is None else loop.part(place, BLOCK)
