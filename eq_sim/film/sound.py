"""A narration: a WAV file under the pictures. Needs PyAV."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from eq_sim.film.film_error import FilmError
from eq_sim.regular_file import open_regular

RATE = 48_000
"""Samples a second; a whole number for each frame at every rate a film can have."""

_MOST_BYTES = 1 << 32  # a WAV file counts its bytes with 32 bits

BIT_RATE = 128_000
"""Of the encoded sound: more than a voice needs."""


def check_narration(wav: Path) -> float:
    """Refuses a narration before anything is drawn.

    FFmpeg is handed an opened file, never a name: a name may be an address, and it would go there.

    Returns:
        How many seconds it lasts: counted, for what the file says of itself may be wrong.

    Raises:
        FilmError: it is not a WAV file, or holds no sound.
    """
    try:
        with _opened(wav) as file, _sound(file) as container:
            found = container.format.name
            if found == "wav":
                seconds = sum(
                    Fraction(frame.samples, frame.sample_rate)
                    for frame in container.decode(audio=0)
                )
                if seconds:
                    return float(seconds)
    except FileNotFoundError:
        raise FilmError("The narration {name} does not exist.", name=wav.name) from None
    except (av.FFmpegError, IndexError, OSError):
        found = ""
    if found == "wav":
        raise FilmError("The narration {name} holds no sound.", name=wav.name)
    raise FilmError("The narration {name} is not a WAV file that can be read.", name=wav.name)


def narrated(wav: Path) -> Iterator[NDArray[np.float32]]:
    """Yields a narration as it is heard: parts of two channels, ``(2, frames)``, at our rate."""
    with _opened(wav) as file, _sound(file) as container:
        resampler = AudioResampler("fltp", "stereo", RATE)
        for frame in chain(container.decode(audio=0), (None,)):
            for part in resampler.resample(frame):
                yield part.to_ndarray().astype(np.float32)


def sound_packets(
    wav: Path, stream: av.AudioStream, seconds: Fraction
) -> Iterator["av.Packet[av.AudioStream]"]:
    """Yields a narration, encoded; it ends with the film at the latest."""
    room = int(seconds * RATE)
    position = 0
    with _opened(wav) as file, _sound(file) as container:
        resampler = AudioResampler(stream.format, stream.layout, RATE)
        for frame in chain(container.decode(audio=0), (None,)):
            for whole in resampler.resample(frame):
                part = _first(whole, room - position)
                if part.samples:
                    part.pts, part.time_base = position, Fraction(1, RATE)
                    position += part.samples
                    yield from stream.encode(part)
            if position == room:
                break
    yield from stream.encode()


def _opened(wav: Path) -> BinaryIO:
    return open_regular(wav, _MOST_BYTES)


def _sound(file: BinaryIO) -> av.container.InputContainer:
    # What a file says about itself may be in any encoding; it is not looked at.
    return av.open(file, "r", format="wav", metadata_errors="replace")


def _first(frame: av.AudioFrame, samples: int) -> av.AudioFrame:
    if frame.samples <= samples:
        return frame
    # Planar samples have a row per channel, packed ones a single row.
    packed = frame.to_ndarray().shape[0] == 1
    width = samples * (len(frame.layout.channels) if packed else 1)
    cut = av.AudioFrame.from_ndarray(
        frame.to_ndarray()[:, :width].copy(), frame.format.name, frame.layout.name
    )
    cut.sample_rate = frame.sample_rate
    return cut
