"""Sound as a file that everything plays."""

import wave
from collections.abc import Iterable
from typing import IO

import numpy as np

from eq_sim.network.types import Array
from eq_sim.sound.rate import CHANNELS, RATE

_LARGEST = 32_767


def as_bytes(block: Array) -> bytes:
    """Returns a block, ``(CHANNELS, frames)``, as 16-bit samples, the channels in turn."""
    return np.rint(block.T * _LARGEST).astype("<i2").tobytes()


def write_wav(file: IO[bytes], blocks: Iterable[Array]) -> None:
    """Writes blocks of sound into an open file."""
    with wave.open(file, "wb") as out:
        out.setnchannels(CHANNELS)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for block in blocks:
            out.writeframesraw(as_bytes(block))
