"""Loss as sound: its height as a pitch, and each knob that moves much as a plucked string."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import BLOCK, CHANNELS, RATE

MOST_STRINGS = 32
"""That sound at once: the ear tells no more apart."""

LOWEST, HIGHEST = 55.0, 3_520.0
"""Hertz of the pitch: of nearly no loss, and of one that runs away."""

HELD = 9
"""Blocks that the pitch lasts: slow training has no news for every block."""

_BEGINS = 440.0  # hertz at the loss that training began with
_OCTAVES = 1.0  # for each power of ten of the loss
_LOUD = 0.09  # of the pitch, at most
_STRING_LOUD = 0.05  # of the largest move
_RINGS = 0.28  # seconds of a string
_SCALE = (0, 3, 5, 7, 10)  # semitones of a minor pentatonic scale: no two of its notes clash
_OCTAVES_OF_STRINGS = 3
_FRAMES = BLOCK * round(_RINGS * RATE / BLOCK)


@dataclass(frozen=True)
class Moved:
    """A knob that moved.

    Attributes:
        place: of the knob on the desk, from 0 for the first to 1 for the last.
        size: of its move, as a share of the largest in that step.
    """

    place: float
    size: float


@dataclass(frozen=True)
class Training:
    """What training did since the last block.

    Attributes:
        loss: as a share of the one it began with; not finite where it ran away.
        moved: the largest moves, the largest first.
    """

    loss: float
    moved: Sequence[Moved] = ()


def pitch(loss: float) -> float:
    """Returns the pitch of a loss in hertz: an octave lower where it is a tenth."""
    if not np.isfinite(loss):
        return HIGHEST
    powers = np.log10(max(loss, 1e-12))
    return float(np.clip(_BEGINS * 2.0 ** (_OCTAVES * powers), LOWEST, HIGHEST))


class Voices:
    """The pitch, and the strings that ring."""

    def __init__(self) -> None:
        self._turn = 0.0  # of the pitch's wave
        self._hertz = 0.0
        self._loud = 0.0
        self._held = 0  # blocks for which it is still heard
        self._coming = np.zeros((CHANNELS, _FRAMES))  # what was plucked, from the next frame on
        self._ringing: list[int] = []  # of each string the blocks for which it is still heard
        self._ramp = np.arange(1, BLOCK + 1) / BLOCK

    @property
    def silent(self) -> bool:
        """Whether nothing rings."""
        return not self._ringing and self._loud == 0

    def block(self, training: Training | None) -> Array:
        """Returns the next block, ``(CHANNELS, BLOCK)``; None where nothing was learned."""
        if training is not None:
            self._pluck(training.moved)
        sound = self._sung(training)
        if self._ringing:
            sound = sound + self._coming[:, :BLOCK]
            self._coming[:, :-BLOCK] = self._coming[:, BLOCK:].copy()
            self._coming[:, -BLOCK:] = 0
            self._ringing = [left - 1 for left in self._ringing if left > 1]
        return sound

    def _sung(self, training: Training | None) -> Array:
        """Returns the pitch, gliding to where it is now, and away when training stops."""
        self._held = HELD if training is not None else max(0, self._held - 1)
        hertz = pitch(training.loss) if training is not None else self._hertz
        begin = hertz if self._loud == 0 else self._hertz
        loud = _LOUD if self._held else 0.0
        volume = self._loud + (loud - self._loud) * self._ramp
        turns = self._turn + np.cumsum(begin + (hertz - begin) * self._ramp) / RATE
        self._turn, self._hertz, self._loud = float(turns[-1] % 1), hertz, loud
        wave = np.sin(2 * np.pi * turns) + 0.25 * np.sin(4 * np.pi * turns)
        return np.tile(volume * wave, (CHANNELS, 1))

    def _pluck(self, moved: Sequence[Moved]) -> None:
        for knob in moved[: MOST_STRINGS - len(self._ringing)]:
            side = knob.place * np.pi / 2
            sides = np.array([[np.cos(side)], [np.sin(side)]]) * (_STRING_LOUD * knob.size)
            self._coming += sides * _string(_step(knob.place))
            self._ringing.append(_FRAMES // BLOCK)


def _step(place: float) -> int:
    return round(place * (len(_SCALE) * _OCTAVES_OF_STRINGS - 1))


@lru_cache
def _string(step: int) -> Array:
    """Returns a plucked string at a step of the scale, ``(frames,)``."""
    octave, degree = divmod(step, len(_SCALE))
    hertz = 220 * 2 ** (octave + _SCALE[degree] / 12)
    seconds = np.arange(_FRAMES) / RATE
    sound = np.zeros(_FRAMES)
    for overtone in range(1, 6):
        fall = np.exp(-seconds * overtone / (0.35 * _RINGS))
        sound += np.sin(2 * np.pi * hertz * overtone * seconds) * fall / overtone**1.5
    ends = np.minimum(1, np.minimum(seconds / 0.002, (_RINGS - seconds) / 0.02))
    return np.asarray(sound * np.clip(ends, 0, 1))
